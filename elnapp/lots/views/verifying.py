"""The second person on the same tablet: identified by their own user ID and password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from batches.people import Proof
from batches.verdict import Finding
from elnapp.lots import service
from elnapp.lots.forms import DeclareForm, SecondForm
from elnapp.lots.views import showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.lots.views.reading import step_page
from elnapp.lots.views.recording import say
from elnapp.people import queries as people_queries
from elnapp.people import service as people
from elnapp.people.views import origin
from elnapp.record import Call, NotPermitted, Refused
from elnapp.web.access import does
from elnapp.web.forms import attach
from elnapp.web.house import call, house, reading


@blueprint.post("/lots/<number>/record/<segment>/<code>/witness")
@does("lots.witness")
def witness(number: str, segment: str, code: str) -> AnyResponse:
    return _second(service.witness, number, f"{segment}/{code}")


@blueprint.post("/lots/<number>/record/<segment>/<code>/check")
@does("lots.check")
def check(number: str, segment: str, code: str) -> AnyResponse:
    return _second(service.check, number, f"{segment}/{code}")


@blueprint.post("/lots/<number>/record/<segment>/<code>/unwitnessed")
@does("lots.declare_unwitnessed")
def declare_unwitnessed(number: str, segment: str, code: str) -> AnyResponse:
    path, form = f"{segment}/{code}", DeclareForm()
    if form.validate_on_submit():
        try:
            asked = call(form, str(form.reason.data).strip())
            entry = str(form.entry.data)
            service.declare_unwitnessed(house().kernel, asked, number, path, entry)
        except Refused as refused:
            say(form, form, refused)
        else:
            return redirect(showing.step_url(number, path), 303)
    return step_page(number, path, 422 if form.errors else 200, declare=form, form=form)


def _second(verb: Callable[..., Any], number: str, path: str) -> AnyResponse:
    form = SecondForm()
    if form.validate_on_submit():
        try:
            asked, proof = _person(form)
            verb(house().kernel, asked, number, path, str(form.entry.data), proof)
        except Refused as refused:
            _say(form, refused)
        else:
            return redirect(showing.step_url(number, path), 303)
    return step_page(number, path, 422 if form.errors else 200, second=form, form=form)


def _person(form: SecondForm) -> tuple[Call, Proof]:
    """Identify the second person; the command is theirs, the session stays the performer's."""
    login = str(form.login.data).strip().casefold()
    proof = people.check_credentials(
        house(), login, str(form.password.data), None, "signature", origin()
    )
    with reading() as session:
        person = people_queries.actor_of(session, login)
    if person is None:
        raise Refused([Finding("P-CREDENTIALS")], matters=True)
    return Call(person, form.key, house().clock(), None, form.seen_seq), proof


def _say(form: SecondForm, refused: Refused) -> None:
    """Say it on the page, also when the second person holds no role: the session is another's."""
    if isinstance(refused, NotPermitted):
        attach(form, [Finding(f.code, f.params) for f in refused.findings])
        return
    say(form, form, refused)
