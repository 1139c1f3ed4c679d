"""Reading events for the audit trail, newest first, with old and new values side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlmodel import Session, col

from batches.people import Actor, Grant
from batches.policy import SHOWS, shows
from elnapp.people import queries as people
from elnapp.record import Event, Head

PAGE = 50
# "sealed" is what an identity is kept in: unreadable, and long.
QUIET_COLUMNS = frozenset({"id", "stream", "address", "sealed"})
SHOWN_FOR = {
    "donor": "donors.medical", "donation": "procurement", "account": "people", "lot": "lots",
    "document": "documents", "identity": "vault",
}  # fmt: skip
"""What a reader must be shown to see values of a kind of record here; the trail opens no other door."""


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
    filtered = _within_reach(_filtered(_by_id(session, asked)), actor)
    counted = select(func.count()).select_from(filtered.subquery())
    total = session.execute(counted).scalar_one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, asked.page), pages)
    newest = filtered.order_by(col(Event.id).desc()).limit(PAGE).offset((page - 1) * PAGE)
    found = session.execute(newest).all()
    logins = people.logins(session, {row.actor for row, _head in found})
    lines = tuple(_line(row, head, actor, logins) for row, head in found)
    return Trail(lines, total, page, pages)


def verbs(session: Session) -> list[str]:
    """Name the verbs that the log holds, for the filter."""
    return sorted(session.scalars(select(col(Event.verb)).distinct()))


def _by_id(session: Session, asked: Asked) -> Asked:
    """Read a user ID as the account it names: events keep the account's own id."""
    found = people.account(session, asked.actor) if asked.actor else None
    return replace(asked, actor=found.id) if found else asked


def _filtered(asked: Asked) -> Select[Event, Head]:
    found = select(Event, Head).join(Head, col(Head.stream) == col(Event.stream))
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


def _within_reach(found: Select[Event, Head], actor: Actor) -> Select[Event, Head]:
    """Keep the records of the sites and studies where the person reads the audit trail."""
    reach = (_covered(g) for g in actor.grants if g.role in SHOWS["audit"])
    return found.where(or_(false(), *reach))


def _covered(grant: Grant) -> ColumnElement[bool]:
    """Say in SQL what `Grant.covers` says of one record."""
    site = true() if grant.site == "*" else col(Head.site) == grant.site
    if grant.study is None:
        return site
    return site & (col(Head.study).is_(None) | (col(Head.study) == grant.study))


def _hidden(head: Head, actor: Actor) -> bool:
    """Tell whether the values are not for this reader; a role elsewhere opens nothing here."""
    needed = SHOWN_FOR.get(head.kind)
    return needed is not None and not shows(needed, actor.roles(head.site, head.study))


def _line(row: Event, head: Head, actor: Actor, logins: Mapping[str, str]) -> Line:
    body = json.loads(row.body)
    hidden = _hidden(head, actor)
    return Line(
        id=row.id, stream=row.stream, seq=row.seq, verb=row.verb, at=row.at,
        actor=logins.get(row.actor, row.actor), name=body["actor"]["name"], roles=tuple(body["actor"]["roles"]),
        reason=None if hidden else row.reason,
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
