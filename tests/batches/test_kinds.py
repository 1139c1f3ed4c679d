"""Each kind asks, refuses, computes, finds and books what its page in the process says."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches import kinds
from batches.findings import sentence
from batches.kept_file import KeptFile, own_name
from batches.kinds import KINDS, Taken, Values
from batches.kinds.base import Context
from batches.ledger import Value
from batches.master import Master
from batches.recalculate import balances, context, recalculate
from batches.steps import Field
from tests.batches.masters import MASTER, body, counted, harvested, number, seeded, weighed, worked

D = Decimal
SEED_AT = "2026-03-11T12:00:00+01:00"


def take(
    path: str, values: Values, held: dict[str, Decimal] | None = None, **before: Values
) -> Taken:
    """Take one answer after the entries of the worked lot that `before` replaces."""
    place = MASTER.place(path)
    assert place is not None
    entered = {**worked(), **{k.replace("_", "/"): v for k, v in before.items()}}
    again = recalculate(MASTER, {k: v for k, v in entered.items() if k != path}, {"P": 2})
    if held is None:
        held = balances(a for p, acts in again.acts.items() if p != path for a in acts)
    return kinds.take(place.step, values, context(MASTER, place, entered, again.computed, held))


def codes(taken: Taken) -> list[str]:
    return [f.code for f in (*taken.refusals, *taken.findings)]


def value(taken: Taken, name: str) -> Decimal | None:
    return next(c.value for c in taken.computed if c.name == name)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda k: k.label)
def test_every_kind_has_a_version_and_a_name_of_its_own(kind: kinds.Kind) -> None:
    assert KINDS[kind.written] is kind
    assert kind.label == f"{kind.name}@{kind.version}"
    assert (kind.written == kind.name) == (kind.version == 1)


@pytest.mark.parametrize(
    ("net", "found"),
    [
        ("52.0", []),
        ("20.0", ["V03"]),
        ("120.0", ["V03"]),
        ("40.0", []),
        ("60.0", []),
        ("60.1", ["V03"]),
        ("19.9", ["V01"]),
        ("120.1", ["V01"]),
        ("-1", ["K-NEGATIVE"]),
        ("1e13", ["K-ABSURD"]),
    ],
)
def test_a_limit_passed_is_taken_and_an_impossible_value_is_refused(
    net: str, found: list[str]
) -> None:
    taken = take("REC/weigh", weighed(net))

    assert codes(taken) == found
    assert bool(taken.refusals) == any(c.startswith("K-") for c in found)


def test_a_value_outside_a_limit_that_is_not_critical_weighs_less() -> None:
    taken = take("REC/weigh", {**weighed(), "gross": number("1", "g")})

    assert [(f.code, f.weight, f.where) for f in taken.findings] == [("V02", 2, "gross")]
    assert sentence(taken.findings[0], "fr").startswith("Gross\u202f: 1")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "K-MISSING"),
        ({"net": Value(" ")}, "K-MISSING"),
        ({"net": Value("much")}, "K-NOT-A-NUMBER"),
        ({"net": Value("NaN", D("NaN"), "g")}, "K-NOT-A-NUMBER"),
        ({"net": Value("Infinity", D("Infinity"), "g")}, "K-NOT-A-NUMBER"),
        ({"net": number("52", "kg")}, "K-UNIT"),
        ({"net": number("52", "g"), "nett": number("52", "g")}, "K-NOT-ASKED"),
    ],
)
def test_what_is_no_answer_is_refused(values: Values, code: str) -> None:
    assert code in codes(take("REC/weigh", values))


def _asked(**spec: Any) -> Field:
    return Field.from_body({"name": "x", "label": {"en": "X", "fr": "X"}, **spec})


@pytest.mark.parametrize(
    ("spec", "answer", "found"),
    [
        ({"type": "yes_no", "expected": "yes"}, Value("yes"), []),
        ({"type": "yes_no", "expected": "yes"}, Value("no"), ["K-UNEXPECTED"]),
        ({"type": "yes_no"}, Value("maybe"), ["K-CHOICE"]),
        (
            {"type": "choice", "choices": [{"value": "a", "label": {"en": "A", "fr": "A"}}]},
            Value("b"),
            ["K-CHOICE"],
        ),
        ({"type": "integer"}, number("2.5"), ["K-NOT-WHOLE"]),
        ({"type": "integer"}, number("3", "1"), []),
        ({"type": "time"}, Value("2026-03-02T10:00"), ["K-TIME"]),
        ({"type": "time"}, Value("yesterday"), ["K-TIME"]),
        ({"type": "time"}, Value("2026-03-02T10:00+01:00"), []),
        ({"type": "decimal", "unit": "%"}, number("100.1", "%"), ["K-ABSURD"]),
        ({"type": "decimal", "unit": "Cel"}, number("-40", "Cel"), []),
        ({"type": "decimal", "unit": "Cel"}, number("-300", "Cel"), ["K-ABSURD"]),
        ({"type": "text", "required": False}, Value(""), []),
        ({"type": "file"}, Value("curve.csv"), ["K-FILE"]),
        ({"type": "file"}, Value(KeptFile("A" * 64, 3, "curve.csv").text), ["K-FILE"]),
        ({"type": "file"}, Value(KeptFile("a" * 64, 0, "curve.csv").text), ["K-FILE-EMPTY"]),
        ({"type": "file"}, Value(KeptFile("a" * 64, 3, own_name("C:\\x\\curve")).text), []),
        (
            {"type": "file", "endings": ["csv"]},
            Value(KeptFile("a" * 64, 3, own_name("/\n\t")).text),
            ["K-FILE-ENDING"],
        ),
        ({"type": "file", "endings": ["csv"]}, Value(KeptFile("a" * 64, 3, "a 1.CSV").text), []),
    ],
)
def test_each_type_of_field_takes_its_answers(
    spec: dict[str, Any], answer: Value, found: list[str]
) -> None:
    place = MASTER.place("FIN/ready")
    assert place is not None
    asked = replace(place.step, fields=(_asked(**spec),))

    assert codes(kinds.take(asked, {"x": answer}, Context("FIN/ready"))) == found


def test_a_count_gives_mean_spread_and_viability_of_its_replicates() -> None:
    taken = take("P0/count", counted("0.510", "0.530", "82.0"))

    assert value(taken, "mean_concentration") == D("0.520")
    assert value(taken, "mean_viability") == D("82.0")
    assert round(value(taken, "cv") or D(0), 1) == D("2.7")
    assert codes(taken) == []


def test_a_count_whose_replicates_differ_is_taken_and_found() -> None:
    assert codes(take("P0/count", counted("0.3", "0.6"))) == ["V05"]


def test_a_count_without_any_cell_has_no_spread() -> None:
    assert [c.name for c in take("P0/count", counted("0", "0")).computed] == [
        "mean_concentration",
        "mean_viability",
    ]


def test_a_count_of_more_than_all_cells_is_refused() -> None:
    assert codes(take("P0/count", counted("0.5", "0.5", "130"))) == ["K-ABSURD", "K-ABSURD"]


def test_the_first_seeding_makes_vessels_from_no_pool() -> None:
    taken = take("P0/seed", worked()["P0/seed"])

    assert value(taken, "density") == D("4.00000000000")
    assert [(a.act, a.role, a.series, a.parents) for a in taken.acts] == [
        ("create", f"vessel/P0/{i}", "P0-", ()) for i in (1, 2, 3)
    ]


def test_the_first_seeding_draws_from_the_start_where_there_is_one() -> None:
    taken = take("P0/seed", worked()["P0/seed"], {"start": D("8.528")})

    assert (taken.acts[0].act, taken.acts[0].role, taken.acts[0].quantity) == (
        "draw",
        "start",
        D("7.632"),
    )
    assert codes(take("P0/seed", worked()["P0/seed"], {"start": D("5")})) == ["K-MORE-THAN-EXISTS"]


def test_a_later_seeding_draws_from_the_pool_before() -> None:
    taken = take("P1/seed", worked()["P1/seed"])

    draw, vessel = taken.acts
    assert (draw.slot, draw.act, draw.role, draw.quantity, draw.unit) == (
        "draw",
        "draw",
        "pool/P0",
        D("19.08"),
        "10*6",
    )
    assert (vessel.role, vessel.series, vessel.parents) == ("vessel/P1/1", "P1-", ("pool/P0",))


@pytest.mark.parametrize(
    ("cells", "vessels", "found"),
    [
        ("57.2", "3", []),
        ("57.3", "3", ["K-MORE-THAN-EXISTS"]),
        ("0", "3", ["K-NOTHING"]),
        ("19.08", "0", ["K-ABSURD"]),
        ("19.08", "100000", ["K-ABSURD"]),
        ("57.2", "1", ["V02"]),
    ],
)
def test_a_seeding_cannot_take_what_is_not_there(
    cells: str, vessels: str, found: list[str]
) -> None:
    assert codes(take("P1/seed", seeded(cells, vessels, "6360", SEED_AT))) == found


def test_the_first_harvest_starts_the_count_of_doublings() -> None:
    taken = take("P0/harvest", worked()["P0/harvest"])

    assert value(taken, "viable_harvested") == D("57.2")
    assert value(taken, "cumulative_doublings") == 0
    assert [c.name for c in taken.computed] == ["viable_harvested", "cumulative_doublings"]
    assert [(a.act, a.role) for a in taken.acts][-1] == ("create", "pool/P0")
    assert [a.role for a in taken.acts if a.act == "end"] == [f"vessel/P0/{i}" for i in (1, 2, 3)]


def test_a_later_harvest_gives_the_worked_growth() -> None:
    taken = take("P1/harvest", worked()["P1/harvest"])

    assert value(taken, "viable_harvested") == D("153")
    assert round(value(taken, "population_doublings") or D(0), 3) == D("3.003")
    assert round(value(taken, "cumulative_doublings") or D(0), 3) == D("3.003")
    assert round(value(taken, "doubling_time") or D(0), 1) == D("47.9")
    assert codes(taken) == []


def test_the_second_version_of_a_harvest_stores_rate_fold_and_yield() -> None:
    newer = body()
    newer["phases"][1]["steps"][2]["kind"] = "harvest@2"
    again = recalculate(Master.from_body(newer), worked(), {"P": 2})
    old = recalculate(MASTER, worked(), {"P": 2})

    first, later = ({c.name: c for c in again.computed[p]} for p in ("P0/harvest", "P1/harvest"))
    assert set(first) == {"viable_harvested", "cumulative_doublings", "confluence_yield"}
    found = {n: round(c.value or D(0), 4) for n, c in later.items()}
    assert found["fold"] == D("8.0189")  # 153 of 19.08
    assert found["growth_rate"] == D("0.0145")  # ln 2 / 47.9 h
    assert found["confluence_yield"] == D("2.4057")  # 153 on 6360 cm2
    assert [later[n].unit for n in ("growth_rate", "fold", "confluence_yield")] == [
        "1/h", "1", "10*4/cm2",
    ]  # fmt: skip
    assert all(later[c.name] == c for c in old.computed["P1/harvest"])
    assert again.acts == old.acts


def test_a_limit_of_the_master_bounds_what_the_second_version_stores() -> None:
    newer = body()
    step = newer["phases"][1]["steps"][2]
    step["kind"] = "harvest@2"
    step["params"]["limits"] = {"confluence_yield": {"alert": ["2.5", None]}}
    again = recalculate(Master.from_body(newer), worked(), {"P": 2})
    assert [f.code for f in again.findings["P1/harvest"]] == ["V03"]


def test_the_other_convention_counts_from_the_colony_forming_cells() -> None:
    other = body()
    other["doublings_convention"] = "b"
    other["phases"][0]["steps"][0]["fields"].append(
        {"name": "cfu", "type": "decimal", "label": {"en": "CFU-F", "fr": "CFU-F"}}
    )
    other["phases"][1]["steps"][2]["params"]["efficiency"] = {"step": "REC/weigh", "name": "cfu"}
    master = Master.from_body(other)
    entered = worked()
    entered["REC/weigh"] = {**weighed(), "cfu": number("0.03")}
    again = recalculate(master, entered, {"P": 2}).computed

    first, later = ({c.name: c.value for c in again[p]} for p in ("P0/harvest", "P1/harvest"))
    assert round(first["cumulative_doublings"] or D(0), 3) == D("7.965")
    assert round(later["cumulative_doublings"] or D(0), 3) == D("10.968")


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (harvested("10", "2026-03-17T12:00:00+01:00"), ["L08"]),
        (harvested("0", "2026-03-17T12:00:00+01:00"), ["L08"]),
        (harvested("100", "2026-04-17T12:00:00+01:00"), ["L08"]),
        (harvested("100", SEED_AT), ["K-TIME-ORDER"]),
        (harvested("100", "2026-03-11T10:59:00Z"), ["K-TIME-ORDER"]),
        (harvested("100000", "2026-03-17T12:00:00+01:00"), ["L09"]),
    ],
)
def test_growth_that_is_none_or_slow_is_taken_and_found(values: Values, found: list[str]) -> None:
    assert codes(take("P1/harvest", values)) == found


def test_a_harvest_needs_its_count_and_its_seeding() -> None:
    place = MASTER.place("P1/harvest")
    assert place is not None
    bare = Context(place.path, "P", 1)

    taken = kinds.take(place.step, worked()["P1/harvest"], bare)

    assert codes(taken) == ["K-NEEDS", "K-NEEDS"]


def test_samples_are_drawn_from_the_newest_pool_and_counted() -> None:
    taken = take("FIN/sample", worked()["FIN/sample"])

    assert [(a.act, a.role) for a in taken.acts][:2] == [
        ("draw", "pool/P1"),
        ("sample", "sample/FIN/sample/samples/1"),
    ]
    assert len(taken.acts) == 4
    liquid = take("FIN/sample", {"samples": number("2"), "drawn": number("0", "10*6")})
    assert [a.act for a in liquid.acts] == ["sample", "sample"]


def test_bags_hold_what_was_drawn() -> None:
    taken = take("FIN/fill", worked()["FIN/fill"])

    draw, *bags = taken.acts
    assert draw.quantity == sum(b.quantity for b in bags) == D("140")
    assert {(b.act, b.series, b.label) for b in bags} == {("create", "B", "20")}
    assert len({b.role for b in bags}) == len({b.slot for b in bags}) == 10


def test_more_bags_than_cells_are_refused() -> None:
    full = {**worked()["FIN/fill"], "containers": number("11")}

    assert codes(take("FIN/fill", full)) == ["K-MORE-THAN-EXISTS"]


@given(
    drawn=st.decimals("0", "200", places=3),
    containers=st.integers(1, 50),
    each=st.decimals("0", "20", places=3),
)
def test_no_pool_ever_falls_below_nothing(drawn: Decimal, containers: int, each: Decimal) -> None:
    held = {"pool/P1": D("153")}
    for path, values in (
        ("FIN/sample", {"samples": number("1"), "drawn": number(str(drawn), "10*6")}),
        (
            "FIN/fill",
            {
                "containers": number(str(containers)),
                "volume_each": number("20", "mL"),
                "viable_each": number(str(each), "10*6"),
            },
        ),
    ):
        place = MASTER.place(path)
        assert place is not None
        held = balances(kinds.take(place.step, values, Context(path, balances=held)).acts, held)

    assert held["pool/P1"] >= 0
    bags = sum((q for r, q in held.items() if r.startswith("container/")), D(0))
    assert held["pool/P1"] + bags <= D("153")
