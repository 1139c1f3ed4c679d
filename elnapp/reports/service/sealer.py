"""The organisation's seal over a finished PDF: PAdES, certified, no change allowed.

A seal (cachet) says that the house issued these bytes; people's signatures are the manifests
inside.  Without a time-stamp authority the level is B-B, and the document says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, fields
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner

KEY_FILE = "seal.p12"
DEMO_YEARS = 10


class NoSealKey(RuntimeError):
    """The installation has no key to seal with."""


@dataclass(frozen=True)
class Sealer:
    """A key that seals, with the words a reader sees for it."""

    signer: SimpleSigner

    @property
    def subject(self) -> str:
        """Give the certificate's subject as people read it."""
        certificate: Any = self.signer.signing_cert
        named = certificate.subject.native
        order = ("common_name", "organization_name", "country_name")
        return ", ".join(str(named[part]) for part in order if part in named)

    def seal(self, pdf: bytes, *, reason: str, place: str) -> bytes:
        """Give the sealed bytes; the original bytes are their beginning."""
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        meta = PdfSignatureMetadata(
            field_name="Seal",
            reason=reason,
            location=place,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
        )
        fields.append_signature_field(writer, fields.SigFieldSpec("Seal"))
        out = BytesIO()
        PdfSigner(meta, self.signer).sign_pdf(writer, output=out)
        return out.getvalue()


def open_sealer(keys: Path) -> Sealer:
    """Open the key file of this installation; raises NoSealKey with what to do."""
    path = keys / KEY_FILE
    if not path.exists():
        message = f"there is no seal key at {path}: put a PKCS#12 file there"
        raise NoSealKey(message)
    signer = SimpleSigner.load_pkcs12(str(path), passphrase=None)  # type: ignore[no-untyped-call]
    if signer is None:
        message = f"the seal key at {path} cannot be read"
        raise NoSealKey(message)
    return Sealer(signer)


def make_demo_key(keys: Path, now: datetime) -> None:
    """Make a self-signed seal key for a demonstration; it is worth nothing outside it."""
    path = keys / KEY_FILE
    if path.exists():
        return
    keys.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "DEMONSTRATION"),
            x509.NameAttribute(NameOID.COMMON_NAME, "elnapp demonstration seal - not valid"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(now.astimezone(UTC) + timedelta(days=365 * DEMO_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_seal_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, NoEncryption())
    )
    path.chmod(0o600)


def _seal_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
