"""The canonical body of an event and its place in the chain of its stream.

leaf = SHA-256(0x00 || body), as in RFC 6962, so that a tree over all events can be built from the
same bytes; link = SHA-256(0x02 || previous link || leaf).
"""

from __future__ import annotations

import hashlib

GENESIS = "0" * 64
BODY_VERSION = 1


def leaf(body: bytes) -> bytes:
    """Give the RFC 6962 leaf hash of an event's body."""
    return hashlib.sha256(b"\x00" + body).digest()


def link(prev: str, body: bytes) -> str:
    """Give the link that follows `prev` (64 hex characters) with `body`."""
    return hashlib.sha256(b"\x02" + bytes.fromhex(prev) + leaf(body)).hexdigest()
