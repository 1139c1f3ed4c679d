"""A kernel whose Nth statement fails: each command is tried with every N before it may go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy import Engine, event

from batches.verdict import Finding
from bench.contents import Watch
from elnapp.record import Answer, Call, Kernel
from elnapp.record.command import Do

REFUSAL = "(a refusal that matters)"


@dataclass
class Tally:
    """What was tried, and what was wrong."""

    times: int = 1
    commands: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    half_written: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    answers_lost: int = 0
    written_twice: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Tell whether nothing was wrong."""
        return not (self.half_written or self.acknowledged or self.written_twice)

    def broke(self, where: str, answer: Answer | None, *, unmoved: bool) -> None:
        """Judge what stands after one statement failed."""
        self.statements += 1
        if answer is not None:
            self.acknowledged.append(where)
        if not unmoved:
            self.half_written.append(where)
            raise HalfWritten(where)


class HalfWritten(Exception):
    """A command left a part of itself: the store cannot go on being the ground of this drill."""


@dataclass
class Fault:
    """Fails the statement `at` (None: none); the commit counts as a statement."""

    at: int | None = None
    seen: int = 0
    fired: bool = False

    def statement(self, error: Callable[[str], Exception]) -> None:
        """Count one statement, and fail it if it is the one."""
        self.seen += 1
        if self.seen == self.at:
            self.fired = True
            raise error("the drill broke this statement")

    @contextmanager
    def armed(self, at: int) -> Iterator[None]:
        """Fail the statement `at` inside the block."""
        self.at, self.seen, self.fired = at, 0, False
        try:
            yield
        finally:
            self.at = None


class FaultyKernel(Kernel):
    """Does each command as the kernel would, after every failure on the way was tried."""

    def __init__(self, kernel: Kernel, tally: Tally) -> None:
        """Break the statements of `kernel`'s store."""
        super().__init__(kernel.stores, kernel.rooms)
        self.tally, self.fault, self.busy = tally, Fault(), False
        self.watch = Watch(self.stores)
        _listen(kernel.stores.write, self.fault)

    def act(
        self,
        call: Call,
        verb: str,
        do: Do,
        *,
        streams: Sequence[str],
        request: Mapping[str, Any],
        study: str | None = None,
    ) -> Answer:
        """Do one command, after every failure on the way."""

        def run() -> Answer:
            return Kernel.act(self, call, verb, do, streams=streams, request=request, study=study)

        return self._try(verb, run)

    def found(self, call: Call, verb: str, do: Do, primary: str) -> Answer:
        """Do the first command of a store, after every failure on the way."""
        return self._try(verb, lambda: Kernel.found(self, call, verb, do, primary), keyed=False)

    def refuse(self, call: Call, verb: str, stream: str, findings: Sequence[Finding]) -> None:
        """Record a refusal, after every failure on the way."""

        def run() -> Answer:
            Kernel.refuse(self, call, verb, stream, findings)
            return {}

        self._try(REFUSAL, run, keyed=False)

    def _try(self, name: str, run: Callable[[], Answer], *, keyed: bool = True) -> Answer:
        if self.busy or self.tally.commands[name] >= self.tally.times:
            return run()
        self.tally.commands[name] += 1
        self.busy = True
        try:
            return self._fail_each(name, run, keyed=keyed)
        finally:
            self.busy = False

    def _fail_each(self, name: str, run: Callable[[], Answer], *, keyed: bool) -> Answer:
        """Fail the 1st, 2nd, … statement until there is none left: then the command is done."""
        before = self.watch.digest()
        for nth in count(1):
            answer = None
            try:
                with self.fault.armed(nth):
                    answer = run()
            except Exception:
                if not self.fault.fired:
                    raise
            if not self.fault.fired and answer is not None:
                return self._again(name, run, answer) if keyed else answer
            unmoved = self.watch.digest() == before
            self.tally.broke(f"{name} at statement {nth}", answer, unmoved=unmoved)
        raise AssertionError

    def _again(self, name: str, run: Callable[[], Answer], told: Answer) -> Answer:
        """The answer is lost on its way: the same key gives it again, and nothing moves."""
        after = self.watch.digest()
        self.tally.answers_lost += 1
        if run() != told or self.watch.digest() != after:
            self.tally.written_twice.append(name)
        return told


def _listen(engine: Engine, fault: Fault) -> None:
    """Put the fault where the driver would raise: at each statement, and at the commit."""
    error = engine.dialect.loaded_dbapi.OperationalError

    @event.listens_for(engine, "do_execute")
    @event.listens_for(engine, "do_executemany")
    def _statement(*_args: object) -> None:
        fault.statement(error)

    commit = engine.dialect.do_commit

    def _commit(connection: Any) -> None:
        fault.statement(error)
        commit(connection)

    engine.dialect.do_commit = _commit  # type: ignore[method-assign, assignment]
