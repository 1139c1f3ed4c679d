"""Plates as a model of Allotrope: every signal is there, valid in the model, the same each time."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from instruments.asm.document import document
from instruments.asm.plain import KIND
from instruments.plates import document as plates
from instruments.reading import Parsed, Profile, Quantity, Reading, Source
from tests.instruments.asm.test_asm import faults, with_schemas
from tests.instruments.plates.test_plates import SIGNALS, expected, exports
from tests.instruments.shared import needs_shared

OTHERS = ("ctl_immunospot", "beckman_pharmspec")  # spots and particles


def read(name: str) -> Parsed:
    """Read what others expect of an export."""
    return plates.parsed(expected(name), Source("x", "1", "0" * 64, 1), {}, Profile())


def numbers(node: Any, times: int = 1) -> Counter[tuple[str, str]]:
    """Count the signals and the points of courses of a document; -0 stands for none."""
    found: Counter[tuple[str, str]] = Counter()
    if isinstance(node, dict):
        for name in SIGNALS:
            value = node.get(name, {}).get("value")
            if isinstance(value, int | float) and str(value) != "-0.0":
                found[name, f"{value * (times if name == SIGNALS[0] else 1):.9g}"] += 1
        for key, value in node.items():
            if key.endswith("data cube"):
                concept = value["cube-structure"]["measures"][0]["concept"]
                factor = times if concept == SIGNALS[0] else 1
                points = (v for v in value["data"]["measures"][0] if str(v) != "-0.0")
                found.update((key, f"{v * factor:.9g}") for v in points)
            else:
                found += numbers(value, times)
    elif isinstance(node, list):
        for value in node:
            found += numbers(value, times)
    return found


@needs_shared
@with_schemas
@pytest.mark.parametrize("name", [n for n in exports() if not n.startswith(OTHERS)])
def test_an_export_is_valid_and_says_every_signal(name: str) -> None:
    """A density of 1 is 1000 mAU; the converter writes it as 1."""
    made = document(read(name), "file")

    if numbers(expected(name)):
        assert faults(made) == []
        assert numbers(made) == numbers(expected(name), times=1000)
    else:
        assert made["document kind"] == KIND  # a file of empty wells
    assert made == document(read(name), "file")


@needs_shared
@pytest.mark.parametrize("name", [n for n in exports() if n.startswith(OTHERS)])
def test_spots_and_particles_are_said_to_be_ours(name: str) -> None:
    assert document(read(name), "file")["document kind"] == KIND


def test_a_calculated_value_names_its_wells_and_what_has_no_place_is_said() -> None:
    wells = {"location identifier": "A1", "plate well count": "96"}
    signal = {"absorbance": Quantity(Decimal("0.5"), "{OD}", "0.5")}
    mean = {"calculated_mean": Quantity(Decimal("0.5"), "{OD}", "0.5")}
    readings = (
        Reading("plate", "S1", "well A1", signal, unread=wells),
        Reading("plate", "S1", "well A2", signal, unread=wells),
        Reading("plate", "", "well A3", {}, unread=wells, status="error"),
        Reading("plate", "S1", "calculated 1", mean, unread={"calculated of": "well A1; well A2"}),
    )
    made = document(Parsed(Source("x", "1", "0" * 64, 1), readings), "file")
    body = made["plate reader aggregate document"]
    (one,) = body["calculated data aggregate document"]["calculated data document"]
    measured = [
        each["measurement aggregate document"]["measurement document"][0]["measurement identifier"]
        for each in body["plate reader document"]
    ]

    assert [s["data source identifier"] for s in one["data source aggregate document"]
            ["data source document"]] == measured  # fmt: skip
    left = body["data system document"]["custom information document"]
    assert left["readings that the model cannot hold"] == "well A3"


def test_the_comparison_would_see_a_signal_that_is_missing() -> None:
    said = {"absorbance": {"value": 1.5, "unit": "mAU"}}

    assert numbers([said]) != numbers([said, said])
    assert numbers(said, times=1000) == Counter({("absorbance", "1500"): 1})
