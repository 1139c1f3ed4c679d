"""Files of laboratories: kept by their hash, read with an approved mapping, taken whole or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath

from sqlmodel import Session

from batches.findings import sentence
from batches.marker_file import Line, against, lines
from batches.verdict import Finding, Param
from elnapp.documents.queries import version as version_by_id
from elnapp.markers import queries
from elnapp.markers.models import MarkerFile, MarkerFileEnd
from elnapp.markers.queries import Donated
from elnapp.markers.service.recording import NewResult, record_in
from elnapp.markers.service.writing import demand, donor_in, reason_of, recorded
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, StoredFile, Tx
from elnapp.record.files import Files
from elnapp.record.plain import sha256
from instruments.laboratory import delimited, messages
from instruments.reading import Refusal

READERS = {"csv": delimited.read, "hl7": messages.read}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as sent: the code of its mapping, its name, its bytes."""

    mapping: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring: its lines, each with what is in the way; `refusal` when unreadable."""

    lines: tuple[Line, ...]
    refusal: Finding | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give everything that keeps the file from being taken, each with its line."""
        if self.refusal is not None:
            return (self.refusal,)
        return tuple(_placed(line, fault) for line in self.lines for fault in line.faults)

    @property
    def donors(self) -> tuple[str, ...]:
        """Name the donors that the file speaks of and that its samples were drawn from."""
        return tuple(sorted({line.donor for line in self.lines if line.donor}))


def receive(kernel: Kernel, files: Files, call: Call, site: str, given: NewFile) -> Answer:
    """Keep a file and say that it came; gives `{file, sha256}`.  Nothing of it is read yet.

    Codes: MRK-FILE-EMPTY, MRK-FILE-TWICE (an event; the same bytes are never taken twice),
    MRK-MAPPING.
    """
    demand([Finding("MRK-FILE-EMPTY", {}, "file")] if not given.data else [])
    stream, digest = f"site/{site}", sha256(given.data)
    files.put(given.data)

    def do(tx: Tx) -> Answer:
        known = queries.file_row(tx.session, digest)
        if known is not None:
            raise Refused([Finding("MRK-FILE-TWICE", {"n": known.n}, "file", 2)], matters=True)
        row = _file_row(tx, site, given, digest)
        tx.add(row)
        tx.add(
            StoredFile(
                stream=stream, address=row.address, sha256=digest, size=len(given.data),
                media_type="application/octet-stream", name=row.name,
            )
        )  # fmt: skip
        return {"file": row.n, "sha256": digest}

    request = {"mapping": given.mapping, "name": given.name, "sha256": digest}
    return kernel.act(call, "markers.receive_file", do, streams=[stream], request=request)


def preview(session: Session, files: Files, row: MarkerFile) -> Preview:
    """Read a received file and hold each line against what is on record; writes nothing."""
    mapping = version_by_id(session, row.mapping_id)
    if mapping is None:
        raise NotFound(row.mapping_id)
    try:
        found = READERS[mapping.body["format"]](files.read(row.sha256), mapping.body)
    except Refusal as refusal:
        note = refusal.note
        params: dict[str, Param] = dict(note.params)
        return Preview((), Finding(note.code, params, note.where, 2))
    rows = ((r.locator, r.fields) for r in found)
    return Preview(tuple(_against(session, line) for line in lines(rows, mapping.body)))


def take(kernel: Kernel, files: Files, call: Call, digest: str, donated: Donated) -> Answer:
    """Take every result of a file, or none; gives `{results, holds}`.

    A line for another donor's code, an unknown sample or analyte, a kit out of date: the whole file
    is held, each reason said with its line and kept as an event; the file stays received.
    """
    row, seen = _seen(kernel, files, digest)
    streams = [row.stream, *(queries.stream_of(code) for code in seen.donors)]

    def do(tx: Tx) -> Answer:
        now = _undecided(tx, row, files)
        demand(now.findings, matters=True)
        faults: list[Finding] = []
        answers = [_taken(tx, row, line, donated, faults) for line in now.lines]
        demand(faults, matters=True)
        tx.add(_end(tx, row, "taken", len(answers)))
        holds = [a["hold"] for a in answers if a and a["hold"]]
        return {"file": row.n, "results": len(answers), "holds": holds}

    known = [s for s in streams if s == row.stream or _exists(kernel, s)]
    return kernel.act(call, "markers.take_file", do, streams=known, request={"sha256": digest})


def refuse(kernel: Kernel, call: Call, digest: str) -> Answer:
    """Decide that nothing of a file is taken; the reason is `call.reason`, the file is kept."""
    with kernel.reading() as session:
        row = queries.file_row(session, digest)
    if row is None:
        raise NotFound(digest)

    def do(tx: Tx) -> Answer:
        _open(tx, row)
        tx.add(_end(tx, row, "refused", 0, reason_of(tx)))
        return {"file": row.n}

    request = {"sha256": digest, "reason": call.reason}
    return kernel.act(call, "markers.refuse_file", do, streams=[row.stream], request=request)


def _file_row(tx: Tx, site: str, given: NewFile, digest: str) -> MarkerFile:
    on = queries.civil_day(tx.at, queries.zone_of(tx.session, site))
    found = next((m for m in queries.mappings(tx.session, on) if m.code == given.mapping), None)
    if found is None:
        raise Refused([Finding("MRK-MAPPING", {"code": given.mapping}, "mapping")])
    n = tx.number(f"site/{site}", "marker_file")
    return MarkerFile(
        stream=f"site/{site}", address=f"site/{site}/laboratory/file/{n}", n=n, sha256=digest,
        size=len(given.data), name=PurePath(given.name.replace("\\", "/")).name[:120] or "–",
        mapping_id=found.id, mapping=found.name, mapping_hash=found.hash, **recorded(tx),
    )  # fmt: skip


def _seen(kernel: Kernel, files: Files, digest: str) -> tuple[MarkerFile, Preview]:
    with kernel.reading() as session:
        row = queries.file_row(session, digest)
        if row is None:
            raise NotFound(digest)
        return row, preview(session, files, row)


def _undecided(tx: Tx, row: MarkerFile, files: Files) -> Preview:
    _open(tx, row)
    return preview(tx.session, files, row)


def _open(tx: Tx, row: MarkerFile) -> None:
    decided = queries.decided(tx.session, row.id)
    demand([Finding("MRK-FILE-DECIDED")] if decided else [])


def _against(session: Session, line: Line) -> Line:
    drawn = queries.labelled(session, line.sample) if line.sample else None
    source = drawn.stream.removeprefix("donor/") if drawn else None
    known = queries.find(session, line.donor) is not None if line.donor else False
    held = against(line, source, known)
    return replace(held, sample=drawn.code) if drawn else held


def _taken(
    tx: Tx, row: MarkerFile, line: Line, donated: Donated, faults: list[Finding]
) -> Answer | None:
    """Write one line; what the registers refuse, and a kit out of date, holds the whole file."""
    donor = donor_in(tx, line.donor)
    given = _result(row, line)
    if _there(tx, donor.stream, given):
        twice = Finding("MRK-RESULT-TWICE", {"sample": line.sample}, "sample", 2)
        faults.append(_placed(line, twice))
        return None
    try:
        return record_in(tx, donor, given, donated)
    except Refused as refused:
        faults += [_placed(line, fault) for fault in refused.findings]
        return None


def _there(tx: Tx, stream: str, given: NewResult) -> bool:
    """Tell whether the same test is on record: analyte, sample, moment, retest and confirmation."""
    return any(
        (v.row.sample, v.row.analyte, v.row.tested_at, v.row.retest, v.row.confirmatory)
        == (given.sample, given.analyte, given.tested_at, given.retest, given.confirmatory)
        for v in queries.board(tx.session, stream).results
        if v.standing
    )


def _result(row: MarkerFile, line: Line) -> NewResult:
    if line.received_at is None or line.tested_at is None:
        message = "a line without its times was taken"
        raise AssertionError(message)
    return NewResult(
        sample=line.sample, analyte=line.analyte, interpretation=line.interpretation,
        kit=line.kit, lot=line.lot, laboratory=line.laboratory, received_at=line.received_at,
        tested_at=line.tested_at, zone=line.zone, validator=line.validator, text=line.text,
        number=line.number, unit=line.unit, confirmatory=line.confirmatory, retest=line.retest,
        file_id=row.id, locator=line.locator,
    )  # fmt: skip


def _placed(line: Line, fault: Finding) -> Finding:
    said: dict[str, Param] = {f"said_{lang}": sentence(fault, lang) for lang in ("en", "fr")}
    return Finding("MRK-ROW", {"row": line.locator, "fault": fault.code, **said}, "", fault.weight)


def _end(
    tx: Tx, row: MarkerFile, outcome: str, results: int, reason: str | None = None
) -> MarkerFileEnd:
    return MarkerFileEnd(
        stream=row.stream, address=row.address, file_id=row.id, outcome=outcome, results=results,
        reason=reason, **recorded(tx),
    )  # fmt: skip


def _exists(kernel: Kernel, stream: str) -> bool:
    with kernel.reading() as session:
        return queries.find(session, stream.removeprefix("donor/")) is not None
