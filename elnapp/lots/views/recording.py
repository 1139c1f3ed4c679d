"""Recording a step at the bench: one step a page, limits shown before anything is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from batches import kinds
from batches.kinds.next_passage import against_seeding
from batches.master import Place
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents.views import proved
from elnapp.lots import queries, service
from elnapp.lots.forms import Beside, OwnSignForm, RepetitionForm
from elnapp.lots.queries import Plan, Seen
from elnapp.lots.service import Answered, Unconfirmed
from elnapp.lots.views import counting, showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.lots.views.evidence import Evidence, context, evidence
from elnapp.lots.views.reading import bench, lot_page, may_here
from elnapp.record import NotFound, NotPermitted, Refused
from elnapp.web.access import does
from elnapp.web.forms import StepForm, attach, step_form
from elnapp.web.house import actor, asking, call, house, reading
from elnapp.web.locale import current_lang
from elnapp.web.pages import page

PREFIX = "act-"


@dataclass(frozen=True, slots=True)
class Bench:
    """What stands on a bench page: the lot, its plan, the step, and both halves of its form."""

    seen: Seen
    plan: Plan
    place: Place
    form: StepForm
    beside: Any
    evidence: Evidence | None = None


@blueprint.route("/lots/<number>/record/<segment>/<code>/enter", methods=["GET", "POST"])
@does("lots.record")
def record(number: str, segment: str, code: str) -> AnyResponse:
    asked = _asked(number, f"{segment}/{code}")
    waiting: tuple[Finding, ...] = ()
    if asked.form.validate_on_submit() and asked.beside.validate():
        try:
            _record(asked)
        except Unconfirmed as unconfirmed:
            waiting = wanting(asked.beside, unconfirmed)
        except Refused as refused:
            say(asked.form, asked.beside, refused)
        else:
            return redirect(showing.step_url(number, asked.place.path), 303)
    return _enter_page(asked, waiting)


@blueprint.route("/lots/<number>/record/<segment>/<code>/sign", methods=["GET", "POST"])
@does("lots.sign_step")
def sign_step(number: str, segment: str, code: str) -> AnyResponse:
    path = f"{segment}/{code}"
    with reading() as session:
        seen, plan, here = bench(session, number)
    form = OwnSignForm(seen=seen.seq)
    if form.validate_on_submit():
        try:
            proof = proved(form)
            service.sign_step(house().kernel, call(form), number, path, proof)
        except Refused as refused:
            say(form, form, refused)
        else:
            return redirect(showing.step_url(number, path), 303)
    place = known(plan.master.place(path), path)
    return page(
        "lots/sign.html", title=place.step.title[current_lang()], seen=seen, place=place,
        step=place.step, form=form, verdict=here.may_record(path), crumbs=showing.crumbs(seen),
        place_name=showing.place_name(place), count=showing.done_of(here, path), path=path,
        step_url=showing.step_url, status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.post("/lots/<number>/repetitions")
@does("lots.open_repetition")
def open_repetition(number: str) -> AnyResponse:
    form = RepetitionForm()
    if not form.validate_on_submit():
        return lot_page(number, 422, refused=form.form_errors)
    try:
        service.open_repetition(house().kernel, call(form), number, str(form.phase.data))
    except NotPermitted:
        raise
    except Refused as refused:
        return lot_page(number, 422, refused=refused.findings)
    return _to_next(number)


def known(place: Place | None, path: str) -> Place:
    """Give the step of an address; NotFound when the master has none there."""
    if place is None:
        raise NotFound(path)
    return place


def say(form: Any, beside: Any, refused: Refused) -> None:
    """Show a refusal where it belongs; what the policy refuses stays a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    for finding in refused.findings:
        attach(beside if finding.where in beside else form, [finding])


def wanting(beside: Any, unconfirmed: Unconfirmed) -> tuple[Finding, ...]:
    """Ask for the reason; it is an error only when the findings were shown and none was given."""
    beside.reason.flags.required = True
    if request.form.getlist("confirmed") and not str(beside.reason.data or "").strip():
        attach(beside, [Finding("STEP-NO-REASON", where="reason")])
    return unconfirmed.findings


def _asked(number: str, path: str) -> Bench:
    """Build the form of a step from its master; what stands elsewhere is not read for it."""
    with asking() as session:
        seen = queries.lot(session, actor(), number)
        plan = queries.plan_of(session, seen.order)
        place = known(plan.master.place(path), path)
        found = evidence(session, plan, place.step, request.values.getlist("reading"))
    data = found.texts() if found else None
    form = step_form(kinds.fields(place.step), seen=seen.seq, data=data)
    beside = Beside(request.form if form.is_submitted() else None, prefix=PREFIX)
    return Bench(seen, plan, place, form, beside, found)


def _record(asked: Bench) -> None:
    beside = asked.beside
    answered = Answered(
        asked.place.path, asked.form.typed(), beside.done_at.at,
        beside.done_at.zone.key if beside.done_at.at else None,
        frozenset(request.form.getlist("confirmed")), tuple(request.form.getlist("reading")),
        counting.said(),
    )  # fmt: skip
    reason = str(beside.reason.data or "").strip() or None
    made = call(asked.form, reason)
    service.record(house().kernel, made, asked.seen.number, answered, asked.plan)


def _enter_page(asked: Bench, waiting: tuple[Finding, ...]) -> Response:
    seen, place = asked.seen, asked.place
    with reading() as session:
        _seen, plan, here = bench(session, seen.number)
        against = against_seeding(place.step, queries.context(session, plan, place))
        wanted = showing.about_units(place.step)
        units = queries.open_units(session, seen.stream) if wanted else {}
        canvases = counting.canvases(session, seen, place)
    wrong = bool(asked.form.errors or asked.beside.errors)
    return page(
        "lots/enter.html", title=place.step.title[current_lang()], seen=seen, place=place,
        step=place.step, form=asked.form, units=showing.rows_about(units), window=_window(plan, place), beside=asked.beside, waiting=waiting,
        tokens=[service.token(f) for f in waiting], verdict=here.may_record(place.path),
        may_here=may_here(seen, place.step.by), limits=showing.limits_of(place.step),
        count=showing.done_of(here, place.path), path=place.path, step_url=showing.step_url,
        place_name=showing.place_name(place), crumbs=showing.crumbs(seen),
        status=422 if wrong or waiting else 200, wrong=wrong, against=against, canvases=canvases,
        pictured=counting.pictured(place),
        **context(asked.evidence),
    )  # fmt: skip


def _window(plan: Plan, place: Place) -> Text | None:
    """Give the time window that the step stands in."""
    named = place.step.in_window
    return next((w.title for w in plan.master.windows if w.code == named), None)


def _to_next(number: str) -> AnyResponse:
    with reading() as session:
        _seen, _plan, here = bench(session, number)
    path = here.next
    where = showing.step_url(number, path) if path else f"/lots/{number}"
    return redirect(where, 303)
