"""The six donors of the demo study: four eligible, one screen failure, one deferred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from batches.identifiers import din_check
from elnapp.demo.people import SITE
from elnapp.demo.receipt import receive
from elnapp.demo.story import Story
from elnapp.demo.study import STUDY, ZONE, today
from elnapp.documents import queries as documents
from elnapp.donors import service
from elnapp.donors.service import Conclusion, Confirmed, NewConsent, NewDonation, NewScreening

PHYSICIAN, QUALITY = "dgarnier", "amartin"
ESTABLISHMENT = "FR001234"  # a fictitious tissue establishment
Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Volunteer:
    """How one donor differs from a fit one: answers by `criterion.input`, and the outcome."""

    age: str
    weight: str
    conclusion: str = "ELIGIBLE"
    reason: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    deferred_days: int | None = None


FIT = (
    Volunteer("38", "64.2"),
    Volunteer("33", "71.0"),
    Volunteer("46", "58.8"),
    Volunteer("30", "66.5"),
)
ANTI_HBC = Volunteer(
    "42", "62.0", "INELIGIBLE",
    "Anticorps anti-HBc isolés : exclusion par le protocole.",
    {"E02a.result": "reactive"},
)  # fmt: skip
STEROIDS = Volunteer(
    "36", "70.3", "DEFERRED",
    "Corticoïdes pendant 9 jours le mois précédent : à revoir après la période d'exclusion.",
    {"E22.days": "9", "E22.last_on": "{before}"}, deferred_days=120,
)  # fmt: skip


def enrol(story: Story, volunteer: Volunteer, planned: date) -> str:
    """Take a volunteer from enrolment to a determination with both signatures; gives the code."""
    code, n = screened(story, volunteer, planned)
    determine(story, code, n, volunteer)
    return code


def screened(story: Story, volunteer: Volunteer, planned: date) -> tuple[str, int]:
    """Enrol, take the consent and screen; gives the code and the number of the screening."""
    kernel = story.house.kernel
    code = str(service.enrol(kernel, story.call(PHYSICIAN, minutes=20), SITE, STUDY)["donor"])
    service.consent(kernel, story.call(PHYSICIAN, minutes=10), code, consent_of(story))
    with kernel.reading() as session:
        protocol = documents.required(session, "screening", STUDY, today(story))
    answers = _answers(protocol.body, volunteer, today(story), planned)
    given = NewScreening(protocol.id, planned, answers)
    n = service.screen(kernel, story.call(PHYSICIAN, minutes=45), code, given)["screening"]
    return code, int(n)


def consent_of(story: Story) -> NewConsent:
    """Give a consent signed now, to the form in force."""
    with story.house.kernel.reading() as session:
        form = documents.required(session, "consent-form", STUDY, today(story))
    return NewConsent(form.id, story.clock(), ZONE, "fr")


def determine(story: Story, code: str, n: int, volunteer: Volunteer) -> None:
    """Let the physician determine from a screening and quality assurance confirm."""
    kernel, days = story.house.kernel, volunteer.deferred_days
    until = today(story) + timedelta(days=days) if days else None
    proof = story.proof(PHYSICIAN)
    call = story.call(PHYSICIAN, volunteer.reason, minutes=0)
    said = Conclusion(volunteer.conclusion, None, until)
    made = service.determine(kernel, call, code, n, said, proof)["determination"]
    saw = Confirmed(compared=True)
    story.signed(
        QUALITY, lambda call, proof: service.confirm(kernel, call, code, int(made), proof, saw)
    )


def donate(story: Story, code: str, sequence: int, collected: datetime) -> str:
    """Record the donation of that moment, take it in and receive it; gives its number."""
    din = recorded(story, code, sequence, collected)
    receive(story, code, din, collected)
    return din


def recorded(story: Story, code: str, sequence: int, collected: datetime) -> str:
    """Record the donation of that moment; gives its number."""
    din = f"A9999{collected:%y}{sequence:06d}"
    given = NewDonation(din + din_check(din)[1], "AT", collected, ZONE, ESTABLISHMENT)
    story.clock.to(collected + timedelta(hours=1))
    service.donate(story.house.kernel, story.call(PHYSICIAN), code, given)
    return din


def _answers(body: Mapping[str, Any], volunteer: Volunteer, signed: date, planned: date) -> Answers:
    """Answer every criterion as a fit donor would, but for what the volunteer says."""
    known = {
        "age": volunteer.age, "weight": volunteer.weight, "height": "172",
        "signed_on": signed.isoformat(), "planned_on": planned.isoformat(),
        "sampled_on": signed.isoformat(), "tested_on": signed.isoformat(), "days": "0",
        "systolic": "122", "diastolic": "78", "form_version": f"{STUDY} v1",
    }  # fmt: skip
    found: Answers = {}
    for criterion in body["criteria"]:
        passing = dict(_passing(criterion["pass_when"]))
        inputs = {}
        for asked in criterion["inputs"]:
            name = asked["name"]
            told = volunteer.answers.get(f"{criterion['code']}.{name}", "")
            given = told.format(before=signed - timedelta(days=12))
            usual = known.get(name) or passing.get(name) or _first_choice(asked)
            if given or usual:
                inputs[name] = given or usual
        found[criterion["code"]] = {
            "inputs": inputs, "na": False, "reason": "", "source": _source(criterion),
            "on": signed.isoformat(), "comment": "", "report": _report(criterion, signed),
        }  # fmt: skip
    return found


def _report(criterion: Mapping[str, Any], signed: date) -> str:
    """Name the laboratory's report of the screening sample, for the tests of a sample."""
    tested = criterion["type"] == "lab" and criterion.get("waits")
    return f"DÉMO-BIO-{signed:%y%m%d}" if tested else ""


def _source(criterion: Mapping[str, Any]) -> str:
    return {"lab": "lab", "exam": "exam", "bmi": "exam"}.get(str(criterion["type"]), "interview")


def _passing(condition: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give, by input, an answer that passes."""
    if "input" in condition and "in" in condition:
        yield str(condition["input"]), str(condition["in"][0])
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from _passing(part)


def _first_choice(asked: Mapping[str, Any]) -> str | None:
    return str(asked["choices"][0]["value"]) if asked.get("choices") else None
