"""The values of a whole lot: what was entered and computed, standing and superseded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import select, true
from sqlmodel import Session, SQLModel, col

from batches.ledger import Computed, Value
from batches.text import Text
from elnapp.lots.models import ComputedValue, Entry, EntryValue
from elnapp.record import Event

Values = dict[str, Value]


def entry_ids(session: Session, stream: str) -> dict[str, list[str]]:
    """Give all entries of each step by path, the standing one last."""
    e = _table(Entry)
    found = select(e.c.path, e.c.id).where(e.c.stream == stream).order_by(e.c.path, e.c.n)
    by_path: dict[str, list[str]] = {}
    for path, entry in session.connection().execute(found):
        by_path.setdefault(path, []).append(entry)
    return by_path


def values_by_entry(session: Session, stream: str, path: str | None = None) -> dict[str, Values]:
    """Give what was typed in each entry of a lot, or of one step of it, in the order of the form."""
    v, e = _table(EntryValue), _table(Entry)
    found = select(v.c.entry_id, v.c.name, v.c.text, v.c.number, v.c.unit)
    if path is None:
        found = found.where(v.c.stream == stream)
    else:
        # By the entries of the step: with the stream as well, SQLite reads every value of the lot.
        entries = select(e.c.id).where(e.c.stream == stream, e.c.path == path)
        found = found.where(v.c.entry_id.in_(entries))
    by_entry: dict[str, Values] = {}
    for entry, name, text, number, unit in session.connection().execute(
        found.order_by(v.c.entry_id, v.c.position)
    ):
        by_entry.setdefault(entry, {})[name] = Value(text, number, unit)
    return by_entry


def moved_since(session: Session, stream: str, path: str, seen: int) -> bool:
    """Tell whether what stands at a step was entered or computed after the lot was seen at `seen`."""
    events = select(col(Event.body)).where(col(Event.stream) == stream, col(Event.seq) > seen)
    changes = (c for body in session.scalars(events) for c in json.loads(body)["changes"])
    told = {str(Entry.__tablename__), str(ComputedValue.__tablename__)}
    return any(c["table"] in told and c["new"].get("path") == path for c in changes)


def standing_values(session: Session, stream: str) -> dict[str, Values]:
    """Give what stands at each recorded step, in the order in which the steps were recorded."""
    typed = values_by_entry(session, stream)
    ids = sorted(entry_ids(session, stream).items(), key=lambda found: found[1][0])
    return {path: typed.get(entries[-1], {}) for path, entries in ids}


def computed_versions(
    session: Session, stream: str, path: str | None = None
) -> dict[str, list[list[Any]]]:
    """Give the computations of each step, or of one, by path: the rows of each, standing last."""
    c = _table(ComputedValue)
    asked = select(c).where(c.c.stream == stream, c.c.path == path if path else true())
    rows = session.connection().execute(asked.order_by(c.c.path, c.c.n, c.c.position))
    found: dict[str, list[list[Any]]] = {}
    for row in rows:
        runs = found.setdefault(row.path, [])
        if not runs or runs[-1][0].n != row.n:
            runs.append([])
        runs[-1].append(row)
    return found


def standing_computed(session: Session, stream: str) -> dict[str, tuple[Computed, ...]]:
    """Give the computed values that stand at each step."""
    runs = computed_versions(session, stream)
    return {path: tuple(map(computed_of, versions[-1])) for path, versions in runs.items()}


def computed_of(row: Any) -> Computed:
    """Read a stored computed value back as the rules know it."""
    return Computed(
        row.name, row.value, row.unit, row.formula, row.version, inputs_of(row.inputs),
        row.rounding, Text.from_body(row.note) if row.note else None,
    )  # fmt: skip


def inputs_of(stored: Iterable[Any]) -> dict[str, Decimal | str]:
    """Read stored inputs `[[name, "number"|"text", value], …]`."""
    return {name: Decimal(value) if kind == "number" else value for name, kind, value in stored}


def inputs_plain(inputs: Mapping[str, Decimal | str]) -> list[list[str]]:
    """Write inputs so that a number stays a number."""
    return [
        [name, "number" if isinstance(value, Decimal) else "text", str(value)]
        for name, value in inputs.items()
    ]


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]
