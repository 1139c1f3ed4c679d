"""The side that starts a reader, waits, and turns whatever happens into readings or a refusal."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from io import BufferedIOBase
from pathlib import Path
from typing import IO, TypeVar, cast

from elnapp.readers.limits import MEBI, Limits
from instruments.cytometry.measuring import PANELS, Measured, Wanted
from instruments.plates.words import ELSEWHERE
from instruments.reading import Note, Parsed, Profile, Refusal
from instruments.wire import READINGS, Wire

CHILD, PANEL_CHILD = "elnapp.readers.child", "elnapp.readers.panel"
ROOT = Path(__file__).resolve().parents[2]
# A format that allotropy reads is read in its environment, once our own child has recognised it.
PLATES_CHILD, PLATES = "elnapp.readers.plates", ROOT / ".state" / "plates" / "bin" / "python"
# Nothing of the service's environment reaches the child: no secret, no address of a database.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
}
Answer = TypeVar("Answer", Parsed, Measured)
_LAST_WORDS = 65_536  # of what a process that ends itself says of it
_KILLED_BY = {
    signal.SIGXCPU: "READER-TIME",
    signal.SIGXFSZ: "READER-ANSWER",
}


class Refused(Refusal):
    """A refusal that a reader gave itself, with the id of its format ("" before one was known)."""

    def __init__(self, note: Note, format_id: str) -> None:
        """Say again what the reader said."""
        super().__init__(note.code, note.where, **note.params)
        self.format_id = format_id


def read(path: Path, name: str, limits: Limits, profile: Profile | None = None) -> Parsed:
    """Read the file at `path`, which its people know as `name`, in a process of its own.

    `Refusal` as the reader gives it, or READER-TOO-LARGE, READER-TIME, READER-MEMORY,
    READER-ANSWER, READER-FAILED.  OSError when the file cannot be opened.
    """
    with path.open("rb") as file:
        return _read(file, name, limits, profile or Profile())


def read_bytes(data: bytes, name: str, limits: Limits, profile: Profile | None = None) -> Parsed:
    """Read bytes that stand in no file yet; refusals as `read` gives them."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        return _read(file, name, limits, profile or Profile())


def measure(files: Mapping[str, bytes], wanted: Wanted, limits: Limits) -> Measured:
    """Measure the files of one panel, given by name, in a process of its own.

    A file that alone is too large, or alone ends the process, is refused like one that cannot be
    read: its markers are invalid and say why.  `Refusal` where only all of them together are too
    much.
    """
    most = limits.file_mib * MEBI
    refused = {
        name: Note("READER-TOO-LARGE", {"bytes": len(blob), "most": most}, name)
        for name, blob in files.items()
        if len(blob) > most
    }
    try:
        return _measure(files, refused, wanted, limits)
    except Refusal:
        for name in files.keys() - refused.keys():
            try:
                _measure({name: files[name]}, {}, wanted, limits)
            except Refusal as refusal:
                refused[name] = replace(refusal.note, where=name)
        return _measure(files, refused, wanted, limits)


def _measure(
    files: Mapping[str, bytes], refused: Mapping[str, Note], wanted: Wanted, limits: Limits
) -> Measured:
    given = {name: blob for name, blob in files.items() if name not in refused}
    asked = replace(wanted, refused={**wanted.refused, **refused})
    head = PANELS.encode((asked, {name: len(blob) for name, blob in given.items()}))
    with tempfile.TemporaryFile() as file:
        file.write(head)
        file.writelines(given.values())
        file.seek(0)
        program = (sys.executable, "-s", "-P", "-m", PANEL_CHILD)
        task: dict[str, object] = {"limits": asdict(limits), "head": len(head)}
        _, answer = _answered(_run(file, program, task, limits), PANELS, Measured)
    if isinstance(answer, Note):
        raise Refusal(answer.code, answer.where, **answer.params)
    return answer


def _read(file: IO[bytes], name: str, limits: Limits, profile: Profile) -> Parsed:
    size = file.seek(0, 2)
    file.seek(0)
    if size > limits.file_mib * MEBI:
        raise Refusal("READER-TOO-LARGE", bytes=size, most=limits.file_mib * MEBI)
    digest = hashlib.file_digest(cast("BufferedIOBase", file), "sha256").hexdigest()
    file.seek(0)
    task: dict[str, object] = {
        "name": name,
        "profile": READINGS.encode(profile).decode(),
        "limits": asdict(limits),
    }
    ours = (sys.executable, "-s", "-P", "-m", CHILD)
    format_id, answer = _answered(_run(file, ours, task, limits), READINGS, Parsed)
    if isinstance(answer, Note) and answer.code == ELSEWHERE and PLATES.is_file():
        file.seek(0)
        theirs = (str(PLATES), "-s", "-P", "-m", PLATES_CHILD)
        data = _run(file, theirs, task | {"format": format_id}, limits)
        format_id, answer = _answered(data, READINGS, Parsed)
    if isinstance(answer, Note):
        raise Refused(answer, format_id)
    if answer.source.sha256 != digest:
        raise Refusal("READER-FAILED", what="answer about another file")
    return answer


def _run(
    file: IO[bytes], program: tuple[str, ...], task: dict[str, object], limits: Limits
) -> bytes:
    """Start the child and give its answer; the child is gone when this returns."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaint:
        child = subprocess.Popen(  # noqa: S603 - our own module, by the interpreter that runs us
            [*program, json.dumps(task)],
            stdin=file,
            stdout=output,
            stderr=complaint,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
        try:
            code = child.wait(limits.wall_seconds)
        except subprocess.TimeoutExpired:
            raise Refusal("READER-TIME", seconds=limits.wall_seconds) from None
        finally:
            child.kill()
            child.wait()
        if code == -signal.SIGABRT and _without_memory(complaint):
            raise Refusal("READER-MEMORY", mebibytes=limits.memory_mib)
        output.seek(0)
        return _judged(code, output.read(limits.answer_mib * MEBI + 1), limits)


def _without_memory(complaint: IO[bytes]) -> bool:
    """Tell whether a library gave up for want of memory: what is written in Rust ends the process."""
    size = complaint.seek(0, 2)
    complaint.seek(max(0, size - _LAST_WORDS))
    return b"memory allocation of" in complaint.read()


def _judged(code: int, answer: bytes, limits: Limits) -> bytes:
    """Give the answer of a child that ended well; `Refusal` names how another one ended."""
    if code == 0:
        return answer
    reason = _KILLED_BY.get(-code) if code < 0 else None  # type: ignore[call-overload]
    if reason == "READER-TIME":
        raise Refusal("READER-TIME", seconds=limits.seconds)
    if reason == "READER-ANSWER":
        most = limits.answer_mib * MEBI
        raise Refusal("READER-ANSWER", bytes=most, most=most)
    what = signal.strsignal(-code) if code < 0 else f"exit {code}"
    raise Refusal("READER-FAILED", what=what or str(code))


def _answered(data: bytes, wire: Wire, kind: type[Answer]) -> tuple[str, Answer | Note]:
    """Take the format and the answer apart; what is not one is a failure of the reader."""
    try:
        format_id, answer = wire.decode(data)
    except (ValueError, TypeError, KeyError) as error:
        raise Refusal("READER-FAILED", what="answer that is none") from error
    if not isinstance(answer, kind | Note):
        raise Refusal("READER-FAILED", what="answer that is none")
    return str(format_id), answer
