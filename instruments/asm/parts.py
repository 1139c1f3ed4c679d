"""The parts that every document has: quantities, identifiers, file, device, time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from instruments.reading import Parsed, Quantity, Reading, Refusal
from instruments.tables.times import written

NAMESPACE = UUID("6c0a3a52-2d0f-5d8e-9a53-0c4f9c1b7e11")  # ours; it stands in exports for ever
CONVERTER, NOT_GIVEN, CUSTOM = "elnapp", "N/A", "custom information document"
_EPOCH = "1970-01-01T00:00:00+00:00"

# UCUM unit: as Allotrope writes it.
_UNITS = {
    "10*6/mL": "10^6 cells/mL",
    "um": "µm",
    "uL": "μL",
    "{cells}": "cell",
    "1": "(unitless)",
    "Cel": "degC",
    "mm[Hg]": "mmHg",
    "[pH]": "pH",
    "[EU]/mL": "EU/mL",
    "[degF]": "degF",
}


def quantity(found: Quantity) -> dict[str, Any]:
    """Return a value with its unit."""
    return {"value": number(found.value), "unit": _UNITS.get(found.unit, found.unit)}


def number(value: Decimal) -> int | float:
    """Return a JSON number: whole where it is whole, else the double nearest to the decimal."""
    return int(value) if value == value.to_integral_value() else float(value)


def identifier(parsed: Parsed, *place: str) -> str:
    """Return the identifier of a place in a file: the same for the same bytes, wherever read."""
    return str(uuid5(NAMESPACE, "/".join((parsed.source.sha256, *place))))


def left_out(system: dict[str, Any], readings: Iterable[Reading]) -> None:
    """Name in the custom information of the file the readings that the model cannot hold."""
    places = ", ".join(each.locator for each in readings)
    if places:
        system[CUSTOM]["readings that the model cannot hold"] = places


def words(name: str) -> str:
    """Return our name of a quantity as Allotrope writes names: words with spaces."""
    return name.replace("_", " ")


def qualified(values: Mapping[str, Quantity]) -> dict[str, str]:
    """Return the values that only say on which side of a range they lie, as printed."""
    return {words(name): each.raw for name, each in values.items() if each.qualifier}


def time_of(each: Reading) -> tuple[str, dict[str, str]]:
    """Return the time that the model demands, and what must be said of it.

    A time without a zone is written as if in UTC, a day as its midnight, no time as 1970: always
    beside a sentence that says so, never alone.
    """
    if each.measured_at:
        return each.measured_at.isoformat(), {}
    local = each.measured_local or _written(each.measured_at_raw)
    if not local:
        text = each.measured_at_raw or "not given by the file"
        return _EPOCH, {"measurement time as in the file": text}
    if "T" not in local:
        said = {"time of day": "not given by the file", "time zone": "not given by the file"}
        return f"{local}T00:00:00+00:00", said
    return f"{local}+00:00", {"time zone": "not given by the file"}


def _written(raw: str) -> str:
    """Return the local time that a text can only mean, empty when it means none or two."""
    try:
        found = written(raw)
    except Refusal:
        return ""
    return found.local() if found else ""


def data_system(parsed: Parsed, file_name: str) -> dict[str, Any]:
    """Return what is said of the file and of the software that wrote and read it."""
    origin = parsed.source
    found = {
        "ASM file identifier": identifier(parsed, "file"),
        "data system instance identifier": NOT_GIVEN,
        "file name": file_name,
        # The model wants a path or a key; a path would tell of a server, the digest is the key.
        "database primary key": origin.sha256,
        "ASM converter name": f"{CONVERTER} {origin.format}",
        "ASM converter version": origin.version,
        "software name": origin.software or NOT_GIVEN,
        CUSTOM: filled(
            {
                "sha256": origin.sha256,
                "size in bytes": origin.size,
                "time zone assumed": origin.zone_assumed,
                "signature in the file, not checked": origin.signed_in_file,
            }
        )
        | dict(parsed.unread),
    }
    return found | filled({"software version": origin.software_version})


def device_system(parsed: Parsed) -> dict[str, Any]:
    """Return what the file says of the instrument."""
    origin = parsed.source
    return {
        "device identifier": NOT_GIVEN,
        "model number": origin.model or NOT_GIVEN,
    } | filled({"equipment serial number": origin.serial, "product manufacturer": origin.vendor})


def device_control(kind: str, settings: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the kind of device, and what it was set to."""
    document = {"device type": kind, **(settings or {})}
    return {"device control document": [document]}


def sample(each: Reading) -> dict[str, Any]:
    """Return the sample; the model wants a name even where the file has none."""
    return {"sample identifier": each.sample_id or NOT_GIVEN}


def filled(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is not empty."""
    return {name: value for name, value in pairs.items() if value not in ("", None, {}, [])}


def custom(each: Reading, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a reading holds beyond the model: its place, its state, what nobody read."""
    found: dict[str, Any] = {"locator": each.locator, "status": each.status, **said}
    if each.warnings:
        found["warnings"] = ", ".join(dict.fromkeys(note.code for note in each.warnings))
    return found | qualified(each.values) | dict(each.unread)
