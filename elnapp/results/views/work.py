"""The worklist of control over all lots: what is to enter, to review, interim, under investigation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from flask import request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from batches.oos import STATES as OOS_STATES
from batches.specification import limit_text
from batches.text import Text
from elnapp.results import queries
from elnapp.results.queries import OosView, Open, OpenLots, SampleView, Wanted
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.seeing import pinned_of_all
from elnapp.web.access import shows
from elnapp.web.house import actor, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

OfLot = TypeVar("OfLot", SampleView, OosView)
WHAT: dict[str, Text] = {
    "enter": Text("To enter", "À saisir"),
    "invalid": Text("Invalid, to repeat", "Invalide, à refaire"),
    "interim": Text("Interim, goes on", "Intermédiaire, en cours"),
    "review": Text("To review", "À relire"),
    "oos": Text("Under investigation", "En investigation"),
}
FIRST = ("oos", "review", "invalid", "interim", "enter")


FILTERS = ("q", "what", "test")


@blueprint.get("/results")
@shows("results")
def work() -> AnyResponse:
    args = request.args
    wanted = Wanted(args.get("q", ""), args.get("what", ""), after=args.get("after", ""))
    with reading() as session:
        lots = queries.open_lots(session, actor(), wanted)
        found = list(_waiting(session, lots))
    shown = [one for one in found if _fits(one, wanted.what, args.get("test", ""))]
    shown.sort(key=lambda one: FIRST.index(one.what))
    counts = [(WHAT[w], sum(one.what == w for one in found)) for w in FIRST]
    return page(
        "results/work.html", title=_("Control"), rows=shown, what=WHAT, counts=counts,
        whats=[(code, words(text)) for code, text in WHAT.items()], limit_text=limit_text,
        oos_states=OOS_STATES, filtered=any(args.get(name) for name in FILTERS),
        lots=len(lots.heads), more=lots.more, later=bool(wanted.after),
    )  # fmt: skip


def _waiting(session: Session, lots: OpenLots) -> Iterator[Open]:
    """Give what waits in the lots of a page, in as many statements for one lot as for many."""
    pinned = pinned_of_all(session, lots.streams)
    lines = queries.certificates(session, {k: p.specification for k, p in pinned.items()})
    samples = _by_lot(queries.samples_of(session, {k: p.plan for k, p in pinned.items()}))
    oos = _by_lot(queries.investigations_of(session, lots.streams))
    for head in lots.heads:
        lot = head.stream
        can = queries.ready(head.state, samples.get(lot, []))
        yield from queries.wanting(pinned[lot].number, lines[lot], oos.get(lot, []), can)


def _by_lot(found: Iterable[OfLot]) -> dict[str, list[OfLot]]:
    sorted_out: dict[str, list[OfLot]] = {}
    for one in found:
        sorted_out.setdefault(one.stream, []).append(one)
    return sorted_out


def _fits(one: Open, what: str, text: str) -> bool:
    row = one.line.row
    said = f"{row.code} {row.attribute.en} {row.attribute.fr}".casefold()
    return what in {"", one.what} and text.strip().casefold() in said
