"""The answer to one look-up: rows reached, read, hidden where they must be, with their status."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
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
from elnapp.tracing.queries.asking import among, asked, plan_once
from elnapp.tracing.queries.find import find
from elnapp.tracing.queries.kinds import BY_NAME, ORDER, SHOWN, WORDS
from elnapp.tracing.queries.reach import Fastened, Found, Line, Way
from elnapp.tracing.queries.relations import VISITED
from elnapp.tracing.queries.standing import Ledger
from elnapp.tracing.queries.ties import TIES

DIRECTIONS = ("up", "down", "both")
ROOTS = ("became", "was collected in")
"""Lines under which a unit begins: another unit, or the donation whose container it is."""
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
    plan_once(session)
    found = _Found(session, reader)
    starts = _starts(found, wanted.text)
    fastened = _own_ties(session, starts)
    things = _reached(session, starts, fastened, wanted.direction)
    shown = tuple(layer for layer in LAYERED if BY_NAME[layer].layer in wanted.layers)
    fastened |= reach.ties(session, shown, things)
    found.add(things | {(tie.kind, tie.key) for tie in fastened})
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
    # What the house itself did (a job, the command line) is tied to no account and has no row.
    edges = {Edge(*line[:3]) for line in lines if line.above in keys}
    edges |= {_edge(tie) for tie in fastened if tie.thing in found.rows and tie.key in found.rows}
    held = _holds(found, things, lines)
    ordered = numbered(in_order((held(node) for node in _nodes(found, keys, lines)), ORDER))
    first = tuple(sorted(key for _kind, key in starts))
    return Graph(ordered, tuple(sorted(edges)), first, remarks(ordered, edges))


def _edge(tie: Fastened) -> Edge:
    if tie.kind in OUTWARD:
        return Edge(tie.thing, tie.key, tie.name)
    return Edge(tie.key, tie.thing, tie.name)


def _nodes(found: _Found, keys: Collection[str], lines: Iterable[Line]) -> Iterator[Node]:
    """Give every row as a node; of units, with what the ledger and the decisions say."""
    rooted = {line.below for line in lines if line.name in ROOTS}
    units = {k for k, row in found.rows.items() if found.kinds[k] == "unit" and not found.sight(k)}
    books = standing.ledgers(found.session, units)
    decisions = standing.decided(found.session, {found.rows[key].stream for key in units})
    for key, row in found.rows.items():
        if key in units:
            yield _unit(row, books[key], decisions.get(row.name), key in keys and key not in rooted)
        else:
            yield _node(found, key)


def _node(found: _Found, key: str) -> Node:
    row, kind = found.rows[key], BY_NAME[found.kinds[key]]
    hidden = found.sight(key)
    if hidden:
        return Node(key, "", hidden, WORDS[hidden].en, hidden)
    status = kind.status(row) if found.sees_status(key) else ""
    return Node(key, row.name, kind.name, kind.label(row), status, status, _lot(row))


def _unit(row: Any, book: Ledger, decision: str | None, rootless: bool) -> Node:  # noqa: FBT001 - a fact
    status = unit_status(row.kind, book.state, row.head_state, decision)
    return Node(
        row.id, row.name, row.kind, row.label, status, status, _lot(row), row.place or "",
        book.left, row.uom, rootless=rootless,
    )  # fmt: skip


def _lot(row: Any) -> str:
    thing, _, code = row.stream.partition("/")
    return code if thing == "lot" else ""


def _holds(found: _Found, things: set[Found], lines: set[Line]) -> Callable[[Node], Node]:
    """Give what marks a node with the open holds on it and on all that it came from."""
    session = found.session
    if not standing.any_hold(session):
        return lambda node: node
    above = _origins(session, things, lines)
    ties = reach.ties(session, ("hold",), things | above)
    numbers, own = _numbers(found, {tie.key for tie in ties}), defaultdict[str, set[str]](set)
    for tie in ties:
        if tie.key in numbers:
            own[tie.thing].add(numbers[tie.key])
    if not own:
        return lambda node: node
    more = reach.lines(session, above) if above else set()
    reaching = inherited((Edge(*line[:3]) for line in lines | more), own)
    return lambda node: marked(node, own.get(node.key, ()), reaching.get(node.key, ()))


def _origins(session: Session, things: set[Found], lines: Iterable[Line]) -> set[Found]:
    """Give what lies above the things and is not among them; the lines lead to its nearest part."""
    keys = {key for _kind, key in things}
    nearest = {(line.kind, line.above) for line in lines if line.above not in keys}
    nearest = {one for one in nearest if one[0] != VISITED}
    return reach.reached(session, nearest, "up") - things


def _numbers(found: _Found, keys: Collection[str]) -> dict[str, str]:
    """Give the numbers of those holds that are open; one that the reader may not see has none."""
    seen = _Found(found.session, found.reader)
    seen.add(("hold", key) for key in keys)
    return {
        key: ANONYMOUS if seen.sight(key) else str(row.label)
        for key, row in seen.rows.items()
        if not row.lifted
    }
