"""Seed: cells of a pool go into culture vessels.

A repetition after the first draws from the pool of the repetition before (`pool/P0`); the first
draws from the unit `start` where the lot has one; a pool that is scanned counts before both. Each
vessel becomes a unit of the series `P1-`. Where the master asks a table of vessels, one row is one
vessel; a column `viable` then adds up to the cells seeded.  `params.explants: true` places pieces of
tissue: how many cells there are nobody knows, so none are asked and none are booked.
"""

from __future__ import annotations

from decimal import Decimal

from batches.kinds.base import CELLS, Context, Kind, Values, merged, number, within
from batches.kinds.checks import beyond, impossible, outside, too_much
from batches.kinds.labels import LABELS
from batches.kinds.leaves import rows, scanned, total
from batches.ledger import Act, Computed
from batches.seeding import SEEDING_DENSITY
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

MOST_VESSELS = Bounds("1", "500")
AREA = Bounds("0.01", "1e6")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask viable cells (10*6), vessels, area of each (cm2), and the time of seeding."""
    cells = Field("viable_seeded", "decimal", LABELS["viable_seeded"], CELLS, critical=True)
    return merged(
        step,
        (
            *(() if step.params.get("explants") else (cells,)),
            Field("vessels", "integer", LABELS["vessels"], possible=MOST_VESSELS),
            Field("area", "decimal", LABELS["area"], "cm2", possible=AREA),
            Field("seeded_at", "time", LABELS["seeded_at"]),
        ),
    )


def source(step: Step, values: Values, ctx: Context) -> str | None:
    """Give the role of the unit that the cells come from; None when the lot keeps none."""
    for _slot, code in scanned(fields(step), values, frozenset({"pool"})):
        return ctx.role(code)
    if ctx.repetition is not None and ctx.repetition > ctx.first:
        before = f"{ctx.phase}{ctx.repetition - 1}"
        pools = [r for r in ctx.balances if r.startswith("pool/") and within(r, before)]
        own = [r for r in ctx.balances if r.startswith("pool/") and within(r, ctx.top)]
        return (pools or own or [f"pool/{before}"])[-1]
    return "start" if "start" in ctx.balances else None


def _table(step: Step) -> Field | None:
    return next((f for f in step.fields if f.rows is not None and f.rows.of == "vessels"), None)


def _rows_disagree(step: Step, values: Values) -> tuple[Finding, ...]:
    """Refuse a table whose rows are not the vessels said, or whose cells are not those seeded."""
    table = _table(step)
    if table is None:
        return ()
    said, filled = number(values, "vessels"), len(rows(table.name, values))
    found: tuple[Finding, ...] = ()
    if said is not None and said != filled:
        found += (Finding("K-ROWS", {"rows": filled, "said": said}, "vessels", 2),)
    cells, seeded = total(table.name, "viable", values), number(values, "viable_seeded")
    if cells is not None and seeded is not None and cells != seeded:
        found += (Finding("K-SUM", {"sum": cells, "said": seeded}, "viable_seeded", 2),)
    return found


def compute(_step: Step, values: Values, _ctx: Context) -> tuple[Computed, ...]:
    """Compute the seeding density in 10*3/cm2."""
    seeded, vessels, area = (number(values, n) for n in ("viable_seeded", "vessels", "area"))
    if seeded is None or not vessels or not area:
        return ()
    return (SEEDING_DENSITY.function(seeded, vessels, area, name="density"),)


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse what cannot be: no cell at all, or more than the pool holds."""
    found = impossible(fields(step), values) + _rows_disagree(step, values)
    seeded, pool = number(values, "viable_seeded"), source(step, values, ctx)
    if seeded is None:
        return found
    if seeded == 0:
        found += (Finding("K-NOTHING", where="viable_seeded"),)
    if pool is not None:
        found += too_much(seeded, pool, ctx, "viable_seeded")
    return found


def check(
    step: Step, values: Values, computed: tuple[Computed, ...], _ctx: Context
) -> tuple[Finding, ...]:
    """Find limits passed; whether the cells may be seeded at all is asked of every such step."""
    return outside(fields(step), values) + beyond(step, computed)


def acts(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """Draw the cells from their pool and create one unit a vessel."""
    pool, seeded = source(step, values, ctx), number(values, "viable_seeded") or Decimal(0)
    parents = () if pool is None else (pool,)
    drawn = () if pool is None else (Act("draw", "draw", pool, "", seeded, CELLS),)
    return drawn + tuple(
        Act(
            f"vessel/{i}",
            "create",
            f"vessel/{ctx.segment}/{i}",
            f"{ctx.top}-",
            Decimal(1),
            "1",
            parents,
        )
        for i in range(1, int(number(values, "vessels") or 0) + 1)
    )


KIND = Kind("seed", 1, fields, refusals, compute, check, acts)
