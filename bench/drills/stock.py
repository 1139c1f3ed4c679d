"""`./dev drill stock`: eight processes draw from a stock of `--n` (50): it gives exactly that.

On PostgreSQL, where commands run side by side.  Seeded defect: a kernel that locks the heads last.
"""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from multiprocessing.synchronize import Barrier
from pathlib import Path

from batches.ledger import Act
from bench import extras, say, stores
from bench.cluster import cluster, database
from bench.mutants import heads_last
from bench.writers import together
from elnapp.custody import queries, service
from elnapp.demo.story import Story
from elnapp.record import Busy, Call, Refused, Stores, Tx
from elnapp.record.verify import verify
from elnapp.web.house import House

STOCK, WRITERS, WHO = 50, 8, "cmoreau"


@dataclass(frozen=True)
class Drawn:
    """What the writers were told, what is left, and whether the record holds."""

    acknowledged: int
    left: Decimal
    verified: bool


def main() -> None:
    """Run the drill."""
    stock = say.asked("stock", STOCK)
    with tempfile.TemporaryDirectory(prefix="elnapp-stock-") as name, cluster() as server:
        clean = drawn(server, Path(name), stock)
        say.progress(f"clean: {clean}")
        defect = drawn(server, Path(name), stock, mutant=True)
        say.progress(f"heads locked last: {defect}")
    counts = {
        "stock": stock,
        "writers": WRITERS,
        "drawn": clean.acknowledged,
        "left": str(clean.left),
        "verified": clean.verified,
        "drawn_with_defect": defect.acknowledged,
    }
    right = clean.acknowledged == stock and clean.left == 0 and clean.verified
    say.finish("stock", counts, clean=right, caught=defect.acknowledged > stock)


def drawn(server: str, folder: Path, stock: int, *, mutant: bool = False) -> Drawn:
    """Make a stock in a fresh database and let the writers empty it."""
    with database(server, "mutant" if mutant else "clean") as url:
        made: list[str] = []
        stores.laid(url, folder, lambda house: made.append(_stocked(house, stock)))
        given = together(WRITERS, writer, url, str(folder), made[0], mutant)
        store = Stores(url)
        with store.reading() as session:
            unit = queries.unit(session, made[0])
            assert unit is not None
            left = queries.balance(session, unit.id)
        ok = verify(store, stores.layers()).ok
        store.close()
    return Drawn(sum(given), left, ok)


def writer(barrier: Barrier, n: int, url: str, folder: str, unit: str, mutant: bool) -> int:  # noqa: FBT001 - the arguments of a process
    """Draw one by one until the stock refuses; gives how often it was told that it has."""
    house = stores.opened(url, Path(folder))
    story = Story.begin(house, stores.NOW)
    actor, told = story.actor(WHO), 0
    barrier.wait()
    with heads_last() if mutant else nullcontext():
        for draw in range(10_000):
            call = Call(actor, f"draw/{n}/{draw}", stores.NOW)
            try:
                service.draw(house.kernel, call, unit, Decimal(1), "1", "drill")
            except Busy:
                continue
            except Refused:
                break
            told += 1
    house.kernel.stores.close()
    return told


def _stocked(house: House, stock: int) -> str:
    """Begin a lot and put one unit with the stock into it; gives the unit's code."""
    story = stores.ground(house)
    lot = extras.training(story)

    def do(tx: Tx) -> dict[str, str]:
        act = Act("stock", "create", "stock", "V", Decimal(stock), "1", (), "stock")
        units = service.post(tx, f"lot/{lot}", None, [act])
        return {"unit": units["stock"].code}

    kernel = extras.unguarded(house.kernel)
    answer = kernel.act(story.call(WHO), "bench.stock", do, streams=[f"lot/{lot}"], request={})
    return str(answer["unit"])


if __name__ == "__main__":
    main()
