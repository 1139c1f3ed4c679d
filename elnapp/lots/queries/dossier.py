"""Everything a lot's own record holds, as plain values for the dossier and `record.json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches import kinds
from batches.kept_file import KeptFile
from batches.kinds.labels import label_of
from batches.kinds.leaves import leaves
from batches.master import Place
from batches.text import Text
from elnapp.inbox import queries as inbox
from elnapp.lots.models import Entry, EntryValue, Repetition, Unwitnessed
from elnapp.lots.queries.growth import Growth, Passage, growth
from elnapp.lots.queries.pictures import images_plain, marks_plain
from elnapp.lots.queries.plan import Plan, plan
from elnapp.lots.queries.standing import opened, placed
from elnapp.lots.queries.values import computed_versions
from elnapp.record.plain import plain

ENTRY = (
    "id", "address", "n", "kind", "supersedes", "reason", "lang", "performed_by", "performed_name",
    "role", "done_at", "done_quality", "zone", "recorded_at", "relied", "findings",
)  # fmt: skip
VALUE = ("name", "text", "number", "unit", "source")
COMPUTED = (
    "id", "entry_id", "n", "name", "value", "unit", "formula", "version", "inputs", "rounding",
    "note", "supersedes",
)  # fmt: skip


def dossier(session: Session, stream: str) -> dict[str, Any]:
    """Give order, steps with every entry and correction, computed values and passages, all plain.

    Each step has `entries` (oldest first, the last one stands) with their values and the cells they
    marked, `computed` (every computation, the last one stands) and `images`, the pictures that were
    counted.  Labels are `{en, fr}`.  Signatures, deviations,
    units and results are added by the rooms that own them.
    """
    found = plan(session, stream)
    return {
        "order": plain(asdict(found.order)),
        "master": _master(found),
        "repetitions": _repetitions(session, stream),
        "steps": list(_steps(session, found)),
        "growth": _growth(growth(session, stream)),
    }


def _master(found: Plan) -> dict[str, Any]:
    master = found.master
    return {
        "name": found.order.master_name,
        "hash": found.order.master_hash,
        "product": master.product,
        "source": master.source,
        "passage_convention": _words(master.passage_convention),
        "doublings_convention": master.doublings_convention,
        "witness_within_min": master.witness_within_min,
    }


def _repetitions(session: Session, stream: str) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Repetition).where(col(Repetition.stream) == stream).order_by(col(Repetition.id))
    )
    names = ("phase", "n", "opened_by", "opened_name", "opened_at")
    return [{name: plain(getattr(row, name)) for name in names} for row in rows]


def _steps(session: Session, found: Plan) -> Iterator[dict[str, Any]]:
    stream = found.order.stream
    entries, computed = _entries(session, stream), computed_versions(session, stream)
    here = placed(session, found)
    declared, images = _declared(session, stream), images_plain(session, stream)
    for place in found.master.places(opened(session, stream)):
        state = here.at(place.path)
        yield {
            **_step(place),
            "state": state.state if state else "not_started",
            "entries": [_with_files(place, entry) for entry in entries.get(place.path, [])],
            "computed": [
                _computed(found, place, row) for run in computed.get(place.path, []) for row in run
            ],
            "unwitnessed": declared.get(place.path),
            "images": images.get(place.path, []),
        }


def _with_files(place: Place, entry: dict[str, Any]) -> dict[str, Any]:
    """Take the files apart that answer questions of a step: `file` is hash, size and name."""
    asked = leaves(kinds.fields(place.step), {})
    slots = {leaf.slot for leaf in asked if leaf.field.type == "file"}
    values = [_with_file(value) if value["name"] in slots else value for value in entry["values"]]
    return {**entry, "values": values}


def _with_file(value: dict[str, Any]) -> dict[str, Any]:
    kept = KeptFile.read(str(value["text"]))
    return {**value, "file": asdict(kept)} if kept else value


def _computed(found: Plan, place: Place, row: Any) -> dict[str, Any]:
    named = found.master.label(place.step, row.name)
    return {**{name: plain(getattr(row, name)) for name in COMPUTED}, "label": _words(named)}


def _step(place: Place) -> dict[str, Any]:
    step = place.step
    return {
        "path": place.path,
        "phase": {lang: place.run.name(lang) for lang in ("en", "fr")},
        "title": _words(step.title),
        "instruction": _words(step.instruction) if step.instruction else None,
        "kind": step.kind,
        "by": list(step.by),
        "verify": step.verify,
        "gate": step.gate,
        "mandatory": step.mandatory,
        "fields": [_field(field) for field in kinds.fields(step)],
        "limits": _computed_limits(place),
    }


def _field(field: Any) -> dict[str, Any]:
    limits = field.limits
    return {
        "name": field.name,
        "type": field.type,
        "label": _words(field.label),
        "unit": field.unit,
        "slots": list(field.slots),
        "critical": field.critical,
        "expected": field.expected,
        "columns": [_field(column) for column in field.columns],
        "rows": _rows_of(field),
        "choices": [{"value": c.value, "label": _words(c.label)} for c in field.choices],
        "act": list(limits.act) if limits and limits.act else None,
        "alert": list(limits.alert) if limits and limits.alert else None,
    }


def _rows_of(field: Any) -> dict[str, Any] | None:
    rows = field.rows
    return None if rows is None else {"min": rows.min, "max": rows.max, "of": rows.of}


def _computed_limits(place: Place) -> dict[str, Any]:
    """Give label and limits of each computed value that the master limits."""
    found = {}
    for name in place.step.params.get("limits", {}):
        limits = place.step.computed_limits(name)
        found[name] = {
            "label": _words(label_of(place.step, name)),
            "act": list(limits.act) if limits and limits.act else None,
            "alert": list(limits.alert) if limits and limits.alert else None,
        }
    return found


def _entries(session: Session, stream: str) -> dict[str, list[dict[str, Any]]]:
    values: dict[str, list[dict[str, Any]]] = {}
    typed = select(EntryValue).where(col(EntryValue.stream) == stream)
    for value in session.scalars(typed.order_by(col(EntryValue.position))):
        row = {name: plain(getattr(value, name)) for name in VALUE}
        values.setdefault(value.entry_id, []).append(row)
    taken, marked = inbox.uses_plain(session, stream), marks_plain(session, stream)
    found: dict[str, list[dict[str, Any]]] = {}
    rows = select(Entry).where(col(Entry.stream) == stream).order_by(col(Entry.n))
    for entry in session.scalars(rows):
        one = {name: plain(getattr(entry, name)) for name in ENTRY}
        one["values"] = values.get(entry.id, [])
        one["readings"] = taken.get(entry.id, [])
        one["marks"] = marked.get(entry.id, [])
        found.setdefault(entry.path, []).append(one)
    return found


def _declared(session: Session, stream: str) -> dict[str, dict[str, Any]]:
    rows = session.execute(
        select(Unwitnessed, col(Entry.path))
        .join(Entry, col(Entry.id) == col(Unwitnessed.entry_id))
        .where(col(Unwitnessed.stream) == stream)
    )
    names = ("deviation", "reason", "lang", "declared_by", "declared_name", "declared_at")
    return {path: {name: plain(getattr(row, name)) for name in names} for row, path in rows}


def _growth(found: Growth) -> dict[str, Any]:
    return {
        "passage_convention": _words(found.passage_convention),
        "doublings_convention": found.doublings_convention,
        "passages": [_passage(p) for p in found.passages],
    }


def _passage(row: Passage) -> dict[str, Any]:
    found = {f.name: getattr(row, f.name) for f in fields(row)}
    found["notes"] = {name: _words(note) for name, note in row.notes.items()}
    return {name: plain(value) for name, value in found.items()}


def _words(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}
