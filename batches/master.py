"""A master batch record: phases of steps and of groups of steps, some of them repeated.

A step has one path inside a lot: `REC/weigh`, `P1/count` in repetition 1 of phase `P`, and
`P1.CC3/observe` in repetition 3 of the group `CC` inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from batches.kinds.labels import label_of
from batches.master_faults import faults
from batches.passage_limits import NO_LIMITS, PassageLimits
from batches.references import named
from batches.steps import Bounds, Choice, Field, Limits, Rows, Step, When
from batches.text import Text
from batches.windows import Span, Window

__all__ = [
    "Bounds",
    "Choice",
    "Condition",
    "Field",
    "Limits",
    "Master",
    "Phase",
    "Place",
    "Repeat",
    "Rows",
    "Run",
    "Step",
    "When",
    "Window",
    "faults",
]


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often a part is run: numbered from `first`, at least `min` and at most `max` times."""

    first: int
    min: int
    max: int

    @property
    def last(self) -> int:
        """Give the number of the last repetition that may be opened."""
        return self.first + self.max - 1

    def numbers(self, opened: int) -> range:
        """Give the numbers of the first `opened` repetitions."""
        return range(self.first, self.first + opened)


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """A part of the process: a phase, or a group inside one; its code begins the path of its steps.

    `items` are its steps and groups in order.  A `parallel` part keeps nobody waiting: what follows
    may be done before it, and it may be done late.  It is what it is, not what it looks like, so
    that the places of a run can be kept.
    """

    code: str
    title: Text
    items: tuple[Step | Phase, ...]
    repeat: Repeat | None = None
    when: When | None = None
    parallel: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        """Give the steps that stand in it directly."""
        return tuple(i for i in self.items if isinstance(i, Step))

    @property
    def groups(self) -> tuple[Phase, ...]:
        """Give the groups that stand in it directly."""
        return tuple(i for i in self.items if isinstance(i, Phase))

    def segment(self, repetition: int | None = None) -> str:
        """Give the path segment: `REC`, or `P1` for a repetition."""
        return self.code if repetition is None else f"{self.code}{repetition}"

    def name(self, repetition: int | None, lang: str) -> str:
        """Give the title as read; `{n}` in it is the repetition."""
        return self.title[lang].replace("{n}", "" if repetition is None else str(repetition))

    def places(self, repetition: int | None) -> tuple[Place, ...]:
        """Give its steps in order in one repetition, without the groups nobody has opened."""
        return _places(self, repetition, ())


class Condition(NamedTuple):
    """What must stand for a place to be due: the answer `name` at `path` is one of `values`.

    `path` is empty where the repetition that is asked does not exist: then it is never due.
    """

    path: str
    name: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One run of a phase or of a group inside it: `P1`, `P1.CC3`."""

    part: Phase
    n: int | None
    outer: Run | None = None

    @property
    def segment(self) -> str:
        """Give the segment of its steps' paths."""
        own = self.part.segment(self.n)
        return own if self.outer is None else f"{self.outer.segment}.{own}"

    @property
    def parallel(self) -> bool:
        """Tell whether it, or what it stands in, keeps nobody waiting."""
        return self.part.parallel or (self.outer is not None and self.outer.parallel)

    @property
    def chain(self) -> tuple[Run, ...]:
        """Give the runs from the phase down to itself."""
        return (*(self.outer.chain if self.outer else ()), self)

    def name(self, lang: str) -> str:
        """Give the titles as read, from the phase down."""
        return " · ".join(run.part.name(run.n, lang) for run in self.chain)

    def key(self, group: str) -> str:
        """Give the key under which the repetitions of a group inside it are counted: `P1.CC`."""
        return f"{self.segment}.{group}"

    def conditions(self) -> tuple[Condition, ...]:
        """Give the branches that it and what it stands in hang on."""
        found = self.outer.conditions() if self.outer else ()
        if self.part.when is None:
            return found
        # The branch of a part is named from where the part stands, not from inside it.
        return (*found, self._condition(self.part.when, self.outer.segment if self.outer else ""))

    def place(self, step: Step) -> Place:
        """Give one of its steps at its path."""
        when = self.conditions()
        if step.when is not None:
            when = (*when, self._condition(step.when, self.segment))
        top = self.chain[0]
        return Place(f"{self.segment}/{step.code}", top.part, top.n, step, self, when)

    def _condition(self, when: When, segment: str) -> Condition:
        path = named(when.step, segment, self.chain[0].n, self.n)
        return Condition(path, when.name, when.values)


class Place(NamedTuple):
    """One step at its path, with the phase and repetition it belongs to, and its run in it.

    `when` are the branches that it hangs on; without any it is always due.
    """

    path: str
    phase: Phase
    repetition: int | None
    step: Step
    run: Run
    when: tuple[Condition, ...] = ()


class Round(NamedTuple):
    """A phase, or one repetition of it, with what was opened of the groups inside it by key."""

    phase: Phase
    n: int | None
    inner: tuple[tuple[str, int], ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Give its steps in order; they are found once and kept."""
        return _places(*self)


@dataclass(frozen=True, slots=True)
class Master:
    """The approved plan of a lot, read from its document; `asked` names what branches hang on.

    `thawed` is the path of the step that the lot's cells are thawed at; "" where none are.
    """

    product: str
    phases: tuple[Phase, ...]
    source: str
    passage_convention: Text
    doublings_convention: str
    witness_within_min: int
    windows: tuple[Window, ...] = ()
    passage_limits: PassageLimits = NO_LIMITS
    asked: frozenset[str] = frozenset()
    thawed: str = ""

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Master:
        """Read a body that `faults` found nothing in; a wrong one raises KeyError or ValueError."""
        source = str(body.get("source", ""))
        phases = tuple(_phase(p, source) for p in body["phases"])
        made = cls(
            product=str(body["product"]),
            phases=phases,
            source=source,
            passage_convention=Text.from_body(body["passage_convention"]),
            doublings_convention=str(body["doublings_convention"]),
            witness_within_min=int(body["witness_within_min"]),
            windows=tuple(Window.from_body(w, source) for w in body.get("windows", ())),
            passage_limits=PassageLimits.from_body(body),
            asked=frozenset(when.name for part in phases for when in _branches(part)),
        )
        thaw = next((p.path for p in made.places({}) if p.step.kind == "thaw"), "")
        return replace(made, thawed=thaw)

    def phase(self, code: str) -> Phase | None:
        """Give the phase of that code, if there is one."""
        return next((p for p in self.phases if p.code == code), None)

    def place(self, path: str) -> Place | None:
        """Find the step at `path`; a repetition counts from `first` and below `first + max`."""
        segment, _, code = path.partition("/")
        run = self.run(segment)
        step = next((s for s in run.part.steps if s.code == code), None) if run else None
        return run.place(step) if run and step else None

    def run(self, segment: str) -> Run | None:
        """Find the run of a segment (`P1`, `P1.CC3`), opened or not."""
        run: Run | None = None
        parts: Sequence[Phase] = self.phases
        for name in segment.split("."):
            found = ((part, *_repetition(part, name)) for part in parts)
            part, n = next(((p, n) for p, fits, n in found if fits), (None, None))
            if part is None:
                return None
            run, parts = Run(part, n, run), part.groups
        return run

    def repeated(self, key: str) -> tuple[Phase, Run | None] | None:
        """Find what a key counts (`P`, `P1.CC`): the part that repeats, and the run it stands in."""
        segment, _, code = key.rpartition(".")
        outer = self.run(segment) if segment else None
        if segment and outer is None:
            return None
        parts = outer.part.groups if outer else self.phases
        part = next((p for p in parts if p.code == code), None)
        return None if part is None or part.repeat is None else (part, outer)

    def step(self, path: str) -> Step | None:
        """Give the step at `path`, if the master has it."""
        place = self.place(path)
        return place.step if place else None

    def places(self, opened: Mapping[str, int]) -> Iterator[Place]:
        """Walk all steps in order; `opened` counts the repetitions by key: `P`, `P1.CC`."""
        for one in self.rounds(opened):
            yield from one.places

    def rounds(self, opened: Mapping[str, int]) -> Iterator[Round]:
        """Walk the phases and their repetitions in order, each with the groups opened inside it."""
        nested = tuple((key, n) for key, n in opened.items() if "." in key)
        for phase in self.phases:
            numbers = phase.repeat.numbers(opened.get(phase.code, 0)) if phase.repeat else (None,)
            for n in numbers:
                head = f"{phase.segment(n)}."
                inner = tuple(kn for kn in nested if kn[0].startswith(head)) if nested else ()
                yield Round(phase, n, inner)

    def label(self, step: Step, name: str) -> Text:
        """Give the label of a computed value of a step; a time window has its own title."""
        window = next((w for w in self.windows if name == f"window_{w.code.lower()}"), None)
        return window.title if window else label_of(step, name)

    def spans(self, place: Place) -> tuple[Span, ...]:
        """Give the windows that begin or end at a place."""
        found = []
        for window in self.windows:
            ends = [
                (named(step, "", place.repetition, place.run.n), name)
                for step, name in (window.start, window.end)
            ]
            if place.path in (ends[0][0], ends[1][0]):
                last = self.step(ends[1][0])
                harm = window.code == (last.in_window if last else "")
                found.append(Span(window, ends[0], ends[1], harm))
        return tuple(found)


@lru_cache(maxsize=1024)
def _places(phase: Phase, n: int | None, inner: tuple[tuple[str, int], ...]) -> tuple[Place, ...]:
    return tuple(_walk(Run(phase, n), dict(inner)))


def _walk(run: Run, opened: Mapping[str, int]) -> Iterator[Place]:
    for item in run.part.items:
        if isinstance(item, Step):
            yield run.place(item)
            continue
        count = opened.get(run.key(item.code), 0)
        for n in item.repeat.numbers(count) if item.repeat else (None,):
            yield from _walk(Run(item, n, run), opened)


def _branches(part: Phase) -> Iterator[When]:
    if part.when is not None:
        yield part.when
    for item in part.items:
        if isinstance(item, Phase):
            yield from _branches(item)
        elif item.when is not None:
            yield item.when


def _phase(body: Mapping[str, Any], source: str) -> Phase:
    repeat = body.get("repeat")
    return Phase(
        code=str(body["code"]),
        title=Text.from_body(body["title"]),
        items=tuple(
            _phase(i, source) if "steps" in i else Step.from_body(i, source) for i in body["steps"]
        ),
        repeat=Repeat(int(repeat["first"]), int(repeat["min"]), int(repeat["max"]))
        if repeat
        else None,
        when=When.from_body(body.get("when")),
        parallel=bool(body.get("parallel", False)),
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
