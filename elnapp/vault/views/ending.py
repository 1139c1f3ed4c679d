"""The end of keeping: one person asks, another signs, and the key is gone."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from elnapp.documents.views import proved
from elnapp.documents.views.showing import today
from elnapp.vault import service
from elnapp.vault.forms import AnswerForm, DueForm
from elnapp.vault.service import Stated
from elnapp.vault.views.blueprint import blueprint
from elnapp.vault.views.showing import (
    crumbs,
    done,
    gather,
    held_for,
    shown_digest,
    signing,
)
from elnapp.web.access import does
from elnapp.web.forms import PageForm
from elnapp.web.house import call, house, reading
from elnapp.web.keep import confidential
from elnapp.web.pages import page


@blueprint.route("/vault/<code>/end", methods=["GET", "POST"])
@confidential
@does("vault.ask_shred")
def ask_shred(code: str) -> AnyResponse:
    held = held_for("ask_shred", code)
    form = DueForm(seen=held.seq)

    def command() -> object:
        source = str(form.source.data)
        stated = Stated(form.day("trial_end"), form.day("last_use"), source)
        return service.shredding.ask(house(), call(form), code, stated, gather())

    title = _("End the keeping of %(code)s", code=code)
    return done(form, code, command) or page(
        "vault/end.html", title=title, crumbs=crumbs(code), form=form, code=code,
        status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.post("/vault/<code>/keep")
@does("vault.keep")
def keep(code: str) -> AnyResponse:
    held = held_for("keep", code)
    form = PageForm(seen=held.seq)

    def command() -> object:
        return service.shredding.keep(house(), call(form), code)

    title = _("Keep the identity of %(code)s", code=code)
    return done(form, code, command) or page(
        "vault/again.html", title=title, crumbs=crumbs(code), form=form, code=code, status=422
    )


@blueprint.route("/vault/<code>/shred", methods=["GET", "POST"])
@does("vault.shred")
def shred(code: str) -> AnyResponse:
    held = held_for("shred", code)
    form = AnswerForm(login=current_user.login, seen=held.seq)

    def command() -> object:
        proof, digest = proved(form), shown_digest()
        return service.shredding.shred(house(), call(form), code, proof, gather(), shown=digest)

    with reading() as session:
        until, waits = service.judged(session, held, gather(), today())
    return done(form, code, command) or signing(
        form, held, service.SHREDDED, "vault/shred.html",
        _("Destroy the key of %(code)s", code=code), asked=held.last("shred"), until=until,
        waits=waits,
    )  # fmt: skip
