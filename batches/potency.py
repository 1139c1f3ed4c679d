"""Potency: how much of a proliferation the cells hold back, beside a reference lot."""

from __future__ import annotations

from decimal import Decimal

from batches.formula import Formula, computed, quotient
from batches.ledger import Computed
from batches.text import Text
from batches.verdict import Finding, Unreadable


def inhibition(alone: Decimal, together: Decimal, name: str = "") -> Computed:
    """Inhibition = 100 x (1 - proliferation with the cells / proliferation alone), in percent.

    Negative when the cells stimulate.  Raises `Unreadable` (ASSAY-ZERO) when nothing proliferated
    alone: then the control failed and there is nothing to compare with.
    """
    _something(alone, "alone")
    inputs: dict[str, Decimal | str] = {"alone": alone, "together": together}
    value = 100 * (1 - quotient(together, alone))
    return computed(("inhibition", 1, "%"), value, inputs, name)


def relative_potency(lot: Decimal, reference: Decimal, name: str = "") -> Computed:
    """Relative potency = 100 x inhibition by the lot / inhibition by the reference lot, in percent."""
    _something(reference, "reference")
    inputs: dict[str, Decimal | str] = {"lot": lot, "reference": reference}
    value = 100 * quotient(lot, reference)
    return computed(("relative_potency", 1, "%"), value, inputs, name)


def _something(value: Decimal, where: str) -> None:
    if value == 0:
        raise Unreadable(Finding("ASSAY-ZERO", {}, where))


INHIBITION = Formula(
    "inhibition", 1, inhibition, "%",
    Text("100 x (1 - with cells / alone)", "100 x (1 - avec cellules / seuls)"),
)  # fmt: skip
RELATIVE_POTENCY = Formula(
    "relative_potency", 1, relative_potency, "%",
    Text("100 x lot / reference lot", "100 x lot / lot de référence"),
)  # fmt: skip
