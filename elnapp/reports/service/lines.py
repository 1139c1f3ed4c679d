"""The executed record as lines: one a value, the original struck through where it was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from batches.kinds.labels import LABELS
from batches.text import Text
from elnapp.reports.service.printer import Printer, instant

LATE_SECONDS = 60
Plain = Mapping[str, Any]
FROM_FILE = Text("instrument's file", "fichier de l'instrument")
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
class Signed:
    """One signature on a step, in short."""

    meaning: str
    name: str
    at: str
    stands: bool


@dataclass(frozen=True, slots=True)
class FromFile:
    """One reading of an instrument's file that an entry rests on."""

    name: str
    sha256: str
    where: str
    instrument: str
    values: str
    said: str


@dataclass(frozen=True, slots=True)
class StepLines:
    """One step with all its lines, who did it, and who signed it."""

    path: str
    title: str
    state: str
    lines: tuple[Line, ...]
    performed: str = ""
    done: str = ""
    recorded: str = ""
    signed: tuple[Signed, ...] = ()
    reasons: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    unwitnessed: Plain | None = None
    files: tuple[FromFile, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseLines:
    """One phase, or one repetition of it."""

    title: str
    steps: tuple[StepLines, ...] = field(default=())


def phases(record: Plain, printer: Printer) -> list[PhaseLines]:
    """Lay out the executed record, phase by phase in the order of the master."""
    found = []
    for title, steps in groupby(record["steps"], key=lambda s: s["phase"][printer.lang]):
        found.append(PhaseLines(title, tuple(_step(s, record, printer) for s in steps)))
    return found


def _step(step: Plain, record: Plain, printer: Printer) -> StepLines:
    entries: Sequence[Plain] = step["entries"]
    address = f"{record['head']['stream']}/record/{step['path']}"
    shared = {
        "path": step["path"], "title": printer.words(step["title"]), "state": step["state"],
        "deviations": tuple(d["number"] for d in record["deviations"] if d["about"] == address),
    }  # fmt: skip
    if not entries:
        return StepLines(lines=(), **shared)
    first, last = entries[0], entries[-1]
    late = abs((instant(first["recorded_at"]) - instant(first["done_at"])).total_seconds())
    return StepLines(
        **shared,
        lines=tuple(_lines(step, printer)),
        performed=f"{first['performed_name']} ({printer.role(first['role'])})",
        done=printer.when(first["done_at"], first["zone"]),
        recorded=printer.when(first["recorded_at"]) if late > LATE_SECONDS else "",
        signed=tuple(_signed(record, address, printer)),
        reasons=(str(last["reason"]),) if len(entries) == 1 and last["reason"] else (),
        unwitnessed=step["unwitnessed"],
        files=tuple(one for entry in entries for one in _files(entry, printer)),
    )


def _files(entry: Plain, printer: Printer) -> Iterator[FromFile]:
    """Give each reading an entry took with what stands in its file, and what was said to it."""
    by_reading: dict[str, list[Plain]] = {}
    for use in entry.get("readings", ()):
        by_reading.setdefault(str(use["reading_id"]), []).append(use)
    for uses in by_reading.values():
        source, first = uses[0]["source"], uses[0]
        values = "; ".join(
            f"{u['slot']} {printer.number(u['value'], u['unit'])} ({u['raw']})" for u in uses
        )
        instrument = f"{source['instrument'] or '–'}, {source['serial'] or '–'}"
        where = ", ".join(filter(None, (source["locator"], source["sample"])))
        asked = first["holds"] or not all(u["taken"] for u in uses)
        said = str(first["reason"] or "") if asked else ""
        yield FromFile(source["name"], source["file"], where, instrument, values, said)


def _signed(record: Plain, address: str, printer: Printer) -> Iterator[Signed]:
    for one in record["signatures"]:
        if one["address"] == address:
            words = record["meanings"].get(one["meaning"], one["meaning"])
            yield Signed(printer.words(words), one["name"], printer.when(one["at"]), one["stands"])


def _lines(step: Plain, printer: Printer) -> Iterator[Line]:
    """Give one line for each value asked, given, and computed."""
    known = set()
    for question in step["fields"]:
        for slot, label, asked in _questions(step, question, printer):
            known.add(slot)
            yield _value(step["entries"], (slot, label), asked, printer)
    given = step["entries"][-1]["values"]
    for value in given:
        if value["name"] not in known:
            typed = str(value["text"]) if value["number"] is None else printer.typed(value)
            yield Line(value["name"], "", typed)
    yield from _computed(step, printer)


def _questions(step: Plain, field: Plain, printer: Printer) -> Iterator[tuple[str, str, Plain]]:
    """Give (slot, label, question) of a field: replicates one by one, the filled rows of a table."""
    slots, label = field["slots"], printer.words(field["label"])
    if not field.get("columns"):
        several = len(slots) > 1
        yield from (
            (s, f"{label} {i}" if several else label, field) for i, s in enumerate(slots, 1)
        )
        return
    given = {v["name"] for entry in step["entries"] for v in entry["values"]}
    columns = {c["name"]: c for c in field["columns"]}
    for slot in slots:
        _table, row, column = slot.split(".")
        if slot in given:
            asked = columns[column]
            yield slot, f"{label} {row} – {printer.words(asked['label'])}", asked


def _value(entries: Sequence[Plain], slot: tuple[str, str], asked: Plain, printer: Printer) -> Line:
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
        source=printer.words(FROM_FILE) if last and last.get("source") == "file" else "",
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
    return text


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
    return _outside(Decimal(value["number"]), asked["act"], asked["alert"])


def _outside(
    number: Decimal, act: Sequence[str | None] | None, alert: Sequence[str | None] | None
) -> tuple[str, bool]:
    for pair, low, high in ((act, "▼", "▲"), (alert, "▽", "△")):
        if pair and pair[0] is not None and number < Decimal(pair[0]):
            return low, True
        if pair and pair[1] is not None and number > Decimal(pair[1]):
            return high, True
    return "", False


def _computed(step: Plain, printer: Printer) -> Iterator[Line]:
    """Give each computed value that stands, with those it took the place of."""
    runs: dict[str, list[Plain]] = {}
    for value in step["computed"]:
        runs.setdefault(value["name"], []).append(value)
    for name, values in runs.items():
        yield _computed_line(step, name, values, printer)


def _computed_line(step: Plain, name: str, values: Iterable[Plain], printer: Printer) -> Line:
    *before, last = values
    limited = step["limits"].get(name, {})
    label = last.get("label") or limited.get("label") or LABELS.get(name, Text(name, name))
    shown = printer.computed(last)
    earlier = [printer.computed(v) for v in before]
    number = None if last["value"] is None else Decimal(last["value"])
    act, alert = limited.get("act"), limited.get("alert")
    sign, bold = _outside(number, act, alert) if number is not None else ("", False)
    return Line(
        printer.words(label),
        printer.limits(act, last["unit"]) if act else "",
        shown,
        printer.limits(alert, last["unit"]) if alert else "",
        tuple(text for text in dict.fromkeys(earlier) if text != shown),
        sign=sign,
        bold=bold,
        note=printer.words(last["note"]) if last["note"] else "",
        source=f"{last['formula']}@{last['version']}",
    )
