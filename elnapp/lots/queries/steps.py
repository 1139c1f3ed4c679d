"""One step of a lot as its page shows it: every entry and correction, every computation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.ledger import Computed
from elnapp.lots.models import Entry
from elnapp.lots.queries.values import Values, computed_of, computed_versions, values_by_entry


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry with its values."""

    id: str
    n: int
    performed_by: str
    performed_name: str
    role: str
    done_at: datetime
    done_quality: str
    zone: str
    recorded_at: datetime
    reason: str | None
    findings: tuple[dict[str, Any], ...]
    values: Values


@dataclass(frozen=True, slots=True)
class History:
    """Everything recorded at one step, oldest first: the last of each stands."""

    entries: tuple[EntryView, ...]
    computed: tuple[tuple[Computed, ...], ...]

    @property
    def standing(self) -> EntryView | None:
        """Give the entry that stands."""
        return self.entries[-1] if self.entries else None


def history(session: Session, stream: str, path: str) -> History:
    """Give the entries and computations of one step."""
    rows = session.scalars(
        select(Entry)
        .where(col(Entry.stream) == stream, col(Entry.path) == path)
        .order_by(col(Entry.n))
    ).all()
    typed = values_by_entry(session, stream, path)
    runs = computed_versions(session, stream, path).get(path, [])
    return History(
        tuple(_entry(row, typed.get(row.id, {})) for row in rows),
        tuple(tuple(map(computed_of, run)) for run in runs),
    )


def last_entry(session: Session, stream: str) -> Entry | None:
    """Give the entry recorded last in the lot."""
    found = select(Entry).where(col(Entry.stream) == stream).order_by(col(Entry.id).desc())
    return session.scalars(found.limit(1)).first()


def _entry(row: Entry, values: Values) -> EntryView:
    return EntryView(
        row.id, row.n, row.performed_by, row.performed_name, row.role, row.done_at,
        row.done_quality, row.zone, row.recorded_at, row.reason, tuple(row.findings), values,
    )  # fmt: skip
