"""Counted parts of a whole: the percentage, its 95 % interval, and two readers side by side."""

from __future__ import annotations

from decimal import Decimal, localcontext

from batches.formula import WORKING_DIGITS, Formula, computed, quotient, stored
from batches.ledger import Computed
from batches.text import Text
from batches.verdict import Finding, Unreadable

Z95 = Decimal("1.959963984540054")  # two-sided 95 % quantile of the normal distribution


def wilson(positives: Decimal | int, total: Decimal | int) -> tuple[Decimal, Decimal]:
    """Give the Wilson score interval of a proportion, 95 %, in percent (Wilson 1927).

    Raises `Unreadable` unless 0 <= positives <= total and total > 0.
    """
    _counted(positives, total)
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        n, share, square = Decimal(total), Decimal(positives) / Decimal(total), Z95 * Z95
        middle = share + square / (2 * n)
        half = Z95 * (share * (1 - share) / n + square / (4 * n * n)).sqrt()
        low, high = (100 * (middle + sign * half) / (1 + square / n) for sign in (-1, 1))
    # at 0 and at all the ends are exact; the root leaves a rest in the 40th digit
    exact_low = Decimal(0) if positives == 0 else stored(low)
    return exact_low, Decimal(100) if positives == total else stored(high)


def percent_positive(positives: Decimal, total: Decimal, name: str = "") -> Computed:
    """Percentage = 100 x positive cells / all cells counted (SA-beta-gal, flow)."""
    _counted(positives, total)
    inputs: dict[str, Decimal | str] = {"positives": positives, "total": total}
    value = quotient(100 * positives, total)
    return computed(("percent_positive", 1, "%"), value, inputs, name)


def reader_difference(first: Decimal, second: Decimal, name: str = "") -> Computed:
    """Difference between two blind readers, in points of percent, without sign.

    Both are percentages; the limit of agreement stands in the method, not here.
    """
    inputs: dict[str, Decimal | str] = {"first": first, "second": second}
    return computed(("reader_difference", 1, "%"), abs(first - second), inputs, name)


def readers_agree(first: Decimal, second: Decimal, limit: Decimal) -> bool:
    """Tell whether two readers differ by at most `limit` points of percent."""
    return abs(first - second) <= limit


def _counted(positives: Decimal | int, total: Decimal | int) -> None:
    if not 0 <= positives <= total or total == 0:
        raise Unreadable(Finding("COUNT-IMPOSSIBLE", {"positives": positives, "total": total}))


PERCENT_POSITIVE = Formula(
    "percent_positive",
    1,
    percent_positive,
    "%",
    Text("100 x positive / counted", "100 x positives / comptées"),
)
READER_DIFFERENCE = Formula(
    "reader_difference",
    1,
    reader_difference,
    "%",
    Text("difference of two readings", "différence de deux lectures"),
)
