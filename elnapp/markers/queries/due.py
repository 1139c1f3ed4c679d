"""Which samples of which donors are due: the worklist of the laboratories' page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from batches.marker_due import Due, due
from batches.people import Actor
from batches.policy import shows
from elnapp.markers.queries.history import Donated, board, civil_day, standing, zone_of
from elnapp.record import Head

GAVE = ("collected", "eligible", "pending", "questioned")
"""States of a donor whose donated cells may still be used."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One sample that is due of a donor, and whether it is late today."""

    donor: str
    due: Due
    late: bool


def of_donor(session: Session, stream: str, donated: Donated, at: datetime) -> tuple[DueLine, ...]:
    """Give what is due of one donor at a moment; nothing without a donation or a protocol."""
    head = session.get(Head, stream)
    on = donated(session, stream)
    if head is None or on is None:
        return ()
    today = civil_day(at, zone_of(session, head.site))
    view = standing(session, stream, on, today, "use")
    if view is None:
        return ()
    found = due(view.protocol, board(session, stream).history(), view.standing)
    code = stream.partition("/")[2]
    return tuple(DueLine(code, one, one.late(today)) for one in found)


def worklist(session: Session, actor: Actor, donated: Donated, at: datetime) -> list[DueLine]:
    """Give what is due of every donor whose medical record the reader sees, the soonest first."""
    gave = select(Head).where(col(Head.kind) == "donor", col(Head.state).in_(GAVE))
    heads = session.scalars(gave.order_by(col(Head.stream)))
    seen = [h.stream for h in heads if shows("donors.medical", actor.roles(h.site, h.study))]
    lines = [line for stream in seen for line in of_donor(session, stream, donated, at)]
    return sorted(lines, key=lambda line: (line.due.on, line.donor))
