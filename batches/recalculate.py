"""A lot computed again from its entries: all values, findings and acts, in the order of the master.

Used after a correction, because formulas downstream rest on what was corrected, and by
`audit verify`, whose third layer compares what is stored with what the entries say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial

from batches import kinds
from batches.kinds.base import Context, Lookup, Stock, Values
from batches.ledger import Act, Computed
from batches.master import Master, Place
from batches.verdict import Finding

ComputedByPath = Mapping[str, tuple[Computed, ...]]
Difference = tuple[str, str, Computed | None, Computed | None]


@dataclass(frozen=True, slots=True)
class Recalculated:
    """What the standing entries come to, by path.

    `refusals` are entries that would be refused today (more drawn than a corrected harvest gave):
    they happened, so they are computed and booked all the same and want a deviation.
    """

    computed: dict[str, tuple[Computed, ...]]
    findings: dict[str, tuple[Finding, ...]]
    acts: dict[str, tuple[Act, ...]]
    refusals: dict[str, tuple[Finding, ...]] = field(default_factory=dict)


def lookup(values: Mapping[str, Values], computed: ComputedByPath) -> Lookup:
    """Build the look-up of kinds over the entries and computed values of a lot."""

    def look(path: str, name: str) -> Decimal | str | None:
        for result in computed.get(path, ()):
            if result.name == name:
                return result.value
        value = values.get(path, {}).get(name)
        if value is None:
            return None
        return value.text if value.number is None else value.number

    return look


def balances(acts: Iterable[Act], start: Mapping[str, Decimal] | None = None) -> dict[str, Decimal]:
    """Fold acts in order into what each open unit holds, by role; an ended unit is gone."""
    left = dict(start or {})
    for act in acts:
        if act.act in {"create", "sample"}:
            left[act.role] = act.quantity
        elif act.act == "draw":
            left[act.role] = left.get(act.role, Decimal(0)) - act.quantity
        elif act.act == "end":
            left.pop(act.role, None)
    return left


@dataclass(frozen=True, slots=True)
class Around:
    """What a lot is beside its entries: how its units are called, and what is known of other lots.

    `order` gives the paths as they were recorded first; without it the order of the master counts.
    """

    codes: Mapping[str, str] = field(default_factory=dict)
    donation: str = ""
    stock: Callable[[str], Stock | None] = lambda _code: None
    order: Sequence[str] | None = None


def context(
    master: Master,
    place: Place,
    values: Mapping[str, Values],
    computed: ComputedByPath,
    held: Mapping[str, Decimal],
    around: Around | None = None,
) -> Context:
    """Build what a kind may know at `place`; `held` are the balances before the step's own acts."""
    repeat, beside = place.phase.repeat, around or Around()
    return Context(
        path=place.path,
        phase=place.phase.code,
        repetition=place.repetition,
        first=repeat.first if repeat else 0,
        last=repeat.last if repeat else None,
        convention=master.doublings_convention,
        lookup=lookup(values, computed),
        balances=held,
        codes=beside.codes,
        donation=beside.donation,
        stock=beside.stock,
        thawed=master.thawed,
        limits=master.passage_limits,
        spans=master.spans(place),
    )


def recalculate(
    master: Master,
    values: Mapping[str, Values],
    opened: Mapping[str, int],
    start: Mapping[str, Decimal] | None = None,
    around: Around | None = None,
) -> Recalculated:
    """Compute every standing entry again; `values` by path, `start` what the lot began with.

    Each step sees what was recorded before it and nothing of what came later, as it did when it
    was recorded.
    """
    again = Recalculated({}, {}, {}, {})
    seen: dict[str, Values] = {}
    held = dict(start or {})
    pools = _pools(held)
    for place in _ordered(master, opened, around):
        entered = values.get(place.path)
        if entered is None:
            continue
        ctx = context(master, place, seen, again.computed, held, around)
        ctx = replace(ctx, pools=partial(list, tuple(pools)))
        _step(again, place, entered, ctx)
        held = balances(again.acts[place.path], held)
        pools |= _pools(a.role for a in again.acts[place.path] if a.act == "create")
        seen[place.path] = entered
    return again


def _pools(roles: Iterable[str]) -> dict[str, None]:
    """Give the pools among some roles, in their order."""
    return dict.fromkeys(role for role in roles if role.startswith("pool/"))


def _step(again: Recalculated, place: Place, entered: Values, ctx: Context) -> None:
    """Compute one step into what was computed so far."""
    path, step = place.path, place.step
    results = kinds.results(step, entered, ctx)
    again.computed[path] = results
    again.findings[path] = kinds.found(step, entered, results, ctx)
    again.acts[path] = kinds.of(step).acts(step, entered, results, ctx)
    refused = kinds.against(step, entered, ctx)
    if refused:
        again.refusals[path] = refused


def _ordered(master: Master, opened: Mapping[str, int], around: Around | None) -> Iterable[Place]:
    places = master.places(opened)
    if around is None or around.order is None:
        return places
    by_path = {place.path: place for place in places}
    return [by_path[path] for path in around.order if path in by_path]


def differences(stored: ComputedByPath, again: ComputedByPath) -> tuple[Difference, ...]:
    """Compare stored results with recalculated ones: (path, name, stored, again), None if absent.

    Values are compared exactly, with formula and version: both sides are rounded by one rule.
    """
    found: list[Difference] = []
    for path in sorted({*stored, *again}):
        old = {c.name: c for c in stored.get(path, ())}
        new = {c.name: c for c in again.get(path, ())}
        found += [
            (path, name, old.get(name), new.get(name))
            for name in sorted({*old, *new})
            if _essence(old.get(name)) != _essence(new.get(name))
        ]
    return tuple(found)


def _essence(result: Computed | None) -> tuple[Decimal | None, str, str, int] | None:
    if result is None:
        return None
    return (result.value, result.unit, result.formula, result.version)
