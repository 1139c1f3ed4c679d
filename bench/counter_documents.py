"""What an Allotrope document of a cell counter says, beside what our reader says of the same file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from instruments.reading import Reading

Said = tuple[str, str, str, str]  # sample, quantity, number, unit
UNITS = {
    "10^6 cells/mL": "10*6/mL",
    "µm": "um",
    "μL": "uL",
    "%": "%",
    "cell": "{cells}",
    "(unitless)": "1",
    "mmol/L": "mmol/L",
    "g/L": "g/L",
    "mmHg": "mm[Hg]",
    "pH": "[pH]",
    "degC": "Cel",
    "mosm/kg": "mosm/kg",
    "mAU": "{OD}",
}
# The documents give lactate dehydrogenase, printed in U/L, times 0.0167 as mmol/L: that is ukat/L
# under another unit.  We keep U/L.
LDH, LDH_FACTOR = "ldh_molar_concentration", Decimal("0.0167")
# Values that the documents leave out although the export prints them.
MORE = frozenset({"average_live_cell_diameter", "temperature"})


@dataclass(frozen=True)
class Expected:
    """One measurement of a document."""

    sample: str
    time: str
    values: dict[str, tuple[Decimal, str]] = field(default_factory=dict)


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


def differences(
    wanted: Iterable[Expected], found: Iterable[Reading]
) -> tuple[list[Said], list[Said]]:
    """Return what only the document says, and what only the readings say."""
    left, right = Counter(expected_said(wanted)), Counter(said(found))
    more = (right - left).elements()
    return sorted((left - right).elements()), sorted(each for each in more if not _lost(each))


def _lost(each: Said) -> bool:
    """Tell a value that the documents are known to leave out: allotropy loses zeros as if missing."""
    return each[1] in MORE or each[2] == "0"


def expected_said(wanted: Iterable[Expected]) -> list[Said]:
    """Return the expected values as sample, name, number and unit; a faked zero is none, nor is NaN."""
    rows: list[Said] = []
    for each in wanted:
        if each.sample == "nan":  # an empty row, to allotropy
            continue
        for name, (value, unit) in each.values.items():
            if value.is_nan() or str(value) == "-0.0":
                continue
            if name == LDH:
                activity = "lactate_dehydrogenase_activity"
                rows.append((each.sample, activity, same(value / LDH_FACTOR), "U/L"))
            elif name == "absorbance":
                rows.append((each.sample, "optical_density", same(value), UNITS[unit]))
            else:
                rows.append((each.sample, name, same(value), UNITS.get(unit, unit)))
    return rows


def said(found: Iterable[Reading]) -> list[Said]:
    """Return the values that were read; one beyond the range of its test is no measured value."""
    return [
        (each.sample_id, name, same(quantity.value), quantity.unit)
        for each in found
        for name, quantity in each.values.items()
        if not quantity.qualifier
    ]


def same(value: Decimal) -> str:
    """Return a number with the twelve digits that a double keeps of it."""
    return f"{float(value):.12g}"


def name_of(words: str) -> str:
    """Return an Allotrope name as ours: underscored, without the kind of instrument."""
    plain = words.replace("(cell counter)", "").replace("-", "_").strip()
    return "_".join(plain.lower().split())


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
