"""`./dev bench verify`: chain and replay of `--n` events (10^6), in seconds and peak memory.

The store is generated in bulk, with the kernel's own hashing and canonical bytes: streams of a
hundred events, each of which gives a number and keeps a file, as commands do.  A tenth of the size
is read first: memory must not grow with the store.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

from bench import say, stores
from elnapp.record import Stores, chain, migrate, new_id
from elnapp.record.plain import canonical
from elnapp.record.verify import verify

EVENTS, PER_STREAM, BATCH = 1_000_000, 100, 20_000
AT = "2026-11-22T09:00:00.000000Z"
INSERTS = {
    "head": "INSERT INTO head (stream, kind, site, study, state, seq, hash, at)"
    " VALUES (?, 'bench', 'SLS', NULL, 'active', ?, ?, ?)",
    "event": "INSERT INTO event (id, stream, seq, command, verb, actor, at, key, request, reason,"
    " body, prev, hash) VALUES (?, ?, ?, ?, 'bench.keep', 'cmoreau', ?, ?, ?, NULL, ?, ?, ?)",
    "stored_file": "INSERT INTO stored_file (id, stream, address, sha256, size, media_type, name)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)",
    "counter": "INSERT INTO counter (id, stream, address, series, value) VALUES (?, ?, ?, ?, ?)",
}
Rows = dict[str, list[tuple[Any, ...]]]


def main() -> None:
    """Measure a tenth, then the whole, each in a process of its own."""
    if sys.argv[1:2] == ["--read"]:
        say.line(**read(sys.argv[2]))
        return
    events = say.asked("verify", EVENTS)
    small, large = (measured(n) for n in (max(events // 10, PER_STREAM), events))
    say.line(
        bench="verify",
        small=small,
        large=large,
        memory_ratio=round(large["peak_mib"] / small["peak_mib"], 3),
        versions=say.versions(),
    )


def measured(events: int) -> dict[str, Any]:
    """Generate a store and verify it in a fresh process."""
    with tempfile.TemporaryDirectory(prefix="elnapp-verify-") as folder:
        path = Path(folder) / "events.sqlite3"
        say.progress(f"writing {events} events …")
        generate(path, events)
        say.progress(f"verifying {path.stat().st_size >> 20} MiB …")
        command = [sys.executable, "-m", "bench.verify", "--read", str(path)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def read(path: str) -> dict[str, Any]:
    """Verify one store; gives seconds, peak memory and what was read."""
    store = Stores(f"sqlite:///{path}")
    before, cpu = time.perf_counter(), time.process_time()
    report = verify(store, stores.layers())
    return {
        "events": report.events,
        "streams": report.streams,
        "broken": len(report.broken),
        "seconds": round(time.perf_counter() - before, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_mib": round(getrusage(RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def generate(path: Path, events: int) -> None:
    """Write a store of `events` events in streams of `PER_STREAM`."""
    store = Stores(f"sqlite:///{path}")
    migrate.upgrade(store)
    store.close()
    database = sqlite3.connect(path)
    database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
    streams = (f"bench/{n:07d}" for n in range(events // PER_STREAM))
    while batch := list(islice(streams, BATCH // PER_STREAM)):
        rows: Rows = {table: [] for table in INSERTS}
        for stream in batch:
            _stream(stream, rows)
        for table, sql in INSERTS.items():
            database.executemany(sql, rows[table])
        database.commit()
    database.close()


def _stream(stream: str, rows: Rows) -> None:
    """Append one stream: its events, its files, its counter, its head."""
    prev, counter = chain.GENESIS, new_id()
    for seq in range(1, PER_STREAM + 1):
        changes = list(_changes(stream, counter, seq))
        body, text = _event(stream, seq, changes)
        hashed = chain.link(prev, text)
        rows["event"].append(
            (body["id"], stream, seq, body["command"], AT, body["key"], body["request"],
             text.decode(), prev, hashed)
        )  # fmt: skip
        rows["stored_file"].append(tuple(changes[0]["new"].values()))
        prev = hashed
    rows["counter"].append((counter, stream, f"{stream}/number/file", "file", PER_STREAM))
    rows["head"].append((stream, PER_STREAM, prev, AT))


def _changes(stream: str, counter: str, seq: int) -> Iterator[dict[str, Any]]:
    row = new_id()
    new = {
        "id": row, "stream": stream, "address": f"{stream}/file/{seq}", "sha256": "ab" * 32,
        "size": 4096 + seq, "media_type": "text/csv", "name": f"count-{seq:03d}.csv",
    }  # fmt: skip
    yield {"table": "stored_file", "row": row, "old": None, "new": new}
    if seq == 1:
        first = {
            "id": counter, "stream": stream, "address": f"{stream}/number/file",
            "series": "file", "value": 1,
        }  # fmt: skip
        yield {"table": "counter", "row": counter, "old": None, "new": first}
    else:
        moved = {"old": {"value": seq - 1}, "new": {"value": seq}}
        yield {"table": "counter", "row": counter, **moved}


def _event(stream: str, seq: int, changes: list[dict[str, Any]]) -> tuple[dict[str, Any], bytes]:
    body = {
        "v": chain.BODY_VERSION, "id": new_id(), "stream": stream, "kind": "bench", "site": "SLS",
        "study": None, "seq": seq, "command": new_id(), "parts": [stream], "verb": "bench.keep",
        "at": AT, "key": new_id(), "request": "cd" * 32, "reason": None, "state": "active",
        "actor": {"id": "cmoreau", "name": "Claire Moreau", "roles": ["technician"]},
        "changes": changes, "answer": {"file": changes[0]["row"]}, "findings": [],
        "software": "bench",
    }  # fmt: skip
    return body, canonical(body)


if __name__ == "__main__":
    main()
