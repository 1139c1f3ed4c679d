"""Work in the background: claimed under a lease, tried again after a kill, idempotent.

Any number of workers may run; one engine for both databases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from elnapp.record.stores import Stores
from elnapp.record.tables import Job

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 3
TABLE = Job.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Claimed:
    """One job in a worker's hands."""

    id: str
    kind: str
    about: str
    args: dict[str, Any]
    asked_by: str
    attempts: int


Report = Callable[[int, int, str], None]
Handler = Callable[[Claimed, Report], dict[str, Any]]


def claim(stores: Stores, at: datetime) -> Claimed | None:
    """Take the oldest job that waits, or whose worker died; None when there is none.

    A job that killed every worker that took it is not given to another: it has failed.
    """
    left = (TABLE.c.state == "running") & (TABLE.c.lease_until < at)
    fatal = update(TABLE).where(left, TABLE.c.attempts >= MAX_ATTEMPTS)
    free = or_(TABLE.c.state == "queued", left)
    oldest = select(TABLE.c.id).where(free).order_by(TABLE.c.asked_at, TABLE.c.id).limit(1)
    if not stores.sqlite:
        oldest = oldest.with_for_update(skip_locked=True)
    take = (
        update(TABLE)
        .where(TABLE.c.id == oldest.scalar_subquery())
        .values(state="running", lease_until=at + LEASE, attempts=TABLE.c.attempts + 1)
        .returning(TABLE)
    )
    with stores.operating() as connection:
        connection.execute(fatal, {"state": "failed", "note": "its worker died each time"})
        row = connection.execute(take).mappings().first()
    if row is None:
        return None
    return Claimed(
        row["id"], row["kind"], row["about"], row["args"], row["asked_by"], row["attempts"]
    )


def run_one(
    stores: Stores, handlers: Mapping[str, Handler], now: Callable[[], datetime]
) -> str | None:
    """Claim and do one job; gives its id, or None when nothing waits.

    A handler that raises is tried again up to MAX_ATTEMPTS times; then the job says why it failed.
    """
    job = claim(stores, now())
    if job is None:
        return None

    def report(done: int, parts: int, note: str) -> None:
        _set(stores, job.id, done_part=done, parts=parts, note=note, lease_until=now() + LEASE)

    try:
        answer = handlers[job.kind](job, report)
    except Exception as error:  # noqa: BLE001 - a worker survives any job; the reason is kept
        failed = job.attempts >= MAX_ATTEMPTS
        state = "failed" if failed else "queued"
        _set(stores, job.id, state=state, note=f"{type(error).__name__}: {error}"[:500])
    else:
        _set(stores, job.id, state="done", answer=answer, note="")
    return job.id


def _set(stores: Stores, job: str, **values: Any) -> None:
    with stores.operating() as connection:
        connection.execute(update(TABLE).where(TABLE.c.id == job), values)
