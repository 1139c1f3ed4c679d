"""Two readers of the same cells are two people."""

from __future__ import annotations

from batches.kinds import senescence
from batches.verdict import Finding
from elnapp.lots import queries
from elnapp.lots.service.writing import Work
from elnapp.record import Refused


def blind(job: Work) -> None:
    """Refuse a second reading by the person who did the first (STEP-SAME-READER)."""
    first = senescence.first_reader(job.step)
    if first is None:
        return
    path = f"{job.place.path.partition('/')[0]}/{first}"
    entry = queries.standing_entry(job.tx.session, job.stream, path)
    if entry is not None and entry.performed_by == job.tx.actor.id:
        raise Refused([Finding("STEP-SAME-READER", where=job.place.path)], matters=True)
