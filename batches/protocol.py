"""Screening protocols: what is asked of a donor, and when each criterion is met.

A protocol is an approved document. One criterion of its body:

    - code: E17
      group: risk                       # one of the body's `groups: [{code, title}]`
      type: yes_no                      # what a list may be filtered by; it decides nothing
      text: {en: ..., fr: ...}
      inputs:                           # what is asked and stored
        - {name: exposed, type: yes_no_unknown, label: {en: ..., fr: ...}}
        - {name: last_on, type: date, optional: true, label: {en: ..., fr: ...}}
      pass_when: {input: exposed, in: ["no"]}
      window: {months: 12, date: last_on}

Input types: date decimal integer yes_no_unknown choice text. A choice has `choices: [{value,
label, unknown: true}]`; `unknown` marks answers such as "pending" that settle nothing.

Conditions: `{input, in: [...]}`, `{input, op, value}`, `{input, range: [low, high]}`,
`{input, not_after: NAME}`, `{input, not_before: NAME}`, `{age_of, at, range}` in completed years,
`{bmi: {height, weight}, op, value}` from cm and kg, `{all: [...]}`, `{any: [...]}`. A name is an
own input (`weight`), another criterion's (`I02.weight`), or `donation`.

`window` counts back from the donation date in `days`, `months` or `years`; with `date`, an event
before the window passes although it happened. `sample: {input, days: [low, high]}` is the distance
of a sample from the donation; outside it the result counts for nothing. `na_allowed: true` lets a
criterion be not applicable, with a reason. `waits: true` lets its result come after the donation:
until then the donor is provisionally eligible at best.

`subjects: [{code, title}]` names the people of one donation where there are two, as the mother and
the newborn of an umbilical cord; each group then names its `subject`, and a whole donor answers
for both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from batches.conditions import DONATION, Read, names, parts, strange
from batches.limits import misread
from batches.quantity import parse_decimal, parse_integer, quote
from batches.text import Text
from batches.verdict import Finding

InputType = Literal["date", "decimal", "integer", "yes_no_unknown", "choice", "text"]

INPUT_TYPES: tuple[InputType, ...] = (
    "date",
    "decimal",
    "integer",
    "yes_no_unknown",
    "choice",
    "text",
)
YES_NO = Text("yes, no or unknown", "oui, non ou inconnu")
EXPECTED: dict[str, Text] = {
    "date": Text("a date such as 2026-11-22", "une date, par exemple 2026-11-22"),
    "decimal": Text("a number such as 70.5", "un nombre, par exemple 70,5"),
    "integer": Text("a whole number", "un nombre entier"),
    "yes_no_unknown": YES_NO,
    "choice": Text("one answer of the list", "une réponse de la liste"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a list; `unknown` marks an answer that settles nothing."""

    value: str
    label: Text
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that is asked and stored with a criterion."""

    name: str
    type: InputType
    label: Text
    unit: str = ""
    optional: bool = False
    options: tuple[Option, ...] = ()

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Input:
        """Read one input of a document that `faults` found nothing in."""
        options = (
            Option(str(c["value"]), Text.from_body(c["label"]), bool(c.get("unknown")))
            for c in body.get("choices", ())
        )
        return cls(
            str(body["name"]),
            body["type"],
            Text.from_body(body["label"]),
            str(body.get("unit", "")),
            bool(body.get("optional", False)),
            tuple(options),
        )

    def read(self, text: str) -> Read:
        """Read a stored answer; None when it settles nothing. Raises ValueError when unreadable."""
        if self.type in ("yes_no_unknown", "choice"):
            return self._chosen(text)
        if self.type == "date":
            return date.fromisoformat(text)
        if self.type == "decimal":
            return parse_decimal(text)
        return Decimal(parse_integer(text)) if self.type == "integer" else text

    def _chosen(self, text: str) -> str | None:
        known = {option.value: option.unknown for option in self.options}
        if self.type == "yes_no_unknown":
            known = {"yes": False, "no": False, "unknown": True}
        if text not in known:
            raise ValueError(text)
        return None if known[text] else text


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; `pass_when`, `window` and `sample` stand as in the document."""

    code: str
    group: str
    type: str
    text: Text
    inputs: tuple[Input, ...]
    pass_when: Mapping[str, Any]
    window: Mapping[str, Any] | None = None
    sample: Mapping[str, Any] | None = None
    na_allowed: bool = False
    source: str = ""
    waits: bool = False

    @property
    def of_laboratory(self) -> bool:
        """Tell whether it is a marker: a test of a sample whose result may come after the donation."""
        return self.type == "lab" and self.sample is not None and self.waits

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Criterion:
        """Read one criterion of a document that `faults` found nothing in."""
        return cls(
            code=str(body["code"]),
            group=str(body.get("group", "")),
            type=str(body.get("type", "")),
            text=Text.from_body(body["text"]),
            inputs=tuple(Input.from_body(part) for part in body.get("inputs", ())),
            pass_when=body["pass_when"],
            window=body.get("window"),
            sample=body.get("sample"),
            na_allowed=bool(body.get("na_allowed", False)),
            source=str(body.get("source", "")),
            waits=bool(body.get("waits", False)),
        )


@dataclass(frozen=True, slots=True)
class Protocol:
    """A screening protocol: its groups with their titles, its criteria in order.

    `subjects` gives, by group, the title of the person who is asked; empty for a lone donor.
    """

    groups: Mapping[str, Text]
    criteria: tuple[Criterion, ...]
    subjects: Mapping[str, Text] = field(default_factory=dict)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Protocol:
        """Read a document that `faults` found nothing in."""
        groups = {str(g["code"]): Text.from_body(g["title"]) for g in body.get("groups", ())}
        people = {str(s["code"]): Text.from_body(s["title"]) for s in body.get("subjects", ())}
        asked = {
            str(g["code"]): people[str(g["subject"])]
            for g in body.get("groups", ())
            if g.get("subject") in people
        }
        return cls(groups, tuple(Criterion.from_body(part) for part in body["criteria"]), asked)

    def title(self, group: str) -> Text:
        """Give the title of a group, led by who is asked where there are two people."""
        own, who = self.groups.get(group, Text(group, group)), self.subjects.get(group)
        return Text(f"{who.en} \u2013 {own.en}", f"{who.fr} \u2013 {own.fr}") if who else own

    def criterion(self, code: str) -> Criterion | None:
        """Find a criterion by its code."""
        return next((c for c in self.criteria if c.code == code), None)


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what keeps a protocol from being approved, each with its path."""
    criteria = body.get("criteria", [])
    if not criteria:
        return (Finding("SCR-EMPTY", {}, "criteria"),)
    asked = {str(c["code"]): {str(i["name"]) for i in c.get("inputs", ())} for c in criteria}
    found = [
        fault
        for i, criterion in enumerate(criteria)
        for fault in _criterion_faults(criterion, asked, f"criteria[{i}]")
    ]
    for code, times in Counter(str(c["code"]) for c in criteria).items():
        if times > 1:
            found.append(Finding("SCR-TWICE", {"code": code}, "criteria"))
    return (*found, *_group_faults(body))


def _group_faults(body: Mapping[str, Any]) -> Iterator[Finding]:
    """Find criteria of no group, and groups that do not say which of several people they ask."""
    groups = body.get("groups")
    if groups is None:
        return
    known = {str(g["code"]) for g in groups}
    for i, criterion in enumerate(body["criteria"]):
        if str(criterion.get("group")) not in known:
            params = {"code": str(criterion["code"]), "group": str(criterion.get("group"))}
            yield Finding("SCR-NO-GROUP", params, f"criteria[{i}].group")
    people = {str(s["code"]) for s in body.get("subjects", ())}
    for i, group in enumerate(groups):
        if (people or "subject" in group) and group.get("subject") not in people:
            yield Finding("SCR-NO-SUBJECT", {"group": str(group["code"])}, f"groups[{i}]")


def _criterion_faults(
    criterion: Mapping[str, Any], asked: Mapping[str, set[str]], path: str
) -> Iterator[Finding]:
    code, condition = str(criterion["code"]), criterion.get("pass_when") or {}
    for odd in strange(condition):
        params = {"code": code, "found": quote(odd)}
        yield Finding("SCR-NO-CONDITION", params, f"{path}.pass_when")
    for part in parts(condition):
        wrong = misread(part)
        if wrong is not None:
            yield Finding("SCR-LIMIT", {"code": code, "found": quote(wrong)}, f"{path}.pass_when")
    for name in _names(criterion, condition):
        owner, dot, own = name.partition(".")
        known = asked.get(owner, set()) if dot else asked[code]
        if name != DONATION and (own or owner) not in known:
            yield Finding("SCR-NO-INPUT", {"code": code, "input": name}, path)
    for i, part in enumerate(criterion.get("inputs", ())):
        if part.get("type") not in INPUT_TYPES:
            params = {"code": code, "found": str(part.get("type"))}
            yield Finding("SCR-NO-CONDITION", params, f"{path}.inputs[{i}].type")


def _names(criterion: Mapping[str, Any], condition: Mapping[str, Any]) -> Iterator[str]:
    yield from names(condition)
    if "date" in (criterion.get("window") or {}):
        yield str(criterion["window"]["date"])
    if criterion.get("sample"):
        yield str(criterion["sample"]["input"])
