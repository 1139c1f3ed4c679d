"""A lot is computed again from its entries alone, across passages."""

from dataclasses import replace
from decimal import Decimal

from batches.ledger import Act
from batches.recalculate import balances, differences, recalculate
from tests.batches.masters import MASTER, counted, worked

D = Decimal
OPENED = {"P": 2}


def test_the_worked_lot_comes_out_as_worked() -> None:
    again = recalculate(MASTER, worked(), OPENED)

    growth = {c.name: c.value for c in again.computed["P1/harvest"]}
    assert growth["viable_harvested"] == D("153")
    assert round(growth["doubling_time"] or D(0), 1) == D("47.9")
    assert again.refusals == {}
    left = balances(a for acts in again.acts.values() for a in acts)
    assert left["pool/P0"] == D("57.2") - D("19.08")
    assert left["pool/P1"] == 0
    assert sum(1 for role in left if role.startswith("container/")) == 10
    assert not [role for role in left if role.startswith("vessel/")]


def test_it_comes_out_the_same_again() -> None:
    one, two = (recalculate(MASTER, worked(), OPENED) for _ in range(2))

    assert one == two
    assert differences(one.computed, two.computed) == ()


def test_a_correction_moves_everything_downstream_and_nothing_before() -> None:
    before = recalculate(MASTER, worked(), OPENED)
    corrected = {**worked(), "P0/count": counted("0.670", "0.674")}

    moved = differences(before.computed, recalculate(MASTER, corrected, OPENED).computed)

    assert {(path, name) for path, name, *_ in moved} == {
        ("P0/count", "mean_concentration"),
        ("P0/count", "cv"),
        ("P0/harvest", "viable_harvested"),
    }


def test_a_correction_reaches_across_passages() -> None:
    before = recalculate(MASTER, worked(), OPENED)
    corrected = {**worked(), "P1/count": counted("1.42", "1.44")}

    moved = differences(before.computed, recalculate(MASTER, corrected, OPENED).computed)

    assert {
        "viable_harvested",
        "population_doublings",
        "cumulative_doublings",
        "doubling_time",
    } <= {name for path, name, *_ in moved if path == "P1/harvest"}


def test_what_rests_on_a_corrected_harvest_is_named_and_still_computed() -> None:
    corrected = {**worked(), "P0/count": counted("0.057", "0.057")}

    again = recalculate(MASTER, corrected, OPENED)

    assert {path: [f.code for f in found] for path, found in again.refusals.items()} == {
        "P1/seed": ["K-MORE-THAN-EXISTS"]
    }
    assert again.acts["P1/seed"]


def test_slots_stay_the_same_under_correction() -> None:
    before = recalculate(MASTER, worked(), OPENED).acts
    after = recalculate(MASTER, {**worked(), "P0/count": counted("0.6", "0.6")}, OPENED).acts

    assert {p: [a.slot for a in acts] for p, acts in before.items()} == {
        p: [a.slot for a in acts] for p, acts in after.items()
    }


def test_a_stored_value_that_differs_is_found_with_its_place() -> None:
    again = recalculate(MASTER, worked(), OPENED).computed
    first, *rest = again["P1/harvest"]
    stored = {**again, "P1/harvest": (replace(first, value=D("154")), *rest)}

    (found,) = differences(stored, again)
    assert found[:2] == ("P1/harvest", "viable_harvested")
    (gone,) = differences({**again, "P1/harvest": tuple(rest)}, again)
    assert gone[2] is None


def test_acts_fold_into_what_is_left() -> None:
    acts = [
        Act("a", "create", "pool/P0", "", D(10)),
        Act("b", "draw", "pool/P0", "", D("2.5")),
        Act("c", "create", "vessel/P1/1", "P1-", D(1)),
        Act("d", "end", "vessel/P1/1", "", D(1)),
    ]

    assert balances(acts) == {"pool/P0": D("7.5")}
    assert balances(acts[1:2], {"pool/P0": D(3)}) == {"pool/P0": D("0.5")}
