"""The graph of a code, what a recall of it would reach, and the same as a file."""

from __future__ import annotations

from flask import Response, make_response, request
from flask_babel import gettext as _

from batches.tracing.fold import fold
from batches.tracing.graph import Graph
from batches.tracing.impact import impact
from batches.tracing.layout import lay_out
from batches.verdict import Finding, Unreadable
from elnapp.tracing import queries
from elnapp.tracing.forms import Wanted, wanted
from elnapp.tracing.views import showing
from elnapp.tracing.views.blueprint import blueprint
from elnapp.web.access import shows
from elnapp.web.house import actor, reading
from elnapp.web.pages import page

PER_PAGE = 50  # rows beside a picture of up to two hundred boxes
NOT_FOUND = 404


@blueprint.get("/trace")
@shows("tracing")
def index() -> Response:
    asked = wanted(request.args)
    graph, fault = looked_up(asked, asked.asked.direction)
    if graph is None:
        return _asking(asked, fault)
    picture = lay_out(fold(graph, asked.opened))
    return page(
        "tracing/graph.html", title=_("Trace of %(code)s", code=showing.named(graph)), graph=graph,
        asked=asked, picture=picture, pages=showing.pages(graph, asked.page, PER_PAGE),
        **showing.words(graph),
    )  # fmt: skip


@blueprint.get("/trace/dependants")
@shows("tracing")
def dependants() -> Response:
    asked = wanted(request.args)
    graph, fault = looked_up(asked, "down")
    if graph is None:
        return _asking(asked, fault)
    title = _("Everything that depends on %(code)s", code=showing.named(graph))
    crumbs = [(_("Trace of %(code)s", code=showing.named(graph)), showing.url(graph))]
    return page(
        "tracing/dependants.html", title=title, crumbs=crumbs, asked=asked, graph=graph,
        impact=impact(graph), **showing.words(graph),
    )  # fmt: skip


@blueprint.get("/trace/dependants.csv")
@shows("tracing")
def dependants_csv() -> Response:
    asked = wanted(request.args)
    graph, fault = looked_up(asked, "down")
    if graph is None:
        return _asking(asked, fault)
    answer = make_response(showing.csv_text(impact(graph).nodes))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers.set("Content-Disposition", "attachment", filename=showing.file_name(graph))
    return answer


def looked_up(asked: Wanted, direction: str) -> tuple[Graph | None, Finding | None]:
    """Give the graph for the reader, or why there is none; neither where nothing is asked yet."""
    if asked.empty:
        return None, None
    try:
        with reading() as session:
            what = queries.Asked(asked.asked.text, direction, asked.asked.layers)
            return queries.trace(session, actor(), what), None
    except Unreadable as fault:
        return None, fault.finding


def _asking(asked: Wanted, fault: Finding | None) -> Response:
    status = NOT_FOUND if fault else 200
    return page(
        "tracing/index.html", title=_("Trace"), status=status, wrong=fault is not None, asked=asked,
        fault=fault, layers=queries.LAYERS,
    )  # fmt: skip
