"""Folding: a run of like things becomes one box that opens by a link.

Two things are alike when they are of one kind, status and lot and hang between the same things.
When that is not enough for a page, all of one kind, status and lot at one depth become one box.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from batches.tracing.graph import Graph, Node

RUN = 4  # a run shorter than this is read faster than it is opened
READABLE = 200  # boxes on one page


@dataclass(frozen=True, slots=True)
class Box:
    """What a page draws: one node, or several that are alike; `name` is the id of the first."""

    name: str
    nodes: tuple[Node, ...]
    start: bool = False

    @property
    def first(self) -> Node:
        """Give the node whose kind and status stand for all."""
        return self.nodes[0]

    @property
    def count(self) -> int:
        """Count what is in the box."""
        return len(self.nodes)

    @property
    def span(self) -> str:
        """Give the first and the last label: `AT26-001-B01 … B10`."""
        first, last = self.nodes[0].label, self.nodes[-1].label
        head = first.rpartition("-")[0]
        return f"{first} … {last.removeprefix(head + '-') if head else last}"


@dataclass(frozen=True, slots=True)
class Folded:
    """Boxes in the order of their first nodes, and which hangs on which, by name."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[str, str], ...]


def fold(graph: Graph, opened: Iterable[str] = (), readable: int = READABLE) -> Folded:
    """Fold runs of like nodes; a run that holds an id of `opened`, or what was asked for, stays."""
    keep = frozenset(opened)
    around = _around(graph)
    gently = _boxes(graph, keep, lambda node: (*_look(node), *around[node.key]))
    if len(gently.boxes) <= readable:
        return gently
    depth = depths({n.key for n in graph.nodes}, {(e.above, e.below) for e in graph.edges})
    return _boxes(graph, keep, lambda node: (*_look(node), depth[node.key]))


def _look(node: Node) -> tuple[object, ...]:
    return node.kind, node.status, node.lot


def _around(graph: Graph) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    above: dict[str, set[str]] = {}
    below: dict[str, set[str]] = {}
    for edge in graph.edges:
        above.setdefault(edge.below, set()).add(edge.above)
        below.setdefault(edge.above, set()).add(edge.below)
    return {
        n.key: (frozenset(above.get(n.key, ())), frozenset(below.get(n.key, ())))
        for n in graph.nodes
    }


def _boxes(
    graph: Graph, keep: frozenset[str], like: Callable[[Node], tuple[object, ...]]
) -> Folded:
    runs: dict[tuple[object, ...], list[Node]] = {}
    for node in graph.nodes:
        runs.setdefault(like(node), []).append(node)
    boxes: list[Box] = []
    for run in runs.values():
        stays = any(n.id in keep or n.key in graph.starts for n in run)
        parts = [[n] for n in run] if len(run) < RUN or stays else [run]
        boxes += [Box(p[0].id, tuple(p), any(n.key in graph.starts for n in p)) for p in parts]
    place = {node.key: n for n, node in enumerate(graph.nodes)}
    boxes.sort(key=lambda box: place[box.first.key])
    return Folded(tuple(boxes), _lines(graph, boxes))


def _lines(graph: Graph, boxes: Iterable[Box]) -> tuple[tuple[str, str], ...]:
    home = {node.key: box.name for box in boxes for node in box.nodes}
    pairs = {(home[e.above], home[e.below]) for e in graph.edges}
    return tuple(sorted(pair for pair in pairs if pair[0] != pair[1]))


def depths(names: Iterable[str], lines: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Give how far below its furthest origin each name lies; a line back into a knot is left out."""
    below: dict[str, list[str]] = {name: [] for name in sorted(names)}
    waits = dict.fromkeys(below, 0)
    for upper, lower in sorted(lines):
        below[upper].append(lower)
        waits[lower] += 1
    depth = dict.fromkeys(below, 0)
    done: set[str] = set()
    ready = [name for name, count in waits.items() if not count]
    rest = iter(below)  # a knot is begun with the first name of it
    while len(done) < len(below):
        name = ready.pop() if ready else next(one for one in rest if one not in done)
        if name in done:
            continue
        done.add(name)
        for lower in below[name]:
            if lower not in done:
                depth[lower] = max(depth[lower], depth[name] + 1)
                waits[lower] -= 1
                ready += [lower] if not waits[lower] else []
    return depth
