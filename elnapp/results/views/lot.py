"""Pages of a lot's results: its worklist, one row, entering, reviewing, invalidating, the certificate."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.growth import FORMULAS
from batches.oos import STATES as OOS_STATES
from batches.readings import asked
from batches.specification import CLASSES, limit_text
from batches.text import Text
from elnapp.documents.views import signed
from elnapp.inbox import queries as inbox
from elnapp.record import NotFound, Refused
from elnapp.results import service
from elnapp.results.forms import (
    ANALYSED_AT,
    COMMENT,
    REASON,
    SAMPLE,
    InvalidForm,
    ReviewForm,
    question_labels,
    result_form,
)
from elnapp.results.queries import Line, ResultView, SampleView
from elnapp.results.service import Given, Unconfirmed
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.evidence import context, evidence, filled, scanned
from elnapp.results.views.seeing import Seen, crumbs, may_on, results_crumb, say, seen_lot
from elnapp.signing import queries as signing
from elnapp.web.access import does, shows
from elnapp.web.forms import PageForm, StepForm
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

CLASS_WORDS = {
    "RELEASE": Text("Release: must pass", "Libération : doit être conforme"),
    "ACTION": Text("Action: QA concludes when out of limit", "Action : l'AQ conclut hors limite"),
    "INFO": Text("Information", "Information"),
}
VERBS = (
    "results.enter", "results.invalidate", "results.review", "results.judge_panel",
    "release.approve_results",
)  # fmt: skip


@blueprint.get("/lots/<number>/results")
@shows("results")
def worklist(number: str) -> AnyResponse:
    seen = seen_lot(number)
    return page(
        "results/worklist.html", title=_("Control results"), crumbs=crumbs(number),
        seen=seen, groups=_groups(seen), may=may_on(seen.head, *VERBS), limit_text=limit_text,
        counts=_counts(seen), to_review=_to_review(seen),
    )  # fmt: skip


@blueprint.get("/lots/<number>/results/<row>")
@shows("results")
def result(number: str, row: str) -> AnyResponse:
    seen = seen_lot(number)
    line = seen.line(row)
    with reading() as session:
        uses = inbox.evidence(session, seen.pinned.stream)
    return page(
        "results/result.html", uses=uses, title=_attribute(line), crumbs=crumbs(number, results_crumb(number)),
        seen=seen, line=line, limit_text=limit_text, labels=question_labels(line.row),
        panels={address: p.n for p in seen.panels for address in p.results.values()},
        formulas=FORMULAS, oos=[o for o in seen.oos if o.row == row], oos_states=OOS_STATES,
        may=may_on(seen.head, *VERBS),
    )  # fmt: skip


@blueprint.get("/lots/<number>/certificate-of-analysis")
@shows("results")
def certificate(number: str) -> AnyResponse:
    seen = seen_lot(number)
    with reading() as session:
        given = signing.all_of(session, seen.pinned.stream, seen.pinned.stream)
    approvals = [s for s in given if s.meaning == "QC-APPROVED"]
    return page(
        "results/certificate.html", title=_("Certificate of analysis"), seen=seen,
        crumbs=crumbs(number, results_crumb(number)), groups=_groups(seen), limit_text=limit_text,
        given=signed(approvals), stands=any(s.stands for s in approvals),
        conclusion=_conclusion(seen), oos_states=OOS_STATES, may=may_on(seen.head, *VERBS),
    )  # fmt: skip


@blueprint.route("/lots/<number>/results/review", methods=["GET", "POST"])
@does("results.review")
def review(number: str) -> AnyResponse:
    seen = seen_lot(number)
    waiting = _to_review(seen)
    with reading() as session:
        uses = inbox.evidence(session, seen.pinned.stream)
    form = ReviewForm()
    form.results.choices = [(r.id, r.address) for _line, r in waiting]
    if form.validate_on_submit():
        try:
            return _reviewed(seen, form)
        except Refused as refused:
            say(form, refused)
    return page(
        "results/review.html", title=_("Review results"), form=form, seen=seen, waiting=waiting,
        crumbs=crumbs(number, results_crumb(number)), limit_text=limit_text,
        chosen=set(form.results.data or ()), uses=uses, me=actor().id, status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/lots/<number>/results/<row>/new", methods=["GET", "POST"])
@does("results.enter")
def enter(number: str, row: str) -> AnyResponse:
    seen = seen_lot(number)
    line, waiting = seen.line(row), None
    found = evidence(seen, line)
    form = result_form(line.row, _offered(seen, line), seen.head.seq, filled(found))
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
        crumbs=crumbs(number, results_crumb(number)), seen=seen, line=line, limit_text=limit_text,
        waiting=waiting, wrong=waiting is not None, status=status, oos=seen.oos_of(line),
        scanned=scanned(), **context(found),
    )  # fmt: skip


@blueprint.route("/lots/<number>/results/<row>/not-valid", methods=["GET", "POST"])
@does("results.enter")
def not_valid(number: str, row: str) -> AnyResponse:
    seen, form = seen_lot(number), InvalidForm()
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
    seen, form = seen_lot(number), InvalidForm()
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
        readings=tuple(request.form.getlist("reading")),
    )


def _entered(seen: Seen, given: Given, form: PageForm | StepForm) -> AnyResponse:
    reason = form.typed().get(REASON) if isinstance(form, StepForm) else None
    made = call(form, reason.text if reason else None)
    answer = service.enter(house().kernel, made, seen.pinned, given)
    opened = ", ".join(answer["deviations"])
    flash(_("The result is recorded."), "success")
    if opened:
        flash(_("Deviation %(numbers)s is opened.", numbers=opened), "warning")
    if answer["investigation"]:
        words = _("Investigation %(number)s is opened.", number=answer["investigation"])
        flash(words, "warning")
    if answer["interim"]:
        flash(_("It is interim: the test goes on, and the row still waits for its result."), "info")
    return redirect(url_for("results.worklist", number=seen.number), 303)


def _reviewed(seen: Seen, form: ReviewForm) -> AnyResponse:
    chosen, comment = list(form.results.data or ()), str(form.comment.data or "")
    service.review(house().kernel, call(form), seen.pinned.stream, chosen, comment)
    flash(_("Reviewed: %(count)s results.", count=len(chosen)), "success")
    return redirect(url_for("results.worklist", number=seen.number), 303)


def _invalidated(seen: Seen, result: str, form: InvalidForm) -> AnyResponse:
    reason = str(form.reason.data)
    service.invalidate(house().kernel, call(form), seen.pinned.stream, result, reason)
    flash(_("The result is invalid now and stays visible. The test can be repeated."), "success")
    return redirect(url_for("results.worklist", number=seen.number), 303)


def _invalid_page(seen: Seen, line: Line, form: InvalidForm, title: str) -> AnyResponse:
    return page(
        "results/invalid.html", title=title, form=form, seen=seen, line=line,
        crumbs=crumbs(seen.number, results_crumb(seen.number)), limit_text=limit_text,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _groups(seen: Seen) -> list[tuple[str, Text, list[Line]]]:
    by_class = {c: [n for n in seen.lines if n.row.row_class == c] for c in CLASSES}
    return [(c, CLASS_WORDS[c], lines) for c, lines in by_class.items() if lines]


def _counts(seen: Seen) -> dict[str, int]:
    verdicts = [line.verdict for line in seen.lines if line.row.row_class != "INFO"]
    return {"done": len([v for v in verdicts if v in {"PASS", "FAIL"}]), "total": len(verdicts)}


def _to_review(seen: Seen) -> list[tuple[Line, ResultView]]:
    return [(line, r) for line in seen.lines for r in line.to_review]


def _offered(seen: Seen, line: Line) -> list[SampleView]:
    """Give the samples to choose from: those taken for this test, or all where none is planned."""
    fitting = [s for s in seen.samples if s.planned and line.row.code in s.planned.tests]
    oos = seen.oos_of(line)
    retest = oos is not None and oos.open
    return fitting if fitting and not retest else list(seen.samples)


def _conclusion(seen: Seen) -> str:
    """Give conform, not_conform or incomplete, by the release tests."""
    verdicts = {n.verdict for n in seen.lines if n.row.row_class == "RELEASE"}
    if "FAIL" in verdicts:
        return "not_conform"
    return "conform" if verdicts == {"PASS"} else "incomplete"


def _attribute(line: Line) -> str:
    return words(line.row.attribute)
