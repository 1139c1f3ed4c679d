"""Recording a step: what is taken, what is refused, what it opens."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from elnapp.lots import queries, service
from elnapp.lots.service import Answered
from elnapp.quality import queries as quality
from elnapp.quality import service as holds
from elnapp.record import Conflict, Event, Head, NotFound, NotPermitted, Refused
from tests import cast as people
from tests.elnapp.lots.conftest import READY, Bench

WEIGHED = READY["REC/weigh"]
TOO_HEAVY = {**WEIGHED, "net": "152.0"}


def codes(refused: Refused) -> list[str]:
    return [f.code for f in refused.findings]


def seq(bench: Bench) -> int:
    with bench.house.kernel.reading() as session:
        head = session.get(Head, bench.stream)
    assert head is not None
    return head.seq


def arrived(lot: Bench) -> Bench:
    """Bring the lot to its weighing."""
    lot.record("ISS/authorisations", by=people.PRODUCTION)
    lot.record("REC/identify")
    lot.verify("REC/identify")
    return lot


def test_a_step_is_recorded_with_what_was_relied_on(lot: Bench) -> None:
    arrived(lot).record("REC/weigh")

    with lot.house.kernel.reading() as session:
        found = queries.history(session, lot.stream, "REC/weigh").standing
        order = queries.order(session, lot.stream)
        step = queries.dossier(session, lot.stream)["steps"][2]
    assert found is not None
    assert {n: v.text for n, v in found.values.items()} == WEIGHED
    assert found.values["net"].unit == "g"
    assert found.done_quality == "received"
    relied = step["entries"][0]["relied"]
    assert relied["master"] == order.master_hash
    assert relied["limits"]["net"]["act"] == ["20.0", "120.0"]


def test_the_event_holds_verb_person_entry_and_values(lot: Bench) -> None:
    answer = arrived(lot).record("REC/weigh")

    with lot.house.kernel.reading() as session:
        state = queries.head_state(session, lot.stream)
        found = select(Event).where(col(Event.stream) == lot.stream).order_by(col(Event.seq).desc())
        event = session.scalars(found).first()
    assert event is not None
    body = json.loads(event.body)
    assert (event.verb, event.actor) == ("lots.record", lot.cast.actor(people.TECHNICIAN).id)
    assert body["answer"] == answer
    assert [c["table"] for c in body["changes"]] == ["entry", *["entry_value"] * 4]
    assert state == "in_process"


def test_a_value_outside_its_limits_is_taken_only_with_a_reason(lot: Bench) -> None:
    arrived(lot)
    before = seq(lot)

    with pytest.raises(service.Unconfirmed) as caught:
        lot.record("REC/weigh", TOO_HEAVY)

    assert codes(caught.value) == ["V01"]
    assert seq(lot) == before
    lot.record("REC/weigh", TOO_HEAVY, reason="weighed twice", confirmed=caught.value.tokens)
    with lot.house.kernel.reading() as session:
        opened = quality.open_deviations(session, lot.stream)
    assert [(d.number, d.rule, d.path) for d in opened] == [
        (f"{lot.number}-D01", "V01", "REC/weigh")
    ]


def test_a_confirmation_speaks_of_the_value_that_was_shown(lot: Bench) -> None:
    with pytest.raises(service.Unconfirmed) as caught:
        arrived(lot).record("REC/weigh", TOO_HEAVY)

    with pytest.raises(service.Unconfirmed):
        lot.record(
            "REC/weigh",
            {**WEIGHED, "net": "999.0"},
            reason="weighed twice",
            confirmed=caught.value.tokens,
        )


def test_an_alert_is_noted_and_asks_nothing(lot: Bench) -> None:
    answer = arrived(lot).record("REC/weigh", {**WEIGHED, "net": "80.0"})

    assert answer["deviations"] == []
    with lot.house.kernel.reading() as session:
        found = queries.history(session, lot.stream, "REC/weigh").standing
    assert found is not None
    assert [f["code"] for f in found.findings] == ["V03"]


@pytest.mark.parametrize(("net", "code"), [("-1", "K-NEGATIVE"), ("1e13", "K-ABSURD")])
def test_what_cannot_be_is_refused_and_nothing_is_written(lot: Bench, net: str, code: str) -> None:
    arrived(lot)
    before = seq(lot)

    with pytest.raises(Refused) as caught:
        lot.record("REC/weigh", {**WEIGHED, "net": net})

    assert codes(caught.value) == [code]
    assert seq(lot) == before


def test_more_cells_than_there_are_cannot_be_seeded(lot: Bench) -> None:
    lot.receive()
    lot.passage(0)
    lot.open()

    with pytest.raises(Refused) as caught:
        lot.record(
            "P1/seed",
            {"viable_seeded": "57.3", "vessels": "1", "area": "6360", "seeded_at": lot.day(9)},
        )

    assert codes(caught.value) == ["K-MORE-THAN-EXISTS"]


def test_steps_are_done_in_order(lot: Bench) -> None:
    with pytest.raises(Refused) as caught:
        lot.record("REC/weigh")

    assert codes(caught.value) == ["POS-MISSING", "POS-MISSING"]


def test_a_step_is_recorded_once(lot: Bench) -> None:
    arrived(lot)

    with pytest.raises(Refused) as caught:
        lot.record("REC/identify")

    assert "POS-RECORDED" in codes(caught.value)


def test_a_gate_waits_for_the_deviation(lot: Bench) -> None:
    arrived(lot).confirm("REC/weigh", TOO_HEAVY, "weighed twice")
    lot.verify("REC/weigh")

    with pytest.raises(Refused) as caught:
        lot.sign("REC/accept")

    assert codes(caught.value) == ["POS-DEVIATION"]
    lot.dispose(f"{lot.number}-D01")
    lot.sign("REC/accept")


def test_a_gate_waits_for_a_hold(lot: Bench) -> None:
    call = lot.cast.call(people.QA)
    number = holds.place_hold(lot.house.kernel, call, lot.stream, "growth on a plate")["number"]

    with pytest.raises(Refused) as caught:
        lot.record("ISS/authorisations", by=people.PRODUCTION)

    assert [(f.code, f.params["number"]) for f in caught.value.findings] == [("LOT-HOLD", number)]


def test_another_role_does_not_do_the_step(lot: Bench) -> None:
    with pytest.raises(Refused) as caught:
        lot.record("ISS/authorisations", by=people.TECHNICIAN)

    assert codes(caught.value) == ["STEP-ROLE"]


def test_quality_assurance_records_nothing(lot: Bench) -> None:
    with pytest.raises(NotPermitted):
        lot.record("ISS/authorisations", by=people.QA)


def test_the_same_form_twice_is_one_entry(lot: Bench) -> None:
    kernel, call = lot.house.kernel, lot.cast.call(people.PRODUCTION)
    answered = Answered(
        "ISS/authorisations", lot.values("ISS/authorisations", READY["ISS/authorisations"])
    )

    first = service.record(kernel, call, lot.number, answered)

    assert service.record(kernel, call, lot.number, answered) == first
    no = {
        **answered.values,
        "consent_stands": replace(answered.values["consent_stands"], text="no"),
    }
    with pytest.raises(Conflict):
        service.record(kernel, call, lot.number, replace(answered, values=no))


def test_a_step_of_no_master_and_a_lot_of_no_number_are_not_there(lot: Bench) -> None:
    call = lot.cast.call(people.TECHNICIAN)

    with pytest.raises(Refused) as caught:
        service.record(lot.house.kernel, call, lot.number, Answered("REC/nothing"))
    with pytest.raises(NotFound):
        service.record(lot.house.kernel, call, "AT99-999", Answered("REC/weigh"))

    assert codes(caught.value) == ["POS-STRAY"]


@pytest.mark.parametrize(("hours", "code"), [(1, "STEP-TIME-FUTURE"), (-24, "STEP-TIME-EARLY")])
def test_a_stated_time_lies_between_issue_and_now(lot: Bench, hours: int, code: str) -> None:
    at = lot.clock.at + timedelta(hours=hours)
    values = lot.values("ISS/authorisations", READY["ISS/authorisations"])
    answered = Answered("ISS/authorisations", values, at, "Europe/Paris")

    with pytest.raises(Refused) as caught:
        service.record(lot.house.kernel, lot.cast.call(people.PRODUCTION), lot.number, answered)

    assert codes(caught.value) == [code]


def test_a_signed_step_keeps_its_signature(lot: Bench) -> None:
    arrived(lot).record("REC/weigh")
    lot.verify("REC/weigh")
    lot.sign("REC/accept")

    with lot.house.kernel.reading() as session:
        state = queries.position(session, lot.stream).at("REC/accept")
    assert state is not None
    assert state.state == "done"


def test_a_repetition_opens_within_the_bounds_of_the_master(lot: Bench) -> None:
    with pytest.raises(Refused):
        lot.open()
    lot.receive()

    assert lot.open() == {"phase": "P", "n": 0, "segment": "P0"}
    with pytest.raises(Refused) as caught:
        lot.open()
    assert "POS-MISSING" in codes(caught.value)
    with pytest.raises(Refused) as none:
        lot.open("REC")
    assert codes(none.value) == ["POS-NO-REPEAT"]
