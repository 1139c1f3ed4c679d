"""Tables of the vault; all of them only grow, and none can be read without a key from elsewhere.

`sealed` is AES-256-GCM under the person's own key, as base64 text. What is not sealed is never
about the person: codes of reasons, who, and when.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from elnapp.record import IsoDate, JsonText, Key, Recorded, UtcDateTime


class IdentityVersion(Recorded, table=True):
    """An identity as it was recorded or corrected; `about` is the stream that carries the code."""

    __tablename__ = "identity_version"
    __table_args__ = (sa.UniqueConstraint("stream", "n"),)

    n: int
    about: str = Field(index=True, sa_type=Key)
    fields: str = Field(sa_type=Key)
    sealed: str = Field(sa_type=sa.Text)
    why: str | None = Field(default=None, sa_type=Key)
    policy: str | None = Field(default=None, sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class IdentityRequest(Recorded, table=True):
    """Something that two people do: open an identity in an emergency, or destroy its key.

    `why` is a code of the document `policy`; `sealed` the asker's own words under the person's key.
    `facts` is what was stated about retention, `basis` the document that it was judged by.
    """

    __tablename__ = "identity_request"
    __table_args__ = (
        sa.UniqueConstraint("stream", "n"),
        sa.CheckConstraint("what IN ('open', 'shred')", name="what"),
    )

    n: int
    what: str = Field(sa_type=Key)
    why: str | None = Field(default=None, sa_type=Key)
    policy: str = Field(sa_type=Key)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sealed: str | None = Field(default=None, sa_type=sa.Text)
    facts: Any = Field(default=None, sa_type=JsonText, nullable=True)
    asked_by: str = Field(sa_type=Key)
    asked_by_name: str = Field(sa_type=sa.Text)
    asked_at: datetime = Field(sa_type=UtcDateTime)


class IdentityAnswer(Recorded, table=True):
    """What became of a request; `until` is when an approval lapses, `retained` the last day to keep."""

    __tablename__ = "identity_answer"
    __table_args__ = (
        sa.UniqueConstraint("request_id", "answer"),
        sa.CheckConstraint("answer IN ('approved', 'declined', 'seen', 'shredded')", name="answer"),
    )

    request_id: str = Field(foreign_key="identity_request.id", sa_type=Key)
    answer: str = Field(sa_type=Key)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retained: date | None = Field(default=None, sa_type=IsoDate)
    done_by: str = Field(sa_type=Key)
    done_by_name: str = Field(sa_type=sa.Text)
    done_at: datetime = Field(sa_type=UtcDateTime)


class IdentityLook(Recorded, table=True):
    """One look: who saw which fields, when, and for what purpose of the document `policy`."""

    __tablename__ = "identity_look"
    __table_args__ = (
        sa.UniqueConstraint("stream", "n"),
        sa.UniqueConstraint("request_id"),
        sa.CheckConstraint("way IN ('look', 'search', 'emergency')", name="way"),
    )

    n: int
    way: str = Field(sa_type=Key)
    purpose: str = Field(sa_type=Key)
    policy: str = Field(sa_type=Key)
    shown: Any = Field(sa_type=JsonText)
    request_id: str | None = Field(default=None, foreign_key="identity_request.id", sa_type=Key)
    looked_by: str = Field(sa_type=Key)
    looked_by_name: str = Field(sa_type=sa.Text)
    looked_at: datetime = Field(sa_type=UtcDateTime)
