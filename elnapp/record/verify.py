"""Proof that the tables are what the events say: chain, replay, recompute.

*Chain*: sequence, links, heads, and every column of an event equal to its field in the body.
*Replay*: the changes of a stream folded into rows, compared both ways with the tables.
*Recompute*: derived values computed again by the rooms.  None has code per event type.  Replay
proves that nobody edited past the kernel; only recomputation and the pure tests find a wrong
service.  A consistent rewind of log and tables together is found by anchors outside the house.

Streams are read in order, one at a time, with one cursor a table: memory does not grow with the
store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Table
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from elnapp.record import chain
from elnapp.record.columns import JsonText, SecretText, json_text, plain_stored
from elnapp.record.stores import Stores
from elnapp.record.tables import row_classes

Raw = tuple[Any, ...]
Rows = dict[str, dict[str, Any]]
Recompute = Callable[[Connection, str], Iterable[str]]
CHUNK = 2000
EVENT_FIELDS = ("id", "stream", "seq", "command", "verb", "at", "key", "request", "reason")


@dataclass(frozen=True, slots=True)
class Broken:
    """One place where the store is not what its events say."""

    stream: str
    place: str
    what: str

    def plain(self) -> dict[str, str]:
        """Give the place for JSON and for the page."""
        return {"stream": self.stream, "place": self.place, "what": self.what}


@dataclass
class Report:
    """What a verification read and found."""

    events: int = 0
    streams: int = 0
    broken: list[Broken] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Tell whether everything held."""
        return not self.broken


@dataclass(frozen=True)
class Layers:
    """Which layers to run, and how derived values of a kind of stream are computed again."""

    replay: bool = True
    recompute: Mapping[str, Recompute] = field(default_factory=dict)


def verify(stores: Stores, layers: Layers | None = None, limit: int = 50) -> Report:
    """Read the whole store once and report up to `limit` broken places."""
    layers = layers or Layers()
    report = Report()
    with stores.read.connect() as connection:
        for name, found in _streams(connection, replay=layers.replay):
            report.streams += 1
            _one_stream(connection, layers, report, name, found)
            if len(report.broken) >= limit:
                break
    return report


def _one_stream(
    connection: Connection, layers: Layers, report: Report, name: str, found: dict[str, list[Raw]]
) -> None:
    head = found.pop("head", [])
    bodies: list[dict[str, Any]] = []
    for broken in _chain(name, head, found.pop("event", []), bodies):
        report.broken.append(broken)
    report.events += len(bodies)
    report.broken.extend(_parts(connection, name, bodies))
    if layers.replay:
        report.broken.extend(_replay(name, bodies, found))
    again = layers.recompute.get(str(bodies[-1].get("kind"))) if bodies else None
    if again is not None and not any(b.stream == name for b in report.broken):
        report.broken.extend(Broken(name, "derived", what) for what in again(connection, name))


def _chain(
    name: str, head: list[Raw], events: list[Raw], bodies: list[dict[str, Any]]
) -> Iterator[Broken]:
    """Check sequence, links, columns and head of one stream; gather the bodies."""
    if not head:
        yield Broken(name, "head", "there are rows or events, but no head")
    prev, expected = chain.GENESIS, 0
    for raw in events:
        row = dict(zip(_names("event"), raw, strict=True))
        expected += 1
        try:
            body = json.loads(row["body"])
        except ValueError:
            yield Broken(name, f"event {row['seq']}", "the body cannot be read")
            continue
        bodies.append(body)
        for what in _event_faults(row, body, prev, expected):
            yield Broken(name, f"event {row['seq']}", what)
        prev = row["hash"]
    if head:
        last = bodies[-1] if bodies else {}
        yield from _head_faults(name, dict(zip(_names("head"), head[0], strict=True)), last, prev)


def _event_faults(
    row: Mapping[str, Any], body: Mapping[str, Any], prev: str, seq: int
) -> Iterator[str]:
    if row["seq"] != seq:
        yield f"sequence {row['seq']} where {seq} was expected"
    if row["prev"] != prev:
        yield "the link to the event before is broken"
    text = str(row["body"]).encode()
    if _link(str(row["prev"]), text) != row["hash"]:
        yield "the hash does not match the body"
    for name in EVENT_FIELDS:
        if row[name] != body.get(name):
            yield f"the column {name} differs from the body"
    if row["actor"] != body.get("actor", {}).get("id"):
        yield "the column actor differs from the body"


def _link(prev: str, text: bytes) -> str:
    try:
        return chain.link(prev, text)
    except ValueError:
        return ""


def _head_faults(
    name: str, head: Mapping[str, Any], last: Mapping[str, Any], prev: str
) -> Iterator[Broken]:
    wanted = {
        "kind": last.get("kind"), "site": last.get("site"), "study": last.get("study"),
        "state": last.get("state"), "seq": last.get("seq", 0), "hash": prev, "at": last.get("at"),
    }  # fmt: skip
    for column, value in wanted.items():
        if last and head[column] != value:
            yield Broken(name, f"head.{column}", "the head does not stand at the last event")
    if not last:
        yield Broken(name, "head", "a head without events")


def _parts(
    connection: Connection, name: str, bodies: Iterable[Mapping[str, Any]]
) -> Iterator[Broken]:
    """Demand all parts of a command that wrote in several streams."""
    found = "SELECT stream FROM event WHERE command = " + _mark(connection)
    for body in bodies:
        parts = body.get("parts", [])
        if len(parts) < 2:  # noqa: PLR2004 - a command in one stream has one part
            continue
        streams = {r[0] for r in connection.exec_driver_sql(found, (body["command"],))}
        if streams != set(parts):
            yield Broken(name, f"event {body['seq']}", "a part of the command is missing or added")


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.name == "sqlite" else "%s"


def _replay(
    name: str, bodies: Iterable[Mapping[str, Any]], tables: Mapping[str, list[Raw]]
) -> Iterator[Broken]:
    """Fold the changes and compare with the tables, both ways."""
    folded: dict[str, Rows] = {}
    for body in bodies:
        for change in body.get("changes", []):
            yield from _fold(name, body["seq"], folded, change)
    for table in sorted({*folded, *tables}):
        stored = _stored(table, tables.get(table, []))
        yield from _compare(name, table, _as_kept(table, folded.get(table, {})), stored)


def _fold(
    name: str, seq: int, folded: dict[str, Rows], change: Mapping[str, Any]
) -> Iterator[Broken]:
    rows = folded.setdefault(change["table"], {})
    row, old = change["row"], change["old"]
    place = f"event {seq}: {change['table']}/{row}"
    if old is None:
        if row in rows:
            yield Broken(name, place, "the row is created twice")
        rows[row] = dict(change["new"])
        return
    known = rows.setdefault(row, {})
    for column, value in old.items():
        if known.get(column) != value:
            yield Broken(name, place, f"{column}: the old value is not the one before")
    known.update(change["new"])


def _as_kept(table: str, folded: Rows) -> Rows:
    """Write objects as the text a column keeps: in Python 1 equals True, and spaces are lost."""
    objects = [name for name, kind, _cheap in _columns(table) if isinstance(kind, JsonText)]
    for row in folded.values():
        row.update({name: json_text(row[name]) for name in objects if name in row})
    return folded


def _stored(table: str, raws: Iterable[Raw]) -> Rows:
    columns = _columns(table)
    rows: Rows = {}
    for raw in raws:
        row = {
            name: value if cheap else plain_stored(kind, value)
            for (name, kind, cheap), value in zip(columns, raw, strict=True)
        }
        rows[row["id"]] = row
    return rows


def _compare(name: str, table: str, folded: Rows, stored: Rows) -> Iterator[Broken]:
    for row in folded.keys() - stored.keys():
        yield Broken(name, f"{table}/{row}", "the row is missing from its table")
    for row in stored.keys() - folded.keys():
        yield Broken(name, f"{table}/{row}", "no event knows this row")
    for row in folded.keys() & stored.keys():
        if folded[row] == stored[row]:
            continue
        for column in sorted({*folded[row], *stored[row]}):
            if folded[row].get(column) != stored[row].get(column):
                yield Broken(name, f"{table}/{row}.{column}", "differs from what the events say")


# Reading every table once, in the order of streams.


def _names(table: str) -> list[str]:
    return [c.name for c in SQLModel.metadata.tables[table].columns]


def _columns(table: str) -> list[tuple[str, TypeEngine[Any], bool]]:
    """Give name, type and whether the stored value is its own plain form."""
    return [(c.name, c.type, _is_plain(c)) for c in SQLModel.metadata.tables[table].columns]


def _is_plain(column: Column[Any]) -> bool:
    return not isinstance(column.type, SecretText | Boolean)


def _streams(connection: Connection, *, replay: bool) -> Iterator[tuple[str, dict[str, list[Raw]]]]:
    """Give each stream with its rows of every table, merged from one ordered cursor a table."""
    tables = ["head", "event"]
    if replay:
        tables += sorted(row_classes())
    cursors = [_Cursor(connection, SQLModel.metadata.tables[t]) for t in tables]
    while True:
        waiting = [c.stream for c in cursors if c.stream is not None]
        if not waiting:
            return
        name = min(waiting)
        yield name, {c.table: c.take() for c in cursors if c.stream == name}


class _Cursor:
    """The rows of one table in the order of their streams."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self.table = table.name
        names = [c.name for c in table.columns]
        order = "stream, seq, id" if table.name == "event" else "stream"
        sql = f"SELECT {', '.join(names)} FROM {table.name} ORDER BY {order}"
        result = connection.execution_options(stream_results=True, max_row_buffer=CHUNK)
        rows = result.exec_driver_sql(sql)
        at = names.index("stream")
        self.stream: str | None = None
        self._rows: Iterator[Raw] = iter(())
        self._groups = groupby((tuple(r) for r in rows), key=lambda r: r[at])
        self._next()

    def _next(self) -> None:
        self.stream, self._rows = next(self._groups, (None, iter(())))

    def take(self) -> list[Raw]:
        """Give the rows of the present stream and move on."""
        rows = list(self._rows)
        self._next()
        return rows
