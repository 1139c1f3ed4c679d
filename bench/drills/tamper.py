"""`./dev drill tamper`: whatever is changed by hand is found, and its place named.

For every recorded table and every column one cell is changed with the triggers dropped; in each
table one row is deleted and one inserted; JSON is made unreadable; events are swapped, renumbered
and cut off.  `--n` (100) clean stores must raise no alarm.  Seeded defect: verification without
replay.  A consistent rewind of log and tables together is not tried: only anchors outside the house
can see it (docs/architecture.md).
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench import attacks, say
from bench.attacks import Attack
from bench.stores import demo_store, layers, walked_store
from elnapp.record import Stores
from elnapp.record.verify import Layers, Report, verify

CLEAN_STORES, NAMED = 100, 20


@dataclass
class Outcome:
    """How many attacks were tried, which were not seen, and which were seen in another place."""

    tried: int = 0
    missed: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)

    def judge(self, attack: Attack, report: Report) -> None:
        """Compare a report with what the attack did."""
        self.tried += 1
        said = " ".join(f"{b.stream} {b.place} {b.what}" for b in report.broken)
        if report.ok:
            self.missed.append(attack.name)
        elif not all(place in said for place in attack.places):
            self.misnamed.append(f"{attack.name}: {said[:300]}")


def main() -> None:
    """Run the drill."""
    clean_stores = say.asked("tamper", CLEAN_STORES)
    with tempfile.TemporaryDirectory(prefix="elnapp-tamper-") as folder:
        url = demo_store(Path(folder) / "demo")
        empty = empty_tables(url)
        found = attacked(url, layers())
        say.progress(f"{found.tried} attacks tried")
        blind = attacked(url, Layers(replay=False), per_table=1)
        alarms = false_alarms(Path(folder), clean_stores)
    for name in (*found.missed, *found.misnamed, *empty):
        say.progress(f"not found, not named, or empty: {name}")
    counts = {
        "tried": found.tried,
        "missed": len(found.missed),
        "misnamed": len(found.misnamed),
        "empty_tables": empty,
        "clean_stores": clean_stores,
        "false_alarms": alarms,
        "tried_without_replay": blind.tried,
        "missed_without_replay": len(blind.missed),
    }
    clean = not (found.missed or found.misnamed or empty or alarms)
    say.finish("tamper", counts, clean=clean, caught=len(blind.missed) > 0)


def attacked(url: str, how: Layers, per_table: int | None = None) -> Outcome:
    """Do each attack, verify, undo it; `per_table` takes only the first ones of each table."""
    outcome, stores, done = Outcome(), Stores(url), 0
    with attacks.by_hand(_path(url)) as database:
        attacks.drop_triggers(database)
        table = ""
        for attack in list(attacks.attacks(database)):
            done = done + 1 if attack.name.startswith(f"{table}.") else 1
            table = attack.name.split(".")[0]
            if per_table is not None and done > per_table:
                continue
            outcome.judge(attack, _under(database, stores, attack, how))
        if not verify(stores, how).ok:
            outcome.missed.append("the drill did not undo its own changes")
    stores.close()
    return outcome


def _under(database: sqlite3.Connection, stores: Stores, attack: Attack, how: Layers) -> Report:
    """Verify while the change stands."""
    try:
        attacks.run(database, attack.do)
    except sqlite3.IntegrityError as error:
        raise ValueError(attack.name) from error
    try:
        return verify(stores, how, limit=NAMED)
    finally:
        with suppress(sqlite3.IntegrityError):
            attacks.run(database, attack.undo)


def empty_tables(url: str) -> list[str]:
    """Name the recorded tables that the demo store leaves empty: the drill would prove nothing."""
    with attacks.by_hand(_path(url)) as database:
        return [t for t in attacks.tables() if attacks.one_row(database, t) is None]


def false_alarms(folder: Path, stores: int) -> int:
    """Verify clean stores, each with a story of its own; gives how many raise an alarm."""
    alarms = 0
    for seed in range(stores):
        alarms += _alarm(lambda s=seed: walked_store(folder / f"clean-{s}", s))  # type: ignore[misc]
        if seed % 10 == 9:
            say.progress(f"{seed + 1} clean stores read")
    return alarms


def _alarm(make: Callable[[], str]) -> int:
    stores = Stores(make())
    report = verify(stores, layers())
    stores.close()
    for broken in report.broken:
        say.progress(f"false alarm: {broken}")
    return 0 if report.ok else 1


def _path(url: str) -> str:
    return url.removeprefix("sqlite:///")


if __name__ == "__main__":
    main()
