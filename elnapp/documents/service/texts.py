"""Documents as files: YAML in, YAML out, and the library that ships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path as File
from typing import Any

import yaml

from batches.verdict import Finding
from elnapp.documents.queries import MEANINGS, Version
from elnapp.documents.service import reading, schemas
from elnapp.documents.service.places import Lines, in_order, located
from elnapp.record import Refused
from elnapp.record.plain import digest

LIBRARY = File(__file__).resolve().parents[1] / "library"
LACKS_LANGUAGE = "DS-LANGUAGE"


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way into the record: what a file says, or what a caller builds.

    `version` None takes the next number.  `lines` are known only of a text that was read.
    """

    kind: str
    code: str
    title: Mapping[str, str]
    body: dict[str, Any]
    source: str = ""
    valid_from: date | None = None
    version: int | None = None
    given: str | None = None
    lines: Lines = field(default_factory=dict)


def decode(data: bytes) -> str:
    """Read uploaded bytes as UTF-8 text; raises Refused with a sentence."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([Finding("YAML-ENCODING")]) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def load_yaml(text: str) -> Draft:
    """Read one document; raises Refused with every fault, each with its line, place and sentence.

    A missing language is not a fault yet: it stops the version when it is submitted.
    """
    if not text.strip():
        raise Refused([Finding("YAML-NOTHING")])
    parsed = reading.parse(text)
    _refuse(parsed.faults)
    data, lines = parsed.data, parsed.lines
    _refuse([located(f, path, lines) for path, f in schemas.envelope_faults(data)])
    draft = Draft(
        kind=data["kind"], code=data["code"], title=data["title"], body=data["body"],
        source=data["source"], valid_from=_day(data["valid_from"], lines),
        version=data["version"], given=text, lines=lines,
    )  # fmt: skip
    _refuse(faults(draft, for_approval=False))
    return draft


def faults(draft: Draft, *, for_approval: bool = True) -> tuple[Finding, ...]:
    """Give every fault of a draft's body; a missing language counts only for approval."""
    if draft.kind not in schemas.kinds():
        known = ", ".join(schemas.kinds())
        return (Finding("DOC-KIND", {"found": draft.kind, "known": known}, "kind"),)
    found = schemas.body_faults(draft.kind, draft.body)
    return in_order(
        located(f, ("body", *path), draft.lines)
        for path, f in found
        if for_approval or f.code != LACKS_LANGUAGE
    )


def of(version: Version) -> Draft:
    """Give the draft behind a version, with the lines of the text it was written as."""
    lines = reading.parse(version.given).lines if version.given else {}
    title = {"en": version.title.en, "fr": version.title.fr}
    return Draft(
        version.kind, version.code, title, version.body, version.source, version.valid_from,
        version.version, version.given, lines,
    )  # fmt: skip


def in_written_order(version: Version) -> dict[str, Any]:
    """Give the body with its names in the order its author wrote them; the content is the same."""
    if version.given:
        data = reading.parse(version.given).data
        if isinstance(data, dict) and digest(data.get("body")) == version.hash:
            body: dict[str, Any] = data["body"]
            return body
    return version.body


def to_yaml(version: Version) -> str:
    """Write a version as the file it came from, or as one that gives the same version again."""
    if version.given:
        return version.given
    envelope = {
        "kind": version.kind,
        "code": version.code,
        "version": version.version,
        "title": {"en": version.title.en, "fr": version.title.fr},
        "valid_from": version.valid_from.isoformat() if version.valid_from else None,
        "source": version.source,
        "body": version.body,
    }
    return yaml.safe_dump(envelope, allow_unicode=True, sort_keys=False, width=100)


def library(kind: str = "*") -> list[Draft]:
    """Read every document that ships, or those of one kind.

    The signature meanings come first: the others are signed by them.
    """
    paths = sorted(LIBRARY.glob(f"{kind}/*.yaml"))
    drafts = [load_yaml(p.read_text(encoding="utf-8")) for p in paths]
    return sorted(drafts, key=lambda d: (d.kind, d.code) != MEANINGS)


def _day(text: str | None, lines: Lines) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        fault = located(Finding("DS-DATE", {"found": text}), ("valid_from",), lines)
        raise Refused([fault]) from error


def _refuse(found: list[Finding] | tuple[Finding, ...]) -> None:
    if found:
        raise Refused(in_order(found)[: reading.MOST_FAULTS])
