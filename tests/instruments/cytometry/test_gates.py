"""Gates against a brute force of whole numbers, and the laws they keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.cytometry.events import Events
from instruments.cytometry.gates import (
    Boolean,
    Dimension,
    Divider,
    Ellipsoid,
    Polygon,
    Quadrant,
    Quadrants,
    Rectangle,
    Reference,
    Span,
)
from instruments.cytometry.polygon import MANY, inside_polygon
from instruments.cytometry.scales import Log, Logicle, Transformation
from instruments.cytometry.spillover import Spillover
from instruments.cytometry.strategy import Population, Strategy
from instruments.reading import Refusal

X, Y, Z = Dimension("X"), Dimension("Y"), Dimension("Z")
whole = st.integers(-4, 9)
corners = st.lists(st.tuples(whole, whole), min_size=3, max_size=9)


def crossed(outline: list[tuple[int, int]], x: int, y: int) -> bool:
    """Even-odd with its edges, in whole numbers: the definition, one point at a time."""
    odd = False
    for (ax, ay), (bx, by) in zip(outline, [*outline[1:], outline[0]], strict=True):
        side = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
        if side == 0 and min(ax, bx) <= x <= max(ax, bx) and min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y):  # the ray to the right meets the edge where it is right of x
            odd ^= (side > 0) == (by > ay)
    return odd


@settings(max_examples=40, deadline=None)
@given(outline=corners)
def test_a_polygon_holds_what_its_definition_says(outline: list[tuple[int, int]]) -> None:
    """Points on a lattice of halves meet every edge and corner; crossing outlines are drawn too."""
    lattice = [(i, j) for i in range(-9, 20) for j in range(-9, 20)]
    x, y = (np.array([p[k] / 2 for p in lattice]) for k in (0, 1))
    found = inside_polygon([(float(a), float(b)) for a, b in outline], x, y)
    doubled = [(2 * a, 2 * b) for a, b in outline]
    assert found.tolist() == [crossed(doubled, *p) for p in lattice]


@settings(max_examples=15, deadline=None)
@given(outline=corners, seed=st.integers(0, 99))
def test_many_points_are_sorted_as_few_are(outline: list[tuple[int, int]], seed: int) -> None:
    """The grid gives what testing each point gives, also on edges."""
    rng = np.random.default_rng(seed)
    mixed = (rng.uniform(-5, 10, MANY), rng.integers(-10, 20, MANY) / 2)
    x, y = (rng.permutation(np.concatenate(mixed)) for _ in range(2))
    shape = [(float(a), float(b)) for a, b in outline]
    parts = [
        inside_polygon(shape, x[i : i + 5000], y[i : i + 5000]) for i in range(0, x.size, 5000)
    ]
    assert (inside_polygon(shape, x, y) == np.concatenate(parts)).all()


def events(**columns: list[float]) -> Events:
    """Make a tube of some channels."""
    values = tuple(np.array(v, dtype=np.float64) for v in columns.values())
    return Events(tuple(columns), tuple("" for _ in columns), values)


def held(gates: Sequence[object], name: str, tube: Events, **more: object) -> list[bool]:
    """Tell which events a gate holds."""
    strategy = Strategy(tuple(gates), **more)  # type: ignore[arg-type]
    found: list[bool] = Population(strategy, tube).inside(name).tolist()
    return found


def test_a_rectangle_holds_its_low_bound_and_not_its_high_one() -> None:
    tube = events(X=[1, 2, 3, 4, float("nan")])
    gate = Rectangle("r", (Span(X, 2, 4),))
    assert held([gate], "r", tube) == [False, True, True, False, False]
    assert held([Rectangle("r", (Span(X),))], "r", tube) == [True, True, True, True, False]


def test_an_ellipsoid_holds_its_surface() -> None:
    """Half-axes 2 and 1 along the axes, centre (1, 1)."""
    gate = Ellipsoid("e", (X, Y), (1.0, 1.0), ((4.0, 0.0), (0.0, 1.0)), 1.0)
    tube = events(X=[1, 3, 3.01, 1, 1, 2.9], Y=[1, 1, 1, 2, 2.01, 1.9])
    assert held([gate], "e", tube) == [True, True, False, True, False, False]


def test_a_turned_ellipsoid_agrees_with_turning_the_points() -> None:
    rng = np.random.default_rng(4)
    points = rng.normal(0, 3, (3, 2000))
    turn, _ = np.linalg.qr(rng.normal(0, 1, (3, 3)))
    half = np.array([1.0, 2.0, 3.0])
    covariance = turn @ np.diag(half**2) @ turn.T
    rows = tuple(tuple(float(v) for v in r) for r in covariance)
    gate = Ellipsoid("e", (X, Y, Z), (0.0, 0.0, 0.0), rows, 1.5)
    tube = events(**dict(zip("XYZ", points.tolist(), strict=True)))
    turned = ((turn.T @ points) / half[:, None]) ** 2
    assert held([gate], "e", tube) == (turned.sum(axis=0) <= 1.5).tolist()


def test_a_divider_gives_its_value_to_the_part_above() -> None:
    dividers = (Divider("x", X, (2.0, 4.0)), Divider("y", Y, (1.0,)))
    parts = [Quadrant(f"{i}{j}", (("x", i), ("y", j))) for i in (1.0, 3.0, 9.0) for j in (0.0, 5.0)]
    tube = events(X=[1, 2, 3.9, 4, 7], Y=[0, 1, 0.9, 1, 3])
    found = [held([Quadrants("q", dividers, tuple(parts))], p.id, tube) for p in parts]
    assert np.array(found).sum(axis=0).tolist() == [1] * 5, "each event is in one part"
    assert held([Quadrants("q", dividers, tuple(parts))], "3.05.0", tube)[1]
    assert held([Quadrants("q", dividers, tuple(parts))], "9.05.0", tube)[3]


def test_gates_are_joined_and_turned_around() -> None:
    a, b = Rectangle("a", (Span(X, 0, 2),)), Rectangle("b", (Span(X, 1, 3),))
    tube = events(X=[0.5, 1.5, 2.5, 3.5])
    pair = (Reference("a"), Reference("b", complement=True))
    cases = {"and": [True, False, False, False], "or": [True, True, False, True]}
    for operator, wanted in cases.items():
        gate = Boolean("c", operator, pair)  # type: ignore[arg-type]
        assert held([a, b, gate], "c", tube) == wanted
    assert held([a, Boolean("n", "not", (Reference("a"),))], "n", tube) == [
        False,
        False,
        True,
        True,
    ]


def test_a_child_is_within_its_parent() -> None:
    gates = [Rectangle("a", (Span(X, 0, 2),)), Rectangle("b", (Span(X, 1, 3),), "a")]
    assert held(gates, "b", events(X=[0.5, 1.5, 2.5])) == [False, True, False]


def test_an_event_without_a_place_is_in_no_gate() -> None:
    scale = {"log": Transformation(Log(1000, 3))}
    gate = Rectangle("r", (Span(Dimension("X", transformation="log"), None, 0.5),))
    assert held([gate], "r", events(X=[-5, 0, 2, 999]), transformations=scale) == [
        False, False, True, False,
    ]  # fmt: skip


def test_a_polygon_is_tested_on_the_scale_and_not_on_values() -> None:
    """Halfway along a slanting edge a value of the scale is not a value of the channel."""
    scale = Logicle(10_000, 0.5, 4.5, 0)
    axes = (Dimension("X", transformation="s"), Dimension("Y", transformation="s"))
    gate = Polygon("p", axes, ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8)))
    x, y = scale.backward(np.array([0.6, 0.5])), scale.backward(np.array([0.5, 0.6]))
    known = {"s": Transformation(scale)}
    tube = events(X=x.tolist(), Y=y.tolist())
    assert held([gate], "p", tube, transformations=known) == [True, False]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), size=st.integers(1, 400))
def test_the_order_of_events_changes_nothing(seed: int, size: int) -> None:
    """Compensated, scaled and gated alone, each event has the answer it has among the others."""
    rng = np.random.default_rng(seed)
    matrix = Spillover(("X", "Y"), ("X", "Y"), ((1.0, 0.2), (0.1, 1.0)))
    scale = {"s": Transformation(Logicle(1000, 0.5, 4.5, 0))}
    axes = tuple(Dimension(n, "m", "s") for n in "XY")
    gate = Polygon("p", (axes[0], axes[1]), ((0.2, 0.1), (0.9, 0.3), (0.4, 0.9)))
    strategy = Strategy((gate,), scale, {}, {"m": matrix})
    values = rng.normal(100, 200, (2, size)).astype(np.float32)
    order = rng.permutation(size)
    whole = Population(strategy, Events(("X", "Y"), ("", ""), tuple(values))).inside("p")
    mixed = Population(strategy, Events(("X", "Y"), ("", ""), tuple(values[:, order]))).inside("p")
    assert (whole[order] == mixed).all()


def _gates(kind: str) -> Sequence[object]:
    a = Rectangle("a", (Span(X),))
    cases: dict[str, Sequence[object]] = {
        "GATE-TWICE": [a, a],
        "GATE-UNKNOWN": [Rectangle("b", (Span(X),), "c")],
        "GATE-CIRCLE": [Rectangle("b", (Span(X),), "c"), Rectangle("c", (Span(X),), "b"), a],
    }
    return cases[kind]


@pytest.mark.parametrize("code", ["GATE-TWICE", "GATE-UNKNOWN", "GATE-CIRCLE"])
def test_references_that_lead_nowhere_are_refused(code: str) -> None:
    with pytest.raises(Refusal, match=code):
        Strategy(tuple(_gates(code)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gate", "code"),
    [
        (Rectangle("r", (Span(Dimension("Q"), 0, 1),)), "CHANNEL-UNKNOWN"),
        (Rectangle("r", (Span(Dimension("D"), 0, 1),)), "CHANNEL-TWICE"),
        (Rectangle("r", (Span(Dimension("X", "m"), 0, 1),)), "SPILL-UNKNOWN"),
        (Rectangle("r", (Span(Dimension("X", transformation="s"), 0, 1),)), "SCALE-UNKNOWN"),
        (Rectangle("r", (Span(Dimension("k", ratio=True), 0, 1),)), "SCALE-UNKNOWN"),
    ],
)
def test_what_a_gate_needs_and_a_tube_lacks_is_named(gate: Rectangle, code: str) -> None:
    tube = Events(("X", "D", "D"), ("", "", ""), tuple(np.zeros((3, 2))))
    with pytest.raises(Refusal, match=code):
        Population(Strategy((gate,)), tube).inside("r")


def test_a_shape_that_is_none_is_refused() -> None:
    flat = ((1.0, 1.0), (1.0, 1.0))
    for make in (
        lambda: Polygon("p", (X, Y), ((0, 0), (1, 1))),
        lambda: Ellipsoid("e", (X, Y), (0, 0), flat, 1),
        lambda: Ellipsoid("e", (X, Y), (0,), flat, 1),
        lambda: Boolean("n", "not", (Reference("a"), Reference("b"))),
        lambda: Quadrants("q", (Divider("x", X, (1,)),), (Quadrant("p", (("y", 1),)),)),
    ):
        with pytest.raises(Refusal):
            make()
