"""The kernel's own tables, the base of every recorded row, and the list of the operational ones.

Each table of the store is recorded (its changes are events, and replay must find them again) or
operational, with a reason.  A table in neither list fails the build.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Table, Text, UniqueConstraint, event
from sqlmodel import Field, SQLModel
from uuid_utils import uuid7

from elnapp.record.columns import JsonText, Key, UtcDateTime

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


@event.listens_for(ForeignKeyConstraint, "after_parent_attach")
def _defer(constraint: ForeignKeyConstraint, _table: Table) -> None:
    """Check foreign keys at commit in both databases: a command writes its rows in any order."""
    constraint.deferrable, constraint.initially = True, "DEFERRED"


LATER: dict[str, Any] = {"info": {"later": True}}
"""For `sa_column_kwargs` of a column that a later revision added to a covered table.

Rows from before it hold NULL there, and what was signed over them knew no such column: a signature's
digest leaves it out where it is NULL.
"""


def new_id() -> str:
    """Give a new UUIDv7 as 36 characters."""
    return str(uuid7())


class Head(SQLModel, table=True):
    """The end of one stream: where it lives, its state, and the last link of its chain."""

    __tablename__ = "head"
    __table_args__ = (Index(None, "kind", "state", "stream"),)

    stream: str = Field(primary_key=True, sa_type=Key)
    kind: str = Field(sa_type=Key, index=True)
    site: str = Field(sa_type=Key)
    study: str | None = Field(default=None, sa_type=Key)
    state: str = Field(default="", sa_type=Key)
    seq: int = 0
    hash: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=UtcDateTime)


class Event(SQLModel, table=True):
    """One command's part in one stream; every column equals its field in the body."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("stream", "seq"),
        UniqueConstraint("stream", "key"),
        Index(None, "command"),
        Index(None, "at"),
    )

    id: str = Field(primary_key=True, sa_type=Key)
    stream: str = Field(foreign_key="head.stream", sa_type=Key)
    seq: int
    command: str = Field(sa_type=Key)
    verb: str = Field(sa_type=Key)
    actor: str = Field(sa_type=Key)
    at: datetime = Field(sa_type=UtcDateTime)
    key: str = Field(sa_type=Key)
    request: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    body: str = Field(sa_type=Text)
    prev: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class Recorded(SQLModel):
    """A row whose every change is an event of its stream.

    `address` names the thing the row belongs to: its stream, or a path below it.
    `append_only` rows are never updated; `covered` rows are content that a signature over their
    address signs.
    """

    append_only: ClassVar[bool] = True
    covered: ClassVar[bool] = True

    id: str = Field(default_factory=new_id, primary_key=True, sa_type=Key)
    stream: str = Field(foreign_key="head.stream", index=True, sa_type=Key)
    address: str = Field(index=True, sa_type=Key)


class Counter(Recorded, table=True):
    """A number range of a stream: the last number given, never given again."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("stream", "series"),)
    append_only: ClassVar[bool] = False
    covered: ClassVar[bool] = False

    series: str = Field(sa_type=Key)
    value: int = 0


class StoredFile(Recorded, table=True):
    """A file of the content-addressed store, and the record it belongs to."""

    __tablename__ = "stored_file"

    sha256: str = Field(index=True, sa_type=Key)
    size: int = Field(sa_type=BigInteger)
    media_type: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)


class Operational(SQLModel):
    """A row that is not part of any record; `why_operational` says why it may be lost."""

    why_operational: ClassVar[str] = ""


class Job(Operational, table=True):
    """Long work asked for by a command, claimed by a worker under a lease."""

    __tablename__ = "job"
    why_operational: ClassVar[str] = (
        "a queue: what a job leaves behind is recorded by its own command, and can be asked again"
    )

    id: str = Field(default_factory=new_id, primary_key=True, sa_type=Key)
    kind: str = Field(sa_type=Key)
    args: Any = Field(sa_type=JsonText)
    about: str = Field(index=True, sa_type=Key)
    state: str = Field(default="queued", index=True, sa_type=Key)
    asked_by: str = Field(sa_type=Key)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    done_part: int = 0
    parts: int = 1
    note: str = Field(default="", sa_type=Text)
    answer: Any = Field(default=None, sa_type=JsonText, nullable=True)


KERNEL_TABLES = ("head", "event")
OUTSIDE = {"alembic_version": "the migration head; start-up compares it with the code"}


def row_classes() -> dict[str, type[Recorded]]:
    """Give every recorded table with its class; rooms must be imported first."""
    return {str(c.__tablename__): c for c in _tables_below(Recorded)}


def operational_classes() -> dict[str, type[Operational]]:
    """Give every operational table with its class."""
    return {str(c.__tablename__): c for c in _tables_below(Operational)}


def operational_reasons() -> dict[str, str]:
    """Give every table outside the record with its reason."""
    reasons = {name: c.why_operational for name, c in operational_classes().items()}
    return dict(sorted((reasons | OUTSIDE).items()))


def undeclared_tables() -> list[str]:
    """Name the tables that are in neither list (the build fails on any)."""
    known = {*row_classes(), *operational_classes(), *KERNEL_TABLES}
    return sorted(set(SQLModel.metadata.tables) - known)


def _tables_below(base: type[Any]) -> list[type[Any]]:
    found: list[type[Any]] = []
    for sub in base.__subclasses__():
        if hasattr(sub, "__table__"):
            found.append(sub)
        found.extend(_tables_below(sub))
    return found
