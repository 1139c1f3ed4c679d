"""Lists and pages of donated material, and the making of its labels."""

from __future__ import annotations

from datetime import datetime

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.donors import TISSUES
from batches.handing import CONFIRMED_BY, WAYS
from batches.identifiers import Din
from batches.procurement import DECISIONS
from elnapp.documents.views.showing import signed
from elnapp.procurement import queries, service
from elnapp.procurement.forms import LabelForm
from elnapp.procurement.views.blueprint import blueprint
from elnapp.procurement.views.logger import logger
from elnapp.procurement.views.showing import crumbs, donation_for, rows, said, ways
from elnapp.quality import queries as quality
from elnapp.record import Refused
from elnapp.signing import queries as signing
from elnapp.web.access import does, may, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import current_lang
from elnapp.web.pages import page


@blueprint.get("/donations")
@shows("procurement")
def index() -> Response:
    with reading() as session:
        found = queries.donations(session, actor())
    return page(
        "procurement/index.html", title=_("Donated material"), rows=found, label=Din,
        tissues=TISSUES, scans=may("procurement.scan"),
    )  # fmt: skip


@blueprint.get("/donations/<din>")
@shows("procurement")
def show(din: str) -> Response:
    return _show(din, LabelForm())


@blueprint.post("/donations/<din>/labels")
@does("procurement.label")
def label(din: str) -> AnyResponse:
    form = LabelForm()
    if form.validate_on_submit():
        try:
            made = service.make_label(house().kernel, call(form), din, str(form.code.data).strip())
        except Refused as refused:
            said((form, form), refused)
        else:
            return redirect(url_for("custody.label", label_id=made["label"]), 303)
    return _show(din, form)


def _show(din: str, form: LabelForm) -> Response:
    view, asked = donation_for(None, din)
    with reading() as session:
        signatures = signing.all_of(session, view.stream)
        # What holds the donor holds the tissue: the state in the heading would have no reason else.
        holds = quality.holds(session, [view.stream, f"donor/{view.donor}"])
        deviations = quality.deviations(session, view.stream)
    made, sent, got = view.procurement, view.hand_over, view.receipt
    return page(
        "procurement/show.html", title=_("Donation %(din)s", din=Din(din)), crumbs=crumbs(),
        view=view, may=ways(view), form=form, signatures=signed(signatures), holds=holds,
        deviations=deviations, decisions=DECISIONS, tissues=TISSUES, instant=datetime.fromisoformat,
        collection=rows(asked.sections["collection"], made.answers) if made else [],
        sent=rows(asked.sections["hand_over"], sent.answers) if sent else [],
        found=rows(asked.sections["receipt"], got.answers) if got else [],
        leg_ways=WAYS, confirmed_by=CONFIRMED_BY, logger=logger(view), lang=current_lang(), samples={s.code: s.label for s in asked.samples}, status=422 if form.errors else 200,
    )  # fmt: skip
