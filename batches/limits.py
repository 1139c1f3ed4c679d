"""Limits as a document states them, with the digits that were typed."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from batches.quantity import Rule, half_up, parse_decimal
from batches.verdict import Unreadable

OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
SIGNS = {">=": "\u2265", ">": ">", "<=": "\u2264", "<": "<"}


@dataclass(frozen=True, slots=True)
class Limit:
    """One comparison with the limit as typed; `95` and `95.0` round differently."""

    op: str
    text: str

    @property
    def number(self) -> Decimal:
        """Give the limit as a number."""
        return parse_decimal(self.text)

    def rounded(self, value: Decimal, rule: Rule) -> Decimal:
        """Round half up to the digits of this limit."""
        return half_up(value, self.text, rule)

    def holds(self, value: Decimal, rule: Rule) -> bool:
        """Round, then compare."""
        return OPERATORS[self.op](self.rounded(value, rule), self.number)

    def contains(self, value: Decimal) -> bool:
        """Compare without rounding."""
        return OPERATORS[self.op](value, self.number)


@dataclass(frozen=True, slots=True)
class Bounds:
    """One or two limits that all must hold; none when nothing is limited."""

    limits: tuple[Limit, ...] = ()

    @classmethod
    def from_body(cls, body: Mapping[str, Any] | None) -> Bounds:
        """Read `{op, value}` or `{range: [low, high]}` (inclusive); anything else limits nothing."""
        if body and "range" in body:
            low, high = body["range"]
            return cls((Limit(">=", str(low)), Limit("<=", str(high))))
        if body and "op" in body:
            return cls((Limit(str(body["op"]), str(body["value"])),))
        return cls()

    def holds(self, value: Decimal, rule: Rule) -> bool:
        """Tell whether the rounded value is inside; both bounds of a range belong to it."""
        return all(limit.holds(value, rule) for limit in self.limits)

    def contains(self, value: Decimal) -> bool:
        """Tell whether the value itself, without rounding, is inside."""
        return all(limit.contains(value) for limit in self.limits)

    def touches(self, value: Decimal, rule: Rule) -> bool:
        """Tell whether the value equals a limit, or rounds onto it."""
        return any(limit.rounded(value, rule) == limit.number for limit in self.limits)

    def within(self, low: Decimal, high: Decimal) -> bool:
        """Tell whether an interval covers a limit, so that either verdict was near."""
        return any(low <= limit.number <= high for limit in self.limits)

    def written(self, lang: str) -> str:
        """Write the limits for a reader, with the digits as typed."""
        texts = [x.text.replace(".", ",") if lang == "fr" else x.text for x in self.limits]
        if len(texts) > 1:
            return f"{texts[0]}\u2013{texts[1]}"
        return "".join(f"{SIGNS[x.op]} {t}" for x, t in zip(self.limits, texts, strict=True))


UNLIMITED = Bounds()


def misread(body: Mapping[str, Any] | None) -> str | None:
    """Give the first thing in a limit of a document that cannot be read, or None."""
    if not body or not ({"op", "range"} & set(body)):
        return None
    if "op" in body and str(body["op"]) not in OPERATORS:
        return str(body["op"])
    texts = body.get("range", [body.get("value")])
    if not isinstance(texts, list) or len(texts) not in (1, 2):
        return str(texts)
    numbers = []
    for text in texts:
        try:
            numbers.append(parse_decimal(str(text)))
        except Unreadable:
            return str(text)
    return None if numbers == sorted(numbers) else str(texts)
