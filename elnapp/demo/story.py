"""How the demo study is told: the same commands as the web, at moments of the past."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pyotp

from batches.people import SYSTEM, Actor, Proof
from elnapp.demo.people import PASSWORD
from elnapp.people import queries as people
from elnapp.people import service as people_service
from elnapp.record import Call
from elnapp.record.plain import sha256
from elnapp.web.house import House

SIGNING_PAUSE = timedelta(seconds=61)


@dataclass
class StoryClock:
    """A clock that the story moves; it never goes back."""

    at: datetime

    def __call__(self) -> datetime:
        """Give the moment of the story."""
        return self.at

    def to(self, moment: datetime) -> None:
        """Move on to `moment`, or stay when the story is already past it."""
        self.at = max(self.at, moment)

    def wait(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)


@dataclass
class Story:
    """The house with a clock that can be moved, and the next key of a command."""

    house: House
    clock: StoryClock
    told: int = 0
    actors: dict[str, Actor] = field(default_factory=dict)

    @classmethod
    def begin(cls, house: House, at: datetime) -> Story:
        """Tell a story in `house` from `at` on."""
        clock = StoryClock(at)
        return cls(replace(house, clock=clock), clock)

    def actor(self, login: str) -> Actor:
        """Give a person with the grants held now."""
        if login == SYSTEM.id:
            return SYSTEM
        if login not in self.actors:
            with self.house.kernel.reading() as session:
                found = people.actor_of(session, login)
            if found is None:
                message = f"the story knows nobody called {login}"
                raise LookupError(message)
            self.actors[login] = found
        return self.actors[login]

    def call(self, login: str, reason: str | None = None, minutes: float = 1) -> Call:
        """Give the next command of a person, `minutes` after the one before."""
        self.clock.wait(minutes=minutes)
        self.told += 1
        return Call(self.actor(login), f"demo/{self.told}", self.clock(), reason)

    def proof(self, login: str, *, code: bool = True) -> Proof:
        """Prove who signs, with password and (if `code`) the code of that moment."""
        self.clock.at += SIGNING_PAUSE
        otp = pyotp.TOTP(seed_of(login)).at(self.clock()) if code else None
        return people_service.check_credentials(self.house, login, PASSWORD, otp)

    def signed(self, login: str, do: Callable[[Call, Proof], object]) -> None:
        """Prove who signs, then do it at once, as the signature page does."""
        proof = self.proof(login)
        self.told += 1
        do(Call(self.actor(login), f"demo/{self.told}", self.clock()), proof)


def seed_of(login: str) -> str:
    """Give the second factor of a demo person; anyone can compute it, so it protects nothing."""
    return base64.b32encode(bytes.fromhex(sha256(f"elnapp demo {login}".encode())[:40])).decode()
