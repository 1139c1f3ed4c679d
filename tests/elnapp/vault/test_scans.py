"""Scans of consent forms are sealed with the identity they show, and end with it."""

from __future__ import annotations

import pytest
from flask import Flask

from elnapp.donors.service import Sealing
from elnapp.donors.views.showing import SEALING
from elnapp.record import Refused
from elnapp.vault import queries, service
from elnapp.vault.service import Scans
from tests.elnapp.vault.people import Desk

SCAN = b"%PDF-1.7 signed by L'H\xc3\xa9ritier"


@pytest.fixture
def scans(desk: Desk) -> Scans:
    """What seals scans in this house."""
    return Scans(service.key_file(desk.house))


def test_a_scan_is_sealed_under_the_key_of_the_identity(desk: Desk, scans: Scans) -> None:
    stream = f"donor/{desk.code}"
    with pytest.raises(Refused) as refused:
        scans.seal("donor/D-0099", SCAN)
    assert [f.code for f in refused.value.findings] == ["ID-SCAN-FIRST"]
    sealed = scans.seal(stream, SCAN)
    assert b"signed by" not in sealed
    assert scans.open(stream, sealed) == SCAN
    assert scans.seal(stream, SCAN) != sealed


def test_a_scan_of_another_donor_or_a_changed_one_does_not_open(desk: Desk, scans: Scans) -> None:
    sealed = scans.seal(f"donor/{desk.code}", SCAN)
    for stream, data in (("donor/D-9999", sealed), (f"donor/{desk.code}", sealed[:-1] + b"x")):
        with pytest.raises(ValueError, match="donor/"):
            scans.open(stream, data)


def test_a_scan_ends_with_the_key_of_its_identity(desk: Desk, scans: Scans) -> None:
    stream = f"donor/{desk.code}"
    sealed = scans.seal(stream, SCAN)
    service.key_file(desk.house).destroy([queries.stream_of(desk.code)])
    with pytest.raises(ValueError, match="no key"):
        scans.open(stream, sealed)
    with pytest.raises(Refused):
        scans.seal(stream, SCAN)


def test_the_application_seals_scans_with_its_vault(app: Flask) -> None:
    found: Sealing = app.extensions[SEALING]
    assert isinstance(found, Scans)
