"""The worked lot on a master of convention (b): doublings are counted from the colony-forming cells."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from elnapp.lots import queries, service
from elnapp.quality import queries as quality
from elnapp.record.verify import Layers, verify
from tests import library
from tests.elnapp.lots.conftest import ENGINEERING, PASSAGES, Bench, in_force

CODE = "OTHER-CONVENTION"
SHORT = Path(__file__).parents[3] / "elnapp/documents/library/master/MSC-AT-SHORT.yaml"
COLONIES: dict[str, Any] = {
    "code": "colonies",
    "kind": "measure",
    "title": {"en": "Colony-forming cells", "fr": "Cellules formant des colonies"},
    "instruction": {
        "en": "Write the fraction of the validation of the unit.",
        "fr": "Noter la fraction de la validation de l'unité.",
    },
    "by": ["technician"],
    "verify": None,
    "gate": False,
    "mandatory": True,
    "fields": [
        {"name": "cfu_f",
            "unit": "1", "type": "decimal", "label": {"en": "CFU-F, fraction", "fr": "CFU-F, fraction"}}
    ],
}  # fmt: skip
LIMITS = {"convention": "b", "action": "18.0", "reject": "22.0"}


def counted_from_colonies() -> dict[str, Any]:
    """The short master with convention (b), its own limits, and the fraction asked of the digest."""
    body = library.body(SHORT)
    body["doublings_convention"] = "b"
    body["limits"]["max_doublings"] = LIMITS
    phases = {phase["code"]: phase for phase in body["phases"]}
    phases["SVF"]["steps"].append(deepcopy(COLONIES))
    harvest = next(s for s in phases["P"]["steps"] if s["code"] == "harvest")
    harvest["params"]["efficiency"] = {"step": "SVF/colonies", "name": "cfu_f"}
    harvest["params"]["limits"]["cumulative_doublings"] = {
        "act": [None, "22.0"],
        "alert": [None, "18.0"],
    }
    return body


@pytest.fixture
def grown(bench: Bench) -> Bench:
    """The worked lot on that master, to the harvest of P3."""
    in_force(bench, CODE, counted_from_colonies())
    bench.issue(replace(ENGINEERING, master=CODE))
    bench.receive()
    bench.record("SVF/colonies", {"cfu_f": "0.03"})
    for n in range(len(PASSAGES)):
        bench.passage(n)
    return bench


def test_the_worked_lot_has_16_97_doublings_by_convention_b(grown: Bench) -> None:
    """P0 adds log2(57.2 / (7.632 x 0.03)) = 7.965 to the 9.01 of convention (a)."""
    with grown.house.kernel.reading() as session:
        found = queries.growth(session, grown.stream)
        deviations = quality.open_deviations(session, grown.stream)
        record = queries.dossier(session, grown.stream)["growth"]

    def places(name: str, digits: str) -> list[str | None]:
        values = (getattr(p, name) for p in found.passages)
        return [None if v is None else str(v.quantize(Decimal(digits))) for v in values]

    assert found.doublings_convention == record["doublings_convention"] == "b"
    assert places("doublings", "0.001") == ["7.965", "3.003", "3.068", "2.938"]
    assert places("cumulative", "0.01") == ["7.96", "10.97", "14.04", "16.97"]
    # Of the suspension seeded at P0 only some cells grew: it was multiplied by nothing that is known.
    assert places("fold", "0.01") == [None, "8.02", "8.39", "7.67"]
    assert places("confluence_yield", "0.01") == ["3.00", "2.41", "2.52", "2.30"]
    assert [p.formulas["population_doublings"] for p in found.passages] == [
        "with_plating_efficiency@1",
        *["population_doublings@1"] * 3,
    ]
    assert [p["formulas"]["confluence_yield"] for p in record["passages"]] == [
        "confluence_yield@1"
    ] * 4
    assert not deviations


def test_a_corrected_fraction_moves_every_later_sum(grown: Bench) -> None:
    """Twice the colonies are one doubling less, at P0 and in each sum after it; no passage moves."""
    grown.correct("SVF/colonies", {"cfu_f": "0.06"}, "the other line of the report")

    with grown.house.kernel.reading() as session:
        found = queries.passages(session, grown.stream)
    sums = [p.cumulative.quantize(Decimal("0.01")) for p in found if p.cumulative is not None]
    assert sums == [Decimal(s) for s in ("6.96", "9.97", "13.04", "15.97")]
    report = verify(grown.house.kernel.stores, Layers(recompute={"lot": service.recompute}))
    assert report.broken == []
