"""Move: units go to a place, each scanned with the place where it goes; whereabouts follow.

Without a table of the master, a row asks the unit and the place.  A row of the master's own table
moves its unit where it has a column `place`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from batches.kinds.base import Context, Kind, Values, merged, no_computed
from batches.kinds.checks import plain_check, plain_refusals
from batches.kinds.labels import LABELS
from batches.kinds.leaves import rows
from batches.kinds.scans import CODE, OF_ROWS, UNIT
from batches.ledger import Act, Computed
from batches.steps import Field, Rows, Step

MOST = 60
PLACE = Field("place", "code", LABELS["place"], of="place")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask unit and place, one row a unit, unless the master asks its own table."""
    if any(f.rows is not None for f in step.fields):
        return merged(step)
    scans = [s for s in step.scan if s in OF_ROWS]
    unit = Field(UNIT, "code", CODE, of=OF_ROWS[scans[0]] if scans else "unit")
    rows_of = Rows(1, MOST, scans[0] if scans else "free")
    table = Field("moved", "table", LABELS["place"], columns=(unit, PLACE), rows=rows_of)
    # The table answers what the master wants scanned.
    bare = replace(step, scan=tuple(s for s in step.scan if s not in {*OF_ROWS, "position"}))
    return merged(bare, (table,))


def moves(step: Step, values: Values, ctx: Context) -> Iterator[tuple[str, str]]:
    """Give (role, place) of each row that names both."""
    for field in fields(step):
        unit = next((c.name for c in field.columns if c.type == "code" and c.of != "place"), None)
        if field.rows is None or unit is None:
            continue
        for n in rows(field.name, values):
            code, place = (values.get(f"{field.name}.{n}.{c}") for c in (unit, "place"))
            role = ctx.role(code.text) if code else None
            if role is not None and place is not None and place.text:
                yield role, place.text


def acts(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """Move each unit to its place."""
    return tuple(
        Act(f"move/{role}", "move", role, place=place) for role, place in moves(step, values, ctx)
    )


KIND = Kind("move", 1, fields, plain_refusals(fields), no_computed, plain_check(fields), acts)
