"""The check of the day beside each reading: by the register in force when its file came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from batches.instrument_register import Check, Checked, check_holds
from batches.verdict import Finding
from elnapp.inbox.models import InstrumentRead, InstrumentReading
from elnapp.inbox.queries.register import Registers


class Asked(NamedTuple):
    """One reading: where and with what it was measured, of what, when, and when its file came."""

    site: str
    instrument: str
    sample: str
    measured: datetime | None
    received: datetime


class _Wanted(NamedTuple):
    """A check that some readings of an instrument want, by the register of their day."""

    site: str
    instrument: str
    check: Check


def checks(session: Session, asked: Iterable[Asked]) -> list[list[Finding]]:
    """Give for each reading what its instrument's check says; nothing where no check is asked.

    A check is no measurement of a sample, and is not held by its own rule; a reading without a moment
    is held for that (FILE-NO-TIME), whatever its check would be.  One that came later than
    the reading counts when it was measured before it: files do not arrive in order.
    """
    registers = Registers(session)
    wants = [(one, _wanted(registers, one)) for one in asked]
    by_check: dict[_Wanted, list[datetime]] = {}
    for one, wanted in wants:
        if wanted is not None and one.measured is not None:
            by_check.setdefault(wanted, []).append(one.measured)
    done = {wanted: _done(session, wanted, times) for wanted, times in by_check.items()}
    return [
        check_holds(wanted.check, one.measured, done[wanted])
        if wanted is not None and one.measured is not None
        else []
        for one, wanted in wants
    ]


def _wanted(registers: Registers, one: Asked) -> _Wanted | None:
    known = registers.at(one.site, one.received).register.instruments.get(one.instrument)
    check = known.check if known else None
    if check is None or one.sample.startswith(check.samples):
        return None
    return _Wanted(one.site, one.instrument, check)


def _done(session: Session, wanted: _Wanted, times: Sequence[datetime]) -> list[Checked]:
    """Give the checks that any of these measurements could rest on."""
    check, at = wanted.check, col(InstrumentReading.measured_at)
    rows = session.execute(
        select(at, col(InstrumentReading.quantities))
        .join(InstrumentRead, col(InstrumentRead.id) == col(InstrumentReading.read_id))
        .where(
            col(InstrumentReading.stream) == f"site/{wanted.site}",
            col(InstrumentRead.instrument) == wanted.instrument,
            col(InstrumentReading.kind) == check.reading,
            at >= min(times) - timedelta(hours=check.hours),
            at <= max(times),
            col(InstrumentReading.sample).startswith(check.samples, autoescape=True),
        )
    )
    return [Checked(when, _value(said, check.quantity)) for when, said in rows]


def _value(quantities: dict[str, dict[str, str]], name: str) -> Decimal | None:
    said = quantities.get(name)
    return Decimal(said["value"]) if said else None
