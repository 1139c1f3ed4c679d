"""Where a lot stands in its master: done, next, blocked, not due, exceptional. One pure function.

The tablet, the order check, the progress page, the gate and the printed record ask nothing else.
Order is enforced between mandatory steps that are due; a gate of the master also asks that
everything before it is verified and that no deviation of the lot is open.  Nobody waits for a
parallel part, and a step inside a time window is never refused for its order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from batches.deviation import DeviationFact, blocking
from batches.master import Master, Run
from batches.repetitions import Opening, counted, opening, short
from batches.step_state import (
    Answers,
    Beside,
    State,
    StepFact,
    StepState,
    branched,
    leads,
    missing,
    unverified,
)
from batches.verdict import Finding, Verdict

__all__ = ["Opening", "Position", "State", "StepFact", "StepState", "position"]


@dataclass(frozen=True)
class Position:
    """The whole lot at one moment.

    `bare` are its steps as they were judged; `steps` are marked as well with what may be done now.
    `next` is the first step that is due (recordable or blocked), None when a repetition must be
    opened first or nothing is left. `complete`: every mandatory step is recorded and verified, and
    each repeated phase ran often enough. `stray` are recorded paths that the master does not have.
    """

    bare: tuple[StepState, ...]
    complete: bool
    master: Master
    opened: Mapping[str, int]
    deviations: tuple[Finding, ...]
    short: tuple[Finding, ...]
    stray: tuple[str, ...] = ()
    answers: Answers = field(default_factory=dict)

    @property
    def steps(self) -> tuple[StepState, ...]:
        """Give every step in order, with what may be done now."""
        return self._marked[0]

    @property
    def next(self) -> str | None:
        """Give the path of the step that is due."""
        return self._marked[1]

    @cached_property
    def _marked(self) -> tuple[tuple[StepState, ...], str | None]:
        # Whoever records a step asks only of that one: it is marked when a page wants it.
        return _with_next(self)

    def at(self, path: str) -> StepState | None:
        """Give the state of the step at `path`, if it is open in this lot."""
        return next((s for s in self.steps if s.path == path), None)

    def _judged(self, path: str) -> StepState | None:
        return next((s for s in self.bare if s.path == path), None)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """Give every mandatory step without an entry, and every part run too seldom."""
        unknown = (Finding("POS-STRAY", {"path": p}, p, 3) for p in self.stray)
        return (
            *(missing(s) for s in self.bare if not s.recorded and s.wanted),
            *self.short,
            *unknown,
        )

    @property
    def unverified(self) -> tuple[Finding, ...]:
        """Give every recorded step whose witness or check does not stand."""
        return tuple(unverified(s) for s in self.bare if s.recorded and not s.verified)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Give the path of every recorded step that waits for its witness."""
        return tuple(
            s.path for s in self.bare if s.step.verify == "W" and s.recorded and not s.verified
        )

    def may_record(self, path: str) -> Verdict:
        """Ask whether the step at `path` may be recorded now; every reason against it."""
        here = self._judged(path)
        if here is None:
            known = self.master.place(path) is not None
            return Verdict(
                (Finding("POS-NOT-OPEN" if known else "POS-STRAY", {"path": path}, path),)
            )
        if here.recorded:
            return Verdict((Finding("POS-RECORDED", here.params(), path),))
        if here.due != "yes":
            return Verdict((Finding("POS-NOT-DUE", here.params(), path),))
        if here.step.in_window:
            return Verdict()
        before = tuple(self._before(here))
        return Verdict.of([*self._order(here, before), *self._gate(here, before)])

    def out_of_order(self, path: str) -> tuple[Finding, ...]:
        """Find what a step inside a time window is done before (R07): taken, and it opens a deviation."""
        here = self._judged(path)
        if here is None or not here.step.in_window:
            return ()
        found = self._order(here, tuple(self._before(here)))
        return (Finding("R07", here.params(), path, 2),) if found else ()

    def may_open(self, key: str) -> Verdict:
        """Ask whether the next repetition of a part (`P`, `P1.CC`) may be opened; every reason."""
        found = opening(self.master, key)
        if found is None:
            return Verdict((Finding("POS-NO-REPEAT", {"phase": key}),))
        if found.outer is not None and not self._is_open(found.outer):
            return Verdict((Finding("POS-NOT-OPEN", {"path": key}),))
        full = [*counted(found, self.opened), *self._branch(found)]
        if found.outer is None:
            return Verdict.of([*full, *self._may_begin(found)])
        return Verdict.of([*full, *self._may_join(found, found.outer)])

    def openings(self) -> Iterator[Opening]:
        """Give every part of which one more repetition may be opened now."""
        keys = [p.code for p in self.master.phases if p.repeat]
        for run in dict.fromkeys(s.run for s in self.bare):
            for one in run.chain:
                keys += [one.key(g.code) for g in one.part.groups if g.repeat]
        for key in dict.fromkeys(keys):
            found = opening(self.master, key)
            if found is not None and self.may_open(key):
                yield found

    def _branch(self, opens: Opening) -> Iterator[Finding]:
        run = opens.run(self.opened)
        if leads(run.conditions(), self.answers) != "yes":
            yield Finding("POS-NOT-DUE", {f"step_{lang}": run.name(lang) for lang in ("en", "fr")})

    def _is_open(self, run: Run) -> bool:
        return any(s.path.startswith((f"{run.segment}/", f"{run.segment}.")) for s in self.bare)

    def _may_begin(self, opens: Opening) -> Iterator[Finding]:
        """Ask for a phase that everything before is recorded and the work has not gone past it."""
        order, mine = self._ranks(), opens.part.code
        for state in self.bare:
            earlier = order[state.phase.code] <= order[mine]
            waits = state.wanted and not (state.run.parallel and state.phase.code != mine)
            if earlier and waits:
                yield missing(state)
            if not earlier and state.recorded and not (state.run.parallel or opens.part.parallel):
                yield Finding("POS-PASSED", state.params(), state.path)
        for f in self.short:
            if self._rank(order, f.where) < order[mine]:
                yield f

    def _may_join(self, opens: Opening, outer: Run) -> Iterator[Finding]:
        """Ask for a group that its phase is not past, and that its last repetition is done."""
        head, order = f"{opens.key}", self._ranks()
        top = outer.chain[0]
        mine = (order[top.part.code], top.n or 0)
        for state in self.bare:
            inside = state.path.startswith(head) and state.path[len(head) :][:1].isdigit()
            if inside and state.wanted and not opens.part.parallel:
                yield missing(state)
            later = (order[state.phase.code], state.repetition or 0) > mine
            if later and state.recorded and not (state.run.parallel or outer.parallel):
                yield Finding("POS-PASSED", state.params(), state.path)
                return

    def _ranks(self) -> dict[str, int]:
        return {p.code: i for i, p in enumerate(self.master.phases)}

    def _rank(self, order: Mapping[str, int], key: str) -> int:
        """Give the rank of the phase that a key (`P`, `P1.CC`) counts in."""
        if key in order:
            return order[key]
        run = self.master.run(key.rpartition(".")[0])
        return order[run.chain[0].part.code] if run else -1

    def _before(self, here: StepState) -> Iterator[StepState]:
        for state in self.bare:
            if state is here:
                return
            yield state

    def _order(self, here: StepState, before: Iterable[StepState]) -> list[Finding]:
        mine = here.run.chain[0].part if here.run.parallel else None
        found = [
            missing(s)
            for s in before
            if not s.recorded and s.wanted and (not s.run.parallel or s.phase is mine)
        ]
        order = self._ranks()
        found += [f for f in self.short if self._holds(f.where, here, order)]
        passed = None if here.run.parallel else self._passed(here, order)
        if passed is not None:
            found.append(Finding("POS-PASSED", passed.params(), passed.path))
        return found

    def _holds(self, key: str, here: StepState, order: Mapping[str, int]) -> bool:
        """Tell whether a part that ran too seldom must be run before a step; parallel ones never."""
        found = opening(self.master, key)
        if found is None or found.run(self.opened).parallel:
            return False
        if self._rank(order, key) < order[here.phase.code]:
            return True
        return self._inner_before(here, key)

    def holds(self, here: StepState) -> bool:
        """Tell whether some part must be run once more before a step."""
        return bool(self.short) and any(
            self._holds(f.where, here, self._ranks()) for f in self.short
        )

    def _inner_before(self, here: StepState, key: str) -> bool:
        """Tell whether a group run too seldom stands before a step of a later round of its phase."""
        if "." not in key:
            return False
        run = self.master.run(key.rpartition(".")[0])
        if run is None or run.chain[0].part is not here.phase:
            return False
        if (run.chain[0].n or 0) < (here.repetition or 0):
            return True
        return run.segment == here.run.segment and self._stands_before(run, key, here)

    def _stands_before(self, run: Run, key: str, here: StepState) -> bool:
        codes = [item.code for item in run.part.items]
        return codes.index(key.rpartition(".")[2]) < codes.index(here.step.code)

    def _passed(self, here: StepState, order: Mapping[str, int]) -> StepState | None:
        # A step left out is not filled in once the work has gone on to a later part.
        later = (order[here.phase.code], here.repetition or 0)
        return next(
            (
                s
                for s in self.bare
                if s.recorded
                and (order[s.phase.code], s.repetition or 0) > later
                and not s.run.parallel
            ),
            None,
        )

    def _gate(self, here: StepState, before: Iterable[StepState]) -> list[Finding]:
        if not here.step.gate:
            return []
        open_proofs = [unverified(s) for s in before if s.recorded and not s.verified]
        return [*open_proofs, *self.deviations]


def position(
    master: Master,
    facts: Iterable[StepFact | str],
    opened: Mapping[str, int],
    now: datetime | None = None,
    deviations: Iterable[DeviationFact] = (),
    answers: Answers | None = None,
) -> Position:
    """Place a lot in its master.

    `opened` counts the repetitions opened of each repeated part (`P`, `P1.CC`); `deviations` are
    those of the whole lot, also the ones at a step; `now` only tells whether a witness is overdue;
    `answers` are those that branches hang on.  A step with an entry and nothing beside it may be
    given by its path alone: a long lot has hundreds of them.
    """
    known, said, entered = tuple(deviations), answers or {}, set[str]()
    by_path: dict[str, StepFact] = {}
    for fact in facts:
        if isinstance(fact, str):
            entered.add(fact)
        else:
            by_path[fact.path] = fact
    at_step = {d.path for d in known if d.open and d.path}
    beside = Beside(by_path, entered, at_step, master, now)
    bare = [s for one in master.rounds(opened) for s in beside.of_round(one)]
    bare = [branched(s, said) if s.when else s for s in bare]
    too_few = tuple(short(master, opened, said))
    stray = beside.stray({s.path for s in bare})
    proved = all(s.verified if s.recorded else not s.wanted for s in bare)
    complete = proved and not too_few and not stray
    open_ones = _open(known, bare)
    return Position(tuple(bare), complete, master, opened, open_ones, too_few, stray, said)


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


def _with_next(here: Position) -> tuple[tuple[StepState, ...], str | None]:
    """Mark what may be done now: the first mandatory step due, optional ones before, parallel ones."""
    due: str | None = None
    beside: str | None = None
    steps = list(here.bare)
    halted = False
    for i, state in enumerate(steps):
        if state.recorded or state.due != "yes":
            continue
        parallel = state.run.parallel
        if not parallel and (halted or due is not None):
            continue
        if not parallel and here.holds(state):
            halted = True
            continue
        verdict = here.may_record(state.path)
        if state.step.mandatory and not parallel:
            due = state.path
        elif not verdict:
            continue
        elif state.step.mandatory:
            beside = beside or state.path
        steps[i] = _due(state, verdict)
    return tuple(steps), due or beside


def _due(state: StepState, verdict: Verdict) -> StepState:
    mark: State = "next" if verdict else "blocked"
    now = mark if state.state == "not_started" else state.state
    return state._replace(state=now, reasons=verdict.findings)
