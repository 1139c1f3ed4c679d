"""A panel that is run again gives a result to the rows that wait for one, and to no other."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from elnapp.record import Refused
from elnapp.record.verify import verify
from elnapp.results import queries, service
from elnapp.results.queries import PanelView
from elnapp.results.service import Found, Unconfirmed
from tests import cast as people
from tests.elnapp.results.bench import LOT, STREAM, Bench
from tests.elnapp.results.test_panels import FIT, POOR, asked, judge, line, send, tubes

OOS, PAGE = f"{LOT}-O01", "/lots/AT26-001/panels/2"
STILL_POOR = {**POOR, "CD105": 0.82}


def panel(bench: Bench, n: int) -> PanelView:
    with bench.house.kernel.reading() as session:
        return next(one for one in queries.panels(session, STREAM) if one.n == n)


def fail(bench: Bench) -> None:
    """Judge a panel whose CD105 is out of specification."""
    readings = send(bench, tubes(POOR))
    with pytest.raises(Unconfirmed) as caught:
        judge(bench, asked(bench, readings))
    judge(bench, asked(bench, readings, confirmed=caught.value.token))


def plan(bench: Bench) -> None:
    """Find no cause in the laboratory, and plan one retest that quality assurance approves."""
    kernel, cast = bench.house.kernel, bench.cast
    found = Found("no_cause", "Acquisition, compensation et témoins conformes")
    service.laboratory(kernel, cast.call(people.HEAD_QC), OOS, found)
    service.plan(kernel, cast.call(people.HEAD_QC), OOS, 1, "Culot conservé, second analyste")
    service.approve_plan(kernel, cast.call(people.QA), OOS)


def test_a_planned_retest_is_a_panel_and_gives_its_row_alone(
    bench: Bench, client: FlaskClient
) -> None:
    fail(bench)
    plan(bench)
    bench.cast.sign_in(client, people.ANALYST)
    assert 'href="/lots/AT26-001/panels/new"' in client.get(f"/investigations/{OOS}").text
    answer = judge(bench, asked(bench, send(bench, tubes(STILL_POOR, seed=300))))
    assert answer["deviations"] == answer["investigations"] == []
    assert panel(bench, 2).results == {"CD105": f"{STREAM}/results/ID-1-CD105/2"}
    assert panel(bench, 2).findings == ()
    retest = line(bench, "ID-1-CD105").history[-1]
    assert (retest.investigation, retest.source, retest.verdict) == (OOS, "file", "FAIL")
    assert [r.n for r in line(bench, "ID-1-CD73").history] == [1]
    assert line(bench, "ID-1-CD105").verdict == "FAIL"
    shown = client.get("/lots/AT26-001/results/ID-1-CD105").text
    assert shown.index(f'href="{PAGE}"') < shown.index(f'href="{PAGE[:-1]}1"')
    assert "Répété" in client.get(PAGE).get_data(as_text=True)
    assert "Répété" not in client.get(PAGE.replace("2", "1", 1)).get_data(as_text=True)
    assert verify(bench.house.kernel.stores).ok


def test_before_the_plan_is_approved_nothing_is_repeated(bench: Bench) -> None:
    fail(bench)
    with pytest.raises(Refused) as refused:
        judge(bench, asked(bench, send(bench, tubes(FIT, seed=300))))
    assert {f.code for f in refused.value.findings} == {"RESULT-STANDS"}


def test_a_planned_number_of_retests_is_not_passed(bench: Bench) -> None:
    fail(bench)
    plan(bench)
    judge(bench, asked(bench, send(bench, tubes(STILL_POOR, seed=300))))
    with pytest.raises(Refused) as refused:
        judge(bench, asked(bench, send(bench, tubes(FIT, seed=500))))
    assert {f.code for f in refused.value.findings} <= {"RESULT-STANDS", "OOS-RETESTS-DONE"}


def test_what_another_row_would_have_got_is_said(bench: Bench, client: FlaskClient) -> None:
    """No result is made of it, and nobody can overlook it: it is in the log, on the page, on paper."""
    fail(bench)
    plan(bench)
    judge(bench, asked(bench, send(bench, tubes({**STILL_POOR, "CD90": 0.90}, seed=300))))
    (said,) = panel(bench, 2).findings
    assert (said["code"], said["where"]) == ("PANEL-OTHERWISE", "ID-1-CD90")
    assert line(bench, "ID-1-CD90").verdict == "PASS"
    bench.cast.sign_in(client, people.QA)
    assert said["fr"] in client.get(PAGE).get_data(as_text=True)


def test_a_marker_without_a_count_is_counted_again(bench: Bench) -> None:
    """The others keep their results; their tubes may be run again without testing them anew."""
    judge(bench, asked(bench, send(bench, tubes(FIT, "full", "FMO_CD73", "full_CD34", "FMO_CD34"))))
    assert line(bench, "ID-1-CD90").verdict == "INVALID"
    judge(bench, asked(bench, send(bench, tubes(FIT, seed=300))))
    assert panel(bench, 2).results.keys() == {"CD90", "CD105", "NEG", "HLA-DR"}
    assert line(bench, "ID-1-CD90").verdict == "PASS"
    assert [r.n for r in line(bench, "ID-5").history] == [1]
