"""The worked lot of the reference process: its numbers, executed and read back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from elnapp.custody import queries as custody
from elnapp.lots import queries, service
from elnapp.record.verify import Layers, verify
from tests.elnapp.lots.conftest import PASSAGES, Bench


@pytest.fixture
def made(lot: Bench) -> Bench:
    """The worked lot up to its last step."""
    lot.receive()
    for n in range(len(PASSAGES)):
        lot.passage(n)
    lot.finish()
    return lot


def test_the_worked_lot_grows_by_the_numbers_of_the_reference(made: Bench) -> None:
    with made.house.kernel.reading() as session:
        found = queries.passages(session, made.stream)
        here = queries.position(session, made.stream)
        bags = custody.units(session, made.stream, "bag")
        left = custody.balances(session, made.stream)

    def places(values: list[Decimal | None], digits: str) -> list[str]:
        return [str(v.quantize(Decimal(digits))) for v in values if v is not None]

    assert places([p.doublings for p in found], "0.001") == ["3.003", "3.068", "2.938"]
    assert places([p.cumulative for p in found], "0.01") == ["0.00", "3.00", "6.07", "9.01"]
    assert places([p.doubling_time for p in found], "0.1") == ["47.9", "46.9", "49.0"]
    assert [p.days for p in found] == [Decimal(d) for d in ("9.0", "15.0", "21.0", "27.0")]
    assert here.complete
    assert here.next is None
    assert [b.code for b in bags][:2] == [f"{made.number}-B01", f"{made.number}-B02"]
    assert len(bags) == 10
    assert left["pool/P3"] == Decimal(40)  # 1170 harvested, 30 and 100 sampled, 1000 filled


def test_what_is_stored_follows_from_the_entries(made: Bench) -> None:
    """The third layer of verification finds nothing to say about a lot that was executed."""
    report = verify(made.house.kernel.stores, Layers(recompute={"lot": service.recompute}))

    assert report.broken == []


def test_the_dossier_holds_every_step_with_its_words(made: Bench) -> None:
    with made.house.kernel.reading() as session:
        found = queries.dossier(session, made.stream)

    steps = {s["path"]: s for s in found["steps"]}
    assert set(found) == {"order", "master", "repetitions", "steps", "growth"}
    assert steps["P1/count"]["entries"][0]["values"][0]["text"] == "1.53"
    assert steps["P3/harvest"]["title"] == {
        "en": "Harvest and growth",
        "fr": "Récolte et croissance",
    }
    assert {s["state"] for s in steps.values() if s["mandatory"]} == {"done"}
    assert found["growth"]["passages"][3]["cumulative"] == "9.00964095336"


def test_everybody_who_took_part_is_named(made: Bench) -> None:
    with made.house.kernel.reading() as session:
        lot, steps = queries.involvement_by_step(session, made.stream)

    technician = made.cast.actor("cmoreau").id
    second = made.cast.actor("tnguyen").id
    assert technician in lot["PERFORMED"]
    assert lot["WITNESSED"] == lot["CHECKED"] == frozenset({second})
    assert steps["FIN/fill"] == {
        "PERFORMED": frozenset({technician}),
        "WITNESSED": frozenset({second}),
    }
