"""`./dev drill conserve`: `--n` (10,000) random stories of custody: nothing created, nothing vanished.

Split, pool, top up, draw, move, end, and as many that cannot be; in the pure book, and one in a
hundred through the services and the store, read back with plain SQL.  Seeded defects: four, planted one
after the other in the rules of the book.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from batches.ledger import Act
from bench import extras, say, stores
from bench.machines.custody_world import CELLS, DEFECTS, told
from elnapp.audit.service import layers
from elnapp.custody import queries, service
from elnapp.demo.story import Story
from elnapp.record import Refused, Stores, Tx
from elnapp.record.verify import verify
from elnapp.web.house import House

STORIES, SHARE, STEPS, HUNTS = 10_000, 100, 8, 300
WHO, PLACES = "cmoreau", ("SLS-LN1-A1", "SLS-FR1-A", "SLS-LN1")


def main() -> None:
    """Run the drill."""
    stories = say.asked("conserve", STORIES)
    found, asked, refused = stories_of(range(stories))
    for wrong in found[:5]:
        say.progress(f"wrong: {wrong}")
    missed = hunted()
    with tempfile.TemporaryDirectory(prefix="elnapp-conserve-") as name:
        through = in_the_store(Path(name), max(1, stories // SHARE))
    counts = {
        "tried": stories,
        "commands": asked,
        "refused": refused,
        "wrong": len(found),
        "stored": through,
        "defects": len(DEFECTS),
        "defects_missed": missed,
    }
    clean = not found and not through["wrong"] and through["verified"]
    say.finish("conserve", counts, clean=clean, caught=not missed)


def stories_of(seeds: range) -> tuple[list[str], int, int]:
    """Tell a story a seed in the pure book; gives what was wrong and how much was asked and refused."""
    wrong: list[str] = []
    asked = refused = 0
    for seed in seeds:
        found, count, no = told(seed)
        wrong += [f"story {seed}: {one}" for one in found]
        asked, refused = asked + count, refused + no
    return wrong, asked, refused


def hunted(stories: int = HUNTS) -> list[str]:
    """Plant every defect; gives the names of those that nobody saw."""
    missed = []
    for name, plant in DEFECTS.items():
        with plant():
            seen = next((w for seed in range(stories) for w in told(seed)[0]), None)
        say.progress(f"{name}: {seen or 'NOT SEEN'}")
        if seen is None:
            missed.append(name)
    return missed


def in_the_store(folder: Path, stories: int) -> dict[str, Any]:
    """Tell stories through the services in one store; read the sums back without them."""
    url = stores.ground_store(folder / "s")
    house = stores.opened(url, folder / "s")
    story = Story.begin(house, stores.NOW)
    story.told = extras.FIRST_KEY
    done = refused = 0
    for seed in range(stories):
        lot = extras.training(story)
        counted = _stored(house, story, lot, random.Random(seed))
        done, refused = done + counted[0], refused + counted[1]
    house.kernel.stores.close()
    wrong = read_back(folder / "s" / stores.FILE)
    store = Stores(url)
    ok = verify(store, layers()).ok
    store.close()
    return {"stories": stories, "done": done, "refused": refused, "wrong": wrong, "verified": ok}


def _stored(house: House, story: Story, lot: str, dice: random.Random) -> tuple[int, int]:
    """Open a stock in a lot and let random commands split, pool, draw, move and end it."""
    done = refused = 0
    _book(house, story, lot, [Act("s", "opening", "stock", "V", Decimal(40), CELLS)])
    for n in range(STEPS):
        with house.kernel.reading() as session:
            codes = [u.code for u in queries.units(session, f"lot/{lot}")]
        try:
            _command(house, story, lot, (codes, n, dice))
        except Refused:
            refused += 1
        else:
            done += 1
    return done, refused


def _command(house: House, story: Story, lot: str, about: tuple[list[str], int, Any]) -> None:
    codes, n, dice = about
    code, other, taken = dice.choice(codes), dice.choice(codes), Decimal(dice.randint(1, 12))
    what = dice.choice(("split", "pool", "draw", "move", "end"))
    if what == "move":
        service.move(house.kernel, story.call(WHO, minutes=0), code, dice.choice(PLACES))
    elif what == "end":
        _book(house, story, lot, [Act(f"{n}/end", "end", code)])
    elif what == "draw":
        _book(house, story, lot, [Act(f"{n}/draw", "draw", code, "", taken, CELLS)])
    else:
        sources = {code, other} if what == "pool" else {code}
        drawn = [Act(f"{n}/d/{c}", "draw", c, "", taken, CELLS) for c in sorted(sources)]
        put = taken * len(sources) + dice.choice((0, 0, 1))
        made = Act(f"{n}/c", "create", f"r{n}", "V", put, CELLS, tuple(sorted(sources)))
        _book(house, story, lot, [*drawn, made])


def _book(house: House, story: Story, lot: str, acts: list[Act]) -> None:
    kernel, call = extras.unguarded(house.kernel), story.call(WHO, minutes=0)

    def do(tx: Tx) -> dict[str, Any]:
        made = service.post(tx, f"lot/{lot}", f"bench/{call.key}", acts)
        return {"units": sorted(unit.code for unit in made.values())}

    kernel.act(call, "bench.custody", do, streams=[f"lot/{lot}"], request={})


def read_back(database: Path) -> list[str]:
    """Add the ledger up with plain SQL: by unit, by command, by place; gives what cannot be."""
    sign = "CASE act WHEN 'draw' THEN -1 WHEN 'end' THEN -1 WHEN 'move' THEN 0 ELSE 1 END"
    cells = "uom = '10*6'"
    below = (
        f"SELECT unit_id FROM act WHERE {cells} GROUP BY unit_id HAVING sum({sign}*quantity) < 0"
    )
    more = (
        f"SELECT entry_id FROM act WHERE {cells} AND act <> 'opening' GROUP BY entry_id "
        f"HAVING sum({sign}*quantity) > 0"
    )
    orphans = (
        f"SELECT id FROM act WHERE {cells} AND act = 'create' "
        "AND id NOT IN (SELECT act_id FROM unit_parent)"
    )
    last = (
        "SELECT place, count(*) n FROM act a WHERE act = 'move' AND NOT EXISTS "
        "(SELECT 1 FROM act b WHERE b.unit_id = a.unit_id AND b.rowid > a.rowid AND b.act = 'move') "
        f"AND (SELECT sum({sign}*quantity) FROM act c WHERE c.unit_id = a.unit_id) > 0 GROUP BY place"
    )
    crowded = (
        f"SELECT m.place FROM ({last}) m JOIN place p ON p.code = m.place WHERE m.n > p.capacity"
    )
    with sqlite3.connect(database) as store:
        return [
            f"{what}: {row[0]}"
            for what, sql in (
                ("below zero", below), ("created", more), ("orphan", orphans), ("crowded", crowded),
            )
            for row in store.execute(sql).fetchall()
        ]  # fmt: skip


if __name__ == "__main__":
    main()
