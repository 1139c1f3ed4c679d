"""Asking for a document, making it in the background, and recording what was made.

Nothing is rendered inside a command: the job reads the record, prints, seals and keeps the file, and
one command then says that these bytes were issued.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment
from sqlalchemy import select
from sqlmodel import Session, col

from batches.people import SYSTEM
from batches.verdict import Finding
from elnapp.lots.queries import stream_of
from elnapp.people import queries as people
from elnapp.record import Answer, Call, Event, Kernel, Refused, Stale, StoredFile, Tx, jobs, new_id
from elnapp.record.jobs import Claimed, Handler
from elnapp.reports import queries
from elnapp.reports.models import Report
from elnapp.reports.queries import KIND
from elnapp.reports.service import dossier, pdf
from elnapp.reports.service.dossier import Issue
from elnapp.reports.service.seal import LEVEL, Sealer, make_demo_key, open_sealer
from elnapp.web.house import House

LANGS = ("fr", "en")
MEDIA_TYPE = "application/pdf"
WAITING = ("queued", "running")
PARTS = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document: its file, and what is recorded about it."""

    number: str
    lang: str
    sha256: str
    size: int
    pages: int
    record_digest: str
    sealed_by: str
    seq: int


def request(kernel: Kernel, call: Call, lot: str, lang: str) -> Answer:
    """Ask for the dossier of a lot; gives the job's id and the number that the document will have.

    Raises Refused for an unknown language, and while the same document is being made.
    """
    stream = stream_of(lot)

    def do(tx: Tx) -> Answer:
        if lang not in LANGS:
            raise Refused([Finding("REPORT-LANG", {"lang": lang[:20]}, "lang")])
        waiting = [j for j in queries.jobs(tx.session, stream) if j.state in WAITING]
        if any(j.lang == lang for j in waiting):
            raise Refused([Finding("REPORT-UNDER-WAY", {"lot": lot})])
        number = f"D3-{lot}-r{tx.number(stream, 'report')}"
        job = tx.job(KIND, stream, {"lot": lot, "lang": lang, "number": number})
        return {"job": job, "number": number}

    asked = {"lot": lot, "lang": lang}
    return kernel.act(call, "reports.request", do, streams=[stream], request=asked)


def render_job(house: House, env: Environment) -> Handler:
    """Give what makes a document; the same job again gives the document that it made first."""

    def handle(job: Claimed, report: jobs.Report) -> Answer:
        with house.kernel.reading() as session:
            before = queries.made_by(session, job.id)
        if before is not None:
            return _answer(before.number, before.sha256)
        made = _make(house, env, job, report)
        return seal(house.kernel, _call(house, job, made), job.about, made, job.id)

    return handle


def seal(kernel: Kernel, call: Call, stream: str, made: Made, job: str) -> Answer:
    """Record that these bytes were issued; raises Stale when the record has moved on meanwhile."""

    def do(tx: Tx) -> Answer:
        _expect(tx, stream, made.seq)
        address = f"{stream}/report/{made.number.rpartition('-r')[2]}"
        tx.add(
            StoredFile(
                stream=stream, address=address, sha256=made.sha256, size=made.size,
                media_type=MEDIA_TYPE, name=f"{made.number}-{made.lang}.pdf",
            )
        )  # fmt: skip
        tx.add(_row(made, stream, address, (tx.at, job)))
        return _answer(made.number, made.sha256)

    # The request names the job alone: a second rendering of it is the same wish, answered as before.
    asked = {"job": job, "number": made.number}
    return kernel.act(call, "reports.seal", do, streams=[stream], request=asked)


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
    html = dossier.html(env, record, issue, files)
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


def _expect(tx: Tx, stream: str, seq: int) -> None:
    """Refuse a document of a record that has moved on; asking for documents does not move it."""
    head = tx.head(stream)
    since = select(col(Event.verb)).where(col(Event.stream) == stream, col(Event.seq) > seq)
    if any(not verb.startswith("reports.") for verb in tx.session.scalars(since)):
        raise Stale(stream, seq, head.seq)


def _row(made: Made, stream: str, address: str, made_by: tuple[datetime, str]) -> Report:
    at, job = made_by
    return Report(
        stream=stream, address=address, number=made.number, lot=stream.partition("/")[2],
        lang=made.lang, standing="original" if made.sealed_by else "draft", sha256=made.sha256,
        record_digest=made.record_digest, pages=made.pages, sealed_by=made.sealed_by,
        level=LEVEL if made.sealed_by else "", made_at=at, job=job,
    )  # fmt: skip


def _answer(number: str, sha256: str) -> Answer:
    return {"number": number, "sha256": sha256}


def _name(session: Session, account: str) -> str:
    if account == SYSTEM.id:
        return ""
    return people.names(session, [account]).get(account, account)
