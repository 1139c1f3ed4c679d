"""What the dossier of a lot holds of its release: results, reviews, gate and decisions, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Session

from batches.gate import QUESTIONS, Answer, GateReport
from batches.specification import Row, limit_text
from batches.text import Text
from batches.verdict import Finding
from elnapp.record.plain import plain
from elnapp.release.queries.case import gate
from elnapp.release.queries.pinned import pinned_specification
from elnapp.release.queries.reviews import certified, dispositions, trail_reviews
from elnapp.results.queries import Line, certificate


def dossier(session: Session, stream: str, at: datetime) -> dict[str, Any]:
    """Give the certificate, the trail reviews, the gate as it stands at `at`, and the decisions."""
    pinned = pinned_specification(session, stream)
    lines = certificate(session, stream, pinned.specification)
    answered: dict[str, Any] = {
        "specification": {"id": pinned.id, "name": pinned.name, "hash": pinned.hash},
        "certificate": [_line(line) for line in lines],
        "trail_reviews": [asdict(review) for review in trail_reviews(session, stream)],
        "gate": frozen(gate(session, stream, at)),
        "dispositions": [_plain(asdict(found)) for found in dispositions(session, stream)],
        "certified": list(certified(session, stream)),
    }
    given: dict[str, Any] = plain(answered)
    return given


def frozen(report: GateReport) -> list[dict[str, Any]]:
    """Give every answer as it is kept with a decision."""
    whole = [
        {"code": "LOT", "status": "FAIL", "kind": "B", "findings": [f.plain() for f in report.findings]}
    ]  # fmt: skip
    return [*(whole if report.findings else []), *(_answer(a) for a in report.answers)]


def thawed(kept: Iterable[Mapping[str, Any]]) -> GateReport:
    """Read back what `frozen` kept: the gate as it was at a decision."""
    answers = {line["code"]: line for line in kept}
    whole = answers.pop("LOT", None)
    found = tuple(
        Answer(
            code, line["status"], _findings(line),
            Text.from_body(line["reason"]) if line["reason"] else None, line["reference"],
        )
        for code, line in answers.items()
    )  # fmt: skip
    return GateReport(found, _findings(whole) if whole else ())


def _findings(line: Mapping[str, Any]) -> tuple[Finding, ...]:
    return tuple(Finding.stored(finding) for finding in line["findings"])


def _answer(answer: Answer) -> dict[str, Any]:
    text, kind = QUESTIONS[answer.code]
    return {
        "code": answer.code,
        "kind": kind,
        "question": asdict(text),
        "status": answer.status,
        "findings": [finding.plain() for finding in answer.findings],
        "reason": asdict(answer.reason) if answer.reason else None,
        "reference": answer.reference,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        **_row(line.row),
        "verdict": line.verdict,
        "results": [_plain(asdict(result)) for result in line.history],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "code": row.code,
        "class": row.row_class,
        "attribute": asdict(row.attribute),
        "method": asdict(row.method),
        "unit": row.unit,
        "limit": {lang: limit_text(row, lang) for lang in ("en", "fr")},
    }


def _plain(value: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = plain(dict(value))
    return found
