"""What the overview of a lot adds to its position: exceptions, and how it grew, in two statements."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import func, literal, select
from sqlmodel import Session

from elnapp.lots.models import ComputedValue, Entry
from elnapp.record import JsonText


def exceptions(session: Session, stream: str) -> int:
    """Count the entries, standing or corrected, that the rules had something to say of."""
    table: Any = Entry.__table__  # type: ignore[attr-defined]
    found = select(func.count()).where(
        table.c.stream == stream, table.c.findings != literal([], JsonText)
    )
    return int(session.connection().execute(found).scalar_one())


def cumulative(session: Session, stream: str) -> list[Decimal]:
    """Give the cumulative doublings that stand, passage by passage."""
    c: Any = ComputedValue.__table__  # type: ignore[attr-defined]
    rows = session.connection().execute(
        select(c.c.path, c.c.value)
        .where(c.c.stream == stream, c.c.name == "cumulative_doublings")
        .order_by(c.c.n, c.c.id)
    )
    standing = dict(tuple(row) for row in rows)  # a later computation takes the first one's place
    return [value for value in standing.values() if value is not None]
