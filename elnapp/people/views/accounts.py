"""Accounts of others: made, given roles, unlocked, closed by an administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.people import Grant
from batches.policy import ROLES
from elnapp.people import queries, service
from elnapp.people.forms import AccountForm, GrantForm, ReasonForm, ResetForm
from elnapp.people.views.blueprint import blueprint
from elnapp.record import Refused
from elnapp.web.access import does, shows
from elnapp.web.forms import PageForm, attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page

STATES = ("active", "locked", "inactive")


@blueprint.get("/people")
@shows("people")
def index() -> AnyResponse:
    text, state = request.args.get("q", ""), request.args.get("state", "")
    with reading() as store:
        found = queries.people(store, actor(), text, state)
        roles = queries.roles_by_account(store, [a.id for a in found])
    return page(
        "people/index.html", title=_("People"), people=found, roles=roles, words=ROLES,
        state_of=queries.state_of_row, states=STATES,
    )  # fmt: skip


@blueprint.get("/people/<login>")
@shows("people")
def person(login: str) -> AnyResponse:
    with reading() as store:
        found = queries.person(store, actor(), login)
        grants = queries.grants(store, found.id)
        names = queries.names(store, {g.granted_by for g in grants})
    return page(
        "people/person.html", title=found.name, account=found, grants=grants, names=names,
        roles=ROLES, state=queries.state_of_row(found), mine=found.id == actor().id,
        crumbs=_crumbs(),
    )  # fmt: skip


@blueprint.route("/people/new", methods=["GET", "POST"])
@does("people.create_account")
def create_account() -> AnyResponse:
    form = AccountForm()
    form.offer(_places())
    if form.validate_on_submit():
        password = service.temporary_password()
        try:
            answer = service.create_account(house(), call(form), _new(form), password)
        except Refused as refused:
            attach(form, refused.findings)
        else:
            return _once(str(answer["login"]), password if answer["fresh"] else "")
    return _ask(form, _("New account"), _("Create the account"), _crumbs())


@blueprint.route("/people/<login>/grants/new", methods=["GET", "POST"])
@does("people.grant")
def grant(login: str) -> AnyResponse:
    form = GrantForm()
    form.offer(_places(), _trials())
    wanted = Grant(str(form.role.data), str(form.site.data), form.study.data or None)
    return _do(
        login, form, _("Give a role"), _("Give the role"),
        lambda: service.grant(house().kernel, call(form), login, wanted),
    )  # fmt: skip


@blueprint.route("/people/<login>/grants/<grant_id>/revoke", methods=["GET", "POST"])
@does("people.revoke")
def revoke(login: str, grant_id: str) -> AnyResponse:
    form = ReasonForm()
    return _do(
        login, form, _("Take a role back"), _("Take the role back"),
        lambda: service.revoke(house().kernel, _why(form), login, grant_id),
    )  # fmt: skip


@blueprint.route("/people/<login>/unlock", methods=["GET", "POST"])
@does("people.unlock")
def unlock(login: str) -> AnyResponse:
    form = ReasonForm()
    return _do(
        login, form, _("Unlock the account"), _("Unlock"),
        lambda: service.unlock(house().kernel, _why(form), login),
    )  # fmt: skip


@blueprint.route("/people/<login>/deactivate", methods=["GET", "POST"])
@does("people.deactivate")
def deactivate(login: str) -> AnyResponse:
    form = ReasonForm()
    return _do(
        login, form, _("Deactivate the account for ever"), _("Deactivate"),
        lambda: service.deactivate(house().kernel, _why(form), login),
    )  # fmt: skip


@blueprint.route("/people/<login>/reset", methods=["GET", "POST"])
@does("people.reset_password")
def reset_password(login: str) -> AnyResponse:
    form, found = ResetForm(), _person(login)
    if form.validate_on_submit():
        password = service.temporary_password()
        lost = bool(form.drop_factor.data)
        try:
            fresh = service.reset_password(house(), _why(form), login, password, drop_factor=lost)
        except Refused as refused:
            attach(form, refused.findings)
        else:
            return _once(login, password if fresh else "")
    return _ask(form, _("Reset the password"), _("Make a temporary password"), _crumbs(found))


def _do(login: str, form: PageForm, title: str, label: str, act: Callable[[], Any]) -> AnyResponse:
    """Ask for one act on an account, do it, and go back to the account."""
    found = _person(login)
    if form.validate_on_submit():
        try:
            act()
        except Refused as refused:
            attach(form, refused.findings)
        else:
            flash(_("Done: %(what)s.", what=title), "success")
            return redirect(url_for("people.person", login=login), 303)
    return _ask(form, title, label, _crumbs(found))


def _ask(form: PageForm, title: str, label: str, crumbs: Any) -> AnyResponse:
    status = 422 if form.errors else 200
    return page(
        "people/form.html", title=title, form=form, label=label, crumbs=crumbs, status=status
    )


def _once(login: str, password: str) -> AnyResponse:
    """Show a temporary password, this once; an empty one was shown before and is gone."""
    title = _("Temporary password")
    return page("people/once.html", title=title, login=login, password=password, crumbs=_crumbs())


def _why(form: ReasonForm) -> Any:
    return call(form, str(form.reason.data).strip())


def _new(form: AccountForm) -> service.NewAccount:
    return service.NewAccount(
        str(form.login.data).strip(), str(form.name.data).strip(),
        str(form.function.data).strip(), str(form.site.data),
        str(form.verified_how.data).strip(), str(form.lang.data),
    )  # fmt: skip


def _person(login: str) -> Any:
    with reading() as store:
        return queries.person(store, actor(), login)


def _places() -> list[tuple[str, str]]:
    with reading() as store:
        return [(s.code, f"{s.code} – {s.name}") for s in queries.sites(store, actor())]


def _trials() -> list[tuple[str, str]]:
    with reading() as store:
        return [(s.code, s.code) for s in queries.studies(store, actor())]


def _crumbs(found: Any = None) -> tuple[tuple[str, str], ...]:
    people = (_("People"), url_for("people.index"))
    if found is None:
        return (people,)
    return (people, (found.name, url_for("people.person", login=found.login)))
