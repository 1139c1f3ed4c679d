"""Harvest, version 2: all of version 1, and how fast, how often and how densely the cells grew.

Asked, refused, found and booked as in `harvest`.  Stored besides: the rate of growth and the fold
expansion where doublings are counted from a seeding, and the cells harvested for each square
centimetre of the vessels that were emptied (`params.limits` may bound each of them).  Where cells grew
out of pieces of tissue, `params.placed` names the step that placed them and knows the vessels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from batches.growth import FORMULAS
from batches.kinds import harvest
from batches.kinds.base import Context, Values
from batches.ledger import Computed
from batches.steps import Step


def compute(step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Compute what version 1 does, then growth rate (1/h), fold and yield (10*4/cm2).

    Where version 1 computes no doubling time or no plain doublings there is no rate and no fold.
    """
    before = harvest.compute(step, values, ctx)
    by_name = {one.name: one for one in before}
    return (*before, *_growth(by_name), *_yield(by_name, step, values, ctx))


def _growth(by_name: dict[str, Computed]) -> Iterator[Computed]:
    time, grown = by_name.get("doubling_time"), by_name.get("population_doublings")
    if time is not None:
        yield FORMULAS["growth_rate"].function(**time.inputs)
    # Doublings of colony-forming cells say nothing of how often the suspension was multiplied.
    if grown is not None and grown.formula == "population_doublings":
        yield FORMULAS["fold"].function(**grown.inputs)


def _yield(
    by_name: dict[str, Computed], step: Step, values: Values, ctx: Context
) -> Iterator[Computed]:
    harvested = by_name.get("viable_harvested")
    vessels, area = _emptied(step, values, ctx)
    if harvested is not None and harvested.value and vessels and area:
        yield FORMULAS["confluence_yield"].function(harvested.value, vessels * area)


def _emptied(step: Step, values: Values, ctx: Context) -> tuple[Decimal | None, Decimal | None]:
    """Give how many vessels were harvested and the area (cm2) of each, of whichever step placed them."""
    vessels, area = harvest.emptied(step, values, ctx)
    placed = step.params.get("placed")
    if area is not None or not placed:
        return vessels, area
    there = ctx.sibling(str(placed))
    return vessels or ctx.number(there, "vessels"), ctx.number(there, "area")


KIND = replace(harvest.KIND, version=2, compute=compute)
