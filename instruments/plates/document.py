"""An Allotrope document of a plate, as allotropy makes it, to the readings of the house.

Taken are the numbers, their units, the settings, the places of the wells.  Not taken is what
allotropy adds of its own: random identifiers, a path, names of samples made of plate and well, -0 for
a number that is missing, and the moment of a time that could mean two days or has no zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from instruments.plates.values import cube, free, quantity, slug, texts, walked
from instruments.reading import Note, Parsed, Profile, Quantity, Reading, Refusal, Source
from instruments.tables import files
from instruments.tables.sheets import Sheet
from instruments.tables.times import Moment, date_order, moment

Document = Mapping[str, Any]
_CUBE = "data cube"
_ERRORS, _IDENTIFIER, _SAMPLE = (
    "error aggregate document", "measurement identifier", "sample document",
)  # fmt: skip
_SETTINGS = "device control aggregate document"
_ABSENT = frozenset({"", "n/a", "unknown"})
# What the converter sets behind the name of a value, another one each time.
_MADE_UP = re.compile(r" - [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_SHORTEST = 100  # nm; a setting below is a number that the converter took for a wavelength


def parsed(
    document: Document, origin: Source, times: Mapping[str, str], profile: Profile
) -> Parsed:
    """Return what a document says.

    `times` gives, for each time of the document, the text of the file that it stands for.
    Raises `Refusal`: nothing was measured, or the dates prove two orders of day and month.
    """
    body = next(value for key, value in document.items() if key.endswith("aggregate document"))
    groups = next((value for value in body.values() if isinstance(value, list)), [])
    order = date_order(times.values(), profile, "measurement time")
    by_identifier: dict[str, Reading] = {}
    for group in groups:
        said = group["measurement aggregate document"]
        for each in said["measurement document"]:
            raw = times.get(str(each.get("measurement time", said.get("measurement time"))), "")
            at = moment(raw, profile, order) if raw else Moment()
            one = _reading(each, at, group)
            by_identifier[str(each[_IDENTIFIER])] = _own_place(one, by_identifier.values())
    if not by_identifier:
        raise Refusal("PLATE-NOTHING-MEASURED")
    made = (*_with_calculated(by_identifier, body), *_of_several(by_identifier, body))
    converter = _text(body.get("data system document", {}), "ASM converter version")
    notes = (Note("PLATE-CONVERTED", {"version": converter}),)
    return files.parsed(_source(origin, body), Sheet((), notes=notes), made, profile)


def _source(origin: Source, body: Document) -> Source:
    """Return the source with what the document says of software and instrument."""
    system = body.get("data system document", {})
    device = body.get("device system document", {})
    return replace(
        origin,
        vendor=_text(device, "product manufacturer") or origin.vendor,
        model=_text(device, "model number") or origin.model,
        serial=_text(device, "equipment serial number"),
        software=_text(system, "software name"),
        software_version=_text(system, "software version"),
    )


def _text(part: Document, name: str) -> str:
    """Return a text of a document; what the converter writes for nothing is nothing."""
    found = str(part.get(name) or "")
    return "" if found.casefold() in _ABSENT else found


def _reading(each: Document, at: Moment, group: Document) -> Reading:
    """Return the reading of one measurement."""
    sample = each.get(_SAMPLE, {})
    left = {key: value for key, value in each.items() if key not in {_ERRORS, _IDENTIFIER}}
    where = _where(sample)
    measured = {key: value for key, value in left.items() if key not in {_SETTINGS, _SAMPLE}}
    values = walked(measured)
    series = {k: v for key, value in left.items() if key.endswith(_CUBE) for k, v in cube(value)}
    notes = [*_errors(each), *at.notes]
    if not (_measured(values) or series):
        notes.append(Note("PLATE-NO-VALUE"))
    doubted = bool(list(_errors(each))) or (bool(at.notes) and not at.local)
    empty = not (_measured(values) or series)
    return Reading(
        "plate",
        _sample(sample),
        where,
        values | _settings(left, values),
        status="error" if empty else "flagged" if doubted else "ok",
        measured_at=at.at,
        measured_at_raw=at.raw,
        measured_local=at.local,
        operator=_text(group, "analyst"),
        series=series,
        unread=texts(left) | _wells(group),
        warnings=tuple(replace(note, where=where) for note in notes),
    )


def _wells(group: Document) -> dict[str, str]:
    """Return how many wells the plate has, where the document says it."""
    found = quantity(group["measurement aggregate document"].get("plate well count"))
    return {"plate well count": str(int(found.value))} if found and found.value > 0 else {}


def _settings(left: Document, values: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Return what the instrument was set to: without its wavelength a density says nothing."""
    found = walked({key: left[key] for key in (_SETTINGS, _SAMPLE) if key in left})
    return {
        name: value
        for name, value in found.items()
        if name not in values and not ("wavelength" in name and value.value < _SHORTEST)
    }


def _measured(values: Mapping[str, Quantity]) -> bool:
    """Tell whether there is a value beside the temperature of the chamber."""
    return any(name != "compartment_temperature" for name in values)


def _errors(each: Document) -> Iterator[Note]:
    """Give a note for each number that the instrument did not give."""
    for one in each.get(_ERRORS, {}).get("error document", []):
        feature = _MADE_UP.sub("", str(one.get("error feature", "")))
        named = {"text": str(one.get("error", "")), "quantity": feature}
        yield Note("PLATE-INSTRUMENT-SAYS", named)


def _sample(sample: Document) -> str:
    """Return the name of a sample; one that the converter made of plate and well is none."""
    name, well = _text(sample, "sample identifier"), _well(sample)
    plate = _text(sample, "well plate identifier")
    made_up = {f"{plate} {well}", f"{plate}_{well}", f"{plate}-{well}", well}
    return "" if well and name in made_up else name


def _well(sample: Document) -> str:
    """Return the well."""
    return _text(sample, "location identifier") or _text(sample, "well location identifier")


def _where(sample: Document) -> str:
    """Return the place of a measurement as a person finds it."""
    plate, well = _text(sample, "well plate identifier"), _well(sample)
    parts = [f"plate {plate}" if plate else "", f"well {well}" if well else ""]
    return ", ".join(filter(None, parts)) or "measurement"


def _own_place(made: Reading, others: Any) -> Reading:
    """Return a reading whose place no other has: a well may be measured several times."""
    place = free(made.locator, {each.locator for each in others}, "{}, measurement {}")
    notes = tuple(replace(note, where=place) for note in made.warnings)
    return replace(made, locator=place, warnings=notes)


def _calculated(body: Document) -> Iterator[tuple[str, Quantity | None, tuple[str, ...]]]:
    """Give each calculated value: its name, its number, the measurements it rests on."""
    made = body.get("calculated data aggregate document", {}).get("calculated data document", [])
    names = {str(one.get("calculated data identifier")): one for one in made}
    for one in made:
        result = quantity(one.get("calculated result"))
        yield slug(str(one.get("calculated data name", "value"))), result, _roots(one, names, 0)


def _roots(one: Document, calculated: Mapping[str, Document], depth: int) -> tuple[str, ...]:
    """Return the measurements that a calculated value rests on, also through other ones."""
    sources = one.get("data source aggregate document", {}).get("data source document", [])
    found: dict[str, None] = {}
    for each in sources:
        identifier = str(each.get("data source identifier"))
        if identifier in calculated and depth < _DEEPEST:
            found |= dict.fromkeys(_roots(calculated[identifier], calculated, depth + 1))
        elif identifier not in calculated:
            found[identifier] = None
    return tuple(found)


_DEEPEST = 8


def _with_calculated(made: Mapping[str, Reading], body: Document) -> Sequence[Reading]:
    """Return the measurements with what was calculated of each alone."""
    own: dict[str, dict[str, Quantity]] = {key: dict(each.values) for key, each in made.items()}
    for name, value, roots in _calculated(body):
        if value is not None and len(roots) == 1 and roots[0] in own:
            _put(own[roots[0]], f"calculated_{name}", value)
    return [replace(each, values=own[key]) for key, each in made.items()]


def _of_several(made: Mapping[str, Reading], body: Document) -> Sequence[Reading]:
    """Return a reading for each group of wells of which something was calculated."""
    found: dict[tuple[str, ...], dict[str, Quantity]] = {}
    for name, value, roots in _calculated(body):
        known = tuple(root for root in roots if root in made)
        if value is not None and not (len(known) == 1 and len(roots) == 1):
            _put(found.setdefault(known, {}), f"calculated_{name}", value)
    return [_group(number, [made[key] for key in keys], values)
            for number, (keys, values) in enumerate(found.items(), start=1)]  # fmt: skip


def _group(number: int, wells: Sequence[Reading], values: dict[str, Quantity]) -> Reading:
    """Return what was calculated of several wells; it has a sample where all of them share one."""
    samples = {each.sample_id for each in wells}
    first = wells[0] if wells else Reading("plate", "", "")
    return Reading(
        "plate",
        samples.pop() if len(samples) == 1 else "",
        f"calculated {number}",
        values,
        measured_at=first.measured_at,
        measured_at_raw=first.measured_at_raw,
        measured_local=first.measured_local,
        operator=first.operator,
        unread={"calculated of": "; ".join(each.locator for each in wells)} if wells else {},
    )


def _put(values: dict[str, Quantity], name: str, value: Quantity) -> None:
    """Keep a value under its name, or under the next free number of it."""
    values[free(name, values, "{}_{}")] = value
