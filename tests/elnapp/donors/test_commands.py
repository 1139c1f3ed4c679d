"""Commands on donors: what is recorded, what is refused, and the state that follows."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from elnapp.donors import queries, service
from elnapp.donors.service import Conclusion, NewConsent, NewScreening
from elnapp.quality import queries as quality
from elnapp.record import Event, Kernel, NotFound, NotPermitted, Refused, Stale
from elnapp.record.verify import verify
from tests.cast import PHYSICIAN, QA, TECHNICIAN, Cast
from tests.elnapp.donors.answers import STUDY
from tests.elnapp.donors.physician import COLLECTED, SIGNED, Donors

STREAM = "donor/D-0001"


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def test_a_donor_is_a_code_and_the_numbers_never_repeat(donors: Donors) -> None:
    assert [donors.enrol(), donors.enrol()] == ["D-0001", "D-0002"]
    assert donors.found("D-0001").state == "enrolled"


def test_a_study_and_a_site_that_do_not_exist(kernel: Kernel, cast: Cast) -> None:
    with pytest.raises(NotFound):
        service.enrol(kernel, cast.call(PHYSICIAN), "SLS", "NCT00000000")


def test_only_the_donor_physician_enrols(kernel: Kernel, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        service.enrol(kernel, cast.call(TECHNICIAN), "SLS", STUDY)


def test_the_way_from_enrolment_to_eligibility(donors: Donors, kernel: Kernel) -> None:
    code = donors.consented()
    assert donors.found(code).state == "consented"
    assert donors.screen(code)["conclusion"] == "ELIGIBLE"
    assert donors.found(code).state == "screening"
    assert donors.determine(code, 1, "ELIGIBLE")["determination"] == 1
    assert donors.found(code).state == "eligible"
    with kernel.reading() as session:
        row = queries.determination_standing(session, STREAM)
        view = queries.determinations(session, STREAM)[0]
    assert row is not None
    assert row.inputs["answers"]["I02"]["inputs"]["weight"] == "70,5"
    assert row.inputs_digest == view.signatures[0].manifest["facts"]["inputs"]
    assert "éligible" in view.signatures[0].manifest["meaning"]["text"]
    assert verify(kernel.stores).broken == []


def test_one_criterion_not_met_makes_ineligible_with_every_finding(
    donors: Donors, kernel: Kernel
) -> None:
    code = donors.consented()
    assert donors.screen(code, E02a__result="reactive", I03__non_smoker="no") == {
        "donor": code, "screening": 1, "conclusion": "INELIGIBLE",
    }  # fmt: skip
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 1)
    failed = {o["code"] for o in row.outcomes if o["status"] == "FAIL"}
    assert failed == {"E02a", "I03"}
    with pytest.raises(Refused) as refused:
        donors.determine(code, 1, "ELIGIBLE", "a good man")
    assert "DON-MILDER" in codes(refused)
    donors.determine(code, 1, "INELIGIBLE")
    assert donors.found(code).state == "screen_failed"


def test_unknown_never_passes(donors: Donors) -> None:
    code = donors.consented()
    assert donors.screen(code, E17__exposed="unknown")["conclusion"] == "INCOMPLETE"


@pytest.mark.parametrize(
    ("said", "reason", "found"),
    [
        ("DEFERRED", None, ["DON-REASON"]),
        ("INELIGIBLE", "", ["DON-REASON"]),
        ("INCOMPLETE", "?", ["DON-MILDER"]),
        ("MAYBE", "?", ["DON-MILDER"]),
    ],
)
def test_a_stricter_conclusion_has_its_reason(
    donors: Donors, said: str, reason: str | None, found: list[str]
) -> None:
    code = donors.consented()
    donors.screen(code)
    with pytest.raises(Refused) as refused:
        donors.determine(code, 1, said, reason)
    assert codes(refused) == found


def test_a_deferral_says_until_when(donors: Donors, kernel: Kernel, cast: Cast) -> None:
    code = donors.consented()
    donors.screen(code)
    with pytest.raises(Refused) as refused:
        service.determine(
            kernel, cast.call(PHYSICIAN, "fever"), code, 1, Conclusion("DEFERRED"),
            cast.proof(PHYSICIAN),
        )  # fmt: skip
    assert codes(refused) == ["DON-UNTIL"]
    donors.determine(code, 1, "DEFERRED", "fever")
    assert donors.found(code).state == "deferred"


def test_a_new_determination_supersedes_and_edits_nothing(
    donors: Donors, kernel: Kernel, eligible_donor: str
) -> None:
    donors.screen(eligible_donor, E11__cancer="yes")
    with pytest.raises(Refused) as refused:
        donors.determine(eligible_donor, 1, "ELIGIBLE")
    assert codes(refused) == ["DON-OLDER"]
    donors.determine(eligible_donor, 2, "INELIGIBLE")
    with kernel.reading() as session:
        newest, first = queries.determinations(session, STREAM)
        standing = queries.determination_standing(session, STREAM)
    assert newest.row.supersedes == first.row.id
    assert first.signed
    assert not first.stands
    assert standing is not None
    assert standing.conclusion == "INELIGIBLE"
    assert donors.found(eligible_donor).state == "screen_failed"


def test_what_the_page_showed_is_what_is_signed(donors: Donors, kernel: Kernel, cast: Cast) -> None:
    code = donors.consented()
    donors.screen(code)
    with pytest.raises(Refused) as refused:
        service.determine(
            kernel, cast.call(PHYSICIAN), code, 1, Conclusion("ELIGIBLE", "0" * 64),
            cast.proof(PHYSICIAN),
        )  # fmt: skip
    assert codes(refused) == ["DON-CHANGED"]


@pytest.mark.parametrize(("signer", "factors"), [(QA, ()), (PHYSICIAN, ("password",))])
def test_a_determination_needs_the_physician_and_two_factors(
    donors: Donors, kernel: Kernel, cast: Cast, signer: str, factors: tuple[str, ...]
) -> None:
    code = donors.consented()
    donors.screen(code)
    with pytest.raises(Refused):
        service.determine(
            kernel, cast.call(PHYSICIAN), code, 1, Conclusion("ELIGIBLE"),
            cast.proof(signer, *factors),
        )  # fmt: skip
    assert donors.found(code).state == "screening"


def test_the_donation_day_moves_the_look_back(donors: Donors, kernel: Kernel) -> None:
    code = donors.consented()
    donors.screen(code)
    donors.donate(code)
    with kernel.reading() as session:
        row = queries.screening(session, STREAM, 1)
        basis = queries.prepared(session, STREAM, row)
    assert basis.donation_on is not None
    assert basis.donation_on.isoformat() == "2026-11-21"
    assert basis.rule == "ELIGIBLE"


def test_answers_that_cannot_be_read_are_refused_at_their_field(
    donors: Donors, kernel: Kernel, cast: Cast
) -> None:
    code = donors.consented()
    with pytest.raises(Refused) as refused:
        donors.screen(code, I01__age="36.5", I02__height="1 m 72")
    assert [f.where for f in refused.value.findings] == ["I01.age", "I02.height"]
    given = NewScreening("another", None, {})
    with pytest.raises(Refused) as refused:
        service.screen(kernel, cast.call(PHYSICIAN), code, given)
    assert codes(refused) == ["DON-PROTOCOL"]


def test_consent_comes_first(donors: Donors, kernel: Kernel, cast: Cast) -> None:
    code = donors.enrol()
    with pytest.raises(NotPermitted):
        donors.screen(code)
    with pytest.raises(NotPermitted):
        donors.donate(code)
    ahead = NewConsent("v3", cast.clock() + timedelta(hours=1), "Europe/Paris", "xx")
    with pytest.raises(Refused) as refused:
        service.consent(kernel, cast.call(PHYSICIAN), code, ahead)
    assert sorted(codes(refused)) == ["DON-FUTURE", "DON-LANGUAGE", "DON-NO-FORM"]


def test_a_withdrawal_holds_the_donor_and_ends_consent(
    donors: Donors, kernel: Kernel, cast: Cast, eligible_donor: str
) -> None:
    def withdraw(scope: str, reason: str | None = "said by telephone") -> dict[str, Any]:
        call = cast.call(PHYSICIAN, reason)
        return service.withdraw(kernel, call, eligible_donor, scope, COLLECTED, "Europe/Paris")

    assert withdraw("IDENTITY_CONTACT")["hold"] is None
    assert donors.found(eligible_donor).state == "eligible"
    with pytest.raises(Refused) as refused:
        withdraw("EVERYTHING", None)
    assert codes(refused) == ["DON-SCOPE", "DON-REASON-MISSING"]
    hold = withdraw("FUTURE_USE_OF_CELLS")["hold"]
    assert donors.found(eligible_donor).state == "withdrawn"
    with kernel.reading() as session:
        assert queries.consent_standing(session, STREAM) is None
        assert [h.number for h in quality.open_holds(session, [STREAM])] == [hold]
    with pytest.raises(NotPermitted):
        donors.donate(eligible_donor)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("A9999 26 000001", "DIN-NO-CHECK"),
        ("A9999 26 000001 9", "DIN-CHECK"),
        ("A9999 62 000001 8", "DIN-CHECK"),
        ("A9999 26 00001 8", "DIN-NO-CHECK"),
        ("O9999 26 000001 8", "DIN-LETTER-O"),
        ("", "DIN-EMPTY"),
    ],
)
def test_a_wrong_donation_number_is_refused_and_is_an_event(
    donors: Donors, kernel: Kernel, typed: str, code: str
) -> None:
    donor = donors.consented()
    with pytest.raises(Refused) as refused:
        donors.donate(donor, typed)
    assert codes(refused) == [code]
    assert refused.value.findings[0].where == "din"
    with kernel.reading() as session:
        last = list(session.exec(select(Event).where(Event.stream == f"donor/{donor}")))[-1]
    assert (code in last.body) == bool(typed)  # nothing typed is nothing to keep


def test_a_donation_by_scan_and_its_number_never_again(donors: Donors, kernel: Kernel) -> None:
    first, second = donors.consented(), donors.consented()
    made = donors.donate(first, "=A99992600000100")
    assert made["din"] == "A999926000001"
    for donor, din, found in [
        (second, "A9999 26 000001 8", "DON-DIN-USED"),
        (first, "A9999 26 000002 6", "DON-SECOND"),
    ]:
        with pytest.raises(Refused) as refused:
            donors.donate(donor, din)
        assert codes(refused) == [found]
        with kernel.reading() as session:
            events = select(Event).where(Event.stream == f"donor/{donor}")
            assert found in list(session.exec(events))[-1].body
    donors.donate(first, "A9999 26 000002 6", collected_at=COLLECTED - timedelta(days=1))
    with kernel.reading() as session:
        dins = [row.din for row in queries.donations(session, STREAM)]
    assert dins == ["A999926000002", "A999926000001"]
    assert verify(kernel.stores).broken == []


def test_the_donation_part_of_the_european_code(donors: Donors) -> None:
    code = donors.consented()
    with pytest.raises(Refused) as refused:
        donors.donate(code, establishment="Saint-Louis")
    assert [f.where for f in refused.value.findings] == ["establishment"]
    assert donors.donate(code, establishment="fr001234")["sec_di"] == "FR001234A999926000001"


def test_a_donation_lies_after_consent_and_not_ahead(donors: Donors, cast: Cast) -> None:
    code = donors.consented()
    for at, found in [
        (SIGNED - timedelta(minutes=1), "DON-BEFORE-CONSENT"),
        (cast.clock() + timedelta(minutes=1), "DON-FUTURE"),
    ]:
        with pytest.raises(Refused) as refused:
            donors.donate(code, collected_at=at)
        assert codes(refused) == [found]
    with pytest.raises(Refused) as refused:
        donors.donate(code, tissue="XX")
    assert codes(refused) == ["DON-TISSUE"]


def test_a_form_from_before_the_last_change_is_stale(
    kernel: Kernel, donors: Donors, cast: Cast
) -> None:
    code = donors.enrol()
    given = donors.signed()
    seq = donors.found(code).seq
    service.consent(kernel, cast.call(PHYSICIAN, seen=seq), code, given)
    with pytest.raises(Stale):
        service.consent(kernel, cast.call(PHYSICIAN, seen=seq), code, given)
