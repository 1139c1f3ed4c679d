"""What every formula shares: exact working, one rule of storage, and its entry in the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from batches.ledger import Computed
from batches.quantity import to_significant
from batches.text import Text
from batches.verdict import Finding, Unreadable

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


def positive(**values: Decimal) -> None:
    """Raise `Unreadable` (GROWTH-NOT-POSITIVE) for the first value that is not above zero."""
    for what, value in values.items():
        if value <= 0:
            words = {f"what_{lang}": NAMES[what][lang] for lang in ("en", "fr")}
            raise Unreadable(Finding("GROWTH-NOT-POSITIVE", {"value": value, **words}, what))


NAMES: dict[str, Text] = {
    "seeded": Text("The number seeded", "Le nombre ensemencé"),
    "harvested": Text("The number harvested", "Le nombre récolté"),
    "hours": Text("The time in hours", "La durée en heures"),
    "counted": Text("The number counted", "Le nombre compté"),
    "mean": Text("The mean", "La moyenne"),
    "before": Text("The number before", "Le nombre de départ"),
    "area": Text("The culture area", "La surface de culture"),
    "mass": Text("The mass", "La masse"),
    "theoretical": Text("The theoretical yield", "Le rendement théorique"),
    "plated": Text("The number plated", "Le nombre étalé"),
    "squares": Text("The number of squares", "Le nombre de carrés"),
    "dilution": Text("The dilution factor", "Le facteur de dilution"),
    "density": Text("The seeding density", "La densité d'ensemencement"),
}
"""What formulas call the numbers that must be above zero, for the sentence of a refusal."""
