"""The chain of a courier: one holder at a time, confirmed twice, and every gap said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.handing import DELIVERED, TAKEN, Leg, Sent, gaps, holder, may_pass

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SENT = Sent(AT, "physician", "S-1")
TOOK = Leg(TAKEN, AT + timedelta(minutes=2), "Coursier", "CRS-1", "BT-1", "badge", "S-1", True, "p")
GAVE = replace(TOOK, way=DELIVERED, at=AT + timedelta(minutes=40), by="technician")
LATER = AT + timedelta(hours=3)


def codes(found: Any) -> list[str]:
    return [f.code for f in found]


@pytest.mark.parametrize(
    ("leg", "before", "found"),
    [
        (TOOK, (), []),
        (GAVE, (TOOK,), []),
        (GAVE, (), ["HND-NOBODY"]),
        (replace(TOOK, at=GAVE.at), (TOOK,), ["HND-TWICE"]),
        (replace(GAVE, at=AT), (TOOK,), ["HND-ORDER"]),
        (replace(TOOK, at=LATER + timedelta(minutes=1)), (), ["HND-FUTURE"]),
        (replace(TOOK, way="lost"), (), ["HND-WAY"]),
        (replace(TOOK, confirmed="promised"), (), ["HND-CONFIRMED"]),
        (replace(TOOK, courier_code=" ", waybill=""), (), ["HND-EMPTY", "HND-EMPTY"]),
        (replace(GAVE, by=SENT.by), (TOOK,), ["HND-SAME-PERSON"]),
        (replace(TOOK, by=SENT.by), (), []),
    ],
)
def test_what_can_be_recorded(leg: Leg, before: tuple[Leg, ...], found: list[str]) -> None:
    assert codes(may_pass(leg, before, SENT, LATER)) == found


@pytest.mark.parametrize(
    ("sent", "legs", "minutes", "found"),
    [
        (SENT, (), 90, []),
        (replace(SENT, courier=True), (), 90, ["HND-NO-COURIER"]),
        (replace(SENT, courier=True), (TOOK, GAVE), 60, []),
        (SENT, (TOOK,), 60, ["HND-NOT-DELIVERED"]),
        (SENT, (TOOK, replace(GAVE, waybill="BT-2")), 60, ["HND-OTHER"]),
        (SENT, (TOOK, replace(GAVE, waybill="bt - 1")), 60, []),
        (SENT, (TOOK, replace(GAVE, seal="S-2")), 60, ["HND-SEAL"]),
        (SENT, (TOOK, replace(GAVE, seal_intact=False)), 60, ["HND-SEAL"]),
        (SENT, (TOOK, GAVE), 70, []),
        (SENT, (TOOK, GAVE), 71, ["HND-WAIT"]),
        (SENT, (replace(TOOK, at=AT + timedelta(minutes=31)), GAVE), 60, ["HND-WAIT"]),
    ],
)
def test_every_gap_of_a_chain_is_said(
    sent: Sent, legs: tuple[Leg, ...], minutes: int, found: list[str]
) -> None:
    said = gaps(sent, legs, AT + timedelta(minutes=minutes), 30)

    assert codes(said) == found
    assert all(f.weight == 2 for f in said)


def test_a_shipper_under_way_has_no_end_to_miss() -> None:
    assert gaps(replace(SENT, courier=True), (), None, 30) == ()
    assert gaps(SENT, (TOOK,), None, 30) == ()
    assert holder((TOOK,)) == "Coursier"
    assert holder((TOOK, GAVE)) == holder(()) == ""


@given(st.lists(st.sampled_from((TAKEN, DELIVERED)), max_size=12))
def test_what_may_pass_always_alternates_and_ends_with_one_holder(ways: list[str]) -> None:
    """Whatever is tried, what is let through is a chain: taken, delivered, taken, delivered."""
    chain: tuple[Leg, ...] = ()
    for n, way in enumerate(ways):
        leg = replace(TOOK, way=way, at=AT + timedelta(minutes=n), by="technician")
        if not may_pass(leg, chain, SENT, LATER):
            chain = (*chain, leg)

    assert all(a.way != b.way and a.at <= b.at for a, b in pairwise(chain))
    assert chain == () or chain[0].way == TAKEN
    assert bool(holder(chain)) == (len(chain) % 2 == 1)
