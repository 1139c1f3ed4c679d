"""A measurement of an instrument without its check of the day is held until somebody says why."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from elnapp.demo import cytometer
from elnapp.demo.measured import CHECK, CYTOMETER, MODEL, SERIAL
from tests.elnapp.inbox.conftest import Desk

MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


def tube(desk: Desk, sample: str, hours: float, events: int = 2_500) -> str:
    """Send one tube that was measured so many hours ago; gives its reading."""
    at = (desk.clock.at - timedelta(hours=hours)).astimezone(ZoneInfo("Europe/Paris"))
    words = {
        "$CYT": MODEL, "$CYTSN": SERIAL, "SAMPLE ID": sample, "$BTIM": f"{at:%H:%M:%S}",
        "$DATE": f"{at:%d}-{MONTHS[at.month - 1]}-{at:%Y}",
    }  # fmt: skip
    data = cytometer.tube("full", {}, events=events, keywords=words)
    answer = desk.receive(data, f"{sample}.fcs", named=CYTOMETER)
    return str(answer["readings"][0])


def holds(desk: Desk, reading: str) -> list[str]:
    return [f.code for f in desk.reading(reading).holds]


def test_a_run_is_held_until_the_check_of_the_day_is_there(desk: Desk) -> None:
    run = tube(desk, "some cells", 2)
    assert holds(desk, run) == ["FILE-NO-CHECK"]
    assert desk.reading(run).state == "held"
    late = tube(desk, CHECK, 1)
    assert holds(desk, run) == ["FILE-NO-CHECK"]  # measured after the run
    assert holds(desk, late) == []  # a check is not held by its own rule
    tube(desk, CHECK, 3, events=1_000)
    assert holds(desk, run) == ["FILE-CHECK-FAILED"]
    tube(desk, CHECK, 2.5)  # repeated: the last one before the run decides, in whatever order sent
    assert holds(desk, run) == []
    assert desk.sound()
