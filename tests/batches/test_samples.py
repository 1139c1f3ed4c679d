"""Samples: found in their plan, followed step by step, never before they were taken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.findings import sentence
from batches.samples import FROM, STEPS, Plan, Way, due_on, faults, late, may, missing, read_out
from batches.specification import Specification
from tests import library

LIBRARY = Path(__file__).parents[2] / "elnapp" / "documents" / "library"
TAKEN = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def body() -> dict[str, Any]:
    """The plan that ships."""
    return library.body(LIBRARY / "sampling-plan" / "MSC-AT.yaml")


PLAN = Plan.from_body(body())


def codes(step: str, way: Way, at: datetime, now: datetime = TAKEN + 99 * HOUR) -> list[str]:
    """Give what is refused of a step."""
    return [f.code for f in may(step, way, at, now)]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("sample/FIN/safety/sterility/2", "FIL-STE"),
        ("sample/SVF/sample/sterility/1", "SVF-STE"),
        ("sample/FIN/safety/unknown/1", None),
        ("sample/P1/sample/sterility/1", None),
        ("bag/1", None),
    ],
)
def test_a_sample_is_found_in_its_plan_by_step_and_type(role: str, code: str | None) -> None:
    found = PLAN.of(role)
    assert (found.code if found else None) == code


def test_a_plan_of_a_repeated_phase_takes_every_repetition() -> None:
    changed = body()
    changed["samples"][0] |= {"step": "P/sample", "type": "spent"}
    plan = Plan.from_body(changed)
    for role in ("sample/P0/sample/spent/1", "sample/P12/sample/spent/3"):
        assert plan.of(role) is not None
    assert plan.of("sample/P1/other/spent/1") is None


def test_the_plan_names_the_samples_of_a_test() -> None:
    assert [line.code for line in PLAN.of_test("SA-1")] == ["FIL-STE"]
    assert [line.code for line in PLAN.of_test("ID-1-CD105")] == ["BLK-FLO"]
    assert PLAN.within(frozenset({"SA-1"})).of_test("SA-4") == ()


def test_every_test_of_the_plan_is_a_row_of_the_full_specification() -> None:
    rows = Specification.from_body(
        library.body(LIBRARY / "specification" / "MSC-AT-DP-FULL.yaml")
    ).rows
    assert {t for line in PLAN.lines for t in line.tests} <= {r.code for r in rows}
    assert all(PLAN.of_test(r.code) for r in rows if r.sampled)


def test_a_sample_goes_its_way() -> None:
    way = Way("S01", TAKEN)
    for hours, step in ((1, "sent"), (3, "received"), (9, "retained"), (20, "destroyed")):
        at = TAKEN + hours * HOUR
        assert codes(step, way, at) == []
        way = Way("S01", TAKEN, (*way.steps, (step, at)))
    assert way.state == "sample_destroyed"
    assert [codes(step, way, TAKEN + 30 * HOUR) for step in STEPS] == [["SAMPLE-STEP"]] * 4


@pytest.mark.parametrize(
    ("steps", "step"),
    [
        ((), "unknown"),
        (("sent",), "sent"),
        (("received",), "received"),
        (("retained",), "received"),
    ],
)
def test_a_step_that_does_not_follow_is_refused(steps: tuple[str, ...], step: str) -> None:
    way = Way("S01", TAKEN, tuple((s, TAKEN + HOUR) for s in steps))
    found = list(may(step, way, TAKEN + 2 * HOUR, TAKEN + 9 * HOUR))
    assert [f.code for f in found] == ["SAMPLE-STEP"]
    assert "S01" in sentence(found[0], "fr")


def test_time_does_not_run_backwards_nor_ahead() -> None:
    way = Way("S01", TAKEN, (("sent", TAKEN + 5 * HOUR),))
    assert codes("received", way, TAKEN + 4 * HOUR) == ["SAMPLE-BEFORE"]
    assert codes("received", way, TAKEN + 50 * HOUR, TAKEN + 40 * HOUR) == ["SAMPLE-FUTURE"]
    assert codes("sent", Way("S01", TAKEN), TAKEN - HOUR) == ["SAMPLE-BEFORE"]


def test_a_sample_is_late_only_beyond_what_the_plan_allows() -> None:
    line = PLAN.of("sample/FIN/sample/mycoplasma/1")
    way = Way("S01", TAKEN)
    assert late(line, way, TAKEN + 48 * HOUR) is None
    found = late(line, way, TAKEN + 48 * HOUR + timedelta(minutes=3))
    assert found is not None
    assert found.code == "L10"
    assert "48.1 h" in sentence(found, "en")
    assert "48,1 h" in sentence(found, "fr")
    assert late(None, way, TAKEN + 999 * HOUR) is None


def test_a_result_is_due_by_the_plan() -> None:
    sterility = PLAN.of("sample/FIN/safety/sterility/1")
    assert due_on(sterility, Way("S01", TAKEN)) == TAKEN + timedelta(days=14)
    assert due_on(PLAN.of("sample/FIN/safety/retention/1"), Way("S01", TAKEN)) is None


def test_a_tested_sample_shows_it_until_it_is_put_away() -> None:
    way = Way("S01", TAKEN, (("received", TAKEN + HOUR),), TAKEN + 2 * HOUR)
    assert way.state == "sample_tested"
    away = Way("S01", TAKEN, (*way.steps, ("destroyed", TAKEN + 3 * HOUR)), way.tested)
    assert away.state == "sample_destroyed"


def test_retention_samples_that_are_missing_are_named() -> None:
    whole = [f"sample/FIN/safety/{t}/{n}" for t in ("retention", "stability") for n in range(1, 5)]
    assert missing(PLAN, whole) == ()
    (found,) = missing(PLAN, whole[1:])
    assert (found.code, found.params["found"], found.params["wanted"]) == ("G18-MISSING", 3, 4)


def test_a_plan_that_names_a_place_twice_is_not_approved() -> None:
    changed = body()
    assert faults(changed) == ()
    changed["samples"][1] |= {"code": "SVF-PHE", "type": "phenotype"}
    assert [f.code for f in faults(changed)] == ["PLAN-TWICE", "PLAN-TWICE"]


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(-2, 30))))
def test_no_way_goes_back_in_time_or_past_its_end(moves: list[tuple[str, int]]) -> None:
    way = Way("S01", TAKEN)
    for step, hours in moves:
        at = TAKEN + hours * HOUR
        if not codes(step, way, at):
            way = Way("S01", TAKEN, (*way.steps, (step, at)))
    times = [TAKEN, *(at for _step, at in way.steps)]
    assert times == sorted(times)
    names = [s for s, _at in way.steps]
    assert "destroyed" not in names[:-1]
    assert all(a in FROM[b] for a, b in zip(["taken", *names], names, strict=False))


@pytest.mark.parametrize(
    ("tests", "found", "at"),
    [
        ({"A"}, [("A", TAKEN)], TAKEN),
        ({"A"}, [("A", TAKEN), ("A", TAKEN + HOUR)], TAKEN + HOUR),
        ({"A", "B"}, [("A", TAKEN + HOUR), ("B", TAKEN)], TAKEN + HOUR),
        ({"A", "B"}, [("A", TAKEN)], None),  # one is missing
        ({"A", "B"}, [("A", TAKEN), ("B", None)], None),  # one waits for its review
        ({"A"}, [("A", TAKEN), ("A", None)], None),  # a repeat waits for its review
        ({"A"}, [("A", TAKEN), ("C", None)], None),  # so does one that nobody planned
        ({"A"}, [], None),
        ((), [("A", TAKEN)], None),  # taken for no test
    ],
)
def test_a_sample_is_read_out_once_everything_is_there_and_reviewed(
    tests: set[str], found: list[tuple[str, datetime | None]], at: datetime | None
) -> None:
    assert read_out(tests, found) == at
