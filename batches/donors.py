"""Rules of enrolment, consent, determination and donation.

A conclusion may be stricter than the rule's, never milder.  What a withdrawal ends depends on its
scope.  Times are instants; days are civil days of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from batches.eligibility import OPENS
from batches.protocol import EXPECTED, Criterion, Input, Protocol
from batches.quantity import quote
from batches.screening import Answer
from batches.text import Text
from batches.verdict import Finding, Param

SCOPES: dict[str, Text] = {
    "FUTURE_USE_OF_CELLS": Text("Future use of the cells", "Utilisation future des cellules"),
    "STUDY_DATA": Text("Data of the study", "Données de l'étude"),
    "IDENTITY_CONTACT": Text("Being contacted", "Reprise de contact"),
}
"""What a withdrawal can be about."""
ENDS_CONSENT = frozenset({"FUTURE_USE_OF_CELLS"})
WANTS_A_HOLD = frozenset({"FUTURE_USE_OF_CELLS", "STUDY_DATA"})

SOURCES: dict[str, Text] = {
    "interview": Text("Interview", "Entretien"),
    "record": Text("Medical record", "Dossier médical"),
    "exam": Text("Examination", "Examen clinique"),
    "lab": Text("Laboratory", "Laboratoire"),
}
"""Where an answer comes from."""
_USUAL = {"lab": "lab", "exam": "exam", "weight": "exam", "bmi": "exam"}

CONCLUSIONS: dict[str, Text] = {
    "ELIGIBLE": Text("eligible", "éligible"),
    "PROVISIONAL": Text("provisionally eligible", "provisoirement éligible"),
    "INELIGIBLE": Text("not eligible", "non éligible"),
    "DEFERRED": Text("deferred", "ajourné"),
    "INCOMPLETE": Text("incompletely assessed", "incomplètement évalué"),
}
"""What a physician can determine, as it stands in the sentence that is signed."""

TISSUES: dict[str, Text] = {
    "AT": Text("Adipose tissue", "Tissu adipeux"),
    "M": Text("Bone marrow", "Moelle osseuse"),
    "UC": Text("Umbilical cord", "Cordon ombilical"),
}
"""Words for the tissues that products name; another code stands for itself."""

LANGUAGES: dict[str, Text] = {
    "fr": Text("French", "Français"),
    "en": Text("English", "Anglais"),
    "other": Text("Another language, with an interpreter", "Autre langue, avec interprète"),
}
"""The language a consent form was signed in."""


def usual_source(criterion: Criterion) -> str:
    """Give where the answers to a criterion usually come from: what a form offers first."""
    return _USUAL.get(criterion.type, "interview")


def unreadable(protocol: Protocol, answers: Mapping[str, Answer]) -> tuple[Finding, ...]:
    """Refuse answers that cannot be read, each at its own input (`I01.age`).

    Codes: SCR-INPUT-UNREADABLE, SCR-NA-NOT-ALLOWED, SCR-NA-REASON, SCR-NO-CRITERION.
    """
    found: list[Finding] = []
    for code, answer in answers.items():
        criterion = protocol.criterion(code)
        if criterion is None:
            found.append(Finding("SCR-NO-CRITERION", {"code": quote(code)}, code))
        elif answer.na:
            found += _not_applicable(criterion, answer)
        else:
            found += (f for part in criterion.inputs for f in _input(criterion, part, answer))
    return tuple(found)


def _not_applicable(criterion: Criterion, answer: Answer) -> Iterable[Finding]:
    words: dict[str, Param] = {
        "code": criterion.code,
        "text_en": criterion.text.en,
        "text_fr": criterion.text.fr,
    }
    if not criterion.na_allowed:
        yield Finding("SCR-NA-NOT-ALLOWED", words, f"{criterion.code}.na")
    elif not answer.reason.strip():
        yield Finding("SCR-NA-REASON", words, f"{criterion.code}.reason")


def _input(criterion: Criterion, part: Input, answer: Answer) -> Iterable[Finding]:
    text = answer.inputs.get(part.name, "").strip()
    if not text:
        return
    try:
        part.read(text)
    except ValueError:
        expected = EXPECTED[part.type]
        params: dict[str, Param] = {
            "code": criterion.code,
            "input_en": part.label.en,
            "input_fr": part.label.fr,
            "expected_en": expected.en,
            "expected_fr": expected.fr,
            "found": quote(text),
        }
        yield Finding("SCR-INPUT-UNREADABLE", params, f"{criterion.code}.{part.name}")


def may_withdraw(scope: str, reported_at: datetime, at: datetime) -> tuple[Finding, ...]:
    """Ask whether a withdrawal can be recorded. Codes: DON-SCOPE, DON-FUTURE."""
    found = []
    if scope not in SCOPES:
        found.append(Finding("DON-SCOPE", {"found": quote(scope)}, "scope"))
    if reported_at > at:
        found.append(Finding("DON-FUTURE", where="reported_at"))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Said:
    """What a physician concludes; `until` is the first day on which a deferral no longer holds."""

    conclusion: str
    until: date | None = None


def choices(rule: str) -> tuple[str, ...]:
    """Give what a physician may determine where the rule says `rule`, the rule's own first."""
    stricter = {
        "ELIGIBLE": ("ELIGIBLE", "PROVISIONAL", "DEFERRED", "INELIGIBLE"),
        "PROVISIONAL": ("PROVISIONAL", "INCOMPLETE", "DEFERRED", "INELIGIBLE"),
        "INCOMPLETE": ("INCOMPLETE", "DEFERRED", "INELIGIBLE"),
    }
    return stricter.get(rule, ("INELIGIBLE", "DEFERRED"))


def may_conclude(
    rule: str,
    said: Said,
    reason: str,
    today: date,
    deferred_until: date | None = None,
) -> tuple[Finding, ...]:
    """Ask whether a physician may determine `said` where the rule says `rule`.

    `deferred_until` is the end of the deferral that stands. Codes: DON-MILDER (never milder than
    the rule), DON-REASON (a stricter one has its reason), DON-UNTIL (a deferral says until when;
    the first day of it lies ahead), DON-STILL-DEFERRED (no door opens before a deferral ends).
    """
    found, until = [], said.until
    if said.conclusion not in choices(rule):
        both = {"said": CONCLUSIONS.get(said.conclusion), "rule": CONCLUSIONS.get(rule)}
        words = {f"{k}_{g}": t[g] if t else "?" for k, t in both.items() for g in ("en", "fr")}
        found.append(Finding("DON-MILDER", words, "conclusion", 2))
    if said.conclusion != rule and not reason.strip():
        found.append(Finding("DON-REASON", where="comment"))
    if said.conclusion == "DEFERRED" and (until is None or until <= today):
        found.append(Finding("DON-UNTIL", where="until"))
    if said.conclusion in OPENS and deferred_until is not None and today < deferred_until:
        found.append(Finding("DON-STILL-DEFERRED", {"until": deferred_until.isoformat()}, "", 2))
    return tuple(found)


def may_donate(
    consents: Iterable[datetime], collected_at: datetime, at: datetime
) -> tuple[Finding, ...]:
    """Ask whether a donation can be recorded; `consents` are the times of consents that stand.

    Codes: DON-FUTURE, DON-NO-CONSENT, DON-BEFORE-CONSENT.
    """
    signed = sorted(consents)
    if collected_at > at:
        return (Finding("DON-FUTURE", where="collected_at"),)
    if not signed:
        return (Finding("DON-NO-CONSENT", weight=3),)
    if signed[0] > collected_at:
        return (Finding("DON-BEFORE-CONSENT", where="collected_at", weight=3),)
    return ()
