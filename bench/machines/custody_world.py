"""Random custody in the pure book: units are opened, split, pooled, topped up, drawn, moved, ended.

A world asks the book for each command, right or wrong, and keeps what the book says is written.  The
`Auditor` sees only the written lines and adds them up by itself: no account of the house is asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from batches import bookkeeping
from batches.bookkeeping import Book, Posting
from batches.ledger import Act
from batches.places import Place, Shelf
from batches.units import Account

# ruff: noqa: SLF001 - a mutant replaces what nobody else may touch

CELLS = "10*6"
PLACES = {"A": 1, "B": 1, "C": 2, "TANK": 0}
LENGTH = 14


@dataclass
class Auditor:
    """The written lines, and what they add up to."""

    names: dict[str, str] = field(default_factory=dict)
    lines: list[Posting] = field(default_factory=list)

    def wrong(self) -> Iterator[str]:
        """Say what cannot be: created, vanished, below zero, an orphan, a circle, two in one place."""
        stood = {p.line.id: p for p in self.lines if p.reverses is None}
        for posting in self.lines:
            if posting.reverses is not None:
                stood.pop(posting.reverses, None)
        standing = list(stood.values())
        held = self._held(standing)
        yield from (f"{self.names[u]} holds {q}" for u, q in held.items() if q < 0)
        yield from self._moved_out(standing)
        yield from self._origins(standing)
        yield from self._places(standing, held)

    def held(self) -> dict[str, Decimal]:
        """Give what the written lines leave in each unit, by its code."""
        return {self.names[unit]: left for unit, left in self._held(self.lines).items()}

    def _held(self, standing: list[Posting]) -> dict[str, Decimal]:
        held: dict[str, Decimal] = {}
        for p in standing:
            sign = {"draw": -1, "end": -1, "move": 0}.get(p.line.act, 1)
            held[p.unit] = held.get(p.unit, Decimal(0)) + sign * p.line.quantity
        return held

    def _moved_out(self, standing: list[Posting]) -> Iterator[str]:
        """Compare, command by command, what left units with what was put into others.

        What vanishes is seen by `World.vanished`, which knows what was asked.
        """
        inside: dict[str | None, Decimal] = {}
        for p in standing:
            if p.line.act in {"create", "add"} and p.line.parents:
                inside[p.line.entry] = inside.get(p.line.entry, Decimal(0)) + p.line.quantity
            if p.line.act in {"draw", "end"}:
                inside[p.line.entry] = inside.get(p.line.entry, Decimal(0)) - p.line.quantity
        yield from (f"{entry} created {extra}" for entry, extra in inside.items() if extra > 0)

    def _origins(self, standing: list[Posting]) -> Iterator[str]:
        parents = {p.unit: p.line.parents for p in standing if p.line.act == "create"}
        made = set(parents) | {p.unit for p in standing if p.line.act == "opening"}
        for p in standing:
            if p.unit not in made:
                yield f"{self.names[p.unit]} was never made"
        for unit, above in parents.items():
            if not above:
                yield f"{self.names[unit]} is an orphan"
            seen, waiting = set[str](), set(above)
            while waiting:
                one = waiting.pop()
                seen.add(one)
                waiting |= set(parents.get(one, ())) - seen
            if unit in seen:
                yield f"{self.names[unit]} comes from itself"

    def _places(self, standing: list[Posting], held: Mapping[str, Decimal]) -> Iterator[str]:
        where = {p.unit: p.line.place for p in standing if p.line.act == "move"}
        ended = {p.unit for p in standing if p.line.act == "end"}
        inside: dict[str, int] = {}
        for unit, place in where.items():
            if unit not in ended and held.get(unit):
                inside[place] = inside.get(place, 0) + 1
        for place, count in inside.items():
            if count > PLACES.get(place, 0):
                yield f"{count} units in {place}"


@dataclass
class World:
    """One story of custody: the accounts as the book left them, and the places with who is in them."""

    dice: random.Random
    accounts: dict[str, Account] = field(default_factory=dict)
    auditor: Auditor = field(default_factory=Auditor)
    count: int = 0
    refused: int = 0
    asked: dict[str, Decimal] = field(default_factory=dict)

    def step(self) -> None:
        """Ask for one command; what the book refuses changes nothing."""
        self.count += 1
        acts = self.dice.choice(MOVES)(self)
        if not acts:
            return
        book = Book(self.accounts, f"e{self.count}", name=self._name, key=self._key,
                    shelf=self._shelf())  # fmt: skip
        for act in acts:
            book.enter(act)
        if book.close():
            self.refused += 1
            return
        self._remember(acts, book.now)
        self.accounts = book.now
        self.auditor.lines += book.postings
        self.auditor.names |= {key: account.code for key, account in book.now.items()}

    def _remember(self, acts: list[Act], now: Mapping[str, Account]) -> None:
        """Keep what each unit must hold by what was asked, whatever was written."""
        codes = {name: a.code for a in now.values() for name in (a.role, a.code)}
        for act in acts:
            code = codes[act.role]
            before = self.asked.get(code, Decimal(0))
            sign = {"draw": -1, "end": 0, "move": 0}.get(act.act, 1)
            self.asked[code] = Decimal(0) if act.act == "end" else before + sign * act.quantity

    def vanished(self) -> Iterator[str]:
        """Say where the written lines leave another quantity than was asked."""
        held = self.auditor.held()
        for code, wanted in self.asked.items():
            if held.get(code, Decimal(0)) != wanted:
                yield f"{code} holds {held.get(code)}, {wanted} was asked"

    def _shelf(self) -> Shelf:
        inside: dict[str, set[str]] = {}
        for account in self.accounts.values():
            if account.place:
                inside.setdefault(account.place, set()).add(account.key)
        return Shelf(
            {c: Place(c, "position", n, frozenset(inside.get(c, ()))) for c, n in PLACES.items()}
        )

    def _name(self, act: Act) -> Account:
        key = self._key()
        return Account(key, f"U{len(self.accounts)}-{act.role}", act.role, "pool", act.unit)

    def _key(self) -> str:
        self.auditor.names.setdefault("n", "0")
        self.auditor.names["n"] = str(int(self.auditor.names["n"]) + 1)
        return f"k{self.auditor.names['n']}"

    def any_unit(self) -> Account | None:
        """Pick a unit that was ever made, also one that has ended: it must be refused then."""
        made = [a for a in self.accounts.values() if a.made is not None]
        return self.dice.choice(made) if made else None

    def amount(self, left: Decimal) -> Decimal:
        """Pick a quantity, now and then more than there is."""
        return Decimal(self.dice.randint(1, int(left) + 4)) if left else Decimal(1)

    def role(self) -> str:
        """Give a name that no unit has."""
        return f"r{self.count}"


Move = Callable[[World], list[Act]]


def _opening(w: World) -> list[Act]:
    quantity = Decimal(w.dice.randint(5, 40))
    return [Act("opening", "opening", w.role(), "", quantity, CELLS)]


def _split(w: World) -> list[Act]:
    """Divide one unit into two or three; now and then more is put in than was taken."""
    source = w.any_unit()
    if source is None:
        return []
    taken, parts = w.amount(source.balance), w.dice.randint(2, 3)
    each = [taken // parts] * (parts - 1)
    rest = taken - sum(each, Decimal(0)) + (1 if w.dice.random() < 0.2 else 0)
    made = [
        Act(f"c{i}", "create", f"{w.role()}/{i}", "", part, CELLS, (source.code,))
        for i, part in enumerate((*each, rest))
    ]
    return [Act("draw", "draw", source.code, "", taken, CELLS), *made]


def _pool(w: World) -> list[Act]:
    sources = {a.code: a for a in (w.any_unit(), w.any_unit()) if a is not None}
    taken = {code: w.amount(a.balance) for code, a in sources.items()}
    total = sum(taken.values(), Decimal(0)) + (1 if w.dice.random() < 0.2 else 0)
    drawn = [Act(f"d/{code}", "draw", code, "", q, CELLS) for code, q in taken.items()]
    pooled = Act("pool", "create", w.role(), "", total, CELLS, tuple(sources))
    return [*drawn, pooled] if sources else []


def _add(w: World) -> list[Act]:
    """Top one unit up from another; now and then from nowhere."""
    source, into = w.any_unit(), w.any_unit()
    if source is None or into is None or source.key == into.key:
        return []
    taken = w.amount(source.balance)
    parents = () if w.dice.random() < 0.2 else (source.code,)
    put = taken + (1 if w.dice.random() < 0.2 else 0)
    return [
        Act("draw", "draw", source.code, "", taken, CELLS),
        Act("add", "add", into.code, "", put, CELLS, parents),
    ]


def _draw(w: World) -> list[Act]:
    source = w.any_unit()
    return [Act("draw", "draw", source.code, "", w.amount(source.balance), CELLS)] if source else []


def _move(w: World) -> list[Act]:
    unit, place = w.any_unit(), w.dice.choice((*PLACES, "NOWHERE"))
    return [Act("move", "move", unit.code, place=place)] if unit else []


def _end(w: World) -> list[Act]:
    unit = w.any_unit()
    return [Act("end", "end", unit.code)] if unit else []


MOVES: tuple[Move, ...] = (
    _opening, _split, _split, _pool, _add, _draw, _move, _move, _move, _end,
)  # fmt: skip


def told(seed: int, length: int = LENGTH) -> tuple[list[str], int, int]:
    """Tell one story; gives what was wrong, how many commands were asked, how many refused."""
    world = World(random.Random(seed))
    for _ in range(length):
        world.step()
    return [*world.auditor.wrong(), *world.vanished()], world.count, world.refused


@contextmanager
def _planted(where: Any, name: str, other: Any) -> Iterator[None]:
    true = getattr(where, name)
    setattr(where, name, other)
    try:
        yield
    finally:
        setattr(where, name, true)


def _halving(true: Callable[..., None]) -> Callable[..., None]:
    def post(book: Book, account: Account, act: Act, parents: frozenset[str]) -> None:
        half = replace(act, quantity=act.quantity / 2) if act.act == "add" else act
        true(book, account, half, parents)

    return post


DEFECTS: dict[str, Callable[[], Any]] = {
    "more is put in than was taken": lambda: _planted(bookkeeping, "unbalanced", lambda *_: []),
    "a unit goes below zero": lambda: _planted(bookkeeping, "faults", lambda *_: ()),
    "half of what is added vanishes": lambda: _planted(Book, "_post", _halving(Book._post)),
    "a place holds more than it has room for": lambda: _planted(Shelf, "refusals", lambda *_: ()),
}
"""Defects of the rules, each to be planted on its own; the auditor must see every one."""
