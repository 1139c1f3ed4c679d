"""Senescent cells by SA-beta-gal: two readers count the same fields without seeing each other.

The percentage of a lot rests on the counts of both; its interval on the cells there are, which two
readers do not double.  How many cells, how near the readers, which percentage: the master says.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from batches.formula import Formula, computed, numbered, quotient
from batches.ledger import Computed
from batches.statistics import wilson
from batches.text import Text
from batches.verdict import Finding, Unreadable

Counts = tuple[Decimal, Decimal]
"""What one reader counted over all fields: (positive cells, all cells)."""


def cells_counted(
    positives: Sequence[Decimal], negatives: Sequence[Decimal], name: str = ""
) -> Computed:
    """Cells = positive and negative cells of all fields of one reader."""
    inputs = numbered("positives", positives) | numbered("negatives", negatives)
    value = sum(positives, Decimal(0)) + sum(negatives, Decimal(0))
    return computed(("cells_counted", 1, "1"), value, inputs, name)


def senescent_cells(
    first_positives: Decimal,
    first_total: Decimal,
    second_positives: Decimal,
    second_total: Decimal,
    name: str = "",
) -> Computed:
    """Percentage = 100 x positive cells of both readers / cells that both counted."""
    _possible(first_positives, first_total)
    _possible(second_positives, second_total)
    inputs: dict[str, Decimal | str] = {
        "first_positives": first_positives,
        "first_total": first_total,
        "second_positives": second_positives,
        "second_total": second_total,
    }
    value = quotient(100 * (first_positives + second_positives), first_total + second_total)
    return computed(("senescent_cells", 1, "%"), value, inputs, name)


def wilson_low(positives: Decimal, total: Decimal, name: str = "") -> Computed:
    """Lower end of the 95 % Wilson score interval of a percentage (Wilson 1927)."""
    inputs: dict[str, Decimal | str] = {"positives": positives, "total": total}
    return computed(("wilson_low", 1, "%"), wilson(positives, total)[0], inputs, name)


def wilson_high(positives: Decimal, total: Decimal, name: str = "") -> Computed:
    """Upper end of the 95 % Wilson score interval of a percentage (Wilson 1927)."""
    inputs: dict[str, Decimal | str] = {"positives": positives, "total": total}
    return computed(("wilson_high", 1, "%"), wilson(positives, total)[1], inputs, name)


def of_both(first: Counts, second: Counts) -> Counts:
    """Give what the interval of two readers rests on: their means, for the cells are the same."""
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


def _possible(positives: Decimal, total: Decimal) -> None:
    if not 0 <= positives <= total or total == 0:
        raise Unreadable(Finding("COUNT-IMPOSSIBLE", {"positives": positives, "total": total}))


_BOTH = Text("100 x positive / counted, both readers", "100 x positives / comptées, deux lecteurs")
_WILSON = Text("Wilson 1927, score interval, 95 %", "Wilson 1927, intervalle de score, 95 %")

_SUM = Text("sum of all fields", "somme de tous les champs")

SENESCENCE = (
    Formula("cells_counted", 1, cells_counted, "1", _SUM, places=0),
    Formula("senescent_cells", 1, senescent_cells, "%", _BOTH),
    Formula("wilson_low", 1, wilson_low, "%", _WILSON),
    Formula("wilson_high", 1, wilson_high, "%", _WILSON),
)
