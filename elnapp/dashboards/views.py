"""The home page."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from elnapp.dashboards import queries
from elnapp.web.access import shows
from elnapp.web.house import actor, house, reading
from elnapp.web.pages import page

blueprint = Blueprint("dashboards", __name__)


@blueprint.get("/")
@shows("home")
def home() -> Response:
    with reading() as session:
        waiting = queries.waiting(session, actor())
        deviations = queries.open_deviations(session, actor())
        late = queries.late_readings(session, actor(), house().clock())
    return page(
        "dashboards/home.html", title=_("To do"), waiting=waiting, deviations=deviations,
        late=late, url_of=_url_of,
    )  # fmt: skip


def _url_of(kind: str, name: str) -> str:
    """Give the page of a record by the kind of its stream."""
    if kind == "document":
        group, code = name.split("/", 1)
        return url_for("documents.document", kind=group, code=code)
    if kind == "lot":
        return url_for("lots.lot", number=name)
    if kind == "donor":
        return url_for("donors.show", code=name)
    if kind == "identity":
        return url_for("vault.show", code=name)
    return url_for("people.person", login=name)
