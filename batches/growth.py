"""Growth of cells: doublings, doubling time, counts. Exact decimals in, one rounding out.

Counts of one formula are in one unit (10*6, say); hours and doublings are plain numbers. A formula
that changes its result gets a new version; the golden test holds the source of each version.
`FORMULAS` lists every formula of the house, also those of other modules.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from batches.donor_measures import AGE, BMI
from batches.endotoxin import DILUTION
from batches.expression import RELATIVE_EXPRESSION, TELOMERE_RATIO
from batches.formula import WORKING_DIGITS, Formula, computed, numbered, positive, quotient
from batches.ledger import Computed
from batches.potency import INHIBITION, RELATIVE_POTENCY
from batches.seeding import SEEDING_DENSITY, VESSELS
from batches.senescence import SENESCENCE
from batches.statistics import PERCENT_POSITIVE, READER_DIFFERENCE
from batches.text import Text
from batches.verdict import Finding, Unreadable
from batches.yields import YIELDS

FEWER = Text("fewer cells harvested than seeded", "moins de cellules récoltées qu'ensemencées")
NO_GROWTH = Text("undefined: the cells did not double", "non défini : pas de doublement")
ONE_VALUE = Text("undefined: one value has no spread", "non défini : une seule valeur")
AT_ZERO = Text("counting starts at this harvest", "le compte commence à cette récolte")


def population_doublings(seeded: Decimal, harvested: Decimal, name: str = "") -> Computed:
    """PD = log2(harvested / seeded); below zero when cells were lost, and then it says so.

    Raises `Unreadable` unless both are above zero.
    """
    positive(seeded=seeded, harvested=harvested)
    inputs: dict[str, Decimal | str] = {"seeded": seeded, "harvested": harvested}
    note = FEWER if harvested < seeded else None
    value = _log2(quotient(harvested, seeded))
    return computed(("population_doublings", 1, "1"), value, inputs, name, note)


def with_plating_efficiency(
    seeded: Decimal, harvested: Decimal, efficiency: Decimal, definition: str, name: str = ""
) -> Computed:
    """PD = log2(harvested / (seeded x efficiency)), never below the plain doublings.

    `definition` names what the efficiency is: `attached_24h` or `cfu_f`. It is a fraction in (0, 1].
    """
    positive(seeded=seeded, harvested=harvested)
    if not 0 < efficiency <= 1:
        raise Unreadable(Finding("GROWTH-EFFICIENCY", {"value": efficiency}))
    inputs: dict[str, Decimal | str] = {
        "seeded": seeded,
        "harvested": harvested,
        "efficiency": efficiency,
        "definition": definition,
    }
    note = FEWER if harvested < seeded * efficiency else None
    value = _log2(quotient(harvested, seeded * efficiency))
    return computed(("with_plating_efficiency", 1, "1"), value, inputs, name, note)


def cumulative_doublings(
    earlier: Sequence[Decimal], doublings: Decimal | None, convention: str, name: str = ""
) -> Computed:
    """Add the doublings of this harvest to those of the cells it came from.

    `earlier` holds the cumulative doublings of each parent; of several, the highest counts.
    Convention "a": the first harvest (no parent, `doublings` None) is zero. Convention "b": the
    first harvest has the doublings from the colony-forming fraction of what was seeded.
    """
    inputs = numbered("earlier", earlier)
    inputs["convention"] = convention
    if doublings is not None:
        inputs["doublings"] = doublings
    note = AT_ZERO if doublings is None and not earlier else None
    value = max(earlier, default=Decimal(0)) + (doublings or Decimal(0))
    return computed(("cumulative_doublings", 1, "1"), value, inputs, name, note)


def doubling_time(hours: Decimal, doublings: Decimal, name: str = "") -> Computed:
    """DT = hours / doublings, in hours; undefined (None) when the cells did not double."""
    positive(hours=hours)
    inputs: dict[str, Decimal | str] = {"hours": hours, "doublings": doublings}
    if doublings <= 0:
        return computed(("doubling_time", 1, "h"), None, inputs, name, NO_GROWTH)
    return computed(("doubling_time", 1, "h"), quotient(hours, doublings), inputs, name)


def fold(seeded: Decimal, harvested: Decimal, name: str = "") -> Computed:
    """Expansion = harvested / seeded."""
    positive(seeded=seeded, harvested=harvested)
    inputs: dict[str, Decimal | str] = {"seeded": seeded, "harvested": harvested}
    return computed(("fold", 1, "1"), quotient(harvested, seeded), inputs, name)


def viability(viable: Decimal, dead: Decimal, name: str = "") -> Computed:
    """Viability = 100 x viable / (viable + dead), in percent."""
    positive(counted=viable + dead)
    inputs: dict[str, Decimal | str] = {"viable": viable, "dead": dead}
    return computed(("viability", 1, "%"), quotient(100 * viable, viable + dead), inputs, name)


def mean_concentration(
    values: Sequence[Decimal], unit: str = "10*6/mL", name: str = ""
) -> Computed:
    """Arithmetic mean of the replicates, in their own unit."""
    _some(values, "mean")
    inputs = {**numbered("values", values), "unit": unit}
    return computed(("mean_concentration", 1, unit), _mean(values), inputs, name)


def cv(values: Sequence[Decimal], name: str = "") -> Computed:
    """Coefficient of variation = 100 x sample standard deviation (n - 1) / mean, in percent."""
    _some(values, "CV")
    formula = ("cv", 1, "%")
    inputs = numbered("values", values)
    if len(values) == 1:
        return computed(formula, None, inputs, name, ONE_VALUE)
    mean = _mean(values)
    positive(mean=mean)
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        variance = sum(((v - mean) ** 2 for v in values), Decimal(0)) / (len(values) - 1)
        value = 100 * variance.sqrt() / mean
    return computed(formula, value, inputs, name)


def total_viable(
    concentration: Decimal, volume: Decimal, unit: str = "10*6", name: str = ""
) -> Computed:
    """Viable cells = viable concentration x volume; `unit` is that of the product."""
    inputs: dict[str, Decimal | str] = {
        "concentration": concentration,
        "volume": volume,
        "unit": unit,
    }
    return computed(("total_viable", 1, unit), concentration * volume, inputs, name)


def recovery(before: Decimal, after: Decimal, name: str = "") -> Computed:
    """Recovery = 100 x viable cells after / viable cells before, in percent."""
    positive(before=before)
    inputs: dict[str, Decimal | str] = {"before": before, "after": after}
    return computed(("recovery", 1, "%"), quotient(100 * after, before), inputs, name)


def _some(values: Sequence[Decimal], what: str) -> None:
    if not values:
        raise Unreadable(Finding("GROWTH-NO-VALUES", {"what": what}))


def _mean(values: Sequence[Decimal]) -> Decimal:
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        return sum(values, Decimal(0)) / len(values)


def _log2(ratio: Decimal) -> Decimal:
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        return ratio.ln() / Decimal(2).ln()


_GROWTH = Text(
    "PD = (ln Nh - ln Ns) / ln 2, the definition of a population doubling",
    "PD = (ln Nh - ln Ns) / ln 2, définition du doublement de population",
)
_COUNTING = Text("Ph. Eur. 2.7.29, nucleated cell count", "Ph. Eur. 2.7.29, numération cellulaire")
_DEFINITION = Text("arithmetic definition", "définition arithmétique")

FORMULAS: dict[str, Formula] = {
    formula.name: formula
    for formula in (
        Formula("population_doublings", 1, population_doublings, "1", _GROWTH, places=3),
        Formula("with_plating_efficiency", 1, with_plating_efficiency, "1", _GROWTH, places=3),
        Formula("cumulative_doublings", 1, cumulative_doublings, "1", _GROWTH, places=3),
        Formula("doubling_time", 1, doubling_time, "h", _GROWTH),
        Formula("fold", 1, fold, "1", _DEFINITION),
        Formula("viability", 1, viability, "%", _COUNTING),
        Formula("mean_concentration", 1, mean_concentration, "10*6/mL", _COUNTING, places=3),
        Formula("cv", 1, cv, "%", _DEFINITION),
        Formula("total_viable", 1, total_viable, "10*6", _COUNTING, places=3),
        Formula("recovery", 1, recovery, "%", _DEFINITION),
        *YIELDS,
        SEEDING_DENSITY,
        VESSELS,
        PERCENT_POSITIVE,
        READER_DIFFERENCE,
        INHIBITION,
        RELATIVE_POTENCY,
        DILUTION,
        *SENESCENCE,
        RELATIVE_EXPRESSION,
        TELOMERE_RATIO,
        AGE,
        BMI,
    )
}
"""The newest version of each formula, by name: what a step computes with."""

VERSIONS: dict[tuple[str, int], Formula] = {(f.name, f.version): f for f in FORMULAS.values()}
"""Every version that ever computed a stored value; one that is superseded stays here for ever."""


def recompute(result: Computed) -> Computed:
    """Compute a stored result again from its own inputs.

    Raises `KeyError` for an unknown formula and for a version that the registry does not hold.
    """
    formula = VERSIONS.get((result.formula, result.version))
    if formula is None:
        raise KeyError(f"{result.formula}@{result.version}")
    return formula.function(**_arguments(result), name=result.name)


def _arguments(result: Computed) -> dict[str, object]:
    """Gather `values.1`, `values.2`, ... back into one list; the rest are arguments by name."""
    arguments: dict[str, object] = {}
    if result.formula == "cumulative_doublings":
        arguments = {"earlier": [], "doublings": None}
    for key, value in result.inputs.items():
        name, dot, _ = key.partition(".")
        if dot:
            replicates = arguments.setdefault(name, [])
            assert isinstance(replicates, list)  # noqa: S101  # only numbered inputs carry a dot
            replicates.append(value)
        else:
            arguments[name] = value
    return arguments
