"""`./dev bench entry`: what one entry costs at 300 standing entries beside 30, and under load.

Over HTTP with session and CSRF through gunicorn, on SQLite and PostgreSQL, beside a bare durable
one-row INSERT through the same server.  Up to `--n` (60) entries are measured from 0 to 60 and from
300 to 360 standing ones; then a hundred clients send one entry a second for as many seconds, each in
a lot of its own, and do the same on the bare route.  The CPU is that of the workers, from /proc.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench import longlot, say, stores
from bench.cluster import cluster
from bench.served import Served, Tablet, serving
from elnapp.demo.story import Story
from elnapp.record import new_id
from elnapp.web.house import House

MEASURED, CLIENTS, WHO = 60, 100, "cmoreau"
FEW, MANY, WARM = 30, 300, 4  # few: while the first sixty are recorded
Row = dict[str, Any]


@dataclass
class Lots:
    """The lots of the bench: one for each standing count, and one for each client."""

    counted: dict[int, tuple[str, int]]
    clients: list[str]


def main() -> None:
    """Measure on both databases."""
    measured = say.asked("entry", MEASURED)
    with tempfile.TemporaryDirectory(prefix="elnapp-entry-") as name:
        folder = Path(name)
        (folder / "lite").mkdir()
        rows = [on(f"sqlite:///{folder / 'lite' / 'entry.sqlite3'}", folder / "lite", measured)]
        say.line(database="sqlite", **rows[0])
        with cluster(durable=True) as server:
            (folder / "full").mkdir()
            rows.append(on(server, folder / "full", measured))
            say.line(database="postgresql", **rows[1])
    worst = {
        "cpu_ms": max(r[f"at_{MANY}"]["cpu_ms"] for r in rows),
        "cpu_ratio": max(r["cpu_ratio"] for r in rows),
        "rate_to_bare": min(r["rate_to_bare"] for r in rows),
    }
    say.line(bench="entry", **worst, versions=say.versions())


def on(url: str, folder: Path, measured: int) -> Row:
    """Measure on one database."""
    made: list[Lots] = []
    say.progress(f"preparing {url.partition(':')[0]} …")
    stores.laid(url, folder, lambda house: made.append(prepared(house)))
    with serving(url, folder) as server:
        tablet = Tablet(server.port)
        tablet.sign_in(WHO)
        found = {n: entries(server, tablet, *made[0].counted[n], measured) for n in (FEW, MANY)}
        bare = repeated(server, lambda _n: tablet.post("/bare", {}).status, measured * 5)
    with serving(url, folder, workers=2) as server:
        loaded = load(server, made[0].clients, measured)
    return {
        f"at_{FEW}": found[FEW],
        f"at_{MANY}": found[MANY],
        "bare": bare,
        "cpu_ratio": round(found[MANY]["cpu_ms"] / found[FEW]["cpu_ms"], 3),
        "rate_to_bare": round(found[MANY]["rate"] / bare["rate"], 3),
        "load": loaded,
    }


def prepared(house: House) -> Lots:
    """Put lots in the store: one for each count, and one for each client."""
    story = stores.ground(house)
    longlot.in_force(story)
    counted = {n: _standing(story, n // longlot.STEPS) for n in (FEW, MANY)}
    return Lots(counted, [_standing(story, 0)[0] for _ in range(CLIENTS)])


def _standing(story: Story, rounds: int) -> tuple[str, int]:
    """Give a lot with so many rounds recorded, and the round that comes next."""
    lot = longlot.issued(story)
    longlot.filled(story, lot, rounds)
    return lot, rounds


def entries(server: Served, tablet: Tablet, lot: str, segment: int, measured: int) -> Row:
    """Record the steps of a round one after the other; the first ones only warm up."""
    page = f"/lots/{lot}/record/P{segment}/step0/enter"
    tablet.look(page)
    for n in range(WARM):
        _entry(tablet, lot, f"P{segment}/step{n}")
    count = min(measured, longlot.STEPS - WARM)
    found = repeated(server, lambda n: _entry(tablet, lot, f"P{segment}/step{WARM + n}"), count)
    looked = repeated(server, lambda _n: tablet.get(page).status, count)
    return {**found, "page_cpu_ms": looked["cpu_ms"]}


def _entry(tablet: Tablet, lot: str, path: str) -> int:
    """Send one entry; gives 200 when the record took it."""
    values = {**dict.fromkeys(longlot.FIELDS, "1.5"), "form_id": new_id(), "seen": ""}
    got = tablet.post(f"/lots/{lot}/record/{path}/enter", values)
    return 200 if got.status == 303 and path in got.location else got.status


def repeated(server: Served, send: Callable[[int], int], times: int) -> Row:
    """Send one after the other; gives CPU and time of one, and the rate."""
    cpu, began = server.cpu(), time.perf_counter()
    wrong = [s for s in map(send, range(times)) if s != 200]
    assert not wrong, f"{len(wrong)} of {times} were not taken: {set(wrong)}"
    seconds = time.perf_counter() - began
    return {
        "cpu_ms": round((server.cpu() - cpu) / times * 1000, 2),
        "ms": round(seconds / times * 1000, 2),
        "rate": round(times / seconds, 1),
    }


def load(server: Served, lots: list[str], seconds: int) -> Row:
    """Let a hundred clients send one entry a second, then the same on the bare route."""
    first = Tablet(server.port)
    first.sign_in(WHO)
    first.look(f"/lots/{lots[0]}/record/P0/step0/enter")
    tablets = [replace(first, cookies=dict(first.cookies)) for _ in lots]

    def entry(client: int, n: int) -> int:
        return _entry(tablets[client], lots[client], f"P0/step{n}")

    def bare(client: int, _n: int) -> int:
        return tablets[client].post("/bare", {}).status

    seconds = min(seconds, longlot.STEPS)
    return {"entry": paced(entry, len(lots), seconds), "bare": paced(bare, len(lots), seconds)}


def paced(send: Callable[[int, int], int], clients: int, seconds: int) -> Row:
    """Send from each client once a second, spread over the second; gives p50, p99 and errors."""
    took: list[float] = []
    errors: list[int | str] = []
    start = time.perf_counter() + 1

    def client(which: int) -> None:
        for n in range(seconds):
            time.sleep(max(0.0, start + n + which / clients - time.perf_counter()))
            began = time.perf_counter()
            try:
                status = send(which, n)
            except OSError as error:
                errors.append(type(error).__name__)
                continue
            took.append(time.perf_counter() - began)
            if status != 200:
                errors.append(status)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    return {
        "sent": len(took),
        "errors": len(errors),
        "p50_ms": round(took[len(took) // 2] * 1000, 1),
        "p99_ms": round(took[int(len(took) * 0.99)] * 1000, 1),
        "max_ms": round(took[-1] * 1000, 1),
    }


if __name__ == "__main__":
    main()
