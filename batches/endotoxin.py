"""Bacterial endotoxins: the limit of a lot from the largest dose, and the check of one patient.

EL = K / M (Ph. Eur. 5.1.10): K is what a person may receive per kg of body weight in one hour
(5 EU/kg into a vein), M the largest dose per kg in one hour, here in mL, so that EL is in EU/mL. An
infusion of an hour or less counts whole. Both stand in the specification, never here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from batches.formula import Formula, computed, quotient
from batches.ledger import Computed
from batches.text import Text
from batches.verdict import Finding, Verdict

PARAMS = ("k", "dose", "content", "recovery", "volume", "weight", "spike")
STEP = Decimal("0.1")  # kg, as fine as a weight is written


@dataclass(frozen=True, slots=True)
class WholeBags:
    """How a patient is dosed with whole bags.

    `dose` 10*6/kg, `content` 10*6 a bag before freezing, `recovery` the part viable after thawing
    (0 to 1), `volume` mL a bag, weights in kg, `k` EU/kg in one hour.
    """

    k: Decimal
    dose: Decimal
    content: Decimal
    recovery: Decimal
    volume: Decimal
    lightest: Decimal
    heaviest: Decimal

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> WholeBags:
        """Read the params of a row that `specification.faults` found nothing in."""
        k, dose, content, recovery, volume = (Decimal(str(params[name])) for name in PARAMS[:5])
        low, high = (Decimal(str(end)) for end in params["weight"])
        return cls(k, dose, content, recovery, volume, low, high)

    def bags(self, weight: Decimal) -> int:
        """Give the number of whole bags for a weight."""
        wanted = quotient(self.dose * weight, self.content * self.recovery)
        return int(wanted.to_integral_value(ROUND_CEILING))

    def per_kg(self, weight: Decimal) -> Decimal:
        """Give the mL per kg that a person of this weight receives."""
        return quotient(self.bags(weight) * self.volume, weight)


@dataclass(frozen=True, slots=True)
class Worst:
    """The largest volume per kg, at which weight, and the limit in EU/mL that follows from it."""

    weight: Decimal
    per_kg: Decimal
    limit: Decimal


def limit(k: Decimal, volume: Decimal, weight: Decimal) -> Decimal:
    """Give the limit in EU/mL for `volume` mL given within an hour to `weight` kg: K / (mL / kg)."""
    return quotient(k * weight, volume)


def worst_case(dosing: WholeBags) -> Worst:
    """Give the worst case over all weights: just above the weight where one more bag is opened."""
    steps = int((dosing.heaviest - dosing.lightest) / STEP)
    weights = (dosing.lightest + STEP * n for n in range(steps + 1))
    weight = max(weights, key=dosing.per_kg)
    per_kg = dosing.per_kg(weight)
    return Worst(weight, per_kg, quotient(dosing.k, per_kg))


def maximum_valid_dilution(limit: Decimal, sensitivity: Decimal, name: str = "") -> Computed:
    """MVD = EL x C / lambda, with C = 1 for a limit in EU/mL and the sensitivity in EU/mL."""
    inputs: dict[str, Decimal | str] = {"limit": limit, "sensitivity": sensitivity}
    return computed(("maximum_valid_dilution", 1, "1"), quotient(limit, sensitivity), inputs, name)


def for_patient(result: Decimal, volume: Decimal, weight: Decimal, k: Decimal) -> Verdict:
    """Ask whether a lot's result (EU/mL) lets one patient receive `volume` mL: result x mL / kg <= K.

    Codes: ENDO-PATIENT.
    """
    load = quotient(result * volume, weight)
    if load <= k:
        return Verdict()
    params = {"load": load, "volume": volume, "weight": weight, "k": k}
    return Verdict((Finding("ENDO-PATIENT", params, "volume", 3),))


DILUTION = Formula(
    "maximum_valid_dilution", 1, maximum_valid_dilution, "1",
    Text("Ph. Eur. 2.6.14: EL x C / lambda", "Ph. Eur. 2.6.14 : EL x C / lambda"),
)  # fmt: skip
