"""An agent beside an instrument: watches a folder, keeps what it saw, sends it, never deletes a file.

A file is taken when its size and time have stood still for ten seconds and it can be opened.  It is
copied to the spool under its SHA-256 before anything is sent, so that a server that is away, a cut
line or a restart loses nothing; the receipt of the server takes its place.  Sending twice is
harmless: the server knows files by their hash.  Folders are polled, for network shares report no
changes one could rely on.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

STILL_SECONDS = 10.0
FOLDER = ".elnapp-agent"
FINAL = frozenset({400, 413, 415, 422})
"""Answers that will not change however often the same bytes are sent."""
TAKEN = frozenset({200, 201})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to a file; `status` 0 when it could not be reached."""

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)


Post = Callable[[str, bytes, str], Answer]
"""(name, bytes, SHA-256) -> the answer."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was looked at, and since when it looks so."""

    size: int
    changed: int
    since: float


class Busy(RuntimeError):
    """Another agent works with this spool."""


@dataclass
class Watch:
    """One watched folder with its spool; `at` tells seconds that only grow, `now` the time."""

    folder: Path
    kept: Path
    post: Post
    at: Callable[[], float]
    now: Callable[[], datetime]
    say: Callable[[str], None]
    still: float = STILL_SECONDS
    seen: dict[Path, Seen] = field(default_factory=dict)
    known: dict[tuple[str, int, int], str] = field(default_factory=dict)

    @property
    def spool(self) -> Path:
        """Give the folder of files that no server has yet."""
        return self.kept / "spool"

    @property
    def receipts(self) -> Path:
        """Give the folder of what servers answered."""
        return self.kept / "receipts"

    def open(self) -> None:
        """Make the folders of the agent, and remember what was answered before a restart."""
        for folder in (self.spool, self.receipts):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in self.spool.glob("*.part"):
            left.unlink()
        for path in [*self.spool.glob("*.json"), *self.receipts.glob("*.json")]:
            told = json.loads(path.read_text(encoding="utf-8"))
            for place in told["places"]:
                self.known[place["path"], place["size"], place["changed"]] = path.stem

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the spool; Busy when another agent does."""
        self.kept.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.kept / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Busy(str(self.kept)) from error
            yield

    def once(self) -> int:
        """Look at the folder, spool what stands still, send what waits; gives how many were taken."""
        for path in self._files():
            if self._rests(path):
                self._take(path)
        return self.deliver()

    def deliver(self) -> int:
        """Send what is spooled, oldest first, until the server is away; gives how many it took."""
        taken = 0
        for meta in sorted(self.spool.glob("*.json"), key=lambda p: p.stat().st_mtime_ns):
            told = json.loads(meta.read_text(encoding="utf-8"))
            answer = self.post(told["name"], (self.spool / meta.stem).read_bytes(), meta.stem)
            if answer.status not in TAKEN | FINAL:
                self.say(f"{told['name']} waits: {_why(answer)}")
                return taken
            self._receipt(meta, told, answer)
            taken += answer.status in TAKEN
        return taken

    def waiting(self) -> int:
        """Count what no server has yet."""
        return len(list(self.spool.glob("*.json")))

    def _files(self) -> list[Path]:
        """Give the files of the folder and below; links and hidden names are no instrument's."""
        found = []
        for root, folders, names in os.walk(self.folder):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            paths = (Path(root) / name for name in sorted(names) if not name.startswith((".", "~")))
            found += [p for p in paths if not p.is_symlink()]
        return found

    def _rests(self, path: Path) -> bool:
        """Tell whether a file has stood still for long enough and was not taken as it is."""
        try:
            stat = path.stat()
        except OSError:
            self.seen.pop(path, None)
            return False
        before = self.seen.get(path)
        if before is None or (before.size, before.changed) != (stat.st_size, stat.st_mtime_ns):
            self.seen[path] = Seen(stat.st_size, stat.st_mtime_ns, self.at())
            return False
        if not stat.st_size or self.at() - before.since < self.still:
            return False
        return (str(path), stat.st_size, stat.st_mtime_ns) not in self.known

    def _take(self, path: Path) -> None:
        """Copy a file to the spool; one that cannot be opened, or changes meanwhile, waits."""
        before = self.seen[path]
        try:
            data = path.read_bytes()
            stat = path.stat()
        except OSError as error:
            self.say(f"{path.name} cannot be opened yet: {error.strerror}")
            return
        if (stat.st_size, stat.st_mtime_ns, len(data)) != (
            before.size, before.changed, before.size,
        ):  # fmt: skip
            self.seen.pop(path)
            return
        digest = hashlib.sha256(data).hexdigest()
        place = {"path": str(path), "size": before.size, "changed": before.changed}
        self.known[str(path), before.size, before.changed] = digest
        self._spool(digest, data, path.name, place)

    def _spool(self, digest: str, data: bytes, name: str, place: dict[str, Any]) -> None:
        for folder in (self.receipts, self.spool):
            there = folder / f"{digest}.json"
            if there.exists():
                told = json.loads(there.read_text(encoding="utf-8"))
                _write(there, {**told, "places": [*told["places"], place]})
                return
        _write_bytes(self.spool / digest, data)
        seen_at = self.now().isoformat(timespec="seconds")
        _write(self.spool / f"{digest}.json", {"name": name, "places": [place], "seen_at": seen_at})

    def _receipt(self, meta: Path, told: dict[str, Any], answer: Answer) -> None:
        """Keep the answer first; only then the copy in the spool is let go."""
        at = self.now().isoformat(timespec="seconds")
        kept = {**told, "status": answer.status, "answer": dict(answer.body), "answered_at": at}
        _write(self.receipts / meta.name, kept)
        (self.spool / meta.stem).unlink(missing_ok=True)
        meta.unlink()
        said = "was there already" if answer.body.get("already") else "received"
        self.say(f"{told['name']}: {said if answer.status in TAKEN else _why(answer)}")


def _why(answer: Answer) -> str:
    if answer.status == 0:
        return str(answer.body.get("error", "the server cannot be reached"))
    said = "; ".join(str(f.get("en", "")) for f in answer.body.get("findings", ()))
    return f"{answer.status} {said}".strip()


def _write(path: Path, value: Mapping[str, Any]) -> None:
    _write_bytes(path, json.dumps(value, ensure_ascii=False, sort_keys=True).encode())


def _write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, on disk before this returns."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
