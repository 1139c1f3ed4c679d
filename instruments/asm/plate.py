"""Plates as `plate-reader/REC/2025/03`: one measurement a reading, calculated values with their sources.

An optical density of 1 is 1000 mAU.  Plates of spots or particles have another model or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from instruments.asm import parts
from instruments.reading import Parsed, Quantity, Reading

MANIFEST = "http://purl.allotrope.org/manifests/plate-reader/REC/2025/03/plate-reader.manifest"
CALCULATED, OF, WELLS, WELL, PLATE = (
    "calculated_", "calculated of", "plate well count", "location identifier",
    "well plate identifier",
)  # fmt: skip


class _Signal(NamedTuple):
    """What a detector gives: its unit in the model, and its names for a course and a spectrum."""

    unit: str
    factor: int
    course: str
    spectrum: str


_SIGNALS = {
    "absorbance": _Signal(
        "mAU", 1000, "absorption profile data cube", "absorption spectrum data cube"
    ),
    "fluorescence": _Signal(
        "RFU", 1, "fluorescence emission profile data cube",
        "fluorescence emission spectrum data cube",
    ),
    "luminescence": _Signal("RLU", 1, "luminescence profile data cube", ""),
}  # fmt: skip
_OURS = {"{OD}": "absorbance", "{RFU}": "fluorescence", "{RLU}": "luminescence"}
_AXES = {"elapsed_time": "course", "wavelength": "spectrum"}
_SETTINGS = {
    "detector_wavelength_setting": "nm", "detector_bandwidth_setting": "nm",
    "excitation_wavelength_setting": "nm", "excitation_bandwidth_setting": "nm",
    "wavelength_filter_cutoff_setting": "nm", "number_of_averages": "#",
    "number_of_scans_setting": "#", "read_interval_setting": "s",
    "total_measurement_time_setting": "s",
}  # fmt: skip
_TEMPERATURE, _DISTANCE = "compartment_temperature", "detector_distance_setting_plate_reader"


def fits(parsed: Parsed) -> bool:
    """Tell whether the model has a place for something of the file: a signal, in a well of a plate."""
    return any(_held(each) for each in parsed.readings)


def document(parsed: Parsed, file_name: str) -> dict[str, Any]:
    """Return the document of a file of plates; readings without a signal are named in its own part."""
    held = [each for each in parsed.readings if _held(each)]
    system = parts.data_system(parsed, file_name)
    others = (each for each in parsed.readings if not _held(each) and OF not in each.unread)
    parts.left_out(system, others)
    body: dict[str, Any] = {
        "plate reader document": [_group(parsed, each) for each in held],
        "data system document": system,
        "device system document": parts.device_system(parsed),
    }
    if made := list(_calculated(parsed, {each.locator for each in held})):
        body["calculated data aggregate document"] = {"calculated data document": made}
    return {"$asm.manifest": MANIFEST, "plate reader aggregate document": body}


def _held(each: Reading) -> bool:
    """Tell whether a reading has a well, the size of its plate, and a signal or a course of one."""
    signal = any(name in each.values and not each.values[name].qualifier for name in _SIGNALS)
    placed = bool(each.unread.get(WELL)) and each.unread.get(WELLS, "").isdigit()
    return placed and (signal or _cube(each) is not None)


def _group(parsed: Parsed, each: Reading) -> dict[str, Any]:
    """Return one reading."""
    time, said = parts.time_of(each)
    group: dict[str, Any] = {
        "measurement aggregate document": {
            "measurement time": time,
            "plate well count": {"value": int(each.unread[WELLS]), "unit": "#"},
            "container type": "well plate",
            "measurement document": [_measurement(parsed, each, said)],
        }
    }
    return group | parts.filled({"analyst": each.operator or parsed.source.operator})


def _measurement(parsed: Parsed, each: Reading, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the measurement of one well; what the model has no name for stands beside it."""
    plain = {name: value for name, value in each.values.items() if not value.qualifier}
    named = {*_SIGNALS, *_SETTINGS, _TEMPERATURE, _DISTANCE}
    own = {
        parts.words(name): parts.quantity(value)
        for name, value in plain.items()
        if name not in named and not name.startswith(CALCULATED)
    }
    found: dict[str, Any] = {
        "measurement identifier": parts.identifier(parsed, each.locator),
        "sample document": parts.sample(each)
        | parts.filled({name: each.unread.get(name, "") for name in (WELL, PLATE)}),
        "device control aggregate document": parts.device_control(
            "plate reader", _set(each, plain)
        ),
        parts.CUSTOM: parts.custom(each, said) | own,
        **{n: _signal(s, plain[n].value) for n, s in _SIGNALS.items() if n in plain},
    }
    if _TEMPERATURE in plain:
        found["compartment temperature"] = parts.quantity(plain[_TEMPERATURE])
    cube = _cube(each)
    return found | ({cube[0]: cube[1]} if cube else {})


def _set(each: Reading, plain: Mapping[str, Quantity]) -> dict[str, Any]:
    """Return what the instrument was set to."""
    settings = {
        parts.words(name): {"value": parts.number(plain[name].value), "unit": unit}
        for name, unit in _SETTINGS.items()
        if name in plain
    }
    if _DISTANCE in plain:
        settings["detector distance setting (plate reader)"] = parts.quantity(plain[_DISTANCE])
    return parts.filled({"detection type": each.unread.get("detection type", "")}) | settings


def _signal(signal: _Signal, value: Decimal) -> dict[str, Any]:
    return {"value": parts.number(value * signal.factor), "unit": signal.unit}


def _cube(each: Reading) -> tuple[str, dict[str, Any]] | None:
    """Return the course or the spectrum of a well under its name in the model; None without one."""
    columns = {
        name.partition(" ")[0]: (name.partition(" ")[2], c) for name, c in each.series.items()
    }
    axis = next((one for one in _AXES if one in columns), None)
    concept = next((one for one in _SIGNALS if one in columns), None)
    if axis is None or concept is None or _OURS.get(columns[concept][0]) != concept:
        return None
    signal = _SIGNALS[concept]
    called = signal.course if _AXES[axis] == "course" else signal.spectrum
    points = list(_points(columns[axis][1], columns[concept][1]))
    if not called or not points:
        return None
    return called, {
        "label": f"{concept} of {each.locator}",
        "cube-structure": {
            "dimensions": [_axis(parts.words(axis), columns[axis][0])],
            "measures": [_axis(concept, signal.unit)],
        },
        "data": {
            "dimensions": [[parts.number(at) for at, _ in points]],
            "measures": [[parts.number(value * signal.factor) for _, value in points]],
        },
    }


def _points(axis: Sequence[Any], column: Sequence[Any]) -> Iterator[tuple[Decimal, Decimal]]:
    """Give the points of a course; one that the instrument did not give is none."""
    for at, value in zip(axis, column, strict=True):
        if isinstance(at, Decimal) and isinstance(value, Decimal):
            yield at, value


def _axis(concept: str, unit: str) -> dict[str, str]:
    return {"@componentDatatype": "double", "concept": concept, "unit": unit}


def _calculated(parsed: Parsed, held: set[str]) -> Iterator[dict[str, Any]]:
    """Give each calculated value with the measurements it rests on, where the document has them."""
    for each in parsed.readings:
        sources = each.unread[OF].split("; ") if OF in each.unread else [each.locator]
        known = [place for place in sources if place in held]
        for name, value in each.values.items():
            if name.startswith(CALCULATED) and known and not value.qualifier:
                yield {
                    "calculated data identifier": parts.identifier(parsed, each.locator, name),
                    "calculated data name": parts.words(name.removeprefix(CALCULATED)),
                    "calculated result": parts.quantity(value),
                    "data source aggregate document": {
                        "data source document": [_source(parsed, place) for place in known]
                    },
                }


def _source(parsed: Parsed, place: str) -> dict[str, str]:
    return {
        "data source identifier": parts.identifier(parsed, place),
        "data source feature": "measurement",
    }
