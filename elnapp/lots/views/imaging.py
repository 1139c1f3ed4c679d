"""The pictures of a reading: sending one for each field, and showing one."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, make_response, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches import kinds
from batches.master import Place
from elnapp.lots import queries, service
from elnapp.lots.forms import ImageForm
from elnapp.lots.queries import ImageView, Seen
from elnapp.lots.service import Keeper, NewImage
from elnapp.lots.views import counting, showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.lots.views.recording import known, say
from elnapp.record import NotFound, Refused
from elnapp.web.access import does, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

# A picture runs nothing and fetches nothing, also where it is opened by itself.
ALONE = "default-src 'none'; sandbox"


@blueprint.route("/lots/<number>/record/<segment>/<code>/images", methods=["GET", "POST"])
@does("lots.add_image")
def add_image(number: str, segment: str, code: str) -> AnyResponse:
    path = f"{segment}/{code}"
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        place = known(queries.plan_of(session, seen.order).master.place(path), path)
        if counting.pictured(place) != path:
            raise NotFound(f"{seen.stream}/record/{path}")
        images = queries.images(session, seen.stream, path)
    fields = max(len(f.slots) for f in kinds.fields(place.step))
    form = ImageForm(seen=seen.seq)
    form.offer(range(1, fields + 1), images)
    if form.validate_on_submit():
        try:
            _send(number, path, form)
        except Refused as refused:
            say(form, form, refused)
        else:
            return _sent(seen, path, form.field, missing=set(range(1, fields + 1)) - {*images})
    return _page(seen, place, form, images)


@blueprint.get("/lots/<number>/images/<sha256>")
@shows("lots")
def image(number: str, sha256: str) -> Response:
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        found = queries.image(session, seen.stream, sha256)
    if found is None or not house().files.has(sha256):
        abort(404)
    answer = make_response(house().files.read(sha256))
    answer.mimetype = found.picture.media_type
    answer.headers["Content-Security-Policy"] = ALONE
    return answer


def _send(number: str, path: str, form: ImageForm) -> None:
    parts = house()
    keeper = Keeper(parts.kernel, parts.files, parts.settings.image_megapixels)
    given = NewImage(path, form.field, form.name, form.bytes)
    made = call(form, str(form.reason.data or "").strip() or None)
    service.add_image(keeper, made, number, given)


def _sent(seen: Seen, path: str, n: int, *, missing: set[int]) -> AnyResponse:
    """Go on to the next picture, or to the counting when each field has one."""
    flash(_("The picture of field %(n)s is kept.", n=n), "success")
    endpoint = "lots.add_image" if missing - {n} else "lots.record"
    return redirect(showing.step_url(seen.number, path, endpoint), 303)


def _page(seen: Seen, place: Place, form: ImageForm, images: dict[int, ImageView]) -> Response:
    shown: dict[str, Any] = {
        "rows": [(one, counting.image_url(seen, one)) for one in images.values()],
        "place_name": showing.place_name(place), "path": place.path, "seen": seen,
    }  # fmt: skip
    return page(
        "lots/images.html", title=_("Pictures: %(step)s", step=words(place.step.title)), form=form,
        step_url=showing.step_url, crumbs=showing.crumbs(seen), status=422 if form.errors else 200,
        **shown,
    )  # fmt: skip
