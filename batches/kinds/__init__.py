"""The kinds of steps. To add one: one file with a `KIND`, its name here, its words in `labels`.

A version after the first is a file of its own beside the old one (`harvest_2`), because entries are
computed again for ever with the version their master names.

A kind declares five functions (see `base.Kind`): the fields it asks, what it refuses because it
cannot be, what it computes, what it finds worth attention, and the acts it stands for. All of them
are pure; what they need of the rest of the lot comes in a `Context`. Forms, pages and the printed
record are built from the fields; the ledger is written from the acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from batches.kinds import (
    attach,
    calculate,
    clear,
    confirm,
    consume,
    count,
    decide,
    discard,
    feed,
    fill,
    freeze,
    harvest,
    harvest_2,
    label,
    measure,
    monitor,
    move,
    observe,
    pool,
    prepare,
    read,
    receive,
    reconcile,
    sample,
    seed,
    senescence,
    sign,
    split,
    thaw,
    thaw_2,
    time,
    use,
)
from batches.kinds.base import Context, Kind, Values, moment
from batches.kinds.identity import soft, wrong_scans
from batches.kinds.next_passage import against_seeding
from batches.ledger import Act, Computed
from batches.steps import Field, Step
from batches.verdict import Finding

__all__ = [
    "BY_LABEL",
    "KINDS",
    "Context",
    "Kind",
    "Taken",
    "Values",
    "against",
    "fields",
    "found",
    "of",
    "results",
    "take",
]

KINDS: dict[str, Kind] = {
    module.KIND.written: module.KIND
    for module in (
        confirm, measure, count, seed, harvest, sample, senescence, fill, sign, receive, prepare, consume, use,
        feed, observe, split, pool, thaw, label, freeze, move, discard, reconcile, monitor, decide,
        calculate, read, attach, clear, time, harvest_2, thaw_2,
    )
}  # fmt: skip
"""All kinds as a master writes them: `harvest`, `harvest@2`."""

BY_LABEL = {kind.label: kind for kind in KINDS.values()}
"""The same as a record writes them, `harvest@1`: what a step is taken by."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one answer to a step comes to; with a refusal there is nothing else."""

    refusals: tuple[Finding, ...] = ()
    computed: tuple[Computed, ...] = ()
    findings: tuple[Finding, ...] = ()
    acts: tuple[Act, ...] = ()


def of(step: Step) -> Kind:
    """Give the kind of a step; a master with an unknown kind never becomes effective."""
    return BY_LABEL[step.kind_label]


def fields(step: Step) -> tuple[Field, ...]:
    """Give the fields a step asks, those of the kind and those of the document."""
    return of(step).fields(step)


def against(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Give everything that refuses an answer: what the kind says, and what was scanned wrongly.

    Inside a time window only what cannot be read, a wrong donor and a wrong lot refuse (`shouted`
    gives the rest).
    """
    found = _refused(step, values, ctx)
    return tuple(f for f in found if not (step.in_window and soft(f)))


def results(step: Step, values: Values, ctx: Context) -> tuple[Computed, ...]:
    """Compute what the kind computes, and the time windows that begin or end here."""

    def look(path: str, name: str) -> datetime | None:
        if path == ctx.path:
            return moment(values[name].text) if name in values else None
        return moment(ctx.lookup(path, name)) if path else None

    spans = (one for span in ctx.spans for one in span.measured(look))
    return (*of(step).compute(step, values, ctx), *spans)


def found(
    step: Step, values: Values, computed: tuple[Computed, ...], ctx: Context
) -> tuple[Finding, ...]:
    """Find what is worth attention: of the kind, of time windows, of growth, and what a window shouts."""
    spans = (f for span in ctx.spans for f in span.found(computed))
    kind = of(step).check(step, values, computed, ctx)
    return (*kind, *spans, *against_seeding(step, ctx), *shouted(step, values, ctx))


def shouted(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    """Give what would refuse outside a time window, each with a deviation (K-IN-WINDOW)."""
    if not step.in_window:
        return ()
    amiss = (f for f in _refused(step, values, ctx) if soft(f))
    return tuple(Finding("K-IN-WINDOW", {"what": f.code}, f.where, 2) for f in amiss)


def _refused(step: Step, values: Values, ctx: Context) -> tuple[Finding, ...]:
    kind = of(step)
    wrong = wrong_scans(step, kind.fields(step), values, ctx)
    return (*kind.refusals(step, values, ctx), *wrong)


def take(step: Step, values: Values, ctx: Context) -> Taken:
    """Take one answer: refuse it, or compute, look for findings, and say what happened."""
    refused = against(step, values, ctx)
    if refused:
        return Taken(refused)
    computed = results(step, values, ctx)
    happened = of(step).acts(step, values, computed, ctx)
    return Taken((), computed, found(step, values, computed, ctx), happened)
