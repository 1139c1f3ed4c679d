"""Deviations and holds: opened by a rule or a person, decided once, by signature."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import event
from sqlmodel import select

from batches.verdict import Finding
from elnapp.quality import queries, service
from elnapp.quality.queries import Filter
from elnapp.quality.service import Assessment
from elnapp.record import Answer, Event, Kernel, NotFound, NotPermitted, Refused, Stale, Tx
from elnapp.signing.queries import digest_of, standing
from tests.cast import ADMINISTRATOR, AUDITOR, QA, TECHNICIAN, Cast

ABOUT = "document/master/MSC-AT-SHORT"
NUMBER = "master-MSC-AT-SHORT-D01"
JUDGED = Assessment("major", "A worn seal", "None: unopened", "None: not released", "Seal changed")
RULE = Finding("V01", {"field_en": "Weight", "field_fr": "Poids"}, "gross", 3)


def _open(kernel: Kernel, cast: Cast) -> str:
    made = service.open_deviation(
        kernel, cast.call(TECHNICIAN), ABOUT, "Seal leaks", "Seen at receipt", 2
    )
    return str(made["number"])


def _open_by_rule(kernel: Kernel, cast: Cast) -> str:
    def do(tx: Tx) -> Answer:
        return {"number": service.open_in(tx, f"{ABOUT}/v1r1", RULE).number}

    call = cast.call(TECHNICIAN)
    answer = kernel.act(call, "quality.open_deviation", do, streams=[ABOUT], request={})
    return str(answer["number"])


def _assessed(kernel: Kernel, cast: Cast) -> str:
    number = _open(kernel, cast)
    service.assess_deviation(kernel, cast.call(QA), number, JUDGED)
    return number


def _read(kernel: Kernel, number: str) -> queries.DeviationView:
    with kernel.reading() as session:
        found = queries.deviation(session, number)
    assert found is not None
    return found


def _codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f.code for f in caught.value.findings]


def test_a_deviation_is_opened_assessed_and_decided(kernel: Kernel, cast: Cast) -> None:
    number = _assessed(kernel, cast)
    call = cast.call(QA, "seal was outside the sterile barrier")
    service.dispose_deviation(kernel, call, number, "acceptable", cast.proof(QA))
    found = _read(kernel, number)
    assert (number, found.state, found.conclusion) == (NUMBER, "closed", "acceptable")
    assert found.severity == "major"
    with kernel.reading() as session:
        assert queries.open_deviations(session, ABOUT) == []
        assert [s.meaning for s in standing(session, ABOUT, [found.address])] == ["DISPOSED"]


def test_a_rule_opens_one_inside_a_command_and_keeps_its_finding(
    kernel: Kernel, cast: Cast
) -> None:
    found = _read(kernel, _open_by_rule(kernel, cast))
    assert (found.rule, found.weight, found.about) == ("V01", 3, f"{ABOUT}/v1r1")
    assert found.finding == RULE.plain()
    assert found.fact().open


def test_a_lower_class_than_the_rule_gave_wants_a_reason(kernel: Kernel, cast: Cast) -> None:
    number = _open_by_rule(kernel, cast)
    with pytest.raises(Refused) as caught:
        service.assess_deviation(kernel, cast.call(QA), number, JUDGED)
    assert _codes(caught) == ["QUAL-CLASS"]
    service.assess_deviation(kernel, cast.call(QA, "the scale was off"), number, JUDGED)
    assert _read(kernel, number).state == "assessed"


def test_impact_on_patients_is_always_written(kernel: Kernel, cast: Cast) -> None:
    number = _open(kernel, cast)
    silent = Assessment("minor", "A worn seal", "None", "  ")
    with pytest.raises(Refused) as caught:
        service.assess_deviation(kernel, cast.call(QA), number, silent)
    assert [f.where for f in caught.value.findings] == ["impact_patient"]


def test_only_quality_assurance_decides(kernel: Kernel, cast: Cast) -> None:
    number = _assessed(kernel, cast)
    with pytest.raises(NotPermitted):
        service.assess_deviation(kernel, cast.call(TECHNICIAN), number, JUDGED)
    with pytest.raises(NotPermitted):
        service.dispose_deviation(
            kernel, cast.call(TECHNICIAN), number, "acceptable", cast.proof(TECHNICIAN)
        )
    with pytest.raises(NotPermitted):
        service.open_deviation(kernel, cast.call(AUDITOR), ABOUT, "x", "y", 1)


def test_it_is_assessed_before_it_is_decided_and_decided_once(kernel: Kernel, cast: Cast) -> None:
    number = _open(kernel, cast)
    with pytest.raises(Refused) as early:
        service.dispose_deviation(kernel, cast.call(QA), number, "acceptable", cast.proof(QA))
    service.assess_deviation(kernel, cast.call(QA), number, JUDGED)
    with pytest.raises(Refused) as unknown:
        service.dispose_deviation(kernel, cast.call(QA), number, "whatever", cast.proof(QA))
    service.dispose_deviation(kernel, cast.call(QA), number, "reject", cast.proof(QA))
    with pytest.raises(Refused) as again:
        service.assess_deviation(kernel, cast.call(QA), number, JUDGED)
    assert _codes(early) == _codes(again) == ["QUAL-STATE"]
    assert _codes(unknown) == ["QUAL-CONCLUSION"]


def test_a_decision_needs_both_factors_and_what_was_shown(kernel: Kernel, cast: Cast) -> None:
    number = _assessed(kernel, cast)
    with pytest.raises(Refused) as caught:
        service.dispose_deviation(
            kernel, cast.call(QA), number, "acceptable", cast.proof(QA, "password")
        )
    assert _codes(caught) == ["SIG-FACTOR"]
    with kernel.reading() as session:
        shown = digest_of(session, _read(kernel, number).address)
    service.assess_deviation(kernel, cast.call(QA), number, JUDGED)
    with pytest.raises(Stale):
        service.dispose_deviation(
            kernel, cast.call(QA), number, "acceptable", cast.proof(QA), shown=shown
        )
    assert _read(kernel, number).state == "assessed"


def test_the_same_form_twice_opens_one(kernel: Kernel, cast: Cast) -> None:
    call = cast.call(TECHNICIAN)
    first = service.open_deviation(kernel, call, ABOUT, "Seal", "Leaks", 2)
    assert service.open_deviation(kernel, call, ABOUT, "Seal", "Leaks", 2) == first


def test_opening_one_inside_a_command_is_cheap(kernel: Kernel, cast: Cast) -> None:
    said: list[str] = []
    _open_by_rule(kernel, cast)

    def do(tx: Tx) -> Answer:
        listen = (kernel.stores.write, "before_cursor_execute", _keep)
        event.listen(*listen)
        service.open_in(tx, ABOUT, RULE)
        event.remove(*listen)
        return {}

    def _keep(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    kernel.act(cast.call(TECHNICIAN), "quality.open_deviation", do, streams=[ABOUT], request={})
    assert len(said) <= 2


def test_a_hold_stands_until_it_is_lifted_by_signature(kernel: Kernel, cast: Cast) -> None:
    made = service.place_hold(kernel, cast.call(QA), ABOUT, "growth on a plate")
    number = str(made["number"])
    with kernel.reading() as session:
        assert [h.number for h in queries.open_holds(session, [ABOUT])] == [number]
    with pytest.raises(NotPermitted):
        service.lift_hold(kernel, cast.call(TECHNICIAN), number, "why not", cast.proof(TECHNICIAN))
    service.lift_hold(kernel, cast.call(QA), number, "plate was mislabelled", cast.proof(QA))
    with kernel.reading() as session:
        assert queries.open_holds(session, [ABOUT]) == []
        assert [h.state for h in queries.holds(session, [ABOUT])] == ["lifted"]
    with pytest.raises(Refused) as caught:
        service.lift_hold(kernel, cast.call(QA), number, "again", cast.proof(QA))
    assert _codes(caught) == ["QUAL-LIFTED"]


def test_a_hold_wants_a_reason(kernel: Kernel, cast: Cast) -> None:
    with pytest.raises(Refused) as caught:
        service.place_hold(kernel, cast.call(QA), ABOUT, "  ")
    assert _codes(caught) == ["QUAL-EMPTY"]


def test_what_a_person_may_not_see_is_not_found(kernel: Kernel, cast: Cast) -> None:
    number = _open(kernel, cast)
    stranger, reader = cast.actor(ADMINISTRATOR), cast.actor(AUDITOR)
    with kernel.reading() as session:
        assert queries.deviation_list(session, stranger, Filter()) == []
        assert queries.resolve(session, stranger, "MSC-AT-SHORT") is None
        assert queries.resolve(session, reader, "MSC-AT-SHORT") == ABOUT
        assert queries.resolve(session, reader, "../x y") is None
        assert [d.number for d in queries.deviation_list(session, reader, Filter("open"))] == [
            number
        ]
        with pytest.raises(NotFound):
            queries.deviation_page(session, stranger, number)


def test_the_event_says_who_decided_and_why(kernel: Kernel, cast: Cast) -> None:
    number = _assessed(kernel, cast)
    service.dispose_deviation(
        kernel, cast.call(QA, "no contact"), number, "no_impact", cast.proof(QA)
    )
    with kernel.reading() as session:
        found = select(Event).where(Event.stream == ABOUT).order_by(Event.seq)  # type: ignore[arg-type]
        body = json.loads(session.exec(found).all()[-1].body)
    assert (body["verb"], body["reason"]) == ("quality.dispose_deviation", "no contact")
    assert {c["table"] for c in body["changes"]} == {"deviation_step", "signature"}
