"""Reading events for the audit trail, newest first, with old and new values side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from batches.people import Actor
from batches.policy import SHOWS
from elnapp.record import Event, Head

PAGE = 50
QUIET_COLUMNS = frozenset({"id", "stream", "address"})
SHOWN_FOR = {"donor": "donors.medical", "account": "people"}


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the trail; empty text means any."""

    stream: str = ""
    verb: str = ""
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that changed: where it stands, what it was, what it is."""

    table: str
    row: str
    column: str
    old: Any
    new: Any
    created: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a person reads it."""

    id: str
    stream: str
    seq: int
    verb: str
    at: datetime
    actor: str
    name: str
    roles: tuple[str, ...]
    reason: str | None
    cells: tuple[Cell, ...]
    findings: tuple[Mapping[str, Any], ...]
    others: tuple[str, ...]
    hash: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Trail:
    """One page of the trail."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def trail(session: Session, actor: Actor, asked: Asked) -> Trail:
    """Give one page of what `actor` may read; medical and account values are hidden from others."""
    filtered = _within_reach(_filtered(asked), actor)
    counted = select(func.count()).select_from(filtered.subquery())
    total = session.execute(counted).scalar_one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, asked.page), pages)
    newest = filtered.order_by(col(Event.id).desc()).limit(PAGE).offset((page - 1) * PAGE)
    lines = tuple(_line(row, kind, actor) for row, kind in session.execute(newest))
    return Trail(lines, total, page, pages)


def verbs(session: Session) -> list[str]:
    """Name the verbs that the log holds, for the filter."""
    return sorted(session.scalars(select(col(Event.verb)).distinct()))


def _filtered(asked: Asked) -> Select[Any]:
    found: Select[Any] = select(Event, col(Head.kind)).join(Head, col(Head.stream) == col(Event.stream))
    if asked.stream:
        found = found.where(col(Event.stream) == asked.stream)
    if asked.verb:
        found = found.where(col(Event.verb) == asked.verb)
    if asked.actor:
        found = found.where(col(Event.actor) == asked.actor)
    if asked.since:
        found = found.where(col(Event.at) >= asked.since)
    if asked.until:
        found = found.where(col(Event.at) < asked.until)
    return found


def _within_reach(found: Select[Any], actor: Actor) -> Select[Any]:
    """Keep the sites where the person holds a role that reads the audit trail."""
    sites = {g.site for g in actor.grants if g.role in SHOWS["audit"]}
    return found if "*" in sites else found.where(col(Head.site).in_(sorted(sites)))


def _line(row: Event, kind: str, actor: Actor) -> Line:
    body = json.loads(row.body)
    needed = SHOWN_FOR.get(kind)
    hidden = needed is not None and not {g.role for g in actor.grants} & SHOWS[needed]
    return Line(
        id=row.id, stream=row.stream, seq=row.seq, verb=row.verb, at=row.at, actor=row.actor,
        name=body["actor"]["name"], roles=tuple(body["actor"]["roles"]), reason=row.reason,
        cells=() if hidden else tuple(_cells(body["changes"])),
        findings=() if hidden else tuple(body["findings"]),
        others=tuple(s for s in body["parts"] if s != row.stream), hash=row.hash, hidden=hidden,
    )  # fmt: skip


def _cells(changes: list[dict[str, Any]]) -> Iterator[Cell]:
    for change in changes:
        old = change["old"] or {}
        for column in sorted(change["new"]):
            if column in QUIET_COLUMNS or (change["old"] is None and change["new"][column] is None):
                continue
            yield Cell(
                change["table"], change["row"], column, old.get(column),
                change["new"][column], change["old"] is None,
            )  # fmt: skip
