"""Recording and correcting an identity."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.policy import permitted
from elnapp.record import Head, NotFound, NotPermitted
from elnapp.vault import queries, service
from elnapp.vault.forms import CorrectForm, IdentityForm
from elnapp.vault.views.blueprint import blueprint
from elnapp.vault.views.showing import crumbs, done, held_for, offered, policy, tried
from elnapp.web.access import does
from elnapp.web.house import actor, call, house, reading
from elnapp.web.keep import confidential
from elnapp.web.pages import page


@blueprint.route("/vault/<kind>/<code>/new", methods=["GET", "POST"])
@confidential
@does("vault.record")
def record(kind: str, code: str) -> AnyResponse:
    about = _subject(kind, code)
    if _there(about):
        return redirect(url_for("vault.show", code=code), 303)
    form = IdentityForm()
    made = tried(form, lambda: service.record(house(), call(form), about, form.typed()))
    if made:
        return redirect(url_for("vault.show", code=code), 303)
    return _page("vault/record.html", _("Identity of %(code)s", code=code), form, code)


@blueprint.route("/vault/<code>/correct", methods=["GET", "POST"])
@confidential
@does("vault.correct")
def correct(code: str) -> AnyResponse:
    held = held_for("correct", code)
    form = CorrectForm(seen=held.seq)
    form.why.choices = offered(policy().corrections)

    def command() -> object:
        cleared = tuple(form.cleared.data or ())
        return service.correct(house(), call(form), code, form.typed(), form.why.data, cleared)

    title = _("Correct the identity of %(code)s", code=code)
    return done(form, code, command) or _page("vault/correct.html", title, form, code, code)


def _subject(kind: str, code: str) -> str:
    """Give the stream of the person; NotFound or NotPermitted as for any page that does a verb."""
    about = f"{kind}/{code}"
    with reading() as session:
        head = session.get(Head, about)
    if head is None or not queries.sees(actor(), head.site, head.study):
        raise NotFound(about)
    verdict = permitted("vault.record", actor(), head.site, head.study, head.state)
    if not verdict:
        raise NotPermitted(verdict.findings)
    return about


def _there(about: str) -> bool:
    with reading() as session:
        return queries.is_held(session, about)


def _page(
    template: str, title: str, form: IdentityForm, code: str, over: str | None = None
) -> Response:
    return page(
        template, title=title, crumbs=crumbs(over), form=form, code=code,
        status=422 if form.errors else 200,
    )  # fmt: skip
