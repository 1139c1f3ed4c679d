"""Specifications: rows with limits, and the verdict of a result against its row.

The final result is rounded half up to the limit as typed, then compared; nothing before it is
rounded. The limit, its digits and the rounding rule are data of the row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from batches import endotoxin, karyotype
from batches.limits import UNLIMITED, Bounds, misread
from batches.quantity import Rule, format_number, half_up, quote
from batches.text import Text
from batches.unit_words import unit_words
from batches.verdict import Finding, Param

RowClass = Literal["RELEASE", "ACTION", "INFO"]
RowState = Literal["PASS", "FAIL", "INVALID", "PENDING"]

CLASSES: tuple[RowClass, ...] = ("RELEASE", "ACTION", "INFO")
RULES: tuple[Rule, ...] = ("decimals", "significant")
COVERS = Text("the interval covers the limit", "l'intervalle couvre la limite")
WORDED = frozenset({"choice", "culture", "karyotype", "loci"})
"""Inputs whose result is one of the row's answers in words."""
PARAMS: dict[str, tuple[str, ...]] = {
    "percent": (),
    "number": (),
    "counts": (),
    "choice": (),
    "inhibition": (),
    "expression": (),
    "telomere": (),
    "culture": ("interim_day", "final_day"),
    "loci": ("least",),
    "karyotype": karyotype.PARAMS,
    "endotoxin": endotoxin.PARAMS,
}
"""What each input asks for, and the params without which it cannot be read."""
INPUTS = tuple(PARAMS)

# the weight of a finding, 3 critical to 1 minor, by the review rules of the dossier
_OUT_OF_SPECIFICATION = ("L01", 3)
_ACTION_PASSED = ("L02", 2)
_NOT_AS_USUAL = ("L02", 1)  # an INFO row has an indicative limit only
_NOT_VALID = ("L04", 2)
_COVERS_LIMIT = ("L07", 2)
_ALERT = ("V03", 1)
_AT_LIMIT = ("V04", 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a row that is read in words."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a specification; `accepts` holds the passing codes of a row read in words.

    `panel` names the gating template and the marker in it that give the result of the row.
    `reads` names, by question, the reading of an instrument's file and the quantity that answers it.
    `params` are what its test needs to be read; `sampled` that a result names the sample it is of.
    """

    code: str
    attribute: Text
    row_class: RowClass
    stage: str
    method: Text
    unit: str
    timing: Text
    input: str
    rounding: Rule
    limit: Bounds
    alert: Bounds = UNLIMITED
    action: Bounds = UNLIMITED
    report: bool = False
    places: int | None = None
    limit_words: Text | None = None
    choices: tuple[Choice, ...] = ()
    accepts: frozenset[str] = frozenset()
    panel: tuple[str, str] | None = None
    reads: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    sampled: bool = False

    @property
    def worded(self) -> bool:
        """Tell whether its result is read in words."""
        return self.input in WORDED

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Row:
        """Read one row of a document that `faults` found nothing in."""
        limit = body["limit"]
        choices = tuple(body.get("choices", ()))
        return cls(
            code=str(body["code"]),
            attribute=Text.from_body(body["attribute"]),
            row_class=body["class"],
            stage=str(body.get("stage", "")),
            method=Text.from_body(body["method"]),
            unit=str(body.get("unit", "")),
            timing=Text.from_body(body["timing"]),
            input=str(body["input"]),
            rounding=body.get("rounding", "decimals"),
            limit=Bounds.from_body(limit),
            alert=Bounds.from_body(body.get("alert")),
            action=Bounds.from_body(limit.get("action", body.get("action"))),
            report=bool(limit.get("report", False)),
            places=limit.get("places"),
            limit_words=Text.from_body(limit["text"]) if "text" in limit else None,
            choices=tuple(Choice(str(c["value"]), Text.from_body(c["label"])) for c in choices),
            accepts=_accepted(limit, choices),
            panel=_panel(body.get("panel")),
            reads=_reads(body.get("reads", {})),
            params=body.get("params", {}),
            sampled=bool(body.get("sampled", False)),
        )


@dataclass(frozen=True, slots=True)
class Specification:
    """All rows of one product, RELEASE before ACTION before INFO, else in the order written."""

    rows: tuple[Row, ...]

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Specification:
        """Read a document that `faults` found nothing in."""
        rows = (Row.from_body(one) for row in body["rows"] for one in each(row))
        return cls(tuple(sorted(rows, key=lambda row: CLASSES.index(row.row_class))))

    def row(self, code: str) -> Row | None:
        """Find a row by its code."""
        return next((row for row in self.rows if row.code == code), None)


def each(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give a row once for each of its parts (`each`): one limit, a result and a verdict apiece."""
    if "each" not in row:
        yield row
        return
    shared = {k: v for k, v in row.items() if k != "each"}
    for part in row["each"]:
        code = f"{row['code']}-{part['code']}"
        yield {**shared, **part, "code": code}


@dataclass(frozen=True, slots=True)
class ResultInput:
    """A result: its text or choice code, its number, why it is not valid, its 95 % interval."""

    text: str
    number: Decimal | None = None
    invalid_reason: str | None = None
    interval: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """The verdict of one row; flags stand beside a verdict and are none.

    `rounded` is what was compared, as text with a point; flags are `at_limit`, `alert`, `action`
    and `borderline` (the interval covers the limit).
    """

    code: str
    verdict: RowState
    findings: tuple[Finding, ...] = ()
    flags: frozenset[str] = frozenset()
    rounded: str = ""


def judge(row: Row, result: ResultInput | None) -> RowVerdict:
    """Compare a result with its row; no result is PENDING, an invalid one is no result."""
    if result is None:
        return RowVerdict(row.code, "PENDING")
    if result.invalid_reason is not None:
        reason = quote(result.invalid_reason)
        params = {"test_en": row.attribute.en, "test_fr": row.attribute.fr, "reason": reason}
        return RowVerdict(row.code, "INVALID", (_finding(_NOT_VALID, row, params),))
    if row.worded:
        return _judge_choice(row, result)
    if result.number is None:
        unread = Finding("RESULT-NO-NUMBER", {"found": quote(result.text), **_named(row)}, row.code)
        return RowVerdict(row.code, "PENDING", (unread,))
    return _judge_number(row, result.number, result.interval)


def limit_text(row: Row, lang: str) -> str:
    """Write the limit of a row for a reader, unit included."""
    if row.limit_words is not None:
        return row.limit_words[lang]
    words = {"en": ("report", "action limits"), "fr": ("à reporter", "limites d'action")}
    report, action = words["fr" if lang == "fr" else "en"]
    shown = unit_words(row.unit, lang)
    unit = f"\u202f{shown}" if shown else ""
    if not row.report:
        return row.limit.written(lang) + unit
    return f"{report}, {action} {row.action.written(lang)}{unit}" if row.action.limits else report


def rounded(row: Row, value: Decimal) -> Decimal:
    """Round a value as the row compares and shows it."""
    limits = row.limit.limits or row.action.limits
    if limits:
        finest = min(limits, key=lambda limit: limit.number.as_tuple().exponent)
        return finest.rounded(value, row.rounding)
    return value if row.places is None else half_up(value, f"{0:.{row.places}f}")


def _judge_choice(row: Row, result: ResultInput) -> RowVerdict:
    known = {choice.value: choice.label for choice in row.choices}
    label = known.get(result.text)
    if label is None:
        unread = Finding("RESULT-CHOICE", {"found": quote(result.text), **_named(row)}, row.code)
        return RowVerdict(row.code, "PENDING", (unread,))
    if row.report or result.text in row.accepts:
        return RowVerdict(row.code, "PASS", rounded=result.text)
    shown = {"value_en": label.en, "value_fr": label.fr}
    findings = (_finding(_severity(row), row, {**_named(row), **shown, "unit": ""}),)
    return RowVerdict(row.code, "FAIL", findings, rounded=result.text)


def _judge_number(row: Row, value: Decimal, interval: tuple[Decimal, Decimal] | None) -> RowVerdict:
    passed = row.limit.holds(value, row.rounding)
    marks = dict(_marks(row, value, interval))
    found = [_measured(rule, row, value) for rule in marks.values()]
    if not passed:
        found.insert(0, _measured(_severity(row), row, value))
    return RowVerdict(
        row.code,
        "PASS" if passed else "FAIL",
        tuple(found),
        frozenset(marks),
        format_number(rounded(row, value), "en"),
    )


def _marks(
    row: Row, value: Decimal, interval: tuple[Decimal, Decimal] | None
) -> Iterator[tuple[str, tuple[str, int]]]:
    """Give each flag with the rule that words it."""
    inside = row.limit.holds(value, row.rounding)
    if row.limit.touches(value, row.rounding):
        yield "at_limit", _AT_LIMIT
    if inside and not row.alert.holds(value, row.rounding):
        yield "alert", _ALERT
    if inside and not row.action.holds(value, row.rounding):
        yield "action", _ACTION_PASSED
    if interval is not None and row.limit.within(*interval):
        yield "borderline", _COVERS_LIMIT


def _measured(rule: tuple[str, int], row: Row, value: Decimal) -> Finding:
    shown = rounded(row, value)
    near = row.alert if rule == _ALERT else None
    params: dict[str, Param] = {"value": shown, "raw": value, **_named(row)}
    if near is not None:
        params |= {"limits_en": near.written("en"), "limits_fr": near.written("fr")}
    if rule == _COVERS_LIMIT:
        params |= {"what_en": COVERS.en, "what_fr": COVERS.fr}
    return _finding(rule, row, params)


def _named(row: Row) -> dict[str, Param]:
    named: dict[str, Param] = {"unit": row.unit}
    for lang in ("en", "fr"):
        named |= {f"row_{lang}": row.attribute[lang], f"field_{lang}": row.attribute[lang]}
        named |= {f"limit_{lang}": limit_text(row, lang)}
    return named


def _severity(row: Row) -> tuple[str, int]:
    by_class = {"RELEASE": _OUT_OF_SPECIFICATION, "ACTION": _ACTION_PASSED}
    return by_class.get(row.row_class, _NOT_AS_USUAL)


def _finding(rule: tuple[str, int], row: Row, params: Mapping[str, Param]) -> Finding:
    code, weight = rule
    return Finding(code, params, row.code, weight)


def _panel(body: Mapping[str, Any] | None) -> tuple[str, str] | None:
    return None if body is None else (str(body["template"]), str(body["marker"]))


def _reads(body: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    return {name: (str(one["reading"]), str(one["quantity"])) for name, one in body.items()}


def _accepted(limit: Mapping[str, Any], choices: tuple[Mapping[str, Any], ...]) -> frozenset[str]:
    named = limit.get("accepts")
    if named is None:
        named = [choice["value"] for choice in choices if choice.get("accepted")]
    return frozenset(str(value) for value in named)


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what keeps a specification from being approved, each with its path."""
    rows = body.get("rows", [])
    found = [fault for i, row in enumerate(rows) for fault in _row_faults(row, f"rows[{i}]")]
    for code, times in Counter(one.get("code") for row in rows for one in each(row)).items():
        if times > 1:
            found.append(Finding("SPEC-TWICE", {"row": str(code)}, "rows"))
    return tuple(found) if rows else (Finding("SPEC-EMPTY", {}, "rows"),)


def _row_faults(row: Mapping[str, Any], path: str) -> Iterator[Finding]:
    limit = row.get("limit") or {}
    for key, known in (("class", CLASSES), ("rounding", (None, *RULES)), ("input", INPUTS)):
        if row.get(key) not in known:
            yield Finding("SPEC-UNKNOWN", {"found": str(row.get(key))}, f"{path}.{key}")
    action = limit.get("action", row.get("action"))
    for key, part in (("limit", limit), ("alert", row.get("alert")), ("action", action)):
        wrong = misread(part)
        if wrong is not None:
            yield Finding("SPEC-LIMIT", {"found": quote(wrong)}, f"{path}.{key}")
    yield from _param_faults(row, path)
    if row.get("input") in WORDED:
        yield from _choice_faults(row, limit, path)
    elif not ({"op", "range"} & set(limit)) and not limit.get("report"):
        yield Finding("SPEC-NO-LIMIT", {"row": str(row.get("code"))}, f"{path}.limit")


def _choice_faults(
    row: Mapping[str, Any], limit: Mapping[str, Any], path: str
) -> Iterator[Finding]:
    choices = tuple(row.get("choices", ()))
    accepts = _accepted(limit, choices)
    if not choices or not accepts <= {str(c["value"]) for c in choices}:
        yield Finding("SPEC-CHOICES", {"row": str(row.get("code"))}, f"{path}.choices")
    marked = {str(c["value"]) for c in choices if c.get("accepted")}
    if marked and marked != accepts:
        yield Finding("SPEC-CHOICES", {"row": str(row.get("code"))}, f"{path}.choices")
    if not accepts and not limit.get("report"):
        yield Finding("SPEC-NO-LIMIT", {"row": str(row.get("code"))}, f"{path}.limit")


def _param_faults(row: Mapping[str, Any], path: str) -> Iterator[Finding]:
    """Find params that a test cannot be read without, and an endotoxin limit above K / M."""
    params, wanted = row.get("params", {}), PARAMS.get(str(row.get("input")), ())
    missing = [name for name in wanted if name not in params]
    for name in missing:
        yield Finding("SPEC-PARAM", {"row": str(row.get("code")), "name": name}, f"{path}.params")
    if row.get("input") != "endotoxin" or missing:
        return
    worst = endotoxin.worst_case(endotoxin.WholeBags.from_params(params))
    for limit in Bounds.from_body(row.get("limit")).limits:
        if limit.number > worst.limit:
            shown = {"weight": worst.weight, "allowed": half_up(worst.limit, "0.00")}
            yield Finding("SPEC-ENDOTOXIN", {"found": limit.text, **shown}, f"{path}.limit")
