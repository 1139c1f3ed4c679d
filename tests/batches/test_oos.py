"""Investigations: in two phases, and no lot is ever tested into compliance."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.oos import ALLOWED, OPEN, STATES, STEPS, governing, may, may_conclude, state_after


@dataclass(frozen=True)
class One:
    """A result as counting sees it."""

    verdict: str
    invalid: str | None = None
    investigation: str | None = None


FAIL, PASS, BAD = One("FAIL"), One("PASS"), One("FAIL", "cause")
GOOD_AGAIN, FAIL_AGAIN = One("PASS", None, "O01"), One("FAIL", None, "O01")


@pytest.mark.parametrize(
    ("history", "counts"),
    [
        ((), None),
        ((PASS,), 0),
        ((FAIL,), 0),
        ((BAD,), 0),
        ((BAD, PASS), 1),
        # Without a cause the first result counts, however many retests pass.
        ((FAIL, GOOD_AGAIN, GOOD_AGAIN), 0),
        # With a cause the retests count, the worst of them first.
        ((BAD, GOOD_AGAIN, GOOD_AGAIN), 2),
        ((BAD, FAIL_AGAIN, GOOD_AGAIN), 1),
        ((BAD, One("PASS", "control", "O01"), GOOD_AGAIN), 2),
        ((BAD, One("PASS", "control", "O01")), 1),
    ],
)
def test_the_result_that_counts(history: tuple[One, ...], counts: int | None) -> None:
    assert governing(history) is (None if counts is None else history[counts])


@given(st.lists(st.sampled_from(["PASS", "FAIL"]), max_size=9))
def test_a_valid_failing_result_is_never_tested_away(retests: list[str]) -> None:
    found = governing([FAIL, *(One(v, None, "O01") for v in retests)])
    assert found is FAIL


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), "oos_phase_1"),
        ((("laboratory", "cause"),), "oos_invalidated"),
        ((("laboratory", "no_cause"),), "oos_phase_2"),
        ((("laboratory", "no_cause"), ("planned", "")), "oos_planned"),
        ((("laboratory", "no_cause"), ("planned", ""), ("plan_approved", "")), "oos_retest"),
        ((("laboratory", "no_cause"), ("concluded", "confirmed")), "oos_concluded"),
    ],
)
def test_the_state_follows_from_the_steps(steps: tuple[tuple[str, str], ...], state: str) -> None:
    assert state_after(steps) == state
    assert state in STATES


@given(st.lists(st.sampled_from(STEPS), max_size=8))
def test_no_retest_is_allowed_before_its_plan_is_approved(wanted: list[str]) -> None:
    taken: list[tuple[str, str]] = []
    for step in wanted:
        state = state_after(taken)
        if not may(step, state, "O01"):
            taken.append((step, "no_cause" if step == "laboratory" else ""))
    if state_after(taken) == "oos_retest":
        names = [s for s, _o in taken]
        assert names.index("laboratory") < names.index("planned") < names.index("plan_approved")


def test_what_is_concluded_takes_no_step_more() -> None:
    for step in STEPS:
        for state in set(STATES) - OPEN:
            assert [f.code for f in may(step, state, "O01")] == ["OOS-STATE"]
        assert ALLOWED[step] <= OPEN


@pytest.mark.parametrize(
    ("conclusion", "planned", "done", "codes"),
    [
        ("confirmed", 0, 0, []),
        ("confirmed", 2, 2, []),
        ("confirmed", 2, 1, ["OOS-RETESTS"]),
        ("assignable", 0, 0, ["OOS-NO-RETEST"]),
        ("assignable", 1, 1, []),
        ("fine", 0, 0, ["OOS-CONCLUSION"]),
    ],
)
def test_a_conclusion_waits_for_every_planned_retest(
    conclusion: str, planned: int, done: int, codes: list[str]
) -> None:
    assert [f.code for f in may_conclude(conclusion, planned, done)] == codes
