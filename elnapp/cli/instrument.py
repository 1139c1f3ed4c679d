"""`flask instrument`: what readers there are, and what they read in files.

`read` prints one JSON line a file and exits with 0 once each file has its line: a refusal is an
answer, with its reason.  A file that cannot be opened is unknown input, exit 2.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from elnapp.cli.mapping import mapped_by
from elnapp.cli.output import result, unknown
from elnapp.readers import Limits, Refused, read
from elnapp.web.house import house
from instruments.reading import Note, Parsed, Profile, Reading, Refusal
from instruments.registry import FORMATS
from instruments.words import sentence

group = AppGroup("instrument", help="Read the files of instruments.")


@group.command("list")
def list_command() -> None:
    """List every format that is read, with what it was tested with."""
    rows = [
        {
            "format": each.id,
            "maker": each.maker,
            "model": each.model,
            "version": each.version,
            "tested_with": list(each.tested_with),
        }
        for each in FORMATS
    ]
    result({"formats": rows})


@group.command("read")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--zone", default="", help="IANA zone of local times in the file.")
@click.option("--encoding", default="", help="Encoding of a text file.")
@click.option("--decimal", type=click.Choice(["", ".", ","]), default="", help="Decimal mark.")
@click.option("--dates", type=click.Choice(["", "dmy", "mdy", "ymd"]), default="")
@click.option("--mapping", type=click.Path(path_type=Path), help="YAML of a column mapping.")
def read_command(files: tuple[Path, ...], mapping: Path | None, **choices: Any) -> None:
    """Print what each file says, as one JSON line a file."""
    chosen = mapped_by(mapping) if mapping else {}
    for path in files:
        if not path.is_file():
            unknown(f"There is no file {path}; give the path of an instrument's file.")
    limits = Limits.of(house().settings)
    for path in files:
        result(row(path, limits, Profile(**choices, choices=chosen)))


def row(path: Path, limits: Limits, profile: Profile) -> dict[str, Any]:
    """Give the line of one file."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        told = answered(path, limits, profile)
    except OSError as error:
        unknown(f"{path} cannot be read: {error.strerror}.")
    name = os.fsencode(path).decode("utf-8", "replace")
    return {"file": name, "sha256": digest, **told}


def answered(path: Path, limits: Limits, profile: Profile) -> dict[str, Any]:
    """Give what the reader of one file answered."""
    try:
        parsed = read(path, path.name, limits, profile)
    except Refusal as refusal:
        known = refusal.format_id if isinstance(refusal, Refused) else ""
        return {
            "format": known or None,
            "status": "refused",
            "reason": said(refusal.note),
            "warnings": [],
            "readings": [],
        }
    rows = [reading(each, parsed) for each in parsed.readings]
    told = {
        "format": parsed.source.format,
        "status": "ok",
        "reason": None,
        "warnings": list(dict.fromkeys(warnings(parsed))),
        "readings": rows,
    }
    first = rows[0] if rows else {}
    return told | {key: first[key] for key in ("events", "channels") if key in first}


def warnings(parsed: Parsed) -> Iterator[str]:
    """Give every warning of a file and of its readings, each once, with the reading it is about."""
    several = len(parsed.readings) > 1
    for note in parsed.warnings:
        yield said(note)
    for each in parsed.readings:
        for note in each.warnings:
            if note not in parsed.warnings:
                placed = several and note.where != each.locator
                yield f"{each.locator}: {said(note)}" if placed else said(note)


def said(note: Note) -> str:
    """Give the code and the sentence."""
    return f"{note.code}: {sentence(note, 'en')}"


def reading(found: Reading, parsed: Parsed) -> dict[str, Any]:
    """Give one reading; the events of a cytometer stay in the file."""
    told = {
        "kind": found.kind,
        "locator": found.locator,
        "sample_id": found.sample_id,
        "status": found.status,
        "measured_at": when(found),
        "measured_at_raw": found.measured_at_raw,
        "operator": found.operator,
        "serial": parsed.source.serial,
        "values": {
            name: {"value": number(value.value), "unit": value.unit, "raw": value.raw}
            | ({"qualifier": value.qualifier} if value.qualifier else {})
            for name, value in found.values.items()
        },
        "warnings": [said(note) for note in found.warnings],
    }
    if found.kind == "flow_events":
        return told | flow(found.series, found.values)
    series = {name: [plain(each) for each in column] for name, column in found.series.items()}
    return told | {"series": series, "unread": dict(found.unread)}


def when(found: Reading) -> str | None:
    """Give the moment with its offset, or the local time as far as the file gives it, or nothing."""
    if found.measured_at:
        return found.measured_at.isoformat()
    return found.measured_local or None


def flow(series: Mapping[str, tuple[Any, ...]], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the count of events and one row a channel."""
    if "event_count" not in values:
        return {}
    columns = (series["pnn"], series["pns"], series["median_raw"])
    rows = zip(*columns, strict=True)
    return {
        "events": int(values["event_count"].value),
        "channels": [
            {"pnn": pnn, "pns": pns, "median_raw": plain(median)} for pnn, pns, median in rows
        ],
    }


def plain(value: Any) -> Any:
    """Give a value of a series as JSON."""
    if isinstance(value, Decimal):
        return number(value)
    return value if value is None or isinstance(value, str | int) else value.isoformat()


def number(value: Decimal) -> int | float:
    """Give a JSON number; the text as printed stands beside it, for those who need every digit."""
    return int(value) if value == value.to_integral_value() else float(value)
