"""A table and its approved mapping to readings, one a row.

The mapping is the body of a document of the kind `column-mapping`; it travels in the profile, as
JSON under `mapping`, with the document's code and version beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from instruments.counters import counting
from instruments.format import Format
from instruments.reading import Note, Parsed, Profile, Reading, Refusal
from instruments.tables import files
from instruments.tables.columns import Column, Header, Record, demand, header_of, key, records
from instruments.tables.numerals import Numerals
from instruments.tables.sheets import Sheet, is_workbook, sheets
from instruments.tables.times import moment

MAPPING, MAPPED_BY = "mapping", "mapped_by"


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping ready to read with."""

    body: Mapping[str, Any]
    columns: tuple[Column, ...]
    profile: Profile

    @property
    def numerals(self) -> Numerals:
        """Return how the mapping says that numbers are written."""
        return Numerals(self.body["numbers"], told=True)


def sniff(_head: bytes, _name: str) -> int:
    """Score nothing: a mapped table is known by the profile of its instrument, never by its bytes."""
    return 0


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read a table with the mapping in the profile's choices.

    Raises `Refusal`: no mapping, a mapped column that is missing, a workbook where the mapping
    names a text, numbers or dates that are not as it says.
    """
    plan = _plan(profile)
    sheet = _sheet(blob, plan)
    header = _header(sheet, plan)
    time = plan.body["time"]["columns"]
    operator = plan.body.get("operator", "")
    demand(header, [(plan.body["sample"],), *((name,) for name in time)])
    demand(header, [each.names for each in plan.columns])
    demand(header, [(operator,)] if operator else [])
    rows = records(sheet, header)
    if not rows:
        raise Refusal("TABLE-NO-ROWS", f"row {header.row}")
    made = tuple(_reading(row, plan) for row in rows)
    counting.refuse_if_none(made, counting.Layout(plan.columns, (), (), ()))
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor=plan.body["maker"], model=plan.body["model"],
        software=plan.body["software"],
    )  # fmt: skip
    above = counting.above(sheet, header)
    by = Note("MAPPED-BY", {"document": profile.choices.get(MAPPED_BY, "?")})
    sheet = replace(sheet, notes=(*sheet.notes, by))
    return files.parsed(origin, sheet, made, plan.profile, above)


def zone_of(profile: Profile) -> str:
    """Return the zone that the mapping in a profile names; empty without a mapping."""
    text = profile.choices.get(MAPPING)
    return str(json.loads(text)["time"]["zone"]) if text else ""


def _plan(profile: Profile) -> Plan:
    """Return the mapping of the profile."""
    text = profile.choices.get(MAPPING)
    if not text:
        raise Refusal("MAPPED-NO-MAPPING")
    body = json.loads(text)
    columns = tuple(
        Column(
            each["quantity"],
            each["unit"],
            (each["column"],),
            each.get("power_of_ten", 0),
            each["required"],
        )
        for each in body["columns"]
    )
    time, encoding = body["time"], body["file"].get("encoding", "")
    approved = replace(
        profile,
        zone=time["zone"],
        dates=time["dates"],
        encoding=encoding,
        decimal=body["numbers"],
    )
    return Plan(body, columns, approved)


def _sheet(blob: bytes, plan: Plan) -> Sheet:
    """Return the table: the sheet that the mapping names, or the text with its separator."""
    file = plan.body["file"]
    if (file["type"] == "workbook") != is_workbook(blob):
        raise Refusal("MAPPED-FILE-TYPE", expected=file["type"])
    found = sheets(blob, plan.profile, (file.get("separator", ","),))
    named = [each for each in found if file.get("sheet") in {None, each.name}]
    if len(named) != 1:
        raise Refusal("TABLE-SHEETS", sheets=", ".join(each.name for each in found))
    return named[0]


def _header(sheet: Sheet, plan: Plan) -> Header:
    """Return the header at the row that the mapping names."""
    number = plan.body["file"]["header_row"]
    names = frozenset(key(name) for each in plan.columns for name in each.names)
    rows = [row for row in sheet.rows if row.number == number]
    header = header_of(rows, names, 1)
    if header is None:
        wanted = ", ".join(name for each in plan.columns for name in each.names)
        raise Refusal("MAPPED-NO-HEADER", f"row {number}", expected=wanted)
    return header


def _reading(row: Record, plan: Plan) -> Reading:
    """Return the reading of one row."""
    body = plan.body
    written = " ".join(row.text((name,)) for name in body["time"]["columns"]).strip()
    at = moment(written, plan.profile, body["time"]["dates"])
    sample = row.text((body["sample"],))
    values, notes = counting.quantities(row, plan.columns, plan.numerals)
    if not sample:
        notes.append(Note("COUNT-NO-SAMPLE", {}, row.where))
    notes += counting.impossible(values, row.where)
    missing = any(each.required and each.quantity not in values for each in plan.columns)
    doubted = notes or not at.local
    return Reading(
        body["reading"],
        sample,
        row.where,
        values,
        status="error" if missing else "flagged" if doubted else "ok",
        measured_at=at.at,
        measured_at_raw=at.raw,
        measured_local=at.local,
        operator=row.text((body["operator"],)) if body.get("operator") else "",
        unread=row.rest(),
        warnings=(*notes, *(replace(note, where=row.where) for note in at.notes)),
    )


FORMAT = Format(
    "mapped",
    "any",
    "any table, with an approved column mapping",
    "1",
    ("tables of our own making; no maker's export has been read with it yet",),
    sniff,
    parse,
)
