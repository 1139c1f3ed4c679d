"""Opening, assessing and deciding on deviations; placing and lifting holds."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from batches.deviation import CLASSES
from batches.verdict import Finding
from elnapp.documents.views import proved
from elnapp.documents.views.showing import today
from elnapp.quality import queries, service
from elnapp.quality.forms import AssessForm, DisposeForm, HoldForm, LiftForm, OpenForm
from elnapp.quality.queries import DeviationView, HoldView
from elnapp.quality.service import Assessment
from elnapp.quality.views.blueprint import blueprint
from elnapp.quality.views.reading import crumbs, link_to
from elnapp.record import NotPermitted, Refused
from elnapp.signing.service import Wanted, preview
from elnapp.web.access import does
from elnapp.web.forms import attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page


@blueprint.route("/quality/deviations/new", methods=["GET", "POST"])
@does("quality.open_deviation")
def open_deviation() -> AnyResponse:
    form = OpenForm(about=request.args.get("about", ""))
    if form.validate_on_submit():
        try:
            number = _opened(form)
        except Refused as refused:
            _say(form, refused)
        else:
            return redirect(url_for("quality.deviation", number=number), 303)
    return _form_page("open", _("Open a deviation"), form)


@blueprint.route("/quality/deviations/<number>/assess", methods=["GET", "POST"])
@does("quality.assess_deviation")
def assess_deviation(number: str) -> AnyResponse:
    found = _deviation(number)
    form = AssessForm(data=_known(found))
    if form.validate_on_submit():
        try:
            asked = call(form, str(form.reason.data or "").strip() or None)
            service.assess_deviation(house().kernel, asked, number, _assessment(form))
        except Refused as refused:
            _say(form, refused)
        else:
            return redirect(url_for("quality.deviation", number=number), 303)
    return _form_page("assess", _("Assess %(number)s", number=number), form, found=found)


@blueprint.route("/quality/deviations/<number>/decide", methods=["GET", "POST"])
@does("quality.dispose_deviation")
def dispose_deviation(number: str) -> AnyResponse:
    found = _deviation(number)
    form = DisposeForm(login=current_user.login)
    if form.validate_on_submit():
        try:
            _decided(form, found)
        except Refused as refused:
            _say(form, refused)
        else:
            return redirect(url_for("quality.deviation", number=number), 303)
    return _sign_page("decide", _("Decide on %(number)s", number=number), form, found)


@blueprint.route("/quality/holds/new", methods=["GET", "POST"])
@does("quality.place_hold")
def place_hold() -> AnyResponse:
    form = HoldForm(about=request.args.get("about", ""))
    if form.validate_on_submit():
        try:
            about, kernel = _address(form), house().kernel
            made = service.place_hold(kernel, call(form), about, str(form.reason.data))
        except Refused as refused:
            _say(form, refused)
        else:
            return redirect(url_for("quality.hold", number=made["number"]), 303)
    return _form_page("hold_new", _("Place a hold"), form)


@blueprint.route("/quality/holds/<number>/lift", methods=["GET", "POST"])
@does("quality.lift_hold")
def lift_hold(number: str) -> AnyResponse:
    with reading() as session:
        found = queries.hold_page(session, actor(), number)
    form = LiftForm(login=current_user.login)
    if form.validate_on_submit():
        try:
            _lifted(form, number)
        except Refused as refused:
            _say(form, refused)
        else:
            return redirect(url_for("quality.hold", number=number), 303)
    return _sign_page("lift", _("Lift hold %(number)s", number=number), form, found)


def _deviation(number: str) -> DeviationView:
    with reading() as session:
        return queries.deviation_page(session, actor(), number)


def _opened(form: OpenForm) -> str:
    made = service.open_deviation(
        house().kernel, call(form), _address(form), str(form.title.data),
        str(form.description.data), int(form.weight.data),
    )  # fmt: skip
    return str(made["number"])


def _address(form: Any) -> str:
    """Give the record that was named, by its address or its printed number."""
    text = str(form.about.data)
    with reading() as session:
        about = queries.resolve(session, actor(), text)
    if about is None:
        raise Refused([Finding("QUAL-ABOUT", {"found": text[:80]}, "about")])
    return about


def _known(found: DeviationView) -> dict[str, str]:
    """Give the last assessment, to begin from when it is done again."""
    last = found.assessment
    if last is None:
        return {}
    return {
        "severity": last.severity,
        "cause": last.cause,
        "impact_quality": last.impact_quality,
        "impact_patient": last.impact_patient,
        "action": last.action,
    }


def _assessment(form: AssessForm) -> Assessment:
    return Assessment(
        severity=str(form.severity.data),
        cause=str(form.cause.data).strip(),
        impact_quality=str(form.impact_quality.data).strip(),
        impact_patient=str(form.impact_patient.data).strip(),
        action=str(form.action.data or "").strip(),
    )


def _decided(form: DisposeForm, found: DeviationView) -> None:
    proof, asked = proved(form), call(form, str(form.reason.data).strip())
    conclusion, shown = str(form.conclusion.data), request.form.get("shown")
    service.dispose_deviation(house().kernel, asked, found.number, conclusion, proof, shown=shown)


def _lifted(form: LiftForm, number: str) -> None:
    proof, reason = proved(form), str(form.reason.data)
    asked = call(form, reason.strip())
    shown = request.form.get("shown")
    service.lift_hold(house().kernel, asked, number, reason, proof, shown=shown)


def _form_page(name: str, title: str, form: Any, found: DeviationView | None = None) -> Response:
    return page(
        f"quality/{name}.html", title=title, form=form, found=found, classes=CLASSES,
        crumbs=crumbs(found.number if found else ""), status=422 if form.errors else 200,
    )  # fmt: skip


def _sign_page(name: str, title: str, form: Any, found: DeviationView | HoldView) -> Response:
    with reading() as session:
        shown = preview(session, _wanted(session, found))
    return page(
        f"quality/{name}.html", title=title, form=form, found=found, shown=shown,
        crumbs=crumbs(), at=house().clock(), classes=CLASSES, link=link_to(found.about),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _wanted(session: Any, found: DeviationView | HoldView) -> Wanted:
    if isinstance(found, HoldView):
        return service.hold_decision(session, found, today())
    return service.deviation_decision(session, found, today())


def _say(form: Any, refused: Refused) -> None:
    """Say a refusal on the form's own page; one of the policy is a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    attach(form, refused.findings)
