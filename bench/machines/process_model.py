"""What a lot on the nested master should be, by a model of its own: no rule of the house is asked.

The model keeps the accepted answers in their order and tells the whole story anew whenever it is
asked: which steps are due, what is left in which vessel, pool, vial and bag, how the cells grew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import log2
from typing import Any, NamedTuple

from bench.machines.process_master import BODY

Typed = Mapping[str, str]
MANY, CARE, CELLS_LABELS = 4, 20, ("applied", "specimen", "destroyed")


class Spot(NamedTuple):
    """One step at its path as the model sees it: `top` orders phases and passages."""

    path: str
    top: tuple[int, int]
    step: Mapping[str, Any]
    parallel: bool
    when: tuple[str, str, tuple[str, ...]] | None


@dataclass
class Story:
    """What is left of the units and how the cells grew, after some answers."""

    open: dict[str, Decimal] = field(default_factory=dict)
    seeded: dict[int, tuple[Decimal, int]] = field(default_factory=dict)
    pooled: dict[int, list[str]] = field(default_factory=dict)
    counted: dict[int, Decimal] = field(default_factory=dict)
    grown: dict[int, tuple[Decimal, float | None, float | None]] = field(default_factory=dict)
    harvested: list[str] = field(default_factory=list)

    def draw(self, cells: Decimal, pool: str) -> bool:
        """Take cells from a pool; False when it is gone or holds not as many."""
        if pool not in self.open or self.open[pool] < cells:
            return False
        self.open[pool] -= cells
        return True


@dataclass
class Model:
    """The accepted answers in order, and the repetitions that were opened."""

    said: dict[str, Typed] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)

    def spots(self) -> list[Spot]:
        """Walk the master by its body."""
        found: list[Spot] = []
        for rank, phase in enumerate(BODY["phases"]):
            repeat = phase.get("repeat")
            rounds = range(self.opened.get("P", 0)) if repeat else (0,)
            for n in rounds:
                name = f"P{n}" if repeat else phase["code"]
                parallel = bool(phase.get("parallel"))
                found += self._items(phase["steps"], name, (rank, n), parallel=parallel, when=None)
        return found

    def _items(
        self, items: Any, name: str, top: tuple[int, int], *, parallel: bool, when: Any
    ) -> Iterator[Spot]:
        for item in items:
            own = item.get("when")
            hangs = (f"{name}/{own['step']}", own["name"], tuple(own["is"])) if own else when
            if "steps" not in item:
                yield Spot(f"{name}/{item['code']}", top, item, parallel, hangs)
                continue
            times = self.opened.get(f"{name}.{item['code']}", 0) if item.get("repeat") else None
            for m in range(1, times + 1) if times is not None else (None,):
                inner = f"{name}.{item['code']}{'' if m is None else m}"
                yield from self._items(item["steps"], inner, top, parallel=parallel, when=hangs)

    def due(self, spot: Spot) -> bool:
        """Tell whether a branch leads to a step."""
        if spot.when is None:
            return True
        path, name, values = spot.when
        return self.said.get(path, {}).get(name) in values

    def may_record(self, path: str) -> bool:
        """Tell whether the order of the master lets a step be recorded now."""
        spots = self.spots()
        here = next((s for s in spots if s.path == path), None)
        if here is None or path in self.said or not self.due(here):
            return False
        if here.step.get("in_window"):
            return True
        before = spots[: spots.index(here)]
        waits = any(self._waits(s) and not s.parallel for s in before)
        too_few = here.top[0] > 1 and not self.opened.get("P")
        return not (waits or too_few or (self._passed(here.top) and not here.parallel))

    def _waits(self, spot: Spot) -> bool:
        return bool(spot.step["mandatory"]) and self.due(spot) and spot.path not in self.said

    def _passed(self, top: tuple[int, int]) -> bool:
        return any(s.path in self.said and s.top > top and not s.parallel for s in self.spots())

    def may_open(self, key: str) -> bool:
        """Tell whether one more repetition of `P` or of `Pn.CC` may be opened now."""
        spots, count = self.spots(), self.opened.get(key, 0)
        if key == "P":
            earlier = [s for s in spots if s.top[0] <= 1]
            return count < MANY and not any(map(self._waits, earlier)) and not self._passed((1, 99))
        head, n = key.partition(".")[0], int(key[1 : key.index(".")])
        inside = [s for s in spots if s.path.startswith(f"{head}.CC")]
        return (
            n < self.opened.get("P", 0)
            and count < CARE
            and not any(map(self._waits, inside))
            and not self._passed((1, n))
        )

    def complete(self) -> bool:
        """Tell whether nothing mandatory is left."""
        return self.opened.get("P", 0) > 0 and not any(map(self._waits, self.spots()))

    def story(self, said: Mapping[str, Typed] | None = None) -> Story | None:
        """Tell the story of these answers; None when they cannot all be."""
        told = Story()
        for path, typed in (self.said if said is None else said).items():
            if not TELL.get(path.rpartition("/")[2], _nothing)(told, path, typed):
                return None
        return told


def _n(path: str) -> int:
    return int(path.partition("/")[0].partition(".")[0][1:])


def _codes(typed: Typed, table: str, column: str = "unit") -> list[str]:
    return [v for k, v in typed.items() if k.startswith(f"{table}.") and k.endswith(f".{column}")]


def _nothing(_told: Story, _path: str, _typed: Typed) -> bool:
    return True


def _seed(told: Story, path: str, typed: Typed) -> bool:
    n, cells = _n(path), Decimal(typed["viable_seeded"])
    if cells <= 0 or (n and not told.draw(cells, f"pool/P{n - 1}")):
        return False
    count = int(typed["vessels"])
    told.seeded[n] = (cells, count)
    told.open |= {f"vessel/P{n}/{i}": Decimal(1) for i in range(1, count + 1)}
    return True


def _observe(told: Story, _path: str, typed: Typed) -> bool:
    codes = _codes(typed, "seen")
    known = all(c in told.open and c.startswith("vessel/") for c in codes)
    return known and len(set(codes)) == len(codes)


def _remove(told: Story, _path: str, typed: Typed) -> bool:
    return told.open.pop(typed["removed"], None) is not None


def _pool(told: Story, path: str, typed: Typed) -> bool:
    n, codes = _n(path), _codes(typed, "pooled")
    own = all(c.startswith(f"vessel/P{n}/") and c in told.open for c in codes)
    if not own or len(set(codes)) != len(codes):
        return False
    for code in codes:
        del told.open[code]
    told.pooled[n] = codes
    return True


def _count(told: Story, path: str, typed: Typed) -> bool:
    one, two = (Decimal(typed[f"viable_concentration.{i}"]) for i in (1, 2))
    told.counted[_n(path)] = (one + two) / 2
    return True


def _harvest(told: Story, path: str, typed: Typed) -> bool:
    n = _n(path)
    cells = told.counted[n] * Decimal(typed["volume"])
    seeded, vessels = told.seeded[n]
    share = float(seeded) * len(told.pooled[n]) / vessels
    doublings = log2(float(cells) / share) if n else None
    before = told.grown[n - 1][2] if n else 0.0
    total = 0.0 if doublings is None else (before or 0.0) + doublings
    told.grown[n] = (cells, doublings, total)
    told.open[f"pool/P{n}"] = cells
    told.harvested.append(f"pool/P{n}")
    return True


def _fill(told: Story, path: str, typed: Typed) -> bool:
    table = "vial" if path.endswith("/vials") else "bags"
    rows = [int(k.split(".")[1]) for k in typed if k.startswith(f"{table}.")]
    each = Decimal(typed["viable_each"])
    pool = f"pool/P{_n(path)}" if table == "vial" else next(reversed(told.harvested), "")
    if not told.draw(each * len(rows), pool):
        return False
    told.open |= {f"container/{path}/{r}": each for r in rows}
    return True


def _labels(_told: Story, _path: str, typed: Typed) -> bool:
    return int(typed["printed"]) >= sum(int(typed[n]) for n in CELLS_LABELS)


def _store(told: Story, _path: str, typed: Typed) -> bool:
    codes = _codes(typed, "moved")
    bags = all(c in told.open and c.startswith("container/FIN") for c in codes)
    return bags and len(set(codes)) == len(codes)


TELL: dict[str, Any] = {
    "seed": _seed, "observe": _observe, "remove": _remove, "pool": _pool, "count": _count,
    "harvest": _harvest, "vials": _fill, "fill": _fill, "labels": _labels, "store": _store,
}  # fmt: skip
