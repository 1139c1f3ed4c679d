"""The bench of readings: a lot at its first count, and files of a counter sent in short words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from elnapp.demo.counter import SERIAL, Counted, nucleoview
from elnapp.inbox import queries, service
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.service import NewFile, Sender
from elnapp.lots.service import recompute
from elnapp.readers import Limits
from elnapp.record.verify import Layers, verify
from elnapp.web.house import House
from tests import cast as people
from tests.cast import Cast
from tests.elnapp.lots.conftest import Bench, bench, lot

__all__ = ["bench", "lot"]
COUNT = "SVF/count"
ONE, TWO = Counted("svf-1", "0.4182", "82.0"), Counted("svf-2", "0.4346", "82.4")


@dataclass
class Desk:
    """Who sends files to the house, and what it makes of them."""

    house: House
    cast: Cast
    clock: Any

    @property
    def sender(self) -> Sender:
        """What receiving needs."""
        return Sender(self.house.kernel, self.house.files, Limits.of(self.house.settings))

    def receive(
        self, data: bytes, name: str = "run.csv", named: str = "", *, by: str = people.TECHNICIAN
    ) -> dict[str, Any]:
        """Send a file."""
        given = NewFile(name, data, named)
        return service.receive(self.sender, self.cast.call(by), "SLS", given)

    def count(self, *counts: Counted, ago: int = 5, **more: Any) -> list[str]:
        """Send a counter's file of some minutes ago; gives its readings."""
        at: datetime = self.clock.at - timedelta(minutes=ago)
        return list(self.receive(nucleoview(counts or (ONE, TWO), at, **more))["readings"])

    def reading(self, reading_id: str) -> ReadingView:
        """Give a reading as it stands."""
        with self.house.kernel.reading() as session:
            (found,) = queries.choose(session, [reading_id])
        return found

    def inbox(self, state: str = "", *, who: str = people.ANALYST) -> list[ReadingView]:
        """Give what waits, or another state."""
        with self.house.kernel.reading() as session:
            return queries.inbox(session, self.cast.actor(who), state)

    def sound(self) -> bool:
        """Tell whether the chain, the replay and the recomputation of the store agree."""
        return verify(self.house.kernel.stores, Layers(recompute={"lot": recompute})).ok

    def holds(self, reading_id: str) -> list[str]:
        """Give the codes of what holds a reading."""
        return [f.code for f in self.reading(reading_id).holds]


@pytest.fixture
def desk(house: House, cast: Cast, clock: Any) -> Desk:
    """A desk over the settled store."""
    return Desk(house, cast, clock)


@pytest.fixture
def counting(lot: Bench) -> Bench:
    """A lot whose next step is the count of the stromal vascular fraction."""
    lot.record("ISS/authorisations", by=people.PRODUCTION)
    for path in ("REC/identify", "REC/weigh"):
        lot.record(path)
        lot.verify(path)
    lot.sign("REC/accept")
    lot.record("SVF/digest")
    lot.verify("SVF/digest")
    return lot


__all__ += ["COUNT", "ONE", "SERIAL", "TWO", "Counted", "Desk", "nucleoview"]
