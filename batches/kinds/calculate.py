"""Calculate: results from values of this step and of others, by one of a few named formulas.

`params.results` lists `{name, label?, unit, formula, of}`; `of` names the operands in order: a
field or an earlier result of this step, `{step, name}` of another step, or a number in quotes.
The formulas are `sum`, `difference`, `product`, `quotient`, `floor_quotient` and `elapsed` (of two
times, in `min` or `h`).  `params.makes: start` books the result named `params.quantity` as the
starting cells of the lot (10*6).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from batches.formula import computed, quotient
from batches.kinds.base import CELLS, Context, Kind, Values, merged, moment, number
from batches.kinds.checks import beyond, impossible, outside
from batches.ledger import Act, Computed
from batches.steps import Field, Step
from batches.verdict import Finding
from batches.windows import SECONDS


def _difference(numbers: Sequence[Decimal]) -> Decimal | None:
    return numbers[0] - sum(numbers[1:], Decimal(0))


def _product(numbers: Sequence[Decimal]) -> Decimal | None:
    found = Decimal(1)
    for one in numbers:
        found *= one
    return found


def _quotient(numbers: Sequence[Decimal]) -> Decimal | None:
    divisor = _product(numbers[1:])
    return quotient(numbers[0], divisor) if divisor else None


def _floor(numbers: Sequence[Decimal]) -> Decimal | None:
    found = _quotient(numbers)
    return None if found is None else found.to_integral_value(ROUND_FLOOR)


ARITHMETIC: dict[str, Callable[[Sequence[Decimal]], Decimal | None]] = {
    "sum": lambda numbers: sum(numbers, Decimal(0)),
    "difference": _difference,
    "product": _product,
    "quotient": _quotient,
    "floor_quotient": _floor,
}
FORMULAS = frozenset({*ARITHMETIC, "elapsed"})


def fields(step: Step) -> tuple[Field, ...]:
    """Ask what the master asks; a step may ask nothing and only compute."""
    return merged(step)


def compute(step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Compute each result in order; one whose operands are not all there is left out."""
    found: dict[str, Computed] = {}
    for wanted in step.params.get("results", ()):
        one = _result(wanted, values, found, ctx)
        if one is not None:
            found[one.name] = one
    return tuple(found.values())


def _result(
    wanted: Any, values: Values, found: dict[str, Computed], ctx: Context
) -> Computed | None:
    name, unit, formula = str(wanted["name"]), str(wanted["unit"]), str(wanted["formula"])
    if formula == "elapsed":
        return _elapsed(wanted, values, ctx)
    inputs: dict[str, Decimal | str] = {}
    numbers: list[Decimal] = []
    for operand in wanted["of"]:
        label, value = _number(operand, values, found, ctx)
        if value is None:
            return None
        inputs[label] = value
        numbers.append(value)
    return computed((formula, 1, unit), ARITHMETIC[formula](numbers), inputs, name)


def _number(
    operand: Any, values: Values, found: dict[str, Computed], ctx: Context
) -> tuple[str, Decimal | None]:
    if not isinstance(operand, str):
        path = ctx.sibling(str(operand["step"]))
        return f"{path}.{operand['name']}", ctx.number(path, str(operand["name"]))
    if operand in found:
        return operand, found[operand].value
    if operand[:1].isdigit():
        return f"constant {operand}", Decimal(operand)
    return operand, number(values, operand)


def _elapsed(wanted: Any, values: Values, ctx: Context) -> Computed | None:
    stated = [_time(operand, values, ctx) for operand in wanted["of"]]
    start, end = (moment(text) for text in stated)
    if start is None or end is None:
        return None
    unit = str(wanted["unit"])
    passed = quotient(Decimal(int((end - start).total_seconds())), SECONDS[unit])
    inputs: dict[str, Decimal | str] = {"start": str(stated[0]), "end": str(stated[1])}
    return computed(("elapsed", 1, unit), passed, inputs, str(wanted["name"]))


def _time(operand: Any, values: Values, ctx: Context) -> str | None:
    if isinstance(operand, str):
        found = values.get(operand)
        return found.text if found else None
    path = ctx.sibling(str(operand["step"]))
    looked = ctx.lookup(path, str(operand["name"])) if path else None
    return looked if isinstance(looked, str) else None


def refusals(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Refuse what cannot be an answer, and to book starting cells that cannot be computed."""
    found = impossible(fields(step), values)
    if step.params.get("makes") and not found and not _quantity(step, compute(step, values, ctx)):
        found += (Finding("K-NO-CELLS", {"name": str(step.params["quantity"])}, ctx.path),)
    return found


def _quantity(step: Step, results: tuple[Computed, ...]) -> Decimal | None:
    wanted = step.params.get("quantity")
    value = next((c.value for c in results if c.name == wanted), None)
    return value if value is not None and value > 0 else None


def check(
    step: Step, values: Values, results: tuple[Computed, ...], _ctx: Context
) -> tuple[Finding, ...]:
    """Find limits passed, of what was entered and computed."""
    return outside(fields(step), values) + beyond(step, results)


def acts(
    step: Step, _values: Values, results: tuple[Computed, ...], _ctx: Context
) -> tuple[Act, ...]:
    """Create the starting cells, where the master says so."""
    quantity = _quantity(step, results)
    if step.params.get("makes") != "start" or quantity is None:
        return ()
    return (Act("start", "create", "start", "T", quantity, CELLS),)


KIND = Kind("calculate", 1, fields, refusals, compute, check, acts)
