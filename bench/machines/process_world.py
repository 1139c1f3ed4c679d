"""Random lots on the nested master, legal and illegal, in the pure rules; a model says what is right.

A world asks the rules for each step, opening and correction, and keeps what they let pass.  After
each, order, ledger, growth and findings are compared with the model, and the whole lot is computed
again from its answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from batches import kinds, position, recalculate
from batches.bookkeeping import Book
from batches.kinds.leaves import leaves
from batches.ledger import Act, Computed, Value
from batches.places import Place as Spot
from batches.places import Shelf
from batches.step_state import VERIFIED_BY, StepFact
from batches.units import Account, kind_of
from bench.machines.process_answers import typed_for
from bench.machines.process_master import MASTER
from bench.machines.process_model import Model, Story

CLOSE = 1e-6
SHELF = {"TANK-1": Spot("TANK-1", "position", 10_000)}
LOST = Decimal("1e-9")


@dataclass
class World:
    """One lot in the rules, and the model beside it."""

    chance: random.Random
    model: Model = field(default_factory=Model)
    values: dict[str, dict[str, Value]] = field(default_factory=dict)
    entries: dict[str, list[str]] = field(default_factory=dict)
    computed: dict[str, tuple[Computed, ...]] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    passages: int = 1
    count: int = 0
    tried: int = 0
    refused: int = 0

    def step(self) -> list[str]:
        """Do one thing; gives what was wrong."""
        self.tried += 1
        dice, here = self.chance.random(), self.here()
        more = (here.next or "FIN").startswith("FIN") and self.model.opened.get(
            "P", 0
        ) < self.passages
        if dice < (0.8 if more else 0.1):
            found = self.open_one(here, "P" if more and dice < 0.7 else None)
        elif dice < 0.2 and self.values:
            return [*self.correct_one(), *self.wrong(), *self.again()]
        else:
            found = self.record_one(here)
        return [*found, *self.wrong()]

    def here(self) -> position.Position:
        """Place the lot in its master."""
        facts = []
        for path in self.values:
            step = MASTER.step(path)
            meaning = (
                "PERFORMED" if step is None else VERIFIED_BY.get(step.verify or "", "PERFORMED")
            )
            facts.append(StepFact(path, True, frozenset({meaning})))
        said = {(p, n): v.text for p, given in self.values.items() for n, v in given.items()}
        return position.position(MASTER, facts, self.model.opened, None, (), said)

    def open_one(self, here: position.Position, wanted: str | None) -> list[str]:
        """Open a repetition, or try to."""
        passages = range(self.model.opened.get("P", 0) + 1)
        key = wanted or self.chance.choice(["P", *(f"P{n}.CC" for n in passages)])
        allowed = bool(here.may_open(key))
        expected = self.model.may_open(key)
        if allowed:
            self.model.opened[key] = self.model.opened.get(key, 0) + 1
        else:
            self.refused += 1
        return [] if allowed == expected else [f"open {key}: {allowed}, not {expected}"]

    def record_one(self, here: position.Position) -> list[str]:
        """Record a step, mostly the next one, with values that mostly can be."""
        paths = [s.path for s in self.model.spots()]
        dice, ready = self.chance.random(), [s.path for s in here.steps if s.state == "next"]
        path = here.next if here.next and dice < 0.6 else self.chance.choice(paths)
        if ready and 0.6 <= dice < 0.9:
            path = self.chance.choice(ready)
        story = self.model.story() or Story()
        given = typed_for(path, story, self.chance)
        allowed = bool(here.may_record(path))
        expected = self.model.may_record(path)
        if allowed != expected:
            return [f"record {path}: {allowed}, not {expected}"]
        if not allowed:
            self.refused += 1
            return []
        after = self.model.story({**self.model.said, path: given})
        late = [f.code for f in here.out_of_order(path)]
        out = any(self.model._waits(s) and not s.parallel for s in self._before(path))  # noqa: SLF001
        if bool(late) != (out and path.endswith(("enzyme", "stop"))):
            return [f"{path}: out of order is found as {late}"]
        return self._answer(path, given, after)

    def _before(self, path: str) -> list[Any]:
        spots = self.model.spots()
        return spots[: [s.path for s in spots].index(path)]

    def _answer(self, path: str, given: dict[str, str], after: Story | None) -> list[str]:
        place = MASTER.place(path)
        assert place is not None
        values = read(path, given)
        held = {a.role: a.balance for a in self.accounts.values() if a.made and not a.ended}
        pools = [a.role for a in self.accounts.values() if a.made and a.role.startswith("pool/")]
        ctx = recalculate.context(MASTER, place, self.values, self.computed, held, self._around())
        ctx = replace(ctx, pools=lambda: pools)
        try:
            taken = kinds.take(place.step, values, ctx)
        except (KeyError, TypeError, InvalidOperation) as error:
            return [f"{path}: {error!r} for {given}"]
        posted = not taken.refusals and self._post(path, list(taken.acts))
        if posted != (after is not None):
            return [f"{path}: {'taken' if posted else 'refused'} wrongly: {given}"]
        if not posted:
            self.refused += 1
            return []
        self.values[path], self.computed[path] = values, taken.computed
        self.model.said[path] = given
        return list(self._findings(path, given, {f.code for f in taken.findings}))

    def _findings(self, path: str, given: dict[str, str], found: set[str]) -> Iterator[str]:
        """Compare what was found with what the model knows."""
        if path.endswith("/labels"):
            left = int(given["printed"]) - sum(int(v) for k, v in given.items() if k != "printed")
            if ("C05" in found) != (left != 0):
                yield f"{path}: {left} labels left, found {found}"
        ends = [self.model.said.get(f"{path.partition('/')[0]}/{c}") for c in ("enzyme", "stop")]
        if path.endswith(("/enzyme", "/stop")) and all(ends):
            minutes = int(ends[1]["stopped_at"][14:16]) - int(ends[0]["enzyme_on"][14:16])  # type: ignore[index]
            if ("T05" in found) != (minutes > 15 or 0 <= minutes < 3):
                yield f"{path}: {minutes} min in enzyme, found {found}"

    def correct_one(self) -> list[str]:
        """Correct a recorded step, or try to."""
        path = self.chance.choice(list(self.values))
        story = self.model.story() or Story()
        given = typed_for(path, story, self.chance)
        said = {**self.model.said, path: given}
        expected = self.model.story(said) is not None and self._branches_stand(said)
        done = self._correct(path, given)
        if done:
            self.model.said[path] = given
        else:
            self.refused += 1
        # What the ledger will not undo is refused too, and that is no mistake.
        return [f"corrected {path} though it cannot be: {given}"] if done and not expected else []

    def _branches_stand(self, said: dict[str, Any]) -> bool:
        after = Model(dict(said), self.model.opened)
        return all(after.due(s) for s in after.spots() if s.path in said)

    def _correct(self, path: str, given: dict[str, str]) -> bool:
        new = {**self.values, path: read(path, given)}
        said = {(p, n): v.text for p, vs in new.items() for n, v in vs.items()}
        around, opened = self._around(), self.model.opened
        before = recalculate.recalculate(MASTER, self.values, opened, around=around)
        after = recalculate.recalculate(MASTER, new, opened, around=around)
        if set(after.refusals) - set(before.refusals):
            return False
        states = position.position(MASTER, (), opened, None, (), said).steps
        if any(s.path in new and s.due != "yes" for s in states):
            return False
        kept = dict(self.accounts)
        for other, acts in after.acts.items():
            if acts != before.acts.get(other, ()) and not self._repost(other, list(acts)):
                self.accounts = kept
                return False
        self.values, self.computed = new, dict(after.computed)
        return True

    def _around(self) -> recalculate.Around:
        roles = {a.role: a.role for a in self.accounts.values()}
        return recalculate.Around(roles, "A999926000001", order=list(self.values))

    def _book(self, path: str) -> Book:
        self.entries.setdefault(path, []).append(self._key())
        shelf = Shelf(SHELF)
        return Book(
            self.accounts, self.entries[path][-1], name=self._name, key=self._key, shelf=shelf
        )

    def _post(self, path: str, acts: list[Act]) -> bool:
        book = self._book(path)
        for act in acts:
            book.enter(act)
        return self._close(path, book)

    def _repost(self, path: str, acts: list[Act]) -> bool:
        book = self._book(path)
        book.correct(self.entries[path], acts)
        return self._close(path, book)

    def _close(self, path: str, book: Book) -> bool:
        if book.close():
            self.entries[path].pop()
            return False
        self.accounts = book.now
        return True

    def _name(self, act: Act) -> Account:
        key = self._key()
        return Account(key, act.role, act.role, kind_of(act), act.unit)

    def _key(self) -> str:
        self.count += 1
        return f"k{self.count:06d}"

    def wrong(self) -> list[str]:
        """Compare the lot with the model: the end, the ledger, growth."""
        story = self.model.story()
        if story is None:
            return ["the answers that were taken cannot all be"]
        found = []
        if self.here().complete != self.model.complete():
            found.append(f"complete: {self.here().complete}")
        held = {a.role: a.balance for a in self.accounts.values() if a.made and not a.ended}
        if held != story.open:
            found.append(f"the ledger holds {_difference(held, story.open)}")
        return [*found, *self._growth(story)]

    def again(self) -> list[str]:
        """Compute the whole lot again from its answers, as the proof of a record does."""
        around, opened = self._around(), self.model.opened
        found = recalculate.recalculate(MASTER, self.values, opened, around=around)
        wrong = recalculate.differences(self.computed, found.computed)
        return ["computed again, the lot comes out otherwise"] if wrong else []

    def _growth(self, story: Story) -> Iterator[str]:
        for n, (cells, doublings, total) in story.grown.items():
            got = {c.name: c.value for c in self.computed[f"P{n}/harvest"]}
            wanted = {"viable_harvested": float(cells), "population_doublings": doublings}
            for name, value in {**wanted, "cumulative_doublings": total}.items():
                if value is not None and abs(float(got.get(name) or 0) - value) > CLOSE * max(
                    1.0, abs(value)
                ):
                    yield f"P{n}: {name} is {got.get(name)}, not {value}"


def _difference(one: dict[str, Decimal], two: dict[str, Decimal]) -> dict[str, Any]:
    return {k: (one.get(k), two.get(k)) for k in {*one, *two} if one.get(k) != two.get(k)}


def read(path: str, typed: dict[str, str]) -> dict[str, Value]:
    """Read what is typed as the form of the step would."""
    step = MASTER.step(path)
    assert step is not None
    asked = {leaf.slot: leaf.field for leaf in leaves(kinds.fields(step), {})}
    return {
        slot: Value(text, Decimal(text), asked[slot].unit) if asked[slot].numeric else Value(text)
        for slot, text in typed.items()
    }


def begun(seed: int) -> World:
    """Begin a story: by its number it is the same every time."""
    chance = random.Random(f"process {seed}")
    return World(chance, passages=chance.randint(1, 4))


def told(seed: int, steps: int) -> tuple[list[str], int, int]:
    """Tell one random story; gives what was wrong first, how much was asked, and refused."""
    world = begun(seed)
    for _ in range(steps):
        found = world.step()
        if found:
            return found, world.tried, world.refused
    return world.again(), world.tried, world.refused
