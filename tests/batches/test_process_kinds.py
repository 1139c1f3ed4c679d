"""The kinds of the full process: what each refuses, computes, finds and books."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from batches import kinds
from batches.kinds import Context, discard
from batches.kinds.next_passage import against_seeding
from batches.passage_limits import PassageLimits
from batches.steps import Step
from tests.batches.masters import number
from tests.batches.nested_master import ask, step
from tests.batches.taking import CELLS, CODES, HELD, D, codes, take, text


@pytest.mark.parametrize(
    ("scanned", "found"),
    [
        ("A999926000001", []),
        ("A9999 26 000001 R", None),
        ("=A99992600000100", []),
        ("A999926000002", ["C01"]),
    ],
)
def test_a_donation_is_the_lots_own(scanned: str, found: list[str] | None) -> None:
    taken = take("receive", {"scan_donation": text(scanned)}, scan=["donation"])
    assert found is None or codes(taken) == found


@pytest.mark.parametrize(
    ("scanned", "found"),
    [
        (["L-P1-01", "L-P1-02"], []),
        (["L-P1-01"], ["K-FEWER-VESSELS"]),
        (["L-P1-01", "L-P1-01"], ["K-TWICE"]),
        (["L-P1-01", "L-P2-01"], ["K-OTHER-PASSAGE"]),
        (["L-P1-01", "L-P1-09"], ["C02"]),
        (["L-P1-01", "L-H01"], ["C02"]),
        (["L-P1-01", "X-P1-01"], ["C01"]),
    ],
)
def test_a_pool_takes_open_vessels_of_one_lot_and_passage(
    scanned: list[str], found: list[str]
) -> None:
    rows = {f"pooled.{n}.unit": text(code) for n, code in enumerate(scanned, 1)}

    taken = take("pool", rows)

    assert codes(taken)[: len(found)] == found
    if not found:
        assert [(a.act, a.role) for a in taken.acts] == [
            ("end", "vessel/P1/1"),
            ("end", "vessel/P1/2"),
        ]


def test_a_partial_pool_leaves_the_rest_in_culture() -> None:
    taken = take("pool", {"pooled.1.unit": text("L-P1-01")}, params={"partial": True})

    assert codes(taken) == []
    assert [a.role for a in taken.acts] == ["vessel/P1/1"]


def test_a_partial_harvest_counts_the_share_that_was_seeded() -> None:
    said = {
        ("P1/count", "mean_concentration"): D("1"),
        ("P1/seed", "viable_seeded"): D("20"),
        ("P1/seed", "vessels"): D("2"),
        ("P1/pool", "pooled.1.unit"): "L-P1-01",
    }
    here = {"lookup": lambda path, name: said.get((path, name)), "first": 0}
    values = {"volume": number("40", "mL"), "harvested_at": text("2026-03-11T10:00:00+01:00")}

    taken = take("harvest", values, here, params={"pool": "pool"})

    doublings = next(c for c in taken.computed if c.name == "population_doublings")
    assert doublings.value == 2  # 40 from 10: half of the vessels, half of the cells
    assert [(a.act, a.role, a.parents) for a in taken.acts] == [
        ("create", "pool/P1", ("vessel/P1/1",))
    ]


def test_cells_out_of_tissue_are_counted_on_the_area_it_was_placed_on() -> None:
    said = {
        ("P0/count", "mean_concentration"): D("1"),
        ("P0/plate", "vessels"): D("2"),
        ("P0/plate", "area"): D("100"),
    }
    here = {
        "lookup": lambda path, name: said.get((path, name)), "first": 0, "repetition": 0,
        "path": "P0/it",
    }  # fmt: skip
    values = {"volume": number("6", "mL"), "harvested_at": text("2026-03-11T10:00:00+01:00")}

    with_it, without = (
        {c.name: c.value for c in take("harvest@2", values, here, params=params).computed}
        for params in ({"placed": "plate"}, {})
    )

    assert with_it["confluence_yield"] == 3  # 6 million on 200 cm2
    assert "confluence_yield" not in without


@pytest.mark.parametrize(
    ("parts", "each", "found"),
    [("4", "25", []), ("5", "25", ["K-MORE-THAN-EXISTS"]), ("2", "0", ["K-NOTHING"])],
)
def test_nobody_splits_more_than_there_is(parts: str, each: str, found: list[str]) -> None:
    taken = take("split", {"parts": number(parts), "viable_each": number(each, CELLS)})

    assert codes(taken) == found
    if not found:
        draw, *made = taken.acts
        assert (draw.role, draw.quantity) == ("pool/P1", D(100))
        assert [a.role for a in made] == [f"vessel/P1/it/{i}" for i in range(1, 5)]


@pytest.mark.parametrize(
    ("here", "found"),
    [
        ({"path": "P1/it", "repetition": 1}, []),
        ({"path": "P1.ST/it", "repetition": 1}, []),
        ({"path": "P2/it", "repetition": 2}, ["K-NO-POOL-HERE"]),
        ({"path": "P2.ST/it", "repetition": 2}, ["K-NO-POOL-HERE"]),
        ({"path": "FIN/it", "phase": "", "repetition": None}, []),
    ],
)
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (
            "fill",
            {
                "containers": number("2"),
                "viable_each": number("5", CELLS),
                "volume_each": number("1", "mL"),
            },
        ),
        ("sample", {"samples": number("2"), "drawn": number("10", CELLS)}),
    ],
)
def test_cells_of_an_earlier_passage_are_no_substitute(
    kind: str, values: dict[str, Any], here: dict[str, Any], found: list[str]
) -> None:
    """The pool of P2 was discarded: what is left of P1 is neither banked nor tested as P2."""
    taken = take(kind, values, here)

    assert [f.code for f in taken.refusals] == found


@pytest.mark.parametrize("kind", ["fill", "sample"])
def test_a_product_is_not_made_of_what_is_left_of_the_passage_before(kind: str) -> None:
    """The pool of P2, the last one, was discarded; 100 million of P1 are still there."""
    values = {
        "fill": {
            "containers": number("2"), "viable_each": number("5", CELLS),
            "volume_each": number("1", "mL"),
        },
        "sample": {"samples": number("2"), "drawn": number("10", CELLS)},
    }  # fmt: skip
    here: dict[str, Any] = {"path": "FIN/it", "phase": "", "repetition": None}

    gone = take(kind, values[kind], {**here, "pools": lambda: ["pool/P1", "pool/P2"]})
    there = take(kind, values[kind], {**here, "pools": lambda: ["pool/P0", "pool/P1"]})

    assert [(f.code, f.params.get("repetition")) for f in gone.refusals] == [
        ("K-NO-POOL-HERE", "P2")
    ]
    assert codes(there) == []


def test_what_was_booked_before_the_rule_is_computed_again_as_it_was() -> None:
    """An entry of a lot that took the rest of P1 for P2 keeps its acts: only new ones are refused."""
    values = {
        "containers": number("2"), "viable_each": number("5", CELLS), "volume_each": number("1", "mL"),
    }  # fmt: skip
    asked = Step.from_body(step("it", "fill"))
    ctx = Context("P2/it", "P", 2, balances=HELD, codes=CODES, pools=lambda: ["pool/P1", "pool/P2"])

    acts = kinds.of(asked).acts(asked, values, (), ctx)

    assert [(a.role, a.quantity) for a in acts if a.act == "draw"] == [("pool/P1", D(10))]


def test_a_sample_without_cells_comes_from_what_was_seeded() -> None:
    values = {"samples": number("1"), "drawn": number("0", CELLS)}

    taken = take("sample", values, {"path": "P2/it", "repetition": 2})

    assert codes(taken) == []
    assert [a.parents for a in taken.acts] == [("pool/P1",)]


@pytest.mark.parametrize(("applied", "found"), [("9", []), ("8", ["C05"]), ("10", ["K-LABELS"])])
def test_every_label_is_accounted_for(applied: str, found: list[str]) -> None:
    given = {"printed": "12", "applied": applied, "specimen": "2", "destroyed": "1"}
    assert codes(take("label", {n: number(v) for n, v in given.items()})) == found


@pytest.mark.parametrize(
    ("why", "found", "held"),
    [("contaminated", ["K-CONTAMINATED"], ("vessel/P1/2",)), ("leaking", ["C06"], ())],
)
def test_a_contaminated_vessel_speaks_of_its_sisters(
    why: str, found: list[str], held: tuple[str, ...]
) -> None:
    values = {"removed": text("L-P1-01"), "removal": text(why)}

    taken = take("discard", values)

    assert codes(taken) == found
    assert [(a.act, a.role) for a in taken.acts] == [("end", "vessel/P1/1")]
    ctx = Context("P1/it", "P", 1, balances=HELD, codes=CODES)
    assert discard.sisters(Step.from_body(step("it", "discard")), values, ctx) == held


def test_a_time_that_ends_before_it_begins_is_none() -> None:
    limits = {"limits": {"elapsed": {"act": ["3", "15"], "alert": ["3", "10"]}}}
    start, late = text("2026-03-02T10:00:00+01:00"), text("2026-03-02T10:16:00+01:00")

    assert codes(take("time", {"started_at": late, "ended_at": start})) == ["K-END-FIRST"]
    over = {"started_at": start, "ended_at": late}
    assert codes(take("time", over, params=limits)) == ["T04"]
    harmed = take("time", over, params=limits, in_window="ENZYME")
    assert codes(harmed) == ["T05"]


def test_a_balance_names_what_is_left_over() -> None:
    fields = [ask(n, "decimal", unit="mL") for n in ("made", "used", "lost")]
    params = {"in": ["made"], "out": ["used", "lost"], "exact": True}
    values = {n: number(v, "mL") for n, v in (("made", "100"), ("used", "90"), ("lost", "9"))}

    taken = take("reconcile", values, fields=fields, params=params)

    assert {c.name: c.value for c in taken.computed} == {
        "difference": D(1),
        "difference_percent": D(1),
    }
    assert codes(taken) == ["K-DIFFERENCE"]


def test_a_plan_is_computed_and_the_starting_cells_are_booked() -> None:
    results = [
        {"name": "viable", "unit": CELLS, "formula": "product", "of": ["mean", "volume"]},
        {"name": "vessels", "unit": "1", "formula": "floor_quotient", "of": ["viable", "2.544"]},
        {"name": "left", "unit": "1", "formula": "quotient", "of": ["viable", "0"]},
        {
            "name": "age", "unit": "h", "formula": "elapsed",
            "of": [{"step": "REC/open", "name": "collected"}, "arrived"],
        },
    ]  # fmt: skip
    fields = [
        ask("mean", "decimal", unit="10*6/mL"), ask("volume", "decimal", unit="mL"),
        ask("arrived", "time"),
    ]  # fmt: skip
    values = {
        "mean": number("0.4264", "10*6/mL"), "volume": number("20.0", "mL"),
        "arrived": text("2026-03-02T12:30:00+01:00"),
    }  # fmt: skip
    collected = "2026-03-02T10:00:00+01:00"
    here = {"lookup": lambda _path, name: collected if name == "collected" else None}
    params = {"results": results, "makes": "start", "quantity": "viable"}

    taken = take("calculate", values, here, fields=fields, params=params)

    assert {c.name: c.value for c in taken.computed} == {
        "viable": D("8.52800"), "vessels": D(3), "left": None, "age": D("2.5"),
    }  # fmt: skip
    assert [(a.act, a.role, a.quantity) for a in taken.acts] == [("create", "start", D("8.528"))]


def test_a_seeding_table_is_one_row_a_vessel_and_adds_up() -> None:
    table = ask(
        "made", "table", columns=[ask("viable", "decimal", unit=CELLS)],
        rows={"min": 1, "max": 5, "of": "vessels"},
    )  # fmt: skip
    values = {
        "viable_seeded": number("10", CELLS), "vessels": number("2"), "area": number("636", "cm2"),
        "seeded_at": text("2026-03-02T12:30:00+01:00"), "made.1.viable": number("5", CELLS),
        "made.2.viable": number("5", CELLS),
    }  # fmt: skip
    here = {"balances": {"pool/P0": D(50)}}

    assert codes(take("seed", values, here, fields=[table])) == []
    short = {**values, "vessels": number("3")}
    assert codes(take("seed", short, here, fields=[table])) == ["K-ROWS"]
    other = {**values, "made.2.viable": number("4", CELLS)}
    assert codes(take("seed", other, here, fields=[table])) == ["K-SUM"]


def test_moving_names_unit_and_place() -> None:
    values = {"moved.1.unit": text("L-B01"), "moved.1.place": text("TANK-A1")}

    taken = take("move", values, scan=["bags", "position"])

    assert [(a.act, a.role, a.place) for a in taken.acts] == [
        ("move", "container/FIN/fill/1", "TANK-A1")
    ]
    assert codes(take("move", {**values, "moved.1.unit": text("L-P1-01")}, scan=["bags"])) == [
        "C02"
    ]


def test_inside_a_window_a_wrong_vessel_is_shouted_and_another_lot_refused() -> None:
    soft = take("consume", {"scan_vessel": text("L-P1-09")}, scan=["vessel"], in_window="W")
    hard = take("consume", {"scan_vessel": text("X-P1-01")}, scan=["vessel"], in_window="W")

    assert (codes(soft), soft.refusals) == (["K-IN-WINDOW"], ())
    assert [f.code for f in hard.refusals] == ["C01"]
    assert codes(take("consume", {}, scan=["vessel"], in_window="W")) == ["K-IN-WINDOW"]


LIMITS = PassageLimits(3, "a", D("11.0"), D("13.0"))
SECOND = {"path": "P2/it", "repetition": 2}


def asked(kind: str, here: dict[str, Any], said: dict[str, str], **params: Any) -> list[str]:
    """Ask the limits at a step of passage 1 of 0 to 3; `said` are the doublings on record."""

    def look(path: str, name: str) -> Decimal | None:
        value = said.get(f"{path} {name}")
        return None if value is None else D(value)

    place = {"path": "P1/it", "repetition": 1, "last": 3, **here}
    ctx = Context(phase="P", lookup=look, limits=LIMITS, **place)
    of = Step.from_body(step("it", kind, params=params))
    return [f.code for f in against_seeding(of, ctx)]


GROWN = {"P1/harvest cumulative_doublings": "8.5", "P1/harvest population_doublings": "3.0"}
COLONIES = {"P0/harvest cumulative_doublings": "7.9", "P0/harvest population_doublings": "7.9"}


@pytest.mark.parametrize(
    ("kind", "here", "said", "params", "found"),
    [
        ("seed", SECOND, GROWN, {}, ["L09"]),  # 8.5 and 3.0 more are over 11
        ("seed", SECOND, {**GROWN, "P1/harvest cumulative_doublings": "8.0"}, {}, []),
        ("seed", {**SECOND, "convention": "b"}, GROWN, {}, ["GROWTH-CONVENTION"]),
        ("seed", {}, COLONIES, {}, []),  # the next passage will not double as often as that
        ("seed", {}, {}, {}, ["GROWTH-NO-AGE"]),
        ("seed", {"first": 1}, {}, {}, []),  # cells of the donation have not doubled yet
        ("seed", {"first": 1, "thawed": "TH/thaw"}, {}, {}, ["GROWTH-NO-AGE"]),
        ("seed", {"first": 1, "thawed": "TH/thaw"}, {"TH/thaw cumulative_doublings": "11.5"}, {},
         ["L09"]),
        ("seed", {"first": 1, "thawed": "TH/thaw"}, {"TH/thaw cumulative_doublings": "6"}, {}, []),
        ("decide", {}, {"P1/harvest cumulative_doublings": "12"}, {"next_passage": True}, ["L09"]),
        ("confirm", {}, {"P1/harvest cumulative_doublings": "12"}, {"next_passage": True}, ["L09"]),
        ("decide", {}, {"P1/harvest cumulative_doublings": "12"}, {}, []),
        ("decide", {"last": 1}, {"P1/harvest cumulative_doublings": "12"}, {"next_passage": True},
         []),
    ],
)  # fmt: skip
def test_cells_are_grown_no_further_than_the_master_says(
    kind: str, here: dict[str, Any], said: dict[str, str], params: dict[str, Any], found: list[str]
) -> None:
    assert asked(kind, here, said, **params) == found
