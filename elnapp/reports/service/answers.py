"""One answer as it is printed: a line, or a cell of the table that it was asked in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from batches.text import Text
from elnapp.reports.service.printer import Printer
from elnapp.web import display

Plain = Mapping[str, Any]
SOURCES = {
    "file": Text("instrument's file", "fichier de l'instrument"),
    "marks": Text("marks on the picture", "marques sur l'image"),
}
ANSWERS = {"yes": Text("Yes", "Oui"), "no": Text("No", "Non")}


@dataclass(frozen=True, slots=True)
class Change:
    """Why and by whom a value came to be another one."""

    reason: str
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Line:
    """One value: what was asked, its limits, what stood before, what stands, how it lies."""

    label: str
    limits: str
    value: str
    alert: str = ""
    before: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    sign: str = ""
    bold: bool = False
    note: str = ""
    source: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a table asks, with the limits of all its cells."""

    label: str
    limits: str
    alert: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The answers of one table: a line a cell, by the number of its row; an empty cell is None."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[Line | None, ...]], ...]


def grids(step: Plain, printer: Printer) -> Iterator[Grid]:
    """Give each table of a step in which something was ever entered."""
    for asked in step["fields"]:
        rows = tuple(_rows(step["entries"], asked, printer)) if asked.get("columns") else ()
        if rows:
            columns = tuple(
                Column(
                    printer.words(c["label"]), _limit_words(c, printer), _alert_words(c, printer)
                )
                for c in asked["columns"]
            )
            yield Grid(printer.words(asked["label"]), columns, rows)


def _rows(
    entries: Sequence[Plain], field: Plain, printer: Printer
) -> Iterator[tuple[str, tuple[Line | None, ...]]]:
    """Give the rows of a table, in their order, in which something was ever entered."""
    given = {v["name"] for entry in entries for v in entry["values"]}
    numbers = dict.fromkeys(slot.split(".")[1] for slot in field["slots"] if slot in given)
    for number in numbers:
        slots = (f"{field['name']}.{number}.{column['name']}" for column in field["columns"])
        yield (
            number,
            tuple(
                answer(entries, (slot, ""), column, printer) if slot in given else None
                for slot, column in zip(slots, field["columns"], strict=True)
            ),
        )


def answer(entries: Sequence[Plain], slot: tuple[str, str], asked: Plain, printer: Printer) -> Line:
    """Follow one value through all versions of its entry."""
    name, label = slot
    limits = _limit_words(asked, printer)
    shown: list[str] = []
    changes: list[Change] = []
    last: Plain | None = None
    for entry in entries:
        value = next((v for v in entry["values"] if v["name"] == name), None)
        words = _shown(value, asked, printer) if value else ""
        if not shown or words != shown[-1]:
            if shown:
                at = printer.when(entry["recorded_at"])
                changes.append(Change(str(entry["reason"] or ""), entry["performed_name"], at))
            shown.append(words)
        last = value
    *before, now = shown
    sign, bold = _sign(last, asked)
    return Line(
        label, limits, now, _alert_words(asked, printer), tuple(b or "–" for b in before),
        tuple(changes), sign, bold, missing=not now,
        source=printer.words(SOURCES.get(last.get("source", ""))) if last else "",
    )  # fmt: skip


def _shown(value: Plain, asked: Plain, printer: Printer) -> str:
    kind, text = asked["type"], str(value["text"])
    if kind in {"decimal", "integer"}:
        return printer.typed(value)
    if kind == "yes_no":
        return printer.words(ANSWERS.get(text, Text(text, text)))
    if kind == "choice":
        labels = {c["value"]: c["label"] for c in asked["choices"]}
        return printer.words(labels.get(text, text))
    if kind == "time":
        return _moment(text, str(value["unit"]), printer)
    return display.kept_file(text, printer.lang) if kind == "file" else text


def _moment(text: str, zone: str, printer: Printer) -> str:
    try:
        return printer.when(text, zone)
    except ValueError:
        return text


def _limit_words(asked: Plain, printer: Printer) -> str:
    if asked.get("expected"):
        expected = str(asked["expected"])
        return printer.words(ANSWERS.get(expected, Text(expected, expected)))
    return printer.limits(asked["act"], asked["unit"]) if asked["act"] else ""


def _alert_words(asked: Plain, printer: Printer) -> str:
    return printer.limits(asked["alert"], asked["unit"]) if asked.get("alert") else ""


def _sign(value: Plain | None, asked: Plain) -> tuple[str, bool]:
    """Give ▲ above and ▼ below the limit, ≠ for the unexpected answer; with whether it is bold."""
    if value is None:
        return "", False
    if asked.get("expected"):
        differs = value["text"] != asked["expected"]
        return ("≠" if differs else ""), differs
    if value["number"] is None:
        return "", False
    return outside(Decimal(value["number"]), asked["act"], asked["alert"])


def outside(
    number: Decimal, act: Sequence[str | None] | None, alert: Sequence[str | None] | None
) -> tuple[str, bool]:
    for pair, low, high in ((act, "▼", "▲"), (alert, "▽", "△")):
        if pair and pair[0] is not None and number < Decimal(pair[0]):
            return low, True
        if pair and pair[1] is not None and number > Decimal(pair[1]):
            return high, True
    return "", False
