"""A judged panel as plain data, for the command line and for what stores it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from batches.findings import sentence
from batches.specification import limit_text
from batches.verdict import Finding
from elnapp.cytometry.service.evaluating import Panel, Result
from instruments import words
from instruments.cytometry.panel import FORMULA, ROUNDING
from instruments.reading import Note

LANGUAGES = ("en", "fr")


def answer(panel: Panel) -> dict[str, Any]:
    """Give the markers by code, the verdict, the template, the tubes, and every finding in words.

    Numbers are those that are stored: percentages with 12 significant figures, thresholds and
    medians with 6; None where a number could not be made.
    """
    return {
        "markers": {r.judged.code: _marker(r) for r in panel.results},
        "verdict": panel.verdict,
        "template": {
            "code": panel.template.code,
            "version": panel.template.version,
            "sha256": panel.template.hash,
            "from": panel.template.origin,
        },
        "formula": {"id": FORMULA[0], "version": FORMULA[1], "rounding": ROUNDING},
        "tubes": _tubes(panel),
        "others": list(panel.others),
        "findings": _said(_all_notes(panel)),
    }


def _marker(result: Result) -> dict[str, Any]:
    judged, counts, row = result.judged, result.counted, result.limited.row
    percent = judged.percent.value if judged.percent else None
    return {
        "name": {lang: row.attribute[lang] for lang in LANGUAGES},
        "percent": _number(percent),
        "ci95": [_number(end) for end in judged.interval] if judged.interval else None,
        "threshold": _number(counts.threshold),
        "events": counts.total,
        "positives": counts.positives,
        "verdict": judged.verdict,
        "flags": sorted(judged.flags),
        "class": row.row_class,
        "limit": {lang: limit_text(row, lang) for lang in LANGUAGES},
        "compared": judged.rounded or None,
        "channel": counts.channel or None,
        "tube": counts.marker.tube,
        "mfi": _number(counts.mfi),
        "control": _control(result),
        "findings": [*_found(judged.findings), *_said(counts.faults)],
    }


def _control(result: Result) -> dict[str, Any]:
    counts = result.counted
    part, whole = counts.control_positives, counts.control_total
    percent = Decimal(100 * part) / whole if part is not None and whole else None
    return {
        "tube": counts.control,
        "percentile": 100 * counts.marker.quantile,
        "events": whole,
        "positives": part,
        "percent": None if percent is None else round(float(percent), 6),
        "mfi": _number(counts.control_mfi),
    }


def _tubes(panel: Panel) -> dict[str, Any]:
    seen = panel.measured.tubes
    gates = {r: hashlib.sha256(t.gates.encode()).hexdigest() for r, t in seen.items() if t.gates}
    return {
        role: {
            "file": name,
            "sha256": panel.hashes[name],
            "data_set": panel.sets.get(name),
            "tube": done.tube if done else None,
            "counts": done.counts if done else None,
            "usable": role not in panel.measured.faults,
            "gating_ml_sha256": gates.get(role),
        }
        for role, name in sorted(panel.measured.files.items())
        for done in [seen.get(role)]
    }


def _all_notes(panel: Panel) -> list[Note]:
    done = panel.measured
    notes = [*done.notes, *(n for found in done.faults.values() for n in found)]
    return [note for i, note in enumerate(notes) if note not in notes[:i]]


def _said(notes: Iterable[Note]) -> list[dict[str, str]]:
    return [
        {"code": n.code, "where": n.where, **{lang: words.sentence(n, lang) for lang in LANGUAGES}}
        for n in notes
    ]


def _found(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [
        {"code": f.code, "where": f.where, **{lang: sentence(f, lang) for lang in LANGUAGES}}
        for f in findings
    ]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
