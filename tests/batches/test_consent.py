"""Consent: a newer form, a language, acts before the signature, and what a scan may be."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from batches import consent
from batches.verdict import Finding


def form(number: int, *, in_force: bool = True, wanted: bool = True) -> consent.FormFact:
    return consent.FormFact(f"F v{number}", (number, 1), ("fr",), in_force, wanted)


@pytest.mark.parametrize(
    ("signed", "forms", "found"),
    [
        ((1, 1), [form(1)], None),
        ((1, 1), [form(1, in_force=False), form(2)], "F v2"),
        ((1, 1), [form(1, in_force=False), form(2, wanted=False)], None),
        ((1, 1), [form(1), form(2, in_force=False)], None),
        ((2, 1), [form(1), form(2)], None),
        (None, [form(1)], "F v1"),
        ((1, 1), [form(3), form(2), form(1)], "F v3"),
    ],
)
def test_a_newer_form_is_to_be_signed(
    signed: tuple[int, int] | None, forms: list[consent.FormFact], found: str | None
) -> None:
    said = consent.wanted_again(signed, forms)
    assert (said.params["form"] if said else None) == found


def test_a_language_that_the_form_does_not_exist_in_needs_an_interpreter() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert [f.code for f in consent.may_consent(form(1), at, "en", at)] == ["DON-LANGUAGE"]
    assert consent.may_consent(form(1), at, "other", at) == ()


def test_acts_of_the_study_before_the_consent_are_named_and_older_records_are_not() -> None:
    given_answers = {
        "E05": {"source": "exam", "on": "2026-11-01"},
        "E11": {"source": "record", "on": "2019-01-01"},
        "E17": {"source": "interview", "on": "2026-11-02"},
        "I03": {"source": "interview", "on": ""},
    }
    (found,) = consent.acts_before(date(2026, 11, 2), given_answers)
    assert found == Finding(
        "DON-ACT-BEFORE-CONSENT", {"codes": "E05", "signed": "2026-11-02"}, "", 3
    )
    assert consent.acts_before(date(2026, 11, 1), given_answers) == ()


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"%PDF-1.7 ...", []),
        (b"\x89PNG\r\n\x1a\n...", []),
        (b"\xff\xd8\xff\xe0...", []),
        (b"", ["DON-SCAN-EMPTY"]),
        (b"<html>%PDF-", ["DON-SCAN-KIND"]),
        (b"PK\x03\x04", ["DON-SCAN-KIND"]),
        (b"%PDF-" + b"0" * consent.LARGEST, ["DON-SCAN-LARGE"]),
    ],
    ids=["pdf", "png", "jpeg", "empty", "html", "zip", "large"],
)
def test_a_scan_is_what_its_first_bytes_say(data: bytes, codes: list[str]) -> None:
    assert [f.code for f in consent.may_keep(data, sealed=True)] == codes
    assert [f.code for f in consent.may_keep(data, sealed=False)] == ["DON-SCAN-UNSEALED"]
