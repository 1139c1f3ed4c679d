"""Screening of donors against a protocol: each criterion with its outcome, and one conclusion.

The shape of a protocol stands in `batches/protocol.py`. Unknown never passes; numbers such as age
and body mass index are computed from what was stored, and look-back windows end at the donation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from batches.conditions import DONATION, Read, Scope, Truth, holds
from batches.donor_measures import months_before
from batches.ledger import Computed
from batches.protocol import EXPECTED, Criterion, Input, Protocol, faults
from batches.quantity import quote
from batches.verdict import Finding, Param

__all__ = [
    "Answer",
    "Criterion",
    "LabFact",
    "Outcome",
    "Protocol",
    "Screening",
    "evaluate",
    "faults",
    "sampled",
    "transcribed",
]

Status = Literal["PASS", "FAIL", "UNKNOWN", "NA"]
Conclusion = Literal["ELIGIBLE", "PROVISIONAL", "INELIGIBLE", "INCOMPLETE"]

MONTHS_A_YEAR = 12
TRANSCRIBED = "SCR-TRANSCRIBED"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was stored for one criterion: its inputs as text, or not applicable with a reason.

    `report` names the laboratory's report that a result was transcribed from, "" when none was
    named; None stands in answers recorded before it was asked, which are read as they were then.
    """

    inputs: Mapping[str, str] = field(default_factory=dict)
    na: bool = False
    reason: str = ""
    report: str | None = None


_UNANSWERED = Answer()


@dataclass(frozen=True, slots=True)
class LabFact:
    """What the laboratory's own record answers to one criterion.

    `address` names where it stands, `findings` say why it is not PASS; `sampled` tells that its
    sample is one of the donation. A result that nobody typed into a form, and nobody may soften.
    """

    criterion: str
    status: Literal["PASS", "FAIL", "UNKNOWN"]
    address: str
    findings: tuple[Finding, ...] = ()
    sampled: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one criterion, with what was computed and the look-back window used."""

    code: str
    status: Status
    findings: tuple[Finding, ...] = ()
    computed: tuple[Computed, ...] = ()
    window: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Screening:
    """All outcomes in order, the conclusion, and every finding."""

    outcomes: tuple[Outcome, ...]
    conclusion: Conclusion

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Give the findings of all criteria in order."""
        return tuple(finding for outcome in self.outcomes for finding in outcome.findings)


def evaluate(
    protocol: Protocol,
    answers: Mapping[str, Answer],
    donation: date | None,
    laboratory: Iterable[LabFact] = (),
) -> Screening:
    """Evaluate every criterion; `donation` is the civil date at the site, planned or actual.

    One FAIL makes the donor ineligible. Without one, a donor is provisionally eligible when all
    that is not known are results that the protocol lets come later (`waits`), and incomplete when
    anything else is not known. Where the laboratory answers, its word counts: an answer on the
    form can only be stricter. Where it does not, a result that was typed counts only as transcribed
    from a report that is named.
    """
    desk, known = _Desk(protocol, answers, donation), {f.criterion: f for f in laboratory}
    outcomes = tuple(
        _both(_outcome(c, desk), c, known[c.code])
        if c.code in known
        else _typed(_outcome(c, desk), c, answers.get(c.code, _UNANSWERED).report)
        for c in protocol.criteria
    )
    return Screening(outcomes, _concluded(protocol, outcomes))


def transcribed(outcomes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give, by criterion, the reports that stored outcomes rest on without the laboratory."""
    return {
        str(one["code"]): str(finding["params"]["report"])
        for one in outcomes
        for finding in one["findings"]
        if finding["code"] == TRANSCRIBED
    }


def _concluded(protocol: Protocol, outcomes: tuple[Outcome, ...]) -> Conclusion:
    if any(outcome.status == "FAIL" for outcome in outcomes):
        return "INELIGIBLE"
    waits = {criterion.code for criterion in protocol.criteria if criterion.waits}
    unknown = {outcome.code for outcome in outcomes if outcome.status == "UNKNOWN"}
    if not outcomes or unknown - waits:
        return "INCOMPLETE"
    return "PROVISIONAL" if unknown else "ELIGIBLE"


def _typed(said: Outcome, criterion: Criterion, report: str | None) -> Outcome:
    """Let a laboratory's result that a person typed pass only with its report, and say so."""
    if said.status != "PASS" or not criterion.of_laboratory or report is None:
        return said
    if not report.strip():
        return replace(said, status="UNKNOWN", findings=(_said("SCR-LAB-MISSING", criterion),))
    return replace(said, findings=(_said(TRANSCRIBED, criterion, {"report": quote(report)}),))


def _both(said: Outcome, criterion: Criterion, fact: LabFact) -> Outcome:
    """Set the form and the laboratory side by side: a criterion that one of them fails is not met."""
    if fact.status == "PASS":
        return said if said.status == "FAIL" else replace(said, status="PASS", findings=())
    codes = {"FAIL": "SCR-LAB-FAIL", "UNKNOWN": "SCR-LAB-UNKNOWN"}
    told = (_said(codes[fact.status], criterion, {"address": fact.address}), *fact.findings)
    if said.status == "FAIL":
        return replace(said, findings=(*said.findings, *told))
    return replace(said, status=fact.status, findings=told)


def sampled(
    protocol: Protocol,
    answers: Mapping[str, Answer],
    donation: date,
    laboratory: Iterable[LabFact] = (),
) -> bool:
    """Tell whether a sample of the donation is on record: one taken on its day or later."""
    if any(fact.sampled for fact in laboratory):
        return True
    desk = _Desk(protocol, answers, donation)
    waiting = (c for c in protocol.criteria if c.waits and c.sample)
    taken = (desk.read(str(c.sample["input"]), c) for c in waiting if c.sample)
    return any(isinstance(day, date) and day >= donation for day in taken)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Protocol, answers and donation date side by side, read by name."""

    protocol: Protocol
    answers: Mapping[str, Answer]
    donation: date | None

    def read(self, name: str, criterion: Criterion) -> Read:
        if name == DONATION:
            return self.donation
        code, dot, own = name.partition(".")
        owner = self.protocol.criterion(code) if dot else criterion
        if owner is None:
            return None
        asked = next((part for part in owner.inputs if part.name == (own or code)), None)
        text = self.text(owner, own or code)
        if asked is None or not text:
            return None
        try:
            return asked.read(text)
        except ValueError:
            return None

    def text(self, criterion: Criterion, name: str) -> str:
        answer = self.answers.get(criterion.code, _UNANSWERED)
        return "" if answer.na else answer.inputs.get(name, "").strip()


def _outcome(criterion: Criterion, desk: _Desk) -> Outcome:
    answer = desk.answers.get(criterion.code)
    if answer is not None and answer.na:
        return _not_applicable(criterion, answer)
    window = _window(criterion, desk.donation)
    scope = Scope(lambda name: desk.read(name, criterion))
    truth = holds(criterion.pass_when, scope)
    if truth == "no":
        truth = _looking_back(criterion, window, scope)
    missing = _missing(criterion, desk, scope)
    if truth == "no":
        found = (_said("SCR-NOT-MET", criterion), *missing)
        return Outcome(criterion.code, "FAIL", found, tuple(scope.computed), window)
    if truth == "unknown" and not missing:
        missing = (_said("SCR-UNKNOWN", criterion),)
    status: Status = "UNKNOWN" if missing else "PASS"
    return Outcome(criterion.code, status, missing, tuple(scope.computed), window)


def _not_applicable(criterion: Criterion, answer: Answer) -> Outcome:
    if not criterion.na_allowed:
        return Outcome(criterion.code, "UNKNOWN", (_said("SCR-NA-NOT-ALLOWED", criterion),))
    if not answer.reason.strip():
        return Outcome(criterion.code, "UNKNOWN", (_said("SCR-NA-REASON", criterion),))
    return Outcome(criterion.code, "NA")


def _window(criterion: Criterion, donation: date | None) -> tuple[date, date] | None:
    if criterion.window is None or donation is None:
        return None
    months = int(criterion.window.get("months", 0)) + MONTHS_A_YEAR * int(
        criterion.window.get("years", 0)
    )
    days = timedelta(days=int(criterion.window.get("days", 0)))
    return months_before(donation, months) - days, donation


def _looking_back(criterion: Criterion, window: tuple[date, date] | None, scope: Scope) -> Truth:
    """Say what an event that would exclude means, by its date: before the window it passes."""
    if criterion.window is None or "date" not in criterion.window:
        return "no"
    happened = scope.read(str(criterion.window["date"]))
    if not isinstance(happened, date):
        return "no"
    if window is None:
        return "unknown"
    return "yes" if happened < window[0] else "no"


def _missing(criterion: Criterion, desk: _Desk, scope: Scope) -> tuple[Finding, ...]:
    """List what must be there and is not: inputs, the donation date, a sample in its window."""
    if criterion.inputs and criterion.code not in desk.answers:
        return (_said("SCR-NOT-ANSWERED", criterion),)
    found = [_said(code, criterion) for code in scope.faults]
    found += (fault for part in criterion.inputs for fault in _input_faults(criterion, part, desk))
    if desk.donation is None and (criterion.window or criterion.sample):
        found.append(_said("SCR-NO-DONATION-DATE", criterion))
    return (*found, *_sample_faults(criterion, desk, scope))


def _input_faults(criterion: Criterion, part: Input, desk: _Desk) -> Iterator[Finding]:
    text = desk.text(criterion, part.name)
    params: dict[str, Param] = {"input_en": part.label.en, "input_fr": part.label.fr}
    if not text:
        if not part.optional:
            yield _said("SCR-INPUT-MISSING", criterion, params)
        return
    try:
        part.read(text)
    except ValueError:
        expected = EXPECTED[part.type]
        params |= {"expected_en": expected.en, "expected_fr": expected.fr, "found": quote(text)}
        yield _said("SCR-INPUT-UNREADABLE", criterion, params)


def _sample_faults(criterion: Criterion, desk: _Desk, scope: Scope) -> Iterator[Finding]:
    """Refuse a sample too far from the donation, in civil days; the first and last day count."""
    if criterion.sample is None or desk.donation is None:
        return
    taken = scope.read(str(criterion.sample["input"]))
    if not isinstance(taken, date):
        return
    low, high = (int(day) for day in criterion.sample["days"])
    days = (taken - desk.donation).days
    if not low <= days <= high:
        yield _said("SCR-SAMPLE-WINDOW", criterion, {"days": days, "low": low, "high": high})


def _said(code: str, criterion: Criterion, params: Mapping[str, Param] | None = None) -> Finding:
    shown: dict[str, Param] = {
        "code": criterion.code,
        "text_en": criterion.text.en,
        "text_fr": criterion.text.fr,
    }
    return Finding(code, {**shown, **(params or {})}, criterion.code)
