"""The session of a command: it sees every row that changes, with its old and new stored value.

New append-only rows, which is nearly all of them, are written in the order they were added, one
statement a table; SQLAlchemy's unit of work takes four times as long to find an order that deferred
foreign keys do not need.  Changed rows are captured in `after_flush`, where their old values are
still known.  What would change a recorded row in any other way is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Table, event, insert, inspect
from sqlalchemy.orm import ORMExecuteState, make_transient_to_detached
from sqlmodel import Session

from elnapp.record.columns import plain_bound
from elnapp.record.errors import WriteRefused
from elnapp.record.tables import Operational, Recorded


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a command wrote: `old` is None for a new row; values are plain."""

    stream: str
    address: str
    table: str
    row: str
    old: dict[str, Any] | None
    new: dict[str, Any]
    covered: bool

    def plain(self) -> dict[str, Any]:
        """Give the change as the event carries it."""
        return {"table": self.table, "row": self.row, "old": self.old, "new": self.new}


@dataclass
class Captured:
    """The changes of one command so far, in the order of their flushes."""

    changes: list[Change] = field(default_factory=list)

    def streams(self) -> list[str]:
        """Name the changed streams in order of first change."""
        return list(dict.fromkeys(c.stream for c in self.changes))

    def tables(self, stream: str) -> set[str]:
        """Name the tables of the rows that changed in one stream."""
        return {c.table for c in self.of(stream)}

    def of(self, stream: str) -> Iterator[Change]:
        """Give the changes of one stream."""
        return (c for c in self.changes if c.stream == stream)


@contextmanager
def allowed_to_write(connection: Connection) -> Iterator[None]:
    """Let the kernel's own statements pass the guard on this connection."""
    before = connection.info.get("elnapp_writes", False)
    connection.info["elnapp_writes"] = True
    try:
        yield
    finally:
        connection.info["elnapp_writes"] = before


class OneTransaction(Session):
    """A session for one transaction on one connection, which is asked for once."""

    _held: Connection | None = None

    def connection(self, *args: Any, **kwargs: Any) -> Connection:
        """Give the connection of the transaction."""
        if self._held is None or self._held.closed:
            self._held = super().connection(*args, **kwargs)
        return self._held


class CommandSession(OneTransaction):
    """A session whose flushes are captured and whose bulk statements are refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start with nothing captured."""
        super().__init__(*args, **kwargs)
        self.captured = Captured()
        self._fresh: list[Recorded] = []

    def add(self, instance: object, **more: Any) -> None:
        """Take a row; a new append-only one is written by `flush` without the unit of work."""
        row = instance if isinstance(instance, Recorded) else None
        if row is not None and type(row).append_only and inspect(row).transient:
            self._fresh.append(row)
        else:
            super().add(instance, **more)

    def flush(self, objects: Any = None) -> None:
        """Write and capture what was added and changed."""
        fresh, self._fresh = self._fresh, []
        if fresh:
            self.captured.changes += _insert(self, fresh)
        super().flush(objects)

    def commit(self) -> None:
        """Commit what was flushed; a row added since then is a defect."""
        if self._fresh:
            message = f"{len(self._fresh)} rows were added after the last flush"
            raise WriteRefused(message)
        super().commit()


def _insert(session: CommandSession, fresh: list[Recorded]) -> list[Change]:
    """Write new rows, one statement a table; from then on the session watches them like others."""
    tables: dict[Table, list[dict[str, Any]]] = {}
    changes = []
    for row in fresh:
        table = inspect(type(row)).local_table
        values = {c.key: getattr(row, c.key) for c in table.columns}
        changes.append(_inserted(row, table, values))
        tables.setdefault(table, []).append(values)
    connection = session.connection()
    with allowed_to_write(connection):
        for table, rows in tables.items():
            connection.execute(_insert_into(table), rows)
    for row in fresh:
        make_transient_to_detached(row)
        Session.add(session, row)
    return changes


@cache
def _insert_into(table: Table) -> Insert:
    return insert(table)


@event.listens_for(CommandSession, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        message = "a command adds rows and changes attributes; bulk statements are refused"
        raise WriteRefused(message)


@event.listens_for(CommandSession, "before_flush")
def _open_guard(session: CommandSession, *_context: Any) -> None:
    for row in session.deleted:
        message = f"a recorded row is never deleted: {row!r}"
        raise WriteRefused(message)
    for row in session.dirty:
        if isinstance(row, Recorded) and type(row).append_only and session.is_modified(row):
            message = f"{type(row).__name__} rows are append-only"
            raise WriteRefused(message)
    session.connection().info["elnapp_writes"] = True


@event.listens_for(CommandSession, "after_flush")
def _capture(session: CommandSession, *_context: Any) -> None:
    session.connection().info["elnapp_writes"] = False
    for row in session.new:
        if isinstance(row, Recorded):
            table = inspect(type(row)).local_table
            values = {c.key: getattr(row, c.key) for c in table.columns}
            session.captured.changes.append(_inserted(row, table, values))
        elif not isinstance(row, Operational):
            message = f"{type(row).__name__} is neither recorded nor operational"
            raise WriteRefused(message)
    for row in session.dirty:
        if isinstance(row, Recorded) and session.is_modified(row):
            session.captured.changes.append(_updated(row))


def _inserted(row: Recorded, table: Table, values: dict[str, Any]) -> Change:
    new = {c.key: plain_bound(c.type, values[c.key]) for c in table.columns}
    return _change(row, table.name, None, new)


def _updated(row: Recorded) -> Change:
    table = inspect(type(row)).local_table
    state = inspect(row)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for column in table.columns:
        history = state.attrs[column.key].history
        if not history.has_changes():
            continue
        if not history.deleted:
            message = f"{table.name}.{column.key} was set without being read first"
            raise WriteRefused(message)
        old[column.key] = plain_bound(column.type, history.deleted[0])
        new[column.key] = plain_bound(column.type, history.added[0])
    if {"id", "stream", "address"} & set(new):
        message = f"{table.name}: a row keeps its id, stream and address for ever"
        raise WriteRefused(message)
    return _change(row, table.name, old, new)


def _change(row: Recorded, table: str, old: dict[str, Any] | None, new: dict[str, Any]) -> Change:
    covered = type(row).covered
    if row.address != row.stream and not row.address.startswith(f"{row.stream}/"):
        message = f"{table}: {row.address} does not lie in {row.stream}, no signature would hold it"
        raise WriteRefused(message)
    return Change(row.stream, row.address, table, row.id, old, new, covered)
