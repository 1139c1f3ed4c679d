"""Sending a file, reading it again, setting a reading aside."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from elnapp.inbox import queries, service
from elnapp.inbox.forms import AsideForm, ReceiveForm, RereadForm
from elnapp.inbox.service import NewFile
from elnapp.inbox.views import showing
from elnapp.inbox.views.blueprint import blueprint
from elnapp.record import NotFound, Refused
from elnapp.web.access import does
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page


@blueprint.route("/readings/new", methods=["GET", "POST"])
@does("inbox.receive")
def receive() -> AnyResponse:
    form = ReceiveForm()
    showing.offer(form)
    if form.validate_on_submit():
        given = NewFile(form.name, form.bytes, str(form.instrument.data or ""))
        try:
            answer = service.receive(showing.sender(), call(form), form.site.data, given)
        except Refused as refused:
            showing.say(form, refused)
        else:
            return _received(answer)
    return page(
        "inbox/receive.html", title=_("Send a file of an instrument"), form=form,
        crumbs=showing.crumbs(), back=_step_url() or url_for("inbox.index"),
        status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/readings/files/<sha256>/read", methods=["GET", "POST"])
@does("inbox.reread")
def reread(sha256: str) -> AnyResponse:
    form = RereadForm()
    with reading() as session:
        view = queries.file(session, actor(), sha256)
    if form.validate_on_submit():
        try:
            made = call(form, str(form.reason.data).strip())
            service.reread(showing.sender(), made, sha256)
        except Refused as refused:
            showing.say(form, refused)
        else:
            flash(_("The file was read again. What was read before stays."), "success")
            return redirect(url_for("inbox.file", sha256=sha256), 303)
    return page(
        "inbox/reread.html", title=_("Read %(name)s again", name=view.name), form=form, file=view,
        crumbs=showing.crumbs(), status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/readings/<reading_id>/aside", methods=["GET", "POST"])
@does("inbox.set_aside")
def set_aside(reading_id: str) -> AnyResponse:
    form = AsideForm()
    with reading() as session:
        view = queries.reading(session, actor(), reading_id)
    if form.validate_on_submit():
        try:
            made = call(form, str(form.reason.data).strip())
            service.set_aside(house().kernel, made, reading_id)
        except Refused as refused:
            showing.say(form, refused)
        else:
            flash(_("The reading is set aside and stays in the list."), "success")
            return redirect(url_for("inbox.index"), 303)
    return page(
        "inbox/aside.html", title=_("Set a reading aside"), form=form, row=view,
        crumbs=showing.crumbs(), status=422 if form.errors else 200, **showing.context(),
    )  # fmt: skip


def _received(answer: dict[str, Any]) -> AnyResponse:
    """Go on: to the step that asked for the file, with its readings; else to the file."""
    where = url_for("inbox.file", sha256=answer["sha256"])
    if answer["already"]:
        flash(_("This file is already here. It is not read a second time."), "warning")
        return redirect(_step_url(_waiting(answer["sha256"])) or where, 303)
    if answer["outcome"] == "refused":
        flash(_("The file is kept. It could not be read; the reason stands below."), "warning")
        return redirect(where, 303)
    found = len(answer["readings"])
    flash(
        ngettext("%(num)s reading is in the file.", "%(num)s readings are in the file.", found),
        "success",
    )
    return redirect(_step_url(answer["readings"]) or where, 303)


def _waiting(sha256: str) -> list[str]:
    """Name the readings of a file that nothing rests on yet."""
    with reading() as session:
        try:
            view = queries.file(session, actor(), sha256)
        except NotFound:
            return []
        rows = queries.in_file(session, view.id)
    return [r.id for r in rows if r.current and r.state in {"open", "held"}]


def _step_url(readings: list[str] | None = None) -> str | None:
    """Give the page of the step that asked for a file, if one did."""
    lot, step = request.args.get("lot", ""), request.args.get("step", "")
    segment, _slash, code = step.partition("/")
    if not (lot and segment and code):
        return None
    return url_for(
        "lots.record", number=lot, segment=segment, code=code, reading=readings or []
    )  # fmt: skip
