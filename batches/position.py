"""Where a lot stands in its master: done, next, blocked, exceptional. One pure function.

The tablet, the order check, the progress page, the gate and the printed record ask nothing else.
Order is enforced between mandatory steps; a gate of the master also asks that everything before it
is verified and that no deviation of the lot is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from batches.deviation import DeviationFact, blocking
from batches.master import Master
from batches.step_state import State, StepFact, StepState, judged, missing, unverified
from batches.verdict import Finding, Verdict

__all__ = ["Position", "State", "StepFact", "StepState", "position"]


@dataclass(frozen=True, slots=True)
class Position:
    """The whole lot at one moment.

    `next` is the first step that is due (recordable or blocked), None when a repetition must be
    opened first or nothing is left. `complete`: every mandatory step is recorded and verified, and
    each repeated phase ran often enough. `stray` are recorded paths that the master does not have.
    """

    steps: tuple[StepState, ...]
    next: str | None
    complete: bool
    master: Master
    opened: Mapping[str, int]
    deviations: tuple[Finding, ...]
    short: tuple[Finding, ...]
    stray: tuple[str, ...] = ()

    def at(self, path: str) -> StepState | None:
        """Give the state of the step at `path`, if it is open in this lot."""
        return next((s for s in self.steps if s.path == path), None)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """Give every mandatory step without an entry, and every phase run too seldom."""
        absent = (s for s in self.steps if s.step.mandatory and not s.recorded)
        unknown = (Finding("POS-STRAY", {"path": p}, p, 3) for p in self.stray)
        return (*(missing(s) for s in absent), *self.short, *unknown)

    @property
    def unverified(self) -> tuple[Finding, ...]:
        """Give every recorded step whose witness or check does not stand."""
        return tuple(unverified(s) for s in self.steps if s.recorded and not s.verified)

    def may_record(self, path: str) -> Verdict:
        """Ask whether the step at `path` may be recorded now; every reason against it."""
        here = self.at(path)
        if here is None:
            known = self.master.place(path) is not None
            return Verdict(
                (Finding("POS-NOT-OPEN" if known else "POS-STRAY", {"path": path}, path),)
            )
        if here.recorded:
            return Verdict((Finding("POS-RECORDED", here.params(), path),))
        before = tuple(self._before(here))
        return Verdict.of([*self._order(here, before), *self._gate(here, before)])

    def may_open(self, code: str) -> Verdict:
        """Ask whether the next repetition of the phase `code` may be opened; every reason."""
        phase = self.master.phase(code)
        if phase is None or phase.repeat is None:
            return Verdict((Finding("POS-NO-REPEAT", {"phase": code}),))
        found = []
        if self.opened.get(code, 0) >= phase.repeat.max:
            words = {f"phase_{lang}": phase.name(None, lang).strip() for lang in ("en", "fr")}
            found.append(Finding("POS-MAX", {**words, "max": phase.repeat.max}))
        order = {p.code: i for i, p in enumerate(self.master.phases)}
        for state in self.steps:
            earlier = order[state.phase.code] <= order[code]
            if earlier and state.step.mandatory and not state.recorded:
                found.append(missing(state))
            if not earlier and state.recorded:
                found.append(Finding("POS-PASSED", state.params(), state.path))
        found += [f for f in self.short if order[f.where] < order[code]]
        return Verdict.of(found)

    def _before(self, here: StepState) -> Iterator[StepState]:
        for state in self.steps:
            if state is here:
                return
            yield state

    def _order(self, here: StepState, before: Iterable[StepState]) -> list[Finding]:
        found = [missing(s) for s in before if s.step.mandatory and not s.recorded]
        order = {p.code: i for i, p in enumerate(self.master.phases)}
        mine = order[here.phase.code]
        found += [f for f in self.short if order[f.where] < mine]
        # A step left out is not filled in once the work has gone on to a later part.
        later = (order[here.phase.code], here.repetition or 0)
        passed = next(
            (
                s
                for s in self.steps
                if s.recorded and (order[s.phase.code], s.repetition or 0) > later
            ),
            None,
        )
        if passed is not None:
            found.append(Finding("POS-PASSED", passed.params(), passed.path))
        return found

    def _gate(self, here: StepState, before: Iterable[StepState]) -> list[Finding]:
        if not here.step.gate:
            return []
        open_proofs = [unverified(s) for s in before if s.recorded and not s.verified]
        return [*open_proofs, *self.deviations]


def position(
    master: Master,
    facts: Iterable[StepFact],
    opened: Mapping[str, int],
    now: datetime | None = None,
    deviations: Iterable[DeviationFact] = (),
) -> Position:
    """Place a lot in its master.

    `opened` counts the repetitions opened of each repeated phase; `deviations` are those of the
    whole lot, also the ones at a step; `now` only tells whether a witness is overdue.
    """
    known = tuple(deviations)
    by_path = {f.path: f for f in facts}
    at_step = {d.path for d in known if d.open and d.path}
    take = by_path.pop
    bare = [
        judged(place, take(place.path, None), at_step, master, now)
        for place in master.places(opened)
    ]
    short = tuple(_short(master, opened))
    stray = tuple(p for p, f in by_path.items() if f.entry_id is not None)
    proved = all(s.verified if s.recorded else not s.step.mandatory for s in bare)
    complete = proved and not short and not stray
    open_ones = _open(known, bare)
    here = Position(tuple(bare), None, complete, master, opened, open_ones, short, stray)
    return _with_next(here)


def _open(known: tuple[DeviationFact, ...], bare: list[StepState]) -> tuple[Finding, ...]:
    """Name each open deviation once, also one that a caller knows only as a mark on a step."""
    found = blocking(known)
    named = {f.where for f in found}
    marked = (
        Finding("POS-DEVIATION-AT", s.params(), s.path)
        for s in bare
        if s.state == "exceptional" and s.path not in named
    )
    return (*found, *marked)


def _short(master: Master, opened: Mapping[str, int]) -> Iterator[Finding]:
    for phase in master.phases:
        count = opened.get(phase.code, 0)
        if phase.repeat and count < phase.repeat.min:
            words = {f"phase_{lang}": phase.name(None, lang).strip() for lang in ("en", "fr")}
            yield Finding(
                "POS-TOO-FEW", {**words, "count": count, "min": phase.repeat.min}, phase.code, 3
            )


def _with_next(here: Position) -> Position:
    """Mark what may be done now: the first mandatory step due, and optional steps before it."""
    due: str | None = None
    steps = list(here.steps)
    waiting = {f.where for f in here.short}
    for i, state in enumerate(steps):
        if state.recorded:
            continue
        if due is not None or _waits(here.master, waiting, state.phase.code):
            break
        verdict = here.may_record(state.path)
        if state.step.mandatory:
            due = state.path
        elif not verdict:
            continue
        steps[i] = _due(state, verdict)
    return replace(here, steps=tuple(steps), next=due)


def _waits(master: Master, waiting: set[str], code: str) -> bool:
    for phase in master.phases:
        if phase.code == code:
            return False
        if phase.code in waiting:
            return True
    return False


def _due(state: StepState, verdict: Verdict) -> StepState:
    mark: State = "next" if verdict else "blocked"
    now = mark if state.state == "not_started" else state.state
    return state._replace(state=now, reasons=verdict.findings)
