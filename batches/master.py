"""A master batch record: phases of steps, some of them repeated within bounds.

A step has one path inside a lot: `REC/weigh`, or `P1/count` in repetition 1 of phase `P`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from batches.master_faults import faults
from batches.steps import Bounds, Choice, Field, Limits, Step
from batches.text import Text

__all__ = [
    "Bounds",
    "Choice",
    "Field",
    "Limits",
    "Master",
    "Phase",
    "Place",
    "Repeat",
    "Step",
    "faults",
]


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a phase is run: numbered from `first`, at least `min` and at most `max` times."""

    first: int
    min: int
    max: int

    def numbers(self, opened: int) -> range:
        """Give the numbers of the first `opened` repetitions."""
        return range(self.first, self.first + opened)


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """A part of the process; its code is the first segment of each step's path.

    It is what it is, not what it looks like, so that the places of a round can be kept.
    """

    code: str
    title: Text
    steps: tuple[Step, ...]
    repeat: Repeat | None = None

    def segment(self, repetition: int | None = None) -> str:
        """Give the path segment: `REC`, or `P1` for a repetition."""
        return self.code if repetition is None else f"{self.code}{repetition}"

    def name(self, repetition: int | None, lang: str) -> str:
        """Give the title as read; `{n}` in it is the repetition."""
        return self.title[lang].replace("{n}", "" if repetition is None else str(repetition))

    def places(self, repetition: int | None) -> tuple[Place, ...]:
        """Give its steps in order, at their paths in one repetition."""
        return _places(self, repetition)


class Place(NamedTuple):
    """One step at its path, with the phase and repetition it belongs to."""

    path: str
    phase: Phase
    repetition: int | None
    step: Step


@dataclass(frozen=True, slots=True)
class Master:
    """The approved plan of a lot, read from its document."""

    product: str
    phases: tuple[Phase, ...]
    source: str
    passage_convention: Text
    doublings_convention: str
    witness_within_min: int

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Master:
        """Read a body that `faults` found nothing in; a wrong one raises KeyError or ValueError."""
        source = str(body.get("source", ""))
        return cls(
            product=str(body["product"]),
            phases=tuple(_phase(p, source) for p in body["phases"]),
            source=source,
            passage_convention=Text.from_body(body["passage_convention"]),
            doublings_convention=str(body["doublings_convention"]),
            witness_within_min=int(body["witness_within_min"]),
        )

    def phase(self, code: str) -> Phase | None:
        """Give the phase of that code, if there is one."""
        return next((p for p in self.phases if p.code == code), None)

    def place(self, path: str) -> Place | None:
        """Find the step at `path`; a repetition counts from `first` and below `first + max`."""
        segment, _, code = path.partition("/")
        for phase in self.phases:
            found, repetition = _repetition(phase, segment)
            if not found:
                continue
            step = next((s for s in phase.steps if s.code == code), None)
            return Place(path, phase, repetition, step) if step else None
        return None

    def step(self, path: str) -> Step | None:
        """Give the step at `path`, if the master has it."""
        place = self.place(path)
        return place.step if place else None

    def places(self, opened: Mapping[str, int]) -> Iterator[Place]:
        """Walk all steps in order; `opened` counts the repetitions of each repeated phase."""
        for phase in self.phases:
            rounds = phase.repeat.numbers(opened.get(phase.code, 0)) if phase.repeat else (None,)
            for n in rounds:
                yield from phase.places(n)


@lru_cache(maxsize=1024)
def _places(phase: Phase, n: int | None) -> tuple[Place, ...]:
    segment = phase.segment(n)
    return tuple(Place(f"{segment}/{step.code}", phase, n, step) for step in phase.steps)


def _phase(body: Mapping[str, Any], source: str) -> Phase:
    repeat = body.get("repeat")
    return Phase(
        code=str(body["code"]),
        title=Text.from_body(body["title"]),
        steps=tuple(Step.from_body(s, source) for s in body["steps"]),
        repeat=Repeat(int(repeat["first"]), int(repeat["min"]), int(repeat["max"]))
        if repeat
        else None,
    )


def _repetition(phase: Phase, segment: str) -> tuple[bool, int | None]:
    if phase.repeat is None:
        return segment == phase.code, None
    number = segment.removeprefix(phase.code)
    # "P01" is no other name of "P1": one step has one path.
    if (
        number == segment
        or not number.isascii()
        or not number.isdigit()
        or str(int(number)) != number
    ):
        return False, None
    return int(number) in phase.repeat.numbers(phase.repeat.max), int(number)
