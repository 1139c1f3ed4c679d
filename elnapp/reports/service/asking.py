"""Asking for a document, and recording what was made: the two commands, without any rendering.

A web process needs no more than this; what prints and seals is loaded by the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from batches.verdict import Finding
from elnapp.lots.queries import stream_of
from elnapp.record import Answer, Call, Event, Kernel, Refused, Stale, StoredFile, Tx
from elnapp.reports import queries
from elnapp.reports.models import Report
from elnapp.reports.queries import KIND

LANGS = ("fr", "en")
MEDIA_TYPE = "application/pdf"
LEVEL = "PAdES B-B"
WAITING = ("queued", "running")


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
        return made_answer(made.number, made.sha256)

    # The request names the job alone: a second rendering of it is the same wish, answered as before.
    asked = {"job": job, "number": made.number}
    return kernel.act(call, "reports.seal", do, streams=[stream], request=asked)


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


def made_answer(number: str, sha256: str) -> Answer:
    """Give what a document answers when it was made."""
    return {"number": number, "sha256": sha256}
