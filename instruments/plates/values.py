"""Numbers, units and texts out of an Allotrope document."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from typing import Any

from instruments.reading import Quantity

_NOT_NAME = re.compile(r"[^a-z0-9]+")
_NAMED = ("image feature name", "analyte name", "calculated data name", "feature")
_SIZE = "particle size"
_EXACT = 2**53  # up to here a whole double is the number that was written
# Allotrope's unit: UCUM.  What is not here is kept in braces, which UCUM reads as a remark.
# Plate readers print optical densities; allotropy writes the same number beside mAU.
_UCUM = {
    "(unitless)": "1", "#": "1", "%": "%", "nm": "nm", "mm": "mm", "mm^2": "mm2", "µm": "um",
    "μm": "um", "mL": "mL", "µL": "uL", "μL": "uL", "s": "s", "ms": "ms", "min": "min",
    "degC": "Cel", "mAU": "{OD}", "RFU": "{RFU}", "RLU": "{RLU}", "OD": "{OD}", "cell": "{cells}",
    "Counts/mL": "{counts}/mL", "g/L": "g/L", "mg/mL": "mg/mL", "ng/µL": "ng/uL", "V": "V",
    "rpm": "{rpm}", "Hz": "Hz", "RU": "{RU}", "pg/mL": "pg/mL", "mmol/L": "mmol/L",
}  # fmt: skip


def slug(words: str) -> str:
    """Return a name as ours: lower case, underscored; `(%max)` becomes `max`."""
    return _NOT_NAME.sub("_", words.casefold()).strip("_") or "value"


def ucum(unit: str) -> str:
    """Return a unit of Allotrope in UCUM."""
    return _UCUM.get(unit, f"{{{re.sub(r'[^!-z|~]', '', unit)}}}" if unit else "1")


def decimal(number: object) -> Decimal | None:
    """Return a number of a document; None for what is none and for -0, which stands for missing."""
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        return None
    if isinstance(number, float) and (
        not math.isfinite(number) or (number == 0 and math.copysign(1, number) < 0)
    ):
        return None
    whole = isinstance(number, float) and number.is_integer() and abs(number) < _EXACT
    # numpy's double is one of Python's too, but says its type when asked for its digits.
    return Decimal(int(number)) if whole else Decimal(repr(float(number)))


def quantity(found: object) -> Quantity | None:
    """Return `{"value": 1.5, "unit": "RFU"}` as a quantity; None for anything else."""
    if not isinstance(found, Mapping) or not {"value", "unit"} <= set(found):
        return None
    value = decimal(found["value"])
    if value is None:
        return None
    return Quantity(value, ucum(str(found["unit"])), str(found["value"]))


def walked(node: object, name: str = "", about: str = "") -> dict[str, Quantity]:
    """Return every quantity below a node by its name; one that repeats is numbered."""
    values: dict[str, Quantity] = {}
    for called, value in _quantities(node, name, about):
        values[free(called, values, "{}_{}")] = value
    return values


def free(name: str, taken: Container[str], numbered: str) -> str:
    """Return a name that is not taken: itself, or with the next free number, as `numbered` writes it."""
    again = 1
    place = name
    while place in taken:
        again += 1
        place = numbered.format(name, again)
    return place


def _quantities(node: object, name: str, about: str) -> Iterator[tuple[str, Quantity]]:
    """Give every quantity below a node; a feature goes by its own name, a particle by its size."""
    found = quantity(node)
    if found is not None:
        yield slug(f"{name} {about}"), found
    elif isinstance(node, Mapping):
        title = next((str(node[key]) for key in _NAMED if node.get(key)), "")
        size = quantity(node.get(_SIZE))
        about = f"from {size.value} {size.unit}" if size else about
        for key, value in node.items():
            if not key.endswith("data cube") and key != _SIZE:
                yield from _quantities(value, title if title and "result" in key else key, about)
    elif isinstance(node, list):
        for value in node:
            yield from _quantities(value, name, about)


def cube(found: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Decimal | None, ...]]]:
    """Give the columns of a data cube, each by what it is and its unit."""
    for part in ("dimensions", "measures"):
        concepts = found["cube-structure"][part]
        for concept, column in zip(concepts, found["data"].get(part, ()), strict=False):
            name = f"{slug(str(concept['concept']))} {ucum(str(concept.get('unit', '')))}"
            yield name, tuple(decimal(number) for number in column)


def texts(node: object, name: str = "") -> dict[str, str]:
    """Return every text below a node that is not empty, so that nothing of the file is lost."""
    left: dict[str, str] = {}
    for called, text in _texts(node, name):
        left[free(called, left, "{} ({})")] = text
    return left


def _texts(node: object, name: str) -> Iterator[tuple[str, str]]:
    """Give the texts and plain numbers below a node; identifiers are the converter's own."""
    if isinstance(node, Mapping):
        if quantity(node) is None:
            for key, value in node.items():
                if key in _PLACES or not key.endswith(_NOT_KEPT):
                    yield from _texts(value, key)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, name)
    elif node not in (None, "", "N/A"):
        yield name, str(node)


_NOT_KEPT = ("data cube", " identifier", "measurement time")
_PLACES = frozenset(
    {"well plate identifier", "location identifier", "batch identifier", "experiment identifier"}
)
