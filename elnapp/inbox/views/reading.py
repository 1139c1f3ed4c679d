"""The inbox, one file with everything that was read from it, and its bytes."""

from __future__ import annotations

from flask import Response, abort, make_response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from elnapp.inbox import queries
from elnapp.inbox.views import showing
from elnapp.inbox.views.blueprint import blueprint
from elnapp.web.access import may, shows
from elnapp.web.house import actor, house, reading
from elnapp.web.pages import page


@blueprint.get("/readings")
@shows("inbox")
def index() -> Response:
    state = request.args.get("state", "")
    state = state if state in showing.STATE_WORDS else ""
    with reading() as session:
        rows = queries.inbox(session, actor(), state)
        late = {r.id for r in queries.overdue(session, actor(), house().clock())}
        unread = queries.unread_files(session, actor())
    return page(
        "inbox/index.html", title=_("Readings"), rows=rows, late=late, unread=unread, state=state,
        states=showing.STATE_WORDS, receives=may("inbox.receive"), sets=may("inbox.set_aside"),
        **showing.context(),
    )  # fmt: skip


@blueprint.get("/readings/files/<sha256>")
@shows("inbox")
def file(sha256: str) -> Response:
    with reading() as session:
        view = queries.file(session, actor(), sha256)
        rows = queries.in_file(session, view.id)
    return page(
        "inbox/file.html", title=_("File %(n)s: %(name)s", n=view.n, name=view.name), file=view,
        rows=rows, crumbs=showing.crumbs(), rereads=may("inbox.reread"),
        sets=may("inbox.set_aside"), **showing.context(),
    )  # fmt: skip


@blueprint.get("/readings/files/<sha256>/bytes")
@shows("inbox")
def raw(sha256: str) -> AnyResponse:
    with reading() as session:
        view = queries.file(session, actor(), sha256)
    try:
        data = house().files.read(view.sha256)
    except (OSError, ValueError):
        abort(404)
    answer = make_response(data)
    answer.mimetype = "application/octet-stream"
    answer.headers.set("Content-Disposition", "attachment", filename=view.name)
    return answer
