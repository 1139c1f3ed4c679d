"""Cytometer data sets as `flow-cytometry/BENCHLING/2025/03`: the acquisition, before any gate.

Gates and the counts behind them are made later, from an approved template; they join here as
populations when there are any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from instruments.asm import parts
from instruments.reading import Parsed, Reading

MANIFEST = (
    "http://purl.allotrope.org/manifests/flow-cytometry/BENCHLING/2025/03/flow-cytometry.manifest"
)


@dataclass(frozen=True, slots=True)
class Population:
    """A counted population: its name, how many events, the name of the one it lies in."""

    name: str
    count: int
    parent: str = ""


def document(
    parsed: Parsed, file_name: str, populations: Mapping[str, tuple[Population, ...]] | None = None
) -> dict[str, Any]:
    """Return the document of a file; `populations` by the locator of the data set."""
    gated = populations or {}
    sets = [each for each in parsed.readings if each.kind == "flow_events" and each.values]
    return {
        "$asm.manifest": MANIFEST,
        "flow cytometry aggregate document": {
            "flow cytometry document": [
                _group(parsed, each, gated.get(each.locator, ())) for each in sets
            ],
            "data system document": parts.data_system(parsed, file_name),
            "device system document": parts.device_system(parsed),
        },
    }


def _group(parsed: Parsed, each: Reading, gated: tuple[Population, ...]) -> dict[str, Any]:
    """Return one data set."""
    time, said = parts.time_of(each)
    measurement = {
        "measurement identifier": parts.identifier(parsed, each.locator),
        "sample document": parts.sample(each),
        "device control aggregate document": parts.device_control("flow cytometer"),
        "processed data aggregate document": {
            "processed data document": [_processed(parsed, each, gated)]
        },
        parts.CUSTOM: {
            **said,
            "locator": each.locator,
            "status": each.status,
            "channels": ", ".join(str(name) for name in each.series.get("pnn", ())),
            "stains": ", ".join(str(name or "") for name in each.series.get("pns", ())),
        },
    }
    aggregate: dict[str, Any] = {
        "measurement time": time,
        "measurement document": [measurement],
    }
    aggregate |= parts.filled({"analyst": each.operator or parsed.source.operator})
    return {"measurement aggregate document": aggregate}


def _processed(parsed: Parsed, each: Reading, gated: tuple[Population, ...]) -> dict[str, Any]:
    """Return all events as a population, and those inside it."""
    total = int(each.values["event_count"].value)
    everything = Population("All events", total)
    return {
        "processed data identifier": parts.identifier(parsed, each.locator, "processed"),
        "population aggregate document": {
            "population document": [_population(parsed, each, everything, gated)]
        },
    }


def _population(
    parsed: Parsed, each: Reading, found: Population, gated: tuple[Population, ...]
) -> dict[str, Any]:
    """Return one population with those that lie in it."""
    inside = [one for one in gated if one.parent == found.name]
    made: dict[str, Any] = {
        "population identifier": parts.identifier(parsed, each.locator, found.name),
        "written name": found.name,
        "count": {"value": found.count, "unit": "(unitless)"},
    }
    if found.parent:
        made["parent population identifier"] = parts.identifier(parsed, each.locator, found.parent)
    if inside:
        made["population aggregate document"] = {
            "population document": [_population(parsed, each, one, gated) for one in inside]
        }
    return made
