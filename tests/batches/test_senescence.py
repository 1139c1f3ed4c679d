"""Two blind readers: what each counted, what both come to, and what the limits say of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from batches import kinds
from batches.findings import sentence
from batches.kinds import Context, Taken, senescence
from batches.kinds.base import Values
from batches.ledger import Value
from batches.quantity import format_number
from batches.steps import Step
from tests.batches.masters import number, step

LIMITS = {
    "cells_counted": {"act": ["200", None]},
    "reader_difference": {"act": [None, "5"]},
    "senescent": {"act": [None, "20"], "alert": [None, "10"]},
}
FIRST = Step.from_body(step("sabg_first", "senescence", params={"fields": 3}))
SECOND = Step.from_body(
    step(
        "sabg_second",
        "senescence",
        params={"fields": 3, "first_reader": "sabg_first", "limits": LIMITS},
    )
)


def counts(positives: str, negatives: str) -> Values:
    """The counts of one reader, a field a word."""
    return {
        f"{name}.{i}": number(text)
        for name, texts in (("positives", positives), ("negatives", negatives))
        for i, text in enumerate(texts.split(), start=1)
    }


def second(own: Values, first: Values | None) -> Taken:
    """Take the second reading in a lot that holds the first."""
    before = {"P1/sabg_first": first} if first else {}

    def look(path: str, name: str) -> Decimal | str | None:
        value: Value | None = before.get(path, {}).get(name)
        return value.number if value else None

    ctx = Context("P1/sabg_second", "P", 1, 0, lookup=look)
    return kinds.take(SECOND, own, ctx)


def value(taken: Taken, name: str) -> Decimal:
    """A computed value by its name."""
    found = next(c.value for c in taken.computed if c.name == name)
    assert found is not None
    return found


def test_the_first_reader_computes_the_own_percentage_alone() -> None:
    taken = kinds.take(FIRST, counts("4 5 3", "100 98 100"), Context("P1/sabg_first"))
    assert [c.name for c in taken.computed] == ["cells_counted", "senescent_read"]
    assert value(taken, "cells_counted") == 310
    assert format_number(value(taken, "senescent_read"), "en", 1) == "3.9"


def test_both_readers_give_one_percentage_with_the_interval_of_the_cells_there_are() -> None:
    taken = second(counts("5 6 4", "95 100 95"), counts("4 5 3", "100 98 100"))
    assert not taken.refusals
    assert not taken.findings
    assert format_number(value(taken, "senescent"), "en", 2) == "4.39"
    assert format_number(value(taken, "reader_difference"), "en", 2) == "1.05"
    # The Wilson interval of 13.5 in 307.5 cells, not of 27 in 615.
    low, high = value(taken, "senescent_low"), value(taken, "senescent_high")
    assert (format_number(low, "en", 2), format_number(high, "en", 2)) == ("2.61", "7.30")


@pytest.mark.parametrize(
    ("own", "first", "found"),
    [
        (counts("1 2 1", "30 30 30"), counts("2 1 1", "30 30 30"), [("V02", "cells_counted")]),
        (
            counts("20 20 20", "80 80 80"),
            counts("10 10 10", "90 90 90"),
            [("V02", "reader_difference"), ("V03", "senescent")],
        ),
        (counts("30 30 30", "70 70 70"), counts("30 30 30", "70 70 70"), [("V02", "senescent")]),
    ],
)
def test_the_limits_of_the_master_find_few_cells_readers_apart_and_old_cells(
    own: Values, first: Values, found: list[tuple[str, str]]
) -> None:
    findings = second(own, first).findings
    assert sorted((f.code, f.where) for f in findings) == sorted(found)
    assert all("\u2026" not in sentence(f, lang) for f in findings for lang in ("en", "fr"))


def test_a_second_reading_needs_the_first_and_a_reading_needs_cells() -> None:
    assert [f.code for f in second(counts("1 1 1", "9 9 9"), None).refusals] == ["K-NEEDS"]
    taken = kinds.take(FIRST, counts("0 0 0", "0 0 0"), Context("P1/sabg_first"))
    assert [f.code for f in taken.refusals] == ["K-NOTHING-COUNTED"]


def test_no_senescent_cell_is_a_result() -> None:
    none = counts("0 0 0", "100 100 100")
    taken = second(none, none)
    assert value(taken, "senescent") == 0
    assert value(taken, "senescent_low") == 0
    assert format_number(value(taken, "senescent_high"), "en", 2) == "1.26"


def test_the_second_reader_unveils_the_first() -> None:
    assert senescence.second_reader((FIRST, SECOND), FIRST) is SECOND
    assert senescence.second_reader((FIRST, SECOND), SECOND) is None
