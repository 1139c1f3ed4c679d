"""Thawing: whose cells they are, how old, how many came back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from batches.deviation import opens_deviation
from batches.kinds import Taken
from batches.kinds.base import Stock
from tests.batches.masters import number
from tests.batches.taking import CELLS, D, codes, take, text


@pytest.mark.parametrize(
    ("vial", "found"),
    [
        ("S-V01", []),
        ("S-V02", ["K-VIAL"]),
        ("L-P1-01", ["K-VIAL"]),
        ("L-B01", []),
    ],
)
def test_only_a_vial_in_stock_is_thawed(vial: str, found: list[str]) -> None:
    here = {"stock": {"S-V01": Stock("vial", D("5.2"), "a")}.get, "donation": ""}
    given = {
        "vial": text(vial), "doublings": number("5.2", "1"), "viable_recovered": number("4", CELLS),
    }  # fmt: skip

    taken = take("thaw", given, here)

    assert codes(taken) == found
    if vial == "S-V01":
        assert [(a.act, a.role, a.parents) for a in taken.acts] == [
            ("end", "S-V01", ()),
            ("create", "start", ("S-V01",)),
        ]


VIAL = {"name": "unit", "type": "code", "of": "vial", "label": {"en": "Vial", "fr": "Tube"}}
VIALS = {
    "name": "vials", "type": "table", "label": {"en": "Vials", "fr": "Tubes"},
    "rows": {"of": "vials", "min": 2, "max": 4}, "columns": [VIAL],
}  # fmt: skip


def thawed(stock: Stock, typed: str, **here: Any) -> Taken:
    given = {
        "vial": text("S-V01"), "doublings": number(typed, "1"), "viable_recovered": number("4", CELLS),
    }  # fmt: skip
    return take("thaw", given, {"stock": {"S-V01": stock}.get, "donation": "", **here})


@pytest.mark.parametrize(
    ("stock", "typed", "found"),
    [
        (Stock("vial", D("6.071"), "a"), "6.071", []),
        (Stock("vial", D("6.071"), "a"), "6.1", []),  # as many digits as were typed
        (Stock("vial", D("6.071"), "a"), "6.0", ["K-DOUBLINGS"]),
        (Stock("vial", D("6.071"), "b"), "6.071", ["GROWTH-CONVENTION"]),
        (Stock("vial"), "6.071", ["K-DOUBLINGS-UNKNOWN"]),
    ],
)
def test_thawed_cells_are_as_old_as_the_stock_says(
    stock: Stock, typed: str, found: list[str]
) -> None:
    taken = thawed(stock, typed)

    assert codes(taken) == found
    assert [(c.name, c.value) for c in taken.computed] == [("cumulative_doublings", D(typed))]
    assert all(opens_deviation(f) for f in taken.findings)


@pytest.mark.parametrize(
    ("lot", "vial", "refused"),
    [
        ("A999926000001", "A999926000001", []),
        ("A999926000001", "A999926000002", ["K-OTHER-DONATION"]),
        ("A999926000001", "", ["K-OTHER-DONATION"]),  # nobody says whose cells these are
        ("", "A999926000002", []),  # an engineering lot that names no donation
    ],
)
def test_cells_of_another_donation_are_not_thawed(lot: str, vial: str, refused: list[str]) -> None:
    taken = thawed(Stock("vial", D("6.071"), "a", donation=vial), "6.071", donation=lot)

    assert [f.code for f in taken.refusals] == refused


def test_of_several_vials_the_oldest_cells_count() -> None:
    stock = {"S-V01": Stock("vial", D("6.071"), "a"), "S-V02": Stock("vial", D("5"), "a")}
    given = {
        "vials.1.unit": text("S-V01"), "vials.2.unit": text("S-V02"),
        "doublings": number("6.071", "1"), "viable_recovered": number("8", CELLS),
    }  # fmt: skip

    taken = take("thaw", given, {"stock": stock.get, "donation": ""}, fields=[VIALS])

    assert codes(taken) == []
    assert [(a.act, a.role, a.parents) for a in taken.acts] == [
        ("end", "S-V01", ()),
        ("end", "S-V02", ()),
        ("create", "start", ("S-V01", "S-V02")),
    ]


@pytest.mark.parametrize(
    ("cells", "recovered"),
    [((D(5), D(5)), D(80)), ((D(5), None), None), ((None, None), None)],
)
def test_the_second_version_of_a_thaw_stores_what_was_recovered(
    cells: tuple[Decimal | None, ...], recovered: Decimal | None
) -> None:
    vials = {f"S-V0{n}": Stock("vial", D("6.071"), "a", c) for n, c in enumerate(cells, start=1)}
    given = {
        "vials.1.unit": text("S-V01"), "vials.2.unit": text("S-V02"),
        "doublings": number("6.071", "1"), "viable_recovered": number("8", CELLS),
    }  # fmt: skip
    limits = {"recovery": {"act": ["85", None]}}

    here = {"stock": vials.get, "donation": ""}
    taken = take("thaw@2", given, here, fields=[VIALS], params={"limits": limits})

    stored = {c.name: c.value for c in taken.computed}
    assert stored.get("recovery") == recovered
    assert codes(taken) == (["V02"] if recovered else [])
    assert stored["cumulative_doublings"] == D("6.071")
    assert taken.acts == take("thaw", given, here, fields=[VIALS]).acts


def test_the_first_harvest_after_a_thaw_adds_to_the_doublings_of_the_vial() -> None:
    known = {
        "P1/count mean_concentration": D(8), "P1/seed viable_seeded": D(20),
        "TH/thaw cumulative_doublings": D("6.071"),
    }  # fmt: skip
    here = {"lookup": lambda path, name: known.get(f"{path} {name}"), "first": 1}
    given = {"volume": number("20", "mL"), "harvested_at": text("2026-11-20T10:00+01:00")}

    def grown(**more: Any) -> dict[str, Decimal | None]:
        return {c.name: c.value for c in take("harvest", given, {**here, **more}).computed}

    assert grown(thawed="TH/thaw")["cumulative_doublings"] == D("9.071")  # 20 to 160 is 3
    assert grown()["cumulative_doublings"] == 0  # of a donation: counted from this harvest
