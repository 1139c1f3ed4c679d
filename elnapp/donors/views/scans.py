"""Scans of signed consent forms: kept for the medical role, shown to it and to quality assurance."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.consent import LARGEST
from elnapp.donors import queries, service
from elnapp.donors.forms import ScanForm, SeeScanForm
from elnapp.donors.queries import DonorView
from elnapp.donors.views.blueprint import blueprint
from elnapp.donors.views.showing import crumbs, done, donor_for, say, scan_store
from elnapp.record import NotFound, NotPermitted, Refused
from elnapp.web.access import does
from elnapp.web.forms import PageForm
from elnapp.web.house import call, house, reading
from elnapp.web.pages import page


@blueprint.route("/donors/<code>/consents/<int:n>/scan", methods=["GET", "POST"])
@does("donors.keep_scan")
def keep_scan(code: str, n: int) -> AnyResponse:
    donor = donor_for("keep_scan", code)
    with reading() as session:
        if n not in {row.n for row in queries.consents(session, donor.stream)}:
            raise NotFound(f"{donor.stream}/consent/{n}")
    form, store = ScanForm(seen=donor.seq), scan_store()

    def command() -> object:
        return service.keep_scan(house().kernel, store, call(form), code, n, form.read())

    title = _("Scan of consent %(n)s of donor %(code)s", n=n, code=code)
    return done(form, code, command) or _page("donors/keep_scan.html", title, form, donor)


@blueprint.route("/donors/<code>/consents/<int:n>/scans/<int:m>", methods=["GET", "POST"])
@does("donors.see_scan")
def see_scan(code: str, n: int, m: int) -> AnyResponse:
    donor = donor_for("see_scan", code)
    with reading() as session:
        queries.scan(session, donor.stream, n, m)
    form = SeeScanForm(seen=donor.seq)
    if form.validate_on_submit():
        try:
            why = call(form, str(form.purpose.data).strip())
            return _sent(service.see_scan(house().kernel, scan_store(), why, code, (n, m)), code)
        except NotPermitted:
            raise
        except Refused as refused:
            say(form, refused)
    title = _("Signed form %(n)s of donor %(code)s", n=n, code=code)
    return _page("donors/see_scan.html", title, form, donor)


def _sent(found: tuple[bytes, str], code: str) -> AnyResponse:
    """Send the bytes to be saved, never shown inside a page of ours."""
    data, media_type = found
    ending = media_type.rpartition("/")[2]
    answer = send_file(
        BytesIO(data), media_type, as_attachment=True, download_name=f"{code}-consent.{ending}"
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _page(template: str, title: str, form: PageForm, donor: DonorView) -> Response:
    return page(
        template, title=title, crumbs=crumbs(donor.code), form=form, donor=donor,
        sealed=scan_store().sealing is not None, megabytes=LARGEST // (1024 * 1024),
        status=422 if form.errors else 200,
    )  # fmt: skip
