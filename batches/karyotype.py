"""The verdict on a karyotype: what a clone is, when a culture gave too little, how sure a count is.

ISCN: the same structural change or the same gain in at least two metaphases is a clone, the same
loss in at least three. The counts that make a clone, and how many metaphases are wanted, are data of
the specification's row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from math import comb
from typing import Any, Literal

from batches.formula import WORKING_DIGITS

Outcome = Literal["normal", "non_clonal", "clonal", "fail_culture"]
CHANGES = ("structural", "gain", "loss")
PARAMS = (*CHANGES, "metaphases", "extended")


@dataclass(frozen=True, slots=True)
class CloneRule:
    """How many metaphases with one and the same change make a clone, by the sort of change.

    `metaphases` are wanted for a result; one abnormal cell alone wants `extended` of them.
    """

    structural: int
    gain: int
    loss: int
    metaphases: int
    extended: int

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> CloneRule:
        """Read the params of a row that `specification.faults` found nothing in."""
        return cls(*(int(params[name]) for name in PARAMS))


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen: metaphases analysed, and in how many the most frequent change of each sort."""

    analysed: int
    structural: int = 0
    gain: int = 0
    loss: int = 0


def outcome(seen: Seen, rule: CloneRule) -> Outcome:
    """Give the verdict; a clone is one however few metaphases there were."""
    counts = {name: getattr(seen, name) for name in CHANGES}
    if any(counts[name] >= getattr(rule, name) for name in CHANGES):
        return "clonal"
    if seen.analysed < rule.metaphases:
        return "fail_culture"
    return "non_clonal" if any(counts.values()) else "normal"


def to_extend(seen: Seen, rule: CloneRule) -> bool:
    """Tell whether a single abnormality wants more metaphases before anything is concluded."""
    return outcome(seen, rule) == "non_clonal" and seen.analysed < rule.extended


def power(metaphases: int, share: Decimal, least: int = 2) -> Decimal:
    """Give the probability, in percent, to see at least `least` abnormal cells of a clone.

    Binomial: 100 x (1 - sum over k < least of C(n, k) p^k (1 - p)^(n - k)); `share` is the part of
    the cells that belong to the clone, 0 to 1.
    """
    if not 0 < share < 1:  # nothing belongs to the clone, or every cell does
        return Decimal(100 if share > 0 and metaphases >= least else 0)
    with localcontext() as context:
        context.prec = WORKING_DIGITS
        fewer = sum(
            (
                comb(metaphases, k) * share**k * (1 - share) ** (metaphases - k)
                for k in range(least)
            ),
            Decimal(0),
        )
        return 100 * (1 - fewer)
