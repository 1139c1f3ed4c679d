"""The checks that all kinds share: what cannot be, and what lies outside its limits.

A *refusal* says that an entry cannot be true (a negative volume, 130 % viable, more drawn than
exists) and nothing is written. A *finding* says that it is true and worth attention (a limit
passed): it is taken, because hands must never be stopped by a limit, and it may open a deviation
that blocks at the next gate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from batches.kept_file import KeptFile
from batches.kinds.base import CELLS, Context, Values, moment
from batches.kinds.labels import LABELS, label_of
from batches.kinds.leaves import leaves
from batches.ledger import Computed, Value
from batches.quantity import to_significant
from batches.steps import Bounds, Field, Limits, Step
from batches.text import Text
from batches.verdict import Finding, Param

# What can exist at all, by UCUM unit. These are bounds of physics, not of quality: a limit of
# quality comes from the master and never refuses an entry.
POSSIBLE = {"%": Bounds("0", "100"), "Cel": Bounds("-273.15", "1e4")}
POSSIBLE_ELSE = Bounds("0", "1e12")
LONGEST_CODE = 60


def label_params(label: Text, name: str = "field") -> dict[str, str]:
    """Give a label in both languages as finding parameters."""
    return {f"{name}_en": label.en, f"{name}_fr": label.fr}


def impossible(fields: Iterable[Field], values: Values) -> tuple[Finding, ...]:
    """Refuse what cannot be an answer to these fields.

    Codes: K-MISSING, K-NOT-ASKED, K-NOT-A-NUMBER, K-UNIT, K-NOT-WHOLE, K-NEGATIVE, K-ABSURD,
    K-CHOICE, K-TIME, K-DATE, K-CODE, K-FILE, K-FILE-EMPTY, K-FILE-ENDING; `where` is the slot (`viability.2`, `bags.3.volume`).
    """
    asked = {leaf.slot: leaf.field for leaf in leaves(fields, values)}
    found = [Finding("K-NOT-ASKED", {"name": n}, n) for n in values if n not in asked]
    for slot, spec in asked.items():
        value = values.get(slot)
        if value is None or not value.text.strip():
            if spec.required:
                found.append(_refusal("K-MISSING", spec, slot))
        else:
            found += _REFUSE[spec.type](spec, slot, value)
    return tuple(found)


def _refusal(code: str, spec: Field, slot: str, **params: str | int | Decimal) -> Finding:
    return Finding(code, {**label_params(spec.label), **params}, slot)


def _number(spec: Field, slot: str, value: Value) -> list[Finding]:
    if value.number is None or not value.number.is_finite():
        return [_refusal("K-NOT-A-NUMBER", spec, slot, value=value.text)]
    if (value.unit or "1") != (spec.unit or "1"):
        return [_refusal("K-UNIT", spec, slot, unit=value.unit or "1", expected=spec.unit or "1")]
    if spec.type == "integer" and value.number != value.number.to_integral_value():
        return [_refusal("K-NOT-WHOLE", spec, slot, value=value.number)]
    bounds = spec.possible or POSSIBLE.get(spec.unit, POSSIBLE_ELSE)
    if bounds.holds(value.number):
        return []
    below_zero = value.number < 0 and bounds.low == "0"
    code = "K-NEGATIVE" if below_zero else "K-ABSURD"
    return [_refusal(code, spec, slot, value=value.number, unit=spec.unit, **bounds.params())]


def _choice(spec: Field, slot: str, value: Value) -> list[Finding]:
    known = {c.value for c in spec.choices}
    return [] if value.text in known else [_refusal("K-CHOICE", spec, slot, value=value.text)]


def _yes_no(spec: Field, slot: str, value: Value) -> list[Finding]:
    return (
        [] if value.text in {"yes", "no"} else [_refusal("K-CHOICE", spec, slot, value=value.text)]
    )


def _time(spec: Field, slot: str, value: Value) -> list[Finding]:
    return [] if moment(value.text) else [_refusal("K-TIME", spec, slot, value=value.text)]


def _date(spec: Field, slot: str, value: Value) -> list[Finding]:
    try:
        date.fromisoformat(value.text)
    except ValueError:
        return [_refusal("K-DATE", spec, slot, value=value.text)]
    return []


def _code(spec: Field, slot: str, value: Value) -> list[Finding]:
    spaced = spec.of != "donation" and " " in value.text.strip()  # a donation is read with spaces
    fits = len(value.text) <= LONGEST_CODE and value.text.isprintable() and not spaced
    return [] if fits else [_refusal("K-CODE", spec, slot, value=value.text[:LONGEST_CODE])]


def _file(spec: Field, slot: str, value: Value) -> list[Finding]:
    kept = KeptFile.read(value.text)
    if kept is None:
        return [_refusal("K-FILE", spec, slot, value=value.text[:LONGEST_CODE])]
    if kept.size == 0:
        return [_refusal("K-FILE-EMPTY", spec, slot, name=kept.name)]
    if spec.endings and kept.ending not in spec.endings:
        allowed = ", ".join(f".{ending}" for ending in spec.endings)
        return [_refusal("K-FILE-ENDING", spec, slot, name=kept.name, allowed=allowed)]
    return []


def _text(_spec: Field, _slot: str, _value: Value) -> list[Finding]:
    return []


_REFUSE: dict[str, Callable[[Field, str, Value], list[Finding]]] = {
    "decimal": _number,
    "integer": _number,
    "choice": _choice,
    "yes_no": _yes_no,
    "time": _time,
    "text": _text,
    "date": _date,
    "code": _code,
    "file": _file,
}


def outside(fields: Iterable[Field], values: Values) -> tuple[Finding, ...]:
    """Find entered values outside their limits or other than expected; none of this refuses.

    Codes: V01 (critical), V02, V03 (release-dossier §7), K-UNEXPECTED (a yes or no).
    """
    found: list[Finding] = []
    for slot, spec, *_row in leaves(fields, values):
        value = values.get(slot)
        if value is None:
            continue
        if value.number is not None and spec.limits:
            found += _zone(spec.limits, value.number, spec, slot)
        elif spec.expected is not None and value.text and value.text != spec.expected:
            weight = 3 if spec.critical else 2
            found.append(Finding("K-UNEXPECTED", label_params(spec.label), slot, weight))
    return tuple(found)


def _zone(limits: Limits, value: Decimal, spec: Field, slot: str) -> list[Finding]:
    zone = limits.zone(value)
    params: dict[str, Param] = {**label_params(spec.label), "value": value, "unit": spec.unit}
    if zone == "action" and limits.act:
        code, weight = ("V01", 3) if spec.critical else ("V02", 2)
        return [Finding(code, {**params, **limits.act.params()}, slot, weight)]
    if zone == "alert" and limits.alert:
        return [Finding("V03", {**params, **limits.alert.params()}, slot, 1)]
    return []


def beyond(step: Step, computed: Iterable[Computed]) -> tuple[Finding, ...]:
    """Find computed values outside the limits in `params.limits.<name>` of the step.

    Codes: V05 (spread of replicates), L08 (growth), L09 (doublings), V02 (others), V03 (alert).
    """
    found: list[Finding] = []
    for result in computed:
        limits = step.computed_limits(result.name)
        if limits is None or result.value is None:
            continue
        zone = limits.zone(result.value)
        bounds = limits.act if zone == "action" else limits.alert
        if zone != "within" and bounds:
            code, weight = _BEYOND.get(result.name, ("V02", 2)) if zone == "action" else ("V03", 1)
            label = label_of(step, result.name)
            found.append(
                Finding(code, about(result, result.value, bounds, label), result.name, weight)
            )
    return tuple(found)


def about(
    result: Computed, value: Decimal, bounds: Bounds, label: Text | None = None
) -> dict[str, Param]:
    """Give what a sentence about a computed value and its limits needs."""
    named = label or LABELS.get(result.name, Text(result.name, result.name))
    return {
        **label_params(named),
        **bounds.params(),
        "value": shown(value),
        "unit": result.unit,
    }


_BEYOND = {"cv": ("V05", 2), "doubling_time": ("L08", 2), "cumulative_doublings": ("L09", 3)}


def shown(value: Decimal) -> Decimal:
    """Shorten a computed value for a sentence: four significant figures; the record keeps all."""
    return value if value == 0 else to_significant(value, 4)


def too_much(drawn: Decimal, role: str | None, ctx: Context, where: str) -> tuple[Finding, ...]:
    """Refuse to draw more than the pool `role` holds (K-MORE-THAN-EXISTS), or from none at all."""
    left = ctx.balances.get(role, Decimal(0)) if role else Decimal(0)
    if drawn <= left:
        return ()
    return (Finding("K-MORE-THAN-EXISTS", {"value": drawn, "left": left, "unit": CELLS}, where),)


def from_here(drawn: Decimal, ctx: Context, where: str) -> tuple[Finding, ...]:
    """Refuse to take cells where the step's own pool is gone, or more than it holds.

    Before the first pool of all there is nothing that could be gone: a media fill has none.
    """
    pool = ctx.harvested()
    if ctx.cells() is None and (pool or ctx.pool()) is not None:
        of = pool.partition("/")[2].partition("/")[0] if pool else ctx.top
        return (Finding("K-NO-POOL-HERE", {"repetition": of}, where),)
    return too_much(drawn, ctx.cells(), ctx, where)


def plain_refusals(
    fields: Callable[[Step], tuple[Field, ...]],
) -> Callable[[Step, Values, Context], tuple[Finding, ...]]:
    """Refuse only what cannot be an answer to the fields."""

    def refusals(step: Step, values: Values, _ctx: Context) -> tuple[Finding, ...]:
        return impossible(fields(step), values)

    return refusals


def plain_check(
    fields: Callable[[Step], tuple[Field, ...]],
) -> Callable[[Step, Values, tuple[Computed, ...], Context], tuple[Finding, ...]]:
    """Find only what lies outside limits, of what was entered and of what was computed."""

    def check(
        step: Step, values: Values, computed: tuple[Computed, ...], _ctx: Context
    ) -> tuple[Finding, ...]:
        return outside(fields(step), values) + beyond(step, computed)

    return check
