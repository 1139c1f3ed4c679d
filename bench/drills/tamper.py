"""`./dev drill tamper`: whatever is changed by hand is found, and its place named.

For every recorded table and every column one cell is changed with the triggers dropped; in each
table one row is deleted and one inserted; events are swapped and renumbered.  `--n` clean stores
must raise no alarm.  Seeded defect: verification without replay.
A consistent rewind of log and tables together is not tried: only anchors outside the house see it.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import SQLModel

from bench import say
from bench.stores import demo_store, layers, walked_store
from elnapp.record import Stores
from elnapp.record.tables import KERNEL_TABLES, row_classes
from elnapp.record.verify import Layers, verify

CLEAN_STORES = 100


@dataclass(frozen=True)
class Attack:
    """One change by hand: what is done, what undoes it, and the words the report must name."""

    name: str
    do: tuple[str, ...]
    undo: tuple[str, ...]
    places: tuple[str, ...]


def main() -> None:
    """Run the drill."""
    clean_stores = say.asked("tamper", CLEAN_STORES)
    with tempfile.TemporaryDirectory(prefix="elnapp-tamper-") as folder:
        url = demo_store(Path(folder) / "demo")
        stores = Stores(url)
        empty = _empty_tables(url)
        tried, missed, misnamed = _attack_all(stores, url, layers())
        false_alarms = _false_alarms(Path(folder), clean_stores)
        blind = _attack_all(stores, url, Layers(replay=False))[1]
        stores.close()
    for name in (*missed, *misnamed, *empty):
        say.progress(f"not found or not named: {name}")
    counts = {
        "tried": tried,
        "missed": len(missed),
        "misnamed": len(misnamed),
        "empty_tables": empty,
        "clean_stores": clean_stores,
        "false_alarms": false_alarms,
        "missed_without_replay": len(blind),
    }
    clean = not missed and not misnamed and not empty and false_alarms == 0
    say.finish("tamper", counts, clean=clean, caught=len(blind) > 0)


def _attack_all(stores: Stores, url: str, how: Layers) -> tuple[int, list[str], list[str]]:
    """Do each attack, verify, undo it; give how many, those unseen, those whose place is wrong."""
    tried, missed, misnamed = 0, [], []
    with _by_hand(url) as database:
        _drop_triggers(database)
        for attack in _attacks(database):
            tried += 1
            _run(database, attack.do)
            report = verify(stores, how, limit=5)
            _run(database, attack.undo)
            said = " ".join(f"{b.stream} {b.place} {b.what}" for b in report.broken)
            if report.ok:
                missed.append(attack.name)
            elif not all(p in said for p in attack.places):
                misnamed.append(f"{attack.name}: {said[:200]}")
        if not verify(stores, how).ok:
            missed.append("the drill did not undo its own changes")
    return tried, missed, misnamed


def _attacks(database: sqlite3.Connection) -> Iterator[Attack]:
    for table in _tables():
        key = "stream" if table == "head" else "id"
        row = _one_row(database, table)
        if row is None:
            continue
        for column in row:
            yield _change(table, key, row, column)
        yield _delete(table, key, row)
        yield _insert(table, key, row)
    yield from _event_attacks(database)


def _tables() -> list[str]:
    return sorted({*row_classes(), *KERNEL_TABLES})


def _one_row(database: sqlite3.Connection, table: str) -> dict[str, object] | None:
    """Take a row from the middle, with as few empty columns as there is."""
    names = [c.name for c in SQLModel.metadata.tables[table].columns]
    filled = " + ".join(f"({n} IS NOT NULL)" for n in names)
    sql = f"SELECT {', '.join(names)} FROM {table} ORDER BY {filled} DESC, rowid DESC LIMIT 1"
    row = database.execute(sql).fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def _change(table: str, key: str, row: dict[str, object], column: str) -> Attack:
    old, new = row[column], _other(row[column])
    where = new if column == key else row[key]
    return Attack(
        f"{table}.{column} changed",
        (f"UPDATE {table} SET {column} = {_sql(new)} WHERE {key} = {_sql(row[key])}",),
        (f"UPDATE {table} SET {column} = {_sql(old)} WHERE {key} = {_sql(where)}",),
        _place(table, row),
    )


def _place(table: str, row: dict[str, object]) -> tuple[str, ...]:
    """Give what the report must name: the stream, and the row unless it is the chain's own."""
    if table == "head":
        return (str(row["stream"]),)
    if table == "event":
        return (str(row["stream"]), "event")
    return (str(row["stream"]), f"{table}/")


def _other(value: object) -> object:
    """Give a value of the same kind that differs as little as possible."""
    if value is None:
        return "x"
    if isinstance(value, int):
        return value + 1 if value not in (0, 1) else 1 - value
    text = str(value)
    if text[:1] in "{[":
        return text[:1] + " " + text[1:-1] + _extra(text)
    last = text[-2:-1] if text.endswith("Z") else text[-1:]
    swapped = "1" if last != "1" else "2"
    return text[:-2] + swapped + "Z" if text.endswith("Z") else text[:-1] + swapped


def _extra(text: str) -> str:
    """Close a JSON text with one thing more in it than before."""
    comma = "," if len(text) > 2 else ""  # noqa: PLR2004 - more than two brackets
    return f'{comma}"x":1}}' if text[0] == "{" else f'{comma}"x"]'


def _delete(table: str, key: str, row: dict[str, object]) -> Attack:
    return Attack(
        f"{table}: a row deleted",
        (f"DELETE FROM {table} WHERE {key} = {_sql(row[key])}",),
        (_insertion(table, row),),
        (str(row["stream"]),),
    )


def _insert(table: str, key: str, row: dict[str, object]) -> Attack:
    added = {c: _unique(v, c) for c, v in row.items()}
    return Attack(
        f"{table}: a row inserted",
        (_insertion(table, added),),
        (f"DELETE FROM {table} WHERE {key} = {_sql(added[key])}",),
        (str(added["stream"]),),
    )


def _unique(value: object, column: str) -> object:
    """Keep the row's stream; change what may be unique, so that the database takes the row."""
    if column in {"stream"} and value is not None and "/" in str(value):
        return value
    if isinstance(value, int):
        return value + 100_000 if value > 1 else value
    return f"{value}x" if value is not None and column not in _CHECKED else value


_CHECKED = frozenset(
    {"address", "at", "study", "lang", "standing", "state", "kind", "act", "purpose", "step"}
)


def _insertion(table: str, row: dict[str, object]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(map(_sql, row.values()))})"


def _event_attacks(database: sqlite3.Connection) -> Iterator[Attack]:
    stream, first, second = database.execute(
        "SELECT a.stream, a.id, b.id FROM event a JOIN event b"
        " ON a.stream = b.stream AND b.seq = a.seq + 1 WHERE a.seq = 2 LIMIT 1"
    ).fetchone()
    swap = (
        f"UPDATE event SET seq = -1 WHERE id = '{first}'",
        f"UPDATE event SET seq = 2 WHERE id = '{second}'",
        f"UPDATE event SET seq = 3 WHERE id = '{first}'",
    )
    back = (
        f"UPDATE event SET seq = -1 WHERE id = '{first}'",
        f"UPDATE event SET seq = 3 WHERE id = '{second}'",
        f"UPDATE event SET seq = 2 WHERE id = '{first}'",
    )
    yield Attack("events swapped", swap, back, (stream, "event"))
    later = f"UPDATE event SET seq = seq + 1000 WHERE stream = '{stream}' AND seq > 1"
    earlier = f"UPDATE event SET seq = seq - 1000 WHERE stream = '{stream}' AND seq > 1000"
    yield Attack("events renumbered", (later,), (earlier,), (stream, "event"))


def _sql(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _run(database: sqlite3.Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        database.execute(statement)
    database.commit()


@contextmanager
def _by_hand(url: str) -> Iterator[sqlite3.Connection]:
    """Open the file as somebody with the disk would: no foreign keys, no guard."""
    database = sqlite3.connect(url.removeprefix("sqlite:///"))
    database.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield database
    finally:
        database.close()


def _drop_triggers(database: sqlite3.Connection) -> None:
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        database.execute(f"DROP TRIGGER {name}")


def _empty_tables(url: str) -> list[str]:
    """Name the recorded tables that the demo store leaves empty: the drill would prove nothing."""
    with _by_hand(url) as database:
        return [t for t in _tables() if _one_row(database, t) is None]


def _false_alarms(folder: Path, stores: int) -> int:
    alarms = 0
    for seed in range(stores):
        alarms += _alarm(lambda s=seed: walked_store(folder / f"clean-{s}", s))
        if seed % 10 == 9:  # noqa: PLR2004 - say something now and then
            say.progress(f"{seed + 1} clean stores read")
    return alarms


def _alarm(make: Callable[[], str]) -> int:
    stores = Stores(make())
    report = verify(stores, layers())
    stores.close()
    for broken in report.broken:
        say.progress(f"false alarm: {broken}")
    return 0 if report.ok else 1


if __name__ == "__main__":
    main()
