"""What is wrong with the body of a master: every fault with the path to it, none left for later.

The JSON Schema of the kind says which keys there are; this says whether they make sense together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from batches.kinds import KINDS
from batches.policy import ROLES
from batches.steps import FIELD_TYPES, NUMBERS, Step
from batches.verdict import Finding

Faults = Iterator[Finding]

CONVENTIONS = frozenset({"a", "b"})
VERIFICATIONS = frozenset({None, "W", "C"})
# Kinds that rely on other steps, and where the master may name them.
RELIES_ON = {"harvest": ("count", "seed")}


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Give every fault of a master's body; `where` is a path like `phases/1/steps/0/kind`.

    Codes: MASTER-SHAPE, -CONVENTION, -CODE, -TWICE, -PHASE-NAMES, -REPEAT, -KIND, -VERIFY, -ROLE,
    -FIELD-TYPE, -UNIT, -LIMITS, -CHOICES, -REPLICATES, -RELIES. An empty answer means that
    `Master.from_body` can read the body.
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
        yield from _phase(phase, f"phases/{i}")


def _phase_names(phases: Sequence[Mapping[str, Any]]) -> Faults:
    # `P1` must not be both a phase and the first repetition of the phase `P`.
    repeated = [str(p["code"]) for p in phases if p.get("repeat")]
    for i, phase in enumerate(phases):
        code = str(phase["code"])
        clash = next((r for r in repeated if r != code and _numbered(code, r)), None)
        if clash:
            yield _fault("PHASE-NAMES", f"phases/{i}/code", f"{code}, {clash}")


def _numbered(code: str, of: str) -> bool:
    rest = code.removeprefix(of)
    return rest != code and rest[:1].isdigit()


def _phase(phase: Mapping[str, Any], where: str) -> Faults:
    yield from _text(phase["title"], f"{where}/title")
    yield from _repeat(phase.get("repeat"), where)
    steps = phase["steps"]
    if not steps:
        yield _fault("SHAPE", f"{where}/steps", "")
    yield from _codes(steps, f"{where}/steps")
    for i, step in enumerate(steps):
        yield from _step(step, f"{where}/steps/{i}")
    yield from _relies(steps, where)


def _repeat(repeat: Mapping[str, Any] | None, where: str) -> Faults:
    if repeat is None:
        return
    first, least, most = int(repeat["first"]), int(repeat["min"]), int(repeat["max"])
    if first < 0 or least < 1 or most < least:
        yield _fault("REPEAT", f"{where}/repeat", f"{first}, {least}, {most}")


def _step(body: Mapping[str, Any], where: str) -> Faults:
    if body["kind"] not in KINDS:
        yield _fault("KIND", f"{where}/kind", body["kind"])
        return
    if body.get("verify") not in VERIFICATIONS:
        yield _fault("VERIFY", f"{where}/verify", body.get("verify"))
    yield from _text(body["title"], f"{where}/title")
    if body.get("instruction"):
        yield from _text(body["instruction"], f"{where}/instruction")
    for role in body.get("by") or ("–",):
        if role not in ROLES:
            yield _fault("ROLE", f"{where}/by", role)
    for i, spec in enumerate(body.get("fields", ())):
        yield from _field(spec, f"{where}/fields/{i}")
    yield from _names(body, where)
    for name, limits in (body.get("params") or {}).get("limits", {}).items():
        yield from _limits(limits, f"{where}/params/limits/{name}")


def _names(body: Mapping[str, Any], where: str) -> Faults:
    """Look at the fields together: each name once, those of the kind with its type and unit."""
    names = [str(f["name"]) for f in body.get("fields", ())]
    for name, times in Counter(names).items():
        if times > 1:
            yield _fault("TWICE", f"{where}/fields", name)
    bare = Step.from_body({**body, "fields": ()})
    built_in = {f.name: f for f in KINDS[bare.kind].fields(bare)}
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
    if kind == "choice":
        yield from _choices(spec, where)


def _choices(spec: Mapping[str, Any], where: str) -> Faults:
    values = [str(c["value"]) for c in spec.get("choices", ())]
    if not values or len(set(values)) != len(values):
        yield _fault("CHOICES", f"{where}/choices", ", ".join(values) or "–")
    expected = spec.get("expected")
    if expected is not None and str(expected) not in values:
        yield _fault("CHOICES", f"{where}/expected", expected)
    for i, choice in enumerate(spec.get("choices", ())):
        yield from _text(choice["label"], f"{where}/choices/{i}/label")


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


def _relies(steps: Sequence[Mapping[str, Any]], where: str) -> Faults:
    codes = [str(s["code"]) for s in steps]
    for i, step in enumerate(steps):
        for role in RELIES_ON.get(str(step["kind"]), ()):
            named = str((step.get("params") or {}).get(role, role))
            # A step of another phase is named by its path, and the kind asks for it when it runs.
            if "/" not in named and named not in codes[:i]:
                yield _fault("RELIES", f"{where}/steps/{i}/params/{role}", named)


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


def _fault(code: str, where: str, found: Any) -> Finding:
    return Finding(f"MASTER-{code}", {"found": str(found), "place": where}, where)
