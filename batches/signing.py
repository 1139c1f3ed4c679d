"""Signatures as a rule sees them: meanings, scopes, voiding, independence of signers.

A signature covers addresses and everything below them. When covered content changes, its digest
changes, and a signature with another digest no longer stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from batches.text import Text
from batches.verdict import Finding, Verdict

Involvement = Mapping[str, frozenset[str]]
"""Acts and meanings (PERFORMED, WITNESSED, QC-APPROVED, ...) with the ids of those who did them."""

PASSWORD = ("password",)
TWO_FACTORS = ("password", "totp")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a signature says, who may give it, which factors it needs, which sections it covers."""

    code: str
    text: Text
    roles: frozenset[str]
    factors: tuple[str, ...]
    covers: tuple[str, ...] = ()
    statement: str | None = None
    scope: str = ""
    series: bool = False
    independence: Text | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Meaning:
        """Read one line of the meanings document."""
        apart = body.get("independence")
        return cls(
            code=str(body["code"]),
            text=Text.from_body(body["text"]),
            roles=frozenset(body["roles"]),
            factors=tuple(body["factors"]),
            covers=tuple(body.get("covers", ())),
            statement=body.get("statement"),
            scope=str(body.get("scope", "")),
            series=bool(body.get("series", False)),
            independence=Text.from_body(apart) if apart else None,
        )


def meanings(body: Mapping[str, Any]) -> dict[str, Meaning]:
    """Read the whole document `{meanings: [...]}` by code."""
    return {m.code: m for m in map(Meaning.from_body, body["meanings"])}


def needs(meaning: Meaning) -> tuple[str, ...]:
    """Give the factors to ask for at the moment of signing; never fewer than the password."""
    return meaning.factors or PASSWORD


@dataclass(frozen=True, slots=True)
class Signed:
    """One standing signature: who, as what, over which addresses with which digest, when (UTC)."""

    id: str
    meaning: str
    signer: str
    role: str
    scope: tuple[str, ...]
    digest: str
    at: datetime


def in_scope(address: str, scopes: Iterable[str]) -> bool:
    """Tell whether `address` is one of `scopes` or lies below one, segment by segment."""
    return any(s and (address == s or address.startswith(f"{s}/")) for s in scopes)


def touched(standing: Iterable[Signed], changed: Iterable[str]) -> tuple[Signed, ...]:
    """Give the signatures whose scope holds a changed address: those whose digest to compare."""
    addresses = tuple(changed)
    return tuple(s for s in standing if any(in_scope(a, s.scope) for a in addresses))


def void(standing: Iterable[Signed], digests: Mapping[str, str]) -> tuple[Signed, ...]:
    """Give the signatures whose content is no longer what was signed.

    `digests` holds the present digest by signature id; one that cannot be computed counts as
    changed, because a signature must be shown to stand.
    """
    return tuple(s for s in standing if digests.get(s.id) != s.digest)


@dataclass(frozen=True, slots=True)
class Rule:
    """Nobody may be in both lists; `same_step` compares only within one step."""

    code: str
    first: frozenset[str]
    second: frozenset[str]
    same_step: bool = False
    text: Text | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Rule:
        """Read one line of the independence policy."""
        first, second = frozenset(body["first"]), frozenset(body["second"])
        text = Text.from_body(body["text"]) if body.get("text") else None
        return cls(str(body["code"]), first, second, bool(body.get("same_step", False)), text)

    def against(self, meaning: str) -> frozenset[str]:
        """Give what a signer of `meaning` must not have done; the rule reads both ways."""
        other = self.second if meaning in self.first else frozenset()
        return other | (self.first if meaning in self.second else frozenset())


def rules(body: Mapping[str, Any]) -> tuple[Rule, ...]:
    """Read the independence policy `{rules: [...]}`."""
    return tuple(map(Rule.from_body, body["rules"]))


def independent(
    policy: Iterable[Rule],
    meaning: str,
    signer: str,
    lot: Involvement,
    step: Involvement | None = None,
) -> Verdict:
    """Ask whether `signer` may sign `meaning`, given who did what in the lot and in the step.

    Codes: I-SAME-STEP, I-SAME-LOT, one for each act that stands in the way.
    """
    found = []
    for rule in policy:
        acts = (step or {}) if rule.same_step else lot
        found += [
            _finding(rule, meaning, other)
            for other in sorted(rule.against(meaning))
            if signer in acts.get(other, frozenset())
        ]
    return Verdict.of(found)


def breaches(
    policy: Iterable[Rule], lot: Involvement, steps: Mapping[str, Involvement]
) -> tuple[Finding, ...]:
    """Look over a whole lot for people who stand on both sides of a rule."""
    found: list[Finding] = []
    for rule in policy:
        places = steps.items() if rule.same_step else (("", lot),)
        for path, acts in places:
            found += _both_sides(rule, acts, path)
    return tuple(found)


def _both_sides(rule: Rule, acts: Involvement, where: str) -> list[Finding]:
    return [
        _finding(rule, two, one, where)
        for one in sorted(rule.first)
        for two in sorted(rule.second)
        if acts.get(one, frozenset()) & acts.get(two, frozenset())
    ]


def _finding(rule: Rule, meaning: str, other: str, where: str = "") -> Finding:
    code = "I-SAME-STEP" if rule.same_step else "I-SAME-LOT"
    words = {"text_en": rule.text.en, "text_fr": rule.text.fr} if rule.text else {}
    return Finding(code, {"rule": rule.code, "meaning": meaning, "other": other, **words}, where, 3)
