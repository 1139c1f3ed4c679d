"""A row decides how its result is asked for and read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from batches.ledger import Value
from batches.readings import asked, read, refusals
from batches.specification import Row

BOTH = {"en": "Test", "fr": "Essai"}
CHOICES = [{"value": "none", "label": BOTH, "accepted": True}, {"value": "some", "label": BOTH}]


def row(kind: str, unit: str = "%") -> Row:
    """A row of one input."""
    body: dict[str, Any] = {
        "code": "X-1", "attribute": BOTH, "class": "RELEASE", "stage": "", "method": BOTH,
        "timing": BOTH, "unit": unit, "input": kind, "limit": {"op": "<=", "value": "10.0"},
        "choices": CHOICES if kind == "choice" else [],
    }  # fmt: skip
    return Row.from_body(body)


def numbers(*texts: str, unit: str = "") -> dict[str, Value]:
    """Values of the slots of a row of counts."""
    slots = ("positives.1", "positives.2", "total.1", "total.2")
    return {s: Value(t, Decimal(t), unit) for s, t in zip(slots, texts, strict=True)}


def test_each_input_asks_its_own_questions() -> None:
    slots = {kind: [s for f in asked(row(kind)) for s in f.slots] for kind in ("percent", "counts")}
    assert slots["percent"] == ["value"]
    assert slots["counts"] == ["positives.1", "positives.2", "total.1", "total.2"]
    assert [c.value for c in asked(row("choice"))[0].choices] == ["none", "some"]
    assert asked(row("number", "1"))[0].unit == ""
    assert asked(row("number", "h"))[0].unit == "h"


def test_a_number_is_read_as_it_was_typed() -> None:
    found = read(row("number", "h"), {"value": Value("49.0", Decimal("49.0"), "h")})
    assert (found.result.number, found.unit, found.computed) == (Decimal("49.0"), "h", ())


def test_an_answer_in_words_has_no_number() -> None:
    found = read(row("choice", ""), {"value": Value("none")})
    assert (found.result.text, found.result.number) == ("none", None)


def test_two_readers_are_pooled() -> None:
    found = read(row("counts"), numbers("18", "21", "412", "420"))
    share, first, second, apart = found.computed
    assert share.inputs == {"positives": Decimal(39), "total": Decimal(832)}
    assert found.result.number == share.value
    assert first.value is not None
    assert second.value is not None
    assert apart.value == second.value - first.value
    assert found.result.interval is not None
    low, high = found.result.interval
    assert low < first.value < second.value < high


@pytest.mark.parametrize(
    ("counts", "where"),
    [
        (("5", "1", "4", "10"), {"positives.1"}),
        (("0", "0", "0", "0"), {"positives.1", "positives.2"}),
        (("1", "11", "4", "10"), {"positives.2"}),
    ],
)
def test_a_part_is_never_larger_than_its_whole(counts: tuple[str, ...], where: set[str]) -> None:
    found = refusals(row("counts"), numbers(*counts))
    assert {f.code for f in found} == {"COUNT-IMPOSSIBLE"}
    assert {f.where for f in found} == where


def test_what_is_missing_or_foreign_is_refused() -> None:
    assert {f.code for f in refusals(row("percent"), {})} == {"K-MISSING"}
    known = {"value": Value("1", Decimal(1), "%"), "other": Value("2")}
    assert {f.code for f in refusals(row("percent"), known)} == {"K-NOT-ASKED"}
    assert refusals(row("percent"), {"value": Value("1", Decimal(1), "%")}) == ()
