"""Asking for an identity in an emergency, the physician's answer, the one look, and its notice."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from elnapp.documents.views import proved
from elnapp.vault import service
from elnapp.vault.forms import AnswerForm, AskForm, OpenForm
from elnapp.vault.views.blueprint import blueprint
from elnapp.vault.views.looking import revealed
from elnapp.vault.views.showing import (
    confirmed,
    crumbs,
    done,
    held_for,
    listed,
    offered,
    policy,
    shown_digest,
    signing,
    tried,
)
from elnapp.web.access import does
from elnapp.web.forms import PageForm
from elnapp.web.house import call, house
from elnapp.web.keep import confidential
from elnapp.web.pages import page


@blueprint.route("/vault/<code>/ask", methods=["GET", "POST"])
@confidential
@does("vault.ask")
def ask(code: str) -> AnyResponse:
    held = held_for("ask", code)
    form = AskForm(seen=held.seq)
    form.why.choices = offered(policy().emergencies)

    def command() -> object:
        why, words = str(form.why.data), str(form.words.data)
        return service.emergency.ask(house(), call(form), code, why, words)

    title = _("Open the identity of %(code)s", code=code)
    return done(form, code, command) or _form("vault/ask.html", title, form, code)


@blueprint.route("/vault/<code>/approve", methods=["GET", "POST"])
@does("vault.approve")
def approve(code: str) -> AnyResponse:
    held = held_for("approve", code)
    form = AnswerForm(login=current_user.login, seen=held.seq)

    def command() -> object:
        proof, digest = proved(form), shown_digest()
        return service.emergency.approve(house(), call(form), code, proof, shown=digest)

    asked = held.last("open")
    return done(form, code, command) or signing(
        form, held, service.OPENED, "vault/approve.html",
        _("Answer the request for %(code)s", code=code), asked=asked,
        words=service.words_of(house(), asked) if asked else "",
        why=listed(asked.row.why if asked else None, "emergencies"),
    )  # fmt: skip


@blueprint.post("/vault/<code>/decline")
@does("vault.decline")
def decline(code: str) -> AnyResponse:
    held = held_for("decline", code)
    form = PageForm(seen=held.seq)

    def command() -> object:
        return service.emergency.decline(house(), call(form), code)

    title = _("Decline the request for %(code)s", code=code)
    return done(form, code, command) or _form("vault/again.html", title, form, code)


@blueprint.route("/vault/<code>/open", methods=["GET", "POST"])
@does("vault.open")
def open_once(code: str) -> Response:
    held = held_for("open", code)
    form = OpenForm(seen=held.seq)

    def command() -> dict[str, str]:
        confirmed(form)
        return service.emergency.open_once(house(), call(form), code)

    seen = tried(form, command)
    if seen is not None:
        asked = held.last("open")
        return revealed(code, seen, listed(asked.row.why if asked else None, "emergencies"))
    return _form("vault/open.html", _("Look once at %(code)s", code=code), form, code)


@blueprint.post("/vault/<code>/acknowledge")
@does("vault.acknowledge")
def acknowledge(code: str) -> AnyResponse:
    held = held_for("acknowledge", code)
    form = PageForm(seen=held.seq)

    def command() -> object:
        return service.emergency.acknowledge(house(), call(form), code)

    title = _("Take note of the opening of %(code)s", code=code)
    return done(form, code, command) or _form("vault/again.html", title, form, code)


def _form(template: str, title: str, form: PageForm, code: str) -> Response:
    return page(
        template, title=title, crumbs=crumbs(code), form=form, code=code,
        status=422 if form.errors else 200,
    )  # fmt: skip
