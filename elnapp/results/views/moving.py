"""Pages of moved gates: how far and why, and what quality assurance decides, each with its signature."""

from __future__ import annotations

from decimal import Decimal

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from batches import gate_moves as rules
from batches.gate_moves import Move
from elnapp.documents.views import proved
from elnapp.documents.views.showing import today
from elnapp.inbox.views.showing import sender
from elnapp.record import NotFound, Refused
from elnapp.results import service
from elnapp.results.forms import DecideMoveForm, MoveForm
from elnapp.results.queries import PanelView
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.seeing import (
    Seen,
    crumbs,
    results_crumb,
    say,
    say_opened,
    seen_lot,
    shifts,
)
from elnapp.signing.service import preview
from elnapp.web.access import does
from elnapp.web.house import call, house, reading
from elnapp.web.locale import current_lang
from elnapp.web.pages import page


@blueprint.route("/lots/<number>/panels/<int:n>/move", methods=["GET", "POST"])
@does("results.move_gate")
def move_gate(number: str, n: int) -> AnyResponse:
    seen = seen_lot(number)
    found, form = seen.panel(n), MoveForm()
    with reading() as session:
        body = service.template_of(session, found).body
    most = rules.bounds(body)
    for name in rules.SHIFTS:
        if name in most:
            form[name].label.text = rules.words(body, name, current_lang())
        else:
            del form[name]
    if most and form.validate_on_submit():
        given = {name: form[name].number or Decimal(0) for name in most}
        try:
            proof = proved(form)
            made = call(form, str(form.reason.data or "").strip() or None)
            answer = service.move_gate(sender(), made, seen.pinned, n, Move(**given), proof)
        except Refused as refused:
            say(form, refused)
        else:
            flash(_("The gates are moved. Quality assurance decides whether it holds."), "success")
            return redirect(url_for("results.panel", number=number, n=answer["panel"]), 303)
    return page(
        "results/panel_move.html", title=_("Move the gates of panel %(n)s", n=n), form=form,
        seen=seen, panel=found, most=most, crumbs=_crumbs(seen, found),
        status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/lots/<number>/panels/<int:n>/decide", methods=["GET", "POST"])
@does("results.decide_move")
def decide_move(number: str, n: int) -> AnyResponse:
    seen = seen_lot(number)
    found = seen.panel(n)
    if found.move is None:
        raise NotFound(found.address)
    form = DecideMoveForm(login=current_user.login)
    with reading() as session:
        shown = preview(session, service.decision(session, found, today()))
        body = service.template_of(session, found).body
    if form.validate_on_submit():
        outcome = str(form.outcome.data)
        try:
            proof = proved(form)
            made = call(form, str(form.text.data or "").strip() or None)
            answer = service.decide_move(
                house().kernel, made, seen.pinned, n, outcome, proof,
                shown=request.form.get("shown"),
            )  # fmt: skip
        except Refused as refused:
            say(form, refused)
        else:
            flash(_("The decision is recorded and signed."), "success")
            say_opened(answer)
            return redirect(url_for("results.panel", number=number, n=n), 303)
    return page(
        "results/panel_decide.html", title=_("Decide on the moved gates of panel %(n)s", n=n),
        form=form, seen=seen, panel=found, first=seen.panel(found.move.of), shown=shown,
        shifts=shifts(body, found),
        at=house().clock(), crumbs=_crumbs(seen, found), status=422 if form.errors else 200,
    )  # fmt: skip


def _crumbs(seen: Seen, found: PanelView) -> list[tuple[str, str]]:
    inside = url_for("results.panel", number=seen.number, n=found.n)
    return crumbs(seen.number, results_crumb(seen.number), (_("Panel %(n)s", n=found.n), inside))
