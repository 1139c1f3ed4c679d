"""The check of the day: the last one before a measurement decides, within the hours of the register."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from batches.instrument_register import Check, Checked, Register, check_holds, faults

AT = datetime(2026, 3, 4, 10, tzinfo=UTC)
BODY: dict[str, Any] = {
    "reading": "cell_count", "samples": "QC-", "within_hours": 24, "quantity": "viability",
    "limit": {"range": ["95", "100"]},
}  # fmt: skip


def done(*checks: tuple[float, str | None]) -> list[Checked]:
    return [
        Checked(AT - timedelta(hours=hours), None if value is None else Decimal(value))
        for hours, value in checks
    ]


@pytest.mark.parametrize(
    ("checks", "codes"),
    [
        ((), ["FILE-NO-CHECK"]),
        (((2, "99"),), []),
        (((24, "99"),), []),  # both ends of the hours belong to them
        (((24.1, "99"),), ["FILE-NO-CHECK"]),
        (((-0.5, "99"),), ["FILE-NO-CHECK"]),  # measured after it
        (((0, "95"),), []),
        (((2, "94.9"),), ["FILE-CHECK-FAILED"]),
        (((2, None),), ["FILE-CHECK-FAILED"]),
        (((5, "80"), (2, "99")), []),  # repeated and passed
        (((5, "99"), (2, "80")), ["FILE-CHECK-FAILED"]),
    ],
)
def test_the_last_check_before_a_measurement_decides(
    checks: tuple[tuple[float, str | None], ...], codes: list[str]
) -> None:
    found = check_holds(Check.from_body(BODY), AT, done(*checks))
    assert [f.code for f in found] == codes


def test_a_check_without_a_quantity_must_only_be_there() -> None:
    check = Check.from_body({k: BODY[k] for k in ("reading", "samples", "within_hours")})
    assert check_holds(check, AT, done((1, None))) == []
    assert [f.code for f in check_holds(check, AT, done((30, None)))] == ["FILE-NO-CHECK"]


def test_a_register_says_what_its_instruments_pass() -> None:
    row = {
        "code": "NC-1", "name": {"en": "Counter", "fr": "Compteur"}, "model": "NC", "serial": "1",
        "check": BODY,
    }  # fmt: skip
    body = {"clock_ahead_minutes": 5, "alarm_after_hours": 24, "instruments": [row]}
    check = Register.from_body(body).instruments["NC-1"].check
    assert check is not None
    assert (check.hours, check.limit.contains(Decimal(94))) == (24, False)
    assert faults(body) == ()
    row["check"] = {**BODY, "limit": {"range": ["100", "95"]}}
    assert [f.code for f in faults(body)] == ["FILE-REGISTER-CHECK"]
