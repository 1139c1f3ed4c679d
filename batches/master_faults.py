"""What is wrong with the body of a master: every fault with the path to it, none left for later.

The JSON Schema of the kind says which keys there are; this says whether they make sense together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from batches.kinds import KINDS
from batches.kinds.scans import known as known_scan
from batches.master_links import fault as _fault
from batches.master_links import links
from batches.master_plans import plan_faults
from batches.policy import ROLES
from batches.steps import CODES_OF, FIELD_TYPES, NUMBERS, ROWS_OF, SIMPLE, Step
from batches.verdict import Finding

Faults = Iterator[Finding]

CONVENTIONS = frozenset({"a", "b"})
VERIFICATIONS = frozenset({None, "W", "C"})
DEEPEST = 2  # groups below a phase
MOST_ROWS = 200


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Give every fault of a master's body; `where` is a path like `phases/1/steps/0/kind`.

    Codes: MASTER-SHAPE, -CONVENTION, -CODE, -TWICE, -PHASE-NAMES, -REPEAT, -KIND, -VERIFY, -ROLE,
    -FIELD-TYPE, -UNIT, -LIMITS, -CHOICES, -REPLICATES, -RELIES, -DEPTH, -ROWS, -SCAN, -WHEN,
    -WINDOW, -TELEPHONE, -NOT-PLANNED. An empty answer means that `Master.from_body` can read the body.
    """
    try:
        return tuple(_master(body))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        return (Finding("MASTER-SHAPE", {"what": str(error)[:80]}),)


def _master(body: Mapping[str, Any]) -> Faults:
    if body["doublings_convention"] not in CONVENTIONS:
        yield _fault("CONVENTION", "doublings_convention", body["doublings_convention"])
    if int(body["witness_within_min"]) <= 0:
        yield _fault("LIMITS", "witness_within_min", body["witness_within_min"])
    yield from _text(body["passage_convention"], "passage_convention")
    phases = body["phases"]
    if not phases:
        yield _fault("SHAPE", "phases", "")
    yield from _codes(phases, "phases")
    yield from _phase_names(phases)
    for i, phase in enumerate(phases):
        yield from _phase(phase, f"phases/{i}", 0)
    yield from links(body)
    yield from plan_faults(body)


def _phase_names(phases: Sequence[Mapping[str, Any]], where: str = "phases") -> Faults:
    # `P1` must not be both a phase and the first repetition of the phase `P`.
    repeated = [str(p["code"]) for p in phases if p.get("repeat")]
    for i, phase in enumerate(phases):
        code = str(phase["code"])
        clash = next((r for r in repeated if r != code and _numbered(code, r)), None)
        if clash:
            yield _fault("PHASE-NAMES", f"{where}/{i}/code", f"{code}, {clash}")


def _numbered(code: str, of: str) -> bool:
    rest = code.removeprefix(of)
    return rest != code and rest[:1].isdigit()


def _phase(phase: Mapping[str, Any], where: str, depth: int) -> Faults:
    yield from _text(phase["title"], f"{where}/title")
    yield from _repeat(phase.get("repeat"), where, least=0 if depth else 1)
    items = phase["steps"]
    if not items:
        yield _fault("SHAPE", f"{where}/steps", "")
    if depth > DEEPEST:
        yield _fault("DEPTH", f"{where}/steps", phase["code"])
    yield from _codes(items, f"{where}/steps")
    yield from _phase_names([i for i in items if "steps" in i], f"{where}/steps")
    for i, item in enumerate(items):
        if "steps" in item:
            yield from _phase(item, f"{where}/steps/{i}", depth + 1)
        else:
            yield from _step(item, f"{where}/steps/{i}")


def _repeat(repeat: Mapping[str, Any] | None, where: str, least: int) -> Faults:
    if repeat is None:
        return
    first, low, most = int(repeat["first"]), int(repeat["min"]), int(repeat["max"])
    if first < 0 or low < least or most < low or most < 1:
        yield _fault("REPEAT", f"{where}/repeat", f"{first}, {low}, {most}")


def _step(body: Mapping[str, Any], where: str) -> Faults:
    if body["kind"] not in KINDS:
        yield _fault("KIND", f"{where}/kind", body["kind"])
        return
    yield from _people(body, where)
    yield from _text(body["title"], f"{where}/title")
    if body.get("instruction"):
        yield from _text(body["instruction"], f"{where}/instruction")
    for i, spec in enumerate(body.get("fields", ())):
        yield from _field(spec, f"{where}/fields/{i}")
    strange = [str(s) for s in body.get("scan") or () if not known_scan(str(s))]
    if strange:
        yield _fault("SCAN", f"{where}/scan", ", ".join(strange))
        return
    yield from _names(body, where)
    for name, limits in (body.get("params") or {}).get("limits", {}).items():
        yield from _limits(limits, f"{where}/params/limits/{name}")


def _people(body: Mapping[str, Any], where: str) -> Faults:
    """Look at who performs a step and who verifies it."""
    if body.get("verify") not in VERIFICATIONS:
        yield _fault("VERIFY", f"{where}/verify", body.get("verify"))
    for role in body.get("by") or ("–",):
        if role not in ROLES:
            yield _fault("ROLE", f"{where}/by", role)
    if (body.get("params") or {}).get("telephone") and body.get("verify") != "C":
        yield _fault("TELEPHONE", f"{where}/verify", body.get("verify"))


def _names(body: Mapping[str, Any], where: str) -> Faults:
    """Look at the fields together: each name once, those of the kind with its type and unit."""
    names = [str(f["name"]) for f in body.get("fields", ())]
    for name, times in Counter(names).items():
        if times > 1:
            yield _fault("TWICE", f"{where}/fields", name)
    bare = Step.from_body({**body, "fields": ()})
    built_in = {f.name: f for f in KINDS[str(body["kind"])].fields(bare)}
    for i, spec in enumerate(body.get("fields", ())):
        own = built_in.get(str(spec["name"]))
        if own and spec["type"] != own.type:
            yield _fault("FIELD-TYPE", f"{where}/fields/{i}/type", spec["type"])
        if own and (spec.get("unit") or "1") != (own.unit or "1"):
            yield _fault("UNIT", f"{where}/fields/{i}/unit", spec.get("unit") or "1")


def _field(spec: Mapping[str, Any], where: str) -> Faults:
    kind = spec["type"]
    if kind not in FIELD_TYPES:
        yield _fault("FIELD-TYPE", f"{where}/type", kind)
    if not _is_code(str(spec["name"])):
        yield _fault("CODE", f"{where}/name", spec["name"])
    yield from _text(spec["label"], f"{where}/label")
    if spec.get("limits"):
        yield from _limits(spec["limits"], f"{where}/limits")
        if kind not in NUMBERS:
            yield _fault("LIMITS", f"{where}/limits", kind)
    if int(spec.get("replicates", 1)) < 1:
        yield _fault("REPLICATES", f"{where}/replicates", spec["replicates"])
    yield from _MORE.get(kind, _nothing_more)(spec, where)


def _nothing_more(_spec: Mapping[str, Any], _where: str) -> Faults:
    yield from ()


def _code(spec: Mapping[str, Any], where: str) -> Faults:
    if spec.get("of") and spec["of"] not in CODES_OF:
        yield _fault("SCAN", f"{where}/of", spec["of"])


def _table(spec: Mapping[str, Any], where: str) -> Faults:
    rows, columns = spec["rows"], spec["columns"]
    low, most = int(rows["min"]), int(rows["max"])
    if low < 0 or most < max(low, 1) or most > MOST_ROWS or rows.get("of", "free") not in ROWS_OF:
        yield _fault("ROWS", f"{where}/rows", f"{low}, {most}, {rows.get('of', 'free')}")
    if not columns:
        yield _fault("SHAPE", f"{where}/columns", "")
    yield from _codes([{"code": c["name"]} for c in columns], f"{where}/columns")
    for i, column in enumerate(columns):
        if column["type"] not in SIMPLE or int(column.get("replicates", 1)) != 1:
            yield _fault("FIELD-TYPE", f"{where}/columns/{i}/type", column["type"])
        else:
            yield from _field(column, f"{where}/columns/{i}")


def _choices(spec: Mapping[str, Any], where: str) -> Faults:
    values = [str(c["value"]) for c in spec.get("choices", ())]
    if not values or len(set(values)) != len(values):
        yield _fault("CHOICES", f"{where}/choices", ", ".join(values) or "–")
    expected = spec.get("expected")
    if expected is not None and str(expected) not in values:
        yield _fault("CHOICES", f"{where}/expected", expected)
    for i, choice in enumerate(spec.get("choices", ())):
        yield from _text(choice["label"], f"{where}/choices/{i}/label")


_MORE: dict[str, Callable[[Mapping[str, Any], str], Faults]] = {
    "choice": _choices,
    "code": _code,
    "table": _table,
}


def _limits(limits: Mapping[str, Any], where: str) -> Faults:
    for name in ("act", "alert"):
        bounds = limits.get(name)
        if bounds is not None and not _ordered(bounds):
            yield _fault("LIMITS", f"{where}/{name}", ", ".join(map(str, bounds)))
    # An unquoted number would have lost the digits its author typed: 95 is not 95.0.
    for name in ("act", "alert"):
        for side in limits.get(name) or ():
            if side is not None and not isinstance(side, str):
                yield _fault("LIMITS", f"{where}/{name}", side)


def _ordered(bounds: Sequence[Any]) -> bool:
    if len(bounds) != 2:  # noqa: PLR2004 - a range has two sides
        return False
    try:
        low, high = (None if b is None else Decimal(str(b)) for b in bounds)
    except InvalidOperation:
        return False
    if low is None or high is None:
        return not (low is None and high is None)
    return low.is_finite() and high.is_finite() and low <= high


def _codes(items: Sequence[Mapping[str, Any]], where: str) -> Faults:
    codes = [str(item["code"]) for item in items]
    for code, times in Counter(codes).items():
        if times > 1:
            yield _fault("TWICE", where, code)
        if not _is_code(code):
            yield _fault("CODE", where, code)


def _is_code(code: str) -> bool:
    # Codes become segments of addresses and names of form fields.
    return code.isascii() and code[:1].isalpha() and code.replace("_", "").isalnum()


def _text(text: Any, where: str) -> Faults:
    for lang in ("en", "fr"):
        if not isinstance(text, Mapping) or not str(text.get(lang) or "").strip():
            yield _fault("TEXT", f"{where}/{lang}", lang)
