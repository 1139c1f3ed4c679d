"""Pages of an investigation: what is known, phase I, the plan, its approval, the conclusion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from batches import oos as rules
from batches.specification import limit_text
from elnapp.documents.views import proved, signed
from elnapp.documents.views.showing import today
from elnapp.record import Answer, Refused
from elnapp.results import queries, service
from elnapp.results.forms import ApprovePlanForm, ConcludeForm, LaboratoryForm, PlanForm
from elnapp.results.queries import OosView
from elnapp.results.service import Found
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.seeing import Seen, crumbs, may_on, results_crumb, say, seen_lot
from elnapp.signing import queries as signing
from elnapp.signing.service import preview
from elnapp.web.access import does, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page

VERBS = (
    "results.investigate", "results.plan_retest", "results.approve_retest", "results.conclude_oos",
    "results.enter", "results.judge_panel",
)  # fmt: skip


@blueprint.get("/investigations/<number>")
@shows("results")
def investigation(number: str) -> AnyResponse:
    found, seen = _seen(number)
    with reading() as session:
        given = signing.all_of(session, found.stream, found.address)
    return _page("investigation", found, seen, given=signed(given), may=may_on(seen.head, *VERBS))


@blueprint.route("/investigations/<number>/laboratory", methods=["GET", "POST"])
@does("results.investigate")
def investigate(number: str) -> AnyResponse:
    form = LaboratoryForm()
    return _done(number, form, "laboratory", lambda: service.laboratory(
        house().kernel, call(form), number, Found(str(form.outcome.data), str(form.text.data)),
    ))  # fmt: skip


@blueprint.route("/investigations/<number>/plan", methods=["GET", "POST"])
@does("results.plan_retest")
def plan_retest(number: str) -> AnyResponse:
    form = PlanForm()
    return _done(number, form, "plan", lambda: service.plan(
        house().kernel, call(form), number, int(form.retests.data or 0), str(form.text.data),
    ))  # fmt: skip


@blueprint.route("/investigations/<number>/plan/approve", methods=["GET", "POST"])
@does("results.approve_retest")
def approve_retest(number: str) -> AnyResponse:
    form = ApprovePlanForm()
    return _done(number, form, "approve", lambda: service.approve_plan(
        house().kernel, call(form), number, str(form.text.data or ""),
    ))  # fmt: skip


@blueprint.route("/investigations/<number>/conclude", methods=["GET", "POST"])
@does("results.conclude_oos")
def conclude_oos(number: str) -> AnyResponse:
    form = ConcludeForm(login=current_user.login)
    with reading() as session:
        found = queries.number_seen(session, actor(), number)
        shown = preview(session, service.conclusion(session, found, today()))

    def do() -> Answer:
        what = Found(str(form.conclusion.data), str(form.text.data))
        proof = proved(form)
        return service.conclude(
            house().kernel, call(form, what.text.strip()), number, what, proof,
            shown=request.form.get("shown"),
        )  # fmt: skip

    return _done(number, form, "conclude", do, shown=shown, at=house().clock())


def _done(number: str, form: Any, name: str, do: Callable[[], Answer], **more: Any) -> AnyResponse:
    """Do the step when the form was sent; else show it, with what is known so far."""
    found, seen = _seen(number)
    if form.validate_on_submit():
        try:
            do()
        except Refused as refused:
            say(form, refused)
        else:
            flash(_("Recorded in investigation %(number)s.", number=number), "success")
            return redirect(url_for("results.investigation", number=number), 303)
    status = 422 if form.errors else 200
    return _page(name, found, seen, form=form, status=status, **more)


def _seen(number: str) -> tuple[OosView, Seen]:
    with reading() as session:
        found = queries.number_seen(session, actor(), number)
    return found, seen_lot(found.lot)


def _page(name: str, found: OosView, seen: Seen, **more: Any) -> AnyResponse:
    titles = {
        "investigation": _("Investigation %(number)s", number=found.number),
        "laboratory": _("Phase I of %(number)s", number=found.number),
        "plan": _("Plan retests for %(number)s", number=found.number),
        "approve": _("Approve the plan of %(number)s", number=found.number),
        "conclude": _("Conclude %(number)s", number=found.number),
    }
    inside = (found.number, url_for("results.investigation", number=found.number))
    own = [] if name == "investigation" else [inside]
    line = seen.line(found.row)
    first = next(r for r in line.history if r.id == found.result_id)
    return page(
        f"results/oos_{name}.html", title=titles[name], found=found, seen=seen, line=line,
        first=first, retests=[r for r in line.history if r.investigation == found.number],
        limit_text=limit_text, states=rules.STATES, laboratory=rules.LABORATORY,
        conclusions=rules.CONCLUSIONS,
        crumbs=[*crumbs(seen.number, results_crumb(seen.number)), *own], **more,
    )  # fmt: skip
