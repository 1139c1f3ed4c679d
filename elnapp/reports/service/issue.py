"""Making a document in the background: the worker's part.

Nothing is rendered inside a command: the job reads the record, prints, seals and keeps the file, and
one command then says that these bytes were issued.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jinja2 import Environment
from sqlmodel import Session

from batches.people import SYSTEM
from elnapp.lots.queries import stream_of
from elnapp.people import queries as people
from elnapp.record import Call, jobs, new_id
from elnapp.record.jobs import Claimed, Handler
from elnapp.reports import queries
from elnapp.reports.queries import KIND
from elnapp.reports.service import dossier, pdf
from elnapp.reports.service.asking import LEVEL, Made, made_answer, request, seal
from elnapp.reports.service.dossier import Issue
from elnapp.reports.service.sealer import Sealer, make_demo_key, open_sealer
from elnapp.web.house import House

PARTS = 4


def render_job(house: House, env: Environment) -> Handler:
    """Give what makes a document; the same job again gives the document that it made first."""

    def handle(job: Claimed, report: jobs.Report) -> dict[str, Any]:
        with house.kernel.reading() as session:
            before = queries.made_by(session, job.id)
        if before is not None:
            return made_answer(before.number, before.sha256)
        made = _make(house, env, job, report)
        return seal(house.kernel, _call(house, job, made), job.about, made, job.id)

    return handle


def issue_now(house: House, env: Environment, lot: str, lang: str) -> str:
    """Ask for a document on behalf of the house and make it in this process; gives its number.

    Raises RuntimeError with the reason when it could not be made.
    """
    asked = request(house.kernel, Call(SYSTEM, new_id(), house.clock()), lot, lang)
    handlers = {KIND: render_job(house, env)}
    while jobs.run_one(house.kernel.stores, handlers, house.clock):
        pass
    with house.kernel.reading() as session:
        done = queries.job(session, stream_of(lot), asked["job"])
    if done.state != "done":
        raise RuntimeError(f"{done.number} was not made: {done.note}")
    return done.number


def _make(house: House, env: Environment, job: Claimed, report: jobs.Report) -> Made:
    """Print, seal and keep one document, before any command speaks of it."""
    report(0, PARTS, "record")
    at = house.clock()
    with house.kernel.reading() as session:
        record = queries.record(session, job.about, at)
        events = queries.events_jsonl(session, job.about)
        asked_by = _name(session, job.asked_by)
    sealer = _sealer(house, at) if dossier.sealed(record) else None
    issue = _issue(house, job, at, asked_by, sealer)
    files = dossier.attachments(record, events)
    report(1, PARTS, "pages")
    pictures = {one: house.files.read(one) for one in dossier.pictures_of(record, issue.lang)}
    html = dossier.html(env, record, issue, files, pictures)
    printed = pdf.render(html, dossier.sheet(env), files, at)
    report(2, PARTS, "seal")
    data = _sealed(printed.data, sealer, issue, record) if sealer else printed.data
    report(3, PARTS, "keep")
    return Made(
        issue.number, issue.lang, house.files.put(data), len(data), printed.pages,
        queries.digest_of(record), issue.seal, record["head"]["seq"],
    )  # fmt: skip


def _issue(house: House, job: Claimed, at: datetime, asked_by: str, sealer: Sealer | None) -> Issue:
    return Issue(
        str(job.args["number"]), str(job.args["lang"]), at, house.kernel.rooms.software, asked_by,
        sealer.subject if sealer else "", LEVEL if sealer else "", house.settings.demo,
    )  # fmt: skip


def _sealed(data: bytes, sealer: Sealer, issue: Issue, record: dict[str, Any]) -> bytes:
    place = str(record["site"]["establishment"])
    return sealer.seal(data, reason=issue.number, place=place)


def _sealer(house: House, at: datetime) -> Sealer:
    """Open the key of the house; a demonstration makes its own, worth nothing."""
    if house.settings.demo:
        make_demo_key(house.settings.keys, at)
    return open_sealer(house.settings.keys)


def _call(house: House, job: Claimed, made: Made) -> Call:
    return Call(SYSTEM, f"{job.id}/seal", house.clock(), None, made.seq)


def _name(session: Session, account: str) -> str:
    if account == SYSTEM.id:
        return ""
    return people.names(session, [account]).get(account, account)
