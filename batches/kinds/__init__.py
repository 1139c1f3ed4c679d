"""The kinds of steps. To add one: one file with a `KIND`, its name here, its words in `labels`.

A kind declares five functions (see `base.Kind`): the fields it asks, what it refuses because it
cannot be, what it computes, what it finds worth attention, and the acts it stands for. All of them
are pure; what they need of the rest of the lot comes in a `Context`. Forms, pages and the printed
record are built from the fields; the ledger is written from the acts.
"""

from __future__ import annotations

from dataclasses import dataclass

from batches.kinds import confirm, count, fill, harvest, measure, sample, seed, senescence, sign
from batches.kinds.base import Context, Kind, Values
from batches.ledger import Act, Computed
from batches.steps import Field, Step
from batches.verdict import Finding

__all__ = ["KINDS", "Context", "Kind", "Taken", "Values", "fields", "of", "take"]

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (confirm, measure, count, seed, harvest, sample, senescence, fill, sign)
}
"""All kinds by name."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one answer to a step comes to; with a refusal there is nothing else."""

    refusals: tuple[Finding, ...] = ()
    computed: tuple[Computed, ...] = ()
    findings: tuple[Finding, ...] = ()
    acts: tuple[Act, ...] = ()


def of(step: Step) -> Kind:
    """Give the kind of a step; a master with an unknown kind never becomes effective."""
    return KINDS[step.kind]


def fields(step: Step) -> tuple[Field, ...]:
    """Give the fields a step asks, those of the kind and those of the document."""
    return of(step).fields(step)


def take(step: Step, values: Values, ctx: Context) -> Taken:
    """Take one answer: refuse it, or compute, look for findings, and say what happened."""
    kind = of(step)
    refused = kind.refusals(step, values, ctx)
    if refused:
        return Taken(refused)
    computed = kind.compute(step, values, ctx)
    return Taken(
        (),
        computed,
        kind.check(step, values, computed, ctx),
        kind.acts(step, values, computed, ctx),
    )
