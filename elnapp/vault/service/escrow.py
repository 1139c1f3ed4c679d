"""Keys kept for the worst day: wrapped for somebody outside the house, restored key by key.

The file is CMS enveloped data (RFC 5652, AES-256) for the recipient's certificate, so that it opens
with common tools in thirty years too. A key that the record says is destroyed does not come back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    pkcs7_decrypt_pem,
)

from batches import identity as rules
from elnapp.record import Answer, Call, Refused, Tx
from elnapp.record.plain import canonical, sha256, time_text
from elnapp.vault import queries
from elnapp.vault.service.keys import Ring, from_text, to_text
from elnapp.vault.service.writing import Parts, key_file, opened

HOUSE = "system"
FORMAT = "elnapp identity keys, 1"


class Unusable(ValueError):
    """A certificate, key or file is not what escrow needs; the message says what was expected."""


def export(house: Parts, call: Call, certificate: bytes) -> tuple[bytes, Answer]:
    """Wrap every person's key for the holder of `certificate` (PEM, RSA); gives file and answer.

    The export is an event of the house before anything leaves it. Raises Unusable.
    """
    recipient = _certificate(certificate)
    ring = key_file(house).read()
    keys = {stream: to_text(key) for stream, key in sorted(ring.keys.items())}
    inner = canonical({"format": FORMAT, "at": time_text(call.at), "keys": keys})
    builder = PKCS7EnvelopeBuilder().set_data(inner).add_recipient(recipient)
    wrapped = builder.set_content_encryption_algorithm(AES256).encrypt(
        Encoding.PEM, [PKCS7Options.Binary]
    )
    told = {
        "keys": len(keys),
        "recipient": recipient.fingerprint(SHA256()).hex(),
        "file": sha256(wrapped),
    }

    def do(_tx: Tx) -> Answer:
        return told

    answer = house.kernel.act(call, "vault.escrow", do, streams=[HOUSE], request=told)
    return wrapped, answer


def restore(
    house: Parts,
    call: Call,
    wrapped: bytes,
    certificate: bytes,
    holder: tuple[bytes, bytes | None],
) -> Answer:
    """Bring back the keys that are missing here, each proved on what it opens.

    Gives `{restored, kept, shredded, unknown, wrong}`: how many came back, how many were here already,
    and the codes that did not come back because the record says the key is destroyed, holds nothing
    for them, or does not open under the key. `holder` is the private key with its passphrase. Raises
    Unusable.
    """
    keys = _unwrapped(wrapped, certificate, *holder)
    found: dict[str, Any] = {"restored": [], "kept": [], "shredded": [], "unknown": [], "wrong": []}
    with key_file(house).change() as ring, house.kernel.reading() as session:
        gone = queries.shredded(session)
        for stream, text in sorted(keys.items()):
            rows = queries.versions(session, stream)
            known = "shredded" if stream in gone else ("kept" if stream in ring.keys else "")
            verdict = known or _proved(ring, stream, from_text(text), rows)
            found[verdict].append(stream)
    told = {name: len(streams) for name, streams in found.items()}
    told["file"] = sha256(wrapped)  # type: ignore[assignment]

    def do(_tx: Tx) -> Answer:
        return {**found, "restored": len(found["restored"]), "kept": len(found["kept"])}

    return house.kernel.act(call, "vault.restore", do, streams=[HOUSE], request=told)


def _proved(ring: Ring, stream: str, key: bytes, rows: Any) -> str:
    """Take a key into the ring when it opens every version that the record holds."""
    if not rows:
        return "unknown"
    try:
        versions = [opened(key, row) for row in rows]
    except Refused:
        return "wrong"
    ring.keys[stream] = key
    for fields in versions:
        ring.learn(stream, rules.search_terms(fields))
    return "restored"


def _certificate(pem: bytes) -> x509.Certificate:
    try:
        found = x509.load_pem_x509_certificate(pem)
    except ValueError as error:
        message = "the recipient is not a certificate in PEM form (-----BEGIN CERTIFICATE-----)"
        raise Unusable(message) from error
    if not isinstance(found.public_key(), RSAPublicKey):
        message = "the recipient's certificate holds no RSA key; escrow is wrapped for RSA"
        raise Unusable(message)
    return found


def _unwrapped(
    wrapped: bytes, certificate: bytes, key: bytes, secret: bytes | None
) -> Mapping[str, str]:
    try:
        private = load_pem_private_key(key, secret)
    except (ValueError, TypeError) as error:
        message = "the private key does not open: give it in PEM form, with its passphrase if any"
        raise Unusable(message) from error
    if not isinstance(private, RSAPrivateKey):
        message = "the private key is no RSA key"
        raise Unusable(message)
    try:
        inner = pkcs7_decrypt_pem(wrapped, _certificate(certificate), private, [])
        found = json.loads(inner)
        if found["format"] == FORMAT:
            return {str(s): str(k) for s, k in found["keys"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = "the file is no escrow of identity keys for this certificate"
        raise Unusable(message) from error
    message = f"the file holds {found['format']!r} where {FORMAT!r} was expected"
    raise Unusable(message)
