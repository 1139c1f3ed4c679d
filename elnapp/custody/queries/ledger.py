"""Reads of units: accounts as the rules see them, and units as pages show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from batches.units import ADDS, MOVE, Account, Line, faults
from elnapp.custody.models import Act, Unit, UnitParent


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit as pages and documents show it; `quantity` is what was put in, `balance` what is left.

    `state` is open, used or undone; `parents` and `children` are codes.
    """

    id: str
    stream: str
    code: str
    kind: str
    role: str
    lot: str
    quantity: Decimal | None
    balance: Decimal
    uom: str
    label: str
    state: str
    place: str | None
    entry: str | None
    parents: tuple[str, ...]
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActView:
    """One line of a unit's history; `stands` is False for a line that was taken back."""

    id: str
    act: str
    quantity: Decimal
    uom: str
    label: str
    why: str | None
    place: str | None
    entry: str | None
    at: datetime
    reverses: str | None
    stands: bool


def accounts(session: Session, stream: str) -> dict[str, Account]:
    """Give every unit of a stream by its key, with the acts that stand on it."""
    return {unit.id: account for unit, account in _held(session, [stream])}


def elsewhere(session: Session, stream: str, entries: Iterable[str]) -> tuple[str, ...]:
    """Give the other streams in which these entries of a lot have booked something."""
    found = select(Act.stream).where(col(Act.entry_id).in_(list(entries)), Act.stream != stream)
    return tuple(sorted(set(session.exec(found))))


def accounts_of(session: Session, keys: Any) -> list[Account]:
    """Give the units whose keys a statement selects, of any stream; who came from them is left out."""
    acts = session.exec(select(Act).where(col(Act.unit_id).in_(keys)).order_by(col(Act.id))).all()
    lines = _standing(acts, {})
    rows = session.exec(select(Unit).where(col(Unit.id).in_(keys))).all()
    return [_account(unit, lines.get(unit.id, ()), frozenset()) for unit in rows]


def _held(session: Session, streams: Collection[str]) -> list[tuple[Unit, Account]]:
    """Give every unit of some streams in the order of their making, each with its account."""
    lines = _lines(session, streams)
    children = _children(session, streams)
    found = select(Unit).where(col(Unit.stream).in_(streams)).order_by(col(Unit.id))
    return [
        (unit, _account(unit, lines.get(unit.id, ()), children.get(unit.id, frozenset())))
        for unit in session.exec(found)
    ]


def _account(unit: Unit, lines: Collection[Line], children: frozenset[str]) -> Account:
    return Account(unit.id, unit.code, unit.role, unit.kind, unit.uom, tuple(lines), children)


def _lines(session: Session, streams: Collection[str]) -> dict[str, list[Line]]:
    wanted = select(Act).where(col(Act.stream).in_(streams)).order_by(col(Act.id))
    return _standing(session.exec(wanted).all(), _parents(session, streams))


def _standing(acts: Sequence[Act], parents: Mapping[str, frozenset[str]]) -> dict[str, list[Line]]:
    """Give the lines that nothing took back, by unit; `parents` are those that each act named."""
    undone = {act.reverses for act in acts}
    lines: dict[str, list[Line]] = {}
    for act in acts:
        if act.reverses is None and act.id not in undone:
            lines.setdefault(act.unit_id, []).append(_line(act, parents.get(act.id, frozenset())))
    return lines


def _line(act: Act, parents: frozenset[str]) -> Line:
    return Line(
        act.id, act.entry_id, act.slot, act.act, act.quantity, act.uom, act.label, parents,
        act.place or "",
    )  # fmt: skip


def _parents(session: Session, streams: Collection[str]) -> dict[str, frozenset[str]]:
    """Give the parents that each act of some streams named, by the act."""
    found: dict[str, frozenset[str]] = {}
    for row in session.exec(select(UnitParent).where(col(UnitParent.stream).in_(streams))):
        found[row.act_id] = found.get(row.act_id, frozenset()) | {row.parent}
    return found


def _children(session: Session, streams: Collection[str]) -> dict[str, frozenset[str]]:
    """Give what came from each unit of some streams, in whatever lot it stands now."""
    undone = select(Act.reverses).where(col(Act.reverses).is_not(None))
    rows = session.exec(
        select(UnitParent)
        .join(Unit, col(Unit.id) == UnitParent.parent)
        .where(col(Unit.stream).in_(streams), col(UnitParent.act_id).not_in(undone))
    )
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        found[row.parent] = found.get(row.parent, frozenset()) | {row.child}
    return found


def balance(session: Session, unit_id: str) -> Decimal:
    """Give what is left in one unit: the sum of its acts; a reversal takes its line back."""
    total = Decimal(0)
    for row in session.exec(select(Act).where(Act.unit_id == unit_id, Act.act != MOVE)):
        total += row.quantity if (row.act in ADDS) == (row.reverses is None) else -row.quantity
    return total


def balances(session: Session, stream: str, without: Collection[str] = ()) -> dict[str, Decimal]:
    """Give what is left in each unit that is not ended, by role, oldest first.

    `without` are entries whose acts are left out: those that a correction is about to replace.
    """
    left: dict[str, Decimal] = {}
    for account in accounts(session, stream).values():
        for line in account.lines:
            if line.entry is not None and line.entry in without:
                account = account.minus(line)  # noqa: PLW2901 - the account without those acts
        if account.made is not None and not account.ended:
            left[account.role] = account.balance
    return left


def units(session: Session, stream: str, kind: str | None = None) -> list[UnitView]:
    """Give the units of a stream in the order of their making, of one kind or of all."""
    return [unit for unit in units_of(session, [stream]) if kind in (None, unit.kind)]


def units_of(session: Session, streams: Collection[str]) -> list[UnitView]:
    """Give the units of several streams in the order of their making."""
    held = _held(session, streams)
    codes = _codes(session, {unit.id: account for unit, account in held})
    return [_view(unit, account, codes) for unit, account in held]


def _codes(session: Session, held: Mapping[str, Account]) -> dict[str, str]:
    """Give the codes of all units spoken of, those in other lots always asked for: a list costs the same."""
    codes = {key: account.code for key, account in held.items()}
    named = {p for a in held.values() for line in a.lines for p in line.parents}
    named |= {child for account in held.values() for child in account.children}
    others = sorted(named - codes.keys())
    found = select(Unit.id, Unit.code).where(col(Unit.id).in_(others))
    return codes | dict(session.exec(found).all())


def _view(unit: Unit, account: Account, codes: Mapping[str, str]) -> UnitView:
    made = account.made
    return UnitView(
        id=unit.id,
        stream=unit.stream,
        code=unit.code,
        kind=unit.kind,
        role=unit.role,
        lot=unit.lot,
        quantity=made.quantity if made else None,
        balance=account.balance,
        uom=unit.uom,
        label=made.label if made else "",
        state=account.state,
        place=account.place,
        entry=made.entry if made else unit.created_by_entry,
        parents=tuple(sorted(codes[p] for p in account.parents)) if made else (),
        children=tuple(sorted(codes[c] for c in account.children)),
    )


def by_role(session: Session, stream: str, role: str) -> UnitView | None:
    """Give the standing unit that a lot calls `role`, if there is one."""
    found = [u for u in units(session, stream) if u.role == role and u.state != "undone"]
    return found[-1] if found else None


def unit(session: Session, code: str) -> UnitView | None:
    """Give the unit with a printed code."""
    row = session.exec(select(Unit).where(Unit.code == code)).first()
    if row is None:
        return None
    return next(u for u in units(session, row.stream) if u.id == row.id)


def stream_of(session: Session, code: str) -> str | None:
    """Give the stream that holds the unit with a printed code."""
    return session.exec(select(Unit.stream).where(Unit.code == code)).first()


def history(session: Session, unit_id: str) -> list[ActView]:
    """Give everything that was booked on one unit, oldest first, with what was taken back."""
    found = select(Act).where(Act.unit_id == unit_id).order_by(col(Act.at), col(Act.id))
    rows = session.exec(found).all()
    undone = {row.reverses for row in rows}
    return [
        ActView(
            row.id, row.act, row.quantity, row.uom, row.label, row.why, row.place, row.entry_id, row.at,
            row.reverses, row.reverses is None and row.id not in undone,
        )
        for row in rows
    ]  # fmt: skip


def broken(session: Session, stream: str) -> list[str]:
    """Name what cannot stand in the ledger of a stream; nothing, unless it was written past us."""
    return [
        f"unit {account.code}: {finding.code}"
        for account in accounts(session, stream).values()
        for finding in faults(None, account)
    ]
