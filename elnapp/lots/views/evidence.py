"""What the inbox holds for a step at the bench: readings to choose from, and what they answer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from batches import kinds
from batches.inbox import offered
from batches.steps import Step
from elnapp.inbox import queries as inbox
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.views.evidence import MOST, Evidence, context
from elnapp.lots.queries import Plan

__all__ = ["Evidence", "context", "evidence"]


def evidence(session: Session, plan: Plan, step: Step, chosen: Sequence[str]) -> Evidence | None:
    """Give what the inbox holds for a step; None for a step that no file answers."""
    reads = kinds.of(step).reads
    if not reads:
        return None
    order = plan.order
    offers = inbox.usable(session, order.site, {kind for kind, _quantity in reads.values()})
    mine = [r for r in offers if r.sample_stream in {None, order.stream}]
    picked = [r for r in inbox.choose(session, chosen) if r.site == order.site]
    said = offered(kinds.fields(step), reads, ((r.id, r.kind, r.quantities) for r in picked))
    first = sorted(mine, key=lambda r: _far(r, order.number))
    return Evidence(tuple(picked), tuple(first[:MOST]), said)


def _far(one: ReadingView, number: str) -> int:
    """Order readings whose sample code speaks of the lot before the others."""
    if one.sample_stream is not None:
        return 0
    return 1 if one.sample.startswith(number) else 2
