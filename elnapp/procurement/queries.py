"""Reads of donated material: its record, its state, its containers, and the lot that took them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from batches import policy
from batches import procurement as rules
from batches.handing import Leg, Sent
from batches.ledger import Value
from batches.material import Material, material_state
from batches.people import Actor
from batches.procurement import Requirements
from elnapp.custody import queries as custody
from elnapp.custody.queries import UnitView
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.donors import queries as donors
from elnapp.donors.models import Donation
from elnapp.procurement.models import CourierLeg, HandOver, Procurement, Receipt, StartingMaterial
from elnapp.quality import queries as quality
from elnapp.record import Head, NotFound

KIND, CONTAINER, SAMPLE = "procurement", "start", "sample"


@dataclass(frozen=True, slots=True)
class DonationView:
    """A donation with everything on record about its material; parts are None until they happen."""

    din: str
    donor: str
    site: str
    study: str | None
    zone: str
    donor_state: str
    donation: Donation
    seq: int | None
    procurements: tuple[Procurement, ...] = ()
    hand_over: HandOver | None = None
    legs: tuple[CourierLeg, ...] = ()
    receipt: Receipt | None = None
    held: bool = False
    units: tuple[UnitView, ...] = ()
    lots: tuple[str, ...] = ()

    @property
    def stream(self) -> str:
        """Give the stream of the donation."""
        return stream_of(self.din)

    @property
    def procurement(self) -> Procurement | None:
        """Give the record of procurement that stands."""
        return self.procurements[-1] if self.procurements else None

    @property
    def containers(self) -> tuple[UnitView, ...]:
        """Give the containers of tissue, not the samples."""
        return tuple(u for u in self.units if u.kind == CONTAINER and u.state != "undone")

    @property
    def material(self) -> Material:
        """Give what the rules ask about the material."""
        left = sum(1 for u in self.containers if u.state == "open")
        decision = self.receipt.decision if self.receipt else None
        return Material(decision, self.donor_state, self.held, left)

    @property
    def state(self) -> str:
        """Say what may be done with the material now."""
        return material_state(self.material)


def stream_of(din: str) -> str:
    """Give the stream of a donation."""
    return f"donation/{din}"


def known(session: Session, din: str | None) -> bool:
    """Tell whether a donation has a record of its own yet."""
    return din is not None and session.get(Head, stream_of(din)) is not None


def donation(session: Session, actor: Actor, din: str) -> DonationView:
    """Give a donation for a page; NotFound where the reader may not see it."""
    found = find(session, din)
    if found is None or not policy.shows("procurement", actor.roles(found.site, found.study)):
        raise NotFound(stream_of(din))
    return found


def donations(session: Session, actor: Actor) -> list[DonationView]:
    """Give the donations that a reader may see, the newest first."""
    dins = session.exec(select(Donation.din).order_by(col(Donation.collected_at).desc())).all()
    found = (find(session, din) for din in dins)
    return [
        view
        for view in found
        if view and policy.shows("procurement", actor.roles(view.site, view.study))
    ]


def find(session: Session, din: str) -> DonationView | None:
    """Give a donation by its number, without asking who reads."""
    row = donors.donation(session, din)
    donor = donors.find(session, row.stream.partition("/")[2]) if row else None
    if row is None or donor is None:
        return None
    stream, head = stream_of(din), session.get(Head, stream_of(din))
    units = tuple(custody.units(session, stream)) if head else ()
    sent = next(iter(reversed(_in(session, HandOver, stream))), None)
    return DonationView(
        din=din,
        donor=donor.code,
        site=donor.site,
        study=donor.study,
        zone=donor.zone,
        donor_state=donor.state,
        donation=row,
        seq=head.seq if head else None,
        procurements=tuple(_in(session, Procurement, stream)),
        hand_over=sent,
        legs=tuple(
            r for r in _in(session, CourierLeg, stream) if sent and r.hand_over_id == sent.id
        ),
        receipt=receipt(session, din),
        held=bool(quality.open_holds(session, [stream, donor.stream])),
        units=units,
        lots=_lots(session, din),
    )


def _in(session: Session, table: type[Any], stream: str) -> list[Any]:
    return list(session.exec(select(table).where(table.stream == stream).order_by(table.n)))


def _lots(session: Session, din: str) -> tuple[str, ...]:
    found = select(StartingMaterial.stream).where(StartingMaterial.din == din)
    return tuple(sorted({stream.partition("/")[2] for stream in session.exec(found)}))


def receipt(session: Session, din: str) -> Receipt | None:
    """Give the receipt of a donation, if it was received."""
    return session.exec(select(Receipt).where(Receipt.stream == stream_of(din))).first()


def file_given(session: Session, sha256: str, din: str) -> str | None:
    """Name the other donation that a logger's file was given for before."""
    found = select(Receipt.din).where(Receipt.file_sha256 == sha256, Receipt.din != din)
    return session.exec(found).first()


def material_of(session: Session, stream: str) -> tuple[StartingMaterial, ...]:
    """Give the containers that a lot was issued with."""
    found = select(StartingMaterial).where(StartingMaterial.stream == stream)
    return tuple(session.exec(found.order_by(col(StartingMaterial.unit_code))))


def streams_of(session: Session, stream: str) -> tuple[str, ...]:
    """Give the streams of the donations that a lot was issued with."""
    return tuple(sorted({stream_of(row.din) for row in material_of(session, stream)}))


def requirements(session: Session, tissue: str, on: date) -> tuple[Version, Requirements] | None:
    """Give the document in force for a tissue on a civil day, and what it asks."""
    found = documents.effective(session, KIND, tissue, on)
    return (found, Requirements.from_body(found.body)) if found else None


def requirements_of(session: Session, version_id: str) -> Requirements:
    """Give what the document asked that a record was made over."""
    found = documents.version(session, version_id)
    if found is None:
        raise NotFound(version_id)
    return Requirements.from_body(found.body)


def plain_answers(values: Mapping[str, Value]) -> dict[str, dict[str, str | None]]:
    """Give answers as they are stored: the text as typed, its exact reading, its unit."""
    return {
        name: {
            "text": v.text,
            "number": None if v.number is None else str(v.number),
            "unit": v.unit,
        }
        for name, v in values.items()
    }


def sent_of(row: HandOver) -> Sent:
    """Give a hand-over as the rules of the chain read it."""
    carried = row.answers.get("carried_by", {}).get("text") == "courier"
    return Sent(row.dispatched_at, row.handed_by, row.seal, carried)


def legs_of(view: DonationView) -> tuple[Leg, ...]:
    """Give what couriers took and delivered since the hand-over, in order of recording."""
    return tuple(
        Leg(
            row.way, row.happened_at, row.courier, row.courier_code, row.waybill, row.confirmed,
            row.seal, row.seal_intact, row.recorded_by,
        )
        for row in view.legs
    )  # fmt: skip


def otherwise(session: Session, stream: str) -> Iterable[str]:
    """Compute again what a receipt computed, and say what comes out otherwise."""
    row = session.exec(select(Receipt).where(Receipt.stream == stream)).first()
    made = _in(session, Procurement, stream)
    if row is None or not made:
        return
    ends = {p.ended_at.isoformat(): p.ended_at for p in made}
    collected = ends.get(str(row.since_collection["inputs"]["collected_at"]))
    again = rules.since_collection(collected, row.received_at) if collected else None
    if again is None or str(again.value) != row.since_collection["value"]:
        yield f"{row.address}: the time since collection comes out otherwise"


def times(view: DonationView) -> tuple[datetime, datetime] | None:
    """Give start and end of the collection that stands on record."""
    found = view.procurement
    return (found.started_at, found.ended_at) if found else None
