"""An eligible donor with a donation whose material is still in the operating room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from batches.identifiers import din_check
from batches.ledger import Value
from elnapp.audit.service import layers
from elnapp.custody.service import Kept
from elnapp.demo import receipt as demo
from elnapp.demo.donors import FIT, enrol
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE
from elnapp.donors import service as donors
from elnapp.donors.service import NewDonation
from elnapp.procurement import queries, service
from elnapp.procurement.queries import DonationView
from elnapp.procurement.service import Log, NewHandOver, NewLeg, NewProcurement, NewReceipt
from elnapp.procurement.service.logger import without_contents
from elnapp.record.verify import verify
from elnapp.web.house import House
from instruments.reading import Refusal
from instruments.registry import parse
from tests import cast as people
from tests.cast import Cast
from tests.conftest import Clock

DIN, OTHER = "A999926000001", "A999926000002"


@dataclass
class Ward:
    """People around one donation; `story` only reads what is typed as the forms would."""

    house: House
    cast: Cast
    clock: Clock
    story: Story
    donor: str
    collected: datetime

    def donate(self, din: str, day: int = 0) -> None:
        """Record a donation of the donor."""
        at = self.collected - timedelta(days=day)
        given = NewDonation(din + din_check(din)[1], "AT", at, ZONE, "FR001234")
        donors.donate(self.house.kernel, self.cast.call(people.PHYSICIAN), self.donor, given)

    def procure(self, din: str = DIN, reason: str | None = None, **typed: str) -> dict[str, Any]:
        """Record the procurement, signed by the physician."""
        times = {"started_at": self.collected - timedelta(minutes=40), "ended_at": self.collected}
        values = self._values("collection", {**demo.COLLECTED, **typed}, times)
        call, proof = self.cast.call(people.PHYSICIAN, reason), self.cast.proof(people.PHYSICIAN)
        given = NewProcurement(values, ZONE)
        return service.procure(self.house.kernel, call, self.donor, din, given, proof)

    def hand_over(self, din: str = DIN, *, items: list[str] | None = None, **typed: str) -> Any:
        """Hand the material over, by the physician."""
        said = {**demo.SENT, **demo._box(din), **typed}
        values = self._values("hand_over", said, {"dispatched_at": self.clock()})
        given = NewHandOver(items or self.containers(din), values, ZONE)
        call, proof = self.cast.call(people.PHYSICIAN), self.cast.proof(people.PHYSICIAN)
        return service.hand_over(self.house.kernel, call, din, given, proof)

    def carry(self, way: str, by: str, din: str = DIN, **changed: Any) -> dict[str, Any]:
        """Let a courier take the shipper or deliver it."""
        self.clock.at += timedelta(minutes=2)
        leg = NewLeg(way, self.clock(), ZONE, "Coursier", "CRS-017", "BT-1", "badge",
                     demo._box(din)["seal"], True)  # fmt: skip
        call, proof = self.cast.call(by, changed.pop("reason", None)), self.cast.proof(by)
        return service.pass_on(self.house.kernel, call, din, replace(leg, **changed), proof)

    def receive(
        self,
        din: str = DIN,
        *,
        decision: str = "accepted",
        reason: str | None = None,
        by: str = people.TECHNICIAN,
        hours: float = 0,
        **changed: Any,
    ) -> dict[str, Any]:
        """Receive the material; `changed` are answers, or fields of the receipt itself."""
        own = {k: v for k, v in changed.items() if k in NewReceipt.__dataclass_fields__}
        typed = {k: v for k, v in changed.items() if k not in own}
        self.clock.at += timedelta(hours=hours)
        said = {**demo.FOUND, **demo._box(din), **typed}
        values = self._values("receipt", said, {"received_at": self.clock()})
        file = own.pop("file", None) or demo.logged(self.story, din, self.clock())
        given = NewReceipt(self.containers(din), values, ZONE, decision, file, log=self.read(file))
        given = replace(given, **own)
        call, proof = self.cast.call(by, reason), self.cast.proof(by)
        return service.receive(self.house.kernel, call, din, given, proof)

    def read(self, file: Kept) -> Log:
        """Say what the reader says of a file, without the walls around it: they have their tests."""
        try:
            return Log(file.sha256, parse(self.house.files.read(file.sha256), file.name))
        except Refusal as refusal:
            return Log(file.sha256, refusal=without_contents(refusal.note))

    def keep(self, data: bytes, name: str = "logger.txt") -> Kept:
        """Keep a file as the page would."""
        return Kept(self.house.files.put(data), len(data), "text/plain", name)

    def containers(self, din: str) -> list[str]:
        """Give the codes of the containers of a donation."""
        return demo.containers(self.story, din)

    def view(self, din: str = DIN) -> DonationView:
        """Read a donation."""
        with self.house.kernel.reading() as session:
            found = queries.find(session, din)
        assert found is not None
        return found

    def _values(
        self, section: str, typed: dict[str, str], times: dict[str, datetime]
    ) -> dict[str, Value]:
        return demo.answers(self.story, section, typed, times)


@pytest.fixture
def ward(house: House, cast: Cast, clock: Clock) -> Iterator[Ward]:
    """A donation of an eligible donor; after the test the whole store verifies."""
    story = Story.begin(house, clock() - timedelta(days=5))
    collected = clock() - timedelta(hours=2)
    donor = enrol(story, FIT[0], collected.date())
    made = Ward(house, cast, clock, Story.begin(house, clock()), donor, collected)
    made.donate(DIN)
    yield made
    assert [b.plain() for b in verify(house.kernel.stores, layers()).broken] == []
