"""What the inbox holds for a step at the bench: readings to choose from, and what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from batches import kinds
from batches.inbox import Offered, offered
from batches.quantity import format_number
from batches.steps import Step
from elnapp.inbox import queries as inbox
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.views import showing as words_of
from elnapp.lots.queries import Plan
from elnapp.web.locale import current_lang

MOST = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the inbox holds for a step: the readings chosen, those that wait, and what is offered."""

    picked: tuple[ReadingView, ...] = ()
    waiting: tuple[ReadingView, ...] = ()
    said: Offered = field(default_factory=Offered)

    @property
    def ids(self) -> tuple[str, ...]:
        """Name the readings chosen."""
        return tuple(one.id for one in self.picked)

    def texts(self) -> dict[str, str]:
        """Give what each question is answered with by the file, as the reader would type it."""
        lang = current_lang()
        return {
            slot: format_number(offer.measured.value, lang)
            for slot, offer in self.said.slots.items()
        }


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


def context(found: Evidence | None) -> dict[str, Any]:
    """Give what a page with readings on it shows."""
    return {"evidence": found, **words_of.context()}
