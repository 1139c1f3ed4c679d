"""Growth formulas give the worked numbers of the process, and never change unseen."""

import hashlib
import inspect
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches import donor_measures, formula, growth, quantity
from batches.donor_measures import age, bmi
from batches.endotoxin import maximum_valid_dilution
from batches.growth import (
    FORMULAS,
    comparable,
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
from batches.potency import inhibition, relative_potency
from batches.quantity import format_number
from batches.statistics import percent_positive, reader_difference
from batches.verdict import Unreadable

D = Decimal
CELLS = st.decimals("0.001", "1000000", places=3)

# A formula whose source changes needs a new version and a new line here, with the old one kept in
# the record of the lots it computed.
SOURCES = {
    "population_doublings@1": "fba7d17fd19a4479",
    "with_plating_efficiency@1": "697118389390b093",
    "cumulative_doublings@1": "df29a06436157d6f",
    "doubling_time@1": "ea66cf8fce574c41",
    "fold@1": "4a2291383fe18f9f",
    "viability@1": "9c5cee1617b22fe4",
    "mean_concentration@1": "407c8037b1f65625",
    "cv@1": "6615a0132a4b6af8",
    "total_viable@1": "e12ebe8bb5f3f87f",
    "recovery@1": "7c9e39c471625dfe",
    "inhibition@1": "bcec83af0777ccaa",
    "relative_potency@1": "3316e4358d8b65e2",
    "maximum_valid_dilution@1": "7f3042ccaf0dfdc8",
    "percent_positive@1": "5330c2779b19e1d6",
    "reader_difference@1": "d560c9e9b05f29ac",
    "age@1": "0bd8dcb7923c8367",
    "bmi@1": "d66e8709198e017e",
    "shared _log2": "f48c4d79e32cf8d2",
    "shared _mean": "a58affd1566d97ce",
    "shared stored": "3302a616d88acb43",
    "shared quotient": "b794ab655408500d",
    "shared computed": "a73db6cb44c791fe",
    "shared to_significant": "e18ddfc50d34bd32",
    "shared half_up": "011f5292d8190d91",
    "shared _to_exponent": "8d45bb614c454025",
    "shared completed_years": "0890a4cafcacc494",
}


def shown(result: Computed, places: int) -> str:
    """Give a result as a reader sees it."""
    assert result.value is not None
    return format_number(result.value, "en", places)


def digest(thing: object) -> str:
    """Hash the source of a function."""
    return hashlib.sha256(inspect.getsource(thing).encode()).hexdigest()[:16]  # type: ignore[arg-type]


def sources() -> dict[str, str]:
    """Hash each formula under its version, and what all of them share."""
    shared = (
        growth._log2,
        growth._mean,
        formula.stored,
        formula.quotient,
        formula.computed,
        quantity.to_significant,
        quantity.half_up,
        quantity._to_exponent,
        donor_measures.completed_years,
    )
    found = {f"{f.name}@{f.version}": digest(f.function) for f in FORMULAS.values()}
    return found | {f"shared {part.__name__}": digest(part) for part in shared}


def test_no_formula_is_edited_without_a_new_version() -> None:
    assert sources() == SOURCES


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


def test_of_several_parents_the_oldest_counts_and_conventions_never_mix() -> None:
    pooled = cumulative_doublings([D(3), D(5)], D(1), "a")
    assert pooled.value == 6
    assert comparable(pooled, pooled)
    assert not comparable(pooled, cumulative_doublings([], D(8), "b"))


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


def test_every_formula_is_computed_again_from_what_it_stored() -> None:
    results = (
        population_doublings(D(1), D(8), "pd"),
        with_plating_efficiency(D(1), D(8), D("0.5"), "attached_24h"),
        cumulative_doublings([D(1), D(2)], D(3), "a"),
        cumulative_doublings([], None, "a"),
        doubling_time(D(144), D(3)),
        fold(D(1), D(8)),
        viability(D(9), D(1)),
        mean_concentration([D(1), D(2)], "10*5/mL", "mean"),
        cv([D(1), D(2), D(4)]),
        total_viable(D(2), D(3), "10*5"),
        recovery(D(2), D(1)),
        percent_positive(D(3), D(400)),
        reader_difference(D(3), D(5)),
        inhibition(D(40), D(22)),
        relative_potency(D(46), D(50)),
        maximum_valid_dilution(D("3.55"), D("0.005")),
        age("1990-05-01", "2026-04-30"),
        bmi(D(170), D(70)),
    )
    assert {result.formula for result in results} == set(FORMULAS)
    assert [recompute(result) for result in results] == list(results)


def test_an_unknown_version_is_not_computed_again() -> None:
    old = Computed("pd", D(3), "1", "population_doublings", 0)
    with pytest.raises(KeyError, match="population_doublings@0"):
        recompute(old)
