"""Guesses are counted before they are checked, so that guesses sent at once are all counted.

A user ID that does not exist is counted like any other. Subjects are digests: people type
passwords into the wrong field.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, delete, select, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from batches.access import AccessPolicy
from batches.verdict import Finding
from elnapp.record import Busy, Refused, Stores
from elnapp.record.plain import sha256, time_text

FORGET = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """What guesses are counted for, with the limits that count for it."""

    digest: str
    access: AccessPolicy


@contextmanager
def operating(stores: Stores) -> Iterator[Connection]:
    """Write operational rows; a store that is held by others too long is Busy."""
    try:
        with stores.operating() as connection:
            yield connection
    except OperationalError as error:
        if "lock" in str(error.orig):
            raise Busy("people") from error
        raise


def account_subject(login: str, access: AccessPolicy) -> Subject:
    """Give the subject of a user ID, known or not."""
    return Subject(_digest("account", login), access)


def address_subject(address: str, access: AccessPolicy) -> Subject:
    """Give the subject of a network address, which many people share."""
    wider = replace(
        access,
        delay_after_failures=access.delay_after_failures * access.address_allowance,
        lockout_after_failures=access.lockout_after_failures * access.address_allowance,
    )
    return Subject(_digest("address", address), wider)


def take(stores: Stores, subjects: list[Subject], at: datetime) -> int:
    """Count one guess for each subject before it is checked; gives the first subject's count.

    Raises Refused (P-LOCKED, P-WAIT), and counts nothing, while a subject has to wait.
    """
    ordered = sorted(subjects, key=lambda s: s.digest)
    with operating(stores) as connection:
        connection.execute(delete(_attempts()).where(_attempts().c.last_at < at - FORGET))
        counted = {s.digest: _counted(connection, s, at) for s in ordered}
        for subject in ordered:
            _count(connection, subject, counted[subject.digest] + 1, at)
    return counted[subjects[0].digest] + 1


def clear(stores: Stores, subject: Subject) -> None:
    """Forget the guesses of a subject that has proved itself."""
    with operating(stores) as connection:
        connection.execute(delete(_attempts()).where(_attempts().c.subject == subject.digest))


def undo(stores: Stores, subject: Subject) -> None:
    """Take back the count of one guess that was right: an address is shared by people who prove it.

    Wrong guesses from there stay counted.
    """
    with operating(stores) as connection:
        connection.execute(
            text(
                "UPDATE attempt SET failures = failures - 1, locked_until = NULL "
                "WHERE subject = :subject AND failures > 0"
            ),
            {"subject": subject.digest},
        )


def _counted(connection: Connection, subject: Subject, at: datetime) -> int:
    """Lock the counter of a subject and give its failures so far."""
    table = _attempts()
    connection.execute(
        text(
            "INSERT INTO attempt (subject, failures, last_at) VALUES (:subject, 0, :at) "
            "ON CONFLICT (subject) DO NOTHING"
        ),
        {"subject": subject.digest, "at": time_text(at)},
    )
    row = connection.execute(
        select(table).where(table.c.subject == subject.digest).with_for_update()
    ).one()
    if row.locked_until is not None and row.locked_until <= at:
        return 0
    _refuse_early(subject.access, row, at)
    return int(row.failures)


def _refuse_early(access: AccessPolicy, row: Any, at: datetime) -> None:
    if row.locked_until is not None:
        found: dict[str, int | str] = {
            "failures": access.lockout_after_failures, "minutes": access.lockout_minutes,
        }  # fmt: skip
        raise Refused([Finding("P-LOCKED", found)])
    left = (row.last_at + access.wait(row.failures) - at).total_seconds()
    if left > 0 and row.failures:
        raise Refused([Finding("P-WAIT", {"seconds": math.ceil(left)})])


def _count(connection: Connection, subject: Subject, failures: int, at: datetime) -> None:
    locked = at + subject.access.lock if subject.access.locks(failures) else None
    table = _attempts()
    connection.execute(
        update(table).where(table.c.subject == subject.digest),
        {"failures": failures, "last_at": at, "locked_until": locked},
    )


def _digest(kind: str, value: str) -> str:
    return sha256(f"{kind}:{value.strip().casefold()}".encode())


def _attempts() -> Table:
    return SQLModel.metadata.tables["attempt"]
