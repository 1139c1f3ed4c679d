"""The four reviews: one page each, showing what is signed."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from elnapp.documents.views import proved
from elnapp.lots.queries import Seen
from elnapp.record import Answer, Call, Kernel, Refused
from elnapp.release import queries, service
from elnapp.release.service import Signing
from elnapp.release.views.blueprint import blueprint
from elnapp.release.views.showing import (
    ACTS,
    Act,
    Do,
    may_or_refuse,
    say,
    seen_lot,
    shown,
    sign_form,
    sign_page,
)
from elnapp.web.access import does
from elnapp.web.forms import SignForm
from elnapp.web.house import call, house, reading


@blueprint.route("/lots/<number>/production-review", methods=["GET", "POST"])
@does("release.review_production")
def review_production(number: str) -> AnyResponse:
    return _signed(number, ACTS["review_production"], service.review_production)


@blueprint.route("/lots/<number>/results-approval", methods=["GET", "POST"])
@does("release.approve_results")
def approve_results(number: str) -> AnyResponse:
    return _signed(number, ACTS["approve_results"], service.approve_results)


@blueprint.route("/lots/<number>/trail-review", methods=["GET", "POST"])
@does("release.review_trail")
def review_trail(number: str) -> AnyResponse:
    return _signed(number, ACTS["review_trail"], _review_trail)


@blueprint.route("/lots/<number>/approval", methods=["GET", "POST"])
@does("release.approve")
def approve(number: str) -> AnyResponse:
    return _signed(number, ACTS["approve"], service.approve)


def _review_trail(kernel: Kernel, asked: Call, number: str, signing: Signing) -> Answer:
    return service.review_trail(kernel, asked, number, signing, asked.reason or "")


def _signed(number: str, act: Act, do: Do) -> AnyResponse:
    """Show what is signed; sign it when both components come back."""
    lot, form = seen_lot(number), sign_form()
    may_or_refuse(lot, act)
    if form.validate_on_submit():
        try:
            _sign(form, number, do)
        except Refused as refused:
            say(form, refused)
        else:
            flash(
                _("Signed. The signature stands in the record of lot %(lot)s.", lot=number),
                "success",
            )
            return redirect(url_for("release.gate", number=number), 303)
    return _page(lot, act, form)


def _sign(form: SignForm, number: str, do: Do) -> None:
    signing = Signing(proved(form), request.form.get("shown"))
    do(house().kernel, call(form, str(form.comment.data or "") or None), number, signing)


def _page(lot: Seen, act: Act, form: SignForm) -> AnyResponse:
    with reading() as session:
        found = shown(session, lot, act)
        of_trail = act.verb == "release.review_trail"
        span = queries.next_range(session, lot.stream) if of_trail else None
    return sign_page(lot, act, form, found, span=span)
