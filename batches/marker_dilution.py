"""Plasma dilution of a donor's sample: may it be relied on after blood, colloids or crystalloids?

Directive 2006/17/EC Annex II asks for an algorithm where a donor received blood, blood components
or colloids within 48 hours, or crystalloids within one hour, before sampling, and accepts a
dilution above one half only with a test validated for it or a sample from before.  Hours, plasma
volume per kg and limit are data of the marker protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from batches.formula import computed, quotient
from batches.ledger import Computed
from batches.marker_protocol import DilutionRule
from batches.text import Text
from batches.verdict import Finding

Verdict = Literal["NONE", "ACCEPTED", "DILUTED", "NOT_ASSESSED"]
FORMULA = ("plasma_dilution", 1, "%")
HUNDRED = Decimal(100)

DILUTIONS: dict[Verdict, Text] = {
    "NONE": Text("not diluted", "non dilué"),
    "ACCEPTED": Text("dilution within the limit", "dilution dans la limite"),
    "DILUTED": Text("diluted beyond the limit", "dilué au-delà de la limite"),
    "NOT_ASSESSED": Text("dilution not assessed", "dilution non évaluée"),
}
FLUIDS: dict[str, Text] = {
    "none": Text(
        "None within the time that counts (drawn before induction)",
        "Aucun dans le délai à considérer (prélevé avant l'induction)",
    ),
    "given": Text("Given; volumes below", "Administrés ; volumes ci-dessous"),
    "unknown": Text("Not known", "Non connu"),
}
"""What is said of blood, colloids and crystalloids before the sample."""


@dataclass(frozen=True, slots=True)
class Fluids:
    """What the donor received before the sample; weight in kg, volumes in mL."""

    said: str
    weight: Decimal | None = None
    blood: Decimal | None = None
    colloids: Decimal | None = None
    crystalloids: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dilution:
    """The verdict, and the computed dilution where there were fluids."""

    verdict: Verdict
    computed: Computed | None = None


def dilution(fluids: Fluids, rule: DilutionRule) -> Dilution:
    """Judge a sample: 100 x V / (plasma + V), V all volumes, plasma = mL per kg x weight.

    Whole blood counts in full, which can only overstate the dilution.  Exactly the limit is within.
    """
    if fluids.said == "none":
        return Dilution("NONE")
    if fluids.said != "given" or faults(fluids):
        return Dilution("NOT_ASSESSED")
    weight, blood, colloids, crystalloids = _numbers(fluids)
    volume = blood + colloids + crystalloids
    plasma = rule.plasma_per_kg * weight
    percent = quotient(HUNDRED * volume, plasma + volume)
    inputs: dict[str, Decimal | str] = {
        "weight": weight, "blood": blood, "colloids": colloids, "crystalloids": crystalloids,
        "plasma_ml_per_kg": rule.plasma_per_kg, "limit_percent": rule.limit,
    }  # fmt: skip
    verdict: Verdict = "DILUTED" if percent > rule.limit else "ACCEPTED"
    return Dilution(verdict, computed(FORMULA, percent, inputs, ""))


def faults(fluids: Fluids) -> tuple[Finding, ...]:
    """Say what is missing or cannot be.

    Codes: MRK-FLUIDS, MRK-FLUIDS-MISSING, MRK-WEIGHT, MRK-VOLUME.
    """
    if fluids.said not in FLUIDS:
        return (Finding("MRK-FLUIDS", {}, "fluids"),)
    if fluids.said != "given":
        return ()
    found = []
    if fluids.weight is None or fluids.weight <= 0:
        found.append(Finding("MRK-WEIGHT", {}, "weight"))
    for name in ("blood", "colloids", "crystalloids"):
        volume = getattr(fluids, name)
        if volume is None:
            found.append(Finding("MRK-FLUIDS-MISSING", {}, name))
        elif volume < 0:
            found.append(Finding("MRK-VOLUME", {"found": volume}, name))
    return tuple(found)


def _numbers(fluids: Fluids) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    zero = Decimal(0)
    return (
        fluids.weight or zero, fluids.blood or zero, fluids.colloids or zero,
        fluids.crystalloids or zero,
    )  # fmt: skip
