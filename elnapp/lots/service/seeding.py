"""What is asked before cells are seeded once more: passage, doublings, the unit's own history.

Asked where a seeding is recorded, and where a step says `params.asks: growth`: there it is asked of
the passage that would come next.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from batches.master import Place
from batches.passage_limits import may_seed
from batches.verdict import Finding
from elnapp.lots import queries
from elnapp.lots.queries import Plan
from elnapp.lots.service.writing import Work

SEED, GROWTH = "seed", "growth"


def before_seeding(job: Work, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give what the limits of the master have against the seeding that a step does or decides.

    `found` is what the lot alone said already: a limit that is passed is not said twice.
    """
    said = {f.code for f in found}
    asked = against_seeding(job.tx.session, job.plan, job.place)
    return tuple(f for f in asked if f.code not in said)


def against_seeding(session: Session, plan: Plan, place: Place) -> tuple[Finding, ...]:
    """Ask the same for a page, before anything is typed."""
    passage = _asked(place)
    if passage is None:
        return ()
    limits = queries.passage_limits(session, plan.order)
    age = queries.culture_age(queries.context(session, plan, place), place, passage)
    return may_seed(age, limits, queries.unit_history(session, plan.order, limits)).findings


def _asked(place: Place) -> int | None:
    """Give the passage whose seeding a step does or decides; None for any other step.

    After the last passage that the master allows there is no next one to decide on.
    """
    repeat = place.phase.repeat
    if place.repetition is None or repeat is None:
        return None
    if place.step.kind == SEED:
        return place.repetition
    params = place.step.params
    if params.get("next_passage") == "same":
        return place.repetition
    asks = bool(params.get("next_passage")) or params.get("asks") == GROWTH
    more = place.repetition + 1 < repeat.first + repeat.max
    return place.repetition + 1 if asks and more else None
