"""Tables of units and of the acts booked on them; both only grow.

An act of an entry lies at `<stream>/units/<code>`, which certification covers; an act of custody
after it lies at `<stream>/custody/<code>`, which no signature covers.
"""

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from elnapp.record import DecimalText, Key, Recorded, UtcDateTime


class Unit(Recorded, table=True):
    """One thing with a code of its own: a vessel, a pool, a sample, a bag.

    What it holds is the sum of its acts.  `role` names it inside its lot (`pool/P1`); a unit whose
    making was undone keeps its code for ever.
    """

    __tablename__ = "unit"
    __table_args__ = (
        sa.CheckConstraint(
            "kind IN ('start', 'vessel', 'pool', 'sample', 'bag', 'vial')", name="kind"
        ),
        sa.Index(None, "stream", "role"),
    )

    code: str = Field(unique=True, sa_type=Key)
    kind: str = Field(sa_type=Key)
    role: str = Field(sa_type=Key)
    lot: str = Field(index=True, sa_type=Key)
    created_by_entry: str | None = Field(default=None, sa_type=Key)
    uom: str = Field(sa_type=Key)
    place: str | None = Field(default=None, sa_type=sa.Text)


class Act(Recorded, table=True):
    """One line of the ledger: what happened to a unit, by which entry, under which slot.

    `reverses` names the line that this one takes back; `version` is that of the interpreter.
    """

    __tablename__ = "act"
    __table_args__ = (
        sa.CheckConstraint("act IN ('create', 'sample', 'draw', 'end')", name="act"),
        sa.UniqueConstraint("reverses"),
    )

    entry_id: str | None = Field(default=None, index=True, sa_type=Key)
    slot: str = Field(sa_type=Key)
    act: str = Field(sa_type=Key)
    unit_id: str = Field(foreign_key="unit.id", index=True, sa_type=Key)
    quantity: Decimal = Field(sa_type=DecimalText)
    uom: str = Field(sa_type=Key)
    label: str = Field(default="", sa_type=sa.Text)
    why: str | None = Field(default=None, sa_type=sa.Text)
    at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1
    reverses: str | None = Field(default=None, foreign_key="act.id", sa_type=Key)


class UnitParent(Recorded, table=True):
    """That a unit came from another, by the act that made it; it stands as long as that act."""

    __tablename__ = "unit_parent"
    __table_args__ = (sa.UniqueConstraint("act_id", "parent"),)

    child: str = Field(foreign_key="unit.id", index=True, sa_type=Key)
    parent: str = Field(foreign_key="unit.id", index=True, sa_type=Key)
    act_id: str = Field(foreign_key="act.id", sa_type=Key)
