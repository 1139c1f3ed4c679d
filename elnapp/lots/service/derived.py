"""What follows from the record of a lot: its state, and the proof that stored values follow."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import Connection
from sqlmodel import Session

from batches.clicks import CLASSES
from batches.ledger import Act, Computed
from batches.lifecycle import lot_state
from batches.recalculate import differences, recalculate
from batches.verdict import Unreadable
from elnapp.lots import queries
from elnapp.record import Tx

RECORDING = "in_process"
SIGNED = {"signature", "signature_void"}


def state_of(tx: Tx, stream: str) -> str:
    """Derive the state of a lot inside a command.

    A lot that is being recorded leaves that state by a signature only, so nothing is asked when the
    command signed and voided nothing.
    """
    if tx.head(stream).state == RECORDING and not tx.session.captured.tables(stream) & SIGNED:
        return RECORDING
    return derived_state(tx.session, stream)


def derived_state(session: Session, stream: str) -> str:
    """Derive the state of a lot from its entries and its standing signatures."""
    recorded, meanings = queries.standing_meanings(session, stream)
    return lot_state(recorded, meanings)


def recompute(connection: Connection, stream: str) -> Iterator[str]:
    """Derive state, computed values and acts again, and say each that is not what is stored."""
    with Session(connection, autoflush=False) as session:
        yield from otherwise(session, stream)


def otherwise(session: Session, stream: str) -> Iterator[str]:
    """Say what is stored otherwise than the entries and signatures of a lot give it."""
    state, now = queries.head_state(session, stream), derived_state(session, stream)
    if state != now:
        yield f"the state is {state}, the signatures say {now}"
    yield from _values(session, stream)


def _values(session: Session, stream: str) -> Iterator[str]:
    plan = queries.plan(session, stream)
    opened = queries.opened(session, stream)
    entered = queries.standing_values(session, stream)
    stored = queries.standing_computed(session, stream)
    try:
        around = queries.around(session, plan)
        again = recalculate(plan.master, entered, opened, around=around)
    except Unreadable as unreadable:
        yield f"the entries cannot be computed with: {unreadable.finding.code}"
        return
    kept = {path: results for path, results in again.computed.items() if results}
    for path, name, old, new in differences(stored, kept):
        yield f"{path} {name}: stored {_shown(old)}, the entries give {_shown(new)}"
    booked = queries.booked(session, stream)
    for path, acts in again.acts.items():
        said = {act.slot: _essence(act) for act in acts}
        if said != booked.get(path, {}):
            yield f"{path}: the acts booked are not those that the entry stands for"
    yield from _marks(session, stream)


def _marks(session: Session, stream: str) -> Iterator[str]:
    """Say which counts of marks are not those of the places marked, or of the values taken."""
    found = queries.marks(session, stream)
    typed = queries.values_by_entry(session, stream) if found else {}
    for entry, fields in found.items():
        for one in fields:
            counted = {f"{name}.{one.n}": one.marks.of(name) for name in CLASSES.values()}
            if list(counted.values()) != [one.positives, one.negatives]:
                yield f"{entry} field {one.n}: stored counts are not those of the marks"
            said = {slot: value.number for slot, value in typed[entry].items() if slot in counted}
            if (said == counted) != one.taken:
                yield f"{entry} field {one.n}: what was taken from the marks is said otherwise"


def _essence(act: Act) -> tuple[str, str, Decimal]:
    quantity = Decimal(0) if act.act == "end" else act.quantity
    return (act.act, act.role, quantity)


def _shown(result: Computed | None) -> str:
    return "nothing" if result is None else str(result.value)
