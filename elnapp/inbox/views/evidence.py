"""What the inbox holds for a question of a record: readings to choose from, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from batches.inbox import Offered
from batches.quantity import format_number
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.views import showing
from elnapp.web.locale import current_lang

MOST = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the inbox holds for a step or a test: the readings chosen, those that wait, and what is offered."""

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


def context(found: Evidence | None) -> dict[str, Any]:
    """Give what a page with readings on it shows."""
    return {"evidence": found, **showing.context()}
