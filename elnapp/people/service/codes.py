"""One-time codes (RFC 6238): the server's clock, a small window, and each code only once."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import text
from sqlmodel import Session

from batches.access import AccessPolicy
from elnapp.people import queries
from elnapp.people.service.attempts import operating
from elnapp.record import Kernel, Stores
from elnapp.record.plain import time_text

KEEP_PENDING = timedelta(minutes=15)


def step_of(at: datetime, access: AccessPolicy) -> int:
    """Give the number of the time step at `at`."""
    return int(at.timestamp()) // access.totp_step_seconds


def matching_step(seed: str, code: str, at: datetime, access: AccessPolicy) -> int | None:
    """Give the time step whose code this is, within the window around `at`."""
    typed = "".join(code.split())
    now, made = step_of(at, access), pyotp.TOTP(seed)
    steps = range(now - access.totp_window, now + access.totp_window + 1)
    # Every step is compared: the time taken tells nothing.
    fitting = [s for s in steps if hmac.compare_digest(made.generate_otp(s), _ascii(typed))]
    return fitting[0] if fitting else None


def use(stores: Stores, account_id: str, step: int) -> bool:
    """Use up a time step, and all before it; False when it was used already."""
    with operating(stores) as connection:
        done = connection.execute(
            text(
                "INSERT INTO code_use (account_id, counter) VALUES (:account, :step) "
                "ON CONFLICT (account_id) DO UPDATE SET counter = excluded.counter "
                "WHERE code_use.counter < excluded.counter RETURNING counter"
            ),
            {"account": account_id, "step": step},
        ).first()
    return done is not None


def begin_enrolment(kernel: Kernel, account_id: str, at: datetime) -> str:
    """Give the seed to show for enrolment; the same one when the page is loaded again."""
    with kernel.reading() as session:
        pending = queries.pending_seed(session, account_id)
    if pending is not None and at - pending[1] < KEEP_PENDING:
        return pending[0]
    seed = pyotp.random_base32()
    with operating(kernel.stores) as connection:
        connection.execute(
            text(
                "INSERT INTO pending_factor (account_id, seed, made_at) "
                "VALUES (:account, :seed, :at) ON CONFLICT (account_id) "
                "DO UPDATE SET seed = excluded.seed, made_at = excluded.made_at"
            ),
            {"account": account_id, "seed": seed, "at": time_text(at)},
        )
    return seed


def forget_pending(stores: Stores, account_id: str) -> None:
    """Drop the seed that was shown, once it is enrolled."""
    with operating(stores) as connection:
        connection.execute(
            text("DELETE FROM pending_factor WHERE account_id = :account"), {"account": account_id}
        )


def enrolment_address(seed: str, login: str, issuer: str, access: AccessPolicy) -> str:
    """Give the otpauth:// address that a telephone reads from the picture."""
    made = pyotp.TOTP(seed, interval=access.totp_step_seconds)
    return made.provisioning_uri(name=login, issuer_name=issuer)


def current_code(
    session: Session, login: str, at: datetime, access: AccessPolicy | None = None
) -> str | None:
    """Give the next code that will be taken from `login`; for demonstration stores only.

    None for an account that does not exist or has no second factor.
    """
    limits = access or AccessPolicy()
    found = queries.account(session, login)
    if found is None or not found.totp:
        return None
    # A code used a moment ago is refused; the one after it lies within the window.
    step = max(step_of(at, limits), queries.last_code(session, found.id) + 1)
    return pyotp.TOTP(found.totp).generate_otp(step)


def _ascii(typed: str) -> str:
    return typed if typed.isascii() else ""
