"""Donors, their consents and donations; what a reader's grants do not reach is not found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from batches import policy
from batches.donors import ENDS_CONSENT
from batches.eligibility import OPENS, Stage, next_step
from batches.people import Actor
from batches.verdict import Finding
from elnapp.donors.models import Consent, ConsentWithdrawal, Determination, Donation, Donor
from elnapp.people import queries as people
from elnapp.record import Head, NotFound


@dataclass(frozen=True, slots=True)
class DonorView:
    """A donor with the head of its stream."""

    code: str
    stream: str
    study: str
    site: str
    zone: str
    state: str
    seq: int
    enrolled_at: datetime
    enrolled_by_name: str


@dataclass(frozen=True, slots=True)
class DonorLine:
    """A donor in a list: numbers of donations, the last conclusion with its day, what comes next."""

    code: str
    study: str
    site: str
    state: str
    dins: tuple[str, ...]
    conclusion: str | None
    concluded_at: datetime | None
    until: date | None = None

    def next(self, today: date) -> Finding | None:
        """Say what is missing next on a civil day of the site."""
        stage = Stage(self.state, self.conclusion in OPENS, bool(self.dins), self.until)
        return next_step(stage, today)


def stream_of(code: str) -> str:
    """Give the stream of a donor."""
    return f"donor/{code}"


def donor(session: Session, actor: Actor, code: str) -> DonorView:
    """Give a donor for a page; NotFound where the reader may not see it."""
    found = find(session, code)
    if found is None or not policy.shows("donors", actor.roles(found.site, found.study)):
        raise NotFound(stream_of(code))
    return found


def find(session: Session, code: str) -> DonorView | None:
    """Give a donor by its code, without asking who reads."""
    row = session.scalars(select(Donor).where(col(Donor.code) == code)).first()
    head = session.get(Head, stream_of(code)) if row else None
    if row is None or head is None:
        return None
    return DonorView(
        row.code, row.stream, row.study, head.site, zone_of(session, head.site), head.state,
        head.seq, row.enrolled_at, row.enrolled_by_name,
    )  # fmt: skip


def zone_of(session: Session, site: str) -> str:
    """Give the IANA zone of a site."""
    place = people.site(session, site)
    return place.zone if place else "UTC"


def sees_medical(actor: Actor, found: DonorView) -> bool:
    """Tell whether the reader may see medical answers of this donor."""
    return policy.shows("donors.medical", actor.roles(found.site, found.study))


def donors(session: Session, actor: Actor, text: str = "", state: str = "") -> list[DonorLine]:
    """Give the donors a reader may see, filtered by code or donation number and by state."""
    wanted = "".join(text.split()).casefold()
    rows = session.execute(
        select(Donor, Head).join(Head, col(Head.stream) == col(Donor.stream)).order_by("code")
    )
    seen = [(row, head) for row, head in rows if _sees(actor, head)]
    dins = _dins(session)
    last = _last_determinations(session)
    lines = [_line(row, head, dins.get(row.stream, ()), last) for row, head in seen]
    return [
        line
        for line in lines
        if (not state or line.state == state)
        and (not wanted or wanted in f"{line.code} {' '.join(line.dins)}".casefold())
    ]


def _sees(actor: Actor, head: Head) -> bool:
    return policy.shows("donors", actor.roles(head.site, head.study))


def _line(
    row: Donor, head: Head, dins: tuple[str, ...], last: Mapping[str, Determination]
) -> DonorLine:
    found = last.get(row.stream)
    return DonorLine(
        row.code, row.study, head.site, head.state, dins,
        found.conclusion if found else None, found.determined_at if found else None,
        found.until if found else None,
    )  # fmt: skip


def _dins(session: Session) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in session.scalars(select(Donation).order_by(col(Donation.collected_at))):
        found[row.stream] = (*found.get(row.stream, ()), row.din)
    return found


def _last_determinations(session: Session) -> dict[str, Determination]:
    rows = session.scalars(select(Determination).order_by(col(Determination.n)))
    return {row.stream: row for row in rows}


def consents(session: Session, stream: str) -> list[Consent]:
    """Give the consents of a donor, the oldest first."""
    return list(
        session.scalars(
            select(Consent).where(col(Consent.stream) == stream).order_by(col(Consent.n))
        )
    )


def withdrawals(session: Session, stream: str) -> list[ConsentWithdrawal]:
    """Give what a donor has withdrawn, in order of recording."""
    found = select(ConsentWithdrawal).where(col(ConsentWithdrawal.stream) == stream)
    return list(session.scalars(found.order_by(col(ConsentWithdrawal.recorded_at))))


def consent_standing(session: Session, stream: str) -> Consent | None:
    """Give the newest consent, unless the use of the cells was withdrawn."""
    ended = any(w.scope in ENDS_CONSENT for w in withdrawals(session, stream))
    found = consents(session, stream)
    return found[-1] if found and not ended else None


def donations(session: Session, stream: str) -> list[Donation]:
    """Give the donations of a donor, the oldest first."""
    found = select(Donation).where(col(Donation.stream) == stream)
    return list(session.scalars(found.order_by(col(Donation.collected_at))))


def donation(session: Session, din: str) -> Donation | None:
    """Give the donation with a number (13 characters, without check character)."""
    return session.scalars(select(Donation).where(col(Donation.din) == din)).first()


def donation_day(session: Session, stream: str) -> date | None:
    """Give the civil day of the last donation where it was collected."""
    found = donations(session, stream)
    return local_day(found[-1].collected_at, found[-1].zone) if found else None


def local_day(at: datetime, zone: str) -> date:
    """Give the civil day of an instant in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()
