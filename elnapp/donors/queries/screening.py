"""Screenings of donors, and what the protocol makes of their answers for a day of donation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.ledger import Computed
from batches.screening import Answer, LabFact, Outcome, Protocol, evaluate
from batches.screening import Screening as Evaluated
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.donors.models import Screening, ScreeningOutcome
from elnapp.record import NotFound

KIND = "screening"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a screening says now: its own outcome, or the newest one computed again."""

    donation_on: date | None
    outcomes: Sequence[Mapping[str, Any]]
    conclusion: str
    address: str


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


def outcomes_of(session: Session, row: Screening) -> list[ScreeningOutcome]:
    """Give what was computed again for a screening, the oldest first."""
    found = select(ScreeningOutcome).where(col(ScreeningOutcome.screening_id) == row.id)
    return list(session.scalars(found.order_by(col(ScreeningOutcome.n))))


def standing(session: Session, row: Screening) -> Standing:
    """Give what a screening says now; the day it counts for is the one of its newest outcome."""
    again = outcomes_of(session, row)
    if again:
        last = again[-1]
        return Standing(last.donation_on, last.outcomes, last.conclusion, last.address)
    return Standing(row.donation_on, row.outcomes, row.conclusion, row.address)


def evaluated(
    session: Session, row: Screening, on: date | None, laboratory: Iterable[LabFact]
) -> Evaluated:
    """Evaluate the answers of a screening over its protocol; NotFound when the protocol is gone."""
    version = documents.version(session, row.version_id)
    if version is None:
        raise NotFound(row.version_id)
    protocol = Protocol.from_body(version.body)
    return evaluate(protocol, answers_of(row.answers), on, laboratory)


def protocol_in_force(session: Session, study: str, on: date) -> Version | None:
    """Give the screening protocol of a study that is in force on a civil day."""
    return documents.effective(session, KIND, study, on)


def protocol_of(session: Session, screening_id: str) -> Version | None:
    """Give the version of the protocol that a screening was made over."""
    row = session.get(Screening, screening_id)
    return documents.version(session, row.version_id) if row else None


def answers_of(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Answer]:
    """Give stored answers as the rule reads them."""
    return {
        code: Answer(
            dict(one.get("inputs", {})),
            bool(one.get("na", False)),
            str(one.get("reason", "")),
            one.get("report"),
        )
        for code, one in stored.items()
    }


def statuses(outcomes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give the status of each criterion by its code."""
    return {str(one["code"]): str(one["status"]) for one in outcomes}


def outcomes_plain(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Give outcomes as they are stored."""
    return [_plain(outcome) for outcome in outcomes]


def _plain(outcome: Outcome) -> dict[str, Any]:
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
