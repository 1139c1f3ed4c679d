"""Sealing of scans of consent forms: a scan holds a name, so it goes with the identity it names."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from batches.verdict import Finding
from elnapp.record import Refused
from elnapp.vault import queries
from elnapp.vault.service.keys import NONCE_BYTES, KeyFile
from elnapp.vault.service.sealing import Place

SCAN = "scan@1"
"""The set of fields that a sealed scan is bound to, beside its donor."""


class Scans:
    """Seals bytes under the key of the person behind a donor; destroyed with it."""

    def __init__(self, keys: KeyFile) -> None:
        """Take the key file; each use reads it anew."""
        self.keys = keys

    def seal(self, stream: str, data: bytes) -> bytes:
        """Give nonce and ciphertext; Refused with ID-SCAN-FIRST while no identity is recorded.

        A key is never made here: one made for somebody whose key was destroyed would undo that.
        """
        whose = _identity(stream)
        key = self.keys.read().keys.get(whose)
        if key is None:
            raise Refused([Finding("ID-SCAN-FIRST", where="file")])
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(key).encrypt(nonce, data, _bound(whose))

    def open(self, stream: str, sealed: bytes) -> bytes:
        """Give the bytes again; ValueError when the key is gone or they are another donor's."""
        whose = _identity(stream)
        key = self.keys.read().keys.get(whose)
        if key is None:
            message = f"no key opens the scans of {stream}"
            raise ValueError(message)
        try:
            return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound(whose))
        except InvalidTag as error:
            message = f"these bytes were not sealed for {stream}"
            raise ValueError(message) from error


def _identity(stream: str) -> str:
    return queries.stream_of(stream.partition("/")[2])


def _bound(whose: str) -> bytes:
    return Place(whose, "", SCAN, 1).bound()
