"""The worklist of control over all lots: what is to enter, to review, interim, under investigation."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.oos import STATES as OOS_STATES
from batches.specification import limit_text
from batches.text import Text
from elnapp.results import queries
from elnapp.results.queries import Open
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.seeing import seen_in
from elnapp.web.access import shows
from elnapp.web.house import actor, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

WHAT: dict[str, Text] = {
    "enter": Text("To enter", "À saisir"),
    "invalid": Text("Invalid, to repeat", "Invalide, à refaire"),
    "interim": Text("Interim, goes on", "Intermédiaire, en cours"),
    "review": Text("To review", "À relire"),
    "oos": Text("Under investigation", "En investigation"),
}
FIRST = ("oos", "review", "invalid", "interim", "enter")


@blueprint.get("/results")
@shows("results")
def work() -> AnyResponse:
    args = request.args
    found: list[Open] = []
    with reading() as session:
        for head in queries.open_lots(session, actor()):
            seen = seen_in(session, head)
            can = queries.ready(head.state, seen.samples)
            found += queries.wanting(seen.number, seen.lines, seen.oos, can)
    shown = [one for one in found if _fits(one, args.get("what", ""), args.get("q", ""))]
    shown.sort(key=lambda one: FIRST.index(one.what))
    counts = [(WHAT[w], sum(one.what == w for one in found)) for w in FIRST]
    return page(
        "results/work.html", title=_("Control"), rows=shown, what=WHAT, counts=counts,
        whats=[(code, words(text)) for code, text in WHAT.items()], limit_text=limit_text,
        oos_states=OOS_STATES, any=bool(found),
    )  # fmt: skip


def _fits(one: Open, what: str, text: str) -> bool:
    row = one.line.row
    said = f"{one.lot} {row.code} {row.attribute.en} {row.attribute.fr}".casefold()
    return what in {"", one.what} and text.strip().casefold() in said
