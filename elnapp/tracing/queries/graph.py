"""The answer to one look-up: rows reached, read, hidden where they must be, with their status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, get_args

from sqlmodel import Session

from batches import policy
from batches.people import Actor
from batches.quantity import quote
from batches.tracing.graph import (
    OUTSIDE,
    RESTRICTED,
    Edge,
    Graph,
    Node,
    in_order,
    inherited,
    marked,
    numbered,
    remarks,
    unit_status,
)
from batches.verdict import Finding, Unreadable
from elnapp.tracing.queries import reach, standing
from elnapp.tracing.queries.asking import among, asked
from elnapp.tracing.queries.find import find
from elnapp.tracing.queries.kinds import BY_NAME, ORDER, SHOWN, WORDS
from elnapp.tracing.queries.reach import Fastened, Found, Way
from elnapp.tracing.queries.relations import TIES, VISITED

DIRECTIONS = ("up", "down", "both")
LAYERED = tuple(kind.name for kind in BY_NAME.values() if kind.layer)
OUTWARD = frozenset(tie.tied for tie in TIES if tie.outward)
ANONYMOUS = "–"  # the number of a hold that the reader may not see


@cache
def _rows(kind: str, sqlite: bool) -> Any:  # noqa: FBT001 - which of two databases
    rows = BY_NAME[kind].rows
    return rows.where(among(rows.selected_columns["id"], "keys", sqlite))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants to see: a code, a direction, and the layers beside the things."""

    text: str
    direction: str = "both"
    layers: tuple[str, ...] = SHOWN


@dataclass
class _Found:
    """What one look-up has found so far: rows by key, kinds by key, lines and ties."""

    session: Session
    reader: Actor | None
    kinds: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def add(self, found: Iterable[Found]) -> None:
        """Read the rows of what was reached, once each."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for kind, key in found:
            if key not in self.kinds:
                wanted[kind].add(key)
                self.kinds[key] = kind
        for kind, keys in sorted(wanted.items()):
            for row in asked(self.session, partial(_rows, kind), keys=keys):
                self.rows[row.id] = row

    def sight(self, key: str) -> str:
        """Tell what the reader may see of a row: "" all, else the kind of node that hides it."""
        if self.reader is None:
            return ""
        row, kind = self.rows[key], BY_NAME[self.kinds[key]]
        roles = self.reader.roles(row.site, row.study)
        if not roles:
            return OUTSIDE
        seen = any(policy.shows(thing, roles) for thing in kind.seen_by)
        return "" if seen else RESTRICTED

    def sees_status(self, key: str) -> bool:
        """Tell whether the reader may see how a thing stands, not only that it is there."""
        if self.reader is None:
            return True
        row = self.rows[key]
        roles = self.reader.roles(row.site, row.study)
        return policy.shows(BY_NAME[self.kinds[key]].seen_by[0], roles)


def trace(session: Session, reader: Actor | None, wanted: Asked) -> Graph:
    """Give the graph of a code for a reader; None reads everything, as the command line does.

    Raises Unreadable for what names nothing that the reader may see (`find`).
    """
    found = _Found(session, reader)
    starts = _starts(found, wanted.text)
    fastened = _own_ties(session, starts)
    things = _reached(session, starts, fastened, wanted.direction)
    for layer in LAYERED:
        if BY_NAME[layer].layer in wanted.layers:
            fastened |= reach.ties(session, layer, things)
    found.add(things)
    found.add((tie.kind, tie.key) for tie in fastened)
    return _graph(found, starts, things, fastened)


def _starts(found: _Found, text: str) -> list[Found]:
    """Give what the text names and the reader may see."""
    named = find(found.session, text)
    found.add(named)
    starts = [one for one in named if not found.sight(one[1])]
    if not starts:
        raise Unreadable(Finding("TRACE-UNKNOWN", {"found": quote(text.strip()[:60])}, "q"))
    return starts


def _own_ties(session: Session, starts: Iterable[Found]) -> set[Fastened]:
    """Give what a start of a layer is tied to; where that is of a layer too, one step more."""
    first = _tied(session, starts)
    return first | _tied(session, ((tie.thing_kind, tie.thing) for tie in first))


def _tied(session: Session, found: Iterable[Found]) -> set[Fastened]:
    layers: dict[str, set[str]] = defaultdict(set)
    for kind, key in found:
        layers[kind].add(key)
    return {
        tie
        for layer in LAYERED
        if layer in layers
        for tie in reach.tied_by(session, layer, layers[layer])
    }


def _reached(
    session: Session, starts: Iterable[Found], fastened: Iterable[Fastened], direction: str
) -> set[Found]:
    """Follow the lines from the starts, or from the things that a start of a layer is tied to."""
    seeds = {*starts, *((tie.thing_kind, tie.thing) for tie in fastened)}
    found = set(seeds)
    for way in get_args(Way):
        if direction in {way, "both"}:
            found |= reach.reached(session, seeds, way)
    return {("lot" if kind == VISITED else kind, key) for kind, key in found}


def _graph(
    found: _Found, starts: Iterable[Found], things: set[Found], fastened: set[Fastened]
) -> Graph:
    keys = {key for _kind, key in things}
    lines = reach.lines(found.session, things)
    # A container of a donation begins with its donation, and nothing is missing above it.
    rooted = {below for _above, below, name in lines if name in {"became", "was collected in"}}
    rootless = keys - rooted
    # What the house itself did (a job, the command line) is tied to no account and has no row.
    nodes = {key: _node(found, key, rootless) for key in found.kinds if key in found.rows}
    held = _holds(found, things, lines)
    edges = {Edge(*line) for line in lines if line[0] in keys}
    edges |= {_edge(tie) for tie in fastened if tie.thing in nodes and tie.key in nodes}
    ordered = numbered(in_order((held(node) for node in _filled(found, nodes)), ORDER))
    first = tuple(sorted(key for _kind, key in starts))
    return Graph(ordered, tuple(sorted(edges)), first, remarks(ordered, edges))


def _edge(tie: Fastened) -> Edge:
    if tie.kind in OUTWARD:
        return Edge(tie.thing, tie.key, tie.name)
    return Edge(tie.key, tie.thing, tie.name)


def _node(found: _Found, key: str, rootless: Collection[str]) -> Node:
    row, kind = found.rows[key], BY_NAME[found.kinds[key]]
    hidden = found.sight(key)
    if hidden:
        return Node(key, "", hidden, WORDS[hidden].en, hidden)
    status = kind.status(row) if found.sees_status(key) else ""
    node = Node(key, row.name, kind.name, kind.label(row), status, status, _lot(row))
    if kind.name == "unit":
        place, root = row.place or "", key in rootless
        return replace(node, kind=row.kind, place=place, uom=row.uom, rootless=root)
    return node


def _lot(row: Any) -> str:
    thing, _, code = row.stream.partition("/")
    return code if thing == "lot" else ""


def _filled(found: _Found, nodes: Mapping[str, Node]) -> Iterable[Node]:
    """Give the nodes with what the ledger and the decisions say of units."""
    units = {k for k, kind in found.kinds.items() if kind == "unit" and not nodes[k].hidden}
    books = standing.ledgers(found.session, units)
    decisions = standing.decided(found.session, {found.rows[key].stream for key in units})
    for key, node in nodes.items():
        if key not in units:
            yield node
            continue
        state, decision = books[key].state, decisions.get(node.id)
        status = unit_status(node.kind, state, found.rows[key].head_state, decision)
        yield replace(node, status=status, base=status, left=books[key].left)


def _holds(
    found: _Found, things: set[Found], lines: set[tuple[str, str, str]]
) -> Callable[[Node], Node]:
    """Give what marks a node with the open holds on it and on all that it came from."""
    session = found.session
    if not standing.any_hold(session):
        return lambda node: node
    above = reach.reached(session, things, "up")
    ties = reach.ties(session, "hold", above)
    names = _numbers(found, {tie.key for tie in ties})
    own: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        if tie.key in names:
            own[tie.thing].add(names[tie.key])
    more = reach.lines(session, above - things)
    reaching = inherited((Edge(*line) for line in lines | more), own)
    return lambda node: marked(node, own.get(node.key, ()), reaching.get(node.key, ()))


def _numbers(found: _Found, holds: Collection[str]) -> dict[str, str]:
    """Give the numbers of those holds that are open; one that the reader may not see has none."""
    seen = _Found(found.session, found.reader)
    seen.add(("hold", key) for key in holds)
    return {
        key: ANONYMOUS if seen.sight(key) else str(seen.rows[key].label)
        for key in standing.open_holds(found.session, holds)
    }
