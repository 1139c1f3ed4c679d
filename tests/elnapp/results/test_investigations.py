"""Reviews and investigations: a second person each time, and a first result that is not tested away."""

from __future__ import annotations

from typing import Any

import pytest

from elnapp.record import NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.release import queries as release
from elnapp.results import queries, service
from elnapp.results.service import Found
from elnapp.signing import queries as signing
from tests import cast as people
from tests.elnapp.results.bench import LOT, STREAM, Bench

ROW, OOS = "ID-1-CD105", f"{LOT}-O01"
CAUSE = Found("cause", "Anticorps périmé, sorti du congélateur la veille")
NO_CAUSE = Found("no_cause", "Acquisition, compensation et témoins conformes")


def laboratory(bench: Bench, found: Found, login: str = people.HEAD_QC) -> Any:
    return service.laboratory(bench.house.kernel, bench.cast.call(login), OOS, found)


def plan(bench: Bench, retests: int = 1, login: str = people.HEAD_QC) -> Any:
    call = bench.cast.call(login)
    return service.plan(bench.house.kernel, call, OOS, retests, "Culot conservé, second analyste")


def approve(bench: Bench, login: str = people.QA) -> Any:
    return service.approve_plan(bench.house.kernel, bench.cast.call(login), OOS)


def conclude(bench: Bench, outcome: str, login: str = people.QA) -> Any:
    proof, call = bench.cast.proof(login), bench.cast.call(login)
    found = Found(outcome, "Motif de la conclusion")
    return service.conclude(bench.house.kernel, call, OOS, found, proof)


def failed(bench: Bench, value: str = "81.3") -> None:
    bench.enter(bench.given(ROW, value))


def gate(bench: Bench) -> set[str]:
    """Give the codes of what is in the way of certification."""
    with bench.house.kernel.reading() as session:
        report = release.gate(session, bench.stream, bench.cast.clock())
    return {f.code for f in report.verdict.findings}


@pytest.mark.parametrize(
    ("row", "value", "opens"),
    [(ROW, "81.3", True), ("ID-5", "10.1", True), ("ID-6", "20.1", False), (ROW, "95.0", False)],
)
def test_a_release_or_action_result_out_of_its_limit_opens_one(
    bench: Bench, row: str, value: str, opens: bool
) -> None:
    answer = bench.enter(bench.given(row, value))
    assert answer["investigation"] == (OOS if opens else None)
    if opens:
        found = bench.oos()
        assert (found.state, found.row, found.result_address) == (
            "oos_phase_1",
            row,
            answer["address"],
        )
        assert found.deviation == answer["deviations"][0]
        assert "G12-OOS" in gate(bench)


def test_an_investigated_result_is_not_declared_invalid_beside_it(bench: Bench) -> None:
    failed(bench)
    with pytest.raises(Refused, match="OOS-FIRST"):
        bench.invalidate(ROW, "je n'y crois pas")
    with pytest.raises(Refused, match="RESULT-STANDS"):
        bench.enter(bench.given(ROW, "98"))


def test_with_a_cause_the_result_is_invalid_and_the_test_repeated(bench: Bench) -> None:
    failed(bench)
    laboratory(bench, CAUSE)
    assert (bench.oos().state, bench.line(ROW).verdict) == ("oos_invalidated", "INVALID")
    assert "G12-OOS" not in gate(bench)
    bench.enter(bench.given(ROW, "98"))
    line = bench.line(ROW)
    assert line.verdict == "PASS"
    assert [r.invalid for r in line.history] == [CAUSE.text, None]
    assert [d.state for d in bench.deviations()] == ["open"]  # what was found stays to be decided
    assert verify(bench.house.kernel.stores).ok


def test_the_analyst_of_the_result_does_not_investigate_it(bench: Bench) -> None:
    failed(bench)
    with pytest.raises(Refused, match="OOS-OWN"):
        laboratory(bench, CAUSE, people.ANALYST)
    with pytest.raises(NotPermitted):
        laboratory(bench, CAUSE, people.QA)
    with pytest.raises(Refused, match="OOS-EMPTY"):
        laboratory(bench, Found("cause", " "))
    assert bench.line(ROW).verdict == "FAIL"


def test_no_retest_before_its_plan_is_approved(bench: Bench) -> None:
    failed(bench)
    with pytest.raises(Refused, match="OOS-STATE"):
        plan(bench)
    with pytest.raises(Refused, match="OOS-STATE"):
        approve(bench)
    with pytest.raises(Refused, match="OOS-STATE"):
        conclude(bench, "confirmed")
    laboratory(bench, NO_CAUSE)
    with pytest.raises(Refused, match="RESULT-STANDS"):
        bench.enter(bench.given(ROW, "98"))
    plan(bench)
    with pytest.raises(Refused, match="RESULT-STANDS"):
        bench.enter(bench.given(ROW, "98"))
    approve(bench)
    bench.enter(bench.given(ROW, "98"))
    assert [r.investigation for r in bench.line(ROW).history] == [None, OOS]


def test_the_plan_is_approved_by_quality_assurance_alone(bench: Bench) -> None:
    failed(bench)
    laboratory(bench, NO_CAUSE)
    for retests in (0, 10):
        with pytest.raises(Refused, match="OOS-RETEST-NUMBER"):
            plan(bench, retests)
    plan(bench)
    with pytest.raises(NotPermitted):
        approve(bench, people.HEAD_QC)
    plan(bench, 2)  # written again, before it is approved
    approve(bench)
    assert bench.oos().planned == 2
    with pytest.raises(Refused, match="OOS-STATE"):
        plan(bench, 3)


def test_retests_that_pass_do_not_undo_a_confirmed_result(bench: Bench) -> None:
    failed(bench)
    laboratory(bench, NO_CAUSE)
    plan(bench, 2)
    approve(bench)
    bench.enter(bench.given(ROW, "98"))
    with pytest.raises(Refused, match="OOS-RETESTS"):
        conclude(bench, "confirmed")
    bench.enter(bench.given(ROW, "97"))
    with pytest.raises(Refused, match="OOS-RETESTS-DONE"):
        bench.enter(bench.given(ROW, "99"))
    conclude(bench, "inconclusive")
    line = bench.line(ROW)
    assert (line.verdict, len(line.history)) == ("FAIL", 3)
    assert bench.oos().state == "oos_concluded"
    with pytest.raises(Refused, match="RESULT-STANDS"):
        bench.enter(bench.given(ROW, "99"))
    with pytest.raises(Refused, match="OOS-FIRST"):
        bench.invalidate(ROW, "encore")
    assert verify(bench.house.kernel.stores).ok


@pytest.mark.parametrize(("retests", "verdict"), [(("98", "97"), "PASS"), (("98", "94.9"), "FAIL")])
def test_with_a_cause_in_phase_two_the_retests_count_the_worst_first(
    bench: Bench, retests: tuple[str, ...], verdict: str
) -> None:
    failed(bench)
    laboratory(bench, NO_CAUSE)
    plan(bench, len(retests))
    approve(bench)
    for value in retests:
        bench.try_once(bench.given(ROW, value))  # a retest opens nothing of its own
    conclude(bench, "assignable")
    line = bench.line(ROW)
    assert line.verdict == verdict
    assert len(bench.deviations()) == 1
    assert line.history[0].invalid == "Motif de la conclusion"
    with pytest.raises(Refused, match="RESULT-STANDS"):
        bench.enter(bench.given(ROW, "99"))


def test_an_invalid_retest_is_kept_and_repeated(bench: Bench) -> None:
    failed(bench)
    laboratory(bench, NO_CAUSE)
    plan(bench)
    approve(bench)
    bench.enter(service.Given(ROW, invalid="Témoin FMO absent"))
    with pytest.raises(Refused, match="OOS-RETESTS"):
        conclude(bench, "confirmed")
    bench.enter(bench.given(ROW, "81.9"))
    conclude(bench, "confirmed")
    assert [r.verdict for r in bench.line(ROW).history] == ["FAIL", "INVALID", "FAIL"]


def test_a_conclusion_is_signed(bench: Bench) -> None:
    failed(bench)
    laboratory(bench, NO_CAUSE)
    with pytest.raises(NotPermitted):
        conclude(bench, "confirmed", people.HEAD_QC)
    conclude(bench, "confirmed")
    with bench.house.kernel.reading() as session:
        (given,) = signing.all_of(session, STREAM, f"{STREAM}/quality/{OOS}")
    assert (given.meaning, given.stands) == ("DISPOSED", True)


def test_a_result_is_reviewed_by_another_person_once(bench: Bench) -> None:
    bench.enter(bench.given("ID-2", "0.3"))
    bench.enter(bench.given("ID-5", "3.1"))
    with pytest.raises(Refused, match="RESULT-REVIEW-OWN"):
        bench.review("ID-2", login=people.ANALYST)
    with pytest.raises(NotPermitted):
        bench.review("ID-2", login=people.QA)
    bench.review("ID-2")
    with pytest.raises(Refused, match="RESULT-REVIEWED"):
        bench.review("ID-5", "ID-2")  # all of them or none
    with bench.house.kernel.reading() as session:
        assert queries.unreviewed(session, STREAM) == {"ID-5"}
    result = bench.line("ID-2").result
    assert result is not None
    assert result.reviewed_name == "Hélène Lefèvre"
    assert verify(bench.house.kernel.stores).ok


def test_an_invalid_result_and_nothing_at_all_are_not_reviewed(bench: Bench) -> None:
    bench.enter(bench.given("ID-2", "0.3"))
    call = bench.cast.call(people.HEAD_QC)
    with pytest.raises(Refused, match="RESULT-NONE-CHOSEN"):
        service.review(bench.house.kernel, call, STREAM, [])
    bench.invalidate("ID-2", "tube inversé")
    with pytest.raises(Refused, match="RESULT-NOT-STANDING"):
        bench.review("ID-2")


def test_whoever_reviewed_a_result_neither_approves_nor_certifies(bench: Bench) -> None:
    bench.enter(bench.given("ID-2", "0.3"))
    bench.review("ID-2")
    with bench.house.kernel.reading() as session:
        case = release.case(session, STREAM)
        lot, _steps = release.involvement(session, case)
    assert bench.cast.actor(people.HEAD_QC).id in lot["CHECKED"]
