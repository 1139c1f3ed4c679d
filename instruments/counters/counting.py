"""A counted sample out of one row of named columns: what every cell counter's table shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from instruments.reading import Kind, Note, Profile, Quantity, Reading, Refusal
from instruments.tables.columns import Column, Header, Record, demand, header_of, key, records
from instruments.tables.numerals import Numerals, numerals
from instruments.tables.sheets import Row, Sheet, sheets, sniffed
from instruments.tables.times import AMBIGUOUS, Moment, Order, date_order, moment

PERCENT, DENSITY, DIAMETER, CELLS, RATIO = "%", "10*6/mL", "um", "{cells}", "1"
_POINT = Numerals(".")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one instrument's table is laid out: its quantities, and where sample and time stand.

    `signature` are names that together tell this table from any other; `height` is the number of
    rows its header takes.  An empty `time` means that the rows carry no time of their own.
    """

    columns: tuple[Column, ...]
    sample: tuple[str, ...]
    time: tuple[str, ...]
    signature: tuple[str, ...]
    operator: tuple[str, ...] = ()
    height: int = 1
    kind: Kind = "cell_count"
    faults: tuple[str, ...] = ()

    def known(self) -> frozenset[str]:
        """Return every name this layout knows, as compared."""
        names = [*self.signature, *self.sample, *self.time, *self.operator, *self.faults]
        names += [name for column in self.columns for name in column.names]
        return frozenset(key(name) for name in names)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found: its sheet, its header, its rows, and how its numbers are written."""

    sheet: Sheet
    header: Header
    rows: tuple[Record, ...]
    numerals: Numerals
    order: Order = ""


def score(head: bytes, layout: Layout) -> int:
    """Return how surely the beginning of a file shows this layout, 0 to 100."""
    signature = frozenset(key(name) for name in layout.signature)
    best = 0
    for rows in sniffed(head):
        header = header_of(rows, signature, 3, layout.height)
        if header:
            found = sum(1 for name in signature if name in header.places)
            best = max(best, 100 * found // len(signature))
    return best if best >= 50 else 0  # noqa: PLR2004 - half of what tells it apart


def table(blob: bytes, profile: Profile, layout: Layout) -> Table:
    """Find the one table of this layout in a file.

    Raises `Refusal` when there is none or more than one, when a column is missing that a count
    cannot do without, or when its numbers or days could mean two things.
    """
    found = []
    for each in sheets(blob, profile):
        header = header_of(each.rows, layout.known(), 3, layout.height)
        if header:
            found.append((each, header))
    if not found:
        raise Refusal("TABLE-NO-HEADER", expected=", ".join(layout.signature))
    if len(found) > 1:
        raise Refusal("TABLE-SHEETS", sheets=", ".join(each.name for each, _ in found))
    sheet, header = found[0]
    needed = [column.names for column in layout.columns if column.required]
    demand(header, [layout.sample, *needed, *([layout.time] if layout.time else [])])
    rows = records(sheet, header)
    if not rows:
        raise Refusal("TABLE-NO-ROWS", f"row {header.row}")
    order: Order = ""
    if layout.time:
        order = date_order([row.text(layout.time) for row in rows], profile, layout.time[0])
    return Table(sheet, header, tuple(rows), numerals(_written(rows, layout), profile), order)


def readings(
    found: Table, layout: Layout, profile: Profile, more: Mapping[str, Quantity] | None = None
) -> tuple[Reading, ...]:
    """Return one reading a row; a table none of whose rows has its required values is refused."""
    made = tuple(reading(row, found, layout, profile, more) for row in found.rows)
    refuse_if_none(made, layout)
    return made


def refuse_if_none(made: Sequence[Reading], layout: Layout) -> None:
    """Refuse a file in which no required value stands in any row: it would be read to no use.

    A row that lacks one of them keeps the others, as an error.
    """
    needed = [column for column in layout.columns if column.required]
    wanted = {column.quantity for column in needed}
    if wanted and not any(wanted & set(each.values) for each in made):
        raise Refusal("COUNT-NO-VALUES", column=needed[0].names[0], rows=len(made))
    if layout.time and not any(each.measured_local or _two_days(each) for each in made):
        raise Refusal("COUNT-NO-TIMES", column=layout.time[0], text=made[0].measured_at_raw)


def _two_days(each: Reading) -> bool:
    """Tell a reading whose time is written, and could mean two days."""
    return any(note.code == AMBIGUOUS for note in each.warnings)


def reading(
    row: Record,
    found: Table,
    layout: Layout,
    profile: Profile,
    more: Mapping[str, Quantity] | None = None,
) -> Reading:
    """Return the reading of one row, with everything that is odd about it as notes."""
    sample = row.text(layout.sample)
    at = when(row, layout, profile, found.order)
    operator = row.text(layout.operator)
    values, notes = quantities(row, layout.columns, found.numerals)
    fault = row.text(layout.faults)
    if fault:
        notes.append(Note("COUNT-INSTRUMENT-FAULT", {"text": fault}, row.where))
    notes += [] if sample else [Note("COUNT-NO-SAMPLE", {}, row.where)]
    values = {**(more or {}), **values}
    notes += impossible(values, row.where)
    missing = any(each.required and each.quantity not in values for each in layout.columns)
    doubted = notes or any(note.code in _DOUBTS for note in at.notes)
    return Reading(
        layout.kind,
        sample,
        row.where,
        values,
        status="error" if missing or fault else "flagged" if doubted else "ok",
        measured_at=at.at,
        measured_at_raw=at.raw,
        measured_local=at.local,
        operator=operator,
        unread=row.rest() | ({"Errors": fault} if fault else {}),
        warnings=(*notes, *(replace(note, where=row.where) for note in at.notes)),
    )


def quantities(
    row: Record, columns: Iterable[Column], written: Numerals
) -> tuple[dict[str, Quantity], list[Note]]:
    """Return the quantities of a row, and a note for each cell that holds no number.

    A cell that holds words beside or instead of a number is not taken as a number: the instrument
    itself doubts it.  It stays in the rest, as printed.
    """
    values: dict[str, Quantity] = {}
    notes: list[Note] = []
    for column in columns:
        text = row.text(column.names)
        if not text:
            if column.required:
                notes.append(Note("COUNT-VALUE-MISSING", {"column": column.names[0]}, row.where))
            continue
        spelled = _POINT if row.stored(column.names) else written
        found = spelled.quantity(text, column.unit, column.shift)
        if found is None:
            row.put_back(column.names)
            name = column.names[0]
            notes.append(Note("COUNT-VALUE-UNREADABLE", {"column": name, "text": text}, row.where))
        else:
            values[column.quantity] = found
    return values, notes


def when(row: Record, layout: Layout, profile: Profile, order: Order) -> Moment:
    """Return the time of a row; nothing when the layout has no times."""
    if not layout.time:
        return Moment()
    text = row.text(layout.time)
    return moment(text, profile, order)


def impossible(values: Mapping[str, Quantity], where: str) -> list[Note]:
    """Return a note for each value that no count can give: below zero, above all, above 100 %."""
    notes = [
        Note("COUNT-BELOW-ZERO", {"quantity": name, "text": each.raw}, where)
        for name, each in values.items()
        if each.value < 0
    ]
    viability = values.get("viability")
    if viability and viability.value > _HUNDRED:
        notes.append(Note("COUNT-ABOVE-100", {"text": viability.raw}, where))
    for part, whole in _PARTS:
        small, large = values.get(part), values.get(whole)
        if (
            small
            and large
            and small.value > large.value
            and not (small.qualifier or large.qualifier)
        ):
            notes.append(
                Note(
                    "COUNT-PART-ABOVE-WHOLE",
                    {"part": part, "small": small.raw, "whole": whole, "large": large.raw},
                    where,
                )
            )
    return notes


_PARTS = (
    ("viable_cell_density", "total_cell_density"),
    ("dead_cell_density", "total_cell_density"),
    ("viable_cell_count", "total_cell_count"),
    ("dead_cell_count", "total_cell_count"),
)


_DOUBTS = frozenset(
    {"TABLE-TIME-UNREADABLE", AMBIGUOUS, "TABLE-HOUR-DOES-NOT-EXIST", "TABLE-HOUR-COMES-TWICE"}
)


def above(sheet: Sheet, header: Header) -> dict[str, str]:
    """Return what stands above the header as names and values: `Instrument SN` and the cell beside.

    A cell that holds `name: value` in itself is parted at the colon; a lone text names its row.
    """
    facts: dict[str, str] = {}
    for row in sheet.rows:
        if row.number >= header.row:
            break
        cells = [cell for cell in row.cells if cell]
        if len(cells) > 1:
            facts[cells[0].rstrip(":").strip()] = " ".join(cells[1:])
        elif cells and ":" in cells[0] and "\\" not in cells[0]:
            name, _, value = cells[0].partition(":")
            facts[name.strip()] = value.strip()
        elif cells:
            facts[f"row {row.number}"] = cells[0]
    return facts


def numbers_only(row: Row) -> bool:
    """Tell a row that only counts its own columns, as some exports hide one below the header."""
    filled = [cell for cell in row.cells if cell]
    return (
        bool(filled)
        and all(cell.isdigit() for cell in filled)
        and (sorted({int(cell) for cell in filled}) == [int(cell) for cell in filled])
    )


def _written(rows: Iterable[Record], layout: Layout) -> list[str]:
    """Return the texts of all cells that should hold numbers, stored numbers left out."""
    return [
        row.text(column.names)
        for row in rows
        for column in layout.columns
        if not row.stored(column.names)
    ]
