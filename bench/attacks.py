"""Changes by hand to a SQLite store: each with what undoes it and the place a report must name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean
from sqlmodel import SQLModel

from elnapp.record.columns import JsonText
from elnapp.record.tables import KERNEL_TABLES, row_classes

Row = dict[str, Any]


@dataclass(frozen=True)
class Attack:
    """One change by hand: what is done, what undoes it, and the words the report must hold."""

    name: str
    do: tuple[str, ...]
    undo: tuple[str, ...]
    places: tuple[str, ...]


def tables() -> list[str]:
    """Name every table whose rows are part of the record."""
    return sorted({*row_classes(), *KERNEL_TABLES})


def attacks(database: sqlite3.Connection) -> Iterator[Attack]:
    """Give every attack that the store has a row for."""
    for table in tables():
        row = one_row(database, table)
        if row is None:
            continue
        unique = _unique(database, table)
        yield from (_change(table, row, column, unique=column in unique) for column in row)
        yield from (_unreadable(table, row, column) for column in _json(table) if row[column])
        yield _delete(table, row)
        yield _insert(database, table, row)
    yield from _event_attacks(database)


def one_row(database: sqlite3.Connection, table: str) -> Row | None:
    """Take the row with the fewest empty columns: an empty cell hides little."""
    names = [c.name for c in SQLModel.metadata.tables[table].columns]
    filled = " + ".join(f"({n} IS NOT NULL)" for n in names)
    sql = f"SELECT {', '.join(names)} FROM {table} ORDER BY {filled} DESC, rowid DESC LIMIT 1"
    row = database.execute(sql).fetchone()
    return dict(zip(names, row, strict=True)) if row else None


@contextmanager
def by_hand(path: str) -> Iterator[sqlite3.Connection]:
    """Open the file as somebody with the disk would: no trigger, no foreign key, no check."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield database
    finally:
        database.close()


def drop_triggers(database: sqlite3.Connection) -> None:
    """Take the protection away, as a person who may change the schema can."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        database.execute(f"DROP TRIGGER {name}")


def run(database: sqlite3.Connection, statements: tuple[str, ...]) -> None:
    """Do it and commit."""
    for statement in statements:
        database.execute(statement)
    database.commit()


def _change(table: str, row: Row, column: str, *, unique: bool) -> Attack:
    """Change one cell as little as possible; a unique one so that no other row has it."""
    kind, old = SQLModel.metadata.tables[table].columns[column].type, row[column]
    new = 1 - old if isinstance(kind, Boolean) and old is not None else _other(old)
    if (unique and isinstance(old, str)) or column == "stream":
        new = f"{old}x"
    return _update(table, row, (column, new), "changed")


def _unreadable(table: str, row: Row, column: str) -> Attack:
    return _update(table, row, (column, "{" + str(row[column])), "made unreadable")


def _update(table: str, row: Row, to: tuple[str, Any], how: str) -> Attack:
    column, new = to
    key = _key(table)
    where = new if column == key else row[key]
    return Attack(
        f"{table}.{column} {how}",
        (f"UPDATE {table} SET {column} = {_sql(new)} WHERE {key} = {_sql(row[key])}",),
        (f"UPDATE {table} SET {column} = {_sql(row[column])} WHERE {key} = {_sql(where)}",),
        _place(table, row, column),
    )


def _place(table: str, row: Row, column: str) -> tuple[str, ...]:
    """Give what the report must name: the stream and, in a table of rows, the row and the cell."""
    stream = str(row["stream"])
    if table in KERNEL_TABLES:
        return (stream, table)
    if column in {"id", "stream"}:
        return (stream, f"{table}/{row['id']}")
    return (stream, f"{table}/{row['id']}.{column}")


def _delete(table: str, row: Row) -> Attack:
    key = _key(table)
    return Attack(
        f"{table}: a row deleted",
        (f"DELETE FROM {table} WHERE {key} = {_sql(row[key])}",),
        (_insertion(table, row),),
        (str(row["stream"]),),
    )


def _insert(database: sqlite3.Connection, table: str, row: Row) -> Attack:
    """Insert a copy that differs only where the database demands it."""
    key, added = _key(table), dict(row)
    for column in _one_of_each_unique(database, table):
        added[column] = _next(row[column])
    return Attack(
        f"{table}: a row inserted",
        (_insertion(table, added),),
        (f"DELETE FROM {table} WHERE {key} = {_sql(added[key])}",),
        (str(added["stream"]), "event" if table == "event" else str(added[key])),
    )


def _one_of_each_unique(database: sqlite3.Connection, table: str) -> set[str]:
    """Choose a column of each unique index, the stream only when there is no other."""
    chosen = (
        next((c for c in columns if c != "stream"), "stream")
        for columns in _indexes(database, table)
    )
    return set(chosen)


def _unique(database: sqlite3.Connection, table: str) -> set[str]:
    return {column for columns in _indexes(database, table) for column in columns}


def _indexes(database: sqlite3.Connection, table: str) -> list[list[str]]:
    """Give the columns of each unique index, the last one first."""
    indexes = [i[1] for i in database.execute(f"PRAGMA index_list({table})").fetchall() if i[2]]
    found = [database.execute(f"PRAGMA index_info({i})").fetchall() for i in indexes]
    return [[c[2] for c in reversed(columns)] for columns in found]


def _event_attacks(database: sqlite3.Connection) -> Iterator[Attack]:
    stream, first, second = database.execute(
        "SELECT a.stream, a.id, b.id FROM event a JOIN event b"
        " ON a.stream = b.stream AND b.seq = a.seq + 1 WHERE a.seq = 2 LIMIT 1"
    ).fetchone()
    yield Attack("events swapped", _swap(first, second), _swap(second, first), (stream, "event"))
    later = f"UPDATE event SET seq = seq + 1000 WHERE stream = '{stream}' AND seq > 1"
    earlier = f"UPDATE event SET seq = seq - 1000 WHERE stream = '{stream}' AND seq > 1000"
    yield Attack("events renumbered", (later,), (earlier,), (stream, "event"))
    yield _tail_cut(database)


def _swap(first: str, second: str) -> tuple[str, ...]:
    """Let two neighbours change places; the first stands at 2."""
    return (
        f"UPDATE event SET seq = -1 WHERE id = '{first}'",
        f"UPDATE event SET seq = 2 WHERE id = '{second}'",
        f"UPDATE event SET seq = 3 WHERE id = '{first}'",
    )


def _tail_cut(database: sqlite3.Connection) -> Attack:
    """Forget the last event of a stream and put its head back; the tables stay as they are."""
    names = [c.name for c in SQLModel.metadata.tables["event"].columns]
    wanted = ", ".join(f"event.{n}" for n in names)
    found = database.execute(
        f"SELECT {wanted} FROM event JOIN head USING (stream, seq)"
        " WHERE event.seq > 2 AND event.body LIKE '%\"changes\":[{%' LIMIT 1"
    ).fetchone()
    last = dict(zip(names, found, strict=True))
    move = f"UPDATE head SET seq = {{}}, hash = '{{}}' WHERE stream = '{last['stream']}'"
    return Attack(
        "the last event cut off",
        (
            f"DELETE FROM event WHERE id = '{last['id']}'",
            move.format(last["seq"] - 1, last["prev"]),
        ),
        (_insertion("event", last), move.format(last["seq"], last["hash"])),
        (last["stream"],),
    )


def _key(table: str) -> str:
    return "stream" if table == "head" else "id"


def _json(table: str) -> list[str]:
    columns = SQLModel.metadata.tables[table].columns
    return [c.name for c in columns if isinstance(c.type, JsonText)]


def _other(value: Any) -> Any:
    """Give a value of the same kind that differs as little as possible."""
    if value is None:
        return "1"
    if isinstance(value, int):
        return value + 1000
    text = str(value)
    if text[:1] in {"{", "["}:
        return _grown(text)
    if text.endswith("Z"):
        return text[:-2] + ("1" if text[-2] != "1" else "2") + "Z"
    return text[:-1] + ("1" if text[-1:] != "1" else "2")


def _grown(text: str) -> str:
    """Give a JSON text with one thing more in it than before."""
    comma = "," if len(text) > 2 else ""
    return text[:-1] + (f'{comma}"x":1}}' if text[0] == "{" else f'{comma}"x"]')


def _next(value: Any) -> Any:
    if isinstance(value, int):
        return value + 100_000
    return None if value is None else f"{value}x"


def _insertion(table: str, row: Row) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(map(_sql, row.values()))})"


def _sql(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
