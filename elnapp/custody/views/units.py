"""A unit by any printed code; moving it by scanning; stock that is older than the ledger."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.identifiers import parse_din, parse_unit, unit_code
from batches.text import Text
from batches.units import KINDS
from batches.verdict import Finding, Unreadable
from elnapp.custody import queries, service
from elnapp.custody.forms import MoveForm, StockForm
from elnapp.custody.service import Kept, NewStock
from elnapp.custody.views.blueprint import blueprint
from elnapp.custody.views.showing import crumbs, home_of, offer, said, seen_unit, sites_for
from elnapp.record import Head, NotFound, Refused
from elnapp.web import uploads
from elnapp.web.access import does, may, shows
from elnapp.web.house import call, house, reading
from elnapp.web.pages import page

ACTS: dict[str, Text] = {
    "create": Text("made", "créée"),
    "opening": Text("opened from an older record", "reprise d'un dossier antérieur"),
    "sample": Text("taken as a sample", "prélevée comme échantillon"),
    "add": Text("added", "ajout"),
    "draw": Text("drawn", "prélèvement"),
    "move": Text("moved to", "déplacée vers"),
    "end": Text("ended", "terminée"),
}


@blueprint.get("/units")
@shows("custody")
def find() -> AnyResponse:
    text = request.args.get("code", "").strip()
    found = _found(text) if text else None
    if isinstance(found, str):
        return redirect(found, 303)
    return page(
        "custody/find.html", title=_("Find a code"), finding=found, text=text,
        moves=may("custody.move"), opens=may("custody.open_stock"),
        status=422 if found else 200, wrong=bool(found),
    )  # fmt: skip


@blueprint.get("/units/<code>")
@shows("custody")
def unit(code: str) -> Response:
    with reading() as session:
        found, _head = seen_unit(session, code)
        way = queries.way_to(session, found.place) if found.place else ()
        history = queries.history(session, found.id)
        labels = queries.labels(session, found.id)
        holds = queries.holds_of(session, found)
    return page(
        "custody/unit.html", title=code, crumbs=crumbs(), unit=found, way=way, history=history,
        labels=labels, holds=holds, kinds=KINDS, acts=ACTS, home=home_of(found), moves=may("custody.move"),
    )  # fmt: skip


@blueprint.route("/move", methods=["GET", "POST"])
@does("custody.move")
def move() -> AnyResponse:
    form = MoveForm(unit=request.args.get("unit", ""))
    if form.validate_on_submit():
        code, goes = str(form.unit.data).strip(), str(form.place.data).strip().upper()
        try:
            service.move(house().kernel, call(form), code, goes)
        except NotFound:
            said(form, Refused([Finding("C-NO-SUCH-CODE", {"found": code[:40]}, "unit")]))
        except Refused as refused:
            said(form, refused)
        else:
            return redirect(url_for("custody.unit", code=code), 303)
    return page(
        "custody/move.html", title=_("Move a unit"), crumbs=crumbs(), form=form,
        status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/stock/new", methods=["GET", "POST"])
@does("custody.open_stock")
def open_stock() -> AnyResponse:
    form = StockForm()
    offer(form.site, sites_for("custody.open_stock"))
    if form.validate_on_submit():
        try:
            made = service.open_stock(house().kernel, call(form), _stock(form))
        except Refused as refused:
            said(form, refused)
        else:
            return redirect(url_for("custody.unit", code=made["unit"]), 303)
    return page(
        "custody/stock.html", title=_("Take over older stock"), crumbs=crumbs(), form=form,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _stock(form: StockForm) -> NewStock:
    quantity = form.quantity.number
    if quantity is None:
        raise Refused([Finding("ST-QUANTITY", {"found": "–"}, "quantity")])
    return NewStock(
        form.site.data, str(form.code.data).strip(), form.kind.data, str(form.lot.data).strip(),
        quantity, form.uom.data, str(form.source.data), str(form.place.data or "").strip().upper(),
        kept(form.file.data),
    )  # fmt: skip


def kept(upload: Any) -> Kept | None:
    """Keep an uploaded file durably before any row names it; None where none was chosen."""
    file = uploads.kept(upload)
    return Kept.of(file) if file else None


def _found(text: str) -> str | Finding:
    """Give the page of what bears a code: a unit, a place, a donation; or what is wrong with it."""
    with reading() as session:
        for code in dict.fromkeys((text, text.upper(), *_as_unit(text))):
            if queries.unit(session, code):
                return url_for("custody.unit", code=code)
            if queries.place(session, code):
                return url_for("custody.place", code=code)
        try:
            din = parse_din(text.partition("-")[0], where="code").number
        except Unreadable as unreadable:
            near = unreadable.finding.code not in {"DIN-LENGTH", "DIN-EMPTY"}
            return unreadable.finding if near else _nothing(text)
        known = session.get(Head, f"donation/{din}") is not None
    return url_for("procurement.show", din=din) if known else _nothing(text)


def _as_unit(text: str) -> tuple[str, ...]:
    """Give a unit's code as the ledger writes it; the donation in it may stand as on a label."""
    try:
        code = parse_unit(text)
    except Unreadable:
        return ()
    return (unit_code(code.lot, code.series, code.number, code.passage),)


def _nothing(text: str) -> Finding:
    return Finding("C-NO-SUCH-CODE", {"found": text[:40]}, "code")
