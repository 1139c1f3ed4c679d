"""A donor's way through provisional eligibility, news, moved donations, deferral and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from batches.eligibility import KINDS
from batches.protocol import Protocol
from batches.screening import LabFact
from batches.text import Text
from elnapp.audit.service import layers
from elnapp.documents import queries as documents
from elnapp.documents import service as documents_service
from elnapp.donors import queries, service
from elnapp.donors.queries import eligibility
from elnapp.donors.service import Conclusion, NewInformation, NewScreening
from elnapp.lots import service as lots
from elnapp.lots.service import Wish
from elnapp.people import service as people
from elnapp.people.service import NewStudy
from elnapp.quality import queries as quality
from elnapp.quality import service as quality_service
from elnapp.record import Event, Kernel, NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.release import queries as release
from elnapp.signing import queries as signing
from tests.cast import ADMINISTRATOR, HEAD_QC, PHYSICIAN, PRODUCTION, QA, TECHNICIAN, Cast
from tests.conftest import Clock
from tests.elnapp.donors.answers import DONATION, STUDY, eligible, usual
from tests.elnapp.donors.physician import COLLECTED, SIGNED, Donors

STREAM = "donor/D-0001"
CORD = "NCT03562065"
AWAITED = {"E02c__result": "pending"}


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def held(kernel: Kernel, stream: str = STREAM) -> list[str | None]:
    """The rules of the holds that stand on a donor."""
    with kernel.reading() as session:
        return [hold.rule for hold in quality.open_holds(session, [stream])]


def noted(kernel: Kernel, stream: str = STREAM) -> str:
    """The body of the last event."""
    with kernel.reading() as session:
        return list(session.exec(select(Event).where(Event.stream == stream).order_by("seq")))[
            -1
        ].body


def sound(kernel: Kernel) -> bool:
    """Whether chain, replay and everything computed again agree."""
    return verify(kernel.stores, layers()).broken == []


def news(kernel: Kernel, cast: Cast, code: str, **changed: Any) -> dict[str, Any]:
    """Record that the donor called."""
    given: dict[str, Any] = {
        "kind": "DONOR_CALL", "learned_at": cast.clock(), "zone": "Europe/Paris",
        "source": "Donor line", "told": "Hepatitis A at home",
    } | changed  # fmt: skip
    return service.inform(kernel, cast.call(PHYSICIAN), code, NewInformation(**given))


def test_the_provisional_way_from_awaited_results_to_eligible(
    donors: Donors, kernel: Kernel
) -> None:
    code = donors.consented()
    assert donors.screen(code, **AWAITED)["conclusion"] == "PROVISIONAL"
    with pytest.raises(Refused) as refused:
        donors.conclude(code, 1, "ELIGIBLE", "all will be well")
    assert codes(refused) == ["DON-MILDER"]
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
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.consented()
    donors.screen(code, **AWAITED)
    donors.conclude(code, 1, "PROVISIONAL")
    din = str(donors.donate(code)["din"])
    wish = Wish("clinical", "MSC-AT", "SLS", "MSC-AT-SHORT", "MSC-AT-DP", STUDY, code, din)
    with pytest.raises(Refused) as refused:
        lots.issue(kernel, cast.call(QA), wish)
    # Nobody had confirmed it when the tissue was collected.
    assert codes(refused) == ["LOT-DONOR-STATE", "LOT-HOLD"]
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
    assert codes(refused) == ["LOT-DONOR-STATE", "LOT-HOLD"]


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


def reschedule(
    kernel: Kernel, cast: Cast, code: str, on: date | None, reason: str | None = "theatre closed"
) -> dict[str, Any]:
    return service.reschedule(kernel, cast.call(PHYSICIAN, reason), code, on)


def test_a_moved_donation_is_a_new_outcome_linked_to_the_old(
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.consented()
    exposed = {"E17__exposed": "yes", "E17__last_on": "2025-11-21"}
    assert donors.screen(code, **exposed)["conclusion"] == "INELIGIBLE"
    later = DONATION + timedelta(days=1)
    assert reschedule(kernel, cast, code, later)["conclusion"] == "ELIGIBLE"
    assert "SCR-MOVED" in noted(kernel)
    far = DONATION + timedelta(days=60)
    assert reschedule(kernel, cast, code, far)["conclusion"] == "INCOMPLETE"
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 1)
        first, second = queries.outcomes_of(session, row)
        says = queries.standing(session, row)
    assert (row.conclusion, first.conclusion) == ("INELIGIBLE", "ELIGIBLE")
    assert (first.supersedes, second.supersedes) == (None, first.id)
    assert (says.conclusion, says.donation_on) == ("INCOMPLETE", far)
    assert first.reason == "theatre closed"
    assert sound(kernel)


def test_a_donation_moved_too_far_questions_what_was_determined(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str
) -> None:
    reschedule(kernel, cast, eligible_donor, DONATION + timedelta(days=2))
    assert (donors.found(eligible_donor).state, held(kernel)) == ("eligible", [])
    reschedule(kernel, cast, eligible_donor, DONATION + timedelta(days=90))
    assert donors.found(eligible_donor).state == "questioned"
    assert held(kernel) == ["DON-HOLD-QUESTIONED"]


def test_the_day_of_the_donation_itself_is_computed_by_the_clock_of_its_zone(
    donors: Donors, kernel: Kernel, clock: Clock
) -> None:
    """Half past midnight in Paris on the night of the summer clock: UTC still has the day before."""
    clock.at = datetime(2027, 3, 28, 8, 0, tzinfo=UTC)
    code = donors.consented()
    donors.screen(code)
    donors.donate(code, collected_at=datetime(2027, 3, 27, 23, 30, tzinfo=UTC))
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 1)
        (again,) = queries.outcomes_of(session, row)
    assert again.donation_on == date(2027, 3, 28)
    windows = {o["code"]: o["window"] for o in again.outcomes}
    assert windows["E22"] == ["2026-12-28", "2027-03-28"]
    assert held(kernel) == ["DON-NOT-CLEARED"]


@pytest.mark.parametrize(
    ("on", "reason", "found"),
    [
        (None, "why", ["DON-NO-DAY"]),
        (DONATION, "why", ["DON-SAME-DAY"]),
        (DONATION + timedelta(1), " ", ["DON-REASON-MISSING"]),
    ],
)
def test_a_moved_donation_has_its_day_and_its_reason(
    donors: Donors, kernel: Kernel, cast: Cast, on: date | None, reason: str, found: list[str]
) -> None:
    code = donors.consented()
    donors.screen(code)
    with pytest.raises(Refused) as refused:
        reschedule(kernel, cast, code, on, reason)
    assert codes(refused) == found


def test_a_donation_that_took_place_is_not_planned_again(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str
) -> None:
    donors.donate(eligible_donor)
    with pytest.raises(Refused) as refused:
        reschedule(kernel, cast, eligible_donor, DONATION + timedelta(days=9))
    assert codes(refused) == ["DON-PLANNED-PAST"]
    fresh = donors.consented()
    with pytest.raises(Refused) as refused:
        reschedule(kernel, cast, fresh, DONATION)
    assert codes(refused) == ["DON-NO-SCREENING"]


def test_a_deferral_ends_on_its_day_with_a_new_screening(
    donors: Donors, kernel: Kernel, cast: Cast, clock: Clock
) -> None:
    code = donors.consented()
    donors.screen(code)
    donors.determine(code, 1, "DEFERRED", "fever")
    donors.screen(code)
    assert donors.found(code).state == "deferred"
    with pytest.raises(Refused) as refused:
        donors.conclude(code, 2, "ELIGIBLE")
    assert codes(refused) == ["DON-STILL-DEFERRED"]
    with kernel.reading() as session:
        until = queries.determinations(session, STREAM)[0].row.until
        way = queries.way(session, donors.found(code), clock().date())
    assert way.next is not None
    assert way.next.code == "DON-NEXT-WAIT"
    assert until is not None
    # Midnight in Paris, which UTC reaches two hours later in summer.
    clock.at = datetime(until.year, until.month, until.day, tzinfo=UTC) - timedelta(
        hours=1, minutes=30
    )
    donors.screen(code)
    assert donors.found(code).state == "screening"
    assert sound(kernel)


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


def test_acts_before_the_consent_are_taken_and_held(
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.enrol()
    late = donors.signed(signed_at=datetime(2026, 11, 12, 9, 0, tzinfo=UTC))
    service.consent(kernel, cast.call(PHYSICIAN), code, late)
    donors.screen(code)
    assert held(kernel) == ["DON-ACT-BEFORE-CONSENT"]
    assert "DON-ACT-BEFORE-CONSENT" in noted(kernel)
    donors.screen(code)
    assert held(kernel) == ["DON-ACT-BEFORE-CONSENT"]


def test_a_donation_before_the_consent_is_an_event(donors: Donors, kernel: Kernel) -> None:
    code = donors.consented()
    with pytest.raises(Refused):
        donors.donate(code, collected_at=SIGNED - timedelta(minutes=1))
    assert "DON-BEFORE-CONSENT" in noted(kernel)


def test_a_second_donation_needs_a_screening_of_its_own(
    donors: Donors, kernel: Kernel, eligible_donor: str
) -> None:
    donors.donate(eligible_donor)
    donors.donate(
        eligible_donor, "A9999 26 000002 6", collected_at=COLLECTED + timedelta(days=1, hours=-2)
    )
    assert "DON-OTHER-DONATION" in noted(kernel)
    with kernel.reading() as session:
        first, second = queries.donations(session, STREAM)
        assert queries.covered(session, STREAM, first)
        assert not queries.covered(session, STREAM, second)
    assert donors.found(eligible_donor).state == "eligible"


def test_a_withdrawal_asks_about_what_exists(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str
) -> None:
    donors.donate(eligible_donor)
    for scope in ("FUTURE_USE_OF_CELLS", "STUDY_DATA", "IDENTITY_CONTACT"):
        call = cast.call(PHYSICIAN, "by letter")
        service.withdraw(kernel, call, eligible_donor, scope, COLLECTED, "Europe/Paris")
    with kernel.reading() as session:
        rules = [d.rule for d in quality.open_deviations(session, STREAM)]
    assert rules == ["DON-STOCK", "DON-STOCK"]
    assert held(kernel) == ["DON-WITHDRAWAL", "DON-WITHDRAWAL"]


def newer_form(kernel: Kernel, cast: Cast) -> str:
    """Put a second version of the consent form in force; gives its id."""
    draft = next(
        d for d in documents_service.library() if (d.kind, d.code) == ("consent-form", STUDY)
    )
    again = (
        str(draft.given)
        .replace("version: 1", "version: 2", 1)
        .replace("planned for you", "planned for you,", 1)
    )
    made = documents_service.draft(
        kernel, cast.call(PRODUCTION), documents_service.load_yaml(again), site="SLS"
    )
    version = str(made["id"])
    documents_service.submit(kernel, cast.call(PRODUCTION), version)
    for who in (QA, HEAD_QC):
        documents_service.approve(kernel, cast.call(who), version, cast.proof(who))
    documents_service.make_effective(kernel, cast.call(QA), version, date(2026, 11, 22))
    return version


def test_a_newer_form_asks_for_consent_again(donors: Donors, kernel: Kernel, cast: Cast) -> None:
    code, old = donors.consented(), donors.signed().form
    version = newer_form(kernel, cast)

    def reconsent() -> str | None:
        with kernel.reading() as session:
            found = queries.reconsent(session, donors.found(code), cast.clock().date())
        return found.code if found else None

    assert reconsent() == "DON-RECONSENT"
    today = cast.clock() - timedelta(hours=1)
    service.consent(kernel, cast.call(PHYSICIAN), code, donors.signed(form=old, signed_at=today))
    assert "DON-FORM-OLD" in noted(kernel)
    assert reconsent() == "DON-RECONSENT"
    given = donors.signed(form=version, signed_at=today)
    service.consent(kernel, cast.call(PHYSICIAN), code, given)
    assert reconsent() is None
    with kernel.reading() as session:
        newest = queries.consents(session, STREAM)[-1]
    assert newest.form_version == f"{STUDY} v2"
    assert newest.form_hash is not None


def cord_donor(kernel: Kernel, cast: Cast) -> str:
    """Enrol a mother with her child in the study of the umbilical cord."""
    title = Text("MSC(UC) for lupus", "CSM(UC) pour le lupus")
    study = NewStudy(CORD, "SLS", title, "Promoteur de démonstration", "2026-500001-00-00", "v1.0")
    people.create_study(kernel, cast.call(ADMINISTRATOR), study)
    made = service.enrol(kernel, cast.call(PHYSICIAN), "SLS", CORD)
    with kernel.reading() as session:
        form = queries.forms(session, CORD)[0]
    given = service.NewConsent(form.id, SIGNED, "Europe/Paris", "fr")
    service.consent(kernel, cast.call(PHYSICIAN), str(made["donor"]), given)
    return str(made["donor"])


CORD_FIT = {
    "I01.birth_date": "1994-03-02", "I02.given": "yes", "I02.signed_on": "2026-11-02",
    "I03.weeks": "39", "I04.single": "yes", "E05.temperature": "37,4", "E06.hours": "6",
    "E07.apgar": "10", "E10.healthy": "unknown",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "conclusion"),
    [
        ({}, "PROVISIONAL"),
        ({"E10.healthy": "yes", "E10.seen_on": "2026-12-28"}, "ELIGIBLE"),
        ({"E10.healthy": "yes", "E10.seen_on": "2026-11-30"}, "PROVISIONAL"),
        ({"E10.healthy": "no", "E10.seen_on": "2026-12-28"}, "INELIGIBLE"),
        ({"E08.malformation": "yes"}, "INELIGIBLE"),
        ({"E05.temperature": "38.0"}, "INELIGIBLE"),
        ({"I03.weeks": "36"}, "INELIGIBLE"),
        ({"I01.birth_date": "2008-11-03"}, "INELIGIBLE"),
    ],
)
def test_mother_and_newborn_are_judged_by_the_same_code(
    kernel: Kernel, cast: Cast, changed: dict[str, str], conclusion: str
) -> None:
    code = cord_donor(kernel, cast)
    with kernel.reading() as session:
        version = documents.required(session, "screening", CORD, DONATION)
    protocol = Protocol.from_body(version.body)
    own = CORD_FIT | changed
    given = eligible(protocol)
    for criterion in protocol.criteria:
        asked = {p.name: own.get(f"{criterion.code}.{p.name}", usual(p)) for p in criterion.inputs}
        asked |= {"seen_on": own.get("E10.seen_on", "")} if criterion.code == "E10" else {}
        given[criterion.code]["inputs"] = {n: t for n, t in asked.items() if t}
    made = service.screen(
        kernel, cast.call(PHYSICIAN), code, NewScreening(version.id, DONATION, given)
    )
    assert made["conclusion"] == conclusion
    said = Conclusion(conclusion)
    call, proof = cast.call(PHYSICIAN), cast.proof(PHYSICIAN)
    service.determine(kernel, call, code, 1, said, proof)
    with kernel.reading() as session:
        row = queries.determinations(session, f"donor/{code}")[0].row
    assert row.protocol == f"{CORD} v1"
