"""Documents already issued, and the work that makes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from batches import policy
from batches.people import Actor
from elnapp.lots import queries as lots
from elnapp.lots.queries import Seen
from elnapp.record import Head, Job, NotFound
from elnapp.reports.models import Report

KIND = "reports.render"


@dataclass(frozen=True, slots=True)
class JobView:
    """The making of one document: its state and how far it is."""

    id: str
    number: str
    lang: str
    state: str
    done: int
    parts: int
    note: str
    asked_at: datetime


def lot_page(session: Session, actor: Actor, number: str) -> Seen:
    """Give a lot for the page of its documents; NotFound where the reader may not see them."""
    found = lots.lot(session, actor, number)
    head = session.get(Head, found.stream)
    if head is None or not policy.shows("reports", actor.roles(head.site, head.study)):
        raise NotFound(found.stream)
    return found


def reports(session: Session, stream: str) -> list[Report]:
    """Give the documents of a lot, the newest first."""
    found = select(Report).where(col(Report.stream) == stream)
    return list(session.scalars(found.order_by(col(Report.made_at).desc(), col(Report.id).desc())))


def issued(session: Session, lot: str) -> list[Report]:
    """Give the documents of a lot by its number, the oldest first."""
    return reports(session, lots.stream_of(lot))[::-1]


def donor_of(session: Session, lot: str) -> str | None:
    """Give the donor's code of a lot."""
    return lots.order(session, lots.stream_of(lot)).donor


def report(session: Session, stream: str, number: str) -> Report:
    """Give one document of a lot; raises NotFound."""
    found = select(Report).where(col(Report.stream) == stream, col(Report.number) == number)
    row = session.scalars(found).first()
    if row is None:
        raise NotFound(f"{stream}/report/{number}")
    return row


def made_by(session: Session, job: str) -> Report | None:
    """Give the document that a job has made, if it has."""
    return session.scalars(select(Report).where(col(Report.job) == job)).first()


def newest(session: Session, stream: str) -> Report | None:
    """Give the newest original of a lot, else its newest draft."""
    found = reports(session, stream)
    return next((r for r in found if r.standing == "original"), found[0] if found else None)


def jobs(session: Session, stream: str) -> list[JobView]:
    """Give the making of the lot's documents that has not ended well, the newest first."""
    found = select(Job).where(
        col(Job.kind) == KIND, col(Job.about) == stream, col(Job.state) != "done"
    )
    return [_view(row) for row in session.scalars(found.order_by(col(Job.id).desc()))]


def job(session: Session, stream: str, job_id: str) -> JobView:
    """Give the making of one document; raises NotFound."""
    row = session.get(Job, job_id)
    if row is None or row.kind != KIND or row.about != stream:
        raise NotFound(f"{stream}/job/{job_id}")
    return _view(row)


def _view(row: Job) -> JobView:
    return JobView(
        row.id, str(row.args["number"]), str(row.args["lang"]), row.state, row.done_part, row.parts,
        row.note, row.asked_at,
    )  # fmt: skip
