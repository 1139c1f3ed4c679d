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
from elnapp.donors.service import Conclusion, NewConsent, NewDonation, NewScreening

PHYSICIAN = "dgarnier"
ESTABLISHMENT = "FR001234"  # a fictitious tissue establishment
Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Volunteer:
    """How one donor differs from a fit one: answers by `criterion.input`, and the outcome."""

    birth_date: str
    weight: str
    conclusion: str = "ELIGIBLE"
    reason: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    deferred_days: int | None = None


FIT = (
    Volunteer("1988-03-14", "64.2"),
    Volunteer("1993-07-02", "71.0"),
    Volunteer("1979-11-25", "58.8"),
    Volunteer("1996-01-30", "66.5"),
)
ANTI_HBC = Volunteer(
    "1984-09-09", "62.0", "INELIGIBLE",
    "Anticorps anti-HBc isolés : exclusion par le protocole.",
    {"E02a.result": "reactive"},
)  # fmt: skip
STEROIDS = Volunteer(
    "1990-02-18", "70.3", "INELIGIBLE",
    "Corticoïdes pendant 9 jours le mois précédent : à revoir après la période d'exclusion.",
    {"E22.days": "9"},
)  # fmt: skip


def enrol(story: Story, volunteer: Volunteer, planned: date) -> str:
    """Take a volunteer from enrolment to a signed determination; gives the donor's code."""
    kernel = story.house.kernel
    code = str(service.enrol(kernel, story.call(PHYSICIAN, minutes=20), SITE, STUDY)["donor"])
    signed = story.clock()
    consent = NewConsent("v2.0", signed, ZONE, "fr")
    service.consent(kernel, story.call(PHYSICIAN, minutes=10), code, consent)
    with kernel.reading() as session:
        protocol = documents.required(session, "screening", STUDY, today(story))
    answers = _answers(protocol.body, volunteer, today(story), planned)
    given = NewScreening(protocol.id, planned, answers)
    n = service.screen(kernel, story.call(PHYSICIAN, minutes=45), code, given)["screening"]
    proof = story.proof(PHYSICIAN)
    said = Conclusion(volunteer.conclusion)
    call = story.call(PHYSICIAN, volunteer.reason, minutes=0)
    service.determine(kernel, call, code, int(n), said, proof)
    return code


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
        "birth_date": volunteer.birth_date, "weight": volunteer.weight, "height": "172",
        "signed_on": signed.isoformat(), "planned_on": planned.isoformat(),
        "sampled_on": signed.isoformat(), "tested_on": signed.isoformat(), "days": "0",
        "systolic": "122", "diastolic": "78", "form_version": "v2.0",
    }  # fmt: skip
    found: Answers = {}
    for criterion in body["criteria"]:
        passing = dict(_passing(criterion["pass_when"]))
        inputs = {}
        for asked in criterion["inputs"]:
            name = asked["name"]
            given = volunteer.answers.get(f"{criterion['code']}.{name}")
            usual = known.get(name) or passing.get(name) or _first_choice(asked)
            if given or usual:
                inputs[name] = given or usual
        found[criterion["code"]] = {
            "inputs": inputs, "na": False, "reason": "", "source": "interview",
            "on": signed.isoformat(), "comment": "",
        }  # fmt: skip
    return found


def _passing(condition: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give, by input, an answer that passes."""
    if "input" in condition and "in" in condition:
        yield str(condition["input"]), str(condition["in"][0])
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from _passing(part)


def _first_choice(asked: Mapping[str, Any]) -> str | None:
    return str(asked["choices"][0]["value"]) if asked.get("choices") else None
