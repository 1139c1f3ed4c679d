"""What a series of temperatures amounts to."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.loggers.series import Point, excursions, gaps, mean_kinetic_temperature

START = datetime(2024, 3, 1, 8, 0)  # noqa: DTZ001 - a logger's local time
TEN = timedelta(minutes=10)
ENERGY = Decimal("83.144")


def points(*values: str) -> list[Point]:
    """Return readings ten minutes apart."""
    return [(START + TEN * at, Decimal(value)) for at, value in enumerate(values)]


def test_a_crossing_lies_on_the_line_between_two_readings() -> None:
    (found,) = excursions(points("7", "9", "9", "7"), Decimal(8), "above", TEN)

    assert (found.start, found.minutes) == (START + TEN / 2, Decimal("20.0"))
    assert found.extreme == Decimal(9)


def test_a_reading_at_the_limit_is_not_beyond_it() -> None:
    assert excursions(points("8.0", "8.0", "2.0"), Decimal(8), "above", TEN) == ()
    assert excursions(points("8.0", "2.0"), Decimal(2), "below", TEN) == ()


def test_a_gap_ends_an_excursion_and_is_not_bridged() -> None:
    series = [*points("9", "9"), (START + timedelta(hours=5), Decimal(9))]

    found = excursions(series, Decimal(8), "above", TEN)

    assert [each.minutes for each in found] == [Decimal("10.0"), Decimal("0.0")]
    assert gaps(series, TEN) == ((START + TEN, START + timedelta(hours=5)),)


def test_the_mean_kinetic_temperature_of_a_worked_example() -> None:
    # 20 and 30 degrees for the same time: the warm half counts for more than the mean of 25.
    found = mean_kinetic_temperature([Decimal(20), Decimal(30)], ENERGY)

    assert found == Decimal("26.3")


@given(st.lists(st.decimals(-80, 60, places=1), min_size=1, max_size=40))
def test_the_mean_kinetic_temperature_lies_between_the_mean_and_the_maximum(
    values: list[Decimal],
) -> None:
    found = mean_kinetic_temperature(values, ENERGY)

    assert (
        sum(values, Decimal(0)) / len(values) - Decimal("0.1")
        <= found
        <= max(values) + Decimal("0.1")
    )


@pytest.mark.parametrize(("values", "energy"), [([], ENERGY), ([Decimal(5)], Decimal(0))])
def test_without_readings_or_energy_there_is_none(values: list[Decimal], energy: Decimal) -> None:
    with pytest.raises(ValueError, match="needs readings"):
        mean_kinetic_temperature(values, energy)
