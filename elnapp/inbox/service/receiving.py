"""Receiving a file and reading it again: kept by its hash first, then read, then written whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from batches.kept_file import own_name
from batches.verdict import Finding
from elnapp.custody import queries as custody
from elnapp.inbox import queries
from elnapp.inbox.models import InstrumentFile, InstrumentRead, InstrumentReading
from elnapp.inbox.queries import InForce
from elnapp.inbox.service.looking import Asked, Look, clean, kept, look, reading_holds, said
from elnapp.readers import Limits
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, StoredFile, Tx, new_id
from elnapp.record.files import Files
from elnapp.record.plain import sha256
from instruments.reading import Reading


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as sent: its name, its bytes, the instrument its sender names, the agent, if one."""

    name: str
    data: bytes
    named: str = ""
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """What receiving needs of the house: the kernel, the files, the limits of the readers."""

    kernel: Kernel
    files: Files
    limits: Limits


def receive(sender: Sender, call: Call, site: str, given: NewFile) -> Answer:
    """Keep a file and read it; gives `{file, sha256, already, outcome, readings, held}`.

    The same bytes again are no second reading: the answer names the file that is there.  A file that
    cannot be read is kept with the reason.  Refused only for a file without bytes (FILE-EMPTY).
    """
    if not given.data:
        raise Refused([Finding("FILE-EMPTY", where="file")])
    stream, digest = f"site/{site}", sha256(given.data)
    sender.files.put(given.data)
    known, found = _looked(sender, site, given, digest, call.at)

    def do(tx: Tx) -> Answer:
        there = queries.by_hash(tx.session, digest)
        if there is not None:
            return {"file": there.n, "sha256": digest, "already": True}
        file = _file(tx, stream, given, digest)
        tx.add(file)
        tx.add(
            StoredFile(
                stream=stream, address=file.address, sha256=digest, size=file.size,
                media_type="application/octet-stream", name=file.name,
            )
        )  # fmt: skip
        return {"already": False, **_write(tx, file, known, found)}

    request = {"site": site, "name": given.name, "sha256": digest, "named": given.named,
               "agent": given.agent}  # fmt: skip
    return sender.kernel.act(call, "inbox.receive", do, streams=[stream], request=request)


def reread(sender: Sender, call: Call, digest: str) -> Answer:
    """Read a kept file with the reader of today; `call.reason` says why.

    The readings before stay, and what rests on them; the new ones name those they supersede.
    Codes: FILE-REASON, FILE-SAME-READER (neither reader nor register has changed).
    """
    with sender.kernel.reading() as session:
        row = queries.by_hash(session, digest)
    if row is None:
        raise NotFound(f"readings/files/{digest}")
    site = row.stream.removeprefix("site/")
    given = NewFile(row.name, b"", row.named, row.agent)
    known, found = _looked(sender, site, given, digest, call.at)

    def do(tx: Tx) -> Answer:
        if not (tx.call.reason or "").strip():
            raise Refused([Finding("FILE-REASON", where="reason")])
        last = queries.read_rows(tx.session, row.id)[-1]
        _differs(last, known, found)
        return _write(tx, row, known, found)

    request = {"sha256": digest, "reason": call.reason}
    return sender.kernel.act(call, "inbox.reread", do, streams=[row.stream], request=request)


def _looked(
    sender: Sender, site: str, given: NewFile, digest: str, at: datetime
) -> tuple[InForce, Look]:
    """Read the file before the command, so that no lock waits for a reader."""
    with sender.kernel.reading() as session:
        known = queries.register(session, site, at)
        if given.data and queries.by_hash(session, digest) is not None:
            return known, Look()
    return known, look(sender.files, sender.limits, Asked(digest, given.name, given.named, known))


def _differs(last: InstrumentRead, known: InForce, found: Look) -> None:
    version = found.parsed.source.version if found.parsed else ""
    outcome = "read" if found.parsed else "refused"
    warnings = [said(note) for note in found.parsed.warnings] if found.parsed else []
    now = (outcome, found.format, version, known.hash, _mapped(warnings))
    before = (last.outcome, last.format, last.version, last.register_hash, _mapped(last.warnings))
    if now == before:
        raise Refused([Finding("FILE-SAME-READER", {"version": version or "–"})])


def _mapped(warnings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what a reading says of the column mapping it was made with."""
    return [one for one in warnings if one["code"] == "MAPPED-BY"]


def _file(tx: Tx, stream: str, given: NewFile, digest: str) -> InstrumentFile:
    n = tx.number(stream, "instrument_file")
    return InstrumentFile(
        id=new_id(), stream=stream, address=f"{stream}/files/{n}", n=n, sha256=digest,
        size=len(given.data), name=own_name(given.name), named=given.named, agent=given.agent,
        route="agent" if given.agent else "page", received_by=tx.actor.id,
        received_by_name=tx.actor.name, received_at=tx.at,
    )  # fmt: skip


def _write(tx: Tx, file: InstrumentFile, known: InForce, found: Look) -> Answer:
    """Add what was read and every reading; gives the file, the outcome and the readings' ids."""
    earlier = queries.read_rows(tx.session, file.id)
    read = _read_row(tx, file, known, found)
    read.n = len(earlier) + 1
    read.reason = (tx.call.reason or "").strip() or None if earlier else None
    tx.add(read)
    before = {(r.kind, r.locator): r.id for r in _readings_of(tx, earlier)}
    rows = [
        _reading_row(tx, file, read, (known, found), (at, one))
        for at, one in enumerate(found.readings, start=1)
    ]
    for row in rows:
        row.supersedes = before.get((row.kind, row.locator))
        tx.add(row)
    return {
        "file": file.n, "sha256": file.sha256, "outcome": read.outcome,
        "reason": read.refusal, "readings": [row.id for row in rows],
        "held": bool(read.holds) or any(row.holds for row in rows),
    }  # fmt: skip


def _readings_of(tx: Tx, earlier: list[InstrumentRead]) -> list[Any]:
    if not earlier:
        return []
    return [r for r in queries.in_file(tx.session, earlier[-1].file_id) if r.current]


def _read_row(tx: Tx, file: InstrumentFile, known: InForce, found: Look) -> InstrumentRead:
    parsed = found.parsed
    source = kept(asdict(parsed.source)) if parsed else {}
    return InstrumentRead(
        id=new_id(), stream=file.stream, address=file.address, file_id=file.id, n=1,
        outcome="read" if parsed else "refused", format=found.format,
        version=parsed.source.version if parsed else "", serial=source.get("serial", ""),
        source=source, warnings=[said(note) for note in parsed.warnings] if parsed else [],
        unread=kept(parsed.unread) if parsed else {}, refusal=found.refusal,
        instrument=found.instrument, register_name=known.name, register_hash=known.hash,
        holds=[f.plain() for f in found.holds], read_by=tx.actor.id, read_by_name=tx.actor.name,
        read_at=tx.at,
    )  # fmt: skip


def _reading_row(
    tx: Tx,
    file: InstrumentFile,
    read: InstrumentRead,
    looked: tuple[InForce, Look],
    numbered: tuple[int, Reading],
) -> InstrumentReading:
    (known, found), (position, one) = looked, numbered
    sample = clean(one.sample_id).strip()
    home = custody.stream_of(tx.session, sample) if sample else None
    holds = reading_holds(known.register, found.instrument, one, file.received_at)
    return InstrumentReading(
        stream=file.stream, address=file.address, read_id=read.id, file_id=file.id,
        position=position, kind=one.kind, sample=sample, locator=clean(one.locator),
        status=one.status, measured_at=one.measured_at, measured_raw=clean(one.measured_at_raw),
        measured_local=clean(one.measured_local), operator=clean(one.operator),
        quantities=kept(_quantities(one)), series=kept(one.series), unread=kept(one.unread),
        warnings=[said(note) for note in one.warnings], holds=[f.plain() for f in holds],
        sample_unit=sample if home else None, sample_stream=home,
    )  # fmt: skip


def _quantities(one: Reading) -> dict[str, dict[str, str]]:
    return {
        name: {
            "value": str(q.value), "unit": q.unit, "raw": q.raw, "qualifier": q.qualifier,
        }
        for name, q in one.values.items()
    }  # fmt: skip
