"""Two readers of the same cells are two people, and the second has not seen what the first found."""

from __future__ import annotations

from batches import policy
from batches.kinds import senescence
from batches.verdict import Finding
from elnapp.lots import queries
from elnapp.lots.service.writing import Work
from elnapp.record import Refused

TELLS = ("audit", "reports")
"""Pages that tell what was recorded before the second reading stands."""


def blind(job: Work) -> None:
    """Refuse a second reading by who did the first, or may read of it (STEP-SAME-READER, STEP-SEES)."""
    first = senescence.first_reader(job.step)
    if first is None:
        return
    path = f"{job.place.path.partition('/')[0]}/{first}"
    entry = queries.standing_entry(job.tx.session, job.stream, path)
    if entry is not None and entry.performed_by == job.tx.actor.id:
        raise Refused([Finding("STEP-SAME-READER", where=job.place.path)], matters=True)
    order = job.plan.order
    roles = job.tx.actor.roles(order.site, order.study)
    if entry is not None and any(policy.shows(page, roles) for page in TELLS):
        raise Refused([Finding("STEP-SEES", where=job.place.path)], matters=True)
