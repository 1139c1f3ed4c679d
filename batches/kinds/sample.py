"""Sample: take samples from a pool; each becomes a unit of the series `S`.

`params.types` lists `{code, label: {en, fr}}`; each type asks how many. `drawn` is what they
take from the pool altogether; it is 0 for a liquid without cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from batches.kinds.base import CELLS, Context, Kind, Values, merged, no_computed, number
from batches.kinds.checks import from_here, impossible, plain_check
from batches.kinds.labels import LABELS
from batches.ledger import Act, Computed
from batches.steps import Bounds, Field, Step
from batches.text import Text
from batches.verdict import Finding

MOST_SAMPLES = Bounds("0", "200")


def _types(step: Step) -> Iterator[tuple[str, Text]]:
    for sample in step.params.get("types", ()):
        yield str(sample["code"]), Text.from_body(sample["label"])


def fields(step: Step) -> tuple[Field, ...]:
    """Ask how many samples of each type were taken, and how many viable cells (10*6) in all."""
    counts = tuple(
        Field(code, "integer", label, possible=MOST_SAMPLES) for code, label in _types(step)
    )
    one = (Field("samples", "integer", LABELS["samples"], possible=MOST_SAMPLES),)
    return merged(step, (*(counts or one), Field("drawn", "decimal", LABELS["drawn"], CELLS)))


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse to take more cells than the pool holds; before the first pool nothing is booked."""
    found, drawn = impossible(fields(step), values), number(values, "drawn")
    if not drawn or (ctx.pool() is None and ctx.harvested() is None):
        return found
    return found + from_here(drawn, ctx, "drawn")


def acts(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """Draw the cells from the pool and create the samples."""
    pool, drawn = ctx.pool(), number(values, "drawn") or Decimal(0)
    parents = (pool,) if pool else ()
    taken = (Act("draw", "draw", pool, "", drawn, CELLS),) if pool and drawn else ()
    codes = tuple(code for code, _ in _types(step)) or ("samples",)
    return taken + tuple(
        Act(
            f"sample/{code}/{i}",
            "sample",
            f"sample/{ctx.path}/{code}/{i}",
            "S",
            Decimal(1),
            "1",
            parents,
            code,
        )
        for code in codes
        for i in range(1, int(number(values, code) or 0) + 1)
    )


KIND = Kind("sample", 1, fields, refusals, no_computed, plain_check(fields), acts)
