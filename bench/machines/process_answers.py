"""Random answers to the steps of the nested master: mostly what can be, sometimes what cannot."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

from bench.machines.process_model import Story

Typed = dict[str, str]
Chance = random.Random


def typed_for(path: str, story: Story, chance: Chance) -> Typed:
    """Type an answer to the step at `path`, given what is left of the units."""
    return ANSWERS[path.rpartition("/")[2]](path, story, chance)


def _n(path: str) -> int:
    return int(path.partition("/")[0].partition(".")[0][1:])


def _vessels(story: Story, chance: Chance, top: str = "") -> list[str]:
    """Choose vessels to scan: the open ones of a passage, seldom one that is wrong."""
    head = f"vessel/{top}"
    found = [role for role in story.open if role.startswith(head)]
    if found and chance.random() < 0.3:
        found = found[: chance.randint(1, len(found))]
    if not found or chance.random() < 0.12:
        strange = chance.choice(["OTHER-LOT-01", "vessel/P9/1", *story.open])
        found = [*found, strange]
    return found


def _share(story: Story, chance: Chance, pool: str) -> Decimal:
    """Choose cells of a pool: a part of it, sometimes all, sometimes more than there is."""
    left = story.open.get(pool, Decimal(10))
    return chance.choice([left / 4, left / 2, left, left + 1, left / 8])


def _identify(_path: str, _story: Story, _chance: Chance) -> Typed:
    return {"scan_donation": "A999926000001"}


def _red(_path: str, _story: Story, chance: Chance) -> Typed:
    return {"lyse": chance.choice(["yes", "no"]), "reason": "seen"}


def _seed(path: str, story: Story, chance: Chance) -> Typed:
    n = _n(path)
    cells = _share(story, chance, f"pool/P{n - 1}")
    return {
        "viable_seeded": str(cells), "vessels": str(chance.randint(1, 3)), "area": "636",
        "seeded_at": f"2026-03-{1 + 5 * n:02d}T10:00:00+01:00",
    }  # fmt: skip


def _observe(_path: str, story: Story, chance: Chance) -> Typed:
    found: Typed = {}
    for n, code in enumerate(_vessels(story, chance)[:8], 1):
        shape = chance.choice(["spindle", "other"])
        found |= {f"seen.{n}.unit": code, f"seen.{n}.confluence": "40", f"seen.{n}.shape": shape}
    return found


def _remove(_path: str, story: Story, chance: Chance) -> Typed:
    code = chance.choice(_vessels(story, chance))
    return {"removed": code, "removal": chance.choice(["leaking", "contaminated"])}


def _decision(_path: str, _story: Story, chance: Chance) -> Typed:
    answer = chance.choice(["harvest", "wait"])
    return {"answer": answer, "reason": "seen", "by_telephone": "no"}


def _at(name: str) -> Callable[[str, Story, Chance], Typed]:
    def answer(_path: str, _story: Story, chance: Chance) -> Typed:
        minute = chance.randint(0, 4) if name == "enzyme_on" else chance.randint(0, 40)
        return {name: f"2026-03-20T10:{minute:02d}:00+01:00"}

    return answer


def _pool(path: str, story: Story, chance: Chance) -> Typed:
    codes = _vessels(story, chance, f"P{_n(path)}/")
    return {f"pooled.{n}.unit": code for n, code in enumerate(codes, 1)}


def _count(_path: str, _story: Story, chance: Chance) -> Typed:
    one, two = (f"{chance.randint(40, 160) / 100:.2f}" for _ in (1, 2))
    viable = {"viable_concentration.1": one, "viable_concentration.2": two}
    return {**viable, "viability.1": "94", "viability.2": "95"}


def _harvest(path: str, _story: Story, chance: Chance) -> Typed:
    at = f"2026-03-{4 + 5 * _n(path):02d}T10:00:00+01:00"
    return {"volume": str(chance.randint(20, 200)), "harvested_at": at}


def _bank(_path: str, _story: Story, chance: Chance) -> Typed:
    return {"stock": chance.choice(["yes", "no"]), "reason": "seen"}


def _filled(table: str) -> Callable[[str, Story, Chance], Typed]:
    def answer(path: str, story: Story, chance: Chance) -> Typed:
        count = chance.randint(1, 4)
        pools = [p for p in story.open if p.startswith("pool/")] or ["pool/P0"]
        pool = f"pool/P{_n(path)}" if table == "vial" else pools[-1]
        each = (_share(story, chance, pool) / count).quantize(Decimal("0.001"))
        rows = {f"{table}.{n}.volume": "1.0" for n in range(1, count + 1)}
        return {**rows, "viable_each": str(each)}

    return answer


def _labels(_path: str, _story: Story, chance: Chance) -> Typed:
    used = {n: chance.randint(0, 3) for n in ("applied", "specimen", "destroyed")}
    printed = max(0, sum(used.values()) + chance.choice([0, 0, 0, 1, -1]))
    return {"printed": str(printed), **{n: str(v) for n, v in used.items()}}


def _store(_path: str, story: Story, chance: Chance) -> Typed:
    bags = [role for role in story.open if role.startswith("container/FIN")]
    if not bags or chance.random() < 0.1:
        bags = [*bags, "OTHER-LOT-B01"]
    found: Typed = {}
    for n, code in enumerate(bags, 1):
        found |= {f"moved.{n}.unit": code, f"moved.{n}.place": "TANK-1"}
    return found


def _fixed(**typed: str) -> Callable[[str, Story, Chance], Typed]:
    return lambda _path, _story, _chance: dict(typed)


ANSWERS: dict[str, Callable[[str, Story, Chance], Typed]] = {
    "identify": _identify, "red": _red, "lysis": _fixed(minutes="5"), "accept": _fixed(),
    "clear": _fixed(free="yes"), "take": _fixed(scan_equipment_e01="E01"), "seed": _seed,
    "observe": _observe, "remove": _remove, "decision": _decision, "enzyme": _at("enzyme_on"),
    "stop": _at("stopped_at"), "pool": _pool, "count": _count, "harvest": _harvest, "bank": _bank,
    "vials": _filled("vial"), "plates": _fixed(colonies="0"), "ready": _fixed(ok="yes"),
    "labels": _labels, "fill": _filled("bags"), "store": _store,
}  # fmt: skip
