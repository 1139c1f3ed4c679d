"""The key file: one random key a person, the key of the search index, all under the master key.

It is one small file of its own, mode 0600, never in the database and never in a backup of it. Each
change writes a whole new file beside the old one, syncs it, puts it in its place, syncs the folder,
and overwrites what the old one held. Whoever has the database has nothing without this file;
whoever has both has nothing without the master key, which lies in a third place.

What a disk keeps of an overwritten block is beyond us; docs/vault.md says what to do about it.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from batches.verdict import Finding
from elnapp.config import Vault
from elnapp.record import Refused
from elnapp.record.plain import canonical

KEY_BYTES, NONCE_BYTES, SALT_BYTES, TERM_BYTES = 32, 12, 16, 16
FORMAT = 1
READ_TRIES = 3


@dataclass
class Ring:
    """What the key file holds: the index key, and by stream the person's key and search terms."""

    index: bytes
    keys: dict[str, bytes] = field(default_factory=dict)
    terms: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def fresh(cls) -> Ring:
        """Begin with a new index key and nobody."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def key(self, stream: str) -> bytes:
        """Give a person's key; Refused with ID-NO-KEY when it is not here."""
        found = self.keys.get(stream)
        if found is None:
            raise Refused([Finding("ID-NO-KEY", weight=3)])
        return found

    def ensure(self, stream: str) -> bytes:
        """Give a person's key, made now when there is none."""
        return self.keys.setdefault(stream, secrets.token_bytes(KEY_BYTES))

    def learn(self, stream: str, terms: Iterable[str]) -> None:
        """Let a person be found by these terms too; earlier names are not forgotten."""
        known = self.terms.get(stream, frozenset())
        self.terms[stream] = known | {self._blind(term) for term in terms}

    def find(self, terms: Iterable[str]) -> list[str]:
        """Give the streams that have all of these terms."""
        wanted = {self._blind(term) for term in terms}
        return sorted(s for s, known in self.terms.items() if wanted and wanted <= known)

    def forget(self, stream: str) -> None:
        """Drop a person's key and everything the person is found by."""
        self.keys.pop(stream, None)
        self.terms.pop(stream, None)

    def _blind(self, term: str) -> str:
        whole = hmac.new(self.index, term.encode(), hashlib.sha256).digest()
        return whole[:TERM_BYTES].hex()


class KeyFile:
    """The file on disk; every read decrypts it anew, so that what was destroyed is gone at once."""

    def __init__(self, place: Vault) -> None:
        """Take where the file and its master key lie; nothing is read yet."""
        self.path, self.master, self.rounds = place.keys, place.master, place.rounds

    @property
    def there(self) -> bool:
        """Tell whether the file exists."""
        return self.path.is_file()

    def read(self) -> Ring:
        """Give what the file holds, an empty ring when there is no file.

        Raises Refused with ID-KEYFILE when it does not open.
        """
        for _try in range(READ_TRIES):
            try:
                text = self.path.read_text(encoding="utf-8")
            except FileNotFoundError:
                return Ring.fresh()
            if not text.strip("\x00"):
                continue  # It was replaced, and overwritten, while we held the old one.
            return self._opened(text)
        raise Refused([_unreadable()])

    @contextmanager
    def change(self) -> Iterator[Ring]:
        """Give the ring to be changed; it is written when the block ends without an error."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _locked(self.path.with_name(self.path.name + ".lock")):
            ring = self.read()
            before = _plain(ring)
            yield ring
            if not self.there or _plain(ring) != before:
                self._write(ring)

    def destroy(self, streams: Iterable[str]) -> list[str]:
        """Destroy the keys of these people for ever; gives those that still had one."""
        with self.change() as ring:
            gone = sorted(set(streams) & {*ring.keys, *ring.terms})
            for stream in gone:
                ring.forget(stream)
        return gone

    def _opened(self, text: str) -> Ring:
        try:
            outer = json.loads(text)
            salt, rounds = from_text(outer["salt"]), int(outer["rounds"])
            cipher = AESGCM(self._wrapping(salt, rounds))
            inner = cipher.decrypt(
                from_text(outer["nonce"]), from_text(outer["sealed"]), _around(outer)
            )
            return _ring(json.loads(inner))
        except (ValueError, KeyError, TypeError, InvalidTag) as error:
            raise Refused([_unreadable()]) from error

    def _write(self, ring: Ring) -> None:
        salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
        outer: dict[str, Any] = {"v": FORMAT, "salt": to_text(salt), "rounds": self.rounds}
        cipher = AESGCM(self._wrapping(salt, self.rounds))
        outer["sealed"] = to_text(cipher.encrypt(nonce, canonical(_plain(ring)), _around(outer)))
        outer["nonce"] = to_text(nonce)
        _replace(self.path, canonical(outer))

    def _wrapping(self, salt: bytes, rounds: int) -> bytes:
        try:
            secret = self.master.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Refused([_unreadable()]) from error
        return _derived(secret, salt, rounds)


@lru_cache(maxsize=8)
def _derived(secret: str, salt: bytes, rounds: int) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, n=rounds, r=8, p=1).derive(secret.encode())


def _unreadable() -> Finding:
    return Finding("ID-KEYFILE", weight=3)


def _around(outer: dict[str, Any]) -> bytes:
    """Give what is bound to the sealed part: a file of another format or cost is another file."""
    return canonical({name: outer[name] for name in ("v", "salt", "rounds")})


def _plain(ring: Ring) -> dict[str, Any]:
    return {
        "index": to_text(ring.index),
        "keys": {stream: to_text(key) for stream, key in ring.keys.items()},
        "terms": {stream: sorted(terms) for stream, terms in ring.terms.items()},
    }


def _ring(plain: dict[str, Any]) -> Ring:
    return Ring(
        from_text(plain["index"]),
        {stream: from_text(key) for stream, key in plain["keys"].items()},
        {stream: frozenset(terms) for stream, terms in plain["terms"].items()},
    )


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one process at a time change the file."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, data: bytes) -> None:
    """Put new content in place durably, then overwrite what the old file held."""
    draft = path.with_name(path.name + ".new")
    _wipe(draft)  # Left by a process that was killed.
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as new:
        new.write(data)
        new.flush()
        os.fsync(new.fileno())
    old = path.open("r+b") if path.exists() else None
    draft.replace(path)
    _sync(path.parent)
    if old is not None:
        with old:
            _overwrite(old.fileno())


def _wipe(path: Path) -> None:
    if path.exists():
        with path.open("r+b") as old:
            _overwrite(old.fileno())


def _overwrite(handle: int) -> None:
    """Write zeros over all of an open file and sync it."""
    size = os.fstat(handle).st_size
    os.pwrite(handle, bytes(size), 0)
    os.fsync(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def to_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def from_text(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
