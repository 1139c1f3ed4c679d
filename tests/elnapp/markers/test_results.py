"""Samples, results, their verification and conclusions, as commands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from elnapp.audit.service import layers
from elnapp.donors.queries import donation_day
from elnapp.markers import queries, service
from elnapp.markers.models import MarkerSample
from elnapp.markers.service import NewSample, Unconfirmed
from elnapp.quality import queries as quality
from elnapp.record import Event, NotPermitted, Refused
from elnapp.record.capture import allowed_to_write
from elnapp.record.verify import verify
from tests.cast import ANALYST, PHYSICIAN, QA, TECHNICIAN
from tests.conftest import Clock
from tests.elnapp.donors.physician import COLLECTED, Donors
from tests.elnapp.markers.desk import DEMANDED, Desk


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def said_in_events(desk: Desk, stream: str) -> set[str]:
    with desk.kernel.reading() as session:
        bodies = session.scalars(select(Event.body).where(Event.stream == stream)).all()
    return {code for code in ("MRK-SAMPLE-DAYS", "MRK-KIT-EXPIRED", "MRK-OTHER-CODE", "MRK-LATE",
                              "MRK-OWN", "MRK-FILE-TWICE", "MRK-LABEL-USED")
            if any(f'"{code}"' in body for body in bodies)}  # fmt: skip


def test_a_clean_panel_passes_every_criterion_only_once_it_is_verified(given: Desk) -> None:
    lines = [given.line(a) for a in DEMANDED]
    given.take(given.receive(lines))
    assert given.standing().standing.conclusion == "PENDING"
    given.verify(*(v.row.n for v in given.board().results))
    view = given.standing()
    assert view.standing.conclusion == "NEGATIVE"
    assert set(view.criteria.values()) == {"PASS"}
    assert view.plain()["protocol_hash"] == view.version.hash
    with given.kernel.reading() as session:
        assert quality.open_holds(session, [given.stream]) == []
    assert verify(given.kernel.stores, layers()).broken == []


def test_a_result_keeps_all_that_is_asked_of_a_test_record(given: Desk) -> None:
    given.result("HBSAG", text="0.12", number=Decimal("0.12"), unit="S/CO")
    (view,) = given.board().results
    row = view.row
    assert (row.kit_name, row.ce_status, row.lot) == (
        "Multi-serology (demonstration)", "CE 0000 (IVDR, class D)", "S1",
    )  # fmt: skip
    assert (row.authorisation, row.specimen, row.lot_expires_on) == (
        "DEMO-QBD-0001", "serum", date(2027, 6, 30),
    )  # fmt: skip
    assert (str(row.number), row.unit, row.validator) == ("0.12", "S/CO", "Dr Lab")
    assert row.sampled_at < row.received_at <= row.tested_at


def test_nobody_verifies_an_own_result(given: Desk) -> None:
    n = given.result("HBSAG")["result"]
    with pytest.raises(Refused) as refused:
        given.verify(n, by=PHYSICIAN)
    assert codes(refused) == ["MRK-OWN"]
    assert "MRK-OWN" in said_in_events(given, given.stream)
    given.verify(n)
    with pytest.raises(Refused) as refused:
        given.verify(n)
    assert codes(refused) == ["MRK-SUPERSEDED"]


@pytest.mark.parametrize("login", [TECHNICIAN, ANALYST])
def test_markers_are_for_those_who_answer_for_the_donor(given: Desk, login: str) -> None:
    call = given.cast.call(login)
    with pytest.raises(NotPermitted):
        service.enter(given.kernel, call, given.code, given.new("HBSAG"), donation_day)


def test_a_correction_keeps_the_old_result_with_its_reason(given: Desk) -> None:
    n = given.result("ANTI-HBC", "REACTIVE")["result"]
    call = given.cast.call(PHYSICIAN, "wrong line of the report")
    new = given.new("ANTI-HBC")
    service.correct(given.kernel, call, given.code, n, new, donation_day)
    old, now = given.board().results
    assert (old.standing, now.standing, now.row.supersedes) == (False, True, old.row.id)
    assert now.row.reason == "wrong line of the report"
    with pytest.raises(Refused) as refused:
        service.correct(given.kernel, given.cast.call(PHYSICIAN, "?"), given.code, n, new,
                        donation_day)  # fmt: skip
    assert codes(refused) == ["MRK-SUPERSEDED"]
    with pytest.raises(Refused) as refused:
        service.correct(given.kernel, given.cast.call(PHYSICIAN), given.code, 2, new, donation_day)
    assert codes(refused) == ["MRK-REASON"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"analyte": "HBSAG2"}, "MRK-ANALYTE"),
        ({"kit": "NOBODY"}, "MRK-KIT"),
        ({"lot": "S9"}, "MRK-LOT"),
        ({"laboratory": "GARAGE"}, "MRK-LABORATORY"),
        ({"confirmatory": "POSITIVE"}, "MRK-NOT-REACTIVE"),
        ({"validator": " "}, "MRK-VALIDATOR"),
        ({"sample": "D-0009-P01"}, "MRK-SAMPLE-UNKNOWN"),
        ({"received_at": COLLECTED - timedelta(days=1)}, "MRK-TIMES"),
        ({"tested_at": COLLECTED + timedelta(days=9)}, "MRK-FUTURE"),
        ({"number": Decimal(1), "unit": "mg"}, "MRK-UNIT"),
    ],
)
def test_what_cannot_be_is_refused_with_its_sentence(
    given: Desk, changed: dict[str, object], found: str
) -> None:
    with pytest.raises(Refused) as refused:
        given.result("HBSAG", **changed)
    assert found in codes(refused)
    assert given.board().results == ()


def test_a_sample_eight_days_after_the_donation_is_taken_said_and_counts_for_nothing(
    given: Desk, clock: Clock
) -> None:
    clock.at = COLLECTED + timedelta(days=9)
    answer = given.sample(COLLECTED + timedelta(days=8))
    assert [f["code"] for f in answer["findings"]] == ["MRK-SAMPLE-DAYS"]
    assert answer["findings"][0]["params"]["days"] == 8
    assert "MRK-SAMPLE-DAYS" in said_in_events(given, given.stream)
    late = replace_sample(given, "HCV-RNA", answer["sample"], clock)
    given.verify(late)
    (hcv,) = (m for m in given.standing().standing.markers if m.code == "HCV")
    assert "MRK-WINDOW" in {f.code for f in hcv.findings}
    assert given.standing().criteria["E02b"] == "UNKNOWN"


def replace_sample(desk: Desk, analyte: str, sample: str, clock: Clock) -> int:
    at = clock.at - timedelta(hours=1)
    made = desk.result(analyte, sample=sample, received_at=at, tested_at=at)
    return int(made["result"])


def test_a_repeat_sample_after_half_a_year_is_in_its_place(given: Desk, clock: Clock) -> None:
    clock.at = COLLECTED + timedelta(days=190)
    assert given.sample(COLLECTED + timedelta(days=180))["findings"] == []


def test_a_kit_out_of_date_is_confirmed_recorded_opens_a_deviation_and_never_helps(
    given: Desk,
) -> None:
    with pytest.raises(Unconfirmed) as unconfirmed:
        given.result("HBSAG", lot="OLD")
    assert codes(unconfirmed) == ["MRK-KIT-EXPIRED"]
    assert given.board().results == ()
    made = given.result("HBSAG", lot="OLD", confirmed=unconfirmed.value.token)
    assert made["deviations"] == [f"{given.code}-D01"]
    assert "MRK-KIT-EXPIRED" in said_in_events(given, given.stream)
    given.verify(made["result"])
    (hbv,) = (m for m in given.standing().standing.markers if m.code == "HBV")
    assert hbv.readings["HBSAG"] == "missing"
    assert "MRK-UNSOUND" in {f.code for f in hbv.findings}


def test_a_laboratory_without_authorisation_never_helps(given: Desk) -> None:
    with pytest.raises(Unconfirmed) as unconfirmed:
        given.result("HBSAG", laboratory="LAB-OLD")
    assert codes(unconfirmed) == ["MRK-AUTHORISATION"]


def test_a_reactive_result_after_the_donation_holds_the_donor_once_a_marker(given: Desk) -> None:
    first = given.result("HIV-AGAB", "REACTIVE")
    assert first["hold"] == f"{given.code}-H01"
    assert given.result("HIV-RNA", "REACTIVE")["hold"] is None
    assert given.result("ANTI-HCV", "REACTIVE")["hold"] == f"{given.code}-H02"
    assert given.result("HBSAG")["hold"] is None
    assert given.result("HEV-IGG", "REACTIVE")["hold"] is None
    with given.kernel.reading() as session:
        holds = quality.open_holds(session, [given.stream])
    assert {h.rule for h in holds} == {"MRK-LATE"}
    assert "VIH" not in holds[0].reason, "a hold is read by people who may not know which"


def test_before_the_donation_a_positive_fails_the_screening_without_a_hold(desk: Desk) -> None:
    desk.sample(COLLECTED - timedelta(days=3))
    made = desk.result("ANTI-HBC", "REPEAT_REACTIVE", confirmatory="POSITIVE")
    assert made["hold"] is None
    desk.verify(made["result"])
    assert desk.standing("collection").criteria["E02a"] == "FAIL"


def test_the_physician_concludes_on_igm_and_a_new_result_asks_again(given: Desk) -> None:
    given.clean("TOXO-IGM")
    with pytest.raises(Refused) as refused:
        _conclude(given)
    assert codes(refused) == ["MRK-NO-OPINION"]
    numbers = [given.result(a, said)["result"] for a, said in (
        ("TOXO-IGM", "REPEAT_REACTIVE"), ("TOXO-AVIDITY", "REACTIVE"))]  # fmt: skip
    pcr = given.result("TOXO-PCR", kit="NAT-DEMO", lot="N1")["result"]
    given.verify(*numbers, pcr)
    assert given.standing().criteria["E03a"] == "UNKNOWN"
    _conclude(given)
    assert given.standing().criteria["E03a"] == "PASS"
    given.verify(given.result("TOXO-IGG", "REACTIVE")["result"])
    assert given.standing().criteria["E03a"] == "UNKNOWN"


def _conclude(desk: Desk) -> None:
    call = desk.cast.call(PHYSICIAN, "avidity 62 %, PCR negative")
    said = "no_active_infection"
    service.conclude(desk.kernel, call, desk.code, "TOXO", said, donation_day)


def test_fluids_before_the_sample_decide_whether_it_counts(given: Desk) -> None:
    given.clean()
    heavy = _corrected(given, "given", "70", "0", "0", "3000")
    assert (heavy.dilution_verdict, heavy.dilution["formula"]) == ("DILUTED", "plasma_dilution")
    assert given.standing().standing.conclusion == "UNRESOLVED"
    light = _corrected(given, "given", "70", "0", "0", "500")
    assert (light.dilution_verdict, light.version) == ("ACCEPTED", 3)
    assert given.standing().standing.conclusion == "NEGATIVE"
    with pytest.raises(Refused) as refused:
        _corrected(given, "given", None, None, "0", "-1")
    assert codes(refused) == ["MRK-WEIGHT", "MRK-FLUIDS-MISSING", "MRK-VOLUME"]
    assert verify(given.kernel.stores, layers()).broken == []


def _corrected(desk: Desk, fluids: str, *numbers: str | None) -> MarkerSample:
    weight, blood, colloids, crystalloids = (None if n is None else Decimal(n) for n in numbers)
    given = NewSample("", "serum", COLLECTED - timedelta(minutes=20), "Europe/Paris", fluids,
                      weight, blood, colloids, crystalloids)  # fmt: skip
    call = desk.cast.call(PHYSICIAN, "anaesthesia sheet read again")
    which = f"{desk.code}-P01"
    service.correct_sample(desk.kernel, call, desk.code, which, given, donation_day)
    found = desk.board().sample(which)
    assert found is not None
    return found


def test_verification_finds_a_dilution_that_its_inputs_do_not_say(given: Desk) -> None:
    """The seeded defect: a verdict changed by hand, with the event's own text left alone."""
    stores = given.kernel.stores
    with stores.write.begin() as connection, allowed_to_write(connection):
        connection.exec_driver_sql("DROP TRIGGER marker_sample_no_update")
        connection.exec_driver_sql("UPDATE marker_sample SET dilution_verdict = 'DILUTED'")
    with given.kernel.reading() as session:
        assert len(list(queries.misjudged(session, given.stream))) == 1


def test_a_label_belongs_to_one_sample(given: Desk, donors: Donors) -> None:
    given.sample(label="TUBE-77")
    other = Desk(given.house, given.cast, donors.consented())
    with pytest.raises(Refused) as refused:
        other.sample(label="TUBE-77")
    assert codes(refused) == ["MRK-LABEL-USED"]
    assert "MRK-LABEL-USED" in said_in_events(other, other.stream)


@pytest.mark.parametrize(
    ("drawn", "day"),
    [
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),  # clocks go forward
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),  # clocks go back
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2024, 2, 28, 23, 30, tzinfo=UTC), date(2024, 2, 29)),  # leap day
    ],
)
def test_the_day_of_a_sample_is_the_civil_day_of_the_site(
    desk: Desk, drawn: datetime, day: date
) -> None:
    desk.sample(drawn)
    with desk.kernel.reading() as session:
        assert _newest(session).drawn_on == day


def _newest(session: Session) -> MarkerSample:
    found = select(MarkerSample).order_by(col(MarkerSample.recorded_at).desc())
    row = session.exec(found).first()
    assert row is not None
    return row


def test_requests_name_analytes_and_a_laboratory_of_the_register(desk: Desk) -> None:
    call = desk.cast.call(PHYSICIAN)
    wanted = (["HBSAG", "HBSAG", "ANTI-HCV"], "LAB-DEMO")
    service.request(desk.kernel, call, desk.code, wanted, donation_day)
    assert desk.board().requests[0].analytes == ["HBSAG", "ANTI-HCV"]
    with pytest.raises(Refused) as refused:
        service.request(desk.kernel, desk.cast.call(PHYSICIAN), desk.code, ([], "X"), donation_day)
    assert codes(refused) == ["MRK-NONE-ASKED", "MRK-LABORATORY"]


def test_a_lot_is_registered_once(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        service.register_lot(desk.kernel, desk.cast.call(QA), "SLS", ("SERO-DEMO", "S1"),
                             date(2030, 1, 1))  # fmt: skip
    assert codes(refused) == ["MRK-LOT-KNOWN"]
