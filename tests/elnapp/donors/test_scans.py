"""Scans of signed forms: encrypted or not kept, shown to two roles, each look recorded."""

from __future__ import annotations

import os
from io import BytesIO

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from elnapp.donors import queries, service
from elnapp.donors.service import ScanStore
from elnapp.donors.views.showing import SEALING
from elnapp.record import Event, Kernel, NotFound, NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.web.house import House
from tests.cast import AUDITOR, PHYSICIAN, QA, QP, TECHNICIAN, Cast
from tests.elnapp.donors.physician import Donors
from tests.elnapp.donors.test_pages import hidden

SCAN = b"%PDF-1.7 signed by Jeanne Exemple"
STREAM = "donor/D-0001"


class Vault:
    """A key for each donor, as a vault of identities has."""

    def __init__(self) -> None:
        self.keys: dict[str, bytes] = {}

    def seal(self, stream: str, data: bytes) -> bytes:
        nonce, key = os.urandom(12), self.keys.setdefault(stream, AESGCM.generate_key(256))
        return nonce + AESGCM(key).encrypt(nonce, data, stream.encode())

    def open(self, stream: str, sealed: bytes) -> bytes:
        try:
            return AESGCM(self.keys[stream]).decrypt(sealed[:12], sealed[12:], stream.encode())
        except (InvalidTag, KeyError) as error:
            raise ValueError(stream) from error


@pytest.fixture
def store(house: House) -> ScanStore:
    return ScanStore(house.files, Vault())


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def kept(kernel: Kernel, cast: Cast, store: ScanStore, data: bytes = SCAN) -> None:
    service.keep_scan(kernel, store, cast.call(PHYSICIAN), "D-0001", 1, data)


def test_a_scan_is_on_disk_only_encrypted_and_comes_back_whole(
    kernel: Kernel, cast: Cast, donors: Donors, store: ScanStore
) -> None:
    donors.consented()
    kept(kernel, cast, store)
    on_disk = b"".join(p.read_bytes() for p in store.files.root.rglob("*") if p.is_file())
    assert on_disk
    assert b"Jeanne" not in on_disk
    seen = service.see_scan(kernel, store, cast.call(QA, "inspection"), "D-0001", (1, 1))
    assert seen == (SCAN, "application/pdf")
    with kernel.reading() as session:
        last = list(session.exec(select(Event).where(Event.stream == STREAM).order_by("seq")))[-1]
        (row,) = queries.scans(session, STREAM)[1]
    assert (last.verb, last.reason) == ("donors.see_scan", "inspection")
    assert row.sha256 != row.sealed_sha256
    assert verify(kernel.stores).broken == []


def test_without_a_way_to_encrypt_nothing_is_kept(house: House, cast: Cast, donors: Donors) -> None:
    donors.consented()
    with pytest.raises(Refused) as refused:
        kept(house.kernel, cast, ScanStore(house.files, None))
    assert codes(refused) == ["DON-SCAN-UNSEALED"]
    assert not [p for p in house.files.root.rglob("*") if p.is_file()]


@pytest.mark.parametrize(("data", "code"), [(b"", "DON-SCAN-EMPTY"), (b"<svg/>", "DON-SCAN-KIND")])
def test_what_is_no_scan_is_refused(
    kernel: Kernel, cast: Cast, donors: Donors, store: ScanStore, data: bytes, code: str
) -> None:
    donors.consented()
    with pytest.raises(Refused) as refused:
        kept(kernel, cast, store, data)
    assert codes(refused) == [code]


def test_a_look_has_a_purpose_and_a_role(
    kernel: Kernel, cast: Cast, donors: Donors, store: ScanStore
) -> None:
    donors.consented()
    kept(kernel, cast, store)
    with pytest.raises(Refused) as refused:
        service.see_scan(kernel, store, cast.call(QA, " "), "D-0001", (1, 1))
    assert codes(refused) == ["DON-SCAN-PURPOSE"]
    for who in (TECHNICIAN, QP, AUDITOR):
        with pytest.raises(NotPermitted):
            service.see_scan(kernel, store, cast.call(who, "curious"), "D-0001", (1, 1))
    with pytest.raises(NotFound):
        service.see_scan(kernel, store, cast.call(QA, "why"), "D-0001", (1, 2))


def test_a_scan_that_cannot_be_opened_is_said_and_never_shown(
    kernel: Kernel, cast: Cast, donors: Donors, store: ScanStore
) -> None:
    donors.consented()
    kept(kernel, cast, store)
    lost = ScanStore(store.files, Vault())
    with pytest.raises(Refused) as refused:
        service.see_scan(kernel, lost, cast.call(QA, "why"), "D-0001", (1, 1))
    assert codes(refused) == ["DON-SCAN-LOST"]


def test_scans_through_pages(app: Flask, client: FlaskClient, cast: Cast, donors: Donors) -> None:
    donors.consented()
    cast.sign_in(client, PHYSICIAN)
    url = "/donors/D-0001/consents/1/scan"
    del app.extensions[SEALING]  # as in a house without a vault
    assert 'type="file"' not in client.get(url).get_data(as_text=True)
    app.extensions[SEALING] = Vault()
    form = hidden(client.get(url).get_data(as_text=True))
    named = (BytesIO(SCAN), "Jeanne Exemple.pdf")
    made = client.post(url, data=form | {"scan": named}, content_type="multipart/form-data")
    assert made.status_code == 303, made.get_data(as_text=True)
    page = client.get("/donors/D-0001").get_data(as_text=True)
    assert "/consents/1/scans/1" in page
    assert "Jeanne" not in page
    url = "/donors/D-0001/consents/1/scans/1"
    form = hidden(client.get(url).get_data(as_text=True))
    assert client.post(url, data=form | {"purpose": ""}).status_code == 422
    answer = client.post(url, data=form | {"purpose": "the donor asked for a copy"})
    assert answer.data == SCAN
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
