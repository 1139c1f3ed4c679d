"""Correcting an entry: never in place; the original stays, struck through."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches import kinds
from batches.verdict import Finding
from elnapp.documents.views import proved
from elnapp.lots import queries, service
from elnapp.lots.forms import BesideCorrection
from elnapp.lots.queries import EntryView
from elnapp.lots.service import Answered, Unconfirmed
from elnapp.lots.views import counting, showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.lots.views.recording import PREFIX, Bench, known, say
from elnapp.record import NotFound, Refused
from elnapp.web.access import does
from elnapp.web.forms import step_form
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page


@blueprint.route("/lots/<number>/record/<segment>/<code>/correct", methods=["GET", "POST"])
@does("lots.correct")
def correct(number: str, segment: str, code: str) -> AnyResponse:
    asked, standing, veiled = _asked(number, f"{segment}/{code}")
    if veiled:  # The page of the step says why.
        return redirect(showing.step_url(number, asked.place.path), 303)
    waiting: tuple[Finding, ...] = ()
    if asked.form.validate_on_submit() and asked.beside.validate():
        try:
            _correct(asked)
        except Unconfirmed as unconfirmed:
            waiting = unconfirmed.findings
        except Refused as refused:
            say(asked.form, asked.beside, refused)
        else:
            return redirect(showing.step_url(number, asked.place.path), 303)
    return _page(asked, standing, waiting)


def _asked(number: str, path: str) -> tuple[Bench, EntryView, bool]:
    """Give the form of a correction, the entry, and whether the reader must not see it yet."""
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        plan = queries.plan_of(session, seen.order)
        place = known(plan.master.place(path), path)
        history = queries.history(session, seen.stream, path)
        veiled = showing.veiled(plan, queries.placed(session, plan), path, history)
    standing = history.standing
    if standing is None:
        raise NotFound(f"{seen.stream}/record/{path}")
    typed = {name: value.text for name, value in standing.values.items()}
    form = step_form(kinds.fields(place.step), seen=seen.seq, data=typed)
    beside = BesideCorrection(request.form if form.is_submitted() else None, prefix=PREFIX)
    return Bench(seen, plan, place, form, beside), standing, veiled


def _correct(asked: Bench) -> None:
    proof = proved(asked.beside)
    confirmed = frozenset(request.form.getlist("confirmed"))
    typed = asked.form.typed()
    answered = Answered(asked.place.path, typed, confirmed=confirmed, marks=counting.said())
    reason = str(asked.beside.reason.data).strip()
    service.correct(
        house().kernel, call(asked.form, reason), asked.seen.number,
        request.form.get("entry", ""), answered, proof,
    )  # fmt: skip


def _page(asked: Bench, standing: EntryView, waiting: tuple[Finding, ...]) -> Response:
    place = asked.place
    wrong = bool(asked.form.errors or asked.beside.errors)
    with reading() as session:
        canvases = counting.canvases(session, asked.seen, place, standing)
    context: dict[str, Any] = {
        "seen": asked.seen, "place": place, "step": place.step, "form": asked.form,
        "beside": asked.beside, "waiting": waiting, "path": place.path,
        "entry": request.form.get("entry", standing.id), "standing": standing,
        "tokens": [service.token(f) for f in waiting], "step_url": showing.step_url,
        "canvases": canvases, "units": {}, "limits": showing.limits_of(place.step), "place_name": showing.place_name(place),
    }  # fmt: skip
    return page(
        "lots/correct.html", title=_("Correct: %(step)s", step=words(place.step.title)),
        crumbs=showing.crumbs(asked.seen), status=422 if wrong or waiting else 200, wrong=wrong,
        **context,
    )  # fmt: skip
