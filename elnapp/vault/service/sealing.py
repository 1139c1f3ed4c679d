"""Sealing under a person's key: AES-256-GCM, bound to the place where the sealed text is stored.

The associated data names the stream, the row, the set of fields and the version: a sealed text that
is moved to another row, person, version or column does not open. The text is filled up to whole
blocks, so that its length tells nothing about a name.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from batches.verdict import Finding
from elnapp.record import Refused
from elnapp.record.plain import canonical
from elnapp.vault.service.keys import KEY_BYTES, NONCE_BYTES

BLOCK = 512  # bytes
IDENTITY, WORDS = "identity@1", "words@1"
"""Sets of fields: the identity itself, and the words of somebody who asks to open it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text is stored."""

    stream: str
    row: str
    fields: str
    n: int

    def bound(self) -> bytes:
        """Give the associated data."""
        return canonical({"v": 1, "s": self.stream, "r": self.row, "f": self.fields, "n": self.n})


def seal(key: bytes, place: Place, fields: Mapping[str, str]) -> str:
    """Give the sealed text of some fields, as base64 of nonce and ciphertext."""
    plain = canonical(dict(fields))
    plain += b" " * (-len(plain) % BLOCK)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, place.bound())).decode()


def unseal(key: bytes, place: Place, sealed: str) -> dict[str, str]:
    """Give the fields again; Refused with ID-SEAL when the text does not belong to this place."""
    try:
        raw = base64.b64decode(sealed, validate=True)
        plain = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.bound())
        return {str(name): str(text) for name, text in json.loads(plain).items()}
    except (ValueError, InvalidTag) as error:
        raise Refused([Finding("ID-SEAL", weight=3)]) from error


def fingerprint(key: bytes, fields: Mapping[str, str]) -> str:
    """Give what tells two submitted forms apart, and tells nobody without the key what they held.

    A digest alone would let anyone who reads the log try names until one fits.
    """
    mine = HKDFExpand(SHA256(), KEY_BYTES, b"elnapp vault request").derive(key)
    return hmac.new(mine, canonical(dict(fields)), hashlib.sha256).hexdigest()
