"""The state of donated material as it is now, for what was printed about it before."""

from __future__ import annotations

from sqlmodel import Session

from batches.material import Material, material_state
from elnapp.custody.queries.ledger import units
from elnapp.donors import queries as donors
from elnapp.quality import queries as quality
from elnapp.record import Head

DONATION, CONTAINER = "donation", "start"
DECIDED = {"received": "accepted", "refused": "refused"}
"""What the state of a donation's record says of the decision at its receipt."""


def present_state(session: Session, stream: str) -> str | None:
    """Give the state of the material of a donation's stream; None for units of anything else."""
    head = session.get(Head, stream)
    donation = donors.donation(session, stream.partition("/")[2]) if head else None
    if head is None or head.kind != DONATION or donation is None:
        return None
    donor = session.get(Head, donation.stream)
    left = sum(1 for u in units(session, stream) if u.kind == CONTAINER and u.state == "open")
    held = bool(quality.open_holds(session, [stream, donation.stream]))
    facts = Material(DECIDED.get(head.state), donor.state if donor else "", held, left)
    return material_state(facts)
