"""Fill: the pool goes into containers; each becomes a unit of the series `B`.

`params.series` gives another series (`V` for vials). Where the master asks a table of bags or vials,
one row is one container: its column `volume` is that of the container, and `viable` its cells.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from batches.kinds.base import CELLS, Context, Kind, Values, merged, no_computed, number
from batches.kinds.checks import from_here, impossible, plain_check
from batches.kinds.labels import LABELS
from batches.kinds.leaves import rows
from batches.ledger import Act, Computed
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

MOST_CONTAINERS = Bounds("1", "500")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask the number of containers, volume (mL) and viable cells (10*6) of each."""
    table = _table(step)
    columns = {c.name for c in table.columns} if table else set()
    count = Field(
        "containers", "integer", LABELS["containers"], critical=True, possible=MOST_CONTAINERS
    )
    volume = Field("volume_each", "decimal", LABELS["volume_each"], "mL")
    viable = Field("viable_each", "decimal", LABELS["viable_each"], CELLS, critical=True)
    built_in = (
        *(() if table else (count,)),
        *(() if "volume" in columns else (volume,)),
        *(() if "viable" in columns else (viable,)),
    )
    return merged(step, built_in)


def _table(step: Step) -> Field | None:
    about = ("bags", "vials")
    return next((f for f in step.fields if f.rows is not None and f.rows.of in about), None)


class _Filled(NamedTuple):
    """One container: its ordinal, its cells, and its volume as typed."""

    n: int
    cells: Decimal
    volume: str


def _filled(step: Step, values: Values) -> tuple[_Filled, ...]:
    table, each = _table(step), number(values, "viable_each") or Decimal(0)
    volume = values.get("volume_each")
    words = volume.text if volume else ""
    if table is None:
        count = int(number(values, "containers") or 0)
        return tuple(_Filled(n, each, words) for n in range(1, count + 1))
    found = []
    for n in rows(table.name, values):
        own, cells = (values.get(f"{table.name}.{n}.{c}") for c in ("volume", "viable"))
        amount = cells.number if cells and cells.number is not None else each
        found.append(_Filled(n, amount, own.text if own else words))
    return tuple(found)


def _drawn(step: Step, values: Values) -> Decimal:
    return sum((one.cells for one in _filled(step, values)), Decimal(0))


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse to fill more cells than the pool holds."""
    found, table = impossible(fields(step), values), _table(step)
    where = table.name if table else "containers"
    if any(f.where == where for f in found):
        return found  # a count that cannot be says nothing of the cells
    return found + from_here(_drawn(step, values), ctx, where)


def acts(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """Draw the cells from the pool and create the containers; the label is the volume in mL."""
    pool = ctx.pool()  # as it was always booked; what may not be drawn is refused
    parents = (pool,) if pool else ()
    taken = (Act("draw", "draw", pool, "", _drawn(step, values), CELLS),) if pool else ()
    return taken + tuple(
        Act(
            f"container/{one.n}",
            "create",
            f"container/{ctx.path}/{one.n}",
            str(step.params.get("series", "B")),
            one.cells,
            CELLS,
            parents,
            one.volume,
        )
        for one in _filled(step, values)
    )


KIND = Kind("fill", 1, fields, refusals, no_computed, plain_check(fields), acts)
