"""The determination that a physician signs and quality assurance confirms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlmodel import Session

from batches import donors as rules
from batches.eligibility import may_confirm
from batches.people import Proof
from batches.screening import transcribed
from batches.signing import Meaning
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.donors import queries
from elnapp.donors.models import Determination
from elnapp.donors.queries import DeterminationView, DonorView, Prepared
from elnapp.donors.service.writing import act_on, demand
from elnapp.record import Answer, Call, Kernel, Tx
from elnapp.signing.service import Wanted, sign

PHYSICIAN, QA = "donor_physician", "qa"
NOT_SET = Text("not set", "non fixée")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the physician determines; `digest` is the one of the inputs that the page showed."""

    conclusion: str
    digest: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the confirming person saw: the digest on the page, and the reports beside the results."""

    shown: str | None = None
    compared: bool = False


CONFIRMED_ALONE = Confirmed()


def determine(
    kernel: Kernel, call: Call, code: str, n: int, said: Conclusion, proof: Proof
) -> Answer:
    """Determine eligibility from screening `n` and sign it; the reason is `call.reason`.

    The inputs are frozen with the determination; a new one supersedes the one before and edits
    nothing.  What opens the way counts once quality assurance has confirmed it.  Codes: DON-OLDER,
    DON-CHANGED, DON-NO-CONSENT, DON-MILDER, DON-REASON, DON-UNTIL, DON-STILL-DEFERRED, and those
    of a signature.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        row = queries.screening(tx.session, donor.stream, n)
        basis = queries.prepared(tx.session, donor.stream, row)
        demand(_faults(tx, donor, basis, said))
        made = _determination(tx, donor, basis, said)
        today = queries.local_day(tx.at, donor.zone)
        asked = wanted(tx.session, donor, basis, said, today)
        sign(tx, replace(asked, address=made.address, scopes=(made.address,)), proof, PHYSICIAN)
        return {"donor": code, "determination": made.n, "conclusion": made.conclusion}

    request = {"screening": n, **asdict(said)}
    return act_on(kernel, call, "donors.determine", code, do, request)


def confirm(
    kernel: Kernel, call: Call, code: str, n: int, proof: Proof, seen: Confirmed = CONFIRMED_ALONE
) -> Answer:
    """Confirm a determination for quality assurance and sign it.

    Codes: DON-SUPERSEDED, DON-NOT-SIGNED, DON-CONFIRMED, DON-CHANGED, DON-SAME-PERSON,
    DON-QUESTIONED, DON-INPUTS-MOVED, DON-NOT-COMPARED, and those of a signature.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        view = queries.determination(tx.session, donor.stream, n)
        demand(_in_the_way(view))
        if seen.shown is not None and seen.shown != view.row.inputs_digest:
            demand([Finding("DON-CHANGED")])
        demand(_uncompared(view, seen))
        demand(_unconfirmable(tx, donor, view))
        on = queries.local_day(tx.at, donor.zone)
        sign(tx, confirmation(tx.session, donor, view, on), proof, QA)
        return {"donor": code, "determination": n, "conclusion": view.row.conclusion}

    request = {"determination": n, **asdict(seen)}
    return act_on(kernel, call, "donors.confirm", code, do, request)


def _in_the_way(view: DeterminationView) -> Iterator[Finding]:
    if not view.newest:
        yield Finding("DON-SUPERSEDED")
    elif not view.signed:
        yield Finding("DON-NOT-SIGNED")
    elif view.confirmed:
        yield Finding("DON-CONFIRMED")


def _uncompared(view: DeterminationView, seen: Confirmed) -> Iterator[Finding]:
    """Ask the second person for the comparison that a transcribed result rests on."""
    reports = transcribed(view.row.inputs["outcomes"])
    if reports and not seen.compared:
        yield Finding("DON-NOT-COMPARED", {"codes": ", ".join(reports)}, "compared")


def _unconfirmable(tx: Tx, donor: DonorView, view: DeterminationView) -> tuple[Finding, ...]:
    newest = queries.screenings(tx.session, donor.stream)[0]
    present = queries.prepared(tx.session, donor.stream, newest)
    return may_confirm(
        view.row.determined_by, tx.actor.id,
        frozen=view.row.inputs_digest, present=present.digest,
        questioned=bool(queries.questioned(tx.session, donor.stream)),
    )  # fmt: skip


def confirmation(session: Session, donor: DonorView, view: DeterminationView, on: date) -> Wanted:
    """Give the signature of quality assurance on a determination, as its page shows it."""
    row = view.row
    meaning = documents.meaning(session, queries.CONFIRMED, on)
    return Wanted(
        meaning=_filled(meaning, row.conclusion, row.protocol),
        address=row.address,
        scopes=(row.address,),
        facts={
            "donor": donor.code,
            "conclusion": row.conclusion,
            "rule": row.rule,
            "until": row.until.isoformat() if row.until else "",
            "determined_by": row.determined_by_name,
            "protocol": row.protocol,
            "protocol_hash": row.protocol_hash,
            "inputs": row.inputs_digest,
            **_compared(row),
        },
        zone=donor.zone,
    )


def _compared(row: Determination) -> dict[str, str]:
    """Name the transcribed results with their reports: what the signature says was compared."""
    reports = transcribed(row.inputs["outcomes"])
    said = "; ".join(f"{code}: {report}" for code, report in reports.items())
    return {"compared": said} if said else {}


def wanted(
    session: Session, donor: DonorView, basis: Prepared, said: Conclusion, on: date
) -> Wanted:
    """Give the signature of a determination as its page shows it: what is said, and of what."""
    meaning = documents.meaning(session, queries.ELIGIBLE, on)
    day = basis.donation_on.isoformat() if basis.donation_on else NOT_SET.en
    return Wanted(
        meaning=_filled(meaning, said.conclusion, basis.version.name),
        address=donor.stream,
        scopes=(donor.stream,),
        facts={
            "donor": donor.code,
            "conclusion": said.conclusion,
            "rule": basis.rule,
            "until": said.until.isoformat() if said.until else "",
            "donation_on": day,
            "protocol": basis.version.name,
            "protocol_hash": basis.version.hash,
            "inputs": basis.digest,
        },
        zone=donor.zone,
    )


def _filled(meaning: Meaning, conclusion: str, protocol: str) -> Meaning:
    """Set conclusion and protocol into the sentence that is signed."""
    words = rules.CONCLUSIONS.get(conclusion, Text(conclusion, conclusion))
    filled = {
        lang: meaning.text[lang].format(conclusion=words[lang], protocol_version=protocol)
        for lang in ("en", "fr")
    }
    return replace(meaning, text=Text(filled["en"], filled["fr"]))


def _faults(tx: Tx, donor: DonorView, basis: Prepared, said: Conclusion) -> Iterator[Finding]:
    newest = queries.screenings(tx.session, donor.stream)[0]
    if newest.id != basis.screening.id:
        yield Finding("DON-OLDER")
    if said.digest is not None and said.digest != basis.digest:
        yield Finding("DON-CHANGED")
    if queries.consent_standing(tx.session, donor.stream) is None:
        yield Finding("DON-NO-CONSENT", weight=3)
    today = queries.local_day(tx.at, donor.zone)
    reason = tx.call.reason or ""
    asked = rules.Said(said.conclusion, said.until)
    until = _deferred_until(tx, donor)
    yield from rules.may_conclude(basis.rule, asked, reason, today, until)


def _deferred_until(tx: Tx, donor: DonorView) -> date | None:
    standing = queries.determination_standing(tx.session, donor.stream)
    return standing.until if standing and standing.conclusion == "DEFERRED" else None


def _determination(tx: Tx, donor: DonorView, basis: Prepared, said: Conclusion) -> Determination:
    n = tx.number(donor.stream, "determination")
    before = queries.determinations(tx.session, donor.stream)
    return tx.add(
        Determination(
            stream=donor.stream,
            address=f"{donor.stream}/determination/{n}",
            n=n,
            screening_id=basis.screening.id,
            conclusion=said.conclusion,
            rule=basis.rule,
            reason=(tx.call.reason or "").strip(),
            until=said.until,
            protocol=basis.version.name,
            protocol_hash=basis.version.hash,
            donation_on=basis.donation_on,
            inputs=basis.inputs,
            inputs_digest=basis.digest,
            supersedes=before[0].row.id if before else None,
            determined_by=tx.actor.id,
            determined_by_name=tx.actor.name,
            determined_at=tx.at,
        )
    )
