"""Files of laboratories: sent, looked at before anything is taken, taken whole or refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.marker_protocol import INTERPRETATIONS
from elnapp.markers import queries, service
from elnapp.markers.forms import FileForm, LotForm, RefuseForm, TakeForm
from elnapp.markers.queries import FileView
from elnapp.markers.service import NewFile, Preview
from elnapp.markers.views.blueprint import blueprint
from elnapp.markers.views.showing import donated, done, say
from elnapp.people import queries as people
from elnapp.record import Refused
from elnapp.web.access import does, may, shows
from elnapp.web.forms import PageForm
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import site_zone, words
from elnapp.web.pages import page


@blueprint.route("/laboratory/files/new", methods=["GET", "POST"])
@does("markers.receive_file")
def receive_file() -> AnyResponse:
    form = FileForm()
    _offer_file(form)
    if form.validate_on_submit():
        name = form.file.data.filename if form.file.data else ""
        given = NewFile(form.mapping.data, name or "", form.bytes)
        here = house()
        try:
            answer = service.receive(here.kernel, here.files, call(form), form.site.data, given)
        except Refused as refused:
            say(form, refused)
        else:
            return redirect(url_for("markers.file", sha256=answer["sha256"]), 303)
    return _form("receive", _("Receive a file"), form)


@blueprint.get("/laboratory/files/<sha256>")
@shows("donors.medical")
def file(sha256: str) -> AnyResponse:
    return _file_page("file", sha256, TakeForm())


@blueprint.route("/laboratory/files/<sha256>/take", methods=["GET", "POST"])
@does("markers.take_file")
def take_file(sha256: str) -> AnyResponse:
    form = TakeForm()
    _view(sha256)
    if form.validate_on_submit():
        here = house()
        try:
            answer = service.take(here.kernel, here.files, call(form), sha256, donated())
        except Refused as refused:
            say(form, refused)
        else:
            return _taken(answer)
    return _file_page("take", sha256, form)


@blueprint.route("/laboratory/files/<sha256>/refuse", methods=["GET", "POST"])
@does("markers.refuse_file")
def refuse_file(sha256: str) -> AnyResponse:
    form = RefuseForm()
    _view(sha256)

    def command() -> object:
        return service.refuse(house().kernel, call(form, str(form.reason.data).strip()), sha256)

    return done(form, url_for("markers.laboratory"), command) or _file_page("refuse", sha256, form)


@blueprint.route("/laboratory/lots/new", methods=["GET", "POST"])
@does("markers.register_lot")
def register_lot() -> AnyResponse:
    form = LotForm()
    _offer_lot(form)

    def command() -> object:
        which, expires = (form.kit.data, str(form.lot.data)), cast("date", form.expires_on.data)
        return service.register_lot(house().kernel, call(form), form.site.data, which, expires)

    where = url_for("markers.laboratory")
    return done(form, where, command) or _form("lot", _("Register a lot of a kit"), form)


def _form(template: str, title: str, form: PageForm) -> AnyResponse:
    return page(
        f"markers/{template}.html", title=title, crumbs=_crumbs(), form=form,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _file_page(template: str, sha256: str, form: PageForm) -> AnyResponse:
    view, seen = _view(sha256)
    return page(
        f"markers/{template}.html", title=_("File %(name)s", name=view.row.name),
        crumbs=_crumbs(), form=form, file=view, seen=seen, interpretations=INTERPRETATIONS,
        takes=may("markers.take_file"), status=422 if form.errors else 200,
    )  # fmt: skip


def _view(sha256: str) -> tuple[FileView, Preview]:
    here = house()
    with reading() as session:
        view = queries.file(session, actor(), sha256)
        return view, service.preview(session, here.files, view.row)


def _taken(answer: dict[str, Any]) -> AnyResponse:
    if answer["holds"]:
        flash(_("Donors are on hold: %(holds)s.", holds=", ".join(answer["holds"])), "warning")
    words_ = _(
        "%(count)s results are taken. Another person verifies them.", count=answer["results"]
    )
    flash(words_, "success")
    return redirect(url_for("markers.laboratory"), 303)


def _offer_file(form: FileForm) -> None:
    today = house().clock().astimezone(site_zone()).date()
    with reading() as session:
        maps = [(m.code, words(m.title)) for m in queries.mappings(session, today)]
    form.site.choices = _sites(form)
    form.mapping.choices = maps


def _offer_lot(form: LotForm) -> None:
    today = house().clock().astimezone(site_zone()).date()
    with reading() as session:
        kits = queries.kits(session, today)
    form.site.choices = _sites(form)
    form.kit.choices = [(k.code, f"{k.name} – {k.ce}") for k in kits.values()]


def _sites(form: Any) -> list[tuple[str, str]]:
    """Offer the sites of the person; a single one is chosen already."""
    with reading() as session:
        places: Iterable[Any] = people.sites(session, actor())
    pairs = [(s.code, f"{s.code} – {s.name}") for s in places]
    if len(pairs) == 1 and not form.is_submitted():
        form.site.data = pairs[0][0]
    return pairs


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Laboratories"), url_for("markers.laboratory"))]
