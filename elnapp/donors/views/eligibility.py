"""Screening over the protocol, and the signature of a determination."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from batches.donors import CONCLUSIONS, SOURCES, choices
from batches.protocol import Protocol
from batches.screening import transcribed
from batches.verdict import Finding
from elnapp.documents.queries import Version
from elnapp.documents.views.showing import proved
from elnapp.donors import forms, queries, service
from elnapp.donors.forms import ConfirmForm, DetermineForm
from elnapp.donors.queries import DeterminationView, DonorView, Prepared
from elnapp.donors.service import Conclusion, Confirmed, NewScreening
from elnapp.donors.views.blueprint import blueprint
from elnapp.donors.views.showing import crumbs, done, donor_for, say, text_of, today
from elnapp.record import NotPermitted, Refused, Stale
from elnapp.web.access import does
from elnapp.web.forms import StepForm, attach
from elnapp.web.house import call, house, reading
from elnapp.web.pages import page


@blueprint.route("/donors/<code>/screenings/new", methods=["GET", "POST"])
@does("donors.screen")
def screen(code: str) -> AnyResponse:
    donor = donor_for("screen", code)
    version, data = _protocol(donor)
    protocol = Protocol.from_body(version.body)
    form = forms.screening_form(protocol, seen=donor.seq, data=data)
    if form.validate_on_submit():
        n = _screened(form, donor, version, protocol)
        if n is not None:
            return redirect(url_for("donors.screening", code=code, n=n), 303)
    return page(
        "donors/screen.html", title=_("Screening of donor %(code)s", code=code), form=form,
        crumbs=crumbs(code), donor=donor, version=version, groups=forms.sheets(protocol, form),
        status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/donors/<code>/screenings/<int:n>/determine", methods=["GET", "POST"])
@does("donors.determine")
def determine(code: str, n: int) -> AnyResponse:
    donor = donor_for("determine", code)
    with reading() as session:
        row = queries.screening(session, donor.stream, n)
        basis = queries.prepared(session, donor.stream, row)
    said = text_of("conclusion") or choices(basis.rule)[0]
    form = DetermineForm(login=current_user.login, seen=donor.seq, digest=basis.digest)
    form.ask(said, said != basis.rule)

    def command() -> object:
        return _determined(form, donor, n, said)

    return done(form, code, command) or _sign_page(form, donor, basis, said)


@blueprint.route("/donors/<code>/determinations/<int:n>/confirm", methods=["GET", "POST"])
@does("donors.confirm")
def confirm(code: str, n: int) -> AnyResponse:
    donor = donor_for("confirm", code)
    with reading() as session:
        view = queries.determination(session, donor.stream, n)
    form = ConfirmForm(login=current_user.login, seen=donor.seq, digest=view.row.inputs_digest)
    del form.comment
    if not transcribed(view.row.inputs["outcomes"]):
        del form.compared

    def command() -> object:
        proof, compared = proved(form), "compared" in form and bool(form.compared.data)
        saw = Confirmed(str(form.digest.data), compared)
        return service.confirm(house().kernel, call(form), code, n, proof, saw)

    return done(form, code, command) or _confirm_page(form, donor, view)


def _protocol(donor: DonorView) -> tuple[Version, dict[str, str]]:
    """Give the protocol in force, and the last answers to begin from."""
    with reading() as session:
        version = queries.protocol_in_force(session, donor.study, today(donor))
        earlier = queries.screenings(session, donor.stream)
        says = queries.standing(session, earlier[0]) if earlier else None
    if version is None:
        raise Refused([Finding("DON-NO-PROTOCOL", {"study": donor.study})])
    planned = says.donation_on if says else None
    data = forms.filled(earlier[0].answers) if earlier else {}
    data[forms.ASKED_ON] = today(donor).isoformat()
    return version, data | ({forms.DONATION_ON: planned.isoformat()} if planned else {})


def _screened(form: StepForm, donor: DonorView, version: Version, protocol: Protocol) -> int | None:
    """Record the answers and give the number of the screening; None shows the form again."""
    planned = forms.day_of(form, forms.DONATION_ON)
    forms.day_of(form, forms.ASKED_ON)
    if form.errors:
        return None
    given = NewScreening(
        request.form.get("version", version.id), planned, forms.answers(protocol, form)
    )
    try:
        made = service.screen(house().kernel, call(form), donor.code, given)
    except NotPermitted:
        raise
    except Refused as refused:
        say(form, refused)
        return None
    except Stale as stale:
        # So many answers are not thrown away: they are shown again over the record as it is now.
        form["seen"].data = str(stale.now)
        attach(form, [Finding("DON-MOVED", {"donor": donor.code})])
        return None
    return int(made["screening"])


def _determined(form: DetermineForm, donor: DonorView, n: int, said: str) -> object:
    proof = proved(form)
    until = form.until.data if "until" in form else None
    asked = call(form, str(form.comment.data or "").strip() or None)
    conclusion = Conclusion(said, str(form.digest.data), until)
    return service.determine(house().kernel, asked, donor.code, n, conclusion, proof)


def _sign_page(form: DetermineForm, donor: DonorView, basis: Prepared, said: str) -> Response:
    form.digest.data = basis.digest
    with reading() as session:
        wanted = service.wanted(session, donor, basis, Conclusion(said), today(donor))
    return page(
        "donors/determine.html",
        title=_("Determine the eligibility of donor %(code)s", code=donor.code),
        crumbs=crumbs(donor.code), form=form, donor=donor, basis=basis, said=said,
        wanted=wanted, others=[c for c in choices(basis.rule) if c != said],
        conclusions=CONCLUSIONS, at=house().clock(), sources=SOURCES, row=basis.screening,
        protocol=Protocol.from_body(basis.version.body),
        outcomes={o["code"]: o for o in basis.outcomes}, status=422 if form.errors else 200,
    )  # fmt: skip


def _confirm_page(form: ConfirmForm, donor: DonorView, view: DeterminationView) -> Response:
    form.digest.data = view.row.inputs_digest
    with reading() as session:
        asked = service.confirmation(session, donor, view, today(donor))
        version = queries.protocol_of(session, view.row.screening_id)
        found = queries.questioned(session, donor.stream)
    return page(
        "donors/confirm.html", title=_("Confirm determination %(n)s of donor %(code)s", n=view.row.n, code=donor.code),
        crumbs=crumbs(donor.code), form=form, donor=donor, view=view, row=view.row, wanted=asked,
        questions=found, at=house().clock(), sources=SOURCES, conclusions=CONCLUSIONS,
        protocol=Protocol.from_body(version.body) if version else None,
        outcomes={o["code"]: o for o in view.row.inputs["outcomes"]},
        status=422 if form.errors else 200,
    )  # fmt: skip
