"""Cell counts as `cell-counting/REC/2024/09`."""

from __future__ import annotations

from typing import Any

from instruments.asm import parts
from instruments.reading import Parsed, Reading

MANIFEST = "http://purl.allotrope.org/manifests/cell-counting/REC/2024/09/cell-counting.manifest"
DEMANDED = ("viability", "viable_cell_density")

# Our quantity: its name in the model.
PROCESSED = {
    "viability": "viability (cell counter)",
    "viable_cell_density": "viable cell density (cell counter)",
    "total_cell_density": "total cell density (cell counter)",
    "dead_cell_density": "dead cell density (cell counter)",
    "average_total_cell_diameter": "average total cell diameter",
    "average_live_cell_diameter": "average live cell diameter (cell counter)",
    "average_dead_cell_diameter": "average dead cell diameter (cell counter)",
    "total_cell_count": "total cell count",
    "viable_cell_count": "viable cell count",
    "dead_cell_count": "dead cell count",
    "average_total_cell_circularity": "average total cell circularity",
    "average_viable_cell_circularity": "average viable cell circularity",
}
PROCESSING = {
    "cell_density_dilution_factor": "cell density dilution factor",
    "minimum_cell_diameter_setting": "minimum cell diameter setting",
    "maximum_cell_diameter_setting": "maximum cell diameter setting",
}
SETTINGS = {"sample_volume_setting": "sample volume setting"}


def document(parsed: Parsed, file_name: str) -> dict[str, Any]:
    """Return the document of a file of counts.

    A reading without viability or viable density has no place in the model: it is named in the
    custom information of the file.
    """
    whole = [each for each in parsed.readings if _complete(each)]
    system = parts.data_system(parsed, file_name)
    parts.left_out(system, (each for each in parsed.readings if not _complete(each)))
    return {
        "$asm.manifest": MANIFEST,
        "cell counting aggregate document": {
            "cell counting document": [_group(parsed, each) for each in whole],
            "data system document": system,
            "device system document": parts.device_system(parsed),
        },
    }


def _complete(each: Reading) -> bool:
    """Tell whether a reading has what the model demands, as plain numbers."""
    return all(name in each.values and not each.values[name].qualifier for name in DEMANDED)


def _group(parsed: Parsed, each: Reading) -> dict[str, Any]:
    """Return one count."""
    group: dict[str, Any] = {
        "measurement aggregate document": {"measurement document": [_measurement(parsed, each)]}
    }
    return group | parts.filled({"analyst": each.operator or parsed.source.operator})


def _measurement(parsed: Parsed, each: Reading) -> dict[str, Any]:
    """Return the measurement of one count."""
    time, said = parts.time_of(each)
    return {
        "measurement identifier": parts.identifier(parsed, each.locator),
        "measurement time": time,
        "sample document": parts.sample(each),
        "device control aggregate document": parts.device_control(
            "cell counter", _named(each, SETTINGS)
        ),
        "processed data aggregate document": {"processed data document": [processed(parsed, each)]},
        parts.CUSTOM: parts.custom(each, said),
    }


def processed(parsed: Parsed, each: Reading) -> dict[str, Any]:
    """Return the values of a count; those that the model does not know go beside them."""
    known = {**PROCESSED, **PROCESSING, **SETTINGS}
    more = {
        parts.words(name): parts.quantity(value)
        for name, value in each.values.items()
        if name not in known and not value.qualifier
    }
    found = {
        "processed data identifier": parts.identifier(parsed, each.locator, "processed"),
        **_named(each, PROCESSED),
    }
    return found | parts.filled(
        {"data processing document": _named(each, PROCESSING), parts.CUSTOM: more}
    )


def _named(each: Reading, names: dict[str, str]) -> dict[str, Any]:
    """Return the values that have a name in the model."""
    return {
        named: parts.quantity(each.values[name])
        for name, named in names.items()
        if name in each.values and not each.values[name].qualifier
    }
