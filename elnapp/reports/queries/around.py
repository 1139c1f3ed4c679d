"""What lies around the executed record: results, quality, units, signatures, people, events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from batches.specification import Row, Specification, limit_text
from batches.text import Text
from elnapp.custody import queries as custody
from elnapp.inbox import queries as inbox
from elnapp.people.models import Account
from elnapp.quality import queries as quality
from elnapp.quality.queries import DeviationView
from elnapp.record import Event
from elnapp.record.plain import canonical, plain
from elnapp.release import queries as release
from elnapp.results import queries as results
from elnapp.results.queries import Line, OosView, ResultView, SampleView
from elnapp.signing import queries as signing
from elnapp.signing.queries import SignatureView

RESULT = (
    "address", "n", "sample", "text", "number", "unit", "inputs", "computed", "interval", "shown",
    "verdict", "flags", "findings", "rounded", "deviations", "source", "comment", "analysed_by",
    "analysed_name", "analysed_at", "zone", "recorded_at", "invalid", "invalid_name", "invalid_at",
    "interim", "investigation", "reviewed_by", "reviewed_name", "reviewed_at", "review_comment",
)  # fmt: skip
OOS = (
    "number", "row", "result_address", "deviation", "finding", "opened_by", "opened_name", "opened_at",
)  # fmt: skip
SAMPLE_STEP = (
    "n", "step", "at", "zone", "place", "condition", "findings", "deviations", "reason", "by", "name",
    "recorded_at", "replaced",
)  # fmt: skip
UNIT = ("code", "kind", "role", "lot", "quantity", "balance", "uom", "label", "state", "place",
        "parents", "children")  # fmt: skip


def everything(session: Session, stream: str) -> dict[str, Any]:
    """Give results, investigations, samples, deviations, holds and units of a lot."""
    pinned = release.pinned_specification(session, stream)
    donor = release.case(session, stream).streams
    return {
        "specification": {"name": pinned.name, "hash": pinned.hash},
        "results": _results(session, stream, pinned.specification),
        "panels": [plain(asdict(panel)) for panel in results.panels(session, stream)],
        "oos": [_oos(o) for o in results.investigations(session, stream)],
        "samples": [_sample(s) for s in results.sample_views(session, stream, pinned.plan)],
        "deviations": [_deviation(d) for d in quality.deviations(session, stream)],
        "holds": [plain(asdict(h)) | {"state": h.state} for h in quality.holds(session, donor)],
        "units": [_some(u, UNIT) for u in custody.units(session, stream)],
    }


def signatures(session: Session, stream: str) -> list[dict[str, Any]]:
    """Give every signature of a lot in order of time, void ones too, each with its manifest."""
    return [_signature(view) for view in signing.all_of(session, stream)]


def people_of(
    session: Session, steps: Iterable[Mapping[str, Any]], signed: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give everyone who entered or signed anything, with function and what they did."""
    acts: dict[str, set[str]] = {}
    for step in steps:
        for entry in step["entries"]:
            act = "PERFORMED" if entry["n"] == 1 else "CORRECTED"
            acts.setdefault(entry["performed_by"], set()).add(act)
    for one in signed:
        acts.setdefault(one["signer"], set()).add(one["meaning"])
    found = session.scalars(
        select(Account).where(col(Account.id).in_(sorted(acts))).order_by(col(Account.name))
    )
    return [
        {"id": a.id, "login": a.login, "name": a.name, "function": a.function,
         "acts": sorted(acts[a.id])}
        for a in found
    ]  # fmt: skip


def events(session: Session, stream: str) -> list[dict[str, Any]]:
    """List the events of a lot: number, verb, time, person, state after it, link of the chain."""
    return [_event(row) for row in _events(session, stream)]


def events_jsonl(session: Session, stream: str) -> bytes:
    """Give the whole chain of a lot, one event a line: link before, canonical body, link after."""
    lines = [
        canonical({"prev": row.prev, "body": json.loads(row.body), "hash": row.hash})
        for row in _events(session, stream)
    ]
    return b"\n".join([*lines, b""])


def _events(session: Session, stream: str) -> Iterable[Event]:
    return session.scalars(
        select(Event).where(col(Event.stream) == stream).order_by(col(Event.seq))
    )


def _event(row: Event) -> dict[str, Any]:
    body = json.loads(row.body)
    return {
        "seq": row.seq, "verb": row.verb, "at": plain(row.at), "actor": row.actor,
        "name": body["actor"]["name"], "reason": row.reason, "state": body["state"],
        "changes": len(body["changes"]), "findings": body["findings"], "hash": row.hash,
    }  # fmt: skip


def _results(session: Session, stream: str, specification: Specification) -> list[dict[str, Any]]:
    taken = inbox.uses_plain(session, stream)
    return [_line(line, taken) for line in results.certificate(session, stream, specification)]


def _line(line: Line, taken: Mapping[str, Any]) -> dict[str, Any]:
    row: Row = line.row
    return {
        "row": row.code,
        "class": row.row_class,
        "stage": row.stage,
        "attribute": _words(row.attribute),
        "method": _words(row.method),
        "timing": _words(row.timing),
        "unit": row.unit,
        "limit": {lang: limit_text(row, lang) for lang in ("en", "fr")},
        "choices": [{"value": c.value, "label": _words(c.label)} for c in row.choices],
        "rounding": row.rounding,
        "verdict": line.verdict,
        "counts": line.result.address if line.result else None,
        "results": [_result(view, taken) for view in line.history],
    }


def _result(view: ResultView, taken: Mapping[str, Any]) -> dict[str, Any]:
    """Give a result with what it took from instrument files."""
    return {**_some(view, RESULT), "readings": taken.get(view.id, [])}


def _oos(view: OosView) -> dict[str, Any]:
    return {
        **_some(view, OOS),
        "state": view.state,
        "steps": [plain(asdict(step)) for step in view.steps],
    }


def _sample(view: SampleView) -> dict[str, Any]:
    planned = view.planned
    return {
        "code": view.code,
        "type": view.label,
        "path": view.path,
        "state": view.state,
        "taken_at": plain(view.way.taken),
        "tested_at": plain(view.way.tested),
        "label": _words(planned.label) if planned else None,
        "laboratory": _words(planned.laboratory) if planned else None,
        "use": planned.use if planned else None,
        "kept": _words(planned.kept) if planned and planned.kept else None,
        "steps": [_some(step, SAMPLE_STEP) for step in view.steps],
    }


def _deviation(view: DeviationView) -> dict[str, Any]:
    return {
        **plain({k: v for k, v in asdict(view).items() if k != "steps"}),
        "state": view.state,
        "steps": [plain(asdict(step)) for step in view.steps],
    }


def _signature(view: SignatureView) -> dict[str, Any]:
    return {
        "id": view.id, "address": view.address, "meaning": view.meaning, "signer": view.signer,
        "name": view.signer_name, "role": view.role, "at": plain(view.at), "digest": view.digest,
        "manifest": plain(dict(view.manifest)), "stands": view.stands,
        "voided_at": plain(view.voided_at), "void_cause": view.void_cause,
    }  # fmt: skip


def _some(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def _words(text: Text) -> dict[str, str]:
    return {"en": text.en, "fr": text.fr}
