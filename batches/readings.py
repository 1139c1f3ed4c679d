"""How a result is asked for and read: the `input` of its row decides the questions.

A row of a specification asks for a number (percent, number), for cells counted by two readers blind
to each other (counts), for one of its answers in words (choice), or for what `assays` asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from batches.assays import ANY_PERCENT, ASSAYS, VALUE, Reading, named
from batches.kinds.checks import impossible
from batches.ledger import Value
from batches.quantity import format_number
from batches.specification import ResultInput, Row, Specification
from batches.specification import faults as row_faults
from batches.statistics import percent_positive, reader_difference, wilson
from batches.steps import Choice, Field
from batches.text import Text
from batches.verdict import Finding

__all__ = ["VALUE", "Reading", "asked", "faults", "read", "refusals"]

READERS = 2
POSITIVES = Text("Positive cells", "Cellules positives")
COUNTED = Text("Cells counted", "Cellules comptées")


def asked(row: Row) -> tuple[Field, ...]:
    """Give the questions of a row, in the order of the form."""
    if row.input in ASSAYS:
        return ASSAYS[row.input].asked(row)
    if row.input == "counts":
        return (
            Field("positives", "integer", POSITIVES, replicates=READERS),
            Field("total", "integer", COUNTED, replicates=READERS),
        )
    if row.input == "choice":
        choices = tuple(Choice(c.value, c.label) for c in row.choices)
        return (Field(VALUE, "choice", row.attribute, choices=choices),)
    # A percentage is a part of a whole; a number in percent (a recovery) may be more than it.
    above = ANY_PERCENT if row.input == "number" and row.unit == "%" else None
    return (Field(VALUE, "decimal", row.attribute, unit=_unit(row), possible=above),)


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what keeps a specification from being approved; a file answers only a question of its row."""
    found = row_faults(body)
    return found or tuple(
        Finding("SPEC-READS", {"row": row.code, "name": name, "known": ", ".join(known)}, "rows")
        for row in Specification.from_body(body).rows
        for known in [[one.name for one in asked(row) if one.numeric]]
        for name in row.reads
        if name not in known
    )


def refusals(row: Row, values: Mapping[str, Value]) -> tuple[Finding, ...]:
    """Refuse what cannot be an answer (K-... codes), a count (COUNT-IMPOSSIBLE) or a test."""
    found = impossible(asked(row), values)
    if not found and row.input in ASSAYS:
        return tuple(ASSAYS[row.input].refusals(row, values))
    if found or row.input != "counts":
        return found
    return tuple(
        Finding("COUNT-IMPOSSIBLE", {"positives": part, "total": whole}, f"positives.{reader}")
        for reader, (part, whole) in enumerate(_counts(values), start=1)
        if not 0 <= part <= whole or whole == 0
    )


def read(row: Row, values: Mapping[str, Value]) -> Reading:
    """Read values that `refusals` found nothing in.

    Two counts are pooled to one percentage; its interval spans the 95 % intervals of both readers,
    so that a disagreement widens it.
    """
    if row.input in ASSAYS:
        return ASSAYS[row.input].read(row, values)
    if row.input == "counts":
        return _read_counts(row, _counts(values))
    value = values[VALUE]
    number = None if row.input == "choice" else value.number
    return Reading(ResultInput(value.text, number), _unit(row))


def _read_counts(row: Row, counts: tuple[tuple[Decimal, Decimal], ...]) -> Reading:
    positives, total = (sum(column, Decimal(0)) for column in zip(*counts, strict=True))
    share = percent_positive(positives, total, "percent")
    each = tuple(percent_positive(p, n, f"reader.{i}") for i, (p, n) in enumerate(counts, start=1))
    first, second = (c.value or Decimal(0) for c in each)
    apart = reader_difference(first, second, "difference")
    ends = [wilson(int(p), int(n)) for p, n in counts]
    interval = (min(low for low, _ in ends), max(high for _, high in ends))
    number = share.value or Decimal(0)
    result = ResultInput(format_number(number, "en"), number, interval=interval)
    least = int(row.params.get("least", 0))
    few = Finding("COUNT-FEW", {"found": total, "wanted": least, **named(row)})
    return Reading(result, row.unit, (share, *each, apart), invalid=few if total < least else None)


def _counts(values: Mapping[str, Value]) -> tuple[tuple[Decimal, Decimal], ...]:
    def whole(name: str) -> Decimal:
        return values[name].number or Decimal(0)

    return tuple((whole(f"positives.{i}"), whole(f"total.{i}")) for i in range(1, READERS + 1))


def _unit(row: Row) -> str:
    """Give the unit of the question; a number without dimension has none on the form."""
    return "" if row.unit == "1" else row.unit
