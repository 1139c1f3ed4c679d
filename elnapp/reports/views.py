"""The documents of a lot: those issued, asking for one, watching it being made, taking it along."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from elnapp.lots.queries import Seen
from elnapp.record import Refused
from elnapp.reports import queries, service
from elnapp.reports.forms import NAMES, RequestForm
from elnapp.reports.queries import JobView
from elnapp.reports.service import MEDIA_TYPE
from elnapp.web.access import does, shows
from elnapp.web.forms import attach
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import current_lang
from elnapp.web.pages import page

blueprint = Blueprint("reports", __name__)


@blueprint.get("/lots/<number>/dossier")
@shows("reports")
def index(number: str) -> Response:
    return _index(number, RequestForm(lang=current_lang()))


@blueprint.post("/lots/<number>/dossier")
@does("reports.request")
def ask(number: str) -> AnyResponse:
    form = RequestForm()
    if form.validate_on_submit():
        try:
            service.request(house().kernel, call(form), _seen(number).number, form.lang.data)
        except Refused as refused:
            attach(form, refused.findings)
        else:
            flash(_("The dossier is being made."), "success")
            return redirect(url_for("reports.index", number=number), 303)
    return _index(number, form)


@blueprint.get("/lots/<number>/dossier/jobs/<job>")
@shows("reports")
def progress(number: str, job: str) -> Response:
    seen = _seen(number)
    with reading() as session:
        found = queries.job(session, seen.stream, job)
    done = url_for("reports.download", number=number, name=found.number)
    return jsonify(
        id=found.id, state=found.state, done=found.done, total=found.parts,
        message=_message(found), result_url=done if found.state == "done" else None,
    )  # fmt: skip


@blueprint.get("/lots/<number>/dossier/<name>.pdf")
@shows("reports")
def download(number: str, name: str) -> AnyResponse:
    seen = _seen(number)
    with reading() as session:
        found = queries.report(session, seen.stream, name)
    data = BytesIO(house().files.read(found.sha256))
    return send_file(
        data, MEDIA_TYPE, as_attachment=True, download_name=f"{found.number}-{found.lang}.pdf"
    )


def _seen(number: str) -> Seen:
    with reading() as session:
        return queries.lot_page(session, actor(), number)


def _index(number: str, form: RequestForm) -> Response:
    seen = _seen(number)
    with reading() as session:
        issued = queries.reports(session, seen.stream)
        jobs = queries.jobs(session, seen.stream)
    return page(
        "reports/index.html", title=_("Dossier of lot %(lot)s", lot=seen.number), lot=seen, form=form,
        issued=issued, jobs=[(job, _message(job)) for job in jobs], languages=NAMES,
        crumbs=_crumbs(seen), status=422 if form.errors else 200,
    )  # fmt: skip


def _crumbs(seen: Seen) -> tuple[tuple[str, str], ...]:
    lot = url_for("lots.lot", number=seen.number)
    return ((_("Lots"), url_for("lots.index")), (seen.number, lot))


def _message(job: JobView) -> str:
    """Say how far the making of a document is, and why it failed."""
    parts: dict[str, Any] = {
        "": _("Waiting for its turn."),
        "record": _("Reading the record."),
        "pages": _("Setting the pages."),
        "seal": _("Sealing."),
        "keep": _("Keeping the file."),
    }
    if job.state == "done":
        return str(_("%(number)s is there.", number=job.number))
    if job.state == "failed":
        return str(_("%(number)s could not be made: %(why)s", number=job.number, why=job.note))
    return f"{job.number} – {parts.get(job.note) or _('Trying again.')}"
