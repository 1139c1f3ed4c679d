"""The check of the day beside each reading: by the register in force when its file came."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from batches.instrument_register import Check, Checked, Register, check_holds
from batches.verdict import Finding
from elnapp.inbox.models import InstrumentRead, InstrumentReading
from elnapp.inbox.queries.register import register

Asked = tuple[str, str, str, datetime | None, datetime]
"""(site, instrument, sample, when it was measured, when its file came)"""


def checks(session: Session, asked: Iterable[Asked]) -> list[list[Finding]]:
    """Give for each reading what its instrument's check says; nothing where no check is asked.

    A check is no measurement of a sample, and is not held by its own rule.  One that came later than
    the reading counts when it was measured before it: files do not arrive in order.
    """
    registers: dict[tuple[str, str], Register] = {}
    done: dict[tuple[str, str], list[Checked]] = {}
    found: list[list[Finding]] = []
    for site, code, sample, measured, received in asked:
        day = (site, f"{received:%Y-%m-%d}")
        if day not in registers:
            registers[day] = register(session, site, received).register
        known = registers[day].instruments.get(code)
        check = known.check if known else None
        if check is None or measured is None or sample.startswith(check.samples):
            found.append([])
            continue
        if (site, code) not in done:
            done[site, code] = _done(session, site, code, check)
        found.append(check_holds(check, measured, done[site, code]))
    return found


def _done(session: Session, site: str, code: str, check: Check) -> list[Checked]:
    rows = session.execute(
        select(col(InstrumentReading.measured_at), col(InstrumentReading.quantities))
        .join(InstrumentRead, col(InstrumentRead.id) == col(InstrumentReading.read_id))
        .where(
            col(InstrumentReading.stream) == f"site/{site}",
            col(InstrumentRead.instrument) == code,
            col(InstrumentReading.kind) == check.reading,
            col(InstrumentReading.measured_at).is_not(None),
            col(InstrumentReading.sample).startswith(check.samples, autoescape=True),
        )
    )
    return [Checked(at, _value(said, check.quantity)) for at, said in rows]


def _value(quantities: dict[str, dict[str, str]], name: str) -> Decimal | None:
    said = quantities.get(name)
    return Decimal(said["value"]) if said else None
