"""Nodes and edges of one answer, what is inherited along them, and what cannot be in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from batches.verdict import Finding

CONTAINERS = frozenset({"bag", "vial"})
HELD_KINDS = frozenset(
    {"donor", "donation", "lot", "start", "vessel", "pool", "sample", "bag", "vial"}
)
"""Kinds that a hold reaches: things. A result or a decision keeps its own status."""
HELD, INHERITED = "hold", "hold_inherited"
_NUMBER, _LONGEST = re.compile(r"[0-9]+"), 20
OUTSIDE, RESTRICTED = "outside", "restricted"
"""Kinds of what a reader may not see: by where it lives, or by what it is."""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the graph as a reader sees it.

    `key` is the row it stands for and leaves no graph; `id` is what is printed on the thing, or its
    address.  `base` is the status without any hold.  `lot` is the lot it lives in, `place` where it is, `left` how much is left of it in
    `uom`.  `holds` are numbers of open holds on the thing itself, `inherited` those of what it came
    from.  `rootless` says that a unit has no parent unit.  A `hidden` node keeps nothing but the
    fact that it is there.
    """

    key: str
    id: str
    kind: str
    label: str
    status: str = ""
    base: str = ""
    lot: str = ""
    place: str = ""
    left: Decimal | None = None
    uom: str = ""
    holds: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    rootless: bool = False

    @property
    def hidden(self) -> bool:
        """Tell whether the reader may know no more than that something is there."""
        return self.kind in {OUTSIDE, RESTRICTED}

    def plain(self) -> dict[str, str]:
        """Give the node as the command prints it."""
        return {"id": self.id, "kind": self.kind, "label": self.label, "status": self.status}


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """That `below` rests on `above`, by which relation; both are keys of nodes."""

    above: str
    below: str
    relation: str


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to one look-up; `starts` are keys of what the code named."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    starts: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def by_key(self) -> dict[str, Node]:
        """Give the nodes by their key."""
        return {node.key: node for node in self.nodes}

    def plain(self) -> dict[str, list[dict[str, str]]]:
        """Give the graph as the command prints it, in an order that never changes."""
        ids = {node.key: node.id for node in self.nodes}
        edges = sorted((ids[e.above], ids[e.below], e.relation) for e in self.edges)
        return {
            "nodes": [node.plain() for node in self.nodes],
            "edges": [{"from": a, "to": b, "relation": r} for a, b, r in edges],
        }


def in_order(nodes: Iterable[Node], kinds: Iterable[str]) -> tuple[Node, ...]:
    """Order nodes by kind as `kinds` lists them, then by id; the order of every list and answer."""
    rank = {kind: n for n, kind in enumerate(kinds)}
    return tuple(
        sorted(nodes, key=lambda n: (rank.get(n.kind, len(rank)), n.kind, counted(n.id), n.key))
    )


def counted(text: str) -> str:
    """Write a text so that it sorts by its numbers: result 2 before result 10."""
    return _NUMBER.sub(lambda found: found[0].zfill(_LONGEST), text)


def numbered(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Give what the reader may not see a number instead of a name, in the order given."""
    found, count = [], 0
    for node in nodes:
        count += node.hidden
        found.append(replace(node, id=f"{node.kind}/{count}") if node.hidden else node)
    return tuple(found)


def inherited(edges: Iterable[Edge], holds: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Give the holds that reach each node from above, by key; the node's own are not among them.

    `holds` are the numbers of open holds by the key of what they were placed on.
    """
    below: dict[str, list[str]] = {}
    for edge in edges:
        below.setdefault(edge.above, []).append(edge.below)
    reached: dict[str, set[str]] = {}
    for key, numbers in holds.items():
        for found in descendants(key, below):
            reached.setdefault(found, set()).update(numbers)
    for key, numbers in holds.items():
        if key in reached:
            reached[key] -= set(numbers)
    return {key: numbers for key, numbers in reached.items() if numbers}


def descendants(start: str, below: Mapping[str, Iterable[str]]) -> set[str]:
    """Give everything below `start`, which is not part of it unless the graph has a cycle."""
    seen: set[str] = set()
    waiting = list(below.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(below.get(key, ()))
    return seen


def marked(node: Node, own: Iterable[str], from_above: Iterable[str]) -> Node:
    """Give a node with its holds; a thing that is held says so before anything else."""
    mine, theirs = tuple(sorted(own)), tuple(sorted(from_above))
    if node.kind not in HELD_KINDS or not (mine or theirs):
        return node
    return replace(node, holds=mine, inherited=theirs, status=HELD if mine else INHERITED)


def unit_status(kind: str, account: str, lot_state: str, decided: str | None) -> str:
    """Give the status of a unit.

    `account` is what its ledger says: open, used (nothing left), ended or undone; `decided` is the
    newest decision that stands and names it: certified, released, declined, or None.  A container
    that nobody decided on is in quarantine.
    """
    if account in {"used", "ended", "undone"}:
        return account
    if kind in CONTAINERS:
        return decided or ("declined" if lot_state == "declined" else "quarantine")
    if decided == "declined" or lot_state == "declined":
        return "declined"
    return "in_process" if lot_state in {"issued", "in_process"} else "kept"


def remarks(nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[Finding, ...]:
    """Say which units of an answer have no parent unit, and which come from themselves.

    Codes: TRACE-ORPHAN (a container without a parent), TRACE-ROOTLESS, TRACE-CYCLE.
    """
    shown = [node for node in nodes if not node.hidden]
    codes = {node.key: node.id for node in shown}
    bare = [node for node in shown if node.rootless and node.base != "undone"]
    found = [Finding("TRACE-ORPHAN", {"code": n.id}) for n in bare if n.kind in CONTAINERS]
    others = [node.id for node in bare if node.kind not in CONTAINERS]
    if others:
        found.append(Finding("TRACE-ROOTLESS", {"codes": _listed(others)}))
    for knot in cycles(edges):
        named = sorted(codes[key] for key in knot if key in codes)
        found.append(Finding("TRACE-CYCLE", {"codes": ", ".join(named)}))
    return tuple(found)


def _listed(codes: list[str], most: int = 8) -> str:
    """List some codes, and how many more there are."""
    more = len(codes) - most
    return ", ".join(codes[:most]) + (f" … (+{more})" if more > 0 else "")


def cycles(edges: Iterable[Edge]) -> tuple[tuple[str, ...], ...]:
    """Give each knot of nodes that come from themselves, as sorted keys; none in a sound store.

    Nodes that can be taken away one after the other, because nothing that is left lies above them
    (or below them), are in no knot.
    """
    pairs = {(e.above, e.below) for e in edges}
    while True:
        above, below = {a for a, _ in pairs}, {b for _, b in pairs}
        kept = {(a, b) for a, b in pairs if a in below and b in above}
        if kept == pairs:
            break
        pairs = kept
    return _knots(pairs)


def _knots(pairs: set[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    below: dict[str, list[str]] = {}
    for above, key in sorted(pairs):
        below.setdefault(above, []).append(key)
    reach = {key: descendants(key, below) for key in below}
    knots = {tuple(sorted(k for k in reach[key] if key in reach.get(k, ()))) for key in reach}
    return tuple(sorted(knot for knot in knots if knot))
