"""What the pages of a lot's results need of it, and how they say a refusal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from flask import Flask, current_app, flash, url_for
from flask_babel import gettext as _
from sqlmodel import Session

from batches import gate_moves
from batches.policy import permitted
from elnapp.record import Head, NotFound, NotPermitted, Refused
from elnapp.results import queries
from elnapp.results.queries import Line, OosView, PanelView, Pinned, SampleView
from elnapp.web.forms import PageForm, StepForm, attach
from elnapp.web.house import actor, reading
from elnapp.web.locale import current_lang
from elnapp.web.pages import Crumb

PINNED = "elnapp.results.pinned"
Answer = Callable[[Session, Collection[str]], dict[str, Pinned]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A lot's results as one page needs them."""

    head: Head
    pinned: Pinned
    lines: tuple[Line, ...]
    samples: tuple[SampleView, ...]
    oos: tuple[OosView, ...]
    panels: tuple[PanelView, ...]

    def line(self, code: str) -> Line:
        """Give one row; NotFound when the specification has none of that code."""
        for line in self.lines:
            if line.row.code == code:
                return line
        raise NotFound(f"{self.pinned.stream}/results/{code}")

    def sample(self, code: str) -> SampleView:
        """Give one sample; NotFound when the lot has none of that code."""
        for sample in self.samples:
            if sample.code == code:
                return sample
        raise NotFound(f"{self.pinned.stream}/samples/{code}")

    def panel(self, n: int) -> PanelView:
        """Give one panel; NotFound when the lot has none of that number."""
        for one in self.panels:
            if one.n == n:
                return one
        raise NotFound(f"{self.pinned.stream}/panels/{n}")

    def oos_of(self, line: Line) -> OosView | None:
        """Give the newest investigation of a row."""
        return next((o for o in reversed(self.oos) if o.row == line.row.code), None)

    @property
    def number(self) -> str:
        """Give the lot number."""
        return self.pinned.number


def init_results(app: Flask, pinned: Answer) -> None:
    """Take the answer to "which specification is this lot judged by" from the room that knows."""
    app.extensions[PINNED] = pinned


def pinned_of(session: Session, stream: str) -> Pinned:
    """Give the specification and the sampling plan that a lot was issued with."""
    return pinned_of_all(session, [stream])[stream]


def pinned_of_all(session: Session, streams: Collection[str]) -> dict[str, Pinned]:
    """Give what several lots were issued with, by stream."""
    return cast("Answer", current_app.extensions[PINNED])(session, streams)


def seen_lot(number: str) -> Seen:
    """Give a lot's results; NotFound where the reader may not see them."""
    stream = f"lot/{number}"
    with reading() as session:
        head = queries.head_of(session, actor(), stream)
        return seen_in(session, head)


def seen_in(session: Session, head: Head) -> Seen:
    """Give the results of a lot whose head is at hand."""
    pinned = pinned_of(session, head.stream)
    return Seen(
        head, pinned, queries.certificate(session, head.stream, pinned.specification),
        tuple(queries.sample_views(session, head.stream, pinned.plan)),
        tuple(queries.investigations(session, head.stream)),
        tuple(queries.panels(session, head.stream)),
    )  # fmt: skip


def say_opened(answer: Mapping[str, Any]) -> None:
    """Say which deviations and investigations a command opened."""
    if answer["deviations"]:
        opened = ", ".join(answer["deviations"])
        flash(_("Deviation %(numbers)s is opened.", numbers=opened), "warning")
    if answer["investigations"]:
        numbers = ", ".join(answer["investigations"])
        flash(_("Investigation %(number)s is opened.", number=numbers), "warning")


def shifts(body: Mapping[str, Any], found: PanelView) -> list[tuple[str, Decimal]]:
    """Give what was moved, in words, and how far."""
    kept = found.move.shifts if found.move else {}
    lang = current_lang()
    return [(gate_moves.words(body, name, lang), Decimal(value)) for name, value in kept.items()]


def may_on(head: Head, *verbs: str) -> dict[str, bool]:
    """Tell for each verb, by its last word, whether the reader may do it on this lot now."""
    return {
        verb.partition(".")[2]: bool(permitted(verb, actor(), head.site, head.study, head.state))
        for verb in verbs
    }


def say(form: PageForm | StepForm, refused: Refused) -> None:
    """Say a refusal on the form's own page; one of the policy is a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    attach(form, refused.findings)


def crumbs(number: str, *inside: Crumb) -> list[Crumb]:
    """Give the way back to a lot, and to its results when the page lies inside them."""
    way = [(_("Lots"), url_for("lots.index")), (number, url_for("lots.lot", number=number))]
    return [*way, *inside]


def results_crumb(number: str) -> Crumb:
    """Give the way back to the results of a lot."""
    return (_("Control results"), url_for("results.worklist", number=number))
