"""What the pages of a trace show: names, addresses, words of kinds and relations, lines of a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from flask import request, url_for

from batches.policy import SHOWS
from batches.tracing.fold import READABLE
from batches.tracing.graph import Graph, Node, counted
from batches.tracing.layout import HEIGHT, WIDTH
from batches.units import KINDS as UNITS
from elnapp.tracing import queries
from elnapp.web.house import actor
from elnapp.web.locale import words as said
from elnapp.web.marks import mark_of

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet would take for the beginning of a formula."""
ORIGINS = 8  # lines of one row of the table
ROOM = (24, 27, 24)  # signs of name, kind and status that a box has room for
COLUMNS = (
    "kind", "code", "label", "lot", "status", "status_without_hold", "holds", "inherited_holds",
    "place", "left", "unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lines:
    """One page of the table beside the graph."""

    nodes: tuple[Node, ...]
    page: int
    pages: int
    total: int


def named(graph: Graph) -> str:
    """Name what was looked up, as it is printed."""
    return ", ".join(n.label for n in graph.nodes if n.key in graph.starts and not n.hidden)


def start(graph: Graph) -> str:
    """Give the id of what was looked up, or the first where one code names several things."""
    return next(n.id for n in graph.nodes if n.key in graph.starts)


def url(graph: Graph) -> str:
    """Give the address of the trace of what was looked up."""
    return url_for("tracing.index", q=start(graph))


def pages(graph: Graph, page: int, size: int) -> Lines:
    """Give one page of the nodes in their order."""
    count = max(1, -(-len(graph.nodes) // size))
    at = min(max(1, page), count)
    return Lines(graph.nodes[(at - 1) * size : at * size], at, count, len(graph.nodes))


def words(graph: Graph) -> dict[str, Any]:
    """Give what the templates need to say kinds, relations and ways on."""
    nodes = graph.by_key
    above: dict[str, list[tuple[str, Node]]] = {}
    for edge in graph.edges:
        above.setdefault(edge.below, []).append((edge.relation, nodes[edge.above]))
    for lines in above.values():
        lines.sort(key=lambda line: (line[0], counted(line[1].id)))
    return {
        "kinds": {kind: said(queries.WORDS[kind]) for kind in {n.kind for n in graph.nodes}},
        "relations": {r: said(queries.RELATIONS[r]) for r in {e.relation for e in graph.edges}},
        "looks": {code: _look(code) for code in _statuses(graph)},
        "layers": queries.LAYERS,
        "above": above,
        "own_page": own_page,
        "opening": opening,
        "leads": _leads(),
        "clip": clip,
        "cut": cut,
        **dict(zip(("name_room", "kind_room", "state_room"), ROOM, strict=True)),
        "readable": READABLE,
        "most": ORIGINS,
        "width": WIDTH,
        "height": HEIGHT,
        "start": start(graph),
    }


@dataclass(frozen=True, slots=True)
class Look:
    """How one status is shown in a box; `spoken` is what follows the name of the box."""

    words: str = ""
    shape: str = ""
    tone: str = "neutral"

    @property
    def spoken(self) -> str:
        """Give the words after a comma, where there are any."""
        return f", {self.words}" if self.words else ""


def _statuses(graph: Graph) -> list[str]:
    return sorted({"", *(n.status for n in graph.nodes), *(n.base for n in graph.nodes)})


def _look(code: str) -> Look:
    if not code:
        return Look()
    mark = mark_of(code)
    return Look(said(mark.words), mark.shape, mark.tone)


def clip(text: str, most: int) -> str:
    """Cut a text to what a box has room for."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def cut(*texts: str) -> bool:
    """Tell whether a box cannot show one of its name, kind and status whole."""
    return any(len(text) > most for text, most in zip(texts, ROOM, strict=True))


def _leads() -> Callable[[str], str]:
    """Give what leads from this page to the trace of another thing, all else as it is shown."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k not in {"q", "open", "page"}]
    rest = f"&{urlencode(kept)}" if kept else ""
    return lambda name: f"?q={quote_plus(name)}{rest}"


def opening(name: str) -> str:
    """Give the address of this page with one more run unfolded."""
    args = [*request.args.items(multi=True), ("open", name)]
    return "?" + urlencode(list(dict.fromkeys(args)))


def own_page(node: Node) -> str | None:
    """Give the page of a thing itself, where there is one that the reader's functions open."""
    found = _PAGES.get(node.kind)
    if found is None or node.hidden:
        return None
    thing, endpoint, values = found
    if not {grant.role for grant in actor().grants} & SHOWS[thing]:
        return None
    return url_for(endpoint, **values(node))


def _donor(node: Node) -> dict[str, str]:
    return {"code": node.id}


def _determination(node: Node) -> dict[str, str]:
    code, n = node.id.removeprefix("donor/").split("/determination/")
    return {"code": code, "n": n}


def _unit(node: Node) -> dict[str, str]:
    return {"code": node.id}


def _donation(node: Node) -> dict[str, str]:
    return {"din": node.id}


def _lot(node: Node) -> dict[str, str]:
    return {"number": node.lot}


def _number(node: Node) -> dict[str, str]:
    return {"number": node.label}


def _version(node: Node) -> dict[str, Any]:
    _kind, kind, code, version = node.id.split("/", 3)
    return {"kind": kind, "code": code, "name": version.partition("r")[0]}


_PAGES: Mapping[str, tuple[str, str, Callable[[Node], dict[str, Any]]]] = {
    "donor": ("donors", "donors.show", _donor),
    "determination": ("donors.medical", "donors.determination", _determination),
    "donation": ("procurement", "procurement.show", _donation),
    "lot": ("lots", "lots.lot", _lot),
    "result": ("results", "results.worklist", _lot),
    "oos": ("results", "results.investigation", _number),
    "decision": ("lots", "release.gate", _lot),
    "deviation": ("quality", "quality.deviation", _number),
    "hold": ("quality", "quality.hold", _number),
    "document": ("documents", "documents.version", _version),
} | dict.fromkeys(UNITS, ("custody", "custody.unit", _unit))


def csv_text(nodes: Iterable[Node]) -> str:
    """Write nodes as lines of a file that a spreadsheet opens, and evaluates nothing of."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(COLUMNS)
    for node in nodes:
        write.writerow([_cell(value) for value in _line(node)])
    return "\ufeff" + out.getvalue()


def _line(node: Node) -> tuple[str, ...]:
    left = "" if node.left is None else str(node.left)
    return (
        said(queries.WORDS[node.kind]), node.id, node.label, node.lot, _status(node.status),
        _status(node.base), " ".join(node.holds), " ".join(node.inherited), node.place, left,
        node.uom if left else "",
    )  # fmt: skip


def _status(code: str) -> str:
    return said(mark_of(code).words) if code else ""


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def file_name(graph: Graph) -> str:
    """Name the file after what was looked up."""
    return f"dependants-{re.sub('[^A-Za-z0-9-]+', '-', start(graph))}.csv"
