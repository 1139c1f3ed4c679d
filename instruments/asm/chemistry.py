"""Culture analysers as `solution-analyzer/REC/2024/09`."""

from __future__ import annotations

from typing import Any

from instruments.asm import counts, parts
from instruments.reading import Parsed, Quantity, Reading

MANIFEST = (
    "http://purl.allotrope.org/manifests/solution-analyzer/REC/2024/09/solution-analyzer.manifest"
)
_CONCENTRATIONS = {
    "_molar_concentration": "molar concentration",
    "_mass_concentration": "mass concentration",
}
OPTICAL = "optical_density"
_MILLI = 1000  # an optical density of 1 is 1000 mAU
_GASES = {
    "po2": "pO2",
    "pco2": "pCO2",
    "oxygen_saturation": "oxygen saturation",
    "carbon_dioxide_saturation": "carbon dioxide saturation",
    "ph": "pH",
    "temperature": "temperature",
    "osmolality": "osmolality",
}


def document(parsed: Parsed, file_name: str) -> dict[str, Any]:
    """Return the document of a file of an analyser: one measurement a reading.

    A reading that holds only what the model has no name for (an activity, a value below its range)
    is named in the custom information of the file.
    """
    system = parts.data_system(parsed, file_name)
    groups = [_group(parsed, each) for each in parsed.readings if _held(each)]
    parts.left_out(system, (each for each in parsed.readings if not _held(each)))
    return {
        "$asm.manifest": MANIFEST,
        "solution analyzer aggregate document": {
            "solution analyzer document": groups,
            "data system document": system,
            "device system document": parts.device_system(parsed),
        },
    }


def _held(each: Reading) -> bool:
    """Tell whether the model has a place for one of the values of a reading, and for its cells."""
    plain = {name for name, value in each.values.items() if not value.qualifier}
    whole = set(counts.DEMANDED) <= plain
    return whole or bool(
        {name for name in plain if _split(name)} or plain & {OPTICAL, "ph", "po2", "osmolality"}
    )


def _group(parsed: Parsed, each: Reading) -> dict[str, Any]:
    """Return one reading."""
    group: dict[str, Any] = {
        "measurement aggregate document": {"measurement document": [_measurement(parsed, each)]}
    }
    return group | parts.filled({"analyst": each.operator or parsed.source.operator})


def _measurement(parsed: Parsed, each: Reading) -> dict[str, Any]:
    """Return the measurement of one reading.

    What the model has no name for stands in the custom information.
    """
    time, said = parts.time_of(each)
    plain = {name: value for name, value in each.values.items() if not value.qualifier}
    analytes = [_analyte(name, value) for name, value in plain.items() if _split(name)]
    cells = {**counts.PROCESSED, **counts.PROCESSING} if set(counts.DEMANDED) <= set(plain) else {}
    counted = [name for name in plain if name in cells]
    found: dict[str, Any] = {
        "measurement identifier": parts.identifier(parsed, each.locator),
        "measurement time": time,
        "sample document": parts.sample(each),
        "device control aggregate document": parts.device_control("solution-analyzer"),
        parts.CUSTOM: parts.custom(each, said) | _own(plain, counted),
        **{named: parts.quantity(plain[name]) for name, named in _GASES.items() if name in plain},
    }
    if OPTICAL in plain:
        absorbance = plain[OPTICAL].value * _MILLI
        found["absorbance"] = {"value": parts.number(absorbance), "unit": "mAU"}
    if analytes:
        found["analyte aggregate document"] = {"analyte document": analytes}
    if counted:
        found["processed data aggregate document"] = {
            "processed data document": [_cells(parsed, each)]
        }
    return found


def _own(plain: dict[str, Quantity], counted: list[str]) -> dict[str, Any]:
    """Return the values that the model has no name for."""
    return {
        parts.words(name): parts.quantity(value)
        for name, value in plain.items()
        if not _split(name) and name not in {*_GASES, *counted, OPTICAL}
    }


def _cells(parsed: Parsed, each: Reading) -> dict[str, Any]:
    """Return the values of the cells alone."""
    found = counts.processed(parsed, each)
    found.pop(parts.CUSTOM, None)
    return found


def _split(name: str) -> tuple[str, str] | None:
    """Return the analyte and the model's name of what was measured of it."""
    for ending, named in _CONCENTRATIONS.items():
        if name.endswith(ending):
            return parts.words(name.removesuffix(ending)), named
    return None


def _analyte(name: str, value: Quantity) -> dict[str, Any]:
    """Return one analyte."""
    analyte, named = _split(name) or (name, "")
    return {"analyte name": analyte, named: parts.quantity(value)}
