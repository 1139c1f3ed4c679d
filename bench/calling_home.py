"""A reader process with one more format: it reads nothing and calls the address the file names.

The drill starts it in place of `elnapp.readers.child`, so that "no connection" can fail.
"""

from __future__ import annotations

import socket

from elnapp.readers import child
from instruments import registry
from instruments.format import Format
from instruments.reading import Parsed, Profile, Refusal

MAGIC = b"CALL HOME "


def parse(blob: bytes, _profile: Profile) -> Parsed:
    """Connect to the port that the file names."""
    with socket.create_connection(("127.0.0.1", int(blob.removeprefix(MAGIC))), 2):
        raise Refusal("READER-UNKNOWN", begins="called home")


FORMAT = Format("bench", "", "", "1", ("-",), lambda head, _: 101 * head.startswith(MAGIC), parse)


def main() -> None:
    """Read as the child does, with the one format more in this process alone."""
    registry.FORMATS = (*registry.FORMATS, FORMAT)
    child.main()


if __name__ == "__main__":
    main()
