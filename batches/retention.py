"""How long what leads to a person must be kept: `retain_until`, from plain facts and a document.

`retain_until = max(lot expiry, last clinical use, end of trial) + the years of the rule`, the
longest rule of the document in force. Sources: Regulation (EC) 1394/2007 article 15 (traceability of
advanced therapies, 30 years after expiry), Directive 2004/23/EC article 8 (30 years after clinical
use). The years are data (document kind `retention`), never constants here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from batches.text import Text
from batches.verdict import Finding, Verdict

BASES: dict[str, Text] = {
    "lot_expiry": Text("expiry of the last lot", "péremption du dernier lot"),
    "last_clinical_use": Text("last clinical use", "dernière utilisation clinique"),
    "trial_end": Text("end of the trial", "fin de l'essai"),
}
"""From what a period is counted."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a person's material; None is *unknown*, an empty list is *none*.

    `lots` holds the expiry of each lot made from the person's donations (None inside: that lot has
    no expiry on record yet); `uses` the days of clinical use; `trial_end` the end of the last trial.
    """

    lots: tuple[date | None, ...] | None = None
    uses: tuple[date, ...] | None = None
    trial_end: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One period: so many whole years after the latest of its bases."""

    code: str
    years: int
    bases: tuple[str, ...]
    text: Text

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Rule:
        """Read one rule of the document."""
        bases: Sequence[str] = body["after"]  # type: ignore[assignment]
        text = Text.from_body(body["text"])
        return cls(str(body["code"]), int(str(body["years"])), tuple(bases), text)


def rules(body: Mapping[str, object]) -> tuple[Rule, ...]:
    """Read the document `{rules: [...]}`."""
    return tuple(map(Rule.from_body, body["rules"]))  # type: ignore[call-overload]


def unknown(facts: Facts, needed: Sequence[Rule]) -> tuple[Finding, ...]:
    """Name every basis that a rule needs and nobody knows; each is RET-UNKNOWN."""
    bases = [b for b in BASES if any(b in rule.bases for rule in needed)]
    return tuple(
        Finding("RET-UNKNOWN", {"basis_en": BASES[b].en, "basis_fr": BASES[b].fr}, b)
        for b in bases
        if not _known(facts, b)
    )


def retain_until(facts: Facts, needed: Sequence[Rule]) -> date | None:
    """Give the last day on which the link to the person must be kept; None while a fact is unknown."""
    if unknown(facts, needed) or not needed:
        return None
    days = [_later(day, r.years) for r in needed for b in r.bases for day in _days(facts, b)]
    return max(days, default=None)


def may_shred(facts: Facts, needed: Sequence[Rule], today: date) -> Verdict:
    """Ask whether the key of a person may be destroyed: only after `retain_until`, never before.

    Codes: RET-NO-RULE, RET-UNKNOWN, RET-NOT-YET.
    """
    if not needed:
        return Verdict((Finding("RET-NO-RULE", weight=3),))
    missing = unknown(facts, needed)
    if missing:
        return Verdict(missing)
    until = retain_until(facts, needed)
    if until is None or today <= until:
        last = until.isoformat() if until else "–"
        return Verdict((Finding("RET-NOT-YET", {"until": last}, weight=3),))
    return Verdict()


def _known(facts: Facts, basis: str) -> bool:
    if basis == "lot_expiry":
        return facts.lots is not None and None not in facts.lots
    if basis == "last_clinical_use":
        return facts.uses is not None
    return facts.trial_end is not None


def _days(facts: Facts, basis: str) -> tuple[date, ...]:
    if basis == "lot_expiry":
        return tuple(day for day in facts.lots or () if day is not None)
    if basis == "last_clinical_use":
        return facts.uses or ()
    return (facts.trial_end,) if facts.trial_end else ()


def _later(day: date, years: int) -> date:
    """Add whole years; 29 February becomes 1 March, so that a period is never a day short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
