"""The units of culture analysers as UCUM, with the power of ten to the one a value is given in."""

from __future__ import annotations

import re

MASS, MOLAR, ACTIVITY, OPTICAL = "g/L", "mmol/L", "U/L", "{OD}"

# Unit as printed, blanks left out: the unit of the value, and the power of ten to it.
_UNITS: dict[str, tuple[str, int]] = {
    "g/l": (MASS, 0),
    "mg/l": (MASS, -3),
    "mg/ml": (MASS, 0),
    "mmol/l": (MOLAR, 0),
    "mm": (MOLAR, 0),
    "umol/l": (MOLAR, -3),
    "u/l": (ACTIVITY, 0),
    "od": (OPTICAL, 0),
    "mmhg": ("mm[Hg]", 0),
    "mosm/kg": ("mosm/kg", 0),
    "%": ("%", 0),
    "x10^6cells/ml": ("10*6/mL", 0),
    "10^6cells/ml": ("10*6/mL", 0),
    "cells/ml": ("10*6/mL", -6),
    "um": ("um", 0),
}
_NAMES = {MASS: "mass_concentration", MOLAR: "molar_concentration", ACTIVITY: "activity"}


def unit_of(text: str) -> tuple[str, int] | None:
    """Return the UCUM unit a printed one stands for and the power of ten to it; None if unknown."""
    plain = re.sub(r"\s+", "", text).replace("\u00b5", "u").replace("\u03bc", "u").casefold()
    return _UNITS.get(plain)


def quantity_of(analyte: str, unit: str) -> str:
    """Return the name of the quantity: the analyte and what its unit measures."""
    return f"{analyte}_{_NAMES[unit]}" if unit in _NAMES else analyte
