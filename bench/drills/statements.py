"""`./dev drill statements`: an error at each SQL statement of each command, and at its commit.

The demo study and what it leaves out are told on SQLite and on PostgreSQL.  The first `--n` times
that a verb is used, its 1st, 2nd, … statement fails: the store must stand as before, and nobody
may be told that it was done.  At last the answer is lost after the commit: the same key must give
it again and write nothing.  Seeded defect: a kernel that commits before its events.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import say, stores
from bench.cluster import cluster
from bench.faults import FaultyKernel, HalfWritten, Tally
from bench.mutants import hasty
from elnapp.web.house import House

TIMES = 1
Tell = Callable[[House], object]


def main() -> None:
    """Run the drill."""
    times = say.asked("statements", TIMES)
    with tempfile.TemporaryDirectory(prefix="elnapp-statements-") as name, cluster() as server:
        folder = Path(name)
        lite = tried(f"sqlite:///{folder / 'lite.sqlite3'}", folder, stores.demo, times)
        say.progress(f"SQLite: {lite.statements} statements broken")
        full = tried(server, folder, stores.demo, times)
        say.progress(f"PostgreSQL: {full.statements} statements broken")
        with hasty():
            defect = tried(f"sqlite:///{folder / 'bad.sqlite3'}", folder, stores.ground, times)
    for where in (*_wrong(lite), *_wrong(full)):
        say.progress(where)
    counts: dict[str, Any] = {"sqlite": _counts(lite), "postgresql": _counts(full)}
    counts["tried"] = lite.statements + full.statements
    say.finish(
        "statements", counts, clean=lite.clean and full.clean, caught=bool(defect.half_written)
    )


def tried(url: str, folder: Path, tell: Tell, times: int) -> Tally:
    """Tell a story in a fresh store, breaking every statement of its commands on the way."""
    stores.laid(url, folder, lambda _house: None)
    return broken(url, folder, tell, times)


def broken(url: str, folder: Path, tell: Tell, times: int) -> Tally:
    """Tell a story in a store, breaking every statement of its commands on the way."""
    tally = Tally(times)
    house = stores.opened(url, folder)
    try:
        tell(replace(house, kernel=FaultyKernel(house.kernel, tally)))
    except HalfWritten as half:
        say.progress(f"half written: {half}")
    finally:
        house.kernel.stores.close()
    return tally


def _wrong(tally: Tally) -> list[str]:
    return [*tally.half_written, *tally.acknowledged, *tally.written_twice]


def _counts(tally: Tally) -> dict[str, Any]:
    return {
        "verbs": len(tally.commands),
        "commands": sum(tally.commands.values()),
        "statements": tally.statements,
        "half_written": len(tally.half_written),
        "acknowledged": len(tally.acknowledged),
        "answers_lost": tally.answers_lost,
        "written_twice": len(tally.written_twice),
    }


if __name__ == "__main__":
    main()
