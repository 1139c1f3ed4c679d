"""Thaw, version 2: all of version 1, and the recovery of what the vials were frozen with.

Asked, refused, found and booked as in `thaw`.  Stored besides: viable cells recovered against the
cells that the ledger of the stock holds in the vials (`params.limits.recovery` may bound it).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from batches.growth import FORMULAS
from batches.kinds import thaw
from batches.kinds.base import Context, Values, number
from batches.ledger import Computed
from batches.steps import Step


def compute(step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Compute doublings as version 1 does, and the recovery (%) where each vial's cells are known."""
    before = thaw.compute(step, values, ctx)
    frozen = [stock.cells if stock else None for stock in thaw.stocks(step, values, ctx)]
    known = [cells for cells in frozen if cells is not None]
    recovered, total = number(values, "viable_recovered"), sum(known, Decimal(0))
    if recovered is None or not total or len(known) < len(frozen):
        return before
    return (*before, FORMULAS["recovery"].function(total, recovered))


KIND = replace(thaw.KIND, version=2, compute=compute)
