"""The analyst's bench: results typed against the pinned specification, in short words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from batches.ledger import Value
from batches.quantity import parse_decimal
from batches.readings import asked
from elnapp.quality import queries as quality
from elnapp.quality.queries import DeviationView
from elnapp.release import queries as release
from elnapp.results import queries, service
from elnapp.results.queries import Line, Pinned
from elnapp.results.service import Given, Unconfirmed
from elnapp.web.house import House
from tests import cast as people
from tests.cast import Cast

LOT = "AT26-001"
STREAM = f"lot/{LOT}"


@dataclass
class Bench:
    """One lot and its analyst."""

    house: House
    cast: Cast

    @property
    def pinned(self) -> Pinned:
        """The specification the lot was issued with."""
        with self.house.kernel.reading() as session:
            return release.pinned_specification(session, STREAM)

    def given(self, row: str, *typed: str) -> Given:
        """What the form of a row would give for what is typed, slot by slot."""
        found = self.pinned.specification.row(row)
        assert found is not None
        slots = [(slot, field) for field in asked(found) for slot in field.slots]
        values = {
            slot: Value(text, parse_decimal(text) if field.numeric else None, field.unit)
            for (slot, field), text in zip(slots, typed, strict=True)
        }
        return Given(row, values)

    def enter(self, given: Given, login: str = people.ANALYST) -> dict[str, Any]:
        """Give a result, confirming what asks for it."""
        try:
            return self.try_once(given, login)
        except Unconfirmed as waiting:
            return self.try_once(replace(given, confirmed=waiting.token), login)

    def try_once(self, given: Given, login: str = people.ANALYST) -> dict[str, Any]:
        """Give a result without confirming anything more."""
        return service.enter(self.house.kernel, self.cast.call(login), self.pinned, given)

    def invalidate(self, row: str, reason: str) -> dict[str, Any]:
        """Declare the standing result of a row invalid."""
        result = self.line(row).result
        assert result is not None
        call = self.cast.call(people.ANALYST)
        return service.invalidate(self.house.kernel, call, STREAM, result.id, reason)

    def line(self, row: str) -> Line:
        """One row of the certificate."""
        with self.house.kernel.reading() as session:
            lines = queries.certificate(session, STREAM, self.pinned.specification)
        return next(line for line in lines if line.row.code == row)

    def deviations(self) -> list[DeviationView]:
        """The deviations of the lot."""
        with self.house.kernel.reading() as session:
            return quality.deviations(session, STREAM)
