"""The rules of a trace: what is inherited, how a graph is folded and drawn, what a recall reaches."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.tracing.fold import depths, fold
from batches.tracing.graph import (
    OUTSIDE,
    Edge,
    Graph,
    Node,
    cycles,
    in_order,
    inherited,
    marked,
    numbered,
    remarks,
    unit_status,
)
from batches.tracing.impact import impact
from batches.tracing.layout import ACROSS, HEIGHT, WIDTH, lay_out

PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25)
DOWNWARDS = st.sets(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]), max_size=25
)


def edges(pairs: set[tuple[int, int]] | list[tuple[int, int]]) -> list[Edge]:
    return [Edge(str(a), str(b), "became") for a, b in sorted(pairs)]


def graph(
    pairs: set[tuple[int, int]] | list[tuple[int, int]],
    kind: str = "vessel",
    starts: tuple[str, ...] = ("0",),
) -> Graph:
    names = sorted({*starts, *(str(one) for pair in pairs for one in pair)})
    nodes = tuple(Node(n, f"U-{n}", kind, f"U-{n}", "kept", "kept", "L") for n in names)
    return Graph(nodes, tuple(edges(pairs)), starts)


def paths(pairs: set[tuple[int, int]], a: int, b: int) -> bool:
    """Tell by brute force whether b can be reached from a."""
    seen: set[int] = set()
    step = {y for x, y in pairs if x == a}
    while step - seen:
        seen |= step
        step = {y for x, y in pairs if x in seen}
    return b in seen


@given(PAIRS, st.sets(st.integers(0, 9), max_size=3))
def test_a_hold_is_inherited_by_exactly_what_lies_below(
    pairs: set[tuple[int, int]], held: set[int]
) -> None:
    found = inherited(edges(pairs), {str(key): [f"H{key}"] for key in held})

    expected = {
        str(key): {f"H{h}" for h in held if h != key and paths(pairs, h, key)} for key in range(10)
    }
    assert found == {key: holds for key, holds in expected.items() if holds}


@given(PAIRS)
def test_a_knot_is_everything_that_comes_from_itself(pairs: set[tuple[int, int]]) -> None:
    found = {key for knot in cycles(edges(pairs)) for key in knot}

    assert found == {str(key) for key in range(10) if paths(pairs, key, key)}


@given(DOWNWARDS)
def test_every_line_of_a_sound_graph_leads_down(pairs: set[tuple[int, int]]) -> None:
    depth = depths([str(n) for n in range(10)], [(str(a), str(b)) for a, b in pairs])

    assert all(depth[str(a)] < depth[str(b)] for a, b in pairs)


@given(PAIRS)
def test_folding_loses_no_node_and_every_box_is_drawn_once(pairs: set[tuple[int, int]]) -> None:
    whole = graph(pairs)
    for readable in (200, 1):
        folded = fold(whole, readable=readable)
        picture = lay_out(folded)
        assert sorted(n.key for b in folded.boxes for n in b.nodes) == sorted(
            n.key for n in whole.nodes
        )
        places = [(p.x, p.y) for p in picture.boxes]
        assert len(set(places)) == len(folded.boxes)
        assert all(0 <= x <= picture.width - WIDTH for x, _y in places)
        assert all(0 <= y <= picture.height - HEIGHT for _x, y in places)


def test_a_run_of_like_units_is_one_box_that_opens() -> None:
    bags = graph([(0, n) for n in range(1, 9)], kind="bag")

    closed = fold(bags)
    opened = fold(bags, ["U-3"])

    assert [(b.name, b.count) for b in closed.boxes] == [("U-0", 1), ("U-1", 8)]
    assert len(opened.boxes) == 9


def test_a_thing_of_another_status_is_no_part_of_a_run() -> None:
    bags = graph([(0, n) for n in range(1, 9)], kind="bag")
    odd = marked(bags.by_key["4"], (), ["H01"])
    mixed = Graph(tuple(odd if n.key == "4" else n for n in bags.nodes), bags.edges, ("0",))

    assert sorted(b.count for b in fold(mixed).boxes) == [1, 1, 7]


def test_what_was_asked_for_is_never_folded_away() -> None:
    bags = graph([(0, n) for n in range(1, 9)], kind="bag", starts=("5",))

    assert ["5"] in [[n.key for n in b.nodes] for b in fold(bags).boxes if b.start]


def test_a_wide_band_goes_on_in_the_next_line() -> None:
    picture = lay_out(fold(graph([(0, n) for n in range(1, 10)]), [f"U-{n}" for n in range(10)]))

    assert len({p.y for p in picture.boxes}) == 1 + -(-9 // ACROSS)


@pytest.mark.parametrize(
    ("kind", "account", "lot", "decided", "status"),
    [
        ("bag", "open", "completed", None, "quarantine"),
        ("bag", "open", "released", "released", "released"),
        ("bag", "used", "released", "released", "used"),
        ("bag", "open", "declined", None, "declined"),
        ("vial", "open", "certified", "certified", "certified"),
        ("vessel", "ended", "in_process", None, "ended"),
        ("pool", "open", "in_process", None, "in_process"),
        ("sample", "open", "released", None, "kept"),
        ("sample", "open", "declined", None, "declined"),
        ("bag", "undone", "released", "released", "undone"),
    ],
)
def test_the_status_of_a_unit(
    kind: str, account: str, lot: str, decided: str | None, status: str
) -> None:
    assert unit_status(kind, account, lot, decided) == status


def test_a_held_unit_says_so_first_and_keeps_its_own_status_beside() -> None:
    bag = Node("k", "B01", "bag", "B01", "released", "released")

    assert (marked(bag, ["H01"], []).status, marked(bag, [], ["H02"]).status) == (
        "hold",
        "hold_inherited",
    )
    assert marked(bag, ["H01"], []).base == "released"


def test_a_result_keeps_its_verdict_under_a_hold() -> None:
    assert marked(Node("k", "r", "result", "DS-1", "PASS"), ["H01"], []).status == "PASS"


def test_a_tenth_stands_after_a_second() -> None:
    said = [Node(str(n), f"D-0003/results/{n}", "result", "") for n in (10, 2, 1)]
    assert [n.key for n in in_order(said, ["result"])] == ["1", "2", "10"]


def test_hidden_things_are_numbered_and_stay() -> None:
    nodes = in_order([Node("b", "", OUTSIDE, ""), Node("a", "L", "lot", "L")], ["lot", OUTSIDE])

    assert [n.id for n in numbered(nodes)] == ["L", "outside/1"]


def test_a_container_without_a_parent_is_called_an_orphan() -> None:
    bag = Node("k", "B01", "bag", "B01", rootless=True)
    vessel = Node("v", "P0-01", "vessel", "P0-01", rootless=True)

    assert [f.code for f in remarks([bag, vessel], [])] == ["TRACE-ORPHAN", "TRACE-ROOTLESS"]


def test_a_recall_counts_what_is_left_and_what_has_no_name() -> None:
    start = Node("d", "D-0001", "donor", "D-0001")
    nodes = (
        start,
        Node("l", "L", "lot", "L", "released", "released", "L"),
        Node("b1", "B01", "bag", "B01", "hold_inherited", "released", "L", left=Decimal(20)),
        Node("b2", "B02", "bag", "B02", "used", "used", "L", left=Decimal(0)),
        Node("o", "outside/1", OUTSIDE, ""),
    )
    found = impact(Graph(nodes, (), ("d",)))

    assert (found.lots, found.units, found.at_hand) == (1, 2, 1)
    assert (found.containers, found.released, found.hidden) == (2, 1, 1)
    assert sum(g.count for g in found.groups) == 4
