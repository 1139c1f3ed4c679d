"""What a culture yields: rate of growth, cells for each gram or square centimetre, colonies.

Exact decimals in, one rounding out, as in `batches.growth`, which lists these formulas too.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from batches.formula import WORKING_DIGITS, Formula, computed, numbered, positive, quotient
from batches.ledger import Computed
from batches.text import Text
from batches.verdict import Finding, Unreadable

FEWER = Text("fewer cells harvested than seeded", "moins de cellules récoltées qu'ensemencées")


def pooled_doublings(
    seeded: Sequence[Decimal], harvested: Sequence[Decimal], name: str = ""
) -> Computed:
    """PD of several vessels of one lot = log2(sum harvested / sum seeded).

    A vessel that was lost has a harvest of zero and stays in the sum: it was seeded.  Raises
    `Unreadable` unless both sums are above zero.
    """
    before, after = sum(seeded, Decimal(0)), sum(harvested, Decimal(0))
    positive(seeded=before, harvested=after)
    inputs = numbered("seeded", seeded) | numbered("harvested", harvested)
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        value = (after / before).ln() / Decimal(2).ln()
    note = FEWER if after < before else None
    return computed(("pooled_doublings", 1, "1"), value, inputs, name, note)


def growth_rate(hours: Decimal, doublings: Decimal, name: str = "") -> Computed:
    """Specific growth rate = ln 2 x doublings / hours, in 1/h; below zero when cells were lost."""
    positive(hours=hours)
    inputs: dict[str, Decimal | str] = {"hours": hours, "doublings": doublings}
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        value = Decimal(2).ln() * doublings / hours
    return computed(("growth_rate", 1, "1/h"), value, inputs, name)


def confluence_yield(harvested: Decimal, area: Decimal, name: str = "") -> Computed:
    """Yield of a surface = viable cells harvested (10*6) x 100 / area (cm2), in 10*4/cm2."""
    positive(area=area)
    inputs: dict[str, Decimal | str] = {"harvested": harvested, "area": area}
    value = quotient(harvested * 100, area)
    return computed(("confluence_yield", 1, "10*4/cm2"), value, inputs, name)


def yield_per_gram(viable: Decimal, mass: Decimal, name: str = "") -> Computed:
    """Yield of a tissue = viable cells (10*6) x 10 / mass (g), in 10*5/g."""
    positive(mass=mass)
    inputs: dict[str, Decimal | str] = {"viable": viable, "mass": mass}
    return computed(("yield_per_gram", 1, "10*5/g"), quotient(viable * 10, mass), inputs, name)


def percent_of_theoretical(actual: Decimal, theoretical: Decimal, name: str = "") -> Computed:
    """Yield = 100 x actual / theoretical, in percent; both in one unit."""
    positive(theoretical=theoretical)
    inputs: dict[str, Decimal | str] = {"actual": actual, "theoretical": theoretical}
    value = quotient(100 * actual, theoretical)
    return computed(("percent_of_theoretical", 1, "%"), value, inputs, name)


def attached_fraction(attached: Decimal, seeded: Decimal, name: str = "") -> Computed:
    """Plating efficiency by attachment = cells attached at 24 h / viable cells seeded, a fraction."""
    positive(seeded=seeded)
    _part(attached, seeded)
    inputs: dict[str, Decimal | str] = {"attached": attached, "seeded": seeded}
    return computed(("attached_fraction", 1, "1"), quotient(attached, seeded), inputs, name)


def colony_fraction(colonies: Decimal, plated: Decimal, name: str = "") -> Computed:
    """CFU-F = 100 x colonies / viable cells plated, in percent.

    A colony has at least 50 cells after 10 to 14 days.
    """
    positive(plated=plated)
    _part(colonies, plated)
    inputs: dict[str, Decimal | str] = {"colonies": colonies, "plated": plated}
    return computed(("colony_fraction", 1, "%"), quotient(100 * colonies, plated), inputs, name)


def colonies_per_gram(
    colonies: Decimal, plated: Decimal, viable: Decimal, mass: Decimal, name: str = ""
) -> Computed:
    """CFU-F of a tissue = colonies / plated x viable cells (10*6) x 1000 / mass (g), in 10*3/g."""
    positive(plated=plated, mass=mass)
    _part(colonies, plated)
    inputs: dict[str, Decimal | str] = {
        "colonies": colonies,
        "plated": plated,
        "viable": viable,
        "mass": mass,
    }
    value = quotient(colonies * viable * 1000, plated * mass)
    return computed(("colonies_per_gram", 1, "10*3/g"), value, inputs, name)


def haemocytometer(
    counted: Decimal, squares: Decimal, dilution: Decimal, name: str = ""
) -> Computed:
    """Concentration = cells counted / large squares x dilution x 10*4/mL, given in 10*6/mL.

    A large square of 1 mm2 under 0.1 mm holds 0.1 uL.
    """
    positive(squares=squares, dilution=dilution)
    inputs: dict[str, Decimal | str] = {
        "counted": counted,
        "squares": squares,
        "dilution": dilution,
    }
    value = quotient(counted * dilution, squares * 100)
    return computed(("haemocytometer", 1, "10*6/mL"), value, inputs, name)


def _part(part: Decimal, whole: Decimal) -> None:
    if not 0 <= part <= whole:
        raise Unreadable(Finding("COUNT-IMPOSSIBLE", {"positives": part, "total": whole}))


_DEFINITION = Text("arithmetic definition", "définition arithmétique")
_PD = Text(
    "PD = (ln Nh - ln Ns) / ln 2 over the sums of one lot",
    "PD = (ln Nh - ln Ns) / ln 2 sur les sommes d'un lot",
)
_RATE = Text(
    "growth rate = ln 2 / doubling time", "taux de croissance = ln 2 / temps de doublement"
)
_CHAMBER = Text("volume of the counting chamber", "volume de la cellule de comptage")

YIELDS = (
    Formula("pooled_doublings", 1, pooled_doublings, "1", _PD, places=3),
    Formula("growth_rate", 1, growth_rate, "1/h", _RATE, places=4),
    Formula("confluence_yield", 1, confluence_yield, "10*4/cm2", _DEFINITION, places=2),
    Formula("yield_per_gram", 1, yield_per_gram, "10*5/g", _DEFINITION, places=2),
    Formula("percent_of_theoretical", 1, percent_of_theoretical, "%", _DEFINITION),
    Formula("attached_fraction", 1, attached_fraction, "1", _DEFINITION, places=3),
    Formula("colony_fraction", 1, colony_fraction, "%", _DEFINITION, places=2),
    Formula("colonies_per_gram", 1, colonies_per_gram, "10*3/g", _DEFINITION, places=2),
    Formula("haemocytometer", 1, haemocytometer, "10*6/mL", _CHAMBER, places=3),
)
