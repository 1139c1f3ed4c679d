"""What a recall would have to reach: everything that depends on one thing, grouped and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from batches.tracing.graph import CONTAINERS, HELD_KINDS, Graph, Node

UNIT_KINDS = HELD_KINDS - {"donor", "donation", "lot"}


@dataclass(frozen=True, slots=True)
class Group:
    """How many things of one kind, lot, status and place depend on what was asked for."""

    lot: str
    kind: str
    status: str
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class Impact:
    """The dependants of one thing: each of them, groups of them, and the numbers to decide on.

    `at_hand` counts units with something left, `containers` bags and vials, `hidden` what the
    reader may not see: it counts, though it has no name here.
    """

    nodes: tuple[Node, ...]
    groups: tuple[Group, ...]
    lots: int
    units: int
    at_hand: int
    containers: int
    released: int
    hidden: int


def impact(graph: Graph) -> Impact:
    """Group what a graph looked up downwards holds, without what was asked for itself."""
    found = tuple(n for n in graph.nodes if n.key not in graph.starts)
    units = [n for n in found if n.kind in UNIT_KINDS]
    containers = [n for n in units if n.kind in CONTAINERS]
    return Impact(
        nodes=found,
        groups=groups(found),
        lots=sum(n.kind == "lot" for n in found),
        units=len(units),
        at_hand=sum(n.left is None or n.left > 0 for n in units if n.base != "undone"),
        containers=len(containers),
        released=sum(n.base == "released" for n in containers),
        hidden=sum(n.hidden for n in found),
    )


def groups(nodes: Iterable[Node]) -> tuple[Group, ...]:
    """Count nodes that share lot, kind, status and place, in the order in which they first come."""
    counted = Counter((n.lot, n.kind, n.status, n.place) for n in nodes)
    return tuple(Group(*shared, count) for shared, count in counted.items())
