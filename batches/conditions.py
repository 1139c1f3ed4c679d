"""Conditions of a screening protocol, and what each says of the answers: yes, no, or not known.

A condition is data of an approved document; the forms are listed in `batches/screening.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from batches.donor_measures import age, bmi
from batches.ledger import Computed
from batches.limits import Bounds

Truth = Literal["yes", "no", "unknown"]
Read = str | Decimal | date | None

DONATION = "donation"
FORMS = ("in", "op", "range", "not_after", "not_before")


@dataclass(slots=True)
class Scope:
    """What one criterion may read: values by name, and what was computed on the way.

    `read(name)` gives None when the value is missing, unreadable or answered as unknown; `faults`
    gathers the codes of findings about values that are there and cannot be computed with.
    """

    read: Callable[[str], Read]
    computed: list[Computed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def holds(condition: Mapping[str, Any], scope: Scope) -> Truth:
    """Evaluate a condition; what cannot be read is unknown, and unknown is never yes."""
    if "all" in condition:
        return _all([holds(part, scope) for part in condition["all"]])
    if "any" in condition:
        parts = [_not(holds(part, scope)) for part in condition["any"]]
        return _not(_all(parts))
    if "age_of" in condition:
        return _bounded(condition, _age(condition, scope))
    if "bmi" in condition:
        return _bounded(condition, _bmi(condition["bmi"], scope))
    return _compared(condition, scope)


def parts(condition: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Give the conditions at the ends of `all` and `any`; a plain condition is its own end."""
    nested = (*condition.get("all", ()), *condition.get("any", ()))
    for part in nested:
        yield from parts(part)
    if not nested:
        yield condition


def names(condition: Mapping[str, Any]) -> Iterator[str]:
    """Give every name a condition reads."""
    for part in parts(condition):
        for key in ("input", "age_of", "at", "not_after", "not_before"):
            if key in part:
                yield str(part[key])
        for name in part.get("bmi", {}).values():
            yield str(name)


def strange(condition: Mapping[str, Any]) -> Iterator[str]:
    """Give the parts of a condition that are none of the known forms."""
    for part in parts(condition):
        if not _known(part):
            yield str(dict(part))


def _known(condition: Mapping[str, Any]) -> bool:
    if "age_of" in condition:
        return "at" in condition and bool({"op", "range"} & set(condition))
    if "bmi" in condition:
        return {"height", "weight"} == set(condition["bmi"]) and bool(
            {"op", "range"} & set(condition)
        )
    return "input" in condition and any(form in condition for form in FORMS)


def _compared(condition: Mapping[str, Any], scope: Scope) -> Truth:
    value = scope.read(str(condition["input"]))
    if "in" in condition:
        return _in(value, condition["in"])
    if "not_after" in condition or "not_before" in condition:
        return _ordered(condition, value, scope)
    return _bounded(condition, value)


def _age(condition: Mapping[str, Any], scope: Scope) -> Decimal | None:
    birth, at = scope.read(str(condition["age_of"])), scope.read(str(condition["at"]))
    if not isinstance(birth, date) or not isinstance(at, date):
        return None
    if birth > at:
        scope.faults.append("SCR-DATES-REVERSED")
        return None
    scope.computed.append(age(birth.isoformat(), at.isoformat()))
    return scope.computed[-1].value


def _bmi(names_of: Mapping[str, str], scope: Scope) -> Decimal | None:
    height, weight = scope.read(names_of["height"]), scope.read(names_of["weight"])
    if not isinstance(height, Decimal) or not isinstance(weight, Decimal):
        return None
    if height <= 0 or weight <= 0:
        scope.faults.append("SCR-NOT-POSITIVE")
        return None
    scope.computed.append(bmi(height, weight))
    return scope.computed[-1].value


def _bounded(condition: Mapping[str, Any], value: Read) -> Truth:
    if not isinstance(value, Decimal):
        return "unknown"
    return "yes" if Bounds.from_body(condition).contains(value) else "no"


def _in(value: Read, accepted: list[Any]) -> Truth:
    if not isinstance(value, str):
        return "unknown"
    return "yes" if value in {word(item) for item in accepted} else "no"


def _ordered(condition: Mapping[str, Any], value: Read, scope: Scope) -> Truth:
    later = "not_after" in condition
    other = scope.read(str(condition["not_after" if later else "not_before"]))
    if not isinstance(value, date) or not isinstance(other, date):
        return "unknown"
    return "yes" if (value <= other if later else value >= other) else "no"


def word(item: object) -> str:
    """Read a word of a document; YAML turns an unquoted yes or no into a boolean."""
    return {True: "yes", False: "no"}.get(item, str(item)) if isinstance(item, bool) else str(item)


def _all(parts: list[Truth]) -> Truth:
    if "no" in parts:
        return "no"
    return "unknown" if "unknown" in parts else "yes"


def _not(truth: Truth) -> Truth:
    opposite: dict[Truth, Truth] = {"yes": "no", "no": "yes", "unknown": "unknown"}
    return opposite[truth]
