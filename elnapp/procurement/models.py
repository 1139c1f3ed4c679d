"""Tables of donated material: procurement, hand-over, receipt, and which lot took it; all only grow.

Each donation has a stream of its own, `donation/<DIN>`: its record, its units and their labels.  No
row holds an identity: who verified it and how is told by function, code and means.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from elnapp.record import LATER, JsonText, Key, Recorded, UtcDateTime


class Procurement(Recorded, table=True):
    """What is known of the collection, as the document of the tissue asks it; signed at its address.

    `answers` hold text, number and unit by question; `findings` what lies outside the limits.
    """

    __tablename__ = "procurement"
    __table_args__ = (sa.UniqueConstraint("stream", "n"), sa.UniqueConstraint("supersedes"))

    n: int
    din: str = Field(index=True, sa_type=Key)
    donor: str = Field(sa_type=Key)
    document: str = Field(sa_type=Key)
    document_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    document_hash: str = Field(sa_type=Key)
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    answers: Any = Field(sa_type=JsonText)
    findings: Any = Field(sa_type=JsonText)
    reason: str | None = Field(default=None, sa_type=sa.Text)
    supersedes: str | None = Field(default=None, foreign_key="procurement.id", sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class HandOver(Recorded, table=True):
    """What a sender gave away, each container by its code, in which condition; signed HANDED."""

    __tablename__ = "hand_over"
    __table_args__ = (sa.UniqueConstraint("stream", "n"),)

    n: int
    din: str = Field(index=True, sa_type=Key)
    items: Any = Field(sa_type=JsonText)
    dispatched_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    shipper: str = Field(sa_type=Key)
    logger: str = Field(sa_type=Key)
    seal: str = Field(sa_type=Key)
    material_state: str = Field(sa_type=Key)
    answers: Any = Field(sa_type=JsonText)
    findings: Any = Field(sa_type=JsonText)
    handed_by: str = Field(sa_type=Key)
    handed_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class CourierLeg(Recorded, table=True):
    """A change of hands with a courier: who of the house signed, and how the courier confirmed.

    `courier_code` is a staff code or badge number, never a name; `reason` is said for a late entry.
    """

    __tablename__ = "courier_leg"
    __table_args__ = (
        sa.UniqueConstraint("stream", "n"),
        sa.CheckConstraint("way IN ('taken', 'delivered')", name="way"),
        sa.CheckConstraint("confirmed IN ('badge', 'waybill')", name="confirmed"),
    )

    n: int
    din: str = Field(index=True, sa_type=Key)
    hand_over_id: str = Field(foreign_key="hand_over.id", sa_type=Key)
    way: str = Field(sa_type=Key)
    happened_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    courier: str = Field(sa_type=sa.Text)
    courier_code: str = Field(sa_type=Key)
    waybill: str = Field(sa_type=Key)
    confirmed: str = Field(sa_type=Key)
    seal: str = Field(sa_type=Key)
    seal_intact: bool
    findings: Any = Field(sa_type=JsonText)
    reason: str | None = Field(default=None, sa_type=sa.Text)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Receipt(Recorded, table=True):
    """What arrived, what was found, and whether it was taken; signed RECEIVED by another person.

    `since_collection` is a computed value with its inputs; `file_sha256` the kept file of the logger;
    `log` what its reader said, with the values computed from its series, or why it was not read.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        sa.UniqueConstraint("stream"),
        sa.CheckConstraint(
            "decision IN ('accepted', 'accepted_with_deviation', 'refused')", name="decision"
        ),
    )

    din: str = Field(index=True, sa_type=Key)
    hand_over_id: str = Field(foreign_key="hand_over.id", sa_type=Key)
    document: str = Field(sa_type=Key)
    document_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    document_hash: str = Field(sa_type=Key)
    items: Any = Field(sa_type=JsonText)
    received_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    answers: Any = Field(sa_type=JsonText)
    since_collection: Any = Field(sa_type=JsonText)
    file_sha256: str | None = Field(default=None, index=True, sa_type=Key)
    file_name: str | None = Field(default=None, sa_type=sa.Text)
    findings: Any = Field(sa_type=JsonText)
    decision: str = Field(sa_type=Key)
    reason: str | None = Field(default=None, sa_type=sa.Text)
    hold: str | None = Field(default=None, sa_type=Key)
    deviations: Any = Field(sa_type=JsonText)
    received_by: str = Field(sa_type=Key)
    received_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    log: Any = Field(default=None, sa_type=JsonText, nullable=True, sa_column_kwargs=LATER)


class StartingMaterial(Recorded, table=True):
    """That a lot took a container of a donation: a row in the stream of the lot."""

    __tablename__ = "starting_material"
    __table_args__ = (sa.UniqueConstraint("stream", "unit_id"),)

    din: str = Field(index=True, sa_type=Key)
    unit_id: str = Field(foreign_key="unit.id", index=True, sa_type=Key)
    unit_code: str = Field(sa_type=Key)
    issued_at: datetime = Field(sa_type=UtcDateTime)
