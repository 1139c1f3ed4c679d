"""May these cells be seeded once more? Asked before each seeding, of the limits of the master.

The age of a culture is its doublings; a limit on them means nothing without the convention that
they are counted by, and is never held against doublings counted otherwise.  Nothing here stops the
hands: the answer opens a deviation, which blocks at the next gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from batches.quantity import to_significant
from batches.text import Text
from batches.verdict import Finding, Param, Verdict

DOUBLINGS = Text(
    "Cumulative population doublings expected at the next harvest",
    "Doublements de population cumulés attendus à la prochaine récolte",
)
PASSAGE = Text("Passage number", "Numéro de passage")
SLOW = Text(
    "Doubling time against {times} times the median of {lots} earlier lots",
    "Temps de doublement, au regard de {times} fois la médiane de {lots} lots antérieurs",
)


@dataclass(frozen=True, slots=True)
class PassageLimits:
    """What a master limits, with the convention of its doublings; what is None is not limited.

    `slower` is how many times the median doubling time of the last `of_last` lots is slow; of
    fewer than `at_least` lots there is no history.
    """

    max_passage: int | None = None
    convention: str | None = None
    action: Decimal | None = None
    reject: Decimal | None = None
    slower: Decimal | None = None
    of_last: int = 0
    at_least: int = 1

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> PassageLimits:
        """Read the top-level `limits` of a master.

        `{max_passage, max_doublings: {convention, action, reject},
        slower_than_history: {times, of_last, at_least}}`, each of them optional.
        """
        limits = body.get("limits") or {}
        doublings = limits.get("max_doublings") or {}
        history = limits.get("slower_than_history") or {}
        passage = limits.get("max_passage")
        return cls(
            None if passage is None else int(passage),
            doublings.get("convention"),
            _decimal(doublings.get("action")),
            _decimal(doublings.get("reject")),
            _decimal(history.get("times")),
            int(history.get("of_last", 0)),
            int(history.get("at_least", 1)),
        )


NO_LIMITS = PassageLimits()


@dataclass(frozen=True, slots=True)
class CultureAge:
    """Where the cells stand: the passage to be seeded and how they grew until now.

    `cumulative` by the lot's `convention`; `doublings` and `doubling_time` (h) of the last passage,
    None where it has none.
    """

    passage: int
    convention: str
    cumulative: Decimal | None = None
    doublings: Decimal | None = None
    doubling_time: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UnitHistory:
    """How earlier lots of the same product grew at the same site: medians over `lots` of them."""

    lots: int = 0
    doublings: Decimal | None = None
    doubling_time: Decimal | None = None


def may_seed(age: CultureAge, limits: PassageLimits, history: UnitHistory) -> Verdict:
    """Answer with every reason against seeding the next passage.

    Codes: L09 (passage or expected doublings over the action or the reject limit), L08 (slower
    than the unit's own history), GROWTH-CONVENTION (the limit is counted otherwise, so that nothing
    can be said), GROWTH-NO-AGE (there is a limit and the doublings are unknown).
    """
    return Verdict.of(
        [*_passage(age, limits), *_doublings(age, limits, history), *_speed(age, limits, history)]
    )


def expected(age: CultureAge, history: UnitHistory) -> Decimal | None:
    """Give the doublings to expect of the next passage: the last one's, or the history's if more.

    Of two guesses the higher one, because a limit is met too early rather than too late.
    """
    known = [d for d in (age.doublings, history.doublings) if d is not None]
    return max(known, default=None)


def median(values: Iterable[Decimal]) -> Decimal | None:
    """Give the middle value, or the mean of the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half, odd = divmod(len(ordered), 2)
    return ordered[half] if odd else (ordered[half - 1] + ordered[half]) / 2


def history_of(
    times: Sequence[Decimal], doublings: Sequence[Decimal], lots: int, limits: PassageLimits
) -> UnitHistory:
    """Fold what earlier lots came to into their medians; of too few lots there is no history."""
    if lots < limits.at_least:
        return UnitHistory(lots)
    return UnitHistory(lots, median(doublings), median(times))


def _passage(age: CultureAge, limits: PassageLimits) -> Iterator[Finding]:
    if limits.max_passage is not None and age.passage > limits.max_passage:
        yield _over("max_passage", PASSAGE, Decimal(age.passage), Decimal(limits.max_passage))


def _doublings(age: CultureAge, limits: PassageLimits, history: UnitHistory) -> Iterator[Finding]:
    highest = limits.action if limits.action is not None else limits.reject
    if highest is None:
        return
    if limits.convention != age.convention:
        said = {"first": age.convention, "second": str(limits.convention)}
        yield Finding("GROWTH-CONVENTION", said, "max_doublings", 3)
        return
    if age.cumulative is None:
        yield Finding("GROWTH-NO-AGE", where="max_doublings", weight=3)
        return
    then = age.cumulative + max(expected(age, history) or Decimal(0), Decimal(0))
    for name, limit in (("reject", limits.reject), ("action", limits.action)):
        if limit is not None and then > limit:
            yield _over(name, DOUBLINGS, to_significant(then, 4), limit)
            return


def _speed(age: CultureAge, limits: PassageLimits, history: UnitHistory) -> Iterator[Finding]:
    usual, time = history.doubling_time, age.doubling_time
    if limits.slower is None or usual is None or time is None or time <= limits.slower * usual:
        return
    label = {
        f"field_{lang}": SLOW[lang].format(times=_written(limits.slower, lang), lots=history.lots)
        for lang in ("en", "fr")
    }
    params: dict[str, Param] = {
        **label,
        **_at_most(to_significant(limits.slower * usual, 4)),
        "value": to_significant(time, 4),
        "unit": "h",
    }
    yield Finding("L08", params, "doubling_time", 2)


def _over(where: str, label: Text, value: Decimal, limit: Decimal) -> Finding:
    params: dict[str, Param] = {
        "field_en": label.en,
        "field_fr": label.fr,
        **_at_most(limit),
        "value": value,
        "unit": "",
    }
    return Finding("L09", params, where, 3)


def _at_most(limit: Decimal) -> dict[str, str]:
    return {f"limits_{lang}": f"≤ {_written(limit, lang)}" for lang in ("en", "fr")}


def _written(value: Decimal, lang: str) -> str:
    text = format(value, "f")
    return text.replace(".", ",") if lang == "fr" else text


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
