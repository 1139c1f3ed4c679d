"""Scans of signed consent forms: encrypted for their donor, or not kept at all.

A scan holds a name and a handwritten signature, so it is an identity.  The file store keeps bytes
as they are; a scan therefore only enters it sealed, by whatever keeps identities in this
installation, and is refused where nothing does.  Sealing is the one seam: no other code of this
room touches the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session

from batches.consent import may_keep, media_of
from batches.verdict import Finding
from elnapp.donors import queries
from elnapp.donors.models import Consent, ConsentScan
from elnapp.donors.queries import DonorView
from elnapp.donors.service.writing import act_on, demand, recorded
from elnapp.record import Answer, Call, Kernel, NotFound, Refused, Tx
from elnapp.record.files import Files
from elnapp.record.plain import sha256


class Sealing(Protocol):
    """Encrypts for one donor and opens again; what cannot be opened raises ValueError."""

    def seal(self, stream: str, data: bytes) -> bytes:
        """Give `data` encrypted with the key of the donor of `stream`."""

    def open(self, stream: str, sealed: bytes) -> bytes:
        """Give back what was sealed."""


@dataclass(frozen=True, slots=True)
class ScanStore:
    """Where scans go: the file store, and what seals them (None: nothing does, nothing is kept)."""

    files: Files
    sealing: Sealing | None


def keep_scan(
    kernel: Kernel, store: ScanStore, call: Call, code: str, consent: int, data: bytes
) -> Answer:
    """Keep a scan of a signed form; gives `{scan}`.  The name the file had is not kept.

    Codes: DON-SCAN-UNSEALED, DON-SCAN-EMPTY, DON-SCAN-LARGE, DON-SCAN-KIND.
    """
    demand(may_keep(data, sealed=store.sealing is not None))
    stream, digest = queries.stream_of(code), sha256(data)
    with kernel.reading() as session:
        _consent(session, stream, consent)
    sealed = store.files.put(store.sealing.seal(stream, data)) if store.sealing else ""

    def do(tx: Tx, donor: DonorView) -> Answer:
        row = _consent(tx.session, donor.stream, consent)
        n = len(queries.scans(tx.session, donor.stream).get(consent, ())) + 1
        tx.add(
            ConsentScan(
                stream=donor.stream, address=f"{row.address}/scan/{n}", consent_id=row.id, n=n,
                sha256=digest, sealed_sha256=sealed, size=len(data),
                media_type=media_of(data) or "", **recorded(tx),
            )
        )  # fmt: skip
        return {"donor": code, "consent": consent, "scan": n}

    request = {"consent": consent, "sha256": digest}
    return act_on(kernel, call, "donors.keep_scan", code, do, request)


def see_scan(
    kernel: Kernel, store: ScanStore, call: Call, code: str, which: tuple[int, int]
) -> tuple[bytes, str]:
    """Open a scan for a reader who says why (`call.reason`); each look is an event.

    `which` is the number of the consent and of the scan; gives bytes and media type.  Codes:
    DON-SCAN-PURPOSE, DON-SCAN-UNSEALED, DON-SCAN-LOST.
    """
    if not (call.reason or "").strip():
        demand([Finding("DON-SCAN-PURPOSE", where="purpose")])

    def do(tx: Tx, donor: DonorView) -> Answer:
        row = queries.scan(tx.session, donor.stream, *which)
        return {"sealed": row.sealed_sha256, "sha256": row.sha256, "media_type": row.media_type}

    request = {"consent": which[0], "scan": which[1]}
    seen = act_on(kernel, call, "donors.see_scan", code, do, request)
    if store.sealing is None:
        raise Refused([Finding("DON-SCAN-UNSEALED", weight=3)])
    try:
        data = store.sealing.open(queries.stream_of(code), store.files.read(str(seen["sealed"])))
    except (OSError, ValueError) as error:
        raise Refused([Finding("DON-SCAN-LOST", {"why": type(error).__name__}, "", 3)]) from error
    if sha256(data) != seen["sha256"]:
        raise Refused([Finding("DON-SCAN-LOST", {"why": "SHA-256"}, "", 3)])
    return data, str(seen["media_type"])


def _consent(session: Session, stream: str, n: int) -> Consent:
    for row in queries.consents(session, stream):
        if row.n == n:
            return row
    raise NotFound(f"{stream}/consent/{n}")
