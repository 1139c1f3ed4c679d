"""Before a seeding: passage, expected doublings by one convention, and the unit's own history."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.deviation import opens_deviation
from batches.findings import sentence
from batches.passage_limits import (
    CultureAge,
    PassageLimits,
    UnitHistory,
    expected,
    history_of,
    may_seed,
    median,
)

D = Decimal
WRONG_MARK = {"fr": ("95.25", "15.5"), "en": ("95,25", "15,5")}
BODY = {
    "limits": {
        "max_passage": 3,
        "max_doublings": {"convention": "a", "action": "11", "reject": "13"},
        "slower_than_history": {"times": "2", "of_last": 20, "at_least": 3},
    }
}
LIMITS = PassageLimits.from_body(BODY)
USUAL = UnitHistory(5, D("3.0"), D("47.0"))
WORKED = CultureAge(3, "a", D("6.071"), D("3.068"), D("46.9"))


def codes(
    age: CultureAge, limits: PassageLimits = LIMITS, history: UnitHistory = USUAL
) -> list[tuple[str, str]]:
    """Ask, and give code and place of each finding."""
    return [(f.code, f.where) for f in may_seed(age, limits, history).findings]


def test_the_worked_lot_may_be_seeded() -> None:
    assert codes(WORKED) == []


def test_a_master_without_limits_asks_nothing() -> None:
    assert codes(CultureAge(9, "b"), PassageLimits.from_body({})) == []


def test_a_passage_beyond_the_last_one_is_named() -> None:
    assert codes(CultureAge(4, "a", D(1), D(1), D(40))) == [("L09", "max_passage")]


@pytest.mark.parametrize(
    ("cumulative", "found"),
    [
        ("8.0", []),  # 11.0 is inside: bounds are inclusive
        ("8.001", [("L09", "action")]),
        ("10.0", [("L09", "action")]),
        ("10.001", [("L09", "reject")]),
    ],
)
def test_expected_doublings_are_held_against_both_limits(
    cumulative: str, found: list[tuple[str, str]]
) -> None:
    assert codes(CultureAge(3, "a", D(cumulative), D("3.0"), D(40))) == found


def test_doublings_are_never_compared_across_conventions() -> None:
    found = may_seed(CultureAge(3, "b", D("9.0"), D(3), D(40)), LIMITS, USUAL).findings
    assert [f.code for f in found] == ["GROWTH-CONVENTION"]
    assert opens_deviation(found[0])


def test_a_limit_without_known_doublings_cannot_be_judged_and_says_so() -> None:
    assert codes(CultureAge(3, "a")) == [("GROWTH-NO-AGE", "max_doublings")]


@pytest.mark.parametrize(("hours", "slow"), [("94.0", False), ("94.1", True)])
def test_twice_the_units_own_median_is_slow(hours: str, slow: bool) -> None:
    found = codes(CultureAge(2, "a", D(3), D(2), D(hours)))
    assert found == ([("L08", "doubling_time")] if slow else [])


def test_of_too_few_lots_there_is_no_history() -> None:
    assert history_of([D(40), D(50)], [D(3), D(3)], 2, LIMITS) == UnitHistory(2)
    assert history_of([D(40), D(50), D(46)], [D(3), D(3), D(2)], 3, LIMITS) == UnitHistory(
        3, D(3), D(46)
    )
    slow = CultureAge(2, "a", D(3), D(2), D(500))
    assert codes(slow, LIMITS, UnitHistory(2)) == []


def test_cells_that_were_lost_do_not_make_a_culture_younger() -> None:
    lost = CultureAge(3, "a", D("11.5"), D("-2"), None)
    assert codes(lost, LIMITS, UnitHistory()) == [("L09", "action")]


def test_of_two_guesses_the_higher_is_expected() -> None:
    assert expected(WORKED, USUAL) == D("3.068")
    assert expected(CultureAge(1, "a", D(0)), USUAL) == D("3.0")
    assert expected(CultureAge(1, "a", D(0)), UnitHistory()) is None


@given(st.lists(st.decimals("1", "500", places=1), min_size=1, max_size=30))
def test_half_of_the_values_lie_on_either_side_of_the_median(values: list[Decimal]) -> None:
    middle = median(values)
    assert middle is not None
    assert sum(v < middle for v in values) <= len(values) / 2
    assert sum(v > middle for v in values) <= len(values) / 2


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_reason_is_a_whole_sentence(lang: str) -> None:
    ages = (
        CultureAge(4, "a", D("12.5"), D("3.0"), D("95.25")),
        CultureAge(4, "b", D("12.5"), D("3.0"), D("95.25")),
        CultureAge(4, "a"),
    )
    for age in ages:
        for finding in may_seed(age, LIMITS, USUAL).findings:
            said = sentence(finding, lang)
            assert "\u2026" not in said
            assert not any(wrong in said for wrong in WRONG_MARK[lang])
