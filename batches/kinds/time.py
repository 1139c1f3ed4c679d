"""Time: a beginning and an end as stated; the time between them is computed and limited.

`params.unit` is `min` (unless said) or `h`; limits stand in `params.limits.elapsed`.  Out of action
limits it is T05 where the step lies in a time window (cells in harm), else T04.
"""

from __future__ import annotations

from dataclasses import replace

from batches.kinds.base import Context, Kind, Values, merged, moment, no_acts
from batches.kinds.checks import beyond, impossible, outside
from batches.kinds.labels import LABELS
from batches.ledger import Computed
from batches.steps import Field, Step
from batches.verdict import Finding
from batches.windows import elapsed


def fields(step: Step) -> tuple[Field, ...]:
    """Ask when it began and when it ended."""
    return merged(
        step,
        (
            Field("started_at", "time", LABELS["started_at"]),
            Field("ended_at", "time", LABELS["ended_at"]),
        ),
    )


def compute(step: Step, values: Values, _ctx: Context) -> tuple[Computed, ...]:
    """Compute the time elapsed in min or h."""
    start, end = (moment(v.text) if (v := values.get(n)) else None for n in ENDS)
    if start is None or end is None:
        return ()
    return (elapsed(start, end, str(step.params.get("unit", "min"))),)


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse an end before its beginning."""
    found = impossible(fields(step), values)
    taken = compute(step, values, ctx)
    if taken and taken[0].value is not None and taken[0].value < 0:
        found += (Finding("K-END-FIRST", where="ended_at"),)
    return found


def check(
    step: Step, values: Values, computed: tuple[Computed, ...], _ctx: Context
) -> tuple[Finding, ...]:
    """Find limits passed; a duration out of limits has a code of its own."""
    code, weight = ("T05", 3) if step.in_window else ("T04", 2)
    return outside(fields(step), values) + tuple(
        replace(f, code=code, weight=weight) if f.code == "V02" and f.where == "elapsed" else f
        for f in beyond(step, computed)
    )


ENDS = ("started_at", "ended_at")
KIND = Kind("time", 1, fields, refusals, compute, check, no_acts)
