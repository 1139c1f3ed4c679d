"""Twelve defects to plant in order, branches, kinds, growth and corrections: a story must find each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from batches import kinds, position
from batches.bookkeeping import Book
from batches.growth import FORMULAS
from batches.kinds import harvest
from batches.master import Run
from batches.windows import Span

Planted = AbstractContextManager[Any]
Mutant = Callable[[], Planted]


def _kind(name: str, **parts: Any) -> Mutant:
    true = kinds.KINDS[name]
    return lambda: patch.dict(kinds.BY_LABEL, {true.label: replace(true, **parts)})


def _nothing(*_args: Any) -> tuple[()]:
    return ()


def _only(name: str, keep: Callable[[tuple[Any, ...]], Any]) -> Mutant:
    """Let a kind book only some of its acts."""
    true = kinds.KINDS[name].acts
    return _kind(name, acts=lambda *args: tuple(keep(true(*args))))


def _forgetful() -> Planted:
    true = FORMULAS["cumulative_doublings"]

    def fresh(_earlier: Any, doublings: Any, convention: str, name: str = "") -> Any:
        return true.function((), doublings, convention, name)

    return patch.dict(FORMULAS, {"cumulative_doublings": replace(true, function=fresh)})


MUTANTS: dict[str, Mutant] = {
    "order does not matter": lambda: patch.object(position.Position, "_order", lambda *_args: []),
    "every branch leads on": lambda: patch.object(position, "branched", lambda state, _said: state),
    "everybody waits for a parallel part": lambda: patch.object(
        Run, "parallel", property(lambda _run: False)
    ),
    "a seeding takes nothing from its pool": _only(
        "seed", lambda acts: (a for a in acts if a.act != "draw")
    ),
    "a pool empties one vessel": _only("pool", lambda acts: acts[:1]),
    "a partial harvest counts all that was seeded": lambda: patch.object(
        harvest, "_chosen", lambda *_args: None
    ),
    "earlier doublings are forgotten": _forgetful,
    "labels come from nowhere": _kind("label", refusals=_nothing),
    "a correction is not booked": lambda: patch.object(Book, "correct", lambda *_args: None),
    "no window is judged": lambda: patch.object(Span, "found", lambda *_args: ()),
    "no scan is looked at": lambda: patch.object(kinds, "wrong_scans", _nothing),
    "what is removed stays": _kind("discard", acts=_nothing),
}
