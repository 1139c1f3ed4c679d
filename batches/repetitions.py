"""Repetitions of phases and of groups inside them: what may be opened, what ran too seldom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from batches.master import Master, Phase, Run
from batches.step_state import Answers, leads
from batches.verdict import Finding, Param


@dataclass(frozen=True, slots=True)
class Opening:
    """A part that repeats under its key (`P`, `P1.CC`), and the run that it stands in."""

    key: str
    part: Phase
    outer: Run | None

    def run(self, opened: Mapping[str, int]) -> Run:
        """Give the run that would be opened next."""
        repeat = self.part.repeat
        first = repeat.first if repeat else 0
        return Run(self.part, first + opened.get(self.key, 0), self.outer)


def opening(master: Master, key: str) -> Opening | None:
    """Find the part that a key counts; None when the master repeats no such part."""
    found = master.repeated(key)
    return None if found is None else Opening(key, *found)


def counted(opens: Opening, opened: Mapping[str, int]) -> Iterator[Finding]:
    """Refuse one repetition more than the master allows (POS-MAX)."""
    most = opens.part.repeat.max if opens.part.repeat else 0
    if opened.get(opens.key, 0) >= most:
        yield Finding("POS-MAX", {**_words(opens.part, opens.outer), "max": most})


def short(master: Master, opened: Mapping[str, int], answers: Answers) -> Iterator[Finding]:
    """Find each part that ran less often than its master asks (POS-TOO-FEW), where it is due."""
    for phase in master.phases:
        if leads(Run(phase, None).conditions(), answers) == "no":
            continue
        yield from _few(phase, phase.code, None, opened)
        if not phase.groups:
            continue
        rounds = phase.repeat.numbers(opened.get(phase.code, 0)) if phase.repeat else (None,)
        for n in rounds:
            yield from _inner(Run(phase, n), opened, answers)


def _inner(run: Run, opened: Mapping[str, int], answers: Answers) -> Iterator[Finding]:
    for group in run.part.groups:
        if leads(Run(group, None, run).conditions(), answers) != "yes":
            continue
        key = run.key(group.code)
        yield from _few(group, key, run, opened)
        rounds = group.repeat.numbers(opened.get(key, 0)) if group.repeat else (None,)
        for n in rounds:
            yield from _inner(Run(group, n, run), opened, answers)


def _few(part: Phase, key: str, outer: Run | None, opened: Mapping[str, int]) -> Iterator[Finding]:
    count = opened.get(key, 0)
    if part.repeat and count < part.repeat.min:
        params: dict[str, Param] = {**_words(part, outer), "count": count, "min": part.repeat.min}
        yield Finding("POS-TOO-FEW", params, key, 3)


def _words(part: Phase, outer: Run | None) -> dict[str, str]:
    head = {lang: f"{outer.name(lang)} · " if outer else "" for lang in ("en", "fr")}
    return {f"phase_{lang}": head[lang] + part.name(None, lang).strip() for lang in ("en", "fr")}
