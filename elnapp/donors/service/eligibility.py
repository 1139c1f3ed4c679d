"""Screening over the protocol, and the determination that a physician signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from batches import donors as rules
from batches.people import Proof
from batches.screening import Protocol, evaluate
from batches.signing import Meaning
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.donors import queries
from elnapp.donors.models import Determination, Screening
from elnapp.donors.queries import DonorView, Prepared
from elnapp.donors.service.writing import act_on, demand
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.signing.service import Wanted, sign

PHYSICIAN = "donor_physician"
NOT_SET = Text("not set", "non fixée")


@dataclass(frozen=True, slots=True)
class NewScreening:
    """Answers by criterion as they are stored: inputs, na, reason, source, on, comment.

    `version_id` is the protocol the form was made from; `donation_on` the planned civil day.
    """

    version_id: str
    donation_on: date | None
    answers: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the physician determines; `digest` is the one of the inputs that the page showed."""

    conclusion: str
    digest: str | None = None
    until: date | None = None


def screen(kernel: Kernel, call: Call, code: str, given: NewScreening) -> Answer:
    """Record all answers of a screening and what the protocol makes of them.

    An incomplete screening is taken; what is not known never passes.  Answers that cannot be read
    are refused at their own field (`I01.birth_date`).  Codes: DON-PROTOCOL, DON-NO-PROTOCOL, those
    of `batches.donors.unreadable`.
    """

    def do(tx: Tx, donor: DonorView) -> Answer:
        version = _protocol(tx, donor, given.version_id)
        protocol = Protocol.from_body(version.body)
        answers = queries.answers_of(given.answers)
        demand(rules.unreadable(protocol, answers))
        on = queries.donation_day(tx.session, donor.stream) or given.donation_on
        result = evaluate(protocol, answers, on)
        n = tx.number(donor.stream, "screening")
        tx.add(
            Screening(
                stream=donor.stream,
                address=f"{donor.stream}/screening/{n}",
                n=n,
                version_id=version.id,
                protocol=version.name,
                protocol_hash=version.hash,
                donation_on=on,
                answers=dict(given.answers),
                outcomes=[queries.outcome_plain(outcome) for outcome in result.outcomes],
                conclusion=result.conclusion,
                screened_by=tx.actor.id,
                screened_by_name=tx.actor.name,
                screened_at=tx.at,
            )
        )
        return {"donor": code, "screening": n, "conclusion": result.conclusion}

    return act_on(kernel, call, "donors.screen", code, do, asdict(given))


def determine(
    kernel: Kernel, call: Call, code: str, n: int, said: Conclusion, proof: Proof
) -> Answer:
    """Determine eligibility from screening `n` and sign it; the reason is `call.reason`.

    The inputs are frozen with the determination; a new one supersedes the one before and edits
    nothing.  Codes: DON-OLDER, DON-CHANGED, DON-NO-CONSENT, DON-MILDER, DON-REASON, DON-UNTIL,
    and those of a signature.
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


def wanted(
    session: Session, donor: DonorView, basis: Prepared, said: Conclusion, on: date
) -> Wanted:
    """Give the signature of a determination as its page shows it: what is said, and of what."""
    meaning = documents.meaning(session, queries.ELIGIBLE, on)
    day = basis.donation_on.isoformat() if basis.donation_on else NOT_SET.en
    return Wanted(
        meaning=_filled(meaning, said.conclusion, basis.version),
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


def _filled(meaning: Meaning, conclusion: str, version: Version) -> Meaning:
    """Set conclusion and protocol into the sentence that is signed."""
    words = rules.CONCLUSIONS.get(conclusion, Text(conclusion, conclusion))
    filled = {
        lang: meaning.text[lang].format(conclusion=words[lang], protocol_version=version.name)
        for lang in ("en", "fr")
    }
    return replace(meaning, text=Text(filled["en"], filled["fr"]))


def _protocol(tx: Tx, donor: DonorView, version_id: str) -> Version:
    """Give the protocol in force, which must be the one the form was made from."""
    today = queries.local_day(tx.at, donor.zone)
    found = queries.protocol_in_force(tx.session, donor.study, today)
    if found is None:
        raise Refused([Finding("DON-NO-PROTOCOL", {"study": donor.study})])
    if found.id != version_id:
        raise Refused([Finding("DON-PROTOCOL")])
    return found


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
    yield from rules.may_conclude(basis.rule, said.conclusion, reason, said.until, today)


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
