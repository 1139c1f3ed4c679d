"""Pages of results: the certificate as a worklist, one result, one invalidation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Blueprint, Flask, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from batches.policy import permitted
from batches.readings import asked
from batches.specification import CLASSES, limit_text
from batches.text import Text
from elnapp.record import Head, NotFound, NotPermitted, Refused
from elnapp.results import queries, service
from elnapp.results.forms import ANALYSED_AT, COMMENT, SAMPLE, InvalidForm, result_form
from elnapp.results.queries import Line, PanelView, Pinned
from elnapp.results.service import Given, Unconfirmed
from elnapp.web.access import does, shows
from elnapp.web.forms import PageForm, StepForm, attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page

blueprint = Blueprint("results", __name__)
PINNED = "elnapp.results.pinned"
CLASS_WORDS = {
    "RELEASE": Text("Release: must pass", "Libération : doit être conforme"),
    "ACTION": Text("Action: QA concludes when out of limit", "Action : l'AQ conclut hors limite"),
    "INFO": Text("Information", "Information"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A lot's results as one page needs them."""

    head: Head
    pinned: Pinned
    lines: tuple[Line, ...]
    samples: tuple[str, ...]
    panels: tuple[PanelView, ...] = ()

    def line(self, code: str) -> Line:
        """Give one row; NotFound when the specification has none of that code."""
        for line in self.lines:
            if line.row.code == code:
                return line
        raise NotFound(f"{self.pinned.stream}/results/{code}")

    @property
    def number(self) -> str:
        """Give the lot number."""
        return self.pinned.number


def init_results(app: Flask, pinned: Callable[[Session, str], Pinned]) -> None:
    """Take the answer to "which specification is this lot judged by" from the room that knows."""
    app.extensions[PINNED] = pinned


@blueprint.get("/lots/<number>/results")
@shows("results")
def worklist(number: str) -> AnyResponse:
    seen = seen_of(number)
    return page(
        "results/worklist.html", title=_("Control results"), crumbs=crumbs_of(number),
        seen=seen, groups=_groups(seen), may=_may(seen), limit_text=limit_text,
        counts=_counts(seen),
    )  # fmt: skip


@blueprint.route("/lots/<number>/results/<row>/new", methods=["GET", "POST"])
@does("results.enter")
def enter(number: str, row: str) -> AnyResponse:
    seen = seen_of(number)
    line, waiting = seen.line(row), None
    form = result_form(line.row, seen.samples, seen.head.seq)
    if form.validate_on_submit():
        try:
            return _entered(seen, _given(line, form), form)
        except Unconfirmed as unconfirmed:
            waiting = unconfirmed
        except Refused as refused:
            say(form, refused)
    status = 422 if form.errors or waiting else 200
    return page(
        "results/enter.html", title=_("Result of %(row)s", row=_attribute(line)), form=form,
        crumbs=crumbs_of(number, inside=True), seen=seen, line=line, limit_text=limit_text,
        waiting=waiting, wrong=waiting is not None, status=status,
    )  # fmt: skip


@blueprint.route("/lots/<number>/results/<row>/not-valid", methods=["GET", "POST"])
@does("results.enter")
def not_valid(number: str, row: str) -> AnyResponse:
    seen, form = seen_of(number), InvalidForm()
    line = seen.line(row)
    if form.validate_on_submit():
        try:
            return _entered(seen, Given(line.row.code, invalid=str(form.reason.data)), form)
        except Refused as refused:
            say(form, refused)
    title = _("Test not valid: %(row)s", row=_attribute(line))
    return _invalid_page(seen, line, form, title)


@blueprint.route("/lots/<number>/results/<row>/invalid", methods=["GET", "POST"])
@does("results.invalidate")
def invalidate(number: str, row: str) -> AnyResponse:
    seen, form = seen_of(number), InvalidForm()
    line = seen.line(row)
    if line.result is None:
        raise NotFound(f"{seen.pinned.stream}/results/{row}")
    if form.validate_on_submit():
        try:
            return _invalidated(seen, line.result.id, form)
        except Refused as refused:
            say(form, refused)
    title = _("Declare a result invalid: %(row)s", row=_attribute(line))
    return _invalid_page(seen, line, form, title)


def say(form: PageForm | StepForm, refused: Refused) -> None:
    """Say a refusal on the form's own page; one of the policy is a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    attach(form, refused.findings)


def seen_of(number: str) -> Seen:
    stream = f"lot/{number}"
    pinned_of = cast("Callable[[Session, str], Pinned]", current_app.extensions[PINNED])
    with reading() as session:
        head = queries.head_of(session, actor(), stream)
        pinned = pinned_of(session, stream)
        lines = queries.certificate(session, stream, pinned.specification)
        samples = tuple(queries.samples(session, stream))
        return Seen(head, pinned, lines, samples, tuple(queries.panels(session, stream)))


def _given(line: Line, form: StepForm) -> Given:
    typed = form.typed()
    own = {slot for question in asked(line.row) for slot in question.slots}
    at, sample, comment = (typed.get(n) for n in (ANALYSED_AT, SAMPLE, COMMENT))
    return Given(
        line.row.code,
        {name: value for name, value in typed.items() if name in own},
        sample=sample.text if sample else None,
        analysed_at=datetime.fromisoformat(at.text) if at else None,
        comment=comment.text if comment else "",
        confirmed=request.form.get("confirmed", ""),
    )


def _entered(seen: Seen, given: Given, form: PageForm | StepForm) -> AnyResponse:
    answer = service.enter(house().kernel, call(form), seen.pinned, given)
    opened = ", ".join(answer["deviations"])
    if opened:
        words = _("The result is recorded. Deviation %(numbers)s is opened.", numbers=opened)
        flash(words, "warning")
    else:
        flash(_("The result is recorded."), "success")
    return redirect(url_for("results.worklist", number=seen.number), 303)


def _invalidated(seen: Seen, result: str, form: InvalidForm) -> AnyResponse:
    reason = str(form.reason.data)
    service.invalidate(house().kernel, call(form), seen.pinned.stream, result, reason)
    flash(_("The result is invalid now and stays visible. The test can be repeated."), "success")
    return redirect(url_for("results.worklist", number=seen.number), 303)


def _invalid_page(seen: Seen, line: Line, form: InvalidForm, title: str) -> AnyResponse:
    return page(
        "results/invalid.html", title=title, form=form, seen=seen, line=line,
        crumbs=crumbs_of(seen.number, inside=True), limit_text=limit_text,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _groups(seen: Seen) -> list[tuple[str, Text, list[Line]]]:
    by_class = {c: [n for n in seen.lines if n.row.row_class == c] for c in CLASSES}
    return [(c, CLASS_WORDS[c], lines) for c, lines in by_class.items() if lines]


def _counts(seen: Seen) -> dict[str, int]:
    verdicts = [line.verdict for line in seen.lines if line.row.row_class != "INFO"]
    return {"done": len([v for v in verdicts if v in {"PASS", "FAIL"}]), "total": len(verdicts)}


def _may(seen: Seen) -> dict[str, bool]:
    head = seen.head
    verbs = (
        "results.enter", "results.invalidate", "results.judge_panel", "release.approve_results",
    )  # fmt: skip
    return {
        verb.partition(".")[2]: bool(permitted(verb, actor(), head.site, head.study, head.state))
        for verb in verbs
    }


def _attribute(line: Line) -> str:
    return line.row.attribute[actor().lang]


def crumbs_of(number: str, *, inside: bool = False) -> list[tuple[str, str]]:
    way = [(_("Lots"), url_for("lots.index")), (number, url_for("lots.lot", number=number))]
    if inside:
        way.append((_("Control results"), url_for("results.worklist", number=number)))
    return way
