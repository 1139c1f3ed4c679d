"""Generated stores of units in bulk: lots of fifty units, from donors with two lots each.

Written without the kernel and without events, so such a store cannot be verified; it has the rows
that a trace reads.  SQLite: INSERT, every trigger in force.  PostgreSQL: COPY with replication role
`replica`, which leaves out the triggers and the checks of foreign keys of that session only.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any

import psycopg

from batches.identifiers import din_check, sec_di
from elnapp.record import Stores, migrate

PER_LOT = 50
BATCH = 400  # lots written at once
LOTS_OF_A_DONOR = 2
POOLED_EVERY, POOLED_USES = 1000, 100  # a lot of medium, whose bag went into as many other lots
STOCK_EVERY = 10  # a lot thawed from a vial of the lot before it
HELD_EVERY = 250  # a lot with an open hold
OTHER_EVERY, OTHER = 20, 11  # the lot of each twenty that belongs to another study
AT = "2026-11-22T09:00:00.000000Z"
SITE, STUDY, OTHER_STUDY = "SLS", "NCT05947682", "NCT03562065"
Rows = dict[str, list[dict[str, Any]]]


def lot_of(n: int) -> str:
    """Give the number of a generated lot."""
    return f"AT26-{n:05d}"


def donor_of(n: int) -> str:
    """Give the code of the donor of a generated lot."""
    return f"D-{n // LOTS_OF_A_DONOR:05d}"


def load(url: str, units: int) -> None:
    """Make a store of `units` units at `url`, which holds nothing yet."""
    store = Stores(url)
    migrate.upgrade(store)
    store.close()
    into(url, max(units // PER_LOT, 1))


def into(url: str, lots: int) -> None:
    """Add lots to a store that has its schema, and perhaps people and documents."""
    write(url, _batches(lots))


def write(url: str, batches: Iterable[Rows]) -> None:
    """Write rows by table, as the stores of either database take them fastest."""
    (_to_sqlite if url.startswith("sqlite") else _to_postgres)(url, batches)


def _batches(lots: int) -> Iterator[Rows]:
    numbers = iter(range(lots))
    first = True
    while batch := list(islice(numbers, BATCH)):
        rows: Rows = defaultdict(list)
        if first:
            _ground(rows)
            first = False
        for n in batch:
            _lot(n, rows)
        yield rows


def _id(kind: int, n: int, part: int = 0) -> str:
    """Give a key in the form of a UUIDv7 that grows with `n` and `part`."""
    number = n * 4096 + part
    return f"{number >> 16:08x}-{number & 0xFFFF:04x}-7{kind:03x}-8000-000000000000"


def _row(kind: int, n: int, part: int, stream: str, address: str) -> dict[str, Any]:
    return {"id": _id(kind, n, part), "stream": stream, "address": address}


def _head(stream: str, state: str, study: str = STUDY) -> dict[str, Any]:
    return {
        "stream": stream, "kind": stream.partition("/")[0], "site": SITE, "study": study,
        "state": state, "seq": 1, "hash": "00", "at": AT,
    }  # fmt: skip


def _ground(rows: Rows) -> None:
    """One document that every lot runs on, and the signature that all decisions point at."""
    stream = "document/master/BENCH"
    rows["head"].append(_head(stream, "effective"))
    rows["document_version"].append(
        _row(1, 0, 0, stream, f"{stream}/v1r1")
        | {
            "kind": "master", "code": "BENCH", "version": 1, "revision": 1, "title": "{}",
            "body": "{}", "body_hash": "00", "source": "bench", "written_by": "bench",
            "written_by_name": "Bench", "written_at": AT,
        }
    )  # fmt: skip


def _lot(n: int, rows: Rows) -> None:
    if n % LOTS_OF_A_DONOR == 0:
        _donor(n, rows)
    number = lot_of(n)
    stream = f"lot/{number}"
    study = OTHER_STUDY if n % OTHER_EVERY == OTHER else STUDY
    rows["head"].append(_head(stream, "released", study))
    version, medium = _id(1, 0, 0), _is_medium(n)
    rows["lot"].append(
        _row(2, n, 0, stream, f"{stream}/order")
        | {
            "number": number, "purpose": "engineering" if medium else "clinical", "product": "MSC-AT", "study": study,
            "site": SITE, "zone": "Europe/Paris", "donor": None if medium else donor_of(n),
            "donation": None if medium else _din(n),
            "master_id": version, "master_name": "BENCH v1", "master_hash": "00",
            "specification_id": version, "specification_name": "BENCH v1",
            "specification_hash": "00", "pinned": "{}", "comment": "", "lang": "en",
            "issued_by": "bench", "issued_name": "Bench", "issued_at": AT,
        }
    )  # fmt: skip
    _units(n, stream, number, rows)
    if n % HELD_EVERY == 0:
        _hold(n, stream, number, rows)


def _is_medium(n: int) -> bool:
    """Tell whether a lot is prepared medium: it has no donor."""
    return n % POOLED_EVERY == 0


def _din(n: int) -> str:
    return f"A9999{26:02d}{n // LOTS_OF_A_DONOR:06d}"


def _donor(n: int, rows: Rows) -> None:
    code, din = donor_of(n), _din(n)
    stream = f"donor/{code}"
    rows["head"].append(_head(stream, "eligible"))
    by = {"recorded_by": "bench", "recorded_by_name": "Bench", "recorded_at": AT}
    rows["donor"].append(
        _row(3, n, 0, stream, stream)
        | {"code": code, "study": STUDY, "enrolled_by": "bench", "enrolled_by_name": "Bench",
           "enrolled_at": AT}
    )  # fmt: skip
    rows["consent"].append(
        _row(4, n, 0, stream, f"{stream}/consent/1")
        | {"n": 1, "form_version": "v1", "signed_at": AT, "zone": "Europe/Paris", "language": "fr"}
        | by
    )
    rows["donation"].append(
        _row(5, n, 0, stream, f"{stream}/donation/{din}")
        | {"din": din, "check_character": din_check(din)[1], "flags": None, "tissue": "AT",
           "collected_at": AT, "zone": "Europe/Paris", "site": SITE,
           "sec_di": sec_di("FR001234", din)}
        | by
    )  # fmt: skip


def _hold(n: int, stream: str, number: str, rows: Rows) -> None:
    rows["hold"].append(
        _row(6, n, 0, stream, f"{stream}/quality/{number}-H01")
        | {"number": f"{number}-H01", "about": stream, "site": SITE, "reason": "bench",
           "lang": "en", "rule": None, "placed_by": "bench", "placed_by_name": "Bench",
           "placed_at": AT}
    )  # fmt: skip


def plan() -> list[tuple[str, str, str, tuple[int, ...]]]:
    """Give the units of one lot: code below the lot, kind, role, and the places of its parents."""
    units: list[tuple[str, str, str, tuple[int, ...]]] = []
    cells: tuple[int, ...] = ()
    for passage, vessels in enumerate((3, 3, 8)):
        made = []
        for v in range(vessels):
            made.append(len(units))
            units.append((f"P{passage}-{v + 1:02d}", "vessel", f"vessel/P{passage}/{v + 1}", cells))
        cells = (len(units),)
        units.append((f"H{passage + 1:02d}", "pool", f"pool/P{passage}", tuple(made)))
    units += [(f"B{n:02d}", "bag", f"container/FIN/fill/{n}", cells) for n in range(1, 19)]
    units += [(f"V{n:02d}", "vial", f"container/FIN/stock/{n}", cells) for n in range(1, 3)]
    samples = range(1, PER_LOT - len(units) + 1)
    return units + [(f"S{n:03d}", "sample", f"sample/FIN/{n}", cells) for n in samples]


PLAN = plan()
FIRST_BAG = next(n for n, unit in enumerate(PLAN) if unit[1] == "bag")
FIRST_VIAL = next(n for n, unit in enumerate(PLAN) if unit[1] == "vial")


def _units(n: int, stream: str, number: str, rows: Rows) -> None:
    for part, (tail, kind, role, parents) in enumerate(PLAN):
        address = f"{stream}/units/{number}-{tail}"
        rows["unit"].append(
            _row(7, n, part, stream, address)
            | {"code": f"{number}-{tail}", "kind": kind, "role": role, "lot": number,
               "created_by_entry": None, "uom": "mL", "place": None}
        )  # fmt: skip
        rows["act"].append(
            _row(8, n, part, stream, address)
            | {"entry_id": None, "slot": role, "act": "create", "unit_id": _id(7, n, part),
               "quantity": "10", "uom": "mL", "label": "", "why": None, "at": AT, "version": 1,
               "reverses": None}
        )  # fmt: skip
        keys = [_id(7, n, parent) for parent in parents] + list(_foreign(n, part))
        for place, parent in enumerate(keys):
            rows["unit_parent"].append(
                _row(9, n, part * 16 + place, stream, address)
                | {"child": _id(7, n, part), "parent": parent, "act_id": _id(8, n, part)}
            )


def _foreign(n: int, part: int) -> Iterable[str]:
    """Give parents in other lots: a vial of the lot before, a bag of pooled medium."""
    if part == 0 and n % STOCK_EVERY == 1 and not _is_medium(n - 1):
        yield _id(7, n - 1, FIRST_VIAL)
    pooled, use = divmod(n, POOLED_EVERY)
    if part == 3 and 0 < use <= POOLED_USES:
        yield _id(7, pooled * POOLED_EVERY, FIRST_BAG)


def _to_sqlite(url: str, batches: Iterable[Rows]) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        database.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
        for rows in batches:
            for table, some in rows.items():
                names = list(some[0])
                marks = ", ".join("?" * len(names))
                sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
                database.executemany(sql, [tuple(row.values()) for row in some])
            database.commit()
        database.execute("ANALYZE")
        database.commit()


def _to_postgres(url: str, batches: Iterable[Rows]) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as database:
        database.execute("SET session_replication_role = replica")
        for rows in batches:
            for table, some in rows.items():
                names = ", ".join(some[0])
                with database.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in some:
                        copy.write_row(tuple(row.values()))
        database.execute("ANALYZE")
