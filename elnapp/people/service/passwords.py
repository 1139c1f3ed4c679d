"""Passwords are kept as argon2id only; a check costs the same whether or not the account exists."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from batches.access import LONGEST_PASSWORD

# OWASP's lower bound for argon2id: 19 MiB, two passes, one lane. Tests would take minutes with it.
_COST = {"test": (1, 64)}
_FULL = (2, 19 * 1024)
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # Nothing that is read for something else.


@cache
def _hasher(profile: str) -> PasswordHasher:
    passes, kibibytes = _COST.get(profile, _FULL)
    return PasswordHasher(time_cost=passes, memory_cost=kibibytes, parallelism=1)


@cache
def _nobody(profile: str) -> str:
    """Give the hash of a password that nobody knows, to spend the same time on."""
    return hashed(profile, secrets.token_urlsafe(32))


def hashed(profile: str, password: str) -> str:
    """Give the argon2id text to store."""
    return _hasher(profile).hash(_normal(password))


def matches(profile: str, stored: str | None, password: str) -> bool:
    """Tell whether `password` is the stored one; None is checked in vain, at the same cost."""
    try:
        _hasher(profile).verify(stored or _nobody(profile), _normal(password))
    except (Argon2Error, InvalidHashError):
        return False
    return stored is not None


def temporary_password() -> str:
    """Make a random password to read out once: about 74 bits in three groups."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3))
    return "-".join(groups)


def _normal(password: str) -> str:
    """Give one form to a letter that keyboards write in two ways; bound the work of a guess."""
    return unicodedata.normalize("NFKC", password[: LONGEST_PASSWORD * 2])
