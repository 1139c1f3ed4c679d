"""Asking for a dossier and making it: once, by the right people, in the background, of what stands."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from batches.people import SYSTEM
from elnapp.lots import service as lots
from elnapp.lots.service import Wish
from elnapp.quality import service as quality
from elnapp.record import Call, Kernel, NotPermitted, Refused, Stale, jobs
from elnapp.record.jobs import Claimed
from elnapp.reports import queries, service
from elnapp.reports.queries import KIND
from elnapp.reports.service import issue
from elnapp.web.forms import new_key
from elnapp.web.house import House
from tests.cast import AUDITOR, QA, QP, TECHNICIAN, Cast

SHORT = Wish("training", "MSC-AT", "SLS", "MSC-AT-SHORT", "MSC-AT-DP")


@pytest.fixture
def lot(kernel: Kernel, cast: Cast) -> str:
    """A training lot, just issued."""
    return str(lots.issue(kernel, cast.call(QA), SHORT)["lot"])


def claimed(house: House, lot: str, job: str) -> Claimed:
    with house.kernel.reading() as session:
        found = queries.job(session, f"lot/{lot}", job)
    args = {"lot": lot, "lang": found.lang, "number": found.number}
    return Claimed(job, KIND, f"lot/{lot}", args, SYSTEM.id, 1)


def quiet(_done: int, _parts: int, _note: str) -> None:
    """Take progress and say nothing."""


def issued(house: House, lot: str) -> list[Any]:
    with house.kernel.reading() as session:
        return queries.issued(session, lot)


def test_a_draft_is_made_in_the_background_and_not_sealed(
    app: Flask, house: House, cast: Cast, lot: str
) -> None:
    asked = service.request(house.kernel, cast.call(QP), lot, "fr")
    said: list[str] = []

    def handler(job: Claimed, report: jobs.Report) -> dict[str, Any]:
        def listen(done: int, parts: int, note: str) -> None:
            said.append(note)
            report(done, parts, note)

        return issue.render_job(house, app.jinja_env)(job, listen)

    assert issued(house, lot) == []
    jobs.run_one(house.kernel.stores, {KIND: handler}, house.clock)
    (made,) = issued(house, lot)
    assert (made.number, made.standing, made.sealed_by) == (asked["number"], "draft", "")
    assert house.files.read(made.sha256).startswith(b"%PDF")
    assert said == ["record", "pages", "seal", "keep"]


def test_the_record_is_whole_and_has_no_float(house: House, cast: Cast, lot: str) -> None:
    with house.kernel.reading() as session:
        found = queries.record(session, f"lot/{lot}", cast.clock())
        again = queries.record(session, f"lot/{lot}", cast.clock())
    assert queries.digest_of(found) == queries.digest_of(again)
    assert set(found) >= {
        "lot", "donor", "documents", "steps", "growth", "results", "deviations", "holds", "units",
        "dispositions", "gate", "signatures", "people", "events", "head",
    }  # fmt: skip
    assert found["events"][-1]["hash"] == found["head"]["hash"]
    assert len(found["gate"]["answers"]) >= 25


def test_the_same_job_twice_is_one_document(
    app: Flask, house: House, cast: Cast, lot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = issue.render_job(house, app.jinja_env)
    asked = service.request(house.kernel, cast.call(QA), lot, "en")
    first = handler(claimed(house, lot, asked["job"]), quiet)
    assert handler(claimed(house, lot, asked["job"]), quiet) == first
    # A worker that lost its lease comes late with another file of the same job.
    monkeypatch.setattr(queries, "made_by", lambda _session, _job: None)
    cast.clock.at = cast.clock().replace(hour=11)  # type: ignore[attr-defined]
    assert handler(claimed(house, lot, asked["job"]), quiet) == first
    assert len(issued(house, lot)) == 1


def test_a_decided_lot_gives_a_sealed_original(
    app: Flask, house: House, lot: str, made_up: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def record(session: Any, stream: str, at: Any) -> dict[str, Any]:
        head = real(session, stream, at)["head"]
        found: dict[str, Any] = made_up.certified()
        return {**found, "head": head}

    real = queries.record
    monkeypatch.setattr(queries, "record", record)
    number = issue.issue_now(house, app.jinja_env, lot, "fr")
    (made,) = issued(house, lot)
    assert (made.number, made.standing, made.level) == (number, "original", "PAdES B-B")
    assert "not valid" in made.sealed_by
    assert b"/ETSI.CAdES.detached" in house.files.read(made.sha256)


def test_a_record_that_moved_on_meanwhile_is_not_issued(
    app: Flask, house: House, cast: Cast, lot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = service.request(house.kernel, cast.call(QA), lot, "fr")
    put = house.files.put

    def held(data: bytes) -> str:
        quality.place_hold(house.kernel, cast.call(QA), f"lot/{lot}", "found late")
        return put(data)

    monkeypatch.setattr(house.files, "put", held)
    with pytest.raises(Stale):
        issue.render_job(house, app.jinja_env)(claimed(house, lot, asked["job"]), quiet)
    assert issued(house, lot) == []


def test_who_may_not_ask(kernel: Kernel, cast: Cast, lot: str) -> None:
    with pytest.raises(NotPermitted):
        service.request(kernel, cast.call(TECHNICIAN), lot, "fr")
    with pytest.raises(Refused, match="REPORT-LANG"):
        service.request(kernel, cast.call(QA), lot, "de")


def test_the_same_dossier_is_not_made_twice_at_once(kernel: Kernel, cast: Cast, lot: str) -> None:
    service.request(kernel, cast.call(QA), lot, "fr")
    with pytest.raises(Refused, match="REPORT-UNDER-WAY"):
        service.request(kernel, cast.call(QP), lot, "fr")
    assert service.request(kernel, cast.call(QP), lot, "en")["number"].endswith("-r2")


def test_nobody_seals_by_hand(kernel: Kernel, cast: Cast, lot: str) -> None:
    made = service.Made("D3-x-r1", "fr", "0" * 64, 1, 1, "0" * 64, "", 1)
    call = Call(cast.actor(AUDITOR), "a key", cast.clock())
    with pytest.raises(NotPermitted):
        service.seal(kernel, call, f"lot/{lot}", made, "job")


def test_the_pages(app: Flask, client: FlaskClient, house: House, cast: Cast, lot: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    cast.sign_in(client, QA)
    page = client.get(f"/lots/{lot}/dossier")
    assert page.status_code == 200
    assert 'name="lang"' in page.get_data(as_text=True)
    assert client.post(f"/lots/{lot}/dossier", data={"lang": "xx"}).status_code == 422
    sent = client.post(f"/lots/{lot}/dossier", data={"lang": "fr", "form_id": new_key()})
    assert sent.status_code == 303
    with house.kernel.reading() as session:
        (job,) = queries.jobs(session, f"lot/{lot}")
    told = client.get(f"/lots/{lot}/dossier/jobs/{job.id}").get_json()
    assert (told["state"], told["result_url"]) == ("queued", None)
    assert told["message"]
    handlers = {KIND: issue.render_job(house, app.jinja_env)}
    jobs.run_one(house.kernel.stores, handlers, house.clock)
    told = client.get(f"/lots/{lot}/dossier/jobs/{job.id}").get_json()
    file = client.get(told["result_url"])
    assert file.mimetype == "application/pdf"
    assert f"{job.number}-fr.pdf" in file.headers["Content-Disposition"]
    assert job.number in client.get(f"/lots/{lot}/dossier").get_data(as_text=True)
    assert client.get(f"/lots/{lot}/dossier/D3-none-r9.pdf").status_code == 404


def test_a_technician_finds_no_dossier(client: FlaskClient, cast: Cast, lot: str) -> None:
    cast.sign_in(client, TECHNICIAN)
    assert client.get(f"/lots/{lot}/dossier").status_code == 403
