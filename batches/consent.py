"""Rules of consent: the form that was signed, the acts that must follow it, and scans of it.

A form is an approved document of kind `consent-form`; a consent names one of its versions. Times
are instants, days civil days of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from batches.donors import LANGUAGES
from batches.quantity import quote
from batches.verdict import Finding

Number = tuple[int, int]
"""Version and revision of a document: the order in which forms follow each other."""

INTERPRETED = "other"
ACTS = frozenset({"interview", "exam", "lab"})
"""Sources of an answer that are acts of the study; a medical record is older than the study."""

MEDIA: dict[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
"""The first bytes of the files that a scan may be, and their media type."""

LARGEST = 10 * 1024 * 1024
"""Bytes of one scan: a few pages in colour, and less than a request may carry."""


@dataclass(frozen=True, slots=True)
class FormFact:
    """One version of a consent form on the day of a signature.

    `wanted` tells that whoever signed an earlier version is to sign this one.
    """

    name: str
    number: Number
    languages: tuple[str, ...]
    in_force: bool
    wanted: bool = True


def may_consent(
    form: FormFact | None, signed_at: datetime, language: str, at: datetime
) -> tuple[Finding, ...]:
    """Ask whether a consent can be recorded. Codes: DON-NO-FORM, DON-FUTURE, DON-LANGUAGE.

    A form can be explained by an interpreter in a language that it does not exist in.
    """
    found = []
    offered = {*form.languages, INTERPRETED} if form else set(LANGUAGES)
    if language not in offered & set(LANGUAGES):
        found.append(Finding("DON-LANGUAGE", {"found": quote(language)}, "language"))
    if form is None:
        found.append(Finding("DON-NO-FORM", where="form_version"))
    if signed_at > at:
        found.append(Finding("DON-FUTURE", where="signed_at"))
    return tuple(found)


def outdated(form: FormFact) -> Finding | None:
    """Say that the form signed was not the one in force that day: taken, because it was signed."""
    return None if form.in_force else Finding("DON-FORM-OLD", {"form": form.name}, weight=2)


def wanted_again(signed: Number | None, forms: Iterable[FormFact]) -> Finding | None:
    """Say which newer version in force is to be signed: DON-RECONSENT.

    `signed` is what the standing consent names (None: a form from before forms were documents).
    """
    newer = [f for f in forms if f.in_force and f.wanted and (signed is None or f.number > signed)]
    if not newer:
        return None
    newest = max(newer, key=lambda form: form.number)
    return Finding("DON-RECONSENT", {"form": newest.name}, "consent", 2)


def acts_before(
    signed_on: date | None, answers: Mapping[str, Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Name the answers that come from an act of the study before the first consent was signed.

    `answers` are stored ones with their source and day. Code: DON-ACT-BEFORE-CONSENT, one for all.
    """
    if signed_on is None:
        return ()
    early = [
        code
        for code, one in answers.items()
        if one.get("source") in ACTS and "" < str(one.get("on") or "") < signed_on.isoformat()
    ]
    if not early:
        return ()
    params = {"codes": ", ".join(sorted(early)), "signed": signed_on.isoformat()}
    return (Finding("DON-ACT-BEFORE-CONSENT", params, "", 3),)


def media_of(data: bytes) -> str | None:
    """Tell by its first bytes what a file is; None for anything that a scan may not be."""
    return next((kind for start, kind in MEDIA.items() if data.startswith(start)), None)


def may_keep(data: bytes, *, sealed: bool) -> tuple[Finding, ...]:
    """Ask whether a scan can be kept: DON-SCAN-UNSEALED, -EMPTY, -LARGE, -KIND, at the field.

    A scan carries a name and a signature: without a way to encrypt it for its donor it is refused.
    """
    if not sealed:
        return (Finding("DON-SCAN-UNSEALED", where="scan", weight=3),)
    if not data:
        return (Finding("DON-SCAN-EMPTY", where="scan"),)
    if len(data) > LARGEST:
        sizes = {"found": _megabytes(len(data)), "limit": _megabytes(LARGEST)}
        return (Finding("DON-SCAN-LARGE", sizes, "scan"),)
    return () if media_of(data) else (Finding("DON-SCAN-KIND", where="scan"),)


def _megabytes(size: int) -> int:
    return -(-size // (1024 * 1024))
