"""The own account: what I may do, my password, my second factor."""

from __future__ import annotations

import segno
from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from batches.policy import ROLES
from elnapp.people import queries, service
from elnapp.people.forms import ChangePasswordForm, EnrolForm, ReplaceForm
from elnapp.people.views.blueprint import blueprint
from elnapp.people.views.door import HOME, access, origin
from elnapp.record import Refused
from elnapp.web.access import does
from elnapp.web.forms import attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page


@blueprint.get("/account")
@does("people.change_password")
def own() -> AnyResponse:
    with reading() as store:
        account = queries.account(store, current_user.login)
        grants = queries.grants(store, actor().id)
    return page(
        "people/own.html", title=_("My account"), account=account, grants=grants, roles=ROLES
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@does("people.change_password")
def change_password() -> AnyResponse:
    form = ChangePasswordForm()
    if form.validate_on_submit() and _same(form):
        try:
            _change(form)
        except Refused as refused:
            attach(form, refused.findings)
        else:
            return _after_change()
    return page(
        "people/password.html", title=_("Change the password"), form=form, least=access(),
        forced=current_user.presence.must_change, status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@does("people.enrol_totp")
def enrol_totp() -> AnyResponse:
    form = ReplaceForm() if current_user.presence.has_factor else EnrolForm()
    seed = service.begin_enrolment(house().kernel, actor().id, house().clock())
    if form.validate_on_submit():
        try:
            _enrol(form, seed)
        except Refused as refused:
            attach(form, refused.findings)
        else:
            flash(_("The second factor is enrolled. You can sign with it now."), "success")
            return redirect(url_for("people.own"), 303)
    return page("people/factor.html", title=_("Second factor"), form=form, seed=seed,
                picture=_picture(seed), status=422 if form.errors else 200)  # fmt: skip


def _same(form: ChangePasswordForm) -> bool:
    if form.new_password.data == form.new_password_again.data:
        return True
    form.new_password_again.errors = [_("The two new passwords differ. Enter the same one twice.")]
    return False


def _change(form: ChangePasswordForm) -> None:
    login, keep = current_user.login, current_user.presence.sid
    service.check_credentials(
        house(), login, str(form.password.data), None, "change_password", origin()
    )
    new = str(form.new_password.data)
    service.change_password(house(), call(form), login, new, keep=keep, access=access())


def _after_change() -> AnyResponse:
    flash(_("The password is changed. Every other session of yours has ended."), "success")
    if current_user.presence.has_factor:
        return redirect(HOME, 303)
    return redirect(url_for("people.enrol_totp"), 303)


def _enrol(form: EnrolForm, seed: str) -> None:
    old = str(form.old_otp.data) if isinstance(form, ReplaceForm) else None
    login = current_user.login
    service.check_credentials(house(), login, str(form.password.data), old, "enrol_totp", origin())
    service.enrol_totp(house().kernel, call(form), login, seed, str(form.otp.data), access())


def _picture(seed: str) -> str:
    issuer = house().settings.establishment
    address = service.enrolment_address(seed, current_user.login, issuer, access())
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=4))
