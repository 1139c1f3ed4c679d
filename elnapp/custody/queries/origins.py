"""What keeps a unit: holds on it, and on all that it came from, up to the donor."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from elnapp.custody.models import Act, Unit, UnitParent
from elnapp.custody.queries.ledger import UnitView
from elnapp.donors import queries as donors
from elnapp.quality import queries as quality
from elnapp.quality.queries import HoldView

DONATION = "donation/"


@dataclass(frozen=True, slots=True)
class Keeping:
    """One open hold as it reaches a unit; `origin` names what it lies on, "" the unit itself."""

    hold: HoldView
    origin: str


def holds_of(session: Session, unit: UnitView) -> list[Keeping]:
    """Give the open holds on a unit and on its origins, those on the unit itself first.

    Origins are the units it was made from as far as they go, the records they lie in, and the donors
    of the donations among those. A hold on another unit of the same record does not reach it.
    """
    family = _family(session, unit.id)
    streams = {row.stream for row in family}
    found = quality.open_holds(session, streams | _donors(session, streams))
    own = {row.address: row.code for row in family}
    others = _units_at(session, [hold.about for hold in found if hold.about not in own])
    reaching = [h for h in found if h.about not in others]
    kept = [Keeping(h, _origin(h, unit, own)) for h in reaching]
    return sorted(kept, key=lambda one: (bool(one.origin), one.hold.number))


def _origin(hold: HoldView, unit: UnitView, own: dict[str, str]) -> str:
    code = own.get(hold.about, hold.stream.partition("/")[2])
    return "" if code == unit.code else code


def _family(session: Session, unit_id: str) -> list[Unit]:
    """Give a unit and all that it was made from, by parents whose act was not taken back."""
    undone = select(col(Act.id)).where(col(Act.reverses) == col(UnitParent.act_id))
    ids = select(col(Unit.id)).where(col(Unit.id) == unit_id).cte("family", recursive=True)
    parents = select(col(UnitParent.parent)).where(
        col(UnitParent.child) == ids.c.id, ~undone.correlate_except(Act).exists()
    )
    reached = ids.union(parents)
    return list(session.scalars(select(Unit).where(col(Unit.id).in_(select(reached.c.id)))))


def _donors(session: Session, streams: set[str]) -> set[str]:
    """Give the donors' records of the donations among some records."""
    dins = [s.removeprefix(DONATION) for s in sorted(streams) if s.startswith(DONATION)]
    rows = (donors.donation(session, din) for din in dins)
    return {row.stream for row in rows if row is not None}


def _units_at(session: Session, addresses: list[str]) -> set[str]:
    """Tell which of these addresses are those of a unit."""
    found = select(col(Unit.address)).where(col(Unit.address).in_(addresses))
    return set(session.scalars(found)) if addresses else set()
