"""Yields, counts and vessels give the worked numbers of the process."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.expression import relative_expression, telomere_ratio
from batches.growth import doubling_time, population_doublings
from batches.quantity import format_number
from batches.seeding import vessels
from batches.verdict import Unreadable
from batches.yields import (
    FEWER,
    attached_fraction,
    colonies_per_gram,
    colony_fraction,
    confluence_yield,
    growth_rate,
    haemocytometer,
    percent_of_theoretical,
    pooled_doublings,
    yield_per_gram,
)

D = Decimal
CELLS = st.decimals("0.001", "1000000", places=3)


def shown(value: Decimal | None, places: int) -> str:
    """Write a result as a reader sees it."""
    assert value is not None
    return format_number(value, "en", places)


def test_yields_are_those_of_the_worked_lot() -> None:
    assert shown(yield_per_gram(D("8.528"), D("52.0")).value, 2) == "1.64"
    assert shown(confluence_yield(D("57.2"), D(1908)).value, 1) == "3.0"
    assert shown(percent_of_theoretical(D(1130), D(1170)).value, 1) == "96.6"
    assert colony_fraction(D(30), D(1000)).value == 3
    assert shown(colonies_per_gram(D(30), D(1000), D("8.528"), D(52)).value, 2) == "4.92"
    assert attached_fraction(D("1.6"), D(2)).value == D("0.8")


@pytest.mark.parametrize(
    ("rounding", "count"), [("up", 7), ("down", 6)], ids=["all cells", "all full"]
)
def test_sixteen_million_cells_at_4000_fill_six_vessels_and_ask_for_seven(
    rounding: str, count: int
) -> None:
    assert vessels(D(16), D(4), D(636), rounding).value == count


def test_a_number_of_vessels_that_fits_is_not_rounded_up() -> None:
    assert vessels(D("19.08"), D(3), D(6360)).value == 1


def test_the_chamber_holds_a_ten_thousandth_of_a_millilitre() -> None:
    # 208 cells in 4 squares, diluted twice: 52 x 2 x 10*4 = 1.04 x 10*6/mL
    assert haemocytometer(D(208), D(4), D(2)).value == D("1.04")


def test_the_growth_rate_is_ln_2_over_the_doubling_time() -> None:
    pd = population_doublings(D("2.0E6"), D("1.8E7")).value
    assert pd is not None
    rate, time = growth_rate(D(144), pd).value, doubling_time(D(144), pd).value
    assert rate is not None
    assert time is not None
    assert abs(float(rate) * float(time) - 0.693147180559945) < 1e-10


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_a_pool_of_one_lot_doubled_as_its_sums_did(flasks: list[tuple[Decimal, Decimal]]) -> None:
    seeded, harvested = zip(*flasks, strict=True)
    pooled = pooled_doublings(seeded, harvested)
    assert pooled.value == population_doublings(sum(seeded), sum(harvested)).value
    assert (pooled.note == FEWER) == (sum(harvested) < sum(seeded))


def test_a_lost_vessel_stays_in_the_sum() -> None:
    assert pooled_doublings([D(10), D(10)], [D(80), D(0)]).value == 2
    with pytest.raises(Unreadable, match="GROWTH-NOT-POSITIVE"):
        pooled_doublings([D(10)], [D(0)])


@pytest.mark.parametrize(
    "refused",
    [
        lambda: confluence_yield(D(1), D(0)),
        lambda: yield_per_gram(D(1), D(0)),
        lambda: percent_of_theoretical(D(1), D(0)),
        lambda: colony_fraction(D(1), D(0)),
        lambda: haemocytometer(D(1), D(0), D(1)),
        lambda: growth_rate(D(0), D(1)),
        lambda: vessels(D(1), D(0), D(1)),
    ],
)
def test_nothing_is_divided_by_nothing(refused: object) -> None:
    with pytest.raises(Unreadable, match="GROWTH-NOT-POSITIVE") as caught:
        refused()  # type: ignore[operator]
    assert caught.value.finding.params["what_fr"]


def test_more_colonies_than_cells_is_refused() -> None:
    with pytest.raises(Unreadable, match="COUNT-IMPOSSIBLE"):
        colony_fraction(D(11), D(10))
    with pytest.raises(Unreadable, match="COUNT-IMPOSSIBLE"):
        attached_fraction(D(-1), D(10))


def test_a_cycle_earlier_is_twice_as_much() -> None:
    assert relative_expression(D(26), D(18), D(28), D(18)).value == 4
    assert telomere_ratio(D(15), D(20), D(14), D(20)).value == D("0.5")
