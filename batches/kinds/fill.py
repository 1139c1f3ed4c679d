"""Fill: the pool goes into containers; each becomes a unit of the series `B`.

`params.series` gives another series (`V` for vials).
"""

from __future__ import annotations

from decimal import Decimal

from batches.kinds.base import CELLS, Context, Kind, Values, merged, no_computed, number
from batches.kinds.checks import impossible, plain_check, too_much
from batches.kinds.labels import LABELS
from batches.ledger import Act, Computed
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

MOST_CONTAINERS = Bounds("1", "500")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask the number of containers, volume (mL) and viable cells (10*6) of each."""
    return merged(
        step,
        (
            Field(
                "containers",
                "integer",
                LABELS["containers"],
                critical=True,
                possible=MOST_CONTAINERS,
            ),
            Field("volume_each", "decimal", LABELS["volume_each"], "mL"),
            Field("viable_each", "decimal", LABELS["viable_each"], CELLS, critical=True),
        ),
    )


def _drawn(values: Values) -> Decimal:
    return (number(values, "containers") or Decimal(0)) * (
        number(values, "viable_each") or Decimal(0)
    )


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse to fill more cells than the pool holds."""
    found = impossible(fields(step), values)
    return found + too_much(_drawn(values), ctx.pool(), ctx, "containers")


def acts(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """Draw the cells from the pool and create the containers; the label is the volume in mL."""
    pool, each = ctx.pool(), number(values, "viable_each") or Decimal(0)
    volume = values.get("volume_each")
    parents = (pool,) if pool else ()
    taken = (Act("draw", "draw", pool, "", _drawn(values), CELLS),) if pool else ()
    return taken + tuple(
        Act(
            f"container/{i}",
            "create",
            f"container/{ctx.path}/{i}",
            str(step.params.get("series", "B")),
            each,
            CELLS,
            parents,
            volume.text if volume else "",
        )
        for i in range(1, int(number(values, "containers") or 0) + 1)
    )


KIND = Kind("fill", 1, fields, refusals, no_computed, plain_check(fields), acts)
