"""What stands about the units of a graph: what is left of each, and what was decided on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from batches.units import ADDS
from elnapp.custody.models import Act
from elnapp.quality.models import HoldLift
from elnapp.tracing.queries import kinds as k
from elnapp.tracing.queries.asking import among, asked

_act = k.table(Act)
_DECISIONS = select(
    k.decision.c.stream, k.decision.c.n, k.decision.c.decision, k.decision.c.containers
).where(~k.void).order_by(k.decision.c.stream, k.decision.c.n)  # fmt: skip
_lift = k.table(HoldLift)
_lifted = select(_lift.c.id).where(_lift.c.hold_id == k.hold.c.id).correlate_except(_lift)
_OPEN = select(k.hold.c.id).where(~_lifted.exists()).limit(1)


@cache
def _acts(sqlite: bool) -> Any:  # noqa: FBT001 - which of two databases
    c = _act.c
    found = select(c.id, c.unit_id, c.act, c.quantity, c.reverses)
    return found.where(among(c.unit_id, "keys", sqlite))


@cache
def _decisions(sqlite: bool) -> Any:  # noqa: FBT001 - the same
    return _DECISIONS.where(among(k.decision.c.stream, "keys", sqlite))


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the ledger says of one unit: open, used, ended or undone, and how much is left."""

    state: str
    left: Decimal


def ledgers(session: Session, units: Collection[str]) -> dict[str, Ledger]:
    """Give the ledger of each unit by its key; acts that were taken back do not count."""
    acts: dict[str, list[Any]] = defaultdict(list)
    for row in asked(session, _acts, keys=units) if units else ():
        acts[row.unit_id].append(row)
    return {unit: _ledger(acts.get(unit, ())) for unit in units}


def _ledger(acts: Iterable[Any]) -> Ledger:
    rows = list(acts)
    undone = {row.reverses for row in rows}
    standing = [row for row in rows if row.reverses is None and row.id not in undone]
    left = sum((row.quantity if row.act in ADDS else -row.quantity for row in standing), Decimal(0))
    kinds = {row.act for row in standing}
    if not kinds & ADDS:
        return Ledger("undone", Decimal(0))
    if "end" in kinds:
        return Ledger("ended", left)
    return Ledger("open" if left else "used", left)


def decided(session: Session, streams: Collection[str]) -> dict[str, str]:
    """Give the newest standing decision on each container of these lots, by its code."""
    found: dict[str, str] = {}
    for row in asked(session, _decisions, keys=streams) if streams else ():
        found.update(dict.fromkeys(row.containers, row.decision))
    return found


def any_hold(session: Session) -> bool:
    """Tell whether any hold of the store is open; where none is, none is inherited."""
    return session.connection().execute(_OPEN).first() is not None
