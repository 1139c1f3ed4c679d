"""What every formula shares: exact working, one rule of storage, and its entry in the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from batches.ledger import Computed
from batches.quantity import to_significant
from batches.text import Text

WORKING_DIGITS = 40  # of logarithms and quotients, far beyond what is stored
STORED_FIGURES = 12
ROUNDING = "12 significant figures, half up"


@dataclass(frozen=True, slots=True)
class Formula:
    """One version of one formula, as the registry lists it; `source` is where it is published."""

    name: str
    version: int
    function: Callable[..., Computed]
    unit: str
    source: Text
    rounding: str = ROUNDING
    places: int = 1  # decimals shown to a reader; what is stored keeps more


def stored(value: Decimal) -> Decimal:
    """Round to what is stored: at most 12 significant figures, half up."""
    short = len(value.as_tuple().digits) <= STORED_FIGURES
    return value if short else to_significant(value, STORED_FIGURES)


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Divide with 40 digits."""
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        return numerator / denominator


def numbered(name: str, values: Sequence[Decimal]) -> dict[str, Decimal | str]:
    """Name replicates `name.1`, `name.2`, ... as inputs."""
    return {f"{name}.{i}": value for i, value in enumerate(values, start=1)}


def computed(
    formula: tuple[str, int, str],
    value: Decimal | None,
    inputs: Mapping[str, Decimal | str],
    name: str,
    note: Text | None = None,
) -> Computed:
    """Build the result of a formula (name, version, unit) under the name the step gives it."""
    code, version, unit = formula
    kept = None if value is None else stored(value)
    return Computed(name or code, kept, unit, code, version, dict(inputs), ROUNDING, note)
