"""The map of places, one place with what is in it, and a new place."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches import policy
from batches.places import KINDS
from elnapp.custody import queries, service
from elnapp.custody.forms import PlaceForm
from elnapp.custody.service import NewPlace
from elnapp.custody.views.blueprint import blueprint
from elnapp.custody.views.showing import crumbs, offer, said, sites_for
from elnapp.people import queries as people
from elnapp.record import NotFound, Refused
from elnapp.web.access import does, may, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page


@blueprint.get("/places")
@shows("custody")
def places() -> Response:
    with reading() as session:
        rows = [
            view
            for site in people.sites(session)
            if policy.shows("custody", actor().roles(site.code, None))
            for view in queries.places(session, site.code)
        ]
    return page(
        "custody/places.html", title=_("Places"), rows=rows, kinds=KINDS,
        adds=may("custody.add_place"), moves=may("custody.move"),
    )  # fmt: skip


@blueprint.get("/places/<code>")
@shows("custody")
def place(code: str) -> Response:
    with reading() as session:
        row = queries.place(session, code)
        site = row.stream.partition("/")[2] if row else ""
        if row is None or not policy.shows("custody", actor().roles(site, None)):
            raise NotFound(code)
        rows = queries.places(session, site)
        way = queries.way_to(session, code)
    found = next(view for view in rows if view.code == code)
    inside = [view for view in rows if view.parent == code]
    return page(
        "custody/place.html", title=code, crumbs=crumbs(place=True), view=found, inside=inside,
        way=way, kinds=KINDS,
    )  # fmt: skip


@blueprint.route("/places/new", methods=["GET", "POST"])
@does("custody.add_place")
def add_place() -> AnyResponse:
    form = PlaceForm()
    offer(form.site, sites_for("custody.add_place"))
    if form.validate_on_submit():
        try:
            made = service.add_place(house().kernel, call(form), _given(form))
        except Refused as refused:
            said(form, refused)
        else:
            return redirect(url_for("custody.place", code=made["place"]), 303)
    return page(
        "custody/add_place.html", title=_("Add a place"), crumbs=crumbs(place=True), form=form,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _given(form: PlaceForm) -> NewPlace:
    code, parent = (str(f.data or "").strip().upper() for f in (form.code, form.parent))
    capacity = int(form.capacity.number or 0)
    return NewPlace(form.site.data, code, form.kind.data, str(form.name.data), capacity, parent)
