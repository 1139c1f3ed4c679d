"""An investigation stands in a trace, between the result with its sample and the retests."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from batches.tracing.graph import Graph
from elnapp.results import service
from elnapp.results.service import Found
from elnapp.tracing.queries import Asked, trace
from tests import cast as people
from tests.cast import Cast
from tests.elnapp.results.bench import SAMPLED, Bench

ROW, OOS = "ID-7", f"{SAMPLED}-O01"


@pytest.fixture
def failed(bench: Bench) -> Bench:
    """The bench of a lot whose sample for identity gave a profile of somebody else."""
    bench.stream = f"lot/{SAMPLED}"
    code = bench.samples()["identity"].code
    bench.enter(replace(bench.given(ROW, "16", "12", "0"), sample=code))
    return bench


def retested(bench: Bench) -> None:
    """Find no cause, plan one retest and enter it, of the same sample."""
    kernel, call = bench.house.kernel, bench.cast.call
    service.laboratory(kernel, call(people.HEAD_QC), OOS, Found("no_cause", "Témoins conformes"))
    service.plan(kernel, call(people.HEAD_QC), OOS, 1, "Second analyste")
    service.approve_plan(kernel, call(people.QA), OOS)
    code = bench.samples()["identity"].code
    bench.enter(replace(bench.given(ROW, "16", "16", "0"), sample=code))


def traced(bench: Bench, text: str, direction: str) -> Graph:
    with bench.house.kernel.reading() as session:
        return trace(session, None, Asked(text, direction))


def ids(found: Graph) -> set[str]:
    return {node.id for node in found.nodes}


def test_an_investigation_leads_up_to_its_result_sample_and_donor(failed: Bench) -> None:
    first = failed.line(ROW).history[0].address
    found = traced(failed, OOS, "up")

    assert {OOS, first, failed.samples()["identity"].code, SAMPLED} <= ids(found)
    assert {"donor", "donation"} <= {node.kind for node in found.nodes}
    assert traced(failed, f"lot/{SAMPLED}/quality/{OOS}", "up") == found


def test_it_leads_down_to_the_retests_and_no_other_result(failed: Bench) -> None:
    assert ids(traced(failed, OOS, "down")) == {OOS}
    retested(failed)
    failed.enter(failed.given("IPC-3", "7", "no_growth"))
    first, again = failed.line(ROW).history
    found = traced(failed, OOS, "down")

    assert ids(found) == {OOS, again.address}
    assert {(e["from"], e["to"], e["relation"]) for e in traced(failed, OOS, "both").plain()["edges"]} >= {
        (first.address, OOS, "was investigated in"), (OOS, again.address, "was retested in"),
    }  # fmt: skip


def test_its_state_is_that_of_its_page(failed: Bench) -> None:
    def state() -> str:
        return next(n.status for n in traced(failed, OOS, "up").nodes if n.id == OOS)

    assert state() == failed.oos().state == "oos_phase_1"
    retested(failed)
    assert state() == failed.oos().state == "oos_retest"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "was investigated in"), ("fr", "a donné lieu à")],
)
def test_the_page_of_a_trace_leads_to_the_page_of_the_investigation(
    failed: Bench, app: Flask, client: FlaskClient, cast: Cast, lang: str, words: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    cast.sign_in(client, people.ANALYST)
    client.post("/language", data={"lang": lang, "next": "/trace"})
    shown = client.get(f"/trace?q={OOS}").get_data(as_text=True)
    assert f'data-id="{OOS}"' in shown
    assert f"/investigations/{OOS}" in shown
    assert words in shown
