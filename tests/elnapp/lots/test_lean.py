"""Taking an entry costs the same in a lot with many entries as in one with few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from elnapp.lots import queries
from elnapp.record import Stores
from tests.elnapp.lots.conftest import Bench

MOST = 13  # statements of one command, the kernel's included


@contextmanager
def counted(stores: Stores) -> Iterator[list[str]]:
    """Gather the statements of commands."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(stores.write, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(stores.write, "before_cursor_execute", note)


def test_the_number_of_statements_does_not_grow_with_the_lot(lot: Bench) -> None:
    lot.receive()
    lot.passage(0)
    lot.open()
    lot.seed(1)
    seen = {"confluence.1": "80", "confluence.2": "82", "contamination": "no"}

    with counted(lot.house.kernel.stores) as few:
        lot.record("P1/observe", {**seen, "morphology": "spindle"})
    lot.record("P1/count", lot.counted("1.53", "94"))
    lot.verify("P1/count")
    lot.record("P1/harvest", {"volume": "100", "harvested_at": lot.day(15)})
    decided = dict.fromkeys(("age_within_limit", "sterile_to_date", "morphology_normal"), "yes")
    lot.record("P1/decide", decided, by="sroux")
    lot.open()
    lot.seed(2)
    with counted(lot.house.kernel.stores) as many:
        lot.record("P2/observe", {**seen, "morphology": "spindle"})

    assert len(few) == len(many) <= MOST


def test_a_position_is_read_in_two_statements(lot: Bench) -> None:
    lot.receive()
    seen: list[str] = []
    stores = lot.house.kernel.stores

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with lot.house.kernel.reading() as session:
        queries.position(session, lot.stream)
        event.listen(stores.read, "before_cursor_execute", note)
        queries.position(session, lot.stream)
        event.remove(stores.read, "before_cursor_execute", note)

    assert len(seen) == 2
