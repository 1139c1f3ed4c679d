"""The audit-trail pages."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from batches.verbs import VERBS
from elnapp.audit import queries
from elnapp.audit.forms import asked
from elnapp.web.access import shows
from elnapp.web.house import actor, reading
from elnapp.web.locale import site_zone
from elnapp.web.pages import page

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
@shows("audit")
def index() -> Response:
    return _show(_("Audit trail"), "")


@blueprint.get("/audit/<path:stream>")
@shows("audit")
def record(stream: str) -> Response:
    return _show(_("Audit trail of %(stream)s", stream=stream), stream)


def _show(title: str, stream: str) -> Response:
    filters = asked(request.args, site_zone(), stream)
    with reading() as session:
        trail = queries.trail(session, actor(), filters)
        known = queries.verbs(session)
    return page(
        "audit/trail.html", title=title, trail=trail, asked=filters, stream=stream,
        verbs=[(v, VERBS[v]) for v in known if v in VERBS], words=VERBS,
    )  # fmt: skip
