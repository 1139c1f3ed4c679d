"""Reading what was reviewed and decided on a lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from elnapp.record import Event
from elnapp.release.models import Disposition, TrailReview
from elnapp.signing import queries as signing


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review of the audit trail; `stands` while its signature does."""

    n: int
    address: str
    from_seq: int
    to_seq: int
    events: int
    head_hash: str
    from_at: datetime
    to_at: datetime
    comment: str
    name: str
    at: datetime
    stands: bool


@dataclass(frozen=True, slots=True)
class DispositionView:
    """One decision on a lot, with the answers of the gate as they were then."""

    n: int
    address: str
    decision: str
    containers: tuple[str, ...]
    refused: tuple[str, ...]
    reason: str
    purpose: str | None
    justifications: Mapping[str, str]
    gate: tuple[Mapping[str, Any], ...]
    site: str
    statement: Mapping[str, str]
    name: str
    at: datetime
    signature_id: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Range:
    """The events a review would cover now."""

    from_seq: int
    to_seq: int
    head_hash: str
    from_at: datetime
    to_at: datetime

    @property
    def events(self) -> int:
        """Count them."""
        return self.to_seq - self.from_seq + 1


def trail_reviews(session: Session, stream: str) -> list[ReviewView]:
    """Give the reviews of a lot's audit trail in order."""
    valid = {s.scope for s in signing.standing(session, stream) if s.meaning == "TRAIL-REVIEWED"}
    found = select(TrailReview).where(col(TrailReview.stream) == stream)
    return [
        ReviewView(
            row.n, row.address, row.from_seq, row.to_seq, row.events, row.head_hash,
            row.from_at, row.to_at, row.comment, row.reviewed_name, row.reviewed_at,
            (row.address,) in valid,
        )
        for row in session.scalars(found.order_by(col(TrailReview.n)))
    ]  # fmt: skip


def reviewed_to(session: Session, stream: str) -> int | None:
    """Give the last event that a review standing has reached; None when there is none."""
    reached = [review.to_seq for review in trail_reviews(session, stream) if review.stands]
    return max(reached, default=None)


def next_range(session: Session, stream: str) -> Range:
    """Give what there is to review: from the event after the last review to the newest."""
    start = (reviewed_to(session, stream) or 0) + 1
    table = Event.__table__  # type: ignore[attr-defined]
    found = (
        select(table.c.seq, table.c.hash, table.c.at)
        .where(table.c.stream == stream, table.c.seq >= start)
        .order_by(table.c.seq)
    )
    rows = session.execute(found).all()
    first, last = rows[0], rows[-1]
    return Range(first.seq, last.seq, last.hash, first.at, last.at)


def dispositions(session: Session, stream: str) -> list[DispositionView]:
    """Give the decisions on a lot in order; one whose signature is void does not stand."""
    valid = {s.id for s in signing.standing(session, stream)}
    found = select(Disposition).where(col(Disposition.stream) == stream)
    return [
        _disposition(row, row.signature_id in valid)
        for row in session.scalars(found.order_by(col(Disposition.n)))
    ]


def certified(session: Session, stream: str) -> tuple[str, ...]:
    """Give the codes of the containers that are certified now."""
    standing = [d for d in dispositions(session, stream) if d.stands and d.decision == "certified"]
    return standing[-1].containers if standing else ()


def _disposition(row: Disposition, stands: bool) -> DispositionView:  # noqa: FBT001 - a fact of the row
    return DispositionView(
        row.n, row.address, row.decision, tuple(row.containers), tuple(row.refused), row.reason,
        row.purpose, row.justifications, tuple(row.gate), row.site, row.statement,
        row.decided_name, row.decided_at, row.signature_id, stands,
    )  # fmt: skip
