"""A record as a dossier: what the template needs, in one language, and nothing that moves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from jinja2 import Environment, StrictUndefined

from batches.gate import PURPOSES, STATUSES
from batches.oos import CONCLUSIONS, LABORATORY
from batches.policy import ROLES
from batches.samples import STEPS as SAMPLE_STEPS
from batches.specification import CLASSES
from batches.verbs import VERBS
from elnapp.record.plain import canonical, sha256
from elnapp.reports.service import certificate, counted, custody, lines, plot, summary, units
from elnapp.reports.service.printer import SVG, Printer, data_uri, qr
from elnapp.reports.service.words import words

TEMPLATE = "reports/dossier.html"
SHEET = "reports/print.css"
# The signs come from a font without a space: one at the end of a text would print as a box.
SPACE_AFTER_SIGN = re.compile(
    "(?<=[\u2000-\u200d\u202f\u2032\u2033\u2070\u2074-\u2079\u2080-\u2089\u2190-\u2199"
    "\u2202\u2206\u2211\u221a\u221e\u2248\u2260\u2264\u2265\u2713])\\s+(?=<)"
)
GAP = re.compile(r"\{\w+\}")
SEALED = frozenset({"certified", "released", "declined"})


@dataclass(frozen=True, slots=True)
class Issue:
    """One document about to be made: its number, language, moment, and who seals it.

    `seal` is the subject of the sealing certificate, empty for a draft; `demo` stamps every page.
    """

    number: str
    lang: str
    at: datetime
    software: str
    asked_by: str
    seal: str = ""
    level: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment as the integrity page lists it."""

    name: str
    what: str
    size: int
    sha256: str


def sealed(record: Mapping[str, Any]) -> bool:
    """Tell whether the lot was decided on: an original, not a draft."""
    return record["lot"]["state"] in SEALED


def attachments(record: Mapping[str, Any], events: bytes) -> dict[str, bytes]:
    """Give the files inside the document, by name."""
    return {
        "record.json": canonical(dict(record)),
        "signatures.json": canonical([s["manifest"] for s in record["signatures"]]),
        "events.jsonl": events,
    }


def html(
    env: Environment,
    record: Mapping[str, Any],
    issue: Issue,
    attached: Mapping[str, bytes],
    pictures: Mapping[str, bytes] | None = None,
) -> str:
    """Write the whole dossier as HTML; every word in the language of the issue.

    `pictures` are the gates and histograms of panels, and the fields of a microscope that cells were
    marked on, by their SHA-256.
    """
    photos = counted.images(record)
    drawn = {
        digest: data_uri(data, photos[digest]["media_type"] if digest in photos else SVG)
        for digest, data in (pictures or {}).items()
    }
    values = {**context(record, issue, attached), "drawn": drawn}
    text = _strict(env).get_template(TEMPLATE).render(values)
    return SPACE_AFTER_SIGN.sub("", text)


@lru_cache(maxsize=4)
def _strict(env: Environment) -> Environment:
    """Give the environment in which nothing undefined prints as nothing; it keeps what it compiled."""
    return env.overlay(undefined=StrictUndefined)


def sheet(env: Environment) -> str:
    """Give the style sheet of print."""
    return env.get_template(SHEET).render()


def context(
    record: Mapping[str, Any], issue: Issue, attached: Mapping[str, bytes]
) -> dict[str, Any]:
    """Gather what the template prints."""
    w = words(issue.lang)
    printer = Printer(issue.lang, record["site"]["zone"])
    phases, front = lines.phases(record, printer), certificate.certificate(record, printer, w)
    digest = sha256(attached["record.json"])
    return {
        "r": record, "w": w, "p": printer, "issue": issue, "lang": issue.lang, "phases": phases,
        "digest": digest,
        "stamps": _stamps(record, issue, w),
        "title": front.title,
        "certificate": front,
        "spans": certificate.spans,
        "counts": summary.counts(record, phases, w),
        "trail": summary.exceptional(record),
        "routine": summary.routine(record, printer),
        "plot": plot.growth(record["growth"]["passages"], printer, w),
        "formulas": _formulas(record),
        "qr": qr(f"{issue.number}|{record['lot']['number']}|sha256:{digest}"),
        "attached": _attached(attached, w),
        **_control(record, issue, printer, w),
        **_things(record, printer, w),
        **_said(record, printer, w),
    }  # fmt: skip


def _control(
    record: Mapping[str, Any], issue: Issue, printer: Printer, w: Mapping[str, str]
) -> dict[str, Any]:
    """Give what was found in the laboratory, and how that is said."""
    return {
        "analysis": _analysis(record),
        "panels": [_panel(one, issue.lang) for one in record.get("panels", ())],
        "analysis_conclusion": _conclusion(record, w),
        "qc": _approval(record, printer, w),
        "oos_words": {**LABORATORY, **CONCLUSIONS},
        "sample_steps": SAMPLE_STEPS,
        "repeated": _repeated,
        "counting": _counting,
    }


def _things(record: Mapping[str, Any], printer: Printer, w: Mapping[str, str]) -> dict[str, Any]:
    """Give the units of the lot and the way of what they were made from."""
    return {
        "containers": [units.row(u, record, printer, w) for u in units.containers(record)],
        "others": units.others(record, printer, w),
        "lineage": units.lineage(record),
        "custody": custody.custody(record, printer, w),
    }


def _said(record: Mapping[str, Any], printer: Printer, w: Mapping[str, str]) -> dict[str, Any]:
    """Give the words for codes, signatures and decisions."""
    return {
        "conclusion": lambda d: certificate.conclusion(d, w),
        "factors": lambda s: certificate.factor_words(s, w),
        "subject": lambda d: certificate.subject(d, printer),
        "meaning": lambda s: _meaning(record, s, printer),
        "covered": lambda s: _covered(record, s, w),
        "act": lambda code: w.get(f"act_{code}", code),
        "verbs": VERBS, "roles": ROLES, "purposes": PURPOSES, "statuses": STATUSES,
    }  # fmt: skip


def _stamps(record: Mapping[str, Any], issue: Issue, w: Mapping[str, str]) -> list[str]:
    """Give the words that go across the head of every page."""
    state = record["lot"]["state"]
    return [
        *([w["stamp_demo"]] if issue.demo else []),
        *([w["stamp_declined"]] if state == "declined" else []),
        *([] if sealed(record) else [w["stamp_draft"]]),
    ]


def _analysis(record: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    rows = record["results"]
    by_class = ((name, [r for r in rows if r["class"] == name]) for name in CLASSES)
    return [(name, found) for name, found in by_class if found]


def _panel(panel: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Give a judged panel with its pictures in the language of the document."""
    return {**panel, "pictures": panel["pictures"].get(lang, ())}


def pictures_of(record: Mapping[str, Any], lang: str) -> list[str]:
    """Name the pictures that a document of the record shows."""
    panels = (p for one in record.get("panels", ()) for p in _panel(one, lang)["pictures"])
    return [*(p["sha256"] for p in panels), *counted.shown(record)]


def _conclusion(record: Mapping[str, Any], w: Mapping[str, str]) -> str:
    verdicts = {r["verdict"] for r in record["results"] if r["class"] == "RELEASE"}
    if "FAIL" in verdicts:
        return w["not_conforms"]
    return w["conforms"] if verdicts == {"PASS"} else w["incomplete"]


def _approval(
    record: Mapping[str, Any], printer: Printer, w: Mapping[str, str]
) -> certificate.SignedBlock | None:
    found = [s for s in record["signatures"] if s["meaning"] == "QC-APPROVED" and s["stands"]]
    return certificate.block(found[-1], printer, w) if found else None


def _formulas(record: Mapping[str, Any]) -> str:
    known = {f for p in record["growth"]["passages"] for f in p["formulas"].values()}
    return ", ".join(sorted(known))


def _attached(files: Mapping[str, bytes], w: Mapping[str, str]) -> list[Attached]:
    what = {
        "record.json": "a_record",
        "signatures.json": "a_signatures",
        "events.jsonl": "a_events",
    }
    return [Attached(n, w[what[n]], len(data), sha256(data)) for n, data in files.items()]


def _meaning(record: Mapping[str, Any], signature: Mapping[str, Any], printer: Printer) -> str:
    """Give the words that were signed, or the same meaning in the language of the document."""
    said = signature["manifest"]["meaning"]["text"]
    known = record["meanings"].get(signature["meaning"])
    if known is None or signature["manifest"]["lang"] == printer.lang:
        return printer.words(said)
    covered = signature["manifest"]["scopes"]
    ranges = (
        f"{one['from_seq']}–{one['to_seq']}"
        for one in record["trail_reviews"]
        if one["address"] in covered
    )
    return printer.words(GAP.sub(next(ranges, "…"), known[printer.lang]))


def _covered(record: Mapping[str, Any], signature: Mapping[str, Any], w: Mapping[str, str]) -> str:
    """Name what a signature covers, below the lot."""
    start = f"{record['head']['stream']}/"
    below = [s.removeprefix(start) for s in signature["manifest"]["scopes"]]
    return ", ".join(w.get(f"part_{b}", b.removeprefix("record/")) for b in below)


def _repeated(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the results of a row that are invalid, or that another one counts before."""
    counting = _counting(row)
    return [r for r in row["results"] if r["invalid"] is not None or r is not counting]


def _counting(row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the result of a row that counts; none where there is no result."""
    return next((r for r in row["results"] if r["address"] == row["counts"]), None)


__all__ = ["Issue", "attachments", "context", "html", "pictures_of", "sealed", "sheet"]
