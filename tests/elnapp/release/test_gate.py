"""No certification with one open question, whichever it is; and nobody certifies their own work."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from batches.gate import QUESTIONS, GateFacts
from batches.ledger import Value
from batches.verdict import Finding
from elnapp.demo.donors import donate
from elnapp.demo.story import Story
from elnapp.donors import service as donors
from elnapp.lots import service as lots
from elnapp.lots.service import Wish
from elnapp.quality import service as quality
from elnapp.record import Event, NotPermitted, Refused
from elnapp.release import queries, service
from elnapp.release.queries import About
from elnapp.release.service import Asked, Signing
from elnapp.results import queries as results
from elnapp.results import service as results_service
from elnapp.results.service import Given
from tests import cast as people
from tests.elnapp.release.desk import LOT, STREAM, Desk, codes

# What the house does not know, by the fact that is missing, with the questions it leaves open.
UNKNOWN = {
    "position": {"G01", "G02"},
    "rows": {"G03", "G04"},
    "standing": {"G05", "G15", "G23"},
    "donor": {"G06"},
    "deviations": {"G12"},
    "trail": {"G15"},
    "containers": {"G16"},
    "holds": {"G21"},
    "people": {"G22"},
    "record": {"G24"},
}
# Rooms that answer with findings: one finding is enough, whatever the study declares.
FOUND = {
    "materials": "G07", "equipment": "G08", "training": "G09", "environment": "G10",
    "simulation": "G11", "changes": "G13", "exceptions": "G14", "storage": "G17",
    "retention": "G18", "authorisations": "G19", "stability": "G20", "paper": "G25",
}  # fmt: skip
OPEN = [({field: None}, open_) for field, open_ in UNKNOWN.items()] + [
    ({field: (Finding("L10", {"sample": "S", "what": code}),)}, {code})
    for field, code in FOUND.items()
]


def test_the_table_below_leaves_no_question_out() -> None:
    asked = set().union(*(opened for _, opened in OPEN))
    assert asked == set(QUESTIONS)


@pytest.mark.parametrize(("change", "open_"), OPEN, ids=lambda case: "-".join(sorted(case)))
def test_no_certification_with_one_open_question(
    reviewed: Desk, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], open_: set[str]
) -> None:
    gather: Callable[..., GateFacts] = queries.gate_facts
    monkeypatch.setattr(queries, "gate_facts", lambda *a: replace(gather(*a), **change))
    with pytest.raises(Refused) as refused:
        reviewed.certify()
    named = {f.params.get("code", f.params.get("what", f.where)) for f in refused.value.findings}
    assert open_ <= named
    assert reviewed.state() == "approved"
    with reviewed.house.kernel.reading() as session:
        assert queries.dispositions(session, STREAM) == []


def test_a_refused_certification_is_an_event_with_every_finding(reviewed: Desk) -> None:
    with pytest.raises(Refused) as refused:
        reviewed.certify("AT26-009-B01")
    with reviewed.house.kernel.reading() as session:
        found = select(Event).where(col(Event.stream) == STREAM).order_by(col(Event.seq).desc())
        event = session.scalars(found).first()
    assert event is not None
    body = json.loads(event.body)
    assert body["answer"] == {"refused": True}
    assert {f["code"] for f in body["findings"]} == codes(refused.value.findings)


def test_the_fresh_lot_says_everything_that_is_in_the_way(desk: Desk) -> None:
    found = codes(desk.gate().verdict.findings)
    assert {"G03-UNAPPROVED", "G05-QC", "G15-NEVER", "G23-PROD-REVIEWED"} <= found
    assert not desk.gate().open


def test_a_donor_who_withdraws_shuts_the_gate(reviewed: Desk) -> None:
    with reviewed.house.kernel.reading() as session:
        donor = queries.case(session, STREAM).order.donor
    assert donor is not None
    call = reviewed.cast.call(people.PHYSICIAN, "le donneur ne veut plus")
    at, zone = reviewed.clock.at, "Europe/Paris"
    donors.withdraw(reviewed.house.kernel, call, donor, "FUTURE_USE_OF_CELLS", at, zone)
    with pytest.raises(Refused) as refused:
        reviewed.certify()
    found = codes(refused.value.findings)
    assert {"G06-CONSENT", "G06-NOT-ELIGIBLE", "G21-HOLD", "G23-MOVED"} <= found


def test_a_result_taken_back_voids_what_rested_on_it(reviewed: Desk) -> None:
    with reviewed.house.kernel.reading() as session:
        (result,) = results.results(session, STREAM, "SA-1")
        pinned = queries.pinned_specification(session, STREAM)
    kernel, call = reviewed.house.kernel, reviewed.cast.call
    results_service.invalidate(kernel, call(people.ANALYST), STREAM, result.id, "milieu douteux")
    assert reviewed.state() == "completed"
    assert {"G03-INVALID", "G05-QC"} <= codes(reviewed.gate().verdict.findings)
    with pytest.raises(Refused) as refused:
        reviewed.sign(service.approve_results, people.HEAD_QC)
    assert codes(refused.value.findings) == {"RELEASE-PENDING"}
    again = Given("SA-1", result_values("no_growth"))
    results_service.enter(kernel, call(people.ANALYST), pinned, again)
    with pytest.raises(Refused, match="RELEASE-UNREVIEWED"):
        reviewed.sign(service.approve_results, people.HEAD_QC)
    with reviewed.house.kernel.reading() as session:
        newest = results.results(session, STREAM, "SA-1")[-1]
    results_service.review(kernel, call(people.HEAD_QC), STREAM, [newest.id])
    reviewed.sign(service.approve_results, people.HEAD_QC)
    reviewed.sign(service.review_trail, people.QA)
    reviewed.sign(service.approve, people.QA)
    reviewed.certify()
    assert reviewed.state() == "certified"


def result_values(text: str) -> dict[str, Any]:
    """Answer a row that is read in words."""
    return {"value": Value(text)}


def test_only_a_clinical_lot_is_certified(reviewed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    gather: Callable[..., GateFacts] = queries.gate_facts
    monkeypatch.setattr(
        queries, "gate_facts", lambda *a: replace(gather(*a), purpose="engineering")
    )
    with pytest.raises(Refused) as refused:
        reviewed.certify()
    assert codes(refused.value.findings) == {"GATE-PURPOSE"}


@pytest.mark.parametrize(
    ("login", "role", "verb", "rule"),
    [
        (people.TECHNICIAN, "qa", service.approve, "I03"),
        (people.SECOND, "qa", service.approve, "I03"),
        (people.ANALYST, "qa", service.approve, "I03"),
        (people.PRODUCTION, "head_qc", service.approve_results, "I02"),
    ],
)
def test_nobody_approves_what_they_took_part_in(
    desk: Desk, login: str, role: str, verb: Any, rule: str
) -> None:
    desk.sign(service.review_production, people.PRODUCTION)
    call = desk.also(login, role)
    signing = Signing(desk.cast.proof(login))
    with pytest.raises(Refused) as refused:
        verb(desk.house.kernel, call, LOT, signing)
    assert rule in {f.params["rule"] for f in refused.value.findings}


@pytest.mark.parametrize(
    ("login", "rule"),
    [(people.TECHNICIAN, "I04"), (people.ANALYST, "I04"), (people.QA, "I05")],
)
def test_nobody_certifies_what_they_took_part_in(reviewed: Desk, login: str, rule: str) -> None:
    call = reviewed.also(login, "qp")
    asked = Asked(containers=reviewed.bags())
    with pytest.raises(Refused) as refused:
        reviewed.act(service.certify, call, login, asked)
    assert rule in {f.params["rule"] for f in refused.value.findings}
    about = About(signer=call.actor.id)
    assert [a.code for a in reviewed.gate(about).answers if not a.ok] == ["G22"]


def test_the_starting_material_stands_in_the_way_like_the_lot(reviewed: Desk) -> None:
    kernel = reviewed.house.kernel
    with kernel.reading() as session:
        about = queries.case(session, STREAM).material[0]
    call = reviewed.cast.call(people.TECHNICIAN)
    quality.open_deviation(kernel, call, about, "Seal", "Torn when it came", 2)
    quality.place_hold(kernel, reviewed.cast.call(people.QA), about, "Logger file not found")
    wrong = {a.code for a in reviewed.gate(About()).answers if not a.ok}
    assert {"G12", "G21"} <= wrong


def test_a_second_lot_of_the_same_donor_is_not_certified_with_the_first(reviewed: Desk) -> None:
    kernel = reviewed.house.kernel
    with kernel.reading() as session:
        order = queries.case(session, STREAM).order
    story = Story.begin(reviewed.house, reviewed.house.clock() - timedelta(hours=3))
    story.told = 10_000
    again = donate(story, str(order.donor), 2, story.clock() - timedelta(hours=2))
    wish = Wish(
        "clinical", "MSC-AT", "SLS", "MSC-AT-SHORT", "MSC-AT-DP", order.study, order.donor, again
    )
    second = lots.issue(kernel, reviewed.cast.call(people.QA), wish)["lot"]
    call, signing = reviewed.cast.call(people.QP), Signing(reviewed.cast.proof(people.QP))
    asked = Asked(containers=reviewed.bags())
    with pytest.raises(NotPermitted):
        service.certify(kernel, call, second, signing, asked)
