"""Screenings and determinations of donors, and what a new determination would rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.donors import ENDS_CONSENT
from batches.ledger import Computed
from batches.lifecycle import DonorFacts
from batches.screening import Answer, Outcome, Protocol, evaluate
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.donors.models import Consent, Determination, Screening
from elnapp.donors.queries.register import (
    consent_standing,
    consents,
    donation_day,
    withdrawals,
)
from elnapp.record import NotFound
from elnapp.record.plain import digest, plain, time_text
from elnapp.signing.queries import SignatureView, all_of, meanings_at

ELIGIBLE = "ELIGIBLE"
KIND = "screening"


@dataclass(frozen=True, slots=True)
class DeterminationView:
    """A determination with whether it is the newest and its signature stands."""

    row: Determination
    signatures: tuple[SignatureView, ...]
    newest: bool

    @property
    def signed(self) -> bool:
        """Tell whether its signature stands."""
        return any(s.stands and s.meaning == ELIGIBLE for s in self.signatures)

    @property
    def stands(self) -> bool:
        """Tell whether it is what holds now."""
        return self.newest and self.signed


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


def screenings(session: Session, stream: str) -> list[Screening]:
    """Give the screenings of a donor, the newest first."""
    found = select(Screening).where(col(Screening.stream) == stream)
    return list(session.scalars(found.order_by(col(Screening.n).desc())))


def screening(session: Session, stream: str, n: int) -> Screening:
    """Give one screening by its number; NotFound when there is none."""
    for row in screenings(session, stream):
        if row.n == n:
            return row
    raise NotFound(f"{stream}/screening/{n}")


def determinations(session: Session, stream: str) -> list[DeterminationView]:
    """Give the determinations of a donor with their signatures, the newest first."""
    found = select(Determination).where(col(Determination.stream) == stream)
    rows = list(session.scalars(found.order_by(col(Determination.n).desc())))
    signed = all_of(session, stream)
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
    """Give the determination that holds: the newest one, if its signature stands."""
    found = determinations(session, stream)
    return found[0].row if found and found[0].stands else None


def facts(session: Session, stream: str) -> DonorFacts:
    """Gather what the state of a donor follows from."""
    newest = session.scalars(
        select(Determination)
        .where(col(Determination.stream) == stream)
        .order_by(col(Determination.n).desc())
        .limit(1)
    ).first()
    return DonorFacts(
        consented=bool(consents(session, stream)),
        withdrawn=any(w.scope in ENDS_CONSENT for w in withdrawals(session, stream)),
        screened=bool(screenings(session, stream)),
        conclusion=newest.conclusion if newest else None,
        signed=newest is not None and ELIGIBLE in meanings_at(session, newest.address),
    )


def protocol_in_force(session: Session, study: str, on: date) -> Version | None:
    """Give the screening protocol of a study that is in force on a civil day."""
    return documents.effective(session, KIND, study, on)


def protocol_of(session: Session, screening_id: str) -> Version | None:
    """Give the version of the protocol that a screening was made over."""
    row = session.get(Screening, screening_id)
    return documents.version(session, row.version_id) if row else None


def prepared(session: Session, stream: str, row: Screening) -> Prepared:
    """Give what a determination from this screening would rest on, evaluated again.

    Look-back windows end at the donation: the recorded one if there is one, else the planned day.
    Raises NotFound when the protocol of the screening is gone.
    """
    version = documents.version(session, row.version_id)
    if version is None:
        raise NotFound(row.version_id)
    on = donation_day(session, stream) or row.donation_on
    answers = answers_of(row.answers)
    result = evaluate(Protocol.from_body(version.body), answers, on)
    outcomes = tuple(outcome_plain(outcome) for outcome in result.outcomes)
    consent = consent_standing(session, stream)
    inputs = {
        "screening": row.address,
        "protocol": {"document": version.address, "name": version.name, "hash": version.hash},
        "donation_on": on.isoformat() if on else None,
        "consent": _consent_plain(consent) if consent else None,
        "answers": row.answers,
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
        again = evaluate(Protocol.from_body(version.body), answers_of(row.answers), row.donation_on)
        outcomes = [outcome_plain(outcome) for outcome in again.outcomes]
        if (again.conclusion, plain(outcomes)) != (row.conclusion, row.outcomes):
            yield f"{row.address}: evaluated again, the outcome is another one"
    for found in determinations(session, stream):
        if digest(found.row.inputs) != found.row.inputs_digest:
            yield f"{found.row.address}: the digest is not that of the inputs"


def _consent_plain(row: Consent) -> dict[str, Any]:
    return {
        "address": row.address,
        "form_version": row.form_version,
        "signed_at": time_text(row.signed_at),
    }


def answers_of(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """Give stored answers as the rule reads them."""
    return {
        code: Answer(
            dict(one.get("inputs", {})), bool(one.get("na", False)), str(one.get("reason", ""))
        )
        for code, one in stored.items()
    }


def outcome_plain(outcome: Outcome) -> dict[str, Any]:
    """Give an outcome as it is stored."""
    window = outcome.window
    return {
        "code": outcome.code,
        "status": outcome.status,
        "findings": [finding.plain() for finding in outcome.findings],
        "computed": _computed_plain(outcome.computed),
        "window": [day.isoformat() for day in window] if window else None,
    }


def _computed_plain(values: Iterable[Computed]) -> list[dict[str, Any]]:
    return [
        {
            "name": c.name,
            "value": None if c.value is None else str(c.value),
            "unit": c.unit,
            "formula": f"{c.formula}@{c.version}",
            "inputs": {name: str(value) for name, value in c.inputs.items()},
            "rounding": c.rounding,
        }
        for c in values
    ]
