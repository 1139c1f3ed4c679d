"""Thawing a vial of another lot: once, and given back by a correction."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from elnapp.custody import queries as custody
from elnapp.lots import service
from elnapp.record import Refused
from tests.elnapp.lots.bench_nested import pooled, proven, thawing
from tests.elnapp.lots.conftest import ENGINEERING, Bench, in_force


def stocked(bench: Bench) -> list[str]:
    """Make a lot of two vials; gives their codes."""
    pooled(bench)
    bench.record("P0/bank", {"stock": "yes", "reason": "surplus"})
    vials = {f"vial.{n}.volume": "1.0" for n in (1, 2)}
    bench.record("P0.ST/vials", {**vials, "viable_each": "5"})
    with bench.house.kernel.reading() as session:
        return [u.code for u in custody.units(session, bench.stream, "vial")]


def test_a_vial_of_another_lot_is_thawed_once_and_a_correction_gives_it_back(
    seeded: Bench,
) -> None:
    one, two = stocked(seeded)
    stock = seeded.stream
    in_force(seeded, "THAWING", thawing())
    seeded.issue(replace(ENGINEERING, master="THAWING"))
    with pytest.raises(service.Unconfirmed) as caught:
        seeded.record("TH/vial", {"vial": one, "doublings": "2.5", "viable_recovered": "4.2"})
    assert [(f.code, str(f.params["expected"])) for f in caught.value.findings] == [
        ("K-DOUBLINGS", "0.0")
    ]  # convention (a): the stock was frozen at its first harvest
    seeded.record("TH/vial", {"vial": one, "doublings": "0", "viable_recovered": "4.2"})

    def left() -> dict[str, str]:
        with seeded.house.kernel.reading() as session:
            return {u.code: u.state for u in custody.units(session, stock, "vial")}

    assert left() == {one: "used", two: "open"}
    proven(seeded)
    seeded.correct(
        "TH/vial", {"vial": two, "doublings": "0", "viable_recovered": "4.2"}, "wrong code read"
    )
    assert left() == {one: "open", two: "used"}
    with seeded.house.kernel.reading() as session:
        start = custody.units(session, seeded.stream, "start")[0]
    assert (start.parents, start.balance) == ((two,), Decimal("4.2"))
    proven(seeded)
    seeded.issue(replace(ENGINEERING, master="THAWING"))
    with pytest.raises(Refused) as refused:
        seeded.record("TH/vial", {"vial": two, "doublings": "0", "viable_recovered": "4.2"})
    assert [f.code for f in refused.value.findings] == ["K-VIAL"]
