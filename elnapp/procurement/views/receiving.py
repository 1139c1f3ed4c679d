"""Receipt on a tablet: scan the container, see what is expected, say what is found, decide."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.identifiers import Din
from batches.policy import permitted
from elnapp.custody.service import Kept
from elnapp.people import queries as people
from elnapp.procurement import queries, service
from elnapp.procurement.forms import ReceiptBeside, ScanForm
from elnapp.procurement.service import NewReceipt
from elnapp.procurement.views.blueprint import blueprint
from elnapp.procurement.views.showing import (
    asked_form,
    beside_form,
    codes,
    crumbs,
    donation_for,
    done,
    own_proof,
    said,
)
from elnapp.readers import Limits
from elnapp.record import Refused
from elnapp.web.access import does
from elnapp.web.forms import StepForm
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page

NAME_LENGTH = 120


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
    beside = beside_form(ReceiptBeside, form)

    def command() -> object:
        said_why = call(form, str(beside.reason.data or "").strip() or None)
        proof, given = own_proof(beside), _given(form, beside, view.zone)
        return service.receive(house().kernel, said_why, din, given, proof)

    url = url_for("procurement.show", din=din)
    return done((form, beside), command, url) or page(
        "procurement/receive.html", title=_("Receive %(din)s", din=Din(din)), crumbs=crumbs(din),
        form=form, beside=beside, view=view, sent=view.hand_over,
        status=422 if form.errors or beside.errors else 200,
    )  # fmt: skip


def _given(form: StepForm, beside: Any, zone: str) -> NewReceipt:
    """Gather what was found; the logger's file is kept and read here, before the command."""
    file, here = kept(beside.file.data), house()
    log = service.read_log(here.files, Limits.of(here.settings), file, zone) if file else None
    return NewReceipt(
        codes(str(beside.items.data)), form.typed(), zone, str(beside.decision.data), file,
        str(beside.place.data or "").strip(), log,
    )  # fmt: skip


def kept(upload: Any) -> Kept | None:
    """Keep an uploaded file durably before any row names it; None where none was chosen."""
    data = upload.read() if upload else b""
    if not data:
        return None
    name = str(upload.filename or "").replace("\\", "/").rpartition("/")[2][:NAME_LENGTH]
    return Kept(house().files.put(data), len(data), "application/octet-stream", name or "–")


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
