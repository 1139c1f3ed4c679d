"""Whether every unit of the store can be traced: origins, knots, one donor for one container.

A check of its own, not a layer of `audit verify`: that one replays stream by stream and proves that
nobody edited the record; this one follows lines across streams and asks whether the record, as it
was truly written, still leads from every container to one donor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session

from batches.tracing.graph import CONTAINERS, Edge, cycles
from batches.units import ADDS
from batches.verdict import Finding
from elnapp.custody.models import Act, Unit, UnitParent
from elnapp.lots.models import Lot
from elnapp.tracing.queries import kinds as k
from elnapp.tracing.queries import reach
from elnapp.tracing.queries.asking import among, asked
from elnapp.tracing.queries.relations import rootless, standing


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and everything that cannot be traced; `rootless` units are no fault.

    A unit that has no parent unit begins a lot; it is a fault only where the lot leads to no
    donation, or where it is a container.
    """

    units: int
    lots: int
    rootless: int
    findings: tuple[Finding, ...]


def check(session: Session) -> Checked:
    """Follow every line of the store.

    Codes: TRACE-NO-LOT, TRACE-NO-DONOR, TRACE-OTHER-DONOR, TRACE-ORPHAN, TRACE-TWO-DONORS,
    TRACE-CYCLE.
    """
    faults = (*_lots(session), *_orphans(session), *_mixed(session), *_knots(session))
    counted = [select(func.count()).select_from(one) for one in (k.unit, k.lot)]
    counted.append(_bare(func.count()).select_from(k.unit))
    units, lots, bare = (session.connection().execute(one).scalar_one() for one in counted)
    return Checked(units, lots, bare, faults)


def _bare(*columns: Any) -> Any:
    return select(*columns).where(rootless(k.unit))


def _lots(session: Session) -> Iterator[Finding]:
    """Find lots that do not lead to their donor, and units of no lot and no donation."""
    donation, donor = k.donation, k.donor
    joined = k.lot.outerjoin(donation, donation.c.din == k.lot.c.donation)
    joined = joined.outerjoin(donor, donor.c.code == k.lot.c.donor)
    asked = select(k.lot.c.number, k.lot.c.donor, donation.c.stream, donor.c.stream.label("home"))
    clinical = k.lot.c.purpose == "clinical"
    named = or_(clinical, k.lot.c.donation.is_not(None), k.lot.c.donor.is_not(None))
    for row in _rows(session, asked.select_from(joined).where(named).order_by(k.lot.c.number)):
        if row.stream is None or row.home is None:
            yield Finding("TRACE-NO-DONOR", {"lot": row.number}, f"lot/{row.number}", 3)
        elif row.stream != row.home:
            found = {"lot": row.number, "donor": row.donor, "other": row.stream.partition("/")[2]}
            yield Finding("TRACE-OTHER-DONOR", found, f"lot/{row.number}", 3)
    homeless = k.unit.outerjoin(k.lot, k.lot.c.stream == k.unit.c.stream)
    homeless = homeless.outerjoin(donation, donation.c.din == k.unit.c.lot)
    lost = select(k.unit.c.code, k.unit.c.address).select_from(homeless)
    lost = lost.where(k.lot.c.id.is_(None), donation.c.id.is_(None))
    for row in _rows(session, lost.order_by(k.unit.c.code)):
        yield Finding("TRACE-NO-LOT", {"code": row.code}, row.address, 3)


def _orphans(session: Session) -> Iterator[Finding]:
    """Find containers that were filled from nothing: each has a parent (domain rule of custody)."""
    bare = _bare(k.unit.c.code, k.unit.c.address).where(k.unit.c.kind.in_(sorted(CONTAINERS)))
    for row in _rows(session, bare.where(_made()).order_by(k.unit.c.code)):
        yield Finding("TRACE-ORPHAN", {"code": row.code}, row.address, 3)


def _made() -> Any:
    """Say in SQL that an act that made the unit stands."""
    act, back = k.table(Act), k.table(Act).alias()
    undone = select(back.c.id).where(back.c.reverses == act.c.id).correlate_except(back).exists()
    made = select(act.c.id).where(act.c.unit_id == k.unit.c.id, act.c.act.in_(sorted(ADDS)))
    return made.where(act.c.reverses.is_(None), ~undone).correlate_except(act).exists()


def _mixed(session: Session) -> Iterator[Finding]:
    """Find units of one donor that were put into a lot of another."""
    p, child, parent = k.table(UnitParent), k.table(Unit).alias(), k.table(Unit).alias()
    into, out_of = k.table(Lot).alias(), k.table(Lot).alias()
    joined = p.join(child, child.c.id == p.c.child).join(parent, parent.c.id == p.c.parent)
    joined = joined.join(into, into.c.stream == child.c.stream)
    joined = joined.join(out_of, out_of.c.stream == parent.c.stream)
    asked = select(
        child.c.code, child.c.address, parent.c.code.label("parent"),
        into.c.donor, out_of.c.donor.label("other"),
    ).select_from(joined).where(into.c.donor != out_of.c.donor, standing(p))  # fmt: skip
    for row in _rows(session, asked.order_by(child.c.code, parent.c.code)):
        found = {"code": row.code, "parent": row.parent, "donor": row.donor, "other": row.other}
        yield Finding("TRACE-TWO-DONORS", found, row.address, 3)


def _knots(session: Session) -> Iterator[Finding]:
    """Find units that come from themselves.

    Keys grow with time (UUIDv7), so a knot holds a line whose parent was made after its child;
    only what lies below such a line is looked at.
    """
    p = k.table(UnitParent)
    late = select(p.c.child).where(p.c.parent >= p.c.child, standing(p))
    starts = [("unit", row.child) for row in _rows(session, late)]
    below = {one for one in reach.reached(session, starts, "down") if one[0] == "unit"}
    became = (Edge(*line[:3]) for line in reach.lines(session, below) if line[2] == "became")
    for knot in cycles(edge for edge in became if ("unit", edge.above) in below):
        found = asked(session, _codes, keys=knot)
        codes = ", ".join(sorted(row.code for row in found))
        yield Finding("TRACE-CYCLE", {"codes": codes}, "", 3)


@cache
def _codes(sqlite: bool) -> Any:  # noqa: FBT001 - which of two databases
    return select(k.unit.c.code).where(among(k.unit.c.id, "keys", sqlite))


def _rows(session: Session, statement: Any) -> Iterator[Any]:
    return iter(session.connection().execute(statement).all())
