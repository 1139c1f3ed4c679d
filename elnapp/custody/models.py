"""Tables of units, of the acts booked on them, of places and of labels; all of them only grow.

An act of an entry lies at `<stream>/units/<code>`, which certification covers; an act of custody
after it lies at `<stream>/custody/<code>`, which no signature covers.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from elnapp.record import LATER, DecimalText, JsonText, Key, Recorded, UtcDateTime


class Unit(Recorded, table=True):
    """One thing with a code of its own: a vessel, a pool, a sample, a bag.

    What it holds is the sum of its acts, where it is the place of its last move; `lot` is the lot or
    the donation that it belongs to.  `role` names it inside its lot (`pool/P1`); a unit whose making
    was undone keeps its code for ever.  `place` is not used: a row is never changed.
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
    `place` is where a move went; `why` says for an opening which document it rests on.
    """

    __tablename__ = "act"
    __table_args__ = (
        sa.CheckConstraint(
            "act IN ('create', 'sample', 'draw', 'end', 'opening', 'add', 'move')", name="act"
        ),
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
    place: str | None = Field(default=None, index=True, sa_type=Key, sa_column_kwargs=LATER)


class UnitParent(Recorded, table=True):
    """That a unit came from another, by the act that made it; it stands as long as that act."""

    __tablename__ = "unit_parent"
    __table_args__ = (sa.UniqueConstraint("act_id", "parent"),)

    child: str = Field(foreign_key="unit.id", index=True, sa_type=Key)
    parent: str = Field(foreign_key="unit.id", index=True, sa_type=Key)
    act_id: str = Field(foreign_key="act.id", sa_type=Key)


class Place(Recorded, table=True):
    """A room, a piece of equipment or a position of a site, with a printed code and its room for units."""

    __tablename__ = "place"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('room', 'equipment', 'position')", name="kind"),
        sa.CheckConstraint("capacity >= 0", name="capacity"),
    )
    covered: ClassVar[bool] = False

    code: str = Field(unique=True, sa_type=Key)
    kind: str = Field(sa_type=Key)
    parent: str | None = Field(default=None, index=True, sa_type=Key)
    name: str = Field(sa_type=sa.Text)
    capacity: int
    added_by: str = Field(sa_type=Key)
    added_by_name: str = Field(sa_type=sa.Text)
    added_at: datetime = Field(sa_type=UtcDateTime)


class Label(Recorded, table=True):
    """What one label says, frozen when it was made; `template` names the layout and its version."""

    __tablename__ = "label"
    __table_args__ = (sa.UniqueConstraint("unit_id", "n"),)
    covered: ClassVar[bool] = False

    unit_id: str = Field(foreign_key="unit.id", index=True, sa_type=Key)
    n: int
    template: str = Field(sa_type=Key)
    body: Any = Field(sa_type=JsonText)
    digest: str = Field(sa_type=Key)
    made_by: str = Field(sa_type=Key)
    made_by_name: str = Field(sa_type=sa.Text)
    made_at: datetime = Field(sa_type=UtcDateTime)


class LabelStep(Recorded, table=True):
    """One step in the life of a label: printed (how many), verified by a scan, applied, destroyed."""

    __tablename__ = "label_step"
    __table_args__ = (
        sa.CheckConstraint("step IN ('printed', 'verified', 'applied', 'destroyed')", name="step"),
        sa.CheckConstraint("count > 0", name="count"),
    )
    covered: ClassVar[bool] = False

    label_id: str = Field(foreign_key="label.id", index=True, sa_type=Key)
    step: str = Field(sa_type=Key)
    count: int
    reason: str | None = Field(default=None, sa_type=sa.Text)
    done_by: str = Field(sa_type=Key)
    done_by_name: str = Field(sa_type=sa.Text)
    done_at: datetime = Field(sa_type=UtcDateTime)
