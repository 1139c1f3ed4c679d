"""Samples: their way is recorded step by step, and a result is only of a sample that was taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from elnapp.custody import queries as custody
from elnapp.custody import service as service_of_units
from elnapp.custody.queries import UnitView
from elnapp.record import NotFound, NotPermitted, Refused, Tx
from elnapp.record.verify import verify
from elnapp.results import queries, service
from elnapp.results.service import Moved, Unconfirmed
from tests import cast as people
from tests.elnapp.results.bench import SAMPLED, Bench

STREAM = f"lot/{SAMPLED}"


@pytest.fixture
def taken(bench: Bench) -> Bench:
    """The bench of the lot that has samples."""
    bench.stream = STREAM
    return bench


def test_the_lot_is_pinned_to_its_plan_and_samples_find_their_line(taken: Bench) -> None:
    found = taken.samples()
    assert set(found) == {"phenotype", "cfu_f", "sterility", "identity"}
    assert found["identity"].planned is not None
    assert found["identity"].planned.tests == {"ID-7"}
    assert found["sterility"].state == "sample_taken"
    assert found["identity"].due is not None
    assert found["phenotype"].due is None  # no row of the specification is tested on it


def test_a_sample_goes_its_way_and_every_step_stays(taken: Bench) -> None:
    taken.follow("sterility", Moved("sent", "Navette"), people.TECHNICIAN)
    taken.follow("sterility", Moved("received", "Microbiologie"))
    view = taken.samples()["sterility"]
    assert view.state == "sample_received"
    assert [(s.step, s.place, s.name) for s in view.steps] == [
        ("sent", "Navette", "Claire Moreau"), ("received", "Microbiologie", "Julien Petit"),
    ]  # fmt: skip
    assert verify(taken.house.kernel.stores).ok


@pytest.mark.parametrize(
    ("moved", "code"),
    [
        (Moved("tested", "Laboratoire"), "SAMPLE-STEP"),
        (Moved("sent", "  "), "SAMPLE-PLACE"),
        (Moved("sent", "Navette", corrects=True), "SAMPLE-REASON"),
    ],
)
def test_a_step_that_cannot_be_is_refused(taken: Bench, moved: Moved, code: str) -> None:
    with pytest.raises(Refused, match=code):
        taken.follow("sterility", moved)
    assert taken.samples()["sterility"].steps == ()


def test_a_step_is_neither_before_the_taking_nor_in_the_future(taken: Bench) -> None:
    view = taken.samples()["sterility"]
    with pytest.raises(Refused, match="SAMPLE-BEFORE"):
        taken.follow("sterility", Moved("sent", "x", view.way.taken - timedelta(hours=1)))
    with pytest.raises(Refused, match="SAMPLE-FUTURE"):
        taken.follow("sterility", Moved("sent", "x", taken.cast.clock() + timedelta(days=1)))


def test_what_is_not_in_order_opens_a_deviation_once_confirmed(taken: Bench) -> None:
    moved = Moved("received", "Laboratoire HLA", concern="Reçu à 18 °C")
    with pytest.raises(Unconfirmed) as waiting:
        taken.follow("identity", moved)
    assert taken.samples()["identity"].steps == ()
    answer = taken.follow("identity", replace(moved, confirmed=waiting.value.token))
    (deviation,) = taken.deviations()
    assert answer["deviations"] == [deviation.number]
    assert (deviation.rule, deviation.weight) == ("L10", 2)
    assert deviation.about == f"{STREAM}/samples/{taken.samples()['identity'].code}"


def test_the_last_step_is_corrected_with_a_reason_and_stays_visible(taken: Bench) -> None:
    taken.follow("sterility", Moved("sent", "Navette"))
    taken.follow("sterility", Moved("retained", "SLS-FZ1", corrects=True), reason="Mauvais tube")
    view = taken.samples()["sterility"]
    assert view.state == "sample_retained"
    assert [(s.step, s.replaced, s.reason) for s in view.steps] == [
        ("sent", True, None), ("retained", False, "Mauvais tube"),
    ]  # fmt: skip
    assert verify(taken.house.kernel.stores).ok


def unit(bench: Bench, kind: str) -> UnitView:
    """The ledger's own account of a sample."""
    with bench.house.kernel.reading() as session:
        found = custody.unit(session, bench.samples()[kind].code)
    assert found is not None
    return found


def acts(bench: Bench, kind: str) -> list[tuple[str, bool]]:
    with bench.house.kernel.reading() as session:
        return [(a.act, a.stands) for a in custody.history(session, unit(bench, kind).id)]


def test_a_destroyed_sample_has_ended_in_the_ledger(taken: Bench) -> None:
    made = acts(taken, "identity")
    taken.follow("identity", Moved("sent", "Navette"))
    assert (unit(taken, "identity").state, acts(taken, "identity")) == ("open", made)
    taken.follow("identity", Moved("destroyed", "Autoclave, DASRI"))

    assert unit(taken, "identity").state == "used"
    assert unit(taken, "identity").balance == 0
    assert acts(taken, "identity") == [*made, ("end", True)]
    assert unit(taken, "sterility").state == "open"
    assert verify(taken.house.kernel.stores).ok


def test_a_destruction_that_was_none_is_taken_back_in_the_ledger_too(taken: Bench) -> None:
    before = unit(taken, "identity").balance
    taken.follow("identity", Moved("destroyed", "Autoclave"))
    other = Moved("destroyed", "Incinérateur", corrects=True)
    taken.follow("identity", other, reason="Autre mode")
    assert [a for a, stands in acts(taken, "identity") if a == "end" and stands] == ["end"]
    kept = Moved("retained", "SLS-FZ1", corrects=True)
    taken.follow("identity", kept, reason="Confondu avec un autre tube")
    assert (unit(taken, "identity").state, unit(taken, "identity").balance) == ("open", before)

    taken.follow("identity", Moved("destroyed", "Autoclave"))
    assert unit(taken, "identity").state == "used"
    assert verify(taken.house.kernel.stores).ok


def test_a_sample_that_the_record_has_used_up_is_not_ended_twice(taken: Bench) -> None:
    code = taken.samples()["identity"].code
    call = taken.cast.call(people.TECHNICIAN)

    def used(tx: Tx) -> dict[str, str]:
        service_of_units.end(tx, STREAM, code, "used", "Tout le tube")
        return {"unit": code}

    taken.house.kernel.act(call, "custody.draw", used, streams=[STREAM], request={})
    taken.follow("identity", Moved("destroyed", "Autoclave"))
    assert [act for act, _stands in acts(taken, "identity")].count("end") == 1
    taken.follow("identity", Moved("retained", "SLS-FZ1", corrects=True), reason="Tube gardé")
    assert unit(taken, "identity").state == "used"  # what the record ended stays ended


def test_a_result_of_a_sample_never_taken_is_refused(taken: Bench) -> None:
    karyotype = taken.given("SA-4", "20", "5", "450", "0", "0", "0", "46,XY[20]")
    with pytest.raises(Refused, match="RESULT-NEVER-TAKEN"):
        taken.enter(karyotype)
    with pytest.raises(Refused, match="RESULT-SAMPLE"):
        taken.enter(replace(karyotype, sample="AT26-002-S99"))
    profile = taken.given("ID-7", "16", "16", "0")
    with pytest.raises(Refused, match="RESULT-NO-SAMPLE"):
        taken.enter(profile)
    with pytest.raises(Refused, match="RESULT-OTHER-SAMPLE"):
        taken.enter(replace(profile, sample=taken.samples()["cfu_f"].code))
    assert taken.line("ID-7").verdict == "PENDING"


def test_a_result_makes_its_sample_tested(taken: Bench) -> None:
    code = taken.samples()["identity"].code
    taken.enter(replace(taken.given("ID-7", "16", "16", "0"), sample=code))
    view = taken.samples()["identity"]
    assert (view.state, view.due) == ("sample_tested", None)
    assert taken.line("ID-7").verdict == "PASS"


def test_a_sample_is_read_out_when_its_result_is_reviewed(taken: Bench) -> None:
    key = ("SVF/sample", "identity")
    code = taken.samples()["identity"].code
    taken.enter(replace(taken.given("ID-7", "16", "16", "0"), sample=code))
    assert taken.read_outs() == {}
    taken.review("ID-7")
    assert set(taken.read_outs()) == {key}
    taken.invalidate("ID-7", "Tube inversé")
    assert taken.read_outs() == {}


def test_a_test_is_neither_before_its_sample_nor_after_its_end(taken: Bench) -> None:
    view = taken.samples()["identity"]
    profile = replace(taken.given("ID-7", "16", "16", "0"), sample=view.code)
    with pytest.raises(Refused, match="RESULT-BEFORE-SAMPLE"):
        taken.enter(replace(profile, analysed_at=view.way.taken - timedelta(minutes=1)))
    taken.follow("identity", Moved("destroyed", "Autoclave", view.way.taken + timedelta(hours=1)))
    with pytest.raises(Refused, match="RESULT-SAMPLE-GONE"):
        taken.enter(profile)
    # What was done while it was there may still be entered.
    taken.enter(replace(profile, analysed_at=view.way.taken + timedelta(minutes=30)))


def test_an_interim_result_concludes_nothing_and_is_followed_by_the_final_one(taken: Bench) -> None:
    answer = taken.enter(taken.given("IPC-3", "5", "no_growth"))
    assert answer["interim"] is True
    line = taken.line("IPC-3")
    assert (line.verdict, line.history[0].verdict) == ("PENDING", "PASS")
    taken.enter(taken.given("IPC-3", "7", "no_growth"))
    line = taken.line("IPC-3")
    assert (line.verdict, len(line.history)) == ("PASS", 2)
    with pytest.raises(Refused, match="RESULT-STANDS"):
        taken.enter(taken.given("IPC-3", "8", "no_growth"))
    assert verify(taken.house.kernel.stores).ok


def test_growth_after_an_interim_result_is_out_of_specification(taken: Bench) -> None:
    taken.enter(taken.given("IPC-3", "5", "no_growth"))
    taken.enter(taken.given("IPC-3", "6", "growth"))
    assert taken.line("IPC-3").verdict == "FAIL"
    assert taken.oos().row == "IPC-3"


def test_too_few_loci_are_kept_as_an_invalid_test(taken: Bench) -> None:
    code = taken.samples()["identity"].code
    taken.enter(replace(taken.given("ID-7", "12", "12", "0"), sample=code))
    line = taken.line("ID-7")
    assert line.verdict == "INVALID"
    assert line.result is not None
    assert "12" in str(line.result.invalid)
    assert taken.deviations() == []
    taken.enter(replace(taken.given("ID-7", "16", "16", "0"), sample=code))
    assert [r.verdict for r in taken.line("ID-7").history] == ["INVALID", "PASS"]
    with taken.house.kernel.reading() as session:
        assert queries.misjudged(session, taken.pinned) == []


def test_samples_are_followed_by_those_who_may(taken: Bench) -> None:
    for login in (people.QA, people.AUDITOR, people.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            taken.follow("sterility", Moved("sent", "Navette"), login)
    taken.stream = "lot/AT26-001"
    with pytest.raises(KeyError):
        taken.follow("sterility", Moved("sent", "Navette"))


def test_a_sample_of_another_lot_is_not_found(taken: Bench) -> None:
    code = taken.samples()["sterility"].code
    taken.stream = "lot/AT26-001"
    call = taken.cast.call(people.ANALYST)
    with pytest.raises(NotFound):
        service.follow(taken.house.kernel, call, taken.pinned, code, Moved("sent", "x"))
