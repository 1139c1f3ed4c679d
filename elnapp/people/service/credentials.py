"""Proving who someone is: counted before it is checked, recorded when it fails, told in one way.

An unknown user ID, a deactivated account, a wrong password and a wrong code give one answer and
take the same time.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from batches.access import AccessPolicy
from batches.people import SYSTEM, Proof
from batches.text import Text
from batches.verdict import Finding
from elnapp.config import Settings
from elnapp.people import queries
from elnapp.people.models import Account
from elnapp.people.service import attempts, codes, passwords
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx, new_id

PURPOSES: dict[str, Text] = {
    "sign_in": Text("sign-in", "connexion"),
    "signature": Text("signature", "signature"),
    "identity": Text("look at an identity", "consultation d'une identité"),
    "change_password": Text("change of password", "changement de mot de passe"),
    "enrol_totp": Text("enrolment of a second factor", "enregistrement d'un second facteur"),
}


class Doors(Protocol):
    """The parts of the house that people need."""

    @property
    def kernel(self) -> Kernel:
        """Give the kernel."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """Give the server's clock."""

    @property
    def settings(self) -> Settings:
        """Give the settings; the profile decides the cost of a hash."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a guess comes from, and the limits that count: `address` is the client's, or empty."""

    address: str = ""
    access: AccessPolicy = field(default_factory=AccessPolicy)


@dataclass(frozen=True, slots=True)
class _Guess:
    login: str
    password: str
    code: str | None
    purpose: str
    at: datetime
    failures: int


def check_credentials(
    house: Doors,
    login: str,
    password: str,
    code: str | None = None,
    purpose: str = "signature",
    origin: Origin | None = None,
) -> Proof:
    """Check a password and, when `code` is not None, a one-time code.

    Call it before the command, never inside. Raises Refused (matters; already recorded): P-WAIT,
    P-LOCKED, P-CREDENTIALS, P-CODE-USED, P-NO-FACTOR. `Proof.account` is the account's id.
    """
    origin = origin or Origin()
    at, who = house.clock(), login.strip().casefold()
    subject = attempts.account_subject(who, origin.access)
    subjects = [subject]
    if origin.address:
        subjects.append(attempts.address_subject(origin.address, origin.access))
    failures = attempts.take(house.kernel.stores, subjects, at)
    guess = _Guess(who, password, code, purpose, at, failures)
    found, step = _checked(house, guess, origin.access)
    attempts.clear(house.kernel.stores, subject)
    for shared in subjects[1:]:
        attempts.undo(house.kernel.stores, shared)
    if code is not None and not found.totp:
        raise Refused([Finding("P-NO-FACTOR")])
    if step is not None and not codes.use(house.kernel.stores, found.id, step):
        used = Finding("P-CODE-USED", {"seconds": origin.access.totp_step_seconds}, "otp")
        _record(house, found, guess, used)
        raise Refused([used], matters=True)
    factors = ("password",) if step is None else ("password", "totp")
    return Proof(found.id, found.name, factors, at)


def _checked(house: Doors, guess: _Guess, access: AccessPolicy) -> tuple[Account, int | None]:
    """Give the account whose components these are, and the code's time step; else refuse."""
    with house.kernel.reading() as session:
        found = queries.account(session, guess.login)
    usable = found if found is not None and found.active else None
    stored = usable.password if usable else None
    good = passwords.matches(house.settings.profile, stored, guess.password)
    step = None
    if usable is not None and guess.code is not None and usable.totp:
        step = codes.matching_step(usable.totp, guess.code, guess.at, access)
        good = good and step is not None
    if usable is None or not good or _still_locked(usable, guess.at):
        _fail(house, found, guess, access)
        raise Refused([Finding("P-CREDENTIALS")], matters=True)
    return usable, step


def _still_locked(found: Account, at: datetime) -> bool:
    # The counter is the first to say so; the record says it too when the counter was lost.
    return found.locked_until is not None and found.locked_until > at


def _fail(house: Doors, found: Account | None, guess: _Guess, access: AccessPolicy) -> None:
    """Record the failure; the one that reaches the limit locks the account."""
    words = PURPOSES.get(guess.purpose, Text(guess.purpose, guess.purpose))
    params: dict[str, str | int] = {
        "purpose_en": words.en, "purpose_fr": words.fr, "failures": guess.failures,
    }  # fmt: skip
    finding = Finding("P-FAILED" if found else "P-UNKNOWN", params, weight=2)
    if found is not None and access.locks(guess.failures):
        _lock(house, found, guess, finding, access)
    else:
        _record(house, found, guess, finding)


def _record(house: Doors, found: Account | None, guess: _Guess, finding: Finding) -> None:
    """Write the refusal as an event: of the account, or of the house where there is none."""
    call = Call(SYSTEM, new_id(), guess.at)
    stream = found.stream if found else "system"
    with suppress(NotFound):  # A store that nobody has set up yet has nothing to protect.
        house.kernel.refuse(call, "people.refuse", stream, [finding])


def _lock(
    house: Doors, found: Account, guess: _Guess, finding: Finding, access: AccessPolicy
) -> None:
    until = guess.at + access.lock

    def do(tx: Tx) -> Answer:
        row = queries.account(tx.session, found.login)
        if row is not None:
            row.locked_until = until
        tx.note(finding)
        tx.note(
            Finding(
                "P-LOCKED",
                {"failures": guess.failures, "minutes": access.lockout_minutes},
                weight=2,
            )
        )
        return {"refused": True, "locked_until": until}

    call = Call(SYSTEM, new_id(), guess.at)
    asked = {"login": found.login, "locked_until": until}
    house.kernel.act(call, "people.refuse", do, streams=[found.stream], request=asked)
