"""Label: labels are printed, applied, kept as specimen and destroyed; nothing may be left over."""

from __future__ import annotations

from decimal import Decimal

from batches.formula import computed
from batches.kinds.base import Context, Kind, Values, merged, no_acts, number
from batches.kinds.checks import beyond, impossible, outside
from batches.kinds.labels import LABELS
from batches.ledger import Computed
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

MOST = Bounds("0", "2000")
USED = ("applied", "specimen", "destroyed")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask how many labels were printed, and what became of them."""
    return merged(
        step,
        tuple(
            Field(n, "integer", LABELS[n], critical=n == "printed", possible=MOST)
            for n in ("printed", *USED)
        ),
    )


def compute(_step: Step, values: Values, _ctx: Context) -> tuple[Computed, ...]:
    """Compute the labels unaccounted for: printed less applied, specimen and destroyed."""
    given = {n: number(values, n) for n in ("printed", *USED)}
    if given["printed"] is None:
        return ()
    inputs = {n: v if v is not None else Decimal(0) for n, v in given.items()}
    left = inputs["printed"] - sum((inputs[n] for n in USED), Decimal(0))
    return (computed(("label_difference", 1, "1"), left, inputs, ""),)


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse more labels used than were printed: one was not printed here, or counted twice."""
    found = impossible(fields(step), values)
    return found + tuple(
        Finding("K-LABELS", {"difference": -c.value}, "printed")
        for c in compute(step, values, ctx)
        if c.value is not None and c.value < 0
    )


def check(
    step: Step, values: Values, results: tuple[Computed, ...], _ctx: Context
) -> tuple[Finding, ...]:
    """Find labels unaccounted for (C05)."""
    found = outside(fields(step), values) + beyond(step, results)
    return found + tuple(
        Finding("C05", {"difference": c.value}, "printed", 2) for c in results if c.value
    )


KIND = Kind("label", 1, fields, refusals, compute, check, no_acts)
