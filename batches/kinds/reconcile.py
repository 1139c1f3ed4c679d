"""Reconcile: what went in beside what came out; the difference is computed and limited.

`params.in` and `params.out` list fields of the step, or `{step, name}` of another one.  Limits
stand in `params.limits.difference` or `.difference_percent`; `params.exact: true` allows none.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from batches.formula import computed, quotient
from batches.kinds.base import Context, Kind, Values, merged, no_acts, number
from batches.kinds.checks import beyond, outside, plain_refusals
from batches.ledger import Computed
from batches.steps import Field, Step
from batches.verdict import Finding, Param


def fields(step: Step) -> tuple[Field, ...]:
    """Ask what the master asks."""
    return merged(step)


def _side(side: str, step: Step, values: Values, ctx: Context) -> dict[str, Decimal]:
    """Give the numbers of one side by name; what has no number yet counts as nothing."""
    return {
        name: value
        for name, value in (_operand(o, values, ctx) for o in step.params.get(side, ()))
        if value is not None
    }


def _operand(operand: Any, values: Values, ctx: Context) -> tuple[str, Decimal | None]:
    if isinstance(operand, str):
        return operand, number(values, operand)
    path = ctx.sibling(str(operand["step"]))
    return f"{path}.{operand['name']}", ctx.number(path, str(operand["name"]))


def compute(step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Compute difference = in - out, and in % of what went in."""
    given, used = (_side(side, step, values, ctx) for side in ("in", "out"))
    if not given:
        return ()
    unit = next((f.unit for f in step.fields if f.name in given or f.name in used), "1")
    total = sum(given.values(), Decimal(0))
    left = total - sum(used.values(), Decimal(0))
    inputs: dict[str, Decimal | str] = {f"in.{k}": v for k, v in given.items()}
    inputs |= {f"out.{k}": v for k, v in used.items()}
    found = computed(("difference", 1, unit or "1"), left, inputs, "")
    if not total:
        return (found,)
    share = quotient(left * 100, total)
    return (found, computed(("difference_percent", 1, "%"), share, inputs, ""))


def check(
    step: Step, values: Values, results: tuple[Computed, ...], _ctx: Context
) -> tuple[Finding, ...]:
    """Find a difference outside its limits, or any where none is allowed (K-DIFFERENCE)."""
    found = outside(fields(step), values) + beyond(step, results)
    left = next((c for c in results if c.name == "difference"), None)
    if step.params.get("exact") and left is not None and left.value:
        params: dict[str, Param] = {"value": left.value, "unit": left.unit}
        found += (Finding("K-DIFFERENCE", params, "difference", 2),)
    return found


KIND = Kind("reconcile", 1, fields, plain_refusals(fields), compute, check, no_acts)
