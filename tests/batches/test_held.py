"""What a held reading costs at a step is the master's word."""

from __future__ import annotations

from pathlib import Path

import pytest

from batches.deviation import opens_deviation
from batches.master import Master
from batches.steps import Step
from batches.verdict import Finding
from tests import library

MASTERS = Path(__file__).parents[2] / "elnapp" / "documents" / "library" / "master"
TITLE = {"en": "Count", "fr": "Numérer"}


def test_a_step_says_reason_where_nothing_is_said() -> None:
    assert Step.from_body({"code": "a", "kind": "count", "title": TITLE}).held == "reason"
    body = {"code": "a", "kind": "count", "title": TITLE, "held": "deviation"}
    assert Step.from_body(body).held == "deviation"


def test_its_finding_opens_a_deviation() -> None:
    assert opens_deviation(Finding("K-HELD", {"what": "FILE-NO-CHECK"}, "", 2))


@pytest.mark.parametrize("code", ["MSC-AT-FULL", "MSC-AT-SHORT", "MSC-UC-FULL"])
def test_the_count_that_doses_are_made_of_wants_one(code: str) -> None:
    master = Master.from_body(library.body(MASTERS / f"{code}.yaml"))
    held = [p.path for p in master.places({}) if p.step.held == "deviation"]
    assert len(held) == 1
