"""Growth formulas give the worked numbers of the process, and never change unseen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches import growth
from batches.donor_measures import bmi
from batches.growth import (
    VERSIONS,
    cumulative_doublings,
    cv,
    doubling_time,
    fold,
    mean_concentration,
    population_doublings,
    recompute,
    recovery,
    total_viable,
    viability,
    with_plating_efficiency,
)
from batches.ledger import Computed
from batches.quantity import format_number
from batches.verdict import Unreadable
from tests.batches import golden

D = Decimal
CELLS = st.decimals("0.001", "1000000", places=3)


def shown(result: Computed, places: int) -> str:
    """Give a result as a reader sees it."""
    assert result.value is not None
    return format_number(result.value, "en", places)


def test_no_formula_is_edited_without_a_new_version() -> None:
    assert golden.changed(golden.read()) == []


def test_every_version_stands_in_the_golden_table_and_the_table_was_only_added_to() -> None:
    table, before = golden.read(), ""
    assert set(table) == {golden.label(name, version) for name, version in VERSIONS}
    for name, entry in table.items():
        assert len(entry["examples"]) >= golden.LEAST_EXAMPLES, name
        assert golden.seal(before, name, entry) == entry["seal"], name
        before = entry["seal"]


def test_every_released_version_gives_what_it_always_gave() -> None:
    for name, entry in golden.read().items():
        for kept in entry["examples"]:
            assert golden.again(name, kept) == kept, name


def test_the_code_of_a_formula_is_that_of_its_helpers_too_and_not_its_comments() -> None:
    code = golden.code_of(population_doublings)
    assert "_log2" in {part.__name__ for part in golden._reached(population_doublings)}
    assert "half_up" in {part.__name__ for part in golden._reached(bmi)}
    assert code == golden.code_of(population_doublings)
    assert code != golden.code_of(fold)


@pytest.mark.parametrize(
    ("seeded", "harvested", "doublings", "hours"),
    [
        ("2.0E6", "1.8E7", "3.170", "45.4"),
        ("16", "160", "3.322", "43.3"),
        ("150", "1200", "3.000", "48.0"),
        ("19.08", "153", "3.003", "47.9"),
        ("38.16", "320", "3.068", "46.9"),
        ("152.64", "1170", "2.938", "49.0"),
    ],
)
def test_doublings_and_doubling_time_are_those_of_the_worked_lots(
    seeded: str, harvested: str, doublings: str, hours: str
) -> None:
    pd = population_doublings(D(seeded), D(harvested))
    assert shown(pd, 3) == doublings
    assert pd.value is not None
    assert shown(doubling_time(D(144), pd.value), 1) == hours


def test_plating_efficiency_counts_only_what_attached() -> None:
    attached = with_plating_efficiency(D("2.0E6"), D("1.8E7"), D("0.8"), "attached_24h")
    assert shown(attached, 3) == "3.492"
    colonies = with_plating_efficiency(D("7.632"), D("57.2"), D("0.03"), "cfu_f")
    assert shown(colonies, 3) == "7.965"
    assert colonies.inputs["definition"] == "cfu_f"


@pytest.mark.parametrize("efficiency", ["0", "1.01", "-0.5"])
def test_a_plating_efficiency_is_a_fraction(efficiency: str) -> None:
    with pytest.raises(Unreadable, match="GROWTH-EFFICIENCY"):
        with_plating_efficiency(D(1), D(2), D(efficiency), "attached_24h")


def test_cumulative_doublings_start_at_the_first_harvest_by_convention_a() -> None:
    total = cumulative_doublings([], None, "a")
    assert total.value == 0
    for doublings in ("3.003", "3.068", "2.938"):
        assert total.value is not None
        total = cumulative_doublings([total.value], D(doublings), "a")
    assert shown(total, 2) == "9.01"
    assert shown(cumulative_doublings([D("6.170")], D("3.322"), "a"), 3) == "9.492"


def test_cumulative_doublings_start_with_the_colonies_by_convention_b() -> None:
    start = cumulative_doublings([], D("7.965"), "b")
    assert start.value is not None
    assert shown(cumulative_doublings([start.value], D("9.009"), "b"), 2) == "16.97"


def test_of_several_parents_the_oldest_counts() -> None:
    assert cumulative_doublings([D(3), D(5)], D(1), "a").value == 6


def test_cells_lost_give_negative_doublings_and_no_doubling_time() -> None:
    lost = population_doublings(D(4), D(1))
    assert lost.value == -2
    assert lost.note == growth.FEWER
    assert doubling_time(D(144), D(0)).value is None
    assert doubling_time(D(144), D(-2)).note == growth.NO_GROWTH


@pytest.mark.parametrize(("seeded", "harvested"), [("0", "1"), ("1", "0"), ("-1", "1")])
def test_nothing_doubles_from_or_to_nothing(seeded: str, harvested: str) -> None:
    with pytest.raises(Unreadable, match="GROWTH-NOT-POSITIVE"):
        population_doublings(D(seeded), D(harvested))
    with pytest.raises(Unreadable, match="GROWTH-NOT-POSITIVE"):
        fold(D(seeded), D(harvested))


def test_counts_give_the_numbers_of_the_worked_lot() -> None:
    counts = [D("5.10"), D("5.30")]
    assert mean_concentration(counts).value == D("5.20")
    assert shown(cv(counts), 1) == "2.7"
    assert total_viable(D("0.4264"), D("20.0")).value == D("8.528")
    assert viability(D(82), D(18)).value == 82
    assert shown(recovery(D(1170), D(1130)), 1) == "96.6"


def test_one_value_has_a_mean_and_no_spread() -> None:
    assert cv([D(5)]).value is None
    with pytest.raises(Unreadable, match="GROWTH-NO-VALUES"):
        mean_concentration([])
    with pytest.raises(Unreadable, match="GROWTH-NOT-POSITIVE"):
        viability(D(0), D(0))


@given(CELLS, CELLS, st.integers(1, 4))
def test_doublings_add_up_and_fold_is_two_to_their_power(
    seeded: Decimal, harvested: Decimal, times: int
) -> None:
    pd = population_doublings(seeded, harvested).value
    more = population_doublings(seeded, harvested * 2**times).value
    assert pd is not None
    assert more is not None
    assert abs(more - pd - times) < D("1E-9")
    expansion = fold(seeded, harvested).value
    assert expansion is not None
    assert abs(2 ** float(pd) / float(expansion) - 1) < 1e-9


def test_an_unknown_version_is_not_computed_again() -> None:
    old = Computed("pd", D(3), "1", "population_doublings", 0)
    with pytest.raises(KeyError, match="population_doublings@0"):
        recompute(old)
