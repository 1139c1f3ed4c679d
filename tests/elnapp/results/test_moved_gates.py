"""Gates moved by hand: within bounds, with a reason, two signatures, and both panels kept."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient

from batches.gate_moves import ACCEPTED, DECLINED, Move
from elnapp.demo import cytometer
from elnapp.demo.people import PASSWORD
from elnapp.lots.queries import trend
from elnapp.record import NotFound, NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.release import queries as release
from elnapp.release.service.wanted import waiting
from elnapp.reports import queries as reports
from elnapp.reports.service import dossier
from elnapp.reports.service.dossier import Issue
from elnapp.reports.service.issue import issue_now
from elnapp.results import queries, service
from elnapp.results.queries import PanelView
from elnapp.signing import queries as signing
from elnapp.web.forms import new_key
from tests import cast as people
from tests.elnapp.results.bench import STREAM, Bench
from tests.elnapp.results.test_panels import (
    FIT,
    POOR,
    asked,
    judge,
    line,
    send,
    sender,
    tubes,
)
from tests.elnapp.results.test_repeated_panels import fail, panel

RUN = ("full", "FMO_CD90", "FMO_CD105", "FMO_CD73")
SMALL, SMALLEST = 37_000.0, 33_000.0
WIDER = Move(x=Decimal(-4000), live=Decimal(200))
WHY = "Les débris de ce donneur sont plus petits ; fenêtre élargie."


def move(
    bench: Bench, n: int = 1, by: Move = WIDER, login: str = people.ANALYST, why: str | None = WHY
) -> int:
    call, proof = bench.cast.call(login, why), bench.cast.proof(login)
    return int(service.move_gate(sender(bench), call, bench.pinned, n, by, proof)["panel"])


def decide(
    bench: Bench,
    n: int = 2,
    outcome: str = ACCEPTED,
    login: str = people.QA,
    why: str = "Justifié.",
) -> dict[str, object]:
    call, proof = bench.cast.call(login, why), bench.cast.proof(login)
    return service.decide_move(bench.house.kernel, call, bench.pinned, n, outcome, proof)


def judged(bench: Bench, cells: float = SMALL, shares: dict[str, float] = FIT) -> PanelView:
    """Judge a panel whose cells are so small that the gate of the template cuts into them."""
    made = cytometer.phenotype(shares, cells=cells)
    judge(bench, asked(bench, send(bench, {f"{name}.fcs": made[f"{name}.fcs"] for name in RUN})))
    return panel(bench, 1)


def refusal(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {f.code for f in caught.value.findings}


def in_the_way(bench: Bench) -> set[str]:
    """Give the rows that certification and the approval of results wait for because of a move."""
    with bench.house.kernel.reading() as session:
        case = release.case(session, bench.stream)
        facts = release.gate_facts(session, case, bench.cast.clock())
        report = release.gate(session, bench.stream, bench.cast.clock())
    said = {f.where for f in report.verdict.findings if f.code == "G03-MOVING"}
    assert said == {f.where for f in waiting(case, "QC-APPROVED", facts) if f.code == "G03-MOVING"}
    return said


def test_a_move_is_judged_again_and_gives_nothing_before_it_is_accepted(bench: Bench) -> None:
    first = judged(bench)
    assert move(bench) == 2
    moved = panel(bench, 2)
    assert moved.move is not None
    assert (moved.move.of, moved.move.shifts, moved.move.outcome) == (
        1, {"x": "-4000", "live": "200"}, "",
    )  # fmt: skip
    assert moved.results == {}
    assert moved.markers["CD90"]["events"] != first.markers["CD90"]["events"]
    assert panel(bench, 1) == first  # both stay, to the last digit
    assert first.pictures["fr"][1]["sha256"] != moved.pictures["fr"][1]["sha256"]
    assert line(bench, "ID-1-CD90").history[-1].address == first.results["CD90"]
    assert in_the_way(bench) >= {"ID-1-CD90", "ID-2"}
    with bench.house.kernel.reading() as session:
        (signed,) = signing.all_of(session, STREAM, f"{moved.address}/move")
    assert (signed.meaning, signed.signer_name, signed.stands) == ("ANALYSED", moved.by, True)
    assert not moved.stands
    assert verify(bench.house.kernel.stores).ok


def test_accepted_its_counts_are_the_results_and_the_old_ones_stay_with_the_reason(
    bench: Bench,
) -> None:
    first = judged(bench)
    move(bench)
    decide(bench)
    moved, row = panel(bench, 2), line(bench, "ID-1-CD90")
    before, after = row.history
    assert (before.invalid, before.address) == (WHY, first.results["CD90"])
    assert (after.verdict, after.source, after.address) == ("PASS", "file", moved.results["CD90"])
    assert after.number == Decimal(moved.markers["CD90"]["percent"])
    assert after.interval is not None
    assert after.analysed_name == moved.by  # who moved the gates performed the test
    assert in_the_way(bench) == set()
    assert (moved.stands, panel(bench, 1).stands, panel(bench, 1).moved_in) == (True, False, 2)
    with bench.house.kernel.reading() as session:
        (signed,) = signing.all_of(session, STREAM, moved.address)
        (mover,) = signing.all_of(session, STREAM, f"{moved.address}/move")
        points = {one.panel for one in trend.marker_trend(session, bench.cast.actor(people.QA))}
    assert (signed.meaning, signed.stands, mover.stands) == ("DISPOSED", True, True)
    assert points == {2}  # of the trend the moved panel alone
    assert verify(bench.house.kernel.stores).ok


def test_declined_nothing_changes_and_another_move_may_follow(bench: Bench) -> None:
    first = judged(bench)
    move(bench)
    decide(bench, outcome=DECLINED, why="Les débris ne sont pas plus petits.")
    assert panel(bench, 2).results == {}
    assert [r.address for r in line(bench, "ID-1-CD90").history] == [first.results["CD90"]]
    assert panel(bench, 1).stands
    assert move(bench, by=Move(y=Decimal(1000))) == 3


@pytest.mark.parametrize(
    ("by", "why", "codes"),
    [
        (Move(), WHY, {"GT-MOVE-NONE"}),
        (Move(x=Decimal("8000.1")), WHY, {"GT-MOVE-FAR"}),
        (Move(y=Decimal(-4001), live=Decimal(501)), WHY, {"GT-MOVE-FAR"}),
        (WIDER, None, {"RESULT-REASON"}),
        (WIDER, "  ", {"RESULT-REASON"}),
    ],
)
def test_a_move_without_reason_or_past_its_bounds_is_refused(
    bench: Bench, by: Move, why: str | None, codes: set[str]
) -> None:
    judged(bench)
    with pytest.raises(Refused) as caught:
        move(bench, by=by, why=why)
    assert refusal(caught) == codes
    with bench.house.kernel.reading() as session:
        assert len(queries.panels(session, STREAM)) == 1


def test_the_same_form_twice_is_one_move_and_one_decision(bench: Bench) -> None:
    """A person taps twice, or the answer was lost: the second is the first again, not a refusal."""
    judged(bench)
    call = bench.cast.call(people.ANALYST, WHY)
    for _ in (1, 2):
        proof = bench.cast.proof(people.ANALYST)
        answer = service.move_gate(sender(bench), call, bench.pinned, 1, WIDER, proof)
        assert answer["panel"] == 2
    call = bench.cast.call(people.QA, "Justifié.")
    for _ in (1, 2):
        proof = bench.cast.proof(people.QA)
        kernel = bench.house.kernel
        answer = service.decide_move(kernel, call, bench.pinned, 2, ACCEPTED, proof)
        assert answer["outcome"] == ACCEPTED
    assert len(line(bench, "ID-1-CD90").history) == 2


def test_a_decision_is_one_of_two(bench: Bench) -> None:
    judged(bench)
    move(bench)
    with pytest.raises(Refused) as caught:
        decide(bench, outcome="perhaps")
    assert refusal(caught) == {"GT-MOVE-OUTCOME"}


def test_moves_do_not_pile_up(bench: Bench) -> None:
    judged(bench)
    move(bench)
    for n, code in ((1, "GT-MOVE-WAITS"), (2, "GT-MOVE-OF-MOVED")):
        with pytest.raises(Refused) as caught:
            move(bench, n)
        assert refusal(caught) == {code}
    decide(bench)
    with pytest.raises(Refused) as caught:
        move(bench)
    assert refusal(caught) == {"GT-MOVE-DONE"}
    with pytest.raises(Refused) as caught:
        decide(bench)
    assert refusal(caught) == {"GT-MOVE-DECIDED"}
    with pytest.raises(NotFound):
        decide(bench, 1)


def test_another_person_decides_and_gives_a_reason(bench: Bench) -> None:
    judged(bench)
    with pytest.raises(NotPermitted):
        move(bench, login=people.QA)
    move(bench)
    with pytest.raises(NotPermitted):
        decide(bench, login=people.ANALYST)
    with pytest.raises(Refused) as caught:
        decide(bench, why=" ")
    assert refusal(caught) == {"RESULT-REASON"}


def test_an_investigated_result_is_not_moved_away(bench: Bench) -> None:
    """Else a failing lot would pass by its gates; the move can be declined."""
    fail(bench)
    move(bench)
    with pytest.raises(Refused) as caught:
        decide(bench)
    assert refusal(caught) == {"GT-MOVE-INVESTIGATED"}
    assert line(bench, "ID-1-CD105").verdict == "FAIL"
    decide(bench, outcome=DECLINED)
    assert line(bench, "ID-1-CD105").verdict == "FAIL"


def test_a_move_gives_what_was_too_little_to_count(bench: Bench) -> None:
    """Too few cells within the gate are no result; within the moved one they are, good or bad."""
    first = judged(bench, SMALLEST, POOR)
    assert first.verdict == "INVALID"
    move(bench, by=Move(x=Decimal(-8000)))
    answer = decide(bench)
    moved = panel(bench, 2)
    assert moved.markers["CD105"]["verdict"] == "FAIL"
    assert len(answer["deviations"]) == len(answer["investigations"]) == 1  # type: ignore[arg-type]
    assert [r.verdict for r in line(bench, "ID-1-CD105").history] == ["INVALID", "FAIL"]
    assert line(bench, "ID-1-CD73").verdict == "PASS"


def test_for_monitoring_a_move_gives_no_result(bench: Bench) -> None:
    given = asked(bench, send(bench, tubes(POOR, "full", "FMO_CD90")), monitoring=True, passage=1)
    judge(bench, given)
    move(bench)
    decide(bench)
    assert panel(bench, 2).results == {}
    assert panel(bench, 2).stands
    assert line(bench, "ID-1-CD105").result is None


def test_the_pages(bench: Bench, client: FlaskClient, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    judged(bench)
    bench.cast.sign_in(client, people.ANALYST)
    at = "/lots/AT26-001/panels"
    form = client.get(f"{at}/1/move").text
    assert form.count("8000") == 2
    assert "−500 à +500" in form
    sent = {"x": "-4000", "live": "", "y": "", "reason": WHY, "password": PASSWORD}
    bad = client.post(f"{at}/1/move", data={"form_id": new_key(), **sent, "x": "-9000"})
    assert bad.status_code == 422
    assert "8000" in bad.text.replace("\u202f", "")
    done = client.post(f"{at}/1/move", data={"form_id": new_key(), **sent})
    assert (done.status_code, done.location) == (303, f"{at}/2")
    shown = client.get(f"{at}/2").text
    assert "à statuer" in shown
    assert WHY.split(" ;", maxsplit=1)[0] in shown
    assert "à statuer" in client.get(f"{at}/1").text

    bench.cast.sign_in(client, people.QA)
    shown = client.get(f"{at}/2/decide").text
    assert "Signer la décision" in shown
    assert WHY.split(" ;", maxsplit=1)[0] in shown
    assert client.get(f"{at}/1/decide").status_code == 404
    wrong = client.post(f"{at}/2/decide", data={"form_id": new_key(), "outcome": "accepted"})
    assert wrong.status_code == 422


def test_the_dossier_shows_both(bench: Bench, app: Flask) -> None:
    judged(bench)
    move(bench)
    decide(bench)
    house = bench.house
    with house.kernel.reading() as session:
        record = reports.record(session, STREAM, house.clock())
    moved = record["panels"][1]["move"]
    assert (moved["reason"], moved["outcome"], moved["of"]) == (WHY, "accepted", 1)
    issue = Issue("D3-1", "fr", house.clock(), "elnapp", "A", "", "", demo=True)
    pictures = {p: house.files.read(p) for p in dossier.pictures_of(record, "fr")}
    files = dossier.attachments(record, b"{}\n")
    html = dossier.html(app.jinja_env, record, issue, files, pictures)
    assert "Fenêtres déplacées à la main" in html
    assert WHY in html
    assert issue_now(house, app.jinja_env, "AT26-001", "fr").startswith("D")
