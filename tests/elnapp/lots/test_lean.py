"""Taking an entry costs the same in a lot with many entries as in one with few."""

from __future__ import annotations

from elnapp.lots import queries
from tests.elnapp.lots.conftest import Bench
from tests.shared import statements

MOST = 13  # statements of one command, the kernel's included


def test_the_number_of_statements_does_not_grow_with_the_lot(lot: Bench) -> None:
    lot.receive()
    lot.passage(0)
    lot.open()
    lot.seed(1)
    seen = {"confluence.1": "80", "confluence.2": "82", "contamination": "no"}

    with statements(lot.house.kernel.stores.write) as few:
        lot.record("P1/observe", {**seen, "morphology": "spindle"})
    lot.record("P1/count", lot.counted("1.53", "94"))
    lot.verify("P1/count")
    lot.record("P1/harvest", {"volume": "100", "harvested_at": lot.day(15)})
    decided = dict.fromkeys(("age_within_limit", "sterile_to_date", "morphology_normal"), "yes")
    lot.record("P1/decide", decided, by="sroux")
    lot.open()
    lot.seed(2)
    with statements(lot.house.kernel.stores.write) as many:
        lot.record("P2/observe", {**seen, "morphology": "spindle"})

    assert len(few) == len(many) <= MOST


def test_a_position_is_read_in_two_statements(lot: Bench) -> None:
    lot.receive()
    with lot.house.kernel.reading() as session:
        queries.position(session, lot.stream)
        with statements(lot.house.kernel.stores.read) as seen:
            queries.position(session, lot.stream)

    assert len(seen) == 2
