"""One step of a lot: what is known of it, and how it therefore stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from batches.master import Condition, Master, Phase, Place, Round, Run
from batches.steps import Step
from batches.verdict import Finding

State = Literal["not_started", "next", "recorded", "done", "exceptional", "blocked", "not_due"]
Due = Literal["yes", "no", "open"]
"""Whether a branch leads to a step: open while the answer that decides is not given."""

Answers = Mapping[tuple[str, str], str]
"""The answers that stand by (path, name), as text."""

VERIFIED_BY = {"W": "WITNESSED", "C": "CHECKED"}


class StepFact(NamedTuple):
    """What stands on one step of the lot; `entered` tells that an entry does.

    `meanings` are those of the signatures that stand on its path; `unwitnessed` tells that the
    missing witness was declared, so that a deviation speaks for it; `at` is the time of the act.
    """

    path: str
    entered: bool
    meanings: frozenset[str] = frozenset()
    open_deviation: bool = False
    at: datetime | None = None
    unwitnessed: bool = False


class StepState(NamedTuple):
    """One step as it stands; `reasons` say why it is blocked, exceptional or not yet verified."""

    path: str
    phase: Phase
    repetition: int | None
    step: Step
    run: Run
    when: tuple[Condition, ...]
    state: State
    recorded: bool
    verified: bool
    reasons: tuple[Finding, ...] = ()
    due: Due = "yes"

    @property
    def settled(self) -> bool:
        """Tell whether nothing is left to do at the step, a deviation apart."""
        return (self.recorded and self.verified) or self.due == "no"

    @property
    def wanted(self) -> bool:
        """Tell whether the lot is not complete without it: mandatory, due, and not recorded."""
        return self.step.mandatory and not self.recorded and self.due == "yes"

    def params(self) -> dict[str, str]:
        """Name the step in both languages for a sentence."""
        return {
            "path": self.path,
            **{
                f"step_{lang}": f"{self.run.name(lang)}, {self.step.title[lang]}"
                for lang in ("en", "fr")
            },
        }


def leads(when: tuple[Condition, ...], answers: Answers) -> Due:
    """Tell whether every branch leads here; one answer against it is enough for no."""
    due: Due = "yes"
    for path, name, values in when:
        answer = answers.get((path, name))
        if answer is None and path:
            due = "open"
        elif answer not in values:
            return "no"
    return due


class Plain(NamedTuple):
    """How the steps of a round stand once entered, in order; None where more than an entry is asked.

    `done` are the same, and empty where any of them asks for more.
    """

    states: tuple[StepState | None, ...]
    done: tuple[StepState, ...]
    paths: frozenset[str]


@lru_cache(maxsize=1024)
def plain(one: Round) -> Plain:
    """Say how the steps of a round stand once entered.

    Nearly every step of a long lot asks for an entry alone: it is judged once, not at each look.
    """
    states = tuple(
        None if p.step.verify or p.step.kind == "sign" else StepState(*p, "done", True, True)
        for p in one.places
    )
    done = tuple(s for s in states if s is not None)
    paths = frozenset(p.path for p in one.places)
    return Plain(states, done if len(done) == len(states) else (), paths)


def judged(
    place: Place,
    fact: StepFact | None,
    at_step: set[str],
    master: Master,
    now: datetime | None,
) -> StepState:
    """Judge one step by its fact; without one it is not started."""
    if fact is None:
        return StepState(*place, "not_started", False, False)
    step = place.step
    recorded = _recorded(step, fact)
    verified = recorded and _verified(step, fact)
    state: State = ("done" if verified else "recorded") if recorded else "not_started"
    reasons = _overdue(step, fact, master, now) if recorded and not verified else ()
    if fact.open_deviation or fact.path in at_step:
        state = "exceptional"
    return StepState(*place, state, recorded, verified, reasons)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the steps of a lot are judged by."""

    facts: Mapping[str, StepFact]
    entered: set[str]
    at_step: set[str]
    master: Master
    now: datetime | None

    def of_round(self, one: Round) -> Iterable[StepState]:
        """Judge the steps of a round; those with an entry alone stand as they always do."""
        known = plain(one)
        if known.done and known.paths <= self.entered and known.paths.isdisjoint(self.at_step):
            return known.done
        return [self._of(*pair) for pair in zip(one.places, known.states, strict=True)]

    def _of(self, place: Place, done: StepState | None) -> StepState:
        path = place.path
        alone = path in self.entered
        if done is not None and alone and path not in self.at_step:
            return done
        fact = StepFact(path, entered=True) if alone else self.facts.get(path)
        return judged(place, fact, self.at_step, self.master, self.now)

    def stray(self, paths: set[str]) -> tuple[str, ...]:
        """Give the paths with an entry that no step of the master has."""
        with_fact = (path for path, fact in self.facts.items() if fact.entered)
        return tuple(p for p in (*self.entered, *with_fact) if p not in paths)


def _recorded(step: Step, fact: StepFact) -> bool:
    # A step that is only signed is recorded by its signature, and no longer when that falls.
    if step.kind == "sign":
        return "PERFORMED" in fact.meanings
    return fact.entered


def _verified(step: Step, fact: StepFact) -> bool:
    if step.verify is None or VERIFIED_BY[step.verify] in fact.meanings:
        return True
    return step.verify == "W" and fact.unwitnessed


def _overdue(
    step: Step, fact: StepFact, master: Master, now: datetime | None
) -> tuple[Finding, ...]:
    within = timedelta(minutes=master.witness_within_min)
    if step.verify != "W" or now is None or fact.at is None or now - fact.at <= within:
        return ()
    return (Finding("POS-OVERDUE", {"minutes": master.witness_within_min}, fact.path, 3),)


def branched(state: StepState, answers: Answers) -> StepState:
    """Say of a step without an entry whether a branch leads to it."""
    due = leads(state.when, answers)
    if state.recorded or due == "yes":
        return state
    return state._replace(state="not_due" if due == "no" else "not_started", due=due)


def missing(state: StepState) -> Finding:
    """Say that a mandatory step has no entry."""
    return Finding("POS-MISSING", state.params(), state.path, 3)


def unverified(state: StepState) -> Finding:
    """Say which second person is missing at a recorded step."""
    code = "POS-NOT-WITNESSED" if state.step.verify == "W" else "POS-NOT-CHECKED"
    return Finding(code, state.params(), state.path, 3)
