"""Whether a step seeds cells, or decides to, and what the limits of the master have against it.

Asked of each step that is recorded, of whatever kind: a seeding, and any step with
`params.next_passage` (`true` where the next repetition is seeded, `same` where its own is).
"""

from __future__ import annotations

from decimal import Decimal

from batches.kinds.base import Context
from batches.passage_limits import CultureAge, may_seed
from batches.steps import Step
from batches.verdict import Finding

SEED = "seed"


def against_seeding(step: Step, ctx: Context) -> tuple[Finding, ...]:
    """Give every reason against the seeding that a step does or decides on; nothing for others."""
    passage = passage_of(step, ctx)
    if passage is None:
        return ()
    return may_seed(culture_age(step, ctx, passage), ctx.limits, ctx.history()).findings


def passage_of(step: Step, ctx: Context) -> int | None:
    """Give the passage whose seeding a step does or decides on; None for any other step.

    After the last passage that the master allows there is no next one to decide on.
    """
    if ctx.repetition is None or ctx.last is None:
        return None
    asks = step.params.get("next_passage")
    if step.kind == SEED or asks == "same":
        return ctx.repetition
    return ctx.repetition + 1 if asks and ctx.repetition < ctx.last else None


def culture_age(step: Step, ctx: Context, passage: int) -> CultureAge:
    """Say how old the cells are that a passage of the step's phase is seeded from.

    Cells of the donation have not doubled before the first passage; thawed ones are as old as the
    vial they come from.  What the first harvest of a donation counts by its colonies says how old the
    cells are, and not how often the next passage will double.
    """
    if passage <= ctx.first or ctx.repetition is None:
        known = ctx.number(ctx.thawed, "cumulative_doublings") if ctx.thawed else Decimal(0)
        return CultureAge(passage, ctx.convention, known)
    named = str(step.params.get("harvest", "harvest"))
    path = ctx.sibling(named, back=ctx.repetition - passage + 1)
    by_colonies = passage - 1 == ctx.first and not ctx.thawed
    return CultureAge(
        passage,
        ctx.convention,
        ctx.number(path, "cumulative_doublings"),
        None if by_colonies else ctx.number(path, "population_doublings"),
        ctx.number(path, "doubling_time"),
    )
