"""`./dev drill doubles`: `--n` keys (500), each sent twenty times at once: each writes one entry.

On SQLite and on PostgreSQL, by four processes of five threads.  The same key with other content is
refused.  What is recorded is protected by nothing but its key.  Seeded defect: a kernel that forgets
keys.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Barrier as ThreadBarrier
from typing import Any

from sqlalchemy import text

from batches.people import Actor
from bench import extras, say, stores
from bench.cluster import cluster
from bench.mutants import forgetful
from bench.writers import together
from elnapp.demo.story import Story
from elnapp.quality import service as quality
from elnapp.record import Busy, Call, Conflict, Kernel, Stores
from elnapp.record.verify import verify
from elnapp.web.house import House

KEYS, PROCESSES, THREADS, WHO = 500, 4, 5, "cmoreau"
COPIES = PROCESSES * THREADS
DEFECT_KEYS = 20


@dataclass(frozen=True)
class Sent:
    """What came of it: `entries` in the store, `events` for them, distinct answers, refusals."""

    keys: int
    entries: int
    events: int
    answers: int
    other_refused: int
    verified: bool

    @property
    def right(self) -> bool:
        """Tell whether each key wrote once, and everybody was told the same."""
        once = self.entries == self.events == self.answers == self.other_refused == self.keys
        return once and self.verified


def main() -> None:
    """Run the drill."""
    keys = say.asked("doubles", KEYS)
    with tempfile.TemporaryDirectory(prefix="elnapp-doubles-") as name, cluster() as server:
        folder = Path(name)
        lite = sent(f"sqlite:///{folder / 'lite.sqlite3'}", folder, keys)
        say.progress(f"SQLite: {lite}")
        full = sent(server, folder, keys)
        say.progress(f"PostgreSQL: {full}")
        bad = f"sqlite:///{folder / 'bad.sqlite3'}"
        defect = sent(bad, folder, min(keys, DEFECT_KEYS), mutant=True)
        say.progress(f"keys forgotten: {defect}")
    counts = {
        "tried": 2 * keys * COPIES,
        "keys": keys,
        "copies": COPIES,
        "sqlite": vars(lite),
        "postgresql": vars(full),
        "duplicated": lite.entries + full.entries - 2 * keys,
        "lost": 2 * keys - min(keys, lite.answers) - min(keys, full.answers),
        "duplicated_with_defect": defect.entries - defect.keys,
    }
    caught = defect.entries > defect.keys
    say.finish("doubles", counts, clean=lite.right and full.right, caught=caught)


def sent(url: str, folder: Path, keys: int, *, mutant: bool = False) -> Sent:
    """Make a lot in a fresh store and send every key from all sides."""
    made: list[str] = []
    stores.laid(url, folder, lambda house: made.append(_begun(house)))
    given = together(PROCESSES, sender, url, str(folder), (made[0], keys, mutant))
    answers = {pair for told, _ in given for pair in told}
    store = Stores(url)
    with store.read.connect() as connection:
        of_lot = {"stream": f"lot/{made[0]}"}
        entries = connection.scalar(
            text("SELECT count(*) FROM deviation WHERE stream = :stream"), of_lot
        )
        events = connection.scalar(
            text(
                "SELECT count(*) FROM event WHERE stream = :stream"
                " AND verb = 'quality.open_deviation'"
            ),
            of_lot,
        )
    ok = verify(store, stores.layers()).ok
    store.close()
    refused = sum(n for _, n in given) // PROCESSES
    return Sent(keys, entries or 0, events or 0, len(answers), refused, ok)


def sender(
    barrier: Barrier, _n: int, url: str, folder: str, asked: tuple[str, int, bool]
) -> tuple[set[tuple[str, str]], int]:
    """Send each key from five threads; gives the answers by key, and how many others were refused."""
    lot, keys, mutant = asked
    house = stores.opened(url, Path(folder))
    actor = Story.begin(house, stores.NOW).actor(WHO)
    ready = ThreadBarrier(THREADS)
    told: set[tuple[str, str]] = set()

    def copy(_thread: int) -> None:
        for key in range(keys):
            if ready.wait() == 0:
                barrier.wait()
            ready.wait()
            told.add((f"key/{key}", _open(house.kernel, actor, lot, (f"key/{key}", "as sent"))))

    with forgetful() if mutant else nullcontext(), ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(copy, range(THREADS)))
    refused = 0 if mutant else _others(house.kernel, actor, lot, keys)
    house.kernel.stores.close()
    return told, refused


def _others(kernel: Kernel, actor: Actor, lot: str, keys: int) -> int:
    """Send each key again with other content; gives how often that was refused."""
    found = Counter(_open(kernel, actor, lot, (f"key/{key}", "otherwise")) for key in range(keys))
    return found["Conflict"]


def _open(kernel: Kernel, actor: Actor, lot: str, what: tuple[str, str]) -> str:
    """Open a deviation until the store has time for it; gives its number, or Conflict."""
    key, title = what
    while True:
        call = Call(actor, key, stores.NOW)
        try:
            answer: dict[str, Any] = quality.open_deviation(
                kernel, call, f"lot/{lot}", title, "drill", 1
            )
        except Busy:
            continue
        except Conflict:
            return "Conflict"
        return str(answer["number"])


def _begun(house: House) -> str:
    return extras.training(stores.ground(house))


if __name__ == "__main__":
    main()
