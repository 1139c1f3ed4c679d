"""Compensation: against the definition, and what is refused by name."""

from __future__ import annotations

import numpy as np
import pytest

from instruments.cytometry.spillover import Spillover, checked
from instruments.reading import Refusal

NAMES = ("A", "B", "C")
ROWS = ((1.0, 0.2, 0.01), (0.1, 1.0, 0.0), (0.0, 0.05, 1.0))


def matrix(**changes: object) -> Spillover:
    """Give the matrix of three dyes with something changed."""
    return Spillover(**{"dyes": NAMES, "detectors": NAMES, "rows": ROWS} | changes)  # type: ignore[arg-type]


def test_what_was_mixed_comes_apart() -> None:
    """True values times the matrix, compensated, are the true values."""
    true = np.random.default_rng(3).uniform(-100, 1e5, (5000, 3))
    seen = dict(zip(NAMES, (true @ np.array(ROWS)).T, strict=True))
    found = np.column_stack([matrix().compensated(n, seen.__getitem__) for n in NAMES])
    assert np.abs(found - true).max() < 1e-8


def test_sums_are_made_in_float64() -> None:
    """Columns of float32 lose nothing more than they had lost."""
    seen = {n: np.full(3, 200_000.015625, dtype=np.float32) for n in NAMES}
    found = matrix().compensated("A", seen.__getitem__)
    wanted = float(np.linalg.inv(np.array(ROWS))[:, 0].sum()) * float(seen["A"][0])
    assert found.dtype == np.float64
    assert found[0] == pytest.approx(wanted, rel=1e-15)


def test_more_detectors_than_dyes_are_fitted() -> None:
    wide = Spillover(("a", "b"), NAMES, ((1.0, 0.3, 0.1), (0.0, 1.0, 0.4)))
    true = np.random.default_rng(3).uniform(0, 1e4, (100, 2))
    seen = dict(zip(NAMES, (true @ np.array(wide.rows)).T, strict=True))
    assert np.abs(wide.compensated("b", seen.__getitem__) - true[:, 1]).max() < 1e-8


def test_an_inverse_is_taken_as_it_is() -> None:
    given = tuple(tuple(float(v) for v in r) for r in np.linalg.inv(np.array(ROWS)))
    assert np.abs(matrix(rows=given, inverted=True).inverse - matrix().inverse).max() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"rows": ROWS[:2]}, "SPILL-SHAPE"),
        ({"rows": (*ROWS[:2], (float("nan"), 0.0, 1.0))}, "SPILL-NUMBER"),
        ({"detectors": ("A", "A", "C")}, "SPILL-TWICE"),
    ],
)
def test_a_matrix_that_is_none_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        matrix(**changes)


@pytest.mark.parametrize(
    ("changes", "channels", "code"),
    [
        ({}, ("A", "B"), "SPILL-CHANNEL"),
        ({"rows": ((0.9, 0.0, 0.0), *ROWS[1:])}, NAMES, "SPILL-DIAGONAL"),
        ({"rows": ((1.0, 1.0, 0.0), (1.0, 1.0, 0.0), (0.0, 0.0, 1.0))}, NAMES, "SPILL-SINGULAR"),
        ({"rows": ((1.0, 0.999, 0.0), (1.0, 1.0, 0.0), (0.0, 0.0, 1.0))}, NAMES, "SPILL-SINGULAR"),
    ],
)
def test_a_matrix_that_may_not_be_used_is_refused(
    changes: dict[str, object], channels: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        checked(matrix(**changes), channels, 1000)


def test_a_good_matrix_is_given_back() -> None:
    assert checked(matrix(), NAMES, 1000) == matrix()
