"""The shared pairs: an export beside the document that other people expect of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "instruments"
COUNTERS = SHARED / "cell_counter"
missing = pytest.mark.skipif(
    not COUNTERS.is_dir(), reason="the folder of real instrument files is not beside the repository"
)


@dataclass(frozen=True)
class Expected:
    """One measurement of an expected document."""

    sample: str
    time: str
    values: dict[str, tuple[Decimal, str]] = field(default_factory=dict)


def pair_names() -> list[str]:
    """Return every export that has an expected document beside it, by its path under the folder."""
    if not COUNTERS.is_dir():
        return []
    exports = (path for path in COUNTERS.glob("*/*") if path.suffix != ".json")
    return sorted(
        str(path.relative_to(COUNTERS)) for path in exports if path.with_suffix(".json").exists()
    )


def expected(name: str) -> list[Expected]:
    """Return the measurements of the document beside an export."""
    document = json.loads((COUNTERS / name).with_suffix(".json").read_text(encoding="utf-8"))
    return measurements(document)


def measurements(document: dict[str, Any]) -> list[Expected]:
    """Return the measurements of a document, calculated ones with the measurement they rest on."""
    aggregate = next(value for key, value in document.items() if key.endswith("aggregate document"))
    groups = next(
        value for key, value in aggregate.items() if isinstance(value, list) and "document" in key
    )
    found = []
    for group in groups:
        measured = group["measurement aggregate document"]
        more = _calculated(measured.get("calculated data aggregate document", {}))
        for each in measured["measurement document"]:
            analytes = each.get("analyte aggregate document", {}).get("analyte document", [])
            own = {key: value for key, value in each.items() if key != "analyte aggregate document"}
            base = dict(_quantities(own)) | more
            sample, time = each["sample document"]["sample identifier"], each["measurement time"]
            found += [Expected(sample, time, base)] if base else []
            found += [Expected(sample, time, _analyte(one)) for one in analytes]
    return found


def _analyte(one: dict[str, Any]) -> dict[str, tuple[Decimal, str]]:
    """Return an analyte's value under the name of the analyte."""
    return {
        name_of(f"{one['analyte name']}_{key}"): (Decimal(repr(value["value"])), value["unit"])
        for key, value in one.items()
        if isinstance(value, dict) and set(value) == {"value", "unit"}
    }


def _calculated(aggregate: dict[str, Any]) -> dict[str, tuple[Decimal, str]]:
    """Return the calculated values, by their name without its unit."""
    return {
        name_of(one["calculated data name"].replace("(um)", "")): (
            Decimal(repr(one["calculated result"]["value"])),
            one["calculated result"]["unit"],
        )
        for one in aggregate.get("calculated data document", [])
    }


def _quantities(node: Any, name: str = "") -> list[tuple[str, tuple[Decimal, str]]]:
    """Return every value with a unit below a node."""
    if isinstance(node, dict) and set(node) == {"value", "unit"}:
        return [(name_of(name), (Decimal(repr(node["value"])), node["unit"]))]
    if isinstance(node, dict):
        return [each for key, value in node.items() for each in _quantities(value, key)]
    if isinstance(node, list):
        return [each for value in node for each in _quantities(value, name)]
    return []


def name_of(words: str) -> str:
    """Return an Allotrope name as ours: underscored, without the kind of instrument."""
    plain = words.replace("(cell counter)", "").replace("-", "_").strip()
    return "_".join(plain.lower().split())
