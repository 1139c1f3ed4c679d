"""The fixed cast of the tests: the people of the demo study, and how they sign in and act."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
from flask.testing import FlaskClient

from batches.people import Actor, Proof
from elnapp.demo.people import PASSWORD
from elnapp.demo.story import Story, seed_of
from elnapp.demo.study import lay_ground
from elnapp.people import queries
from elnapp.record import Call
from elnapp.web.house import House

TECHNICIAN, SECOND, PRODUCTION = "cmoreau", "tnguyen", "sroux"
ANALYST, HEAD_QC, PHYSICIAN = "jpetit", "hlefevre", "dgarnier"
QA, QP, PHARMACIST = "amartin", "qfaure", "pdubois"
SPONSOR, AUDITOR, ADMINISTRATOR = "slambert", "iweber", "abernard"
EVERYONE = (
    TECHNICIAN, SECOND, PRODUCTION, ANALYST, HEAD_QC, PHYSICIAN,
    QA, QP, PHARMACIST, SPONSOR, AUDITOR, ADMINISTRATOR,
)  # fmt: skip


def settle_in(house: House) -> None:
    """Put the cast, the study and the documents into an empty store, some months ago."""
    lay_ground(Story.begin(house, house.clock() - timedelta(days=120)))


class Cast:
    """Who acts in a test, by login."""

    def __init__(self, house: House, clock: Callable[[], datetime]) -> None:
        """Act in `house`, at the moments of `clock`."""
        self.house, self.clock = house, clock
        self._keys = itertools.count(1)

    def actor(self, login: str) -> Actor:
        """Give the person with the grants held now."""
        with self.house.kernel.reading() as session:
            found = queries.actor_of(session, login)
        assert found is not None
        return found

    def call(self, login: str, reason: str | None = None, *, seen: int | None = None) -> Call:
        """Give a fresh command of a person."""
        return Call(self.actor(login), f"test/{next(self._keys)}", self.clock(), reason, seen)

    def proof(self, login: str, *factors: str) -> Proof:
        """Give a proof with both factors, or with those named."""
        found = self.actor(login)
        return Proof(found.id, found.name, factors or ("password", "totp"), self.clock())

    def code(self, login: str) -> str:
        """Give the person's one-time code of this moment."""
        return pyotp.TOTP(seed_of(login)).at(self.clock())

    def sign_in(self, client: FlaskClient, login: str) -> None:
        """Sign in through the page, as a person does."""
        answer = client.post("/login", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.get_data(as_text=True)[:2000]
