"""How far cells may be grown: the passages and doublings of a master, asked before each seeding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from batches.steps import Bounds, Limits
from batches.verdict import Finding, Param


@dataclass(frozen=True, slots=True)
class PassageLimits:
    """The last passage that may be seeded, and the cumulative doublings of one convention.

    Doublings above `action` open a deviation, above `reject` the lot is to be refused.
    """

    max_passage: int | None = None
    convention: str = ""
    action: str | None = None
    reject: str | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> PassageLimits:
        """Read `limits: {max_passage, max_doublings: {convention, action, reject}}` of a master."""
        limits = body.get("limits") or {}
        doublings = limits.get("max_doublings") or {}
        passage = limits.get("max_passage")
        return cls(
            None if passage is None else int(passage),
            str(doublings.get("convention", "")),
            _text(doublings.get("action")),
            _text(doublings.get("reject")),
        )


NO_LIMITS = PassageLimits()


def before_seeding(
    limits: PassageLimits, passage: int | None, cumulative: Decimal | None, convention: str
) -> tuple[Finding, ...]:
    """Ask whether cells with so many doublings may go into one more passage (L09).

    `passage` is the one about to be seeded, `cumulative` the doublings of the cells that go into
    it.  A limit of another convention is never compared.
    """
    found = []
    last = limits.max_passage
    if last is not None and passage is not None and passage > last:
        found.append(_over("passage", Decimal(passage), str(last)))
    highest = limits.action if limits.action is not None else limits.reject
    if cumulative is None or highest is None or limits.convention != convention:
        return tuple(found)
    if Limits(Bounds(None, highest)).zone(cumulative) == "action":
        found.append(_over("cumulative_doublings", cumulative.quantize(Decimal("0.01")), highest))
    return tuple(found)


WORDS = {
    "passage": ("Passage", "Passage"),
    "cumulative_doublings": (
        "Cumulative population doublings", "Doublements de population cumulés",
    ),
}  # fmt: skip


def _over(what: str, value: Decimal, limit: str) -> Finding:
    english, french = WORDS[what]
    words: dict[str, Param] = {"field_en": english, "field_fr": french, "value": value, "unit": ""}
    return Finding("L09", {**words, **Bounds(None, limit).params()}, what, 3)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
