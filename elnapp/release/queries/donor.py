"""The donor of a lot as the gate sees them; no answer of theirs is read."""

from __future__ import annotations

from sqlmodel import Session

from batches.gate_facts import DonorFact
from elnapp.documents import queries as documents
from elnapp.donors import queries as donors
from elnapp.donors.models import Determination
from elnapp.lots.queries import Order
from elnapp.markers import queries as markers
from elnapp.quality import queries as quality

SCREENING = "screening"


def donor_fact(session: Session, order: Order) -> DonorFact | None:
    """Say what stands about the donor of a lot; None when the lot names none that is known.

    New information about a donor is a deviation in the donor's stream that is not concluded, or
    whatever questions the determination that stands.
    """
    found = donors.find(session, order.donor) if order.donor else None
    if found is None:
        return None
    determination = donors.determination_standing(session, found.stream)
    return DonorFact(
        code=found.code,
        state=found.state,
        signed=determination is not None,
        covered=_covered(session, order, found.stream),
        in_force=determination is not None and _in_force(session, order, determination),
        consent=donors.consent_standing(session, found.stream) is not None,
        information=len(quality.open_deviations(session, found.stream))
        + len(donors.questioned(session, found.stream)),
        markers=_markers(session, found.stream),
    )


def _markers(session: Session, stream: str) -> str:
    """Say what the laboratory's results on record come to; empty while no sample is on record."""
    view = markers.recorded(session, stream, donors.donation_day(session, stream))
    return view.standing.conclusion if view else ""


def _covered(session: Session, order: Order, stream: str) -> bool:
    """Tell whether a determination was made for the day of this lot's donation."""
    donation = donors.donation(session, order.donation) if order.donation else None
    return donation is not None and donors.covered(session, stream, donation)


def _in_force(session: Session, order: Order, determination: Determination) -> bool:
    """Tell whether the protocol of the determination was the one in force on the donation day."""
    donation = donors.donation(session, order.donation) if order.donation else None
    if donation is None or order.study is None:
        return False
    on = donors.local_day(donation.collected_at, donation.zone)
    protocol = documents.effective(session, SCREENING, order.study, on)
    return protocol is not None and protocol.hash == determination.protocol_hash
