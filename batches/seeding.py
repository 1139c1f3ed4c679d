"""Seeding: viable cells for each square centimetre of culture area, and vessels for so many cells."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from batches.formula import Formula, computed, positive, quotient
from batches.ledger import Computed
from batches.text import Text


def seeding_density(seeded: Decimal, vessels: Decimal, area: Decimal, name: str = "") -> Computed:
    """Density = viable cells (10*6) x 1000 / (vessels x area in cm2), in 10*3/cm2."""
    surface = vessels * area
    positive(area=surface)
    inputs: dict[str, Decimal | str] = {"seeded": seeded, "vessels": vessels, "area": area}
    return computed(
        ("seeding_density", 1, "10*3/cm2"), quotient(seeded * 1000, surface), inputs, name
    )


def vessels(
    available: Decimal, density: Decimal, area: Decimal, rounding: str = "up", name: str = ""
) -> Computed:
    """Vessels = cells available (10*6) x 1000 / (density in 10*3/cm2 x area in cm2), whole.

    Rounded "up" they hold all the cells, the last one thinner; "down" each is as dense as planned
    and some cells are left over.
    """
    positive(density=density, area=area)
    inputs: dict[str, Decimal | str] = {
        "available": available,
        "density": density,
        "area": area,
        "rounding": rounding,
    }
    whole = ROUND_FLOOR if rounding == "down" else ROUND_CEILING
    value = quotient(available * 1000, density * area).to_integral_value(whole)
    return computed(("vessels", 1, "1"), value, inputs, name)


SEEDING_DENSITY = Formula(
    "seeding_density",
    1,
    seeding_density,
    "10*3/cm2",
    Text("arithmetic definition", "définition arithmétique"),
    places=2,
)
VESSELS = Formula(
    "vessels",
    1,
    vessels,
    "1",
    Text("arithmetic definition", "définition arithmétique"),
    "whole number",
    places=0,
)
