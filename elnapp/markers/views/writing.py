"""Requests, samples, results, their verification, and the physician's conclusion."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.marker_dilution import FLUIDS
from batches.marker_protocol import INTERPRETATIONS
from elnapp.markers import queries, service
from elnapp.markers.forms import OpinionForm, RequestForm, ResultForm, SampleForm, VerifyForm
from elnapp.markers.queries import DonorSeen, ResultView
from elnapp.markers.service import Unconfirmed
from elnapp.markers.views.blueprint import blueprint
from elnapp.markers.views.showing import (
    crumbs,
    donated,
    done,
    donor_for,
    protocol_for,
    say,
    today_at,
)
from elnapp.record import NotFound, Refused
from elnapp.web.access import does
from elnapp.web.forms import PageForm
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import day, sentence, words
from elnapp.web.pages import page


@blueprint.route("/donors/<code>/markers/request", methods=["GET", "POST"])
@does("markers.request")
def request_tests(code: str) -> AnyResponse:
    donor, form = donor_for("request", code), RequestForm()
    _offer_request(form, donor)

    def command() -> object:
        asked = call(form, str(form.comment.data or "").strip() or None)
        wanted = (form.analytes.data or [], form.laboratory.data)
        return service.request(house().kernel, asked, code, wanted, donated())

    title = _("Request tests for donor %(code)s", code=code)
    return done(form, _board(code), command) or _form("request", title, form, donor)


@blueprint.route("/donors/<code>/samples/new", methods=["GET", "POST"])
@does("markers.sample")
def sample(code: str) -> AnyResponse:
    donor, form = donor_for("sample", code), SampleForm()
    form.first()

    def command() -> object:
        return _told(service.sample(house().kernel, call(form), code, form.given(), donated()))

    title = _("Sample of donor %(code)s", code=code)
    return done(form, _board(code), command) or _form("sample", title, form, donor)


@blueprint.route("/donors/<code>/samples/<which>/correct", methods=["GET", "POST"])
@does("markers.sample")
def correct_sample(code: str, which: str) -> AnyResponse:
    donor = donor_for("sample", code)
    form = SampleForm(**_known_sample(donor, which))

    def command() -> object:
        said = call(form, str(form.reason.data).strip())
        kernel, given = house().kernel, form.given()
        return _told(service.correct_sample(kernel, said, code, which, given, donated()))

    title = _("Correct sample %(sample)s", sample=which)
    return done(form, _board(code), command) or _form("sample", title, form, donor)


@blueprint.route("/donors/<code>/samples/<which>/results/new", methods=["GET", "POST"])
@does("markers.enter")
def enter(code: str, which: str) -> AnyResponse:
    donor, form = donor_for("enter", code), ResultForm()
    _sample_or_not_found(donor, which)
    _offer_result(form, donor)
    form.first()
    title = _("Result of sample %(sample)s", sample=which)
    if form.validate_on_submit():
        given = form.given(which)
        try:
            answer = service.enter(house().kernel, call(form), code, given, donated())
        except Refused as refused:
            return _again(form, refused, title, donor)
        return _recorded(code, answer)
    return _form("result", title, form, donor)


@blueprint.route("/donors/<code>/results/<int:n>/correct", methods=["GET", "POST"])
@does("markers.correct")
def correct(code: str, n: int) -> AnyResponse:
    donor = donor_for("correct", code)
    view = _result_or_not_found(donor, n)
    form = ResultForm(**_known_result(view))
    _offer_result(form, donor)
    title = _("Correct result %(n)s of sample %(sample)s", n=n, sample=view.row.sample)
    if form.validate_on_submit():
        said, given = call(form, str(form.reason.data).strip()), form.given(view.row.sample)
        try:
            answer = service.correct(house().kernel, said, code, n, given, donated())
        except Refused as refused:
            return _again(form, refused, title, donor)
        return _recorded(code, answer)
    return _form("result", title, form, donor)


@blueprint.route("/donors/<code>/markers/verify", methods=["GET", "POST"])
@does("markers.verify")
def verify(code: str) -> AnyResponse:
    donor, form = donor_for("verify", code), VerifyForm()
    waiting, protocol = _waiting(donor)
    form.results.choices = [(str(v.row.n), _result_words(v, protocol)) for v in waiting]

    def command() -> object:
        return service.verify(house().kernel, call(form), code, form.numbers)

    title = _("Verify results of donor %(code)s", code=code)
    return done(form, _board(code), command) or _form("verify", title, form, donor, waiting=waiting)


@blueprint.route("/donors/<code>/markers/<marker>/conclude", methods=["GET", "POST"])
@does("markers.conclude")
def conclude(code: str, marker: str) -> AnyResponse:
    donor, form = donor_for("conclude", code), OpinionForm()
    with reading() as session:
        found = protocol_for(session, donor).marker(marker)
    if found is None:
        raise NotFound(f"{donor.stream}/markers/{marker}")

    def command() -> object:
        said = call(form, str(form.reason.data).strip())
        return service.conclude(house().kernel, said, code, marker, form.said.data, donated())

    title = _("Conclude on %(marker)s of donor %(code)s", marker=words(found.label), code=code)
    return done(form, _board(code), command) or _form("conclude", title, form, donor)


def _board(code: str) -> str:
    return url_for("markers.board", code=code)


def _form(template: str, title: str, form: PageForm, donor: DonorSeen, **more: Any) -> AnyResponse:
    if not form.is_submitted():
        form["seen"].data = str(donor.seq)
    status = 422 if form.errors or more.get("asked") else 200
    return page(
        f"markers/{template}.html", title=title, crumbs=crumbs(donor.code, inside=True),
        form=form, donor=donor, status=status, **more,
    )  # fmt: skip


def _again(form: ResultForm, refused: Refused, title: str, donor: DonorSeen) -> AnyResponse:
    """Show the form again; what opens a deviation is confirmed with its token."""
    if isinstance(refused, Unconfirmed):
        form.confirmed.data = refused.token
        return _form("result", title, form, donor, asked=refused.findings, wrong=True)
    say(form, refused)
    return _form("result", title, form, donor)


def _recorded(code: str, answer: dict[str, Any]) -> AnyResponse:
    if answer["hold"]:
        flash(_("The donor is on hold: %(hold)s.", hold=answer["hold"]), "warning")
    flash(_("The result is recorded. Another person verifies it."), "success")
    return redirect(_board(code), 303)


def _told(answer: dict[str, Any]) -> dict[str, Any]:
    for finding in answer["findings"]:
        flash(sentence(finding), "warning")
    flash(_("Sample %(sample)s is recorded.", sample=answer["sample"]), "success")
    return answer


def _offer_request(form: RequestForm, donor: DonorSeen) -> None:
    with reading() as session:
        protocol = protocol_for(session, donor)
        form.offer(protocol, queries.laboratories(session, today_at(donor)))
    if request.method == "GET":
        form.demand(protocol)


def _offer_result(form: ResultForm, donor: DonorSeen) -> None:
    today = today_at(donor)
    with reading() as session:
        lots = [(r.kit, r.lot, day(r.expires_on)) for r in queries.lots(session, donor.site)]
        kits, labs = queries.kits(session, today), queries.laboratories(session, today)
        form.offer(protocol_for(session, donor), kits, lots, labs)


def _sample_or_not_found(donor: DonorSeen, which: str) -> Any:
    with reading() as session:
        found = queries.board(session, donor.stream).sample(which)
    if found is None:
        raise NotFound(f"{donor.stream}/markers/sample/{which}")
    return found


def _result_or_not_found(donor: DonorSeen, n: int) -> ResultView:
    with reading() as session:
        results = queries.board(session, donor.stream).results
    found = next((v for v in results if v.row.n == n), None)
    if found is None:
        raise NotFound(f"{donor.stream}/markers/result/{n}")
    return found


def _known_sample(donor: DonorSeen, which: str) -> dict[str, Any]:
    """Give what is on record, so that a correction changes only what was wrong."""
    row = _sample_or_not_found(donor, which)
    fluids = row.fluids if row.fluids in FLUIDS else None
    numbers = ("weight", "blood", "colloids", "crystalloids")
    shown = {n: "" if getattr(row, n) is None else str(getattr(row, n)) for n in numbers}
    return {
        "label": row.label, "specimen": row.specimen, "drawn_at": row.drawn_at, "fluids": fluids,
        "archived": row.archived, **shown,
    }  # fmt: skip


def _known_result(view: ResultView) -> dict[str, Any]:
    row = view.row
    return {
        "analyte": row.analyte, "interpretation": row.interpretation, "retest": row.retest,
        "confirmatory": row.confirmatory, "value": row.text, "unit": row.unit or None,
        "lot": f"{row.kit}|{row.lot}", "laboratory": row.laboratory,
        "received_at": row.received_at, "tested_at": row.tested_at, "validator": row.validator,
        "comment": row.comment,
    }  # fmt: skip


def _waiting(donor: DonorSeen) -> tuple[list[ResultView], Any]:
    """Give the results that the reader may verify: standing, unverified, entered by another."""
    with reading() as session:
        results = queries.board(session, donor.stream).results
        protocol = protocol_for(session, donor)
    mine = actor().id
    waiting = [v for v in results if v.standing and not v.verified and v.row.recorded_by != mine]
    return waiting, protocol


def _result_words(view: ResultView, protocol: Any) -> str:
    """Write a result in one line, as the report of the laboratory has it."""
    row = view.row
    analyte = protocol.analytes.get(row.analyte)
    value = f", {row.text} {row.unit}" if row.text else ""
    said = words(INTERPRETATIONS[row.interpretation])
    name = words(analyte.label) if analyte else row.analyte
    return f"{row.sample} – {name}: {said}{value} ({row.kit_name}, {row.lot})"
