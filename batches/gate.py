"""The gate before certification: all questions answered at once, and open only when all are.

What cannot be evaluated blocks, unless the study's document declares the question not applicable,
with its reason and in plain sight. A declaration never silences a question that can be answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from batches.gate_facts import (
    ContainersFact,
    DonorFact,
    GateFacts,
    HoldFact,
    PeopleFact,
    RecordFact,
    RowFact,
    StandingFact,
    TrailFact,
)
from batches.gate_questions import ANSWERS
from batches.gate_words import QUESTIONS
from batches.text import Text
from batches.verdict import Finding, Verdict

__all__ = [
    "ANSWERS",
    "BEFORE",
    "PURPOSES",
    "QUESTIONS",
    "Answer",
    "ContainersFact",
    "DonorFact",
    "Exemption",
    "GateFacts",
    "GateReport",
    "HoldFact",
    "PeopleFact",
    "RecordFact",
    "RowFact",
    "StandingFact",
    "TrailFact",
    "evaluate",
    "exemptions",
    "ready",
]

Status = Literal["PASS", "FAIL", "NOT_EVALUATED", "NOT_APPLICABLE", "JUSTIFIED"]

STATUSES: dict[str, Text] = {
    "PASS": Text("passed", "satisfait"),
    "FAIL": Text("failed", "non satisfait"),
    "NOT_EVALUATED": Text("not evaluated", "non évalué"),
    "NOT_APPLICABLE": Text("not applicable", "sans objet"),
    "JUSTIFIED": Text("justified", "justifié"),
}
PURPOSES: dict[str, Text] = {
    "clinical": Text("clinical", "clinique"),
    "engineering": Text("engineering", "lot technique"),
    "process_simulation": Text("process simulation", "simulation de procédé aseptique"),
    "training": Text("training", "formation"),
}
"""What a lot is made for; only a clinical one can be certified."""

# What must be settled before each signature that leads to certification.
BEFORE: dict[str, tuple[str, ...]] = {
    "PROD-REVIEWED": ("G01", "G02"),
    "QA-APPROVED": ("G01", "G02", "G03", "G04", "G05", "G06", "G12", "G15", "G21", "G24"),
    "CERTIFIED": tuple(QUESTIONS),
}


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why a question does not apply in a study, and where it is answered instead."""

    reason: Text
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One question answered: status, every finding, and the reason where one was given."""

    code: str
    status: Status
    findings: tuple[Finding, ...] = ()
    reason: Text | None = None
    reference: str | None = None

    @property
    def ok(self) -> bool:
        """Tell whether the answer lets the gate open; a justification only where one may be."""
        if self.status == "JUSTIFIED":
            return QUESTIONS[self.code][1] == "J"
        return self.status in {"PASS", "NOT_APPLICABLE"}


@dataclass(frozen=True, slots=True)
class GateReport:
    """All answers, and what is said about the lot as a whole (`findings`)."""

    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def open(self) -> bool:
        """Tell whether the lot may be certified: every question answered, none in the way."""
        answered = {a.code for a in self.answers}
        return not self.findings and answered == set(QUESTIONS) and all(a.ok for a in self.answers)

    @property
    def verdict(self) -> Verdict:
        """Give everything that is in the way."""
        return Verdict((*self.findings, *in_the_way(self.answers)))


def exemptions(body: Mapping[str, Any]) -> dict[str, Exemption]:
    """Read a `gate-scope` document: the questions it declares not applicable, each with a reason.

    A line without a reason in both languages exempts nothing.
    """
    return {
        str(line["code"]): Exemption(Text.from_body(line["reason"]), line.get("reference"))
        for line in body["questions"]
        if line["applicable"] is False and _in_words(line.get("reason"))
    }


def _in_words(reason: Any) -> bool:
    return isinstance(reason, Mapping) and all(
        str(reason.get(n) or "").strip() for n in ("en", "fr")
    )


def evaluate(facts: GateFacts, scope: Mapping[str, Exemption]) -> GateReport:
    """Answer all questions for a lot; `scope` are the study's exemptions."""
    found = []
    if facts.purpose != "clinical":
        words = PURPOSES.get(facts.purpose, Text(facts.purpose, facts.purpose))
        found.append(
            Finding("GATE-PURPOSE", {"purpose_en": words.en, "purpose_fr": words.fr}, "purpose", 3)
        )
    return GateReport(tuple(answer(code, facts, scope) for code in QUESTIONS), tuple(found))


def answer(code: str, facts: GateFacts, scope: Mapping[str, Exemption]) -> Answer:
    """Answer one question."""
    found = ANSWERS[code](facts)
    if found is None:
        exempt = scope.get(code)
        if exempt is None:
            return Answer(code, "NOT_EVALUATED", (_unknown(code),))
        return Answer(code, "NOT_APPLICABLE", (), exempt.reason, exempt.reference)
    if not found:
        return Answer(code, "PASS")
    why = facts.justified.get(code, "").strip()
    if why and QUESTIONS[code][1] == "J":
        return Answer(code, "JUSTIFIED", found, Text(why, why))
    return Answer(code, "FAIL", found)


def ready(meaning: str, facts: GateFacts, scope: Mapping[str, Exemption]) -> Verdict:
    """Ask what is in the way of a signature on the lot; `BEFORE` says which questions it needs.

    A meaning without a line there (a refusal, say) is never held up here.
    """
    asked = tuple(answer(code, facts, scope) for code in BEFORE.get(meaning, ()))
    if meaning == "CERTIFIED":
        return evaluate(facts, scope).verdict
    return Verdict.of(in_the_way(asked))


def in_the_way(answers: Iterable[Answer]) -> tuple[Finding, ...]:
    """Give the findings of all answers that keep the gate shut."""
    return tuple(f for a in answers if not a.ok for f in a.findings)


def _unknown(code: str) -> Finding:
    text = QUESTIONS[code][0]
    return Finding(
        "GATE-NOT-EVALUATED",
        {"code": code, "question_en": text.en, "question_fr": text.fr},
        code,
        3,
    )
