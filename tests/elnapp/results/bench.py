"""The analyst's bench: results typed against the pinned specification, in short words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from batches.ledger import Value
from batches.quantity import parse_decimal
from batches.readings import asked
from elnapp.quality import queries as quality
from elnapp.quality.queries import DeviationView
from elnapp.release import queries as release
from elnapp.results import queries, service
from elnapp.results.queries import Line, OosView, Pinned, SampleView
from elnapp.results.service import Given, Moved, Unconfirmed
from elnapp.web.house import House
from tests import cast as people
from tests.cast import Cast

LOT, SAMPLED = "AT26-001", "AT26-002"
STREAM = f"lot/{LOT}"


@dataclass
class Bench:
    """One lot and its analyst."""

    house: House
    cast: Cast
    stream: str = STREAM

    @property
    def pinned(self) -> Pinned:
        """The specification the lot was issued with."""
        with self.house.kernel.reading() as session:
            return release.pinned_specification(session, self.stream)

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

    def samples(self) -> dict[str, SampleView]:
        """The samples of the lot by their type."""
        with self.house.kernel.reading() as session:
            views = queries.sample_views(session, self.stream, self.pinned.plan)
        return {view.label: view for view in views}

    def read_outs(self) -> dict[tuple[str, str], datetime]:
        """When the samples of a step were read out, by its path and their type."""
        with self.house.kernel.reading() as session:
            return queries.read_outs(session, self.stream, self.pinned.plan)

    def follow(self, kind: str, moved: Moved, login: str = people.ANALYST, reason: str = "") -> Any:
        """Record the next step of a sample, without confirming anything."""
        call = replace(self.cast.call(login), reason=reason or None)
        code = self.samples()[kind].code
        return service.follow(self.house.kernel, call, self.pinned, code, moved)

    def review(self, *rows: str, login: str = people.HEAD_QC) -> Any:
        """Review the newest result of each row."""
        ids = [self.line(row).history[-1].id for row in rows]
        return service.review(self.house.kernel, self.cast.call(login), self.stream, ids)

    def oos(self) -> OosView:
        """The one investigation of the lot."""
        with self.house.kernel.reading() as session:
            (found,) = queries.investigations(session, self.stream)
        return found

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
        return service.invalidate(self.house.kernel, call, self.stream, result.id, reason)

    def line(self, row: str) -> Line:
        """One row of the certificate."""
        with self.house.kernel.reading() as session:
            lines = queries.certificate(session, self.stream, self.pinned.specification)
        return next(line for line in lines if line.row.code == row)

    def deviations(self) -> list[DeviationView]:
        """The deviations of the lot."""
        with self.house.kernel.reading() as session:
            return quality.deviations(session, self.stream)
