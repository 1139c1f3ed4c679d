"""Lines of a laboratory's file, read by a mapping: what each says, and what is in the way.

The mapping is an approved document; a word that it does not know is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from batches.quantity import parse_decimal, quote
from batches.verdict import Finding, Unreadable

NEEDED = ("donor", "sample", "analyte", "interpretation", "kit", "lot", "received", "tested")
EXAMPLE = datetime(2026, 11, 22, 9, 42, tzinfo=UTC)
Row = tuple[str, Mapping[str, str]]
"""Where a line stands, and its fields by name as text."""


@dataclass(frozen=True, slots=True)
class Line:
    """One result of a file in the words of the house; `donor` is the one that the file names."""

    locator: str
    donor: str
    sample: str
    analyte: str
    interpretation: str
    kit: str
    lot: str
    laboratory: str
    validator: str
    zone: str
    received_at: datetime | None = None
    tested_at: datetime | None = None
    text: str = ""
    number: Decimal | None = None
    unit: str = ""
    confirmatory: str | None = None
    retest: bool = False
    faults: tuple[Finding, ...] = ()


def lines(rows: Iterable[Row], mapping: Mapping[str, Any]) -> tuple[Line, ...]:
    """Read each row of a file.

    Codes: MRK-FIELD, MRK-TIME, MRK-NUMBER, MRK-ANALYTE, MRK-INTERPRETATION, MRK-CONFIRMATION,
    MRK-UNIT.
    """
    return tuple(_line(locator, fields, mapping) for locator, fields in rows)


def against(line: Line, drawn_from: str | None, known: bool) -> Line:  # noqa: FBT001 - one plain fact
    """Hold a line against the record: `drawn_from` is the donor whose sample carries its label.

    `known` tells that the donor named in the file exists.  Codes: MRK-SAMPLE-UNKNOWN,
    MRK-OTHER-CODE, MRK-DONOR-UNKNOWN.
    """
    found = []
    if line.donor and not known:
        found.append(Finding("MRK-DONOR-UNKNOWN", {"found": quote(line.donor)}, "donor", 3))
    if line.sample and drawn_from is None:
        found.append(Finding("MRK-SAMPLE-UNKNOWN", {"found": quote(line.sample)}, "sample", 2))
    if drawn_from is not None and drawn_from != line.donor:
        params = {"sample": quote(line.sample), "found": quote(line.donor)}
        found.append(Finding("MRK-OTHER-CODE", params, "donor", 3))
    return replace(line, faults=(*line.faults, *found))


def _line(locator: str, fields: Mapping[str, str], mapping: Mapping[str, Any]) -> Line:
    said = {name: fields.get(name, "").strip() for name in mapping["fields"]}
    faults = [
        Finding("MRK-FIELD", {"field": mapping["fields"][name]}, name)
        for name in (*NEEDED, "validator")
        if not said.get(name)
    ]
    times = {n: _time(said.get(n, ""), mapping, n, faults) for n in ("received", "tested")}
    text = said.get("value", "")
    confirmation = said.get("confirmatory", "")
    return Line(
        locator, said.get("donor", ""), said.get("sample", ""),
        _word(said, mapping, ("analyte", "analytes", "MRK-ANALYTE"), faults),
        _word(said, mapping, ("interpretation", "interpretations", "MRK-INTERPRETATION"), faults),
        said.get("kit", ""), said.get("lot", ""), str(mapping["laboratory"]),
        said.get("validator", ""), str(mapping["zone"]), times["received"], times["tested"], text,
        _number(text, faults),
        _word(said, mapping, ("unit", "units", "MRK-UNIT"), faults) if text else "",
        _word(said, mapping, ("confirmatory", "confirmations", "MRK-CONFIRMATION"), faults)
        if confirmation
        else None,
        said.get("retest", "") in mapping["retests"], tuple(faults),
    )  # fmt: skip


def _word(
    said: Mapping[str, str], mapping: Mapping[str, Any], which: tuple[str, str, str],
    faults: list[Finding],
) -> str:  # fmt: skip
    """Translate a word of the laboratory; one that the mapping does not know is a fault."""
    name, table, code = which
    found = said.get(name, "")
    known: Mapping[str, str] = mapping[table]
    if found and found not in known:
        faults.append(Finding(code, {"found": quote(found)}, name, 2))
    return str(known.get(found, ""))


def _number(text: str, faults: list[Finding]) -> Decimal | None:
    if not text:
        return None
    try:
        return parse_decimal(text)
    except Unreadable:
        faults.append(Finding("MRK-NUMBER", {"found": quote(text)}, "value"))
        return None


def _time(
    text: str, mapping: Mapping[str, Any], name: str, faults: list[Finding]
) -> datetime | None:
    """Read a time by the clock of the mapping's zone; one that the clocks skip or repeat is a fault."""
    if not text:
        return None
    form, zone = str(mapping["time"]), ZoneInfo(str(mapping["zone"]))
    try:
        local = datetime.strptime(text, form).replace(tzinfo=zone)
    except ValueError:
        local = None
    if local is None or local.utcoffset() != local.replace(fold=1).utcoffset():
        params = {"found": quote(text), "expected": EXAMPLE.strftime(form)}
        faults.append(Finding("MRK-TIME", params, name))
        return None
    return local.astimezone(UTC)
