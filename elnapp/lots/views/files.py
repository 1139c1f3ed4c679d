"""The bytes of a file that a lot keeps: as they were sent, to be saved and never shown in the page."""

from __future__ import annotations

from flask import abort, make_response
from werkzeug.wrappers import Response as AnyResponse

from elnapp.lots import queries
from elnapp.lots.views.blueprint import blueprint
from elnapp.web.access import shows
from elnapp.web.house import actor, house, reading


@blueprint.get("/lots/<number>/files/<sha256>")
@shows("lots")
def kept_file(number: str, sha256: str) -> AnyResponse:
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        name = queries.file_name(session, seen.stream, sha256)
    try:
        data = house().files.read(sha256)
    except (OSError, ValueError):
        abort(404)
    answer = make_response(data)
    answer.mimetype = "application/octet-stream"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
