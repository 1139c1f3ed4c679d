"""Enrolment, consent, withdrawal and donation."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.donors import TISSUES
from batches.policy import permitted
from elnapp.donors import queries, service
from elnapp.donors.forms import ConsentForm, DonationForm, EnrolForm, WithdrawForm, instant
from elnapp.donors.queries import DonorView
from elnapp.donors.service import NewConsent, NewDonation
from elnapp.donors.views.blueprint import blueprint
from elnapp.donors.views.showing import crumbs, done, donor_for, today
from elnapp.people import queries as people
from elnapp.record import NotPermitted, Refused
from elnapp.web.access import does
from elnapp.web.forms import PageForm, attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page


@blueprint.route("/donors/new", methods=["GET", "POST"])
@does("donors.enrol")
def enrol() -> AnyResponse:
    form = _enrol_form()
    if form.validate_on_submit():
        try:
            made = service.enrol(house().kernel, call(form), form.place.data, form.study.data)
        except NotPermitted:
            raise
        except Refused as refused:
            attach(form, refused.findings)
        else:
            return redirect(url_for("donors.show", code=made["donor"]), 303)
    return _form("donors/enrol.html", _("Enrol a donor"), form)


@blueprint.route("/donors/<code>/consent", methods=["GET", "POST"])
@does("donors.consent")
def consent(code: str) -> AnyResponse:
    donor = donor_for("consent", code)
    form = ConsentForm(seen=donor.seq)
    form.offer(_versions(donor))

    def command() -> object:
        at, zone = instant(form.signed_at), form.signed_at.zone.key
        given = NewConsent(str(form.form_version.data), at, zone, form.language.data)
        return service.consent(house().kernel, call(form), code, given)

    title = _("Consent of donor %(code)s", code=code)
    return done(form, code, command) or _form("donors/consent.html", title, form, code)


@blueprint.route("/donors/<code>/withdraw", methods=["GET", "POST"])
@does("donors.withdraw")
def withdraw(code: str) -> AnyResponse:
    donor = donor_for("withdraw", code)
    form = WithdrawForm(seen=donor.seq)

    def command() -> object:
        said, at = call(form, str(form.comment.data).strip()), instant(form.reported_at)
        zone = form.reported_at.zone.key
        return service.withdraw(house().kernel, said, code, form.scope.data, at, zone)

    title = _("Withdrawal of donor %(code)s", code=code)
    return done(form, code, command) or _form("donors/withdraw.html", title, form, code)


@blueprint.route("/donors/<code>/donate", methods=["GET", "POST"])
@does("donors.donate")
def donate(code: str) -> AnyResponse:
    donor = donor_for("donate", code)
    form = DonationForm(seen=donor.seq)
    form.tissue.choices = _tissues()

    def command() -> object:
        at, zone = instant(form.collected_at), form.collected_at.zone.key
        where = str(form.establishment.data or "")
        given = NewDonation(str(form.din.data), form.tissue.data, at, zone, where)
        return service.donate(house().kernel, call(form), code, given)

    title = _("Donation of donor %(code)s", code=code)
    return done(form, code, command) or _form("donors/donate.html", title, form, code)


def _versions(donor: DonorView) -> list[tuple[str, str]]:
    """Offer every version of the study's form that came into force, the one in force first."""
    with reading() as session:
        found = queries.forms(session, donor.study)
    found.sort(key=lambda version: not version.in_force(today(donor)))
    return [(v.id, f"{v.name} \u2013 {words(v.title)}") for v in found]


def _form(template: str, title: str, form: PageForm, code: str | None = None) -> Response:
    return page(
        template, title=title, crumbs=crumbs(code), form=form, code=code,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _enrol_form() -> EnrolForm:
    """Offer the sites and studies where the person may enrol; a single one is chosen already."""
    with reading() as session:
        sites, studies = people.sites(session), people.studies(session)
    places = [s for s in sites if permitted("donors.enrol", actor(), s.code, None, None)]
    trials = [
        t
        for t in studies
        if any(permitted("donors.enrol", actor(), s.code, t.code, None) for s in places)
    ]
    only = {"place": places[0].code} if len(places) == 1 else {}
    only |= {"study": trials[0].code} if len(trials) == 1 else {}
    form = EnrolForm(**only)
    form.place.choices = [(s.code, f"{s.code} – {s.name}") for s in places]
    form.study.choices = [(t.code, f"{t.code} – {words(t.title)}") for t in trials]
    return form


def _tissues() -> list[tuple[str, str]]:
    with reading() as session:
        codes = sorted({product.source for product in people.products(session)})
    return [(code, words(TISSUES.get(code, code))) for code in codes]
