"""Moving gates by hand: within the bounds of the template, and nothing else of it changes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches import gate_moves as rules
from batches.gate_moves import Move
from batches.phenotype import limits
from instruments.cytometry.template import Template
from tests import library

LIBRARY = Path(__file__).parents[2] / "elnapp" / "documents" / "library" / "gating-template"
BODY: dict[str, Any] = library.body(LIBRARY / "MSC-AT-PHENOTYPE.yaml")
FIXED: dict[str, Any] = library.body(LIBRARY / "MSC-AT-DEMO.yaml")
SHIFT = st.decimals(-9000, 9000, places=1)


@given(SHIFT, SHIFT, SHIFT)
def test_a_move_is_taken_exactly_when_every_shift_is_within_its_bound(
    x: Decimal, y: Decimal, live: Decimal
) -> None:
    found = {f.where for f in rules.faults(BODY, Move(x, y, live))}
    wanted = {
        name
        for name, shift, most in (("x", x, 8000), ("y", y, 4000), ("live", live, 500))
        if not -most <= shift <= most
    }
    assert found == (wanted or ({"x"} if not (x or y or live) else set()))


@given(SHIFT, SHIFT, SHIFT)
def test_only_the_moved_gates_of_a_template_change(x: Decimal, y: Decimal, live: Decimal) -> None:
    before = Template.from_body(BODY)
    after = Template.from_body(rules.moved(BODY, Move(x, y, live)))
    for (old_x, old_y), (new_x, new_y) in zip(
        before.debris.corners, after.debris.corners, strict=True
    ):
        assert (new_x, new_y) == (float(Decimal(str(old_x)) + x), float(Decimal(str(old_y)) + y))
    assert after.live.below == float(Decimal(str(before.live.below)) + live)
    back = rules.moved(rules.moved(BODY, Move(x, y, live)), Move(-x, -y, -live))
    assert Template.from_body(back) == before
    assert limits(back) == limits(BODY)
    assert library.body(LIBRARY / "MSC-AT-PHENOTYPE.yaml") == BODY


@given(SHIFT, SHIFT, SHIFT)
def test_a_move_comes_back_from_what_is_stored(x: Decimal, y: Decimal, live: Decimal) -> None:
    move = Move(x, y, live)
    assert Move.from_plain(move.plain()) == move


@pytest.mark.parametrize(
    "move", [Move(x=Decimal(1)), Move(y=Decimal(-1)), Move(live=Decimal("0.1"))]
)
def test_a_template_without_moves_forbids_all(move: Move) -> None:
    assert rules.bounds(FIXED) == {}
    assert [f.code for f in rules.faults(FIXED, move)] == ["GT-MOVE-NEVER"]


def test_a_gate_without_a_bound_is_not_moved() -> None:
    body = {**BODY, "moves": {"live": "500"}}
    assert rules.bounds(body) == {"live": Decimal(500)}
    found = list(rules.faults(body, Move(x=Decimal(1), live=Decimal(1))))
    assert [(f.code, f.where) for f in found] == [("GT-MOVE-NEVER", "x")]
