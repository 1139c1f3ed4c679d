"""Seed: cells of a pool go into culture vessels.

A repetition after the first draws from the pool of the repetition before (`pool/P0`); the first
draws from the unit `start` where the lot has one. Each vessel becomes a unit of the series `P1-`.
"""

from __future__ import annotations

from decimal import Decimal

from batches.kinds.base import CELLS, Context, Kind, Values, merged, number
from batches.kinds.checks import impossible, plain_check, too_much
from batches.kinds.labels import LABELS
from batches.ledger import Act, Computed
from batches.seeding import SEEDING_DENSITY
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

MOST_VESSELS = Bounds("1", "500")
AREA = Bounds("0.01", "1e6")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask viable cells (10*6), vessels, area of each (cm2), and the time of seeding."""
    return merged(
        step,
        (
            Field("viable_seeded", "decimal", LABELS["viable_seeded"], CELLS, critical=True),
            Field("vessels", "integer", LABELS["vessels"], possible=MOST_VESSELS),
            Field("area", "decimal", LABELS["area"], "cm2", possible=AREA),
            Field("seeded_at", "time", LABELS["seeded_at"]),
        ),
    )


def source(ctx: Context) -> str | None:
    """Give the role of the unit that the cells come from; None when the lot keeps none."""
    if ctx.repetition is not None and ctx.repetition > ctx.first:
        return f"pool/{ctx.phase}{ctx.repetition - 1}"
    return "start" if "start" in ctx.balances else None


def compute(_step: Step, values: Values, _ctx: Context) -> tuple[Computed, ...]:
    """Compute the seeding density in 10*3/cm2."""
    seeded, vessels, area = (number(values, n) for n in ("viable_seeded", "vessels", "area"))
    if seeded is None or not vessels or not area:
        return ()
    return (SEEDING_DENSITY.function(seeded, vessels, area, name="density"),)


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse what cannot be: no cell at all, or more than the pool holds."""
    found = impossible(fields(step), values)
    seeded, pool = number(values, "viable_seeded"), source(ctx)
    if seeded is None:
        return found
    if seeded == 0:
        found += (Finding("K-NOTHING", where="viable_seeded"),)
    if pool is not None:
        found += too_much(seeded, pool, ctx, "viable_seeded")
    return found


def acts(
    _step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """Draw the cells from their pool and create one unit a vessel."""
    pool, seeded = source(ctx), number(values, "viable_seeded") or Decimal(0)
    parents = () if pool is None else (pool,)
    drawn = () if pool is None else (Act("draw", "draw", pool, "", seeded, CELLS),)
    return drawn + tuple(
        Act(
            f"vessel/{i}",
            "create",
            f"vessel/{ctx.segment}/{i}",
            f"{ctx.segment}-",
            Decimal(1),
            "1",
            parents,
        )
        for i in range(1, int(number(values, "vessels") or 0) + 1)
    )


KIND = Kind("seed", 1, fields, refusals, compute, plain_check(fields), acts)
