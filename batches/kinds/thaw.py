"""Thaw: vials of a stock lot are thawed; their cells are the starting cells of this lot.

One vial, unless the master asks a table of vials (`rows: {of: vials}`).  The cells have doubled
before: the cumulative doublings that the stock's record gives them are entered here, compared with
that record, and are what this lot's doublings are added to.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from batches.growth import FORMULAS
from batches.kinds.base import CELLS, Context, Kind, Stock, Values, merged, number
from batches.kinds.checks import beyond, impossible, outside
from batches.kinds.labels import LABELS
from batches.kinds.leaves import scanned
from batches.ledger import Act, Computed
from batches.quantity import half_up
from batches.steps import Bounds, Field, Step
from batches.verdict import Finding

VIALS = frozenset({"vial", "bag"})
DOUBLINGS = Bounds("0", "100")


def fields(step: Step) -> tuple[Field, ...]:
    """Ask the vial, the doublings of its cells, the viable cells (10*6) recovered, their viability."""
    many = any(f.rows is not None and f.rows.of == "vials" for f in step.fields)
    vial = Field("vial", "code", LABELS["vial"], critical=True, of="vial")
    return merged(
        step,
        (
            *(() if many else (vial,)),
            Field(
                "doublings", "decimal", LABELS["doublings_of_stock"], "1", critical=True,
                possible=DOUBLINGS,
            ),
            Field("viable_recovered", "decimal", LABELS["viable_recovered"], CELLS, critical=True),
            Field("viability", "decimal", LABELS["viability_thawed"], "%", required=False),
        ),
    )  # fmt: skip


def _vials(step: Step, values: Values) -> tuple[tuple[str, str], ...]:
    """Give (slot, code) of each vial that was scanned."""
    return scanned(fields(step), values, frozenset({"vial"}))


def _stock(code: str, ctx: Context) -> Stock | None:
    """Give the open unit that the code names, in this lot or in another."""
    role = ctx.role(code)
    if role is None:
        return ctx.stock(code)
    here = role in ctx.balances and role.startswith("container/")
    return Stock("vial", cells=ctx.balances[role]) if here else None


def stocks(step: Step, values: Values, ctx: Context) -> list[Stock | None]:
    """Give the open unit behind each vial that was scanned, in order."""
    return [_stock(code, ctx) for _slot, code in _vials(step, values)]


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse a vial that cannot be thawed here, and to thaw no cell.

    Codes: K-VIAL (not known, or not there any more), K-OTHER-DONATION (the cells of another donation
    than the one this lot was issued from), K-NOTHING.
    """
    found = impossible(fields(step), values)
    for slot, code in _vials(step, values):
        stock = _stock(code, ctx)
        if stock is None or stock.kind not in VIALS:
            found += (Finding("K-VIAL", {"code": code}, slot, 3),)
        elif ctx.role(code) is None and ctx.donation not in {"", stock.donation}:
            said = {"code": code, "found": stock.donation or "–", "expected": ctx.donation}
            found += (Finding("K-OTHER-DONATION", said, slot, 3),)
    if number(values, "viable_recovered") == 0:
        found += (Finding("K-NOTHING", where="viable_recovered"),)
    return found


def compute(_step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Give the thawed cells the doublings of the stock: they did not divide in the cold."""
    doublings = number(values, "doublings")
    if doublings is None:
        return ()
    return (FORMULAS["cumulative_doublings"].function((doublings,), None, ctx.convention),)


def check(
    step: Step, values: Values, computed: tuple[Computed, ...], ctx: Context
) -> tuple[Finding, ...]:
    """Find limits passed, and doublings other than those of the stock's record (K-DOUBLINGS)."""
    found = outside(fields(step), values) + beyond(step, computed)
    typed = number(values, "doublings")
    return found if typed is None else (*found, *_differing(step, values, typed, ctx))


def _differing(step: Step, values: Values, typed: Decimal, ctx: Context) -> Iterator[Finding]:
    others = (code for _slot, code in _vials(step, values) if ctx.role(code) is None)
    stocks = ((code, ctx.stock(code)) for code in others)
    known = [(code, stock) for code, stock in stocks if stock is not None]
    for code, stock in known:
        if stock.convention and stock.convention != ctx.convention:
            said = {"first": stock.convention, "second": ctx.convention}
            yield Finding("GROWTH-CONVENTION", said, "doublings", 3)
        elif stock.doublings is None:
            yield Finding("K-DOUBLINGS-UNKNOWN", {"code": code}, "doublings", 3)
    ages = [stock.doublings for _code, stock in known if stock.doublings is not None]
    # Of several lineages the oldest counts, compared with as many digits as were typed.
    expected = half_up(max(ages), str(typed)) if ages else typed
    if expected != typed:
        yield Finding("K-DOUBLINGS", {"value": typed, "expected": expected}, "doublings", 3)


def acts(
    step: Step, values: Values, _computed: tuple[Computed, ...], ctx: Context
) -> tuple[Act, ...]:
    """End each vial and create the starting cells from them."""
    vials = tuple(ctx.role(code) or code for _slot, code in _vials(step, values))
    cells = number(values, "viable_recovered") or Decimal(0)
    many = len(vials) > 1
    ended = (
        Act(f"vial/{n}" if many else "vial", "end", vial, "", Decimal(0), CELLS)
        for n, vial in enumerate(vials, start=1)
    )
    return (*ended, Act("start", "create", "start", "T", cells, CELLS, vials))


KIND = Kind("thaw", 1, fields, refusals, compute, check, acts)
