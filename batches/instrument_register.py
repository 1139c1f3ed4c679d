"""The instrument register: the instruments of a site, how their files are read, how they are checked.

The register is an approved document; what an instrument must pass before its measurements count
without a reason stands in it, and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from batches.limits import UNLIMITED, Bounds, misread
from batches.quantity import quote
from batches.text import Text
from batches.verdict import Finding, Param


@dataclass(frozen=True, slots=True)
class Check:
    """The check of the day: readings of one kind whose sample begins with `samples`.

    One must have been measured in the `hours` before a measurement; the last of them decides, and its
    `quantity`, where one is named, must be within `limit`.
    """

    reading: str
    samples: str
    hours: int
    quantity: str = ""
    limit: Bounds = UNLIMITED

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Check:
        """Read the check of one instrument of a register."""
        return cls(
            str(body["reading"]), str(body["samples"]), int(body["within_hours"]),
            str(body.get("quantity", "")), Bounds.from_body(body.get("limit")),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that was measured: when, and its value of the quantity asked, None without one."""

    at: datetime
    value: Decimal | None


def check_holds(check: Check, measured: datetime, done: Iterable[Checked]) -> list[Finding]:
    """Say what is wrong with the check of an instrument at the moment of a measurement.

    Codes: FILE-NO-CHECK (none in the hours before it), FILE-CHECK-FAILED (the last one is out of the
    register's limit, or lacks its quantity).
    """
    begin = measured - timedelta(hours=check.hours)
    counted = [one for one in done if begin <= one.at <= measured]
    if not counted:
        said: dict[str, Param] = {"samples": quote(check.samples), "hours": check.hours}
        return [Finding("FILE-NO-CHECK", said, "", 2)]
    value = max(counted, key=lambda one: one.at).value
    if not check.quantity or (value is not None and check.limit.contains(value)):
        return []
    shown: dict[str, Param] = {
        "quantity": check.quantity, "found": quote("–" if value is None else str(value)),
        "limit_en": check.limit.written("en"), "limit_fr": check.limit.written("fr"),
    }  # fmt: skip
    return [Finding("FILE-CHECK-FAILED", shown, "", 2)]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One registered instrument; an empty choice leaves it to what the file says.

    `mapping` is the code of the column mapping that its tables are read with, where no reader knows
    them; `check` what it passes before its measurements count without a reason.
    """

    code: str
    name: Text
    model: str
    serial: str
    formats: tuple[str, ...] = ()
    zone: str = ""
    encoding: str = ""
    decimal: str = ""
    dates: str = ""
    mapping: str = ""
    check: Check | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Instrument:
        """Read one instrument of a register."""
        return cls(
            code=str(body["code"]), name=Text.from_body(body["name"]), model=str(body["model"]),
            serial=str(body["serial"]), formats=tuple(body.get("formats", ())),
            zone=str(body.get("zone", "")), encoding=str(body.get("encoding", "")),
            decimal=str(body.get("decimal", "")), dates=str(body.get("dates", "")),
            mapping=str(body.get("mapping", "")),
            check=Check.from_body(body["check"]) if "check" in body else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """The instruments of a site; how far a clock may be ahead; when an unlinked reading alarms."""

    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    clock_ahead: timedelta = timedelta(0)
    alarm_after: timedelta | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Register:
        """Read a register that `faults` found nothing in."""
        rows = (Instrument.from_body(one) for one in body["instruments"])
        return cls(
            {row.code: row for row in rows},
            timedelta(minutes=int(body["clock_ahead_minutes"])),
            timedelta(hours=int(body["alarm_after_hours"])),
        )

    def of_serial(self, serial: str) -> Instrument | None:
        """Give the instrument with that serial number, as files write it."""
        return next((i for i in self.instruments.values() if serial and i.serial == serial), None)


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what keeps a register from being approved: a code or serial twice, an unknown zone."""
    rows = list(body.get("instruments", ()))
    found = []
    for key in ("code", "serial"):
        counted = Counter(str(row.get(key, "")) for row in rows)
        twice = sorted(name for name, times in counted.items() if name and times > 1)
        found += [Finding("FILE-REGISTER-TWICE", {"name": name}, "instruments") for name in twice]
    zones = sorted({str(row["zone"]) for row in rows if row.get("zone")} - available_timezones())
    limits = [(row.get("code"), misread(row.get("check", {}).get("limit"))) for row in rows]
    found += [
        Finding("FILE-REGISTER-CHECK", {"name": str(code), "found": quote(wrong)}, "instruments")
        for code, wrong in limits
        if wrong is not None
    ]
    found += [Finding("FILE-REGISTER-ZONE", {"zone": quote(z)}, "instruments") for z in zones]
    return tuple(found)
