"""A panel from the inbox: its tubes judged by the approved template, results with their interval."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.demo import cytometer
from elnapp.documents import queries as documents
from elnapp.inbox import queries as inbox
from elnapp.inbox import service as receiving
from elnapp.inbox.service import NewFile, Sender
from elnapp.lots import queries as lots
from elnapp.readers import Limits
from elnapp.record import Refused
from elnapp.record.verify import verify
from elnapp.reports import queries as reports
from elnapp.reports.service import dossier
from elnapp.reports.service.dossier import Issue
from elnapp.reports.service.issue import issue_now
from elnapp.results import queries, service
from elnapp.results.service import Asked, Unconfirmed
from tests import cast as people
from tests.elnapp.results.bench import SAMPLED, STREAM, Bench

FIT = {"CD73": 0.99, "CD90": 0.99, "CD105": 0.985, "NEG": 0.004, "CD34": 0.031, "HLA-DR": 0.014}
POOR = {**FIT, "CD105": 0.80}
NEAR = {**FIT, "CD34": 0.092}
ROWS = {
    "ID-1-CD73": "CD73", "ID-1-CD90": "CD90", "ID-1-CD105": "CD105", "ID-2": "NEG",
    "ID-5": "CD34", "ID-6": "HLA-DR",
}  # fmt: skip


def tubes(shares: dict[str, float], *names: str, seed: int = 100) -> dict[str, bytes]:
    """The files of a panel, or those of them that are named."""
    files = cytometer.phenotype(shares, seed=seed)
    return {f"{name}.fcs": files[f"{name}.fcs"] for name in names} if names else files


def sender(bench: Bench) -> Sender:
    """What receives and measures files."""
    house = bench.house
    return Sender(house.kernel, house.files, Limits.of(house.settings))


def send(bench: Bench, files: dict[str, bytes]) -> tuple[str, ...]:
    """Send the tubes to the inbox; gives their readings."""
    found: list[str] = []
    for name, data in files.items():
        call = bench.cast.call(people.ANALYST)
        found += receiving.receive(sender(bench), call, "SLS", NewFile(name, data))["readings"]
    return tuple(found)


def asked(bench: Bench, readings: tuple[str, ...], **more: Any) -> Asked:
    with bench.house.kernel.reading() as session:
        day = bench.house.clock().date()
        template = documents.effective(session, "gating-template", "MSC-AT-PHENOTYPE", day)
    assert template is not None
    return Asked(template, readings, **more)


def judge(
    bench: Bench, given: Asked, reason: str | None = "Appareil non inscrit."
) -> dict[str, Any]:
    bench.cast.clock.at += timedelta(minutes=1)  # type: ignore[attr-defined]
    call = bench.cast.call(people.ANALYST, reason)
    return service.judge_panel(sender(bench), call, bench.pinned, given)


def line(bench: Bench, row: str) -> queries.Line:
    with bench.house.kernel.reading() as session:
        lines = queries.certificate(session, STREAM, bench.pinned.specification)
    return next(one for one in lines if one.row.code == row)


def test_a_panel_gives_the_results_of_its_rows(bench: Bench) -> None:
    readings = send(bench, tubes(FIT))
    given = asked(bench, readings)
    with pytest.raises(Refused) as refused:
        judge(bench, given, None)
    assert refused.value.findings[0].code == "FILE-REASON"
    answer = judge(bench, given)
    assert answer == {"panel": 1, "verdict": "PASS", "deviations": [], "investigations": []}
    for row, marker in ROWS.items():
        result = line(bench, row).result
        assert result is not None
        assert (result.verdict, result.source) == ("PASS", "file")
        assert result.interval is not None
        assert result.interval[0] < Decimal(str(result.number)) < result.interval[1]
        assert abs(float(result.number or 0) - 100 * FIT[marker]) < 1
        assert result.computed[0]["formula"] == "percent_positive"
    with bench.house.kernel.reading() as session:
        (panel,) = queries.panels(session, STREAM)
        assert queries.misjudged(session, bench.pinned) == []
        states = {r.state for r in inbox.choose(session, readings)}
    assert panel.results["CD105"].endswith("/results/ID-1-CD105/1")
    assert states == {"used"}
    assert panel.results.keys() == FIT.keys()
    assert {t["role"] for t in panel.tubes} >= {"full", "full_CD34", "full_HLA-DR", "FMO_HLA-DR"}
    shown = panel.pictures["fr"]
    assert len(shown) == len(panel.pictures["en"]) >= 7
    assert bench.house.files.read(shown[0]["sha256"]).startswith(b"<svg")
    assert verify(bench.house.kernel.stores).ok


def test_a_marker_out_of_specification_is_confirmed_first(bench: Bench) -> None:
    readings = send(bench, tubes(POOR))
    with pytest.raises(Unconfirmed) as caught:
        judge(bench, asked(bench, readings))
    assert line(bench, "ID-1-CD105").result is None
    answer = judge(bench, asked(bench, readings, confirmed=caught.value.token))
    assert answer["verdict"] == "FAIL"
    assert len(answer["deviations"]) == len(answer["investigations"]) == 1
    assert line(bench, "ID-1-CD105").verdict == "FAIL"
    assert line(bench, "ID-1-CD73").verdict == "PASS"


def test_too_few_events_are_no_result(bench: Bench) -> None:
    few = cytometer.tube("full", FIT, events=4_000)
    readings = send(bench, {"full.fcs": few, **tubes(FIT, "FMO_CD73")})
    answer = judge(bench, asked(bench, readings))
    assert answer["verdict"] == "INVALID"
    found = line(bench, "ID-1-CD73")
    assert found.verdict == "INVALID"
    assert found.result is not None
    assert "10" in str(found.result.invalid)
    assert "TUBE-FEW" not in str(found.result.invalid)  # in words


def test_a_missing_control_is_no_result(bench: Bench) -> None:
    files = tubes(FIT, "full", "FMO_CD73", "full_CD34", "FMO_CD34")
    answer = judge(bench, asked(bench, send(bench, files)))
    assert answer["verdict"] == "INVALID"
    assert line(bench, "ID-1-CD90").verdict == "INVALID"
    assert line(bench, "ID-1-CD73").verdict == "PASS"
    assert line(bench, "ID-5").verdict == "PASS"  # its own tubes are there
    assert line(bench, "ID-6").verdict == "INVALID"


def test_an_interval_over_the_limit_is_a_flag_beside_the_verdict(
    bench: Bench, client: FlaskClient
) -> None:
    readings = send(bench, tubes(NEAR, "full_CD34", "FMO_CD34"))
    judge(bench, asked(bench, readings))
    result = line(bench, "ID-5").result
    assert result is not None
    assert result.interval is not None
    assert result.interval[0] < 10 < result.interval[1]
    assert "borderline" in result.flags
    bench.cast.sign_in(client, people.ANALYST)
    for page in ("panels/1", "results", "results/ID-5"):
        text = client.get(f"/lots/AT26-001/{page}").get_data(as_text=True)
        assert "Proche de la limite" in text, page
    assert 'href="/lots/AT26-001/results/ID-5"' in client.get("/lots/AT26-001/panels/1").text


def test_what_is_no_panel_is_refused_with_its_reason(bench: Bench) -> None:
    for none, code in (((), "FILE-NOTHING-READ"), (("none",), "FILE-NOTHING-READ")):
        with pytest.raises(Refused) as refused:
            judge(bench, asked(bench, none))
        assert [f.code for f in refused.value.findings] == [code]
    readings = send(bench, tubes(FIT, "full", "FMO_CD73"))
    judge(bench, asked(bench, readings))
    with pytest.raises(Refused) as refused:
        judge(bench, asked(bench, readings))
    assert {f.code for f in refused.value.findings} == {"FILE-USED"}


def test_the_pages_show_gates_and_histograms(bench: Bench, client: FlaskClient) -> None:
    readings = send(bench, tubes(FIT))
    bench.cast.sign_in(client, people.ANALYST)
    url = "/lots/AT26-001/panels/new"
    text = client.get(url).get_data(as_text=True)
    main = text[text.index('<main id="main"') :]
    key = re.search(r'name="form_id"\s+value="([^"]*)"', main)
    template = re.search(r'name="template"[^>]*value="([^"]*)"', main)
    assert key
    assert template
    form = {"form_id": key[1], "template": template[1], "readings": list(readings)}
    held = client.post(url, data=form)
    assert held.status_code == 422
    sent = client.post(url, data={**form, "reason": "Cytomètre de démonstration."})
    assert sent.status_code == 303, sent.get_data(as_text=True)[-3000:]
    page = client.get(sent.location).get_data(as_text=True)
    pictures = re.findall(r'src="(/lots/[^"]+\.svg)"', page)
    assert len(pictures) >= 7
    answer = client.get(pictures[0])
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<svg")
    worklist = client.get("/lots/AT26-001/results").get_data(as_text=True)
    assert "/panels/1" in worklist


def test_the_document_shows_the_panel_and_holds_it(bench: Bench, app: Flask) -> None:
    readings = send(bench, tubes(FIT))
    judge(bench, asked(bench, readings))
    house = bench.house
    with house.kernel.reading() as session:
        record = reports.record(session, STREAM, house.clock())
    assert record["panels"][0]["markers"]["CD73"]["verdict"] == "PASS"
    for lang, words in (("fr", "Panel de cytométrie en flux"), ("en", "Panel of flow cytometry")):
        pictures = {p: house.files.read(p) for p in dossier.pictures_of(record, lang)}
        issue = Issue("D3-1", lang, house.clock(), "elnapp", "A", "", "", demo=True)
        files = dossier.attachments(record, b"{}\n")
        html = dossier.html(app.jinja_env, record, issue, files, pictures)
        assert words in html
        assert html.count('<figure class="gate">') == len(pictures) >= 7
        assert "data:image/svg+xml;base64," in html
    number = issue_now(house, app.jinja_env, "AT26-001", "fr")
    assert number.startswith("D")


def test_of_a_file_with_two_data_sets_the_chosen_reading_is_judged(bench: Bench) -> None:
    files = tubes(FIT)
    first = partial(_keyed, {**FIT, "CD90": 0.6})
    files["full.fcs"] = cytometer.chained(first, files["full.fcs"])
    readings = send(bench, files)
    with bench.house.kernel.reading() as session:
        both = [r for r in inbox.choose(session, readings) if r.file_name == "full.fcs"]
    assert [r.locator for r in both] == ["data set 1", "data set 2"]
    with pytest.raises(Refused) as refused:
        judge(bench, asked(bench, readings))
    assert refused.value.findings[0].code == "PANEL-SAME-NAME"
    judge(bench, asked(bench, tuple(r for r in readings if r != both[0].id)))
    assert line(bench, "ID-1-CD90").verdict == "PASS"
    with bench.house.kernel.reading() as session:
        (panel,) = queries.panels(session, STREAM)
    assert next(t["data_set"] for t in panel.tubes if t["role"] == "full") == 2


def _keyed(shares: dict[str, float], keywords: Mapping[str, str]) -> bytes:
    return cytometer.tube("full", shares, events=12_000, keywords=keywords)


def test_tubes_that_are_too_much_together_are_not_judged(bench: Bench) -> None:
    """Nothing is written, and the files wait as they were; with more time they are judged."""
    readings = send(bench, tubes(FIT))
    call = bench.cast.call(people.ANALYST, "Appareil non inscrit.")
    small = replace(sender(bench), limits=Limits(9, 192, 64, 0))
    with pytest.raises(Refused) as refused:
        service.judge_panel(small, call, bench.pinned, asked(bench, readings))
    (finding,) = refused.value.findings
    assert finding.code == "PANEL-TOO-MUCH"
    assert "READER" not in str(finding.params["said"])
    assert judge(bench, asked(bench, readings))["verdict"] == "PASS"


def test_a_test_of_the_product_is_not_called_monitoring(bench: Bench) -> None:
    """Else a failing panel would be one by a tick: its sample says what it was taken for."""
    full = replace(bench, stream=f"lot/{SAMPLED}")
    tested = full.samples()["phenotype"]
    assert tested.planned is not None
    rows = tuple(
        replace(row, tests=frozenset({"ID-5"})) if row == tested.planned else row
        for row in full.pinned.plan.lines
    )
    pinned = replace(full.pinned, plan=replace(full.pinned.plan, lines=rows))
    readings = send(full, tubes(FIT, "full_CD34", "FMO_CD34"))
    given = asked(full, readings, sample=tested.code, monitoring=True, passage=1)
    call = full.cast.call(people.ANALYST, "Appareil non inscrit.")
    with pytest.raises(Refused) as refused:
        service.judge_panel(sender(full), call, pinned, given)
    assert [f.code for f in refused.value.findings] == ["PANEL-OF-PRODUCT"]


def test_the_trend_leads_from_each_point_to_its_result_and_file(
    bench: Bench, client: FlaskClient
) -> None:
    early = send(bench, tubes({**FIT, "CD34": 0.14}, "full_CD34", "FMO_CD34", seed=7))
    with pytest.raises(Refused) as refused:
        judge(bench, asked(bench, early, monitoring=True))
    assert [f.code for f in refused.value.findings] == ["PANEL-NO-PASSAGE"]
    answer = judge(bench, asked(bench, early, monitoring=True, passage=1))
    assert (answer["verdict"], answer["deviations"]) == ("INVALID", [])  # not all tubes were run
    assert line(bench, "ID-5").result is None
    judge(bench, asked(bench, send(bench, tubes(FIT, "full_CD34", "FMO_CD34")), passage=3))
    with bench.house.kernel.reading() as session:
        actor = bench.cast.actor(people.ANALYST)
        found = [m for m in lots.marker_trend(session, actor) if m.marker == "CD34"]
        blind = lots.marker_trend(session, replace(actor, grants=()))
    assert blind == []
    assert [(m.passage, m.verdict) for m in found] == [(1, "PASS"), (3, "PASS")]
    assert found[0].percent is not None
    assert found[0].percent > 10  # reported at P1, limited later
    assert found[0].result is None
    assert str(found[1].result).endswith("/results/ID-5/1")
    assert [limit.text for limit in found[1].bounds.limits] == ["10.0"]
    bench.cast.sign_in(client, people.ANALYST)
    page = client.get("/lots/markers").get_data(as_text=True)
    assert 'stroke-dasharray="10 4"' in page
    assert 'href="/lots/AT26-001/results/ID-5"' in page
    assert 'href="/lots/AT26-001/panels/1"' in page
    digest = found[1].file[1] if found[1].file else ""
    assert f"/readings/files/{digest}" in page
    assert "CD34" not in client.get("/lots/markers?product=none").get_data(as_text=True)
