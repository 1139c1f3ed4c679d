"""Pool: the vessels that were scanned are emptied into one suspension; the harvest books its cells.

Only vessels of the lot and of one passage go together: that of the seeding named by `params.seed`
(this repetition unless said).  Fewer vessels than stand open is worth a deviation, unless
`params.partial: true` makes a harvest of some vessels normal: the others stay in culture.
"""

from __future__ import annotations

from decimal import Decimal

from batches.formula import computed
from batches.kinds.base import Context, Kind, Values, merged, within
from batches.kinds.checks import beyond, impossible, outside
from batches.kinds.labels import LABELS
from batches.kinds.leaves import scanned
from batches.kinds.scans import CODE, UNIT
from batches.ledger import Act, Computed
from batches.steps import Field, Rows, Step
from batches.verdict import Finding

VESSEL = frozenset({"vessel"})
MOST = 60


def fields(step: Step) -> tuple[Field, ...]:
    """Ask the codes of the vessels, one row each, unless the master asks its own table of them."""
    about = {f.rows.of for f in step.fields if f.rows is not None}
    if "vessels" in about or "vessels" in step.scan:
        return merged(step)
    column = Field(UNIT, "code", CODE, of="vessel")
    table = Field(
        "pooled",
        "table",
        LABELS["vessels_pooled"],
        columns=(column,),
        rows=Rows(1, MOST, "vessels"),
    )
    return merged(step, (table,))


def top_of(step: Step, ctx: Context) -> str:
    """Give the passage whose vessels are meant: that of the seeding the master names."""
    path = ctx.sibling(str(step.params.get("seed", "seed")))
    return path.partition("/")[0].partition(".")[0]


def vessels(step: Step, values: Values, ctx: Context) -> tuple[str, ...]:
    """Give the roles of the vessels that were scanned, in order, each once."""
    roles = (ctx.role(code) for _slot, code in scanned(fields(step), values, VESSEL))
    return tuple(dict.fromkeys(role for role in roles if role is not None))


def standing(top: str, ctx: Context) -> tuple[str, ...]:
    """Give the roles of the open vessels of a passage."""
    return tuple(r for r in ctx.balances if r.startswith("vessel/") and within(r, top))


def compute(step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Count the vessels pooled and those that stood open."""
    chosen, open_ones = vessels(step, values, ctx), standing(top_of(step, ctx), ctx)
    inputs: dict[str, Decimal | str] = {
        "scanned": Decimal(len(chosen)),
        "open": Decimal(len(open_ones)),
    }
    return (computed(("vessels_pooled", 1, "1"), Decimal(len(chosen)), inputs, ""),)


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse vessels of another passage (K-OTHER-PASSAGE)."""
    top = top_of(step, ctx)
    found = impossible(fields(step), values)
    for slot, code in scanned(fields(step), values, VESSEL):
        role = ctx.role(code)
        if role is not None and role.startswith("vessel/") and not within(role, top):
            found += (Finding("K-OTHER-PASSAGE", {"code": code, "passage": top}, slot, 2),)
    return found


def check(
    step: Step, values: Values, results: tuple[Computed, ...], ctx: Context
) -> tuple[Finding, ...]:
    """Find vessels left behind (K-FEWER-VESSELS), and limits passed."""
    found = outside(fields(step), values) + beyond(step, results)
    return found + left_behind(step, vessels(step, values, ctx), ctx)


def left_behind(step: Step, chosen: tuple[str, ...], ctx: Context) -> tuple[Finding, ...]:
    """Find open vessels of the passage that were not scanned, where the master wants them all."""
    left = set(standing(top_of(step, ctx), ctx)) - set(chosen)
    if step.params.get("partial") or not left:
        return ()
    params = {"count": len(chosen), "expected": len(chosen) + len(left)}
    return (Finding("K-FEWER-VESSELS", params, "vessels", 2),)


def acts(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """End each vessel that was emptied."""
    return tuple(
        Act(f"end/{role}", "end", role, "", Decimal(1), "1") for role in vessels(step, values, ctx)
    )


KIND = Kind("pool", 1, fields, refusals, compute, check, acts)
