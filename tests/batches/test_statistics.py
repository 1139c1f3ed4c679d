"""Counted parts carry an honest interval."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.quantity import format_number
from batches.statistics import percent_positive, reader_difference, readers_agree, wilson
from batches.verdict import Unreadable


@pytest.mark.parametrize(
    ("positives", "total", "low", "high"),
    [
        (20, 1_000, "1.30", "3.07"),
        (100, 5_000, "1.65", "2.43"),
        (200, 10_000, "1.74", "2.29"),
        (600, 30_000, "1.85", "2.16"),
        (9_500, 10_000, "94.56", "95.41"),
    ],
)
def test_the_interval_is_that_of_the_tables(
    positives: int, total: int, low: str, high: str
) -> None:
    assert tuple(format_number(end, "en", 2) for end in wilson(positives, total)) == (low, high)


@given(st.integers(1, 5000), st.data())
def test_the_interval_holds_the_share_and_stays_in_0_to_100(
    total: int, data: st.DataObject
) -> None:
    positives = data.draw(st.integers(0, total))
    low, high = wilson(positives, total)
    assert 0 <= low <= Decimal(100 * positives) / total <= high <= 100


@pytest.mark.parametrize(("positives", "total"), [(1, 0), (2, 1), (-1, 5)])
def test_a_part_larger_than_the_whole_is_refused(positives: int, total: int) -> None:
    with pytest.raises(Unreadable, match="COUNT-IMPOSSIBLE"):
        wilson(positives, total)
    with pytest.raises(Unreadable, match="COUNT-IMPOSSIBLE"):
        percent_positive(Decimal(positives), Decimal(total))


def test_two_readers_are_compared_in_points_of_percent() -> None:
    one, other = Decimal("4.25"), Decimal("6.00")
    assert reader_difference(one, other).value == Decimal("1.75")
    assert readers_agree(one, other, Decimal("1.75"))
    assert not readers_agree(one, other, Decimal("1.7"))
