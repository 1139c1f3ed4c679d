"""Determinations of donors, what questions them, and what a new one would rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.donors import ENDS_CONSENT
from batches.eligibility import OPENS, RULES, Basis, DonorFacts, questions
from batches.screening import Protocol, sampled
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.donors.models import (
    Consent,
    Determination,
    Donation,
    Information,
    Screening,
    ScreeningOutcome,
)
from elnapp.donors.queries.laboratory import kept, laboratory, stored
from elnapp.donors.queries.register import (
    consent_standing,
    consents,
    donation_day,
    donations,
    local_day,
    withdrawals,
)
from elnapp.donors.queries.screening import (
    answers_of,
    evaluated,
    outcomes_of,
    outcomes_plain,
    screenings,
    standing,
    statuses,
)
from elnapp.people import queries as people
from elnapp.record import Head, NotFound
from elnapp.record.plain import digest, plain, time_text
from elnapp.signing.queries import SignatureView, all_of

ELIGIBLE, CONFIRMED = "ELIGIBLE", "ELIGIBLE-CONFIRMED"


@dataclass(frozen=True, slots=True)
class DeterminationView:
    """A determination with whether it is the newest and which of its signatures stand."""

    row: Determination
    signatures: tuple[SignatureView, ...]
    newest: bool

    @property
    def signed(self) -> bool:
        """Tell whether the physician's signature stands."""
        return self._stands(ELIGIBLE)

    @property
    def confirmed(self) -> bool:
        """Tell whether quality assurance's signature stands."""
        return self._stands(CONFIRMED)

    @property
    def rules(self) -> int:
        """Give the version of the rules it was made under."""
        return int(self.row.inputs.get("rules", 1))

    @property
    def whole(self) -> bool:
        """Tell whether every signature that its rules ask for stands."""
        return self.signed and (self.confirmed or self.rules < RULES)

    @property
    def stands(self) -> bool:
        """Tell whether it is what holds now: what opens the way is whole."""
        return self.newest and (self.whole if self.row.conclusion in OPENS else self.signed)

    def _stands(self, meaning: str) -> bool:
        return any(s.stands and s.meaning == meaning for s in self.signatures)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a determination would rest on now: the frozen inputs, their digest, what they say."""

    screening: Screening
    version: Version
    donation_on: date | None
    outcomes: tuple[dict[str, Any], ...]
    rule: str
    inputs: dict[str, Any]
    digest: str


def determinations(session: Session, stream: str) -> list[DeterminationView]:
    """Give the determinations of a donor with their signatures, the newest first."""
    found = select(Determination).where(col(Determination.stream) == stream)
    rows = list(session.scalars(found.order_by(col(Determination.n).desc())))
    signed = all_of(session, stream) if rows else []
    return [
        DeterminationView(row, tuple(s for s in signed if s.address == row.address), i == 0)
        for i, row in enumerate(rows)
    ]


def determination(session: Session, stream: str, n: int) -> DeterminationView:
    """Give one determination by its number; NotFound when there is none."""
    for view in determinations(session, stream):
        if view.row.n == n:
            return view
    raise NotFound(f"{stream}/determination/{n}")


def determination_standing(session: Session, stream: str) -> Determination | None:
    """Give the determination that holds: the newest one, if its signatures stand."""
    found = determinations(session, stream)
    return found[0].row if found and found[0].stands else None


def covered(session: Session, stream: str, given: Donation) -> bool:
    """Tell whether an eligible determination was made for the day of a donation.

    A later determination may be about another donation; what it says of the donor still holds.
    """
    on = local_day(given.collected_at, given.zone)
    return any(
        view.whole and view.row.conclusion == ELIGIBLE and on in _days(session, view.row)
        for view in determinations(session, stream)
    )


def _days(session: Session, row: Determination) -> set[date | None]:
    """Give the days a determination speaks of: its own, and those its screening moved to since."""
    screening = session.get(Screening, row.screening_id)
    moved = outcomes_of(session, screening) if screening else []
    return {row.donation_on, *(again.donation_on for again in moved)}


def information(session: Session, stream: str) -> list[Information]:
    """Give what was reported about a donor, in order of recording."""
    found = select(Information).where(col(Information.stream) == stream)
    return list(session.scalars(found.order_by(col(Information.n))))


def questioned(session: Session, stream: str) -> tuple[Finding, ...]:
    """Say what has come to light since the newest signed determination; empty when nothing has."""
    found = determinations(session, stream)
    if not found or not found[0].signed:
        return ()
    return _questions(session, stream, found[0].row)


def _questions(session: Session, stream: str, row: Determination) -> tuple[Finding, ...]:
    frozen = row.inputs
    then = Basis(
        int(str(frozen["screening"]).rpartition("/")[2]),
        statuses(frozen["outcomes"]),
        frozenset(frozen.get("information", ())),
    )
    if row.conclusion not in OPENS:
        return ()
    newest = screenings(session, stream)[0]
    says = standing(session, newest)
    facts = laboratory(session, stream)
    result = evaluated(session, newest, says.donation_on, facts)
    now = Basis(
        newest.n,
        {outcome.code: outcome.status for outcome in result.outcomes},
        [reported.address for reported in information(session, stream)],
    )
    return questions(row.conclusion, then, now)


def facts(session: Session, stream: str) -> DonorFacts:
    """Gather what the state of a donor follows from."""
    views = determinations(session, stream)
    newest = views[0] if views else None
    done = screenings(session, stream)
    return DonorFacts(
        consented=bool(consents(session, stream)),
        withdrawn=any(w.scope in ENDS_CONSENT for w in withdrawals(session, stream)),
        screened=bool(done),
        conclusion=newest.row.conclusion if newest else None,
        signed=newest is not None and newest.signed,
        confirmed=newest is not None and newest.confirmed,
        questioned=bool(newest and newest.signed and _questions(session, stream, newest.row)),
        donated=bool(donations(session, stream)),
        sampled=bool(done) and _sampled(session, stream, done[0]),
        rescreened=newest is not None and _rescreened(session, newest.row, done),
        rules=newest.rules if newest else RULES,
    )


def _sampled(session: Session, stream: str, row: Screening) -> bool:
    on, version = donation_day(session, stream), documents.version(session, row.version_id)
    if on is None or version is None:
        return False
    protocol, known = Protocol.from_body(version.body), laboratory(session, stream)
    return sampled(protocol, answers_of(row.answers), on, known)


def _rescreened(session: Session, row: Determination, done: list[Screening]) -> bool:
    """Tell whether a newer screening was recorded on or after the last day of a deferral."""
    if row.until is None or not done or done[0].id == row.screening_id:
        return False
    return local_day(done[0].screened_at, _zone(session, row.stream)) >= row.until


def _zone(session: Session, stream: str) -> str:
    head = session.get(Head, stream)
    place = people.site(session, head.site) if head else None
    return place.zone if place else "UTC"


def prepared(session: Session, stream: str, row: Screening) -> Prepared:
    """Give what a determination from this screening would rest on, evaluated again.

    Look-back windows end at the day of the screening's newest outcome: the donation's if it took
    place, else the planned one. Raises NotFound when the protocol of the screening is gone.
    """
    version = documents.version(session, row.version_id)
    if version is None:
        raise NotFound(row.version_id)
    says = standing(session, row)
    on, known = says.donation_on, laboratory(session, stream)
    result = evaluated(session, row, on, known)
    outcomes = tuple(outcomes_plain(result.outcomes))
    consent = consent_standing(session, stream)
    inputs = {
        "rules": RULES,
        "screening": row.address,
        "outcome": says.address,
        "protocol": {"document": version.address, "name": version.name, "hash": version.hash},
        "donation_on": on.isoformat() if on else None,
        "consent": _consent_plain(consent) if consent else None,
        "answers": row.answers,
        "laboratory": stored(known) or [],
        "information": [reported.address for reported in information(session, stream)],
        "outcomes": list(outcomes),
        "rule": result.conclusion,
    }
    return Prepared(row, version, on, outcomes, result.conclusion, inputs, digest(inputs))


def misjudged(session: Session, stream: str) -> Iterator[str]:
    """Evaluate every screening again over its protocol, and the digest of what was frozen."""
    for row in screenings(session, stream):
        version = documents.version(session, row.version_id)
        if version is None or version.hash != row.protocol_hash:
            yield f"{row.address}: its protocol is not the one recorded"
            continue
        made: list[Screening | ScreeningOutcome] = [row, *outcomes_of(session, row)]
        for one in made:
            again = evaluated(session, row, one.donation_on, kept(one.laboratory))
            outcomes = plain(outcomes_plain(again.outcomes))
            if (again.conclusion, outcomes) != (one.conclusion, one.outcomes):
                yield f"{one.address}: evaluated again, the outcome is another one"
    for found in determinations(session, stream):
        if digest(found.row.inputs) != found.row.inputs_digest:
            yield f"{found.row.address}: the digest is not that of the inputs"


def _consent_plain(row: Consent) -> dict[str, Any]:
    return {
        "address": row.address,
        "form_version": row.form_version,
        "form_hash": row.form_hash,
        "signed_at": time_text(row.signed_at),
    }
