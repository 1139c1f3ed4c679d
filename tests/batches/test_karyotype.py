"""ISCN's clone rule, and how sure a count of metaphases is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.karyotype import CloneRule, Seen, outcome, power, to_extend

ISCN = CloneRule(structural=2, gain=2, loss=3, metaphases=20, extended=30)


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        (Seen(20), "normal"),
        (Seen(20, structural=1), "non_clonal"),
        (Seen(20, structural=2), "clonal"),
        (Seen(20, gain=1), "non_clonal"),
        (Seen(20, gain=2), "clonal"),
        (Seen(20, loss=2), "non_clonal"),
        (Seen(20, loss=3), "clonal"),
        (Seen(19), "fail_culture"),
        (Seen(19, loss=2), "fail_culture"),
        # A clone is one however few metaphases there were.
        (Seen(12, gain=2), "clonal"),
        (Seen(0), "fail_culture"),
    ],
)
def test_a_clone_is_the_same_change_in_enough_metaphases(seen: Seen, verdict: str) -> None:
    assert outcome(seen, ISCN) == verdict


@pytest.mark.parametrize(
    ("seen", "more"),
    [
        (Seen(20), False),
        (Seen(20, gain=1), True),
        (Seen(29, gain=1), True),
        (Seen(30, gain=1), False),
        (Seen(20, gain=2), False),
    ],
)
def test_one_abnormal_cell_wants_more_metaphases(seen: Seen, more: bool) -> None:
    assert to_extend(seen, ISCN) is more


@pytest.mark.parametrize(
    ("metaphases", "share", "percent"),
    [(20, "0.10", 61), (30, "0.10", 82), (50, "0.10", 97), (20, "0.20", 93)],
)
def test_the_power_is_that_of_the_table(metaphases: int, share: str, percent: int) -> None:
    assert round(power(metaphases, Decimal(share))) == percent


@given(st.integers(2, 60), st.decimals(0, 1, places=3))
def test_more_metaphases_see_more(metaphases: int, share: Decimal) -> None:
    few, many = power(metaphases, share), power(metaphases + 1, share)
    assert Decimal("-1e-20") <= few <= many + Decimal("1e-20") <= 100 + Decimal("1e-19")


def test_the_rule_is_data_of_the_row() -> None:
    params = {"structural": 3, "gain": 3, "loss": 4, "metaphases": 10, "extended": 12}
    rule = CloneRule.from_params(params)
    assert outcome(Seen(10, gain=2), rule) == "non_clonal"
