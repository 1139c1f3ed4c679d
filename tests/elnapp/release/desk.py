"""The desk of those who review and decide on a lot, in short words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from batches.findings import sentence
from batches.gate import GateReport
from batches.people import SYSTEM, Grant
from batches.verdict import Finding
from elnapp.custody import queries as custody
from elnapp.people import service as accounts
from elnapp.record import Call, Refused, new_id
from elnapp.release import queries, service
from elnapp.release.queries import About
from elnapp.release.service import Asked, Signing
from elnapp.web.house import House
from tests import cast as people
from tests.cast import Cast

LOT = "AT26-001"
STREAM = f"lot/{LOT}"
Verb = Callable[..., dict[str, Any]]


@dataclass
class Desk:
    """The people who review and decide on the lot of a test."""

    house: House
    cast: Cast
    clock: Any

    def sign(
        self, verb: Verb, login: str, *asked: Asked, factors: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Sign as a person who has just proved who they are."""
        self.clock.at += timedelta(minutes=1)
        return self.act(verb, self.cast.call(login), login, *asked, factors=factors)

    def act(
        self, verb: Verb, call: Call, login: str, *asked: Asked, factors: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """Sign with a call made by the test."""
        signing = Signing(self.cast.proof(login, *factors))
        return verb(self.house.kernel, call, LOT, signing, *asked)

    def also(self, login: str, *roles: str) -> Call:
        """A call of a person who is given other roles as well."""
        self.clock.at += timedelta(minutes=1)
        for role in roles:
            given = Call(SYSTEM, new_id(), self.clock.at)
            accounts.grant(self.house.kernel, given, login, Grant(role, "SLS"))
        return self.cast.call(login)

    def review(self) -> None:
        """Bring the lot to the point where only the Qualified Person is missing."""
        self.sign(service.review_production, people.PRODUCTION)
        self.sign(service.approve_results, people.HEAD_QC)
        self.sign(service.review_trail, people.QA)
        self.sign(service.approve, people.QA)

    def bags(self) -> tuple[str, ...]:
        """The containers of the lot."""
        with self.house.kernel.reading() as session:
            return tuple(u.code for u in custody.units(session, STREAM, "bag"))

    def certify(self, *codes: str, reason: str = "") -> dict[str, Any]:
        """Certify these containers, or all."""
        asked = Asked(containers=codes or self.bags(), reason=reason)
        return self.sign(service.certify, people.QP, asked)

    def gate(self, about: About | None = None) -> GateReport:
        """The gate as it stands."""
        with self.house.kernel.reading() as session:
            return queries.gate(session, STREAM, self.clock.at, about)

    def state(self) -> str:
        """The state of the lot."""
        with self.house.kernel.reading() as session:
            return str(queries.head(session, STREAM).state)


def said(refused: Refused) -> list[str]:
    """The sentences of a refusal: each must have words."""
    return [sentence(finding, "fr") for finding in refused.findings]


def codes(findings: Iterable[Finding]) -> set[str]:
    """The codes of findings."""
    return {finding.code for finding in findings}
