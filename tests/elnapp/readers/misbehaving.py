"""Readers that do what no reader should, for the tests of the sandbox: the file says what.

Started in place of `elnapp.readers.child`; the same walls stand around them.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import numpy as np

from elnapp.readers import child
from instruments import registry
from instruments.format import Format
from instruments.reading import Note, Parsed, Profile, Reading, Source

FILE: list[bytes] = []
LIBC = ctypes.CDLL(None, use_errno=True)


def digest() -> str:
    """The sum of the file, which the parent compares."""
    return hashlib.sha256(FILE[0]).hexdigest()


def told(code: str) -> Parsed:
    """An answer with one word in it."""
    return Parsed(Source("test", "1", digest(), 0), (), (Note(code),))


def tried(act: Callable[[], object]) -> Parsed:
    """Try what a reader may not do, and say how it ended."""
    try:
        act()
    except (OSError, PermissionError) as error:
        return told(type(error).__name__)
    return told("DONE")


def loop() -> NoReturn:
    """Use up the time of the processor."""
    while True:
        pass


def sleep() -> None:
    """Do nothing, for long."""
    time.sleep(600)


def swallow() -> None:
    """Use up memory, in one piece that numpy would only promise."""
    np.ones(1 << 30, dtype=np.uint8)


def nibble() -> None:
    """Use up memory, in small pieces."""
    kept = []
    while True:
        kept.append(bytes(1000))


def fall() -> None:
    """Fail as a faulty reader would."""
    raise KeyError("donor name")


def give_up() -> None:
    """End as a library in Rust does that is refused memory."""
    os.write(2, b"\nmemory allocation of 6867920000 bytes failed\n")
    os.abort()


def crash() -> None:
    """End without a word."""
    os.abort()


def chatter() -> Parsed:
    """Answer far too much."""
    return Parsed(Source("test", "1", digest(), 0), (Reading("count", "x" * (3 << 20), "row 1"),))


def raw_socket() -> None:
    """Ask the kernel itself, past what Python refuses."""
    found = LIBC.socket(2, 1, 0)
    if found < 0:
        raise OSError("the kernel refused")


ACTS: dict[bytes, Callable[[], object]] = {
    b"loop": loop,
    b"sleep": sleep,
    b"swallow": swallow,
    b"nibble": nibble,
    b"give up": give_up,
    b"fall": fall,
    b"crash": crash,
    b"chatter": chatter,
    b"socket": lambda: tried(lambda: socket.create_connection(("127.0.0.1", 9))),
    b"raw socket": lambda: tried(raw_socket),
    b"open": lambda: tried(lambda: Path("/etc/passwd").read_bytes()),
    b"write": lambda: tried(lambda: Path("/tmp/elnapp-reader").write_bytes(b"x")),  # noqa: S108
    b"start": lambda: tried(lambda: subprocess.run(["/bin/true"], check=False)),
    b"environment": lambda: told(",".join(sorted(k for k in os.environ if "ELNAPP" in k))),
}


def parse(blob: bytes, _profile: Profile) -> Parsed:
    """Do what the file says."""
    FILE[:] = [blob]
    done = ACTS[blob]()
    return done if isinstance(done, Parsed) else told("DONE")


registry.FORMATS = (Format("test", "", "", "1", ("-",), lambda _head, _name: 1, parse),)

if __name__ == "__main__":
    child.main()
