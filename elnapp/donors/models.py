"""Tables of donors; all of them only grow, and none holds an identity.

A donor is a code.  What is medical (answers, outcomes, frozen inputs) is shown to medical roles.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from elnapp.record import LATER, IsoDate, JsonText, Key, Recorded, UtcDateTime


class Donor(Recorded, table=True):
    """One person known by a code, enrolled in one study at one site (those of the stream)."""

    __tablename__ = "donor"

    code: str = Field(unique=True, sa_type=Key)
    study: str = Field(index=True, sa_type=Key)
    enrolled_by: str = Field(sa_type=Key)
    enrolled_by_name: str = Field(sa_type=sa.Text)
    enrolled_at: datetime = Field(sa_type=UtcDateTime)


class Consent(Recorded, table=True):
    """A consent form that was signed: its version, when by the clock of `zone`, in which language.

    `form_version` is the printed name, `form_id` and `form_hash` the approved version behind it
    (None in rows from before forms were documents).
    """

    __tablename__ = "consent"
    __table_args__ = (sa.UniqueConstraint("stream", "n"),)

    n: int
    form_version: str = Field(sa_type=sa.Text)
    signed_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    language: str = Field(sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    form_id: str | None = Field(default=None, sa_type=Key, sa_column_kwargs=LATER)
    form_hash: str | None = Field(default=None, sa_type=Key, sa_column_kwargs=LATER)


class ConsentScan(Recorded, table=True):
    """A scan of a signed form, encrypted for its donor: never under the name its file had.

    `sha256` is that of the scan, `sealed_sha256` that of the encrypted bytes in the file store.
    """

    __tablename__ = "consent_scan"
    __table_args__ = (sa.UniqueConstraint("consent_id", "n"),)

    consent_id: str = Field(foreign_key="consent.id", sa_type=Key)
    n: int
    sha256: str = Field(sa_type=Key)
    sealed_sha256: str = Field(sa_type=Key)
    size: int = Field(sa_type=sa.BigInteger)
    media_type: str = Field(sa_type=sa.Text)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class ConsentWithdrawal(Recorded, table=True):
    """What a donor has withdrawn, when, and the hold that followed from it."""

    __tablename__ = "consent_withdrawal"
    __table_args__ = (
        sa.UniqueConstraint("stream", "scope"),
        sa.CheckConstraint(
            "scope IN ('FUTURE_USE_OF_CELLS', 'STUDY_DATA', 'IDENTITY_CONTACT')", name="scope"
        ),
    )

    scope: str = Field(sa_type=Key)
    reported_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    comment: str = Field(sa_type=sa.Text)
    hold: str | None = Field(default=None, sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Screening(Recorded, table=True):
    """All answers of one screening, and what the protocol made of them.

    `laboratory` is what the laboratory's own record answered at that moment (None: nothing).
    """

    __tablename__ = "screening"
    __table_args__ = (
        sa.UniqueConstraint("stream", "n"),
        sa.CheckConstraint(
            "conclusion IN ('ELIGIBLE', 'PROVISIONAL', 'INELIGIBLE', 'INCOMPLETE')",
            name="conclusion",
        ),
    )

    n: int
    version_id: str = Field(foreign_key="document_version.id", sa_type=Key)
    protocol: str = Field(sa_type=Key)
    protocol_hash: str = Field(sa_type=Key)
    donation_on: date | None = Field(default=None, sa_type=IsoDate)
    answers: Any = Field(sa_type=JsonText)
    outcomes: Any = Field(sa_type=JsonText)
    conclusion: str = Field(sa_type=Key)
    screened_by: str = Field(sa_type=Key)
    screened_by_name: str = Field(sa_type=sa.Text)
    screened_at: datetime = Field(sa_type=UtcDateTime)
    laboratory: Any = Field(default=None, sa_type=JsonText, nullable=True, sa_column_kwargs=LATER)


class ScreeningOutcome(Recorded, table=True):
    """A screening computed again because its donation moved; the answers stay the same.

    It follows the screening's own outcome, or the one of `supersedes`.
    """

    __tablename__ = "screening_outcome"
    __table_args__ = (
        sa.UniqueConstraint("screening_id", "n"),
        sa.UniqueConstraint("supersedes"),
        sa.CheckConstraint(
            "conclusion IN ('ELIGIBLE', 'PROVISIONAL', 'INELIGIBLE', 'INCOMPLETE')",
            name="conclusion",
        ),
    )

    screening_id: str = Field(foreign_key="screening.id", sa_type=Key)
    n: int
    donation_on: date = Field(sa_type=IsoDate)
    laboratory: Any = Field(default=None, sa_type=JsonText, nullable=True)
    outcomes: Any = Field(sa_type=JsonText)
    conclusion: str = Field(sa_type=Key)
    reason: str = Field(sa_type=sa.Text)
    supersedes: str | None = Field(default=None, foreign_key="screening_outcome.id", sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Information(Recorded, table=True):
    """What came to light about a donor: when it was learned, from whom, what was told."""

    __tablename__ = "donor_information"
    __table_args__ = (
        sa.UniqueConstraint("stream", "n"),
        sa.CheckConstraint(
            "kind IN ('LATE_RESULT', 'DONOR_CALL', 'BIOVIGILANCE', 'OTHER')", name="kind"
        ),
    )

    n: int
    kind: str = Field(sa_type=Key)
    learned_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    source: str = Field(sa_type=sa.Text)
    told: str = Field(sa_type=sa.Text)
    lang: str = Field(sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Determination(Recorded, table=True):
    """A physician's conclusion with everything it rests on, frozen; signed at its own address.

    Signed by the physician who determines and by quality assurance, who confirms. `rule` is what the criteria said; `inputs_digest` the SHA-256 of the canonical `inputs`.
    """

    __tablename__ = "determination"
    __table_args__ = (
        sa.UniqueConstraint("stream", "n"),
        sa.UniqueConstraint("supersedes"),
        sa.CheckConstraint(
            "conclusion IN ('ELIGIBLE', 'PROVISIONAL', 'INELIGIBLE', 'INCOMPLETE', 'DEFERRED')",
            name="conclusion",
        ),
        sa.CheckConstraint(
            "rule IN ('ELIGIBLE', 'PROVISIONAL', 'INELIGIBLE', 'INCOMPLETE')", name="rule"
        ),
    )

    n: int
    screening_id: str = Field(foreign_key="screening.id", sa_type=Key)
    conclusion: str = Field(sa_type=Key)
    rule: str = Field(sa_type=Key)
    reason: str = Field(sa_type=sa.Text)
    until: date | None = Field(default=None, sa_type=IsoDate)
    protocol: str = Field(sa_type=Key)
    protocol_hash: str = Field(sa_type=Key)
    donation_on: date | None = Field(default=None, sa_type=IsoDate)
    inputs: Any = Field(sa_type=JsonText)
    inputs_digest: str = Field(sa_type=Key)
    supersedes: str | None = Field(default=None, foreign_key="determination.id", sa_type=Key)
    determined_by: str = Field(sa_type=Key)
    determined_by_name: str = Field(sa_type=sa.Text)
    determined_at: datetime = Field(sa_type=UtcDateTime)


class Donation(Recorded, table=True):
    """One donation with its number; `flags` are those of the scanned label, never part of the key."""

    __tablename__ = "donation"

    din: str = Field(unique=True, sa_type=Key)
    check_character: str = Field(sa_type=Key)
    flags: str | None = Field(default=None, sa_type=Key)
    tissue: str = Field(sa_type=Key)
    collected_at: datetime = Field(sa_type=UtcDateTime)
    zone: str = Field(sa_type=Key)
    site: str = Field(sa_type=Key)
    sec_di: str | None = Field(default=None, sa_type=Key)
    recorded_by: str = Field(sa_type=Key)
    recorded_by_name: str = Field(sa_type=sa.Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
