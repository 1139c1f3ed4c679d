"""A measurement of an instrument without its check of the day is held until somebody says why."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from elnapp.demo import cytometer
from elnapp.demo.measured import CHECK, CYTOMETER, MODEL, SERIAL
from elnapp.documents import queries as documents_seen
from elnapp.documents import service as documents
from elnapp.documents.service import Draft
from tests import cast as people
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


def test_a_run_without_a_moment_is_held_for_that_whatever_its_check(desk: Desk) -> None:
    tube(desk, CHECK, 1)
    words = {"$CYT": MODEL, "$CYTSN": SERIAL, "SAMPLE ID": "cells", "$BTIM": "", "$DATE": ""}
    data = cytometer.tube("full", {}, events=2_500, keywords=words)
    answer = desk.receive(data, "cells.fcs", named=CYTOMETER)
    run = str(answer["readings"][0])

    assert holds(desk, run) == ["FILE-NO-TIME"]
    assert desk.reading(run).state == "held"


def other_beads(body: dict[str, Any]) -> dict[str, Any]:
    """Give the register with another name of the beads that are run each day."""
    changed = deepcopy(body)
    for one in changed["instruments"]:
        if one["code"] == CYTOMETER:
            one["check"]["samples"] = "NEW-BEADS"
    return changed


def test_each_reading_is_asked_for_the_check_of_its_own_day(desk: Desk) -> None:
    """A new register asks nothing of what came before it, also in one list."""
    kernel, cast = desk.house.kernel, desk.cast
    tube(desk, CHECK, 3)
    before = tube(desk, "before", 2)
    desk.clock.at += timedelta(days=2)
    with kernel.reading() as session:
        known = documents_seen.newest(session, "instrument-register", "SLS")
    assert known is not None
    draft = Draft(
        "instrument-register", "SLS", {"en": "Instruments", "fr": "Instruments"},
        other_beads(dict(known.body)), "illustrative",
    )  # fmt: skip
    version = documents.draft(kernel, cast.call(people.PRODUCTION), draft, site="SLS")["id"]
    documents.submit(kernel, cast.call(people.PRODUCTION), version)
    for who in (people.QA, people.HEAD_QC):
        documents.approve(kernel, cast.call(who), version, cast.proof(who))
    documents.make_effective(kernel, cast.call(people.QA), version, desk.clock.at.date())
    tube(desk, CHECK, 3)
    after = tube(desk, "after", 2)
    listed = {r.id: [f.code for f in r.holds] for r in desk.inbox()}
    assert (listed[before], listed[after]) == ([], ["FILE-NO-CHECK"])
    tube(desk, "NEW-BEADS 1", 2.5)
    assert holds(desk, after) == []
