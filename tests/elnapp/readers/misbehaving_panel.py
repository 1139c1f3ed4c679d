"""A panel whose tubes do what no tube should, for the tests of the sandbox: their bytes say what.

Started in place of `elnapp.readers.panel`; the same walls stand around it.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from elnapp.readers import panel
from instruments.cytometry.measuring import Blob, Measured, Wanted, measure
from instruments.cytometry.measuring import Seen as SeenTube
from tests.elnapp.readers.misbehaving import crash, loop, swallow

ACTS: dict[bytes, Callable[[], object]] = {
    b"loop": loop,
    b"swallow": swallow,
    b"crash": crash,
    b"connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    b"open": lambda: Path("/etc/passwd").read_bytes(),
}


def misled(files: Mapping[str, Blob], wanted: Wanted) -> Measured:
    """Do what each tube says, and measure those that say nothing."""
    said = [bytes(blob[:20]) for blob in files.values()]
    for word in said:
        ACTS.get(word, lambda: None)()
    if said.count(b"together") > 1:
        raise RuntimeError
    found = measure(files, wanted)
    if b"chatter" in said:
        found = Measured(found.markers, {"full": SeenTube("x" * (5 << 20), {}, "")}, {}, {}, (), {})
    return found


if __name__ == "__main__":
    panel.main(misled)
