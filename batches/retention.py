"""How long what leads to a person must be kept: `retain_until`, from plain facts and a document.

`retain_until = max(lot expiry, last clinical use, end of trial) + the years of the rule`, the
longest rule of the document in force. Sources: Regulation (EC) 1394/2007 article 15 (traceability of
advanced therapies, 30 years after expiry), Directive 2004/23/EC article 8 (30 years after clinical
use). The years are data (document kind `retention`), never constants here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from batches.text import Text
from batches.verdict import Finding, Verdict

BASES: dict[str, Text] = {
    "lot_expiry": Text("expiry of the last lot", "péremption du dernier lot"),
    "last_clinical_use": Text("last clinical use", "dernière utilisation clinique"),
    "trial_end": Text("end of the trial", "fin de l'essai"),
}
"""From what a period is counted."""

SUBJECTS: dict[str, Text] = {
    "expiry": Text("Expiry", "Péremption"),
    "use": Text("Last clinical use", "Dernière utilisation clinique"),
}
"""What is stated about a lot."""

GROUNDS: dict[str, tuple[str, Text]] = {
    "certificate": ("expiry", Text("batch certificate or label", "certificat de lot ou étiquette")),
    "stability": ("expiry", Text("stability study", "étude de stabilité")),
    "ended": (
        "expiry",
        Text(
            "never had one: the day its last container was destroyed",
            "aucune, jour de la destruction du dernier contenant",
        ),
    ),
    "hospital": ("use", Text("record of the hospital", "dossier de l'hôpital")),
    "none": (
        "use",
        Text("nothing of it was given to anybody", "rien n'en a été administré à quiconque"),
    ),
}
"""On what a statement rests: the subject it may stand for, and its words."""
GONE = frozenset({"ended", "none"})
"""Grounds that are true only once no container is left whole."""
DAYLESS = frozenset({"none"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a person's material; None is *unknown*, an empty list is *none*.

    `lots` holds the expiry of each lot made from the person's donations (None inside: that lot has
    no expiry on record yet); `uses` the days of clinical use; `trial_end` the end of the last trial.
    `silent` names, by basis, the lots that say nothing: a refusal tells where to go.
    """

    lots: tuple[date | None, ...] | None = None
    uses: tuple[date, ...] | None = None
    trial_end: date | None = None
    silent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person states about one lot: `subject` expiry or use, on which `basis`, from what.

    `day` None goes with the bases that have none: nothing was ever given to anybody.
    """

    subject: str
    basis: str
    day: date | None
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LotFact:
    """What stands about one lot: its number, its expiry, its last use (None: nobody has said)."""

    lot: str
    expiry: date | None = None
    used: date | None = None
    use_known: bool = False


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
    return tuple(_unknown(facts, b) for b in bases if not _known(facts, b))


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


def may_state(
    given: Stated, whole: Sequence[str], issued: date, today: date, *, again: bool
) -> Verdict:
    """Judge a statement about a lot issued on `issued` whose containers `whole` are not used up.

    `again` tells that something stands already: then it is replaced, and only with a reason.
    Codes: RET-GROUND, RET-DAY, RET-EARLY, RET-FUTURE, RET-SOURCE, RET-REASON, RET-STILL-HERE.
    """
    found: list[Finding] = []
    if GROUNDS.get(given.basis, ("",))[0] != given.subject:
        found.append(Finding("RET-GROUND", where="basis"))
    if not given.source.strip():
        found.append(Finding("RET-SOURCE", where="source"))
    if again and not given.reason.strip():
        found.append(Finding("RET-REASON", where="reason"))
    if given.basis in GONE and whole:
        found.append(Finding("RET-STILL-HERE", {"codes": ", ".join(whole)}, "basis", 2))
    return Verdict.of([*found, *_day_faults(given, issued, today)])


def facts_of(lots: Sequence[LotFact]) -> Facts:
    """Put what stands about each lot together; one lot of which nobody knows keeps all unknown."""
    silent = {
        "lot_expiry": tuple(x.lot for x in lots if x.expiry is None),
        "last_clinical_use": tuple(x.lot for x in lots if not x.use_known),
    }
    uses = None
    if not silent["last_clinical_use"]:
        uses = tuple(x.used for x in lots if x.used is not None)
    return Facts(tuple(x.expiry for x in lots), uses, silent=silent)


def _day_faults(given: Stated, issued: date, today: date) -> list[Finding]:
    """Say what is wrong with the day: missing, before the lot was there, or an act yet to come."""
    day = given.day
    if given.basis in DAYLESS:
        return []
    if day is None:
        return [Finding("RET-DAY", where="day")]
    if day < issued:
        return [Finding("RET-EARLY", {"day": day.isoformat(), "issued": issued.isoformat()}, "day")]
    happened = given.subject == "use" or given.basis in GONE
    if happened and day > today:
        return [Finding("RET-FUTURE", {"day": day.isoformat(), "today": today.isoformat()}, "day")]
    return []


def _unknown(facts: Facts, basis: str) -> Finding:
    """Name a basis that nobody knows, with the lots that say nothing where there are some."""
    names: dict[str, str] = {"basis_en": BASES[basis].en, "basis_fr": BASES[basis].fr}
    lots = facts.silent.get(basis, ())
    if lots:
        return Finding("RET-UNKNOWN-LOT", {**names, "lots": ", ".join(lots)}, basis)
    return Finding("RET-UNKNOWN", names, basis)


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
