"""The pages around results: worklists, samples, reviews, investigations, the certificate."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.demo.people import PASSWORD
from elnapp.results import service
from elnapp.results.queries import listing
from elnapp.results.service import Found, Moved
from elnapp.web.forms import new_key
from tests import cast as people
from tests.cast import Cast
from tests.elnapp.results.bench import LOT, SAMPLED, Bench
from tests.shared import statements

LIST = f"/lots/{SAMPLED}/results"
OOS = f"/investigations/{LOT}-O01"


@pytest.fixture(autouse=True)
def _no_token(app: Flask) -> None:
    """Leave the token of each form to the tests of forms."""
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def taken(bench: Bench) -> Bench:
    """The bench of the lot that has samples."""
    bench.stream = f"lot/{SAMPLED}"
    return bench


def send(client: FlaskClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data={"form_id": new_key(), **fields})
    return answer.status_code, answer.get_data(as_text=True)


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_samples_are_listed_and_filtered(
    taken: Bench, cast: Cast, client: FlaskClient, lang: str
) -> None:
    cast.sign_in(client, people.ANALYST)
    client.post("/language", data={"lang": lang, "next": "/samples"})
    taken.follow("sterility", Moved("sent", "Navette"))
    codes = {kind: view.code for kind, view in taken.samples().items()}
    html = read(client, "/samples")
    assert all(code in html for code in codes.values())
    sent = read(client, "/samples?state=sample_sent")
    assert codes["sterility"] in sent
    assert codes["identity"] not in sent
    awaited = read(client, "/samples?state=awaited&test=HLA")
    assert codes["identity"] in awaited
    assert codes["phenotype"] not in awaited
    assert codes["identity"] not in read(client, "/samples?q=nothing-is-called-so")
    one = read(client, f"/samples?q={codes['identity'].lower()}")
    assert codes["identity"] in one
    assert codes["sterility"] not in one


def test_a_sample_becomes_overdue(taken: Bench, cast: Cast, client: FlaskClient) -> None:
    code = taken.samples()["identity"].code
    cast.sign_in(client, people.ANALYST)
    assert (code in read(client, "/samples?state=overdue")) is taken.samples()["identity"].overdue(
        cast.clock()
    )


def test_a_step_is_recorded_on_its_page(taken: Bench, cast: Cast, client: FlaskClient) -> None:
    code = taken.samples()["sterility"].code
    page = f"/lots/{SAMPLED}/samples/{code}"
    cast.sign_in(client, people.TECHNICIAN)
    assert send(client, f"{page}/follow")[0] == 422
    assert send(client, f"{page}/follow", step="sent", place="Navette")[0] == 303
    assert "Navette" in read(client, page)
    status, html = send(client, f"{page}/follow", step="received", place="Labo", concern="Fuite")
    assert status == 422
    token = re.search(r'name="confirmed" value="([^"]+)"', html)
    assert token is not None
    answer = send(
        client, f"{page}/follow", step="received", place="Labo", concern="Fuite", confirmed=token[1]
    )
    assert answer[0] == 303
    html = read(client, page)
    assert "Fuite" in html
    assert taken.deviations()[0].number in html


def test_the_worklist_shows_what_waits_and_for_what(
    taken: Bench, cast: Cast, client: FlaskClient
) -> None:
    taken.enter(taken.given("IPC-3", "5", "no_growth"))
    taken.enter(taken.given("SVF-1", "82"))
    taken.enter(taken.given("IPC-1", "78"))
    cast.sign_in(client, people.ANALYST)
    assert f"{LIST}/IPC-3" in read(client, "/results?what=interim")
    review = read(client, "/results?what=review")
    assert f"{LIST}/SVF-1" in review
    assert f"{LIST}/ID-7" not in review
    assert f"/investigations/{SAMPLED}-O01" in read(client, "/results?what=oos")
    # What has its sample may be entered; what is filled in weeks is not yet asked for.
    enter = read(client, "/results?what=enter")
    assert f"{LIST}/ID-7" in enter
    assert f"{LIST}/SA-1" not in enter
    test = read(client, "/results?test=id-7")
    assert f"{LIST}/ID-7" in test
    assert f"{LIST}/SVF-1" not in test


def page_of(client: FlaskClient, path: str) -> tuple[set[str], str, int]:
    """The lots that a page leads to, the way to the next page, and the statements it took."""
    stores = client.application.extensions["elnapp"].kernel.stores
    with statements(stores.read) as seen:
        html = read(client, path)
    way = re.search(r'rel="next"\s+href="([^"]+)"', html)
    return set(re.findall(r"/lots/([A-Z0-9-]+)/", html)), way[1] if way else "", len(seen)


def test_the_worklist_goes_from_lot_to_lot_and_keeps_what_it_is_narrowed_to(
    bench: Bench, cast: Cast, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.enter(bench.given("ID-1-CD105", "81.3"))  # opens an investigation, in the older lot
    cast.sign_in(client, people.ANALYST)
    both, end, many = page_of(client, "/results")
    monkeypatch.setattr(listing, "PAGE", 1)
    first, way, few = page_of(client, "/results?test=id-")
    second, last, again = page_of(client, f"/results{unescape(way)}")
    found = [page_of(client, f"/results?what={what}")[0] for what in ("oos", "review")]

    assert (both, end, first, second, last) == ({LOT, SAMPLED}, "", {SAMPLED}, {LOT}, "")
    assert "test=id-" in way
    assert found == [{LOT}, {LOT}]  # in whatever lot it is
    assert again <= few == many
    assert page_of(client, "/results?what=invalid")[:2] == (set(), "")


def test_the_list_of_samples_leaves_out_lots_without_any(
    taken: Bench, cast: Cast, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 1)
    cast.sign_in(client, people.ANALYST)
    shown, way, few = page_of(client, "/samples?all=1")
    taken.follow("sterility", Moved("sent", "Navette"))

    assert (shown, way) == ({SAMPLED}, "")
    assert page_of(client, "/samples?state=sample_sent") == ({SAMPLED}, "", few)
    assert page_of(client, "/samples?state=sample_destroyed")[0] == set()
    assert page_of(client, f"/samples?after={SAMPLED}")[0] == set()


def test_results_are_reviewed_on_their_page(taken: Bench, cast: Cast, client: FlaskClient) -> None:
    taken.enter(taken.given("SVF-1", "82"))
    taken.enter(taken.given("SM-2", "52.0"))
    cast.sign_in(client, people.ANALYST)
    assert 'name="results"' not in read(client, f"{LIST}/review")  # all are the reader's own
    cast.sign_in(client, people.HEAD_QC)
    html = read(client, f"{LIST}/review")
    ids = re.findall(r'name="results"\s+value="([^"]+)"', html)
    assert len(ids) == 2
    status, said = send(client, f"{LIST}/review")
    assert status == 422
    assert "Aucun résultat" in said
    assert send(client, f"{LIST}/review", results=ids[0], comment="Comparé")[0] == 303
    assert taken.line("SVF-1").to_review == ()
    assert len(taken.line("SM-2").to_review) == 1
    assert send(client, f"{LIST}/review", results="made-up")[0] == 422


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_certificate_shows_every_result_and_says_what_is_missing(
    taken: Bench, cast: Cast, client: FlaskClient, lang: str
) -> None:
    cast.sign_in(client, people.QA)
    path = f"/lots/{SAMPLED}/certificate-of-analysis"
    client.post("/language", data={"lang": lang, "next": path})
    taken.enter(taken.given("SM-2", "52.0"))
    html = read(client, path)
    assert html.count('<th scope="row">') == len(taken.pinned.specification.rows)
    assert ("52,0" if lang == "fr" else "52.0") in html
    assert ("manquent" if lang == "fr" else "missing") in html


def test_an_investigation_is_led_to_its_end_on_its_pages(
    bench: Bench, cast: Cast, client: FlaskClient
) -> None:
    bench.enter(bench.given("ID-1-CD105", "81.3"))
    cast.sign_in(client, people.HEAD_QC)
    assert send(client, f"{OOS}/laboratory")[0] == 422
    words = "Témoins conformes"
    assert send(client, f"{OOS}/laboratory", outcome="no_cause", text=words)[0] == 303
    assert send(client, f"{OOS}/plan", retests="many", text="Plan")[0] == 422
    assert send(client, f"{OOS}/plan", retests="1", text="Plan")[0] == 303
    cast.sign_in(client, people.QA)
    assert send(client, f"{OOS}/plan/approve")[0] == 303
    assert send(client, f"{OOS}/plan/approve")[0] == 422
    html = read(client, OOS)
    assert words in html
    cast.sign_in(client, people.ANALYST)
    assert "O01" in read(client, f"/lots/{LOT}/results/ID-1-CD105/new")
    assert send(client, f"/lots/{LOT}/results/ID-1-CD105/new", value="81.9")[0] == 303
    cast.sign_in(client, people.QA)
    shown = re.search(r'name="shown" value="([^"]+)"', read(client, f"{OOS}/conclude"))
    assert shown is not None
    signed = {"login": people.QA, "password": PASSWORD, "shown": shown[1], "text": "Confirmé"}
    status, _html = send(client, f"{OOS}/conclude", conclusion="confirmed", **signed)
    assert status == 422  # no code
    signed |= {"otp": cast.code(people.QA)}
    assert send(client, f"{OOS}/conclude", conclusion="confirmed", **signed)[0] == 303
    assert bench.oos().state == "oos_concluded"
    result = read(client, f"/lots/{LOT}/results/ID-1-CD105")
    assert "81,9" in result
    assert "81,3" in result


def test_a_result_page_shows_what_was_typed_and_computed(
    bench: Bench, cast: Cast, client: FlaskClient
) -> None:
    bench.enter(bench.given("SE-1", "18", "21", "412", "420"))
    cast.sign_in(client, people.QA)
    html = read(client, f"/lots/{LOT}/results/SE-1")
    for expected in ("412", "percent_positive@1", "reader_difference@1"):
        assert expected in html


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        (people.AUDITOR, "/samples", 200),
        (people.AUDITOR, "/results", 200),
        (people.ADMINISTRATOR, "/results", 403),
        (people.TECHNICIAN, f"{LIST}/review", 403),
        (people.QA, f"{OOS}", 404),
        (people.QA, f"/lots/{SAMPLED}/samples/none", 404),
        (people.QA, f"{LIST}/none", 404),
        (people.ANALYST, f"{OOS}/conclude", 403),
    ],
)
def test_pages_are_open_to_those_who_may(
    cast: Cast, client: FlaskClient, login: str, path: str, status: int
) -> None:
    cast.sign_in(client, login)
    assert client.get(path).status_code == status


def test_with_a_cause_the_page_says_that_the_result_is_invalid(
    bench: Bench, cast: Cast, client: FlaskClient
) -> None:
    bench.enter(bench.given("ID-1-CD105", "81.3"))
    call = cast.call(people.HEAD_QC)
    service.laboratory(bench.house.kernel, call, f"{LOT}-O01", Found("cause", "Lot périmé"))
    cast.sign_in(client, people.QA)
    assert "<del>" in read(client, OOS)
    assert "Lot périmé" in read(client, f"/lots/{LOT}/certificate-of-analysis")
