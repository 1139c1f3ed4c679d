"""Split: the cells of one pool go into several vessels of the same passage, so many in each.

The pool is scanned where the master asks it (`scan: [pool]`), else it is that of the repetition.
"""

from __future__ import annotations

from decimal import Decimal

from batches.formula import computed
from batches.kinds.base import CELLS, Context, Kind, Values, merged, number
from batches.kinds.checks import impossible, plain_check, too_much
from batches.kinds.labels import LABELS
from batches.kinds.leaves import scanned
from batches.ledger import Act, Computed
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

MOST = Bounds("1", "500")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask the number of parts and the viable cells (10*6) in each."""
    return merged(
        step,
        (
            Field("parts", "integer", LABELS["parts"], critical=True, possible=MOST),
            Field("viable_each", "decimal", LABELS["viable_each"], CELLS, critical=True),
        ),
    )


def source(step: Step, values: Values, ctx: Context) -> str | None:
    """Give the role of the pool that is split."""
    for _slot, code in scanned(fields(step), values, frozenset({"pool"})):
        return ctx.role(code)
    return ctx.pool()


def compute(_step: Step, values: Values, _ctx: Context) -> tuple[Computed, ...]:
    """Compute the cells taken: parts x cells in each."""
    parts, each = number(values, "parts"), number(values, "viable_each")
    if parts is None or each is None:
        return ()
    inputs: dict[str, Decimal | str] = {"parts": parts, "viable_each": each}
    return (computed(("viable_drawn", 1, CELLS), parts * each, inputs, ""),)


def _drawn(results: tuple[Computed, ...]) -> Decimal:
    return next((c.value for c in results if c.value is not None), Decimal(0))


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse to split more than there is, or nothing."""
    found = impossible(fields(step), values)
    each = number(values, "viable_each")
    if each is None or number(values, "parts") is None:
        return found
    if each == 0:
        found += (Finding("K-NOTHING", where="viable_each"),)
    drawn = _drawn(compute(step, values, ctx))
    return found + too_much(drawn, source(step, values, ctx), ctx, "parts")


def acts(
    step: Step, values: Values, results: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """Draw the cells from the pool and create the vessels."""
    pool = source(step, values, ctx)
    if pool is None:
        return ()
    made = tuple(
        Act(
            f"vessel/{i}",
            "create",
            f"vessel/{ctx.segment}/{ctx.path.partition('/')[2]}/{i}",
            f"{ctx.top}-",
            Decimal(1),
            "1",
            (pool,),
        )
        for i in range(1, int(number(values, "parts") or 0) + 1)
    )
    return (Act("draw", "draw", pool, "", _drawn(results), CELLS), *made)


KIND = Kind("split", 1, fields, refusals, compute, plain_check(fields), acts)
