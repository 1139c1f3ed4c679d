"""Messengers and telomeres by quantitative PCR: cycles in, a ratio to a reference out.

Both assume that the target doubles with each cycle; a method with another efficiency needs another
formula.  They are trends beside a reference lot, not release limits.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from batches.formula import WORKING_DIGITS, Formula, computed
from batches.ledger import Computed
from batches.text import Text


def relative_expression(
    target: Decimal,
    reference: Decimal,
    control_target: Decimal,
    control_reference: Decimal,
    name: str = "",
) -> Computed:
    """Expression against a reference lot = 2^-((Ct target - Ct reference) - the same of the lot).

    For p16INK4a and p21; `reference` is the reference gene, `control_` the reference lot, all mean
    cycles of threshold.  Source: Livak and Schmittgen, Methods 2001, 25:402-408.
    """
    inputs: dict[str, Decimal | str] = {
        "target": target,
        "reference": reference,
        "control_target": control_target,
        "control_reference": control_reference,
    }
    value = _two_to(-((target - reference) - (control_target - control_reference)))
    return computed(("relative_expression", 1, "1"), value, inputs, name)


def telomere_ratio(
    telomere: Decimal,
    single_copy: Decimal,
    control_telomere: Decimal,
    control_single_copy: Decimal,
    name: str = "",
) -> Computed:
    """Relative T/S = 2^-((Ct telomere - Ct single-copy gene) - the same of the reference DNA).

    Source: Cawthon, Nucleic Acids Research 2002, 30:e47.
    """
    inputs: dict[str, Decimal | str] = {
        "telomere": telomere,
        "single_copy": single_copy,
        "control_telomere": control_telomere,
        "control_single_copy": control_single_copy,
    }
    value = _two_to(-((telomere - single_copy) - (control_telomere - control_single_copy)))
    return computed(("telomere_ratio", 1, "1"), value, inputs, name)


def _two_to(power: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        return Decimal(2) ** power


RELATIVE_EXPRESSION = Formula(
    "relative_expression",
    1,
    relative_expression,
    "1",
    Text("Livak and Schmittgen 2001, 2^-ΔΔCt", "Livak et Schmittgen 2001, 2^-ΔΔCt"),
    places=2,
)
TELOMERE_RATIO = Formula(
    "telomere_ratio",
    1,
    telomere_ratio,
    "1",
    Text("Cawthon 2002, relative T/S", "Cawthon 2002, T/S relatif"),
    places=2,
)
