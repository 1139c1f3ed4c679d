"""The verdict of a phenotyping panel: percentages of counts, compared with a template's limits.

The gates, thresholds and counts are made outside; here stand only whole numbers and the approved
template.  The point estimate is compared with the limit; that the interval covers the limit, or
that the limit lies within the method's own spread, is a flag beside the verdict, never a verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from batches import specification
from batches.ledger import Computed
from batches.limits import misread
from batches.quantity import quote
from batches.specification import ResultInput, Row, RowState
from batches.statistics import percent_positive, wilson
from batches.verdict import Finding, Param

LEAST_PERCENTILE = Decimal(50)
NEAR = "borderline"


@dataclass(frozen=True, slots=True)
class Count:
    """What one marker counted: live singlets above the threshold, of all; why it may not count."""

    code: str
    positives: int | None = None
    total: int | None = None
    invalid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limited:
    """A marker's line of the template: how it is judged, and the method's standard deviation."""

    row: Row
    method_sd: Decimal


@dataclass(frozen=True, slots=True)
class Judged:
    """One marker's percentage with its 95 % interval, verdict, flags and findings.

    The numbers are there whenever they could be made, also beside INVALID, where they are no result.
    """

    code: str
    verdict: RowState
    percent: Computed | None = None
    interval: tuple[Decimal, Decimal] | None = None
    flags: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    rounded: str = ""


def limits(body: Mapping[str, Any], passage: int | None = None) -> tuple[Limited, ...]:
    """Read the markers of a template that `faults` found nothing in.

    Where a marker has limits of its own for a passage, those hold for that passage.
    """
    return tuple(_limited(body, marker, passage) for marker in body["markers"])


def judge(limited: Limited, count: Count) -> Judged:
    """Judge one marker; a count that is missing or invalid gives INVALID."""
    row = limited.row
    percent, interval = _measured(count)
    if count.invalid or percent is None or percent.value is None:
        reason = ", ".join(dict.fromkeys(count.invalid)) or "PANEL-NO-COUNT"
        made = specification.judge(row, ResultInput("", invalid_reason=reason))
        return Judged(row.code, made.verdict, percent, interval, findings=made.findings)
    made = specification.judge(row, ResultInput("", percent.value, interval=interval))
    near = _near_limit(limited, percent.value)
    flags = made.flags | {NEAR} if near else made.flags
    findings = (*made.findings, *near)
    return Judged(row.code, made.verdict, percent, interval, flags, findings, made.rounded)


def overall(judged: Iterable[tuple[Limited, Judged]]) -> RowState:
    """Give the verdict of the panel.

    INVALID when any marker is: an invalid test is no result, whatever the others say.  FAIL when a
    RELEASE marker is out of its limit; ACTION and INFO markers never fail a panel.
    """
    pairs = list(judged)
    if not pairs or any(j.verdict == "INVALID" for _, j in pairs):
        return "INVALID"
    failed = any(j.verdict == "FAIL" and m.row.row_class == "RELEASE" for m, j in pairs)
    return "FAIL" if failed else "PASS"


def _measured(count: Count) -> tuple[Computed | None, tuple[Decimal, Decimal] | None]:
    if count.positives is None or not count.total:
        return None, None
    percent = percent_positive(Decimal(count.positives), Decimal(count.total), count.code)
    return percent, wilson(count.positives, count.total)


def _near_limit(limited: Limited, value: Decimal) -> tuple[Finding, ...]:
    spread, bounds = limited.method_sd, limited.row.limit
    if not spread or not bounds.within(value - spread, value + spread):
        return ()
    params: dict[str, Param] = {"value": specification.rounded(limited.row, value), "sd": spread}
    for lang in ("en", "fr"):
        params[f"row_{lang}"] = limited.row.attribute[lang]
        params[f"limit_{lang}"] = specification.limit_text(limited.row, lang)
    return (Finding("GT-NEAR", params, limited.row.code, 2),)


def _limited(body: Mapping[str, Any], marker: Mapping[str, Any], passage: int | None) -> Limited:
    special = (p for p in marker.get("by_passage", ()) if passage in p["passages"])
    said = next(special, marker)
    row = Row.from_body(
        {
            "code": marker["code"],
            "attribute": marker["name"],
            "class": said["class"],
            "method": body["method"],
            "timing": {"en": "", "fr": ""},
            "unit": "%",
            "input": "percent",
            "limit": said["limit"],
        }
    )
    return Limited(row, Decimal(str(marker["method_sd"])))


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what keeps a template from being approved, each with its path."""
    markers, tubes = body["markers"], [t["code"] for t in body["tubes"]]
    found = [*_twice(tubes, "tubes"), *_twice([m["code"] for m in markers], "markers")]
    found += _matrix_faults(body["compensation"]["matrix"])
    for i, marker in enumerate(markers):
        found += _marker_faults(marker, tubes, f"markers[{i}]")
    return tuple(found)


def _twice(codes: list[str], where: str) -> Iterator[Finding]:
    for code, times in Counter(c.casefold() for c in codes).items():
        if times > 1:
            yield Finding("GT-TWICE", {"code": code}, where)


def _matrix_faults(matrix: Mapping[str, Any] | None) -> Iterator[Finding]:
    if matrix is None:
        return
    size = len(matrix["detectors"])
    rows = matrix["rows"]
    if len(rows) != size or any(len(row) != size for row in rows):
        found = " × ".join(str(n) for n in (len(rows), max(map(len, rows))))
        yield Finding("GT-MATRIX", {"found": found, "size": size}, "compensation.matrix.rows")


def _marker_faults(marker: Mapping[str, Any], tubes: list[str], path: str) -> Iterator[Finding]:
    if marker["tube"] not in tubes:
        said: dict[str, Param] = {"found": marker["tube"], "known": ", ".join(tubes)}
        yield Finding("GT-TUBE", said, f"{path}.tube")
    if not LEAST_PERCENTILE < Decimal(str(marker["percentile"])) <= Decimal(100):
        yield Finding("GT-PERCENTILE", {"found": str(marker["percentile"])}, f"{path}.percentile")
    parts = [(marker, path)]
    parts += [(p, f"{path}.by_passage[{i}]") for i, p in enumerate(marker.get("by_passage", ()))]
    for part, where in parts:
        for limit in (part["limit"], part["limit"].get("action")):
            wrong = misread(limit)
            if wrong is not None:
                yield Finding("SPEC-LIMIT", {"found": quote(wrong)}, f"{where}.limit")
    passages = [str(n) for part, _ in parts[1:] for n in part["passages"]]
    yield from _twice(passages, f"{path}.by_passage")
