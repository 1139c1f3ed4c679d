"""A donor's way through provisional eligibility, news, moved donations, deferral and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from batches.eligibility import KINDS
from batches.screening import LabFact
from elnapp.demo import receipt
from elnapp.demo.story import Story
from elnapp.donors import queries, service
from elnapp.donors.queries import eligibility
from elnapp.donors.service import NewScreening
from elnapp.lots import service as lots
from elnapp.lots.service import Wish
from elnapp.quality import queries as quality
from elnapp.quality import service as quality_service
from elnapp.record import Event, Kernel, NotPermitted, Refused
from elnapp.release import queries as release
from elnapp.signing import queries as signing
from elnapp.web.house import House
from tests.cast import HEAD_QC, PHYSICIAN, QA, TECHNICIAN, Cast
from tests.elnapp.donors.answers import DONATION, STUDY
from tests.elnapp.donors.looking import STREAM, codes, held, news, noted, reschedule, sound
from tests.elnapp.donors.physician import COLLECTED, Donors

AWAITED = {"E02c__result": "pending"}


def test_the_provisional_way_from_awaited_results_to_eligible(
    donors: Donors, kernel: Kernel
) -> None:
    code = donors.consented()
    assert donors.screen(code, **AWAITED)["conclusion"] == "PROVISIONAL"
    with pytest.raises(Refused) as refused:
        donors.conclude(code, 1, "ELIGIBLE", "all will be well")
    assert "DON-MILDER" in codes(refused)
    donors.conclude(code, 1, "PROVISIONAL")
    assert donors.found(code).state == "screening"
    donors.confirm(code, 1)
    assert donors.found(code).state == "provisional"
    donors.donate(code)
    assert donors.found(code).state == "collected"
    on = DONATION.isoformat()
    donors.screen(code, E02c__result="pending", E02c__sampled_on=on)
    assert (donors.found(code).state, held(kernel)) == ("pending", [])
    donors.screen(code, E02c__sampled_on=on)
    assert donors.found(code).state == "pending"
    donors.determine(code, 3, "ELIGIBLE")
    assert (donors.found(code).state, held(kernel)) == ("eligible", [])
    assert sound(kernel)


def test_a_lot_is_made_in_quarantine_from_a_provisional_donor_and_the_gate_stays_shut(
    donors: Donors, kernel: Kernel, cast: Cast, house: House
) -> None:
    code = donors.consented()
    donors.screen(code, **AWAITED)
    donors.conclude(code, 1, "PROVISIONAL")
    din = str(donors.donate(code)["din"])
    receipt.receive(Story.begin(house, COLLECTED + timedelta(minutes=30)), code, din, COLLECTED)
    wish = Wish("clinical", "MSC-AT", "SLS", "MSC-AT-SHORT", "MSC-AT-DP", STUDY, code, din)
    with pytest.raises(Refused) as refused:
        lots.issue(kernel, cast.call(QA), wish)
    # Nobody had confirmed it when the tissue was collected.
    assert set(codes(refused)) == {"LOT-DONOR-STATE", "LOT-HOLD"}
    donors.confirm(code, 1)
    with kernel.reading() as session:
        (hold,) = quality.open_holds(session, [STREAM])
    quality_service.lift_hold(kernel, cast.call(QA), hold.number, "confirmed since", cast.proof(QA))
    number = lots.issue(kernel, cast.call(QA), wish)["lot"]
    with kernel.reading() as session:
        report = release.gate(session, f"lot/{number}", cast.clock())
    answer = next(a for a in report.answers if a.code == "G06")
    assert (answer.status, [f.code for f in answer.findings]) == ("FAIL", ["G06-PROVISIONAL"])
    news(kernel, cast, code)
    with kernel.reading() as session:
        report = release.gate(session, f"lot/{number}", cast.clock())
    shut = {f.code for a in report.answers if a.status == "FAIL" for f in a.findings}
    assert {"G06-INFORMATION", "G21-HOLD"} <= shut
    with pytest.raises(Refused) as refused:
        lots.issue(kernel, cast.call(QA), wish)
    assert {"LOT-DONOR-STATE", "LOT-HOLD"} <= set(codes(refused))


def test_a_signature_covers_a_later_column_only_where_it_holds_something(
    donors: Donors, kernel: Kernel
) -> None:
    """What was signed before the column existed keeps its digest."""
    code = donors.consented()
    donors.screen(code)
    with kernel.reading() as session:
        found = signing.content(session, STREAM, (STREAM,))
    assert "laboratory" not in found["screening"][0]
    assert found["consent"][0]["form_hash"]


def test_a_reactive_result_under_provisional_eligibility_holds_at_once(
    donors: Donors, kernel: Kernel
) -> None:
    code = donors.consented()
    donors.screen(code, **AWAITED)
    donors.determine(code, 1, "PROVISIONAL")
    donors.donate(code)
    donors.screen(code, E02c__result="reactive")
    assert donors.found(code).state == "questioned"
    assert held(kernel) == ["DON-HOLD-QUESTIONED"]
    donors.determine(code, 2, "INELIGIBLE")
    assert donors.found(code).state == "ineligible"


def test_a_closing_conclusion_counts_at_the_first_signature(donors: Donors) -> None:
    code = donors.consented()
    donors.screen(code, I02__weight="49,9", I02__height="172")
    with pytest.raises(Refused):
        donors.conclude(code, 1, "ELIGIBLE")
    donors.conclude(code, 1, "INELIGIBLE")
    assert donors.found(code).state == "screen_failed"


def test_a_donor_below_fifty_kilograms_is_said_in_a_sentence(
    donors: Donors, kernel: Kernel
) -> None:
    code = donors.consented()
    assert donors.screen(code, I02__weight="49,9")["conclusion"] == "INELIGIBLE"
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 1)
    failed = [o for o in row.outcomes if o["status"] == "FAIL"]
    assert [o["code"] for o in failed] == ["E01"]
    assert failed[0]["findings"][0]["code"] == "SCR-NOT-MET"
    assert "SCR-NOT-MET" in last_event(kernel)
    with pytest.raises(Refused) as refused:
        donors.conclude(code, 1, "ELIGIBLE")
    assert "DON-MILDER" in codes(refused)


def test_a_criterion_left_unknown_is_said_and_what_is_given_all_the_same_is_held(
    donors: Donors, kernel: Kernel
) -> None:
    code = donors.consented()
    assert donors.screen(code, E05__systolic="")["conclusion"] == "INCOMPLETE"
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 1)
    (open_one,) = [o for o in row.outcomes if o["status"] == "UNKNOWN"]
    assert open_one["code"] == "E05"
    assert open_one["findings"][0]["code"] in last_event(kernel)
    with pytest.raises(Refused) as refused:
        donors.conclude(code, 1, "ELIGIBLE")
    assert "DON-MILDER" in codes(refused)
    donors.donate(code)
    assert held(kernel) == ["DON-NOT-CLEARED"]


def last_event(kernel: Kernel) -> str:
    """The body of the newest event of the donor."""
    with kernel.reading() as session:
        found = select(Event).where(Event.stream == STREAM).order_by(col(Event.seq))
        return list(session.scalars(found))[-1].body


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_news_questions_an_eligible_donor_and_holds_it_in_the_same_command(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str, kind: str
) -> None:
    made = news(kernel, cast, eligible_donor, kind=kind)
    assert made["questioned"]
    assert donors.found(eligible_donor).state == "questioned"
    assert held(kernel) == ["DON-HOLD-QUESTIONED"]
    assert "DON-Q-INFORMATION" in noted(kernel)
    # A second one finds the hold there; the first determination is never edited.
    news(kernel, cast, eligible_donor)
    assert held(kernel) == ["DON-HOLD-QUESTIONED"]
    donors.determine(eligible_donor, 1, "ELIGIBLE")
    with kernel.reading() as session:
        newest, first = queries.determinations(session, STREAM)
    assert len(newest.row.inputs["information"]) == 2
    assert first.row.inputs["information"] == []
    assert donors.found(eligible_donor).state == "eligible"
    assert sound(kernel)


def test_quality_assurance_lifts_the_hold_and_it_comes_back_only_with_more_news(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str
) -> None:
    news(kernel, cast, eligible_donor)
    donors.determine(eligible_donor, 1, "ELIGIBLE")
    with kernel.reading() as session:
        (hold,) = quality.open_holds(session, [STREAM])
    call, proof = cast.call(QA), cast.proof(QA)
    quality_service.lift_hold(kernel, call, hold.number, "assessed", proof)
    assert held(kernel) == []
    donors.donate(eligible_donor)
    assert held(kernel) == []
    news(kernel, cast, eligible_donor)
    assert held(kernel) == ["DON-HOLD-QUESTIONED"]


def test_news_without_a_determination_questions_nothing(
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.consented()
    assert not news(kernel, cast, code)["questioned"]
    assert (donors.found(code).state, held(kernel)) == ("consented", [])


def test_news_says_what_is_missing(donors: Donors, kernel: Kernel, cast: Cast) -> None:
    code = donors.consented()
    with pytest.raises(Refused) as refused:
        news(
            kernel, cast, code, kind="RUMOUR", source=" ", told="",
            learned_at=cast.clock() + timedelta(minutes=1),
        )  # fmt: skip
    assert codes(refused) == ["DON-KIND", "DON-FUTURE", "DON-EMPTY", "DON-EMPTY"]


def test_the_laboratory_can_question_a_donor_through_the_one_seam(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fact = LabFact("E02c", "FAIL", f"{STREAM}/marker/1")
    monkeypatch.setattr(eligibility, "laboratory", lambda _session, _stream: (fact,))
    donors.donate(eligible_donor)
    assert donors.found(eligible_donor).state == "questioned"
    assert held(kernel) == ["DON-HOLD-QUESTIONED"]
    with kernel.reading() as session:
        basis = queries.prepared(session, STREAM, queries.screening(session, STREAM, 1))
    assert basis.rule == "INELIGIBLE"
    assert basis.inputs["laboratory"][0]["address"] == fact.address


def test_confirming_what_has_changed_since_is_refused_and_recorded(
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.consented()
    donors.screen(code)
    donors.conclude(code, 1, "ELIGIBLE")
    reschedule(kernel, cast, code, DONATION + timedelta(days=2))
    with pytest.raises(Refused) as refused:
        donors.confirm(code, 1)
    assert codes(refused) == ["DON-INPUTS-MOVED"]
    assert "DON-INPUTS-MOVED" in noted(kernel)
    assert donors.found(code).state == "screening"
    donors.conclude(code, 1, "ELIGIBLE")
    with pytest.raises(Refused) as refused:
        donors.confirm(code, 1)
    assert codes(refused) == ["DON-SUPERSEDED"]
    donors.confirm(code, 2)
    with pytest.raises(Refused) as refused:
        donors.confirm(code, 2)
    assert codes(refused) == ["DON-CONFIRMED"]


def test_only_quality_assurance_confirms(donors: Donors) -> None:
    code = donors.consented()
    donors.screen(code)
    donors.conclude(code, 1, "ELIGIBLE")
    for who in (PHYSICIAN, TECHNICIAN, HEAD_QC):
        with pytest.raises(NotPermitted):
            donors.confirm(code, 1, who)


def test_answers_over_a_protocol_no_longer_in_force_are_refused_and_recorded(
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.consented()
    with pytest.raises(Refused) as refused:
        service.screen(kernel, cast.call(PHYSICIAN), code, NewScreening("of yesterday", None, {}))
    assert codes(refused) == ["DON-PROTOCOL"]
    assert "DON-PROTOCOL" in noted(kernel)


def test_each_answer_keeps_who_gave_it(donors: Donors, kernel: Kernel, cast: Cast) -> None:
    code = donors.consented()
    donors.screen(code)
    donors.screen(code, E11__cancer="unknown")
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 2)
        (first, second) = (queries.screening(session, STREAM, n).answers for n in (1, 2))
    assert {a["by"] for a in row.answers.values()} == {cast.actor(PHYSICIAN).id}
    assert [code for code in first if first[code] != second[code]] == ["E11"]
    assert row.answers["E11"]["by_name"] == "Dr Denis Garnier"


def test_transcribed_results_are_compared_by_the_second_person(donors: Donors) -> None:
    code = donors.consented()
    donors.screen(code)
    donors.conclude(code, 1, "ELIGIBLE")

    with pytest.raises(Refused) as refused:
        donors.confirm(code, 1, compared=False)
    assert codes(refused) == ["DON-NOT-COMPARED"]
    assert donors.found(code).state == "screening"

    donors.confirm(code, 1)
    assert donors.found(code).state == "eligible"
