"""Thaw: a vial of a stock lot is thawed; its cells are the starting cells of this lot."""

from __future__ import annotations

from decimal import Decimal

from batches.kinds.base import CELLS, Context, Kind, Values, merged, no_computed, number
from batches.kinds.checks import impossible, plain_check
from batches.kinds.labels import LABELS
from batches.ledger import Act, Computed
from batches.steps import Field, Step
from batches.verdict import Finding

VIALS = frozenset({"vial", "bag"})


def fields(step: Step) -> tuple[Field, ...]:
    """Ask the code of the vial, the viable cells (10*6) recovered, and their viability."""
    return merged(
        step,
        (
            Field("vial", "code", LABELS["vial"], critical=True, of="vial"),
            Field("viable_recovered", "decimal", LABELS["viable_recovered"], CELLS, critical=True),
            Field("viability", "decimal", LABELS["viability_thawed"], "%", required=False),
        ),
    )


def _kind(code: str, ctx: Context) -> str | None:
    """Give the kind of the open unit that the code names, in this lot or in another."""
    role = ctx.role(code)
    if role is not None:
        return "vial" if role in ctx.balances and role.startswith("container/") else None
    return ctx.stock(code)


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse a vial that is not known or not there any more (K-VIAL), and to thaw no cell."""
    found = impossible(fields(step), values)
    vial = values.get("vial")
    if vial is not None and vial.text and _kind(vial.text, ctx) not in VIALS:
        found += (Finding("K-VIAL", {"code": vial.text}, "vial", 3),)
    if number(values, "viable_recovered") == 0:
        found += (Finding("K-NOTHING", where="viable_recovered"),)
    return found


def acts(
    _step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """End the vial and create the starting cells from it."""
    code = values["vial"].text
    vial = ctx.role(code) or code
    cells = number(values, "viable_recovered") or Decimal(0)
    return (
        Act("vial", "end", vial, "", Decimal(0), CELLS),
        Act("start", "create", "start", "T", cells, CELLS, (vial,)),
    )


KIND = Kind("thaw", 1, fields, refusals, no_computed, plain_check(fields), acts)
