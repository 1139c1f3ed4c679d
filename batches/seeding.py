"""The seeding density: viable cells for each square centimetre of culture area."""

from __future__ import annotations

from decimal import Decimal

from batches.formula import Formula, computed, quotient
from batches.ledger import Computed
from batches.text import Text
from batches.verdict import Finding, Unreadable


def seeding_density(seeded: Decimal, vessels: Decimal, area: Decimal, name: str = "") -> Computed:
    """Density = viable cells (10*6) x 1000 / (vessels x area in cm2), in 10*3/cm2."""
    surface = vessels * area
    if surface <= 0:
        words = {"what_en": "The culture area", "what_fr": "La surface de culture"}
        raise Unreadable(Finding("GROWTH-NOT-POSITIVE", {"value": surface, **words}, "area"))
    inputs: dict[str, Decimal | str] = {"seeded": seeded, "vessels": vessels, "area": area}
    return computed(
        ("seeding_density", 1, "10*3/cm2"), quotient(seeded * 1000, surface), inputs, name
    )


SEEDING_DENSITY = Formula(
    "seeding_density",
    1,
    seeding_density,
    "10*3/cm2",
    Text("arithmetic definition", "définition arithmétique"),
    places=2,
)
