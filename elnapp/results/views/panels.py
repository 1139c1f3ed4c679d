"""A panel of flow cytometry: tubes chosen from the inbox, judged, shown with its gates."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, make_response, redirect, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from batches import gate_moves
from batches.inbox import FLOW
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.documents.views import signed
from elnapp.inbox import queries as inbox
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.views.showing import sender
from elnapp.record import Refused
from elnapp.results import service
from elnapp.results.forms import PanelForm
from elnapp.results.queries import row_at
from elnapp.results.service import Asked, Unconfirmed
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.seeing import (
    Seen,
    crumbs,
    may_on,
    results_crumb,
    say,
    say_opened,
    seen_lot,
    shifts,
)
from elnapp.signing import queries as signing
from elnapp.web.access import does, shows
from elnapp.web.house import call, house, reading
from elnapp.web.locale import current_lang, site_zone, words
from elnapp.web.pages import page

TEMPLATE = "gating-template"
NONE = Text("None", "Aucun")


@blueprint.route("/lots/<number>/panels/new", methods=["GET", "POST"])
@does("results.judge_panel")
def judge_panel(number: str) -> AnyResponse:
    seen, form = seen_lot(number), PanelForm()
    waiting: tuple[Finding, ...] = ()
    token = ""
    with reading() as session:
        templates = _templates(session, seen, house().clock().astimezone(site_zone()).date())
        rows = inbox.usable(session, seen.head.site, {FLOW})
    _offer(form, templates, rows, seen)
    if form.validate_on_submit():
        try:
            return _done(seen, form, templates)
        except Unconfirmed as unconfirmed:
            waiting, token = tuple(unconfirmed.findings), unconfirmed.token
        except Refused as refused:
            say(form, refused)
    return page(
        "results/panel_new.html", title=_("Judge a panel"), form=form, seen=seen, rows=rows,
        templates=templates, waiting=waiting, token=token, wrong=bool(waiting),
        crumbs=crumbs(number, results_crumb(number)), status=422 if form.errors or waiting else 200,
    )  # fmt: skip


@blueprint.get("/lots/<number>/panels/<int:n>")
@shows("results")
def panel(number: str, n: int) -> AnyResponse:
    seen = seen_lot(number)
    found = seen.panel(n)
    with reading() as session:
        body = service.template_of(session, found).body
        given = signing.all_of(session, seen.pinned.stream, f"{found.address}/move")
        given += signing.all_of(session, seen.pinned.stream, found.address)
    return page(
        "results/panel.html", title=_("Panel %(n)s", n=n), seen=seen, panel=found,
        first=seen.panel(found.move.of) if found.move else None, given=signed(given),
        shifts=shifts(body, found), movable=bool(gate_moves.bounds(body)),
        moves=[p for p in seen.panels if p.move and p.move.of == n],
        may=may_on(seen.head, "results.move_gate", "results.decide_move"),
        pictures=found.pictures.get(current_lang(), ()), row_of=row_at,
        crumbs=crumbs(number, results_crumb(number)),
    )  # fmt: skip


@blueprint.get("/lots/<number>/panels/<int:n>/<sha256>.svg")
@shows("results")
def picture(number: str, n: int, sha256: str) -> AnyResponse:
    found = seen_lot(number).panel(n)
    known = {one["sha256"] for pictures in found.pictures.values() for one in pictures}
    if sha256 not in known:
        abort(404)
    answer = make_response(house().files.read(sha256))
    answer.mimetype = "image/svg+xml"
    return answer


def _templates(session: Session, seen: Seen, on: date) -> list[Version]:
    """Give the templates in force that give a row of the lot's specification."""
    named = {row.panel[0] for row in seen.pinned.specification.rows if row.panel is not None}
    return [v for v in documents.all_effective(session, TEMPLATE, on) if v.code in named]


def _offer(form: Any, templates: list[Version], rows: list[ReadingView], seen: Seen) -> None:
    form.template.choices = [(v.id, f"{words(v.title)} ({v.name})") for v in templates]
    if len(templates) == 1 and not form.is_submitted():
        form.template.data = templates[0].id
    form.readings.choices = [(r.id, f"{r.file_name} – {r.sample or r.locator}") for r in rows]
    form.sample.choices = [("", words(NONE)), *((s.code, s.code) for s in seen.samples)]


def _done(seen: Seen, form: PanelForm, templates: list[Version]) -> AnyResponse:
    (template,) = [v for v in templates if v.id == form.template.data]
    passage = form.passage.number
    asked = Asked(
        template, tuple(form.readings.data or ()), form.sample.data or None,
        None if passage is None else int(passage), request.form.get("confirmed", ""),
        bool(form.monitoring.data),
    )  # fmt: skip
    made = call(form, str(form.reason.data or "").strip() or None)
    answer = service.judge_panel(sender(), made, seen.pinned, asked)
    flash(_("The panel is judged and its results are recorded."), "success")
    say_opened(answer)
    return redirect(url_for("results.panel", number=seen.number, n=answer["panel"]), 303)
