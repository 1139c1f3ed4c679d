"""Scales: against arithmetic of 50 digits that shares nothing with ours, and their laws."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.cytometry.scales import (
    Asinh,
    Hyperlog,
    Linear,
    Log,
    Logicle,
    Ratio,
    Transformation,
)
from instruments.reading import Refusal

CLOSE = 2e-9
SHAPES = [
    (262144, 0.5, 4.5, 0), (10000, 1, 4, 0.5), (1000, 0, 4.5, 0), (262144, 2.25, 4.5, 0),
    (262144, 1, 4.5, -0.5), (4194304, 0.1, 6, 1),
]  # fmt: skip
VALUES = (0.0, 1e-6, -1e-3, 0.7, -31.0, 480.0, -10_000.0, 9_999.0, 257_000.0, -3e6, 9e8)

Raised = Callable[[Decimal], Decimal]


def exact(raised: Raised, middle: Decimal, value: float) -> Decimal:
    """Find y by halving an interval, and mirror it below zero."""
    size, low, high = Decimal(repr(abs(value))), middle, middle + 8
    for _ in range(110):
        half = (low + high) / 2
        low, high = (half, high) if raised(half) < size else (low, half)
    return low if value >= 0 else 2 * middle - low


def logicle_by_the_book(shape: tuple[float, ...]) -> tuple[Raised, Decimal]:
    """B(y) of Moore and Parks 2012, in decimals."""
    top, wide, decades, more = (Decimal(repr(v)) for v in shape)
    b = (decades + more) * Decimal(10).ln()
    w, x2 = wide / (decades + more), more / (decades + more)
    x1, x0 = x2 + w, x2 + 2 * w
    low, d = Decimal("1e-40"), b
    for _ in range(140 if w else 0):
        half = (low + d) / 2
        low, d = (half, d) if 2 * (half.ln() - b.ln()) + w * (b + half) < 0 else (low, half)
    c = (x0 * (b + d)).exp()
    f = (b * x1).exp() - c * (-d * x1).exp()
    a = top / (b.exp() - c * (-d).exp() - f)
    return lambda y: a * ((b * y).exp() - c * (-d * y).exp() - f), x1


def hyperlog_by_the_book(shape: tuple[float, ...]) -> tuple[Raised, Decimal]:
    """EH(y) of the Gating-ML 2.0 specification, in decimals."""
    top, wide, decades, more = (Decimal(repr(v)) for v in shape)
    b = (decades + more) * Decimal(10).ln()
    w, x2 = wide / (decades + more), more / (decades + more)
    x1, x0 = x2 + w, x2 + 2 * w
    c = (b * x0).exp() / w
    f = (b * x1).exp() + c * x1
    a = top / (b.exp() + c - f)
    return lambda y: a * ((b * y).exp() + c * y - f), x1


@pytest.mark.parametrize("shape", SHAPES)
def test_logicle_is_exact(shape: tuple[float, float, float, float]) -> None:
    with localcontext() as context:
        context.prec = 50
        raised, middle = logicle_by_the_book(shape)
        wanted = [float(exact(raised, middle, v)) for v in VALUES]
    assert np.abs(Logicle(*shape).forward(np.array(VALUES)) - wanted).max() < CLOSE


@pytest.mark.parametrize("shape", [s for s in SHAPES if s[1]])
def test_hyperlog_is_exact(shape: tuple[float, float, float, float]) -> None:
    with localcontext() as context:
        context.prec = 50
        raised, middle = hyperlog_by_the_book(shape)
        wanted = [float(exact(raised, middle, v)) for v in VALUES]
    assert np.abs(Hyperlog(*shape).forward(np.array(VALUES)) - wanted).max() < CLOSE


def test_the_table_agrees_with_solving_each_value() -> None:
    """Between its nodes too: 100,000 values over the whole range of the table."""
    scale = Logicle(262144, 0.5, 4.5, 0)
    values = np.sinh(np.random.default_rng(1).uniform(-9, 13.9, 100_000))
    curve = scale.curve()
    solved = curve.x1 + np.copysign(curve.solved(np.abs(values)) - curve.x1, values)
    assert np.abs(scale.forward(values) - solved).max() < CLOSE


SCALES = [
    Linear(10_000, 500), Asinh(10_000, 4, 1), Logicle(10_000, 1, 4, 0.5), Hyperlog(10_000, 1, 4.5, 0),
    Logicle(262144, 0, 4.5, 0),
]  # fmt: skip
finite = st.floats(-1e7, 1e7)


@pytest.mark.parametrize("scale", SCALES, ids=lambda s: type(s).__name__)
@settings(max_examples=60)
@given(one=finite, other=finite)
def test_a_scale_rises(scale: Logicle, one: float, other: float) -> None:
    low, high = scale.forward(np.sort(np.array([one, other])))
    assert low <= high + 1e-14


@pytest.mark.parametrize("scale", SCALES, ids=lambda s: type(s).__name__)
@settings(max_examples=60)
@given(value=finite)
def test_a_scale_goes_back(scale: Logicle, value: float) -> None:
    back = scale.backward(scale.forward(np.array([value])))
    assert back[0] == pytest.approx(value, rel=1e-8, abs=1e-7)


def test_a_logarithm_has_no_place_for_zero() -> None:
    places = Log(10_000, 5).forward(np.array([-1.0, 0.0, 10_000.0, 1.0]))
    assert np.isnan(places[:2]).all()
    assert places[2:] == pytest.approx([1.0, 0.2])
    assert Log(10_000, 5).backward(np.array([1.0]))[0] == pytest.approx(10_000)


def test_a_ratio_by_nothing_is_no_number() -> None:
    found = Ratio(2, 1, 3).of(np.array([5.0, 5.0]), np.array([7.0, 3.0]))
    assert found[0] == 2
    assert np.isnan(found[1])


def test_bounds_are_kept() -> None:
    kept = Transformation(Linear(100, 0), 0.2, 0.8).forward(np.array([0.0, 50.0, 100.0]))
    assert kept.tolist() == [0.2, 0.5, 0.8]


def test_what_is_no_number_stays_so() -> None:
    places = Logicle(262144, 0.5, 4.5, 0).forward(np.array([np.nan, np.inf, -np.inf, 1.0]))
    assert np.isnan(places[0])
    assert places[1] == np.inf
    assert places[2] == -np.inf


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Logicle(0, 0.5, 4.5, 0), "T"),
        (lambda: Logicle(10_000, 3, 4.5, 0), "W"),
        (lambda: Logicle(10_000, 0.5, 4.5, 4), "A"),
        (lambda: Logicle(10_000, 0.5, 4.5, -1), "A"),
        (lambda: Hyperlog(10_000, 0, 4.5, 0), "W"),
        (lambda: Asinh(10_000, 4, 5), "A"),
        (lambda: Linear(100, 101), "A"),
        (lambda: Log(float("inf"), 1), "T"),
        (lambda: Log(100, float("nan")), "M"),
    ],
)
def test_a_number_outside_its_domain_is_named(make: Callable[[], object], name: str) -> None:
    with pytest.raises(Refusal) as refused:
        make()
    assert (refused.value.note.code, refused.value.note.params["name"]) == ("SCALE-DOMAIN", name)
