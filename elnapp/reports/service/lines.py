"""The executed record as lines: one a value, the original struck through where it was corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from batches.kinds.labels import LABELS
from batches.text import Text
from elnapp.reports.service.answers import Grid, Line, Plain, answer, grids, outside
from elnapp.reports.service.counted import Figure, figures
from elnapp.reports.service.printer import Printer, instant

LATE_SECONDS = 60


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
    grids: tuple[Grid, ...] = ()
    performed: str = ""
    done: str = ""
    recorded: str = ""
    signed: tuple[Signed, ...] = ()
    reasons: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    unwitnessed: Plain | None = None
    files: tuple[FromFile, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def values(self) -> tuple[Line, ...]:
        """Give each value of the step, those in its tables too."""
        rows = (cells for grid in self.grids for _row, cells in grid.rows)
        return (*self.lines, *(cell for cells in rows for cell in cells if cell is not None))


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
        grids=tuple(grids(step, printer)),
        performed=f"{first['performed_name']} ({printer.role(first['role'])})",
        done=printer.when(first["done_at"], first["zone"]),
        recorded=printer.when(first["recorded_at"]) if late > LATE_SECONDS else "",
        signed=tuple(_signed(record, address, printer)),
        reasons=(str(last["reason"]),) if len(entries) == 1 and last["reason"] else (),
        unwitnessed=step["unwitnessed"],
        files=tuple(one for entry in entries for one in _files(entry, printer)),
        figures=figures(record, step, printer),
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
    """Give one line for each value asked outside a table, given, and computed."""
    asked = [field for field in step["fields"] if not field.get("columns")]
    for question in asked:
        for slot, label in _questions(question, printer):
            yield answer(step["entries"], (slot, label), question, printer)
    known = {slot for field in step["fields"] for slot in field["slots"]}
    for value in step["entries"][-1]["values"]:
        if value["name"] not in known:
            typed = str(value["text"]) if value["number"] is None else printer.typed(value)
            yield Line(value["name"], "", typed)
    yield from _computed(step, printer)


def _questions(field: Plain, printer: Printer) -> Iterator[tuple[str, str]]:
    """Give (slot, label) of a field: replicates one by one."""
    slots, label = field["slots"], printer.words(field["label"])
    for n, slot in enumerate(slots, start=1):
        yield slot, f"{label} {n}" if len(slots) > 1 else label


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
    sign, bold = outside(number, act, alert) if number is not None else ("", False)
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
