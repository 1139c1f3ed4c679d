"""Containers one by one, other units in runs, and the way from the donation to the containers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from elnapp.reports.service.certificate import spans
from elnapp.reports.service.printer import Printer

Plain = Mapping[str, Any]
Words = Mapping[str, str]
CONTAINERS = ("bag", "vial")
GENERATIONS = (("start",), ("pool",), CONTAINERS)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit, or a run of units alike, as the table prints it."""

    code: str
    label: str
    parents: str
    quantity: str
    balance: str
    place: str | None
    state: str


def containers(record: Plain) -> list[Plain]:
    """Give what was filled, each container by itself."""
    return [u for u in record["units"] if u["kind"] in CONTAINERS]


def others(record: Plain, printer: Printer, words: Words) -> list[UnitRow]:
    """Give vessels, pools and samples; those alike stand in one line."""
    rest = [u for u in record["units"] if u["kind"] not in CONTAINERS]
    rows = []
    for _alike, group in groupby(rest, key=_alike_by):
        units = list(group)
        rows.append(row(units[0], record, printer, words, spans([u["code"] for u in units])))
    return rows


def row(unit: Plain, record: Plain, printer: Printer, words: Words, code: str = "") -> UnitRow:
    """Lay out one unit."""
    return UnitRow(
        code or unit["code"],
        _label(unit, record, printer),
        spans(unit["parents"]),
        printer.number(unit["quantity"], unit["uom"]),
        printer.number(unit["balance"], unit["uom"]),
        unit["place"],
        words[f"unit_{unit['state']}"],
    )


def lineage(record: Plain) -> list[str]:
    """Give the way from the donation to the containers: one line of codes a generation."""
    donor = record["donor"]
    found = [f"DIN {donor['donation']['din']}"] if donor and donor["donation"] else []
    standing = [u for u in record["units"] if u["state"] != "undone"]
    for kinds in GENERATIONS:
        codes = [u["code"] for u in standing if u["kind"] in kinds]
        if codes:
            found.append(spans(codes))
    return found


def _alike_by(unit: Plain) -> tuple[object, ...]:
    names = ("kind", "label", "quantity", "balance", "uom", "place", "state")
    stem = unit["code"].rstrip("0123456789")
    return (stem, tuple(unit["parents"]), *(unit[name] for name in names))


def _label(unit: Plain, record: Plain, printer: Printer) -> str:
    """Name what a sample is for, or the volume of a container."""
    if unit["kind"] in CONTAINERS:
        return printer.number(unit["label"], "mL") if unit["label"] else ""
    for step in record["steps"]:
        for asked in step["fields"] if step["kind"] == "sample" else ():
            if asked["name"] == unit["label"]:
                return printer.words(asked["label"])
    return str(unit["label"])
