"""What waits for whom, read from the states of heads: no room has to be asked twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from batches.people import Actor
from elnapp.inbox import queries as inbox
from elnapp.quality import queries as quality
from elnapp.record import Head

WAITING: Mapping[str, Mapping[str, frozenset[str]]] = {
    "technician": {"lot": frozenset({"issued", "in_process"})},
    "head_production": {"lot": frozenset({"issued", "in_process"})},
    "qc_analyst": {"lot": frozenset({"in_process", "completed"})},
    "head_qc": {"lot": frozenset({"in_process", "completed"})},
    "donor_physician": {
        "donor": frozenset(
            {
                "enrolled",
                "consented",
                "screening",
                "incomplete",
                "collected",
                "pending",
                "questioned",
            }
        ),
        "identity": frozenset({"asked"}),
    },
    "qa": {
        "donor": frozenset({"questioned"}),
        "lot": frozenset({"completed"}),
        "document": frozenset({"review", "approved"}),
        "identity": frozenset({"opened", "leaving"}),
    },
    "qp": {"lot": frozenset({"approved"})},
    "pharmacist": {"lot": frozenset({"certified", "released"})},
    "sponsor_delegate": {"lot": frozenset({"certified"})},
    "auditor": {"lot": frozenset({"certified", "released", "declined"})},
    "administrator": {"account": frozenset({"locked"})},
}
"""Which records wait for a role, by kind and state."""

ASKED_ABOUT_DEVIATIONS = frozenset({"qa", "head_production", "head_qc"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record that waits for the reader."""

    kind: str
    name: str
    state: str
    at: datetime


def waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Give the records that wait for one of the person's roles where they live, oldest first."""
    kinds = {kind for g in actor.grants for kind in WAITING.get(g.role, {})}
    heads = session.scalars(select(Head).where(col(Head.kind).in_(sorted(kinds))))
    found = [_waiting(h) for h in heads if _waits(h, actor)]
    return sorted(found, key=lambda w: (w.kind, w.at))


def open_deviations(session: Session, actor: Actor) -> list[quality.DeviationView]:
    """Give the open deviations, to those who are asked about them."""
    if not {g.role for g in actor.grants} & ASKED_ABOUT_DEVIATIONS:
        return []
    return [
        d for d in quality.deviation_list(session, actor, quality.Filter()) if d.state != "closed"
    ]


def late_readings(session: Session, actor: Actor, now: datetime) -> list[inbox.ReadingView]:
    """Give the readings that nobody linked in time, to those who may see them."""
    return inbox.overdue(session, actor, now)


def _waits(head: Head, actor: Actor) -> bool:
    roles = actor.roles(head.site, head.study)
    return any(head.state in WAITING.get(r, {}).get(head.kind, frozenset()) for r in roles)


def _waiting(head: Head) -> Waiting:
    return Waiting(head.kind, head.stream.split("/", 1)[1], head.state, head.at)
