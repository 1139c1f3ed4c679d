"""What a master plans is due on civil days after what was recorded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from batches.due import Due, calendar
from batches.kinds.base import Values
from batches.master import Master
from tests.batches.masters import BODY, number, step, text

SEEDED = date(2026, 3, 2)
TYPES = [
    {"code": "sterility", "label": text("Sterility"), "result_days": 14},
    {"code": "spare", "label": text("Spare")},
]
STEPS = [
    step("seed", "seed"),
    step("feed", "measure", params={"due": {"after": "seed", "days": [2, 4]}}),
    step("stain", "measure", mandatory=False, params={"due": {"after": "seed", "days": [1, 1]}}),
    step("sample", "sample", params={"types": TYPES}),
    step("later", "measure", params={"due": {"after": "REC/weigh", "days": [0, 1]}}),
]
MASTER = Master.from_body(
    {**BODY, "phases": [{**BODY["phases"][1], "steps": STEPS}]},
)
PLACES = list(MASTER.places({"P": 1}))


def asked(
    today: date, happened: dict[str, date], values: dict[str, Values] | None = None
) -> dict[str, Due]:
    """The calendar by step, and by sample where a result is due."""
    found = calendar(PLACES, happened, values or {}, today)
    return {f"{d.path} {d.what.en}" if d.what else d.path: d for d in found}


@pytest.mark.parametrize(("day", "state"), [(1, "planned"), (2, "due"), (4, "due"), (5, "overdue")])
def test_a_change_of_medium_is_due_between_its_days(day: int, state: str) -> None:
    found = asked(SEEDED + timedelta(days=day), {"P0/seed": SEEDED})["P0/feed"]
    assert (found.first, found.last) == (date(2026, 3, 4), date(2026, 3, 6))
    assert found.state == state


def test_nothing_is_due_after_what_did_not_happen_and_what_was_done_is_done() -> None:
    assert asked(SEEDED, {}) == {}
    found = asked(SEEDED + timedelta(days=9), {"P0/seed": SEEDED, "P0/feed": date(2026, 3, 5)})
    assert found["P0/feed"].state == "done"
    assert found["P0/feed"].first == date(2026, 3, 5)


def test_what_is_done_only_if_needed_is_never_overdue() -> None:
    assert asked(SEEDED + timedelta(days=1), {"P0/seed": SEEDED})["P0/stain"].state == "due"
    assert "P0/stain" not in asked(SEEDED + timedelta(days=2), {"P0/seed": SEEDED})


def test_a_step_may_be_due_after_one_of_another_phase() -> None:
    assert asked(SEEDED, {"REC/weigh": SEEDED})["P0/later"].state == "due"


def test_results_are_due_of_the_samples_that_were_taken() -> None:
    taken: dict[str, Values] = {"P0/sample": {"sterility": number("2"), "spare": number("1")}}
    found = asked(SEEDED, {"P0/sample": SEEDED}, taken)
    assert found["P0/sample Sterility"].first == date(2026, 3, 16)
    assert found["P0/sample Sterility"].state == "planned"
    assert "P0/sample Spare" not in found
    none: dict[str, Values] = {"P0/sample": {"sterility": number("0")}}
    assert set(asked(SEEDED, {"P0/sample": SEEDED}, none)) == {"P0/sample"}


def test_a_result_that_was_read_out_is_done_on_its_day() -> None:
    taken: dict[str, Values] = {"P0/sample": {"sterility": number("2")}}
    day, now = date(2026, 3, 12), SEEDED + timedelta(days=30)
    read = {("P0/sample", "sterility"): day, ("P1/sample", "sterility"): SEEDED}
    found = {d.what: d for d in calendar(PLACES, {"P0/sample": SEEDED}, taken, now, read)}
    (what,) = (what for what in found if what is not None)
    assert (found[what].first, found[what].state) == (day, "done")
    other = calendar(PLACES, {"P0/sample": SEEDED}, taken, now, {("P0/sample", "spare"): day})
    assert [d.state for d in other if d.what] == ["due"]


def test_days_come_in_order() -> None:
    days = [d.first for d in calendar(PLACES, {"P0/seed": SEEDED}, {}, SEEDED)]
    assert days == sorted(days)
