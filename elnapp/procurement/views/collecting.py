"""The record of procurement and the hand-over."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from batches.identifiers import Din
from elnapp.documents.views import proved
from elnapp.donors import queries as donors
from elnapp.procurement import service
from elnapp.procurement.forms import Components, HandOverBeside
from elnapp.procurement.queries import DonationView
from elnapp.procurement.service import NewHandOver, NewProcurement
from elnapp.procurement.views.blueprint import blueprint
from elnapp.procurement.views.showing import (
    asked_form,
    beside_form,
    codes,
    crumbs,
    donation_for,
    done,
)
from elnapp.web.access import does
from elnapp.web.house import call, house, reading
from elnapp.web.pages import page


@blueprint.route("/donations/<din>/procurement", methods=["GET", "POST"])
@does("procurement.procure")
def procure(din: str) -> AnyResponse:
    view, asked = donation_for("procure", din)
    form = asked_form(asked, "collection", _seen(view), _earlier(view))
    beside = beside_form(Components, form, login=current_user.login)

    def command() -> object:
        given = NewProcurement(form.typed(), view.zone)
        said = call(form, str(beside.reason.data or "").strip() or None)
        proof = proved(beside)
        return service.procure(house().kernel, said, view.donor, din, given, proof)

    url = url_for("procurement.show", din=din)
    return done((form, beside), command, url) or page(
        "procurement/procure.html", title=_("Procurement of %(din)s", din=Din(din)),
        crumbs=crumbs(din), form=form, beside=beside, view=view,
        status=422 if form.errors or beside.errors else 200,
    )  # fmt: skip


@blueprint.route("/donations/<din>/hand-over", methods=["GET", "POST"])
@does("procurement.hand_over")
def hand_over(din: str) -> AnyResponse:
    view, asked = donation_for("hand_over", din)
    form = asked_form(asked, "hand_over", view.seq, {"dispatched_at": house().clock().isoformat()})
    beside = beside_form(HandOverBeside, form)

    def command() -> object:
        given = NewHandOver(codes(str(beside.items.data)), form.typed(), view.zone)
        proof = proved(beside)
        return service.hand_over(house().kernel, call(form), din, given, proof)

    url = url_for("procurement.show", din=din)
    return done((form, beside), command, url) or page(
        "procurement/hand_over.html", title=_("Hand over %(din)s", din=Din(din)),
        crumbs=crumbs(din), form=form, beside=beside, view=view,
        status=422 if form.errors or beside.errors else 200,
    )  # fmt: skip


def _seen(view: DonationView) -> int:
    """Give the head that the form was shown with: the donor's until the donation has its own."""
    if view.seq is not None:
        return view.seq
    with reading() as session:
        found = donors.find(session, view.donor)
    return found.seq if found else 0


def _earlier(view: DonationView) -> dict[str, str]:
    """Begin a correction from what is on record, and a first one from the donation."""
    made = view.procurement
    if made is None:
        at: datetime = view.donation.collected_at
        return {"ended_at": at.isoformat()}
    return {name: str(one["text"]) for name, one in made.answers.items()}
