"""Receipt on a tablet: scan the container, answer one question a page, look at all of it, sign."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.handing import CONFIRMED_BY, WAYS
from batches.identifiers import Din
from batches.policy import permitted
from elnapp.custody.service import Kept
from elnapp.documents.views import proved
from elnapp.people import queries as people
from elnapp.procurement import queries, service
from elnapp.procurement.forms import ReceiptBeside, ScanForm
from elnapp.procurement.service import NewReceipt
from elnapp.procurement.views.asking import CHECK, FILE, ITEMS, Walk, opened, sealed
from elnapp.procurement.views.blueprint import blueprint
from elnapp.procurement.views.showing import (
    asked_form,
    beside_form,
    crumbs,
    donation_for,
    done,
    said,
)
from elnapp.readers import Limits
from elnapp.record import Answer, Refused
from elnapp.web import uploads
from elnapp.web.access import does
from elnapp.web.forms import new_key
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page


@blueprint.route("/receipt", methods=["GET", "POST"])
@does("procurement.scan")
def scan() -> AnyResponse:
    form = ScanForm()
    _offer_sites(form)
    if form.validate_on_submit():
        try:
            place, scanned = str(form.place.data), str(form.scanned.data)
            found = service.scan(house().kernel, call(form), place, scanned)
        except Refused as refused:
            said((form, form), refused)
        else:
            return redirect(url_for("procurement.receive", din=found["din"]), 303)
    return _scan_page(form)


@blueprint.route("/donations/<din>/receipt", methods=["GET", "POST"])
@does("procurement.receive")
def receive(din: str) -> AnyResponse:
    view, asked = donation_for("receive", din)
    form = asked_form(asked, "receipt", view.seq, {"received_at": house().clock().isoformat()})
    walk = Walk(view, form, beside_form(ReceiptBeside, form))
    if walk.whole:
        answer = done((form, walk.beside), partial(_receive, walk), _url("show", din))
        if answer is not None:
            return answer
        walk.at = CHECK
    elif form.is_submitted() and not walk.sent_elsewhere() and _answered(walk):
        walk.go_on()
    return _question(walk)


def _question(walk: Walk) -> Response:
    walk.focus()
    return page(
        "procurement/receive.html", title=_("Receive %(din)s", din=Din(walk.view.din)),
        crumbs=crumbs(walk.view.din), walk=walk, form=walk.form, beside=walk.beside,
        view=walk.view, sent=walk.view.hand_over, url=_url("receive", walk.view.din),
        status=422 if walk.wrong else 200, wrong=walk.wrong, ways=WAYS, confirmed_by=CONFIRMED_BY,
    )  # fmt: skip


def _url(endpoint: str, din: str) -> str:
    return url_for(f"procurement.{endpoint}", din=din)


def _answered(walk: Walk) -> bool:
    """Take the answer to the open question; false where it has to be asked again."""
    if walk.at == ITEMS:
        return _scanned(walk)
    if not walk.readable():
        return False
    file = kept(walk.beside.file.data) if walk.at == FILE else None
    if file is not None:
        walk.beside.kept.data = sealed(file, walk.view.din)
    return True


def _scanned(walk: Walk) -> bool:
    """Take the code of a container; true when all that were sent are there, or no more come."""
    code = str(walk.beside.scanned.data or "").strip()
    walk.beside.scanned.data = ""  # a scanner would write the next code behind it
    if not code:
        if not walk.scanned:
            walk.beside.scanned.errors = [_("Scan at least one container.")]
        return bool(walk.scanned)
    try:
        said_by = replace(call(walk.form), key=new_key())
        found = service.scan_item(house().kernel, said_by, walk.view.din, code)
    except Refused as refused:
        said((walk.form, walk.beside), refused)
        return False
    walk.beside["items"].data = ", ".join(dict.fromkeys([*walk.scanned, found["code"]]))
    sent = walk.view.hand_over
    return sent is not None and set(sent.items) <= set(walk.scanned)


def _receive(walk: Walk) -> Answer:
    said_why = call(walk.form, str(walk.beside.reason.data or "").strip() or None)
    proof, given = proved(walk.beside), _given(walk)
    return service.receive(house().kernel, said_why, walk.view.din, given, proof)


def _given(walk: Walk) -> NewReceipt:
    """Gather what was found; the logger's file is kept and read here, before the command."""
    beside, zone, here = walk.beside, walk.view.zone, house()
    file = kept(beside.file.data) or opened(beside.kept.data, walk.view.din)
    log = service.read_log(here.files, Limits.of(here.settings), file, zone) if file else None
    return NewReceipt(
        walk.scanned, walk.form.typed(), zone, str(beside.decision.data), file,
        str(beside.place.data or "").strip(), log,
    )  # fmt: skip


def kept(upload: Any) -> Kept | None:
    """Keep an uploaded file durably before any row names it; None where none was chosen."""
    file = uploads.kept(upload)
    return Kept.of(file) if file else None


def _scan_page(form: ScanForm) -> Response:
    with reading() as session:
        found = queries.donations(session, actor())
    waiting = [view for view in found if view.hand_over is not None and view.receipt is None]
    return page(
        "procurement/scan.html", title=_("Receive material"), form=form, rows=waiting, label=Din,
        crumbs=crumbs(), status=422 if form.errors else 200,
    )  # fmt: skip


def _offer_sites(form: ScanForm) -> None:
    """Offer the sites where the person may receive; a single one is chosen already."""
    with reading() as session:
        sites = people.sites(session)
    places = [s for s in sites if permitted("procurement.scan", actor(), s.code, None, None)]
    form.place.choices = [(s.code, f"{s.code} – {s.name}") for s in places]
    if len(places) == 1 and not form.place.data:
        form.place.data = places[0].code
