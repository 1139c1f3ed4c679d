"""The pages on the way to release: what is shown is what is signed, and every state has a page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.demo.people import PASSWORD
from elnapp.quality import service as quality
from elnapp.record.plain import plain
from elnapp.release import queries, service
from tests import cast as people
from tests.cast import Cast
from tests.elnapp.release.desk import LOT, STREAM, Desk

GATE = f"/lots/{LOT}/release"


@pytest.fixture(autouse=True)
def _no_token(app: Flask) -> None:
    """Leave the token of each form to the tests of forms."""
    app.config["WTF_CSRF_ENABLED"] = False


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the page's own form, as a browser would send them back."""
    form = html[html.index('id="main"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value for name, value in found if name != "csrf_token"}


def signed(desk: Desk, client: FlaskClient, html: str, login: str, path: str, **more: str) -> int:
    """Send the signature page back with both components."""
    desk.clock.at += timedelta(minutes=1)
    code = desk.cast.code(login)
    data = {**hidden(html), "login": login, "password": PASSWORD, "otp": code, **more}
    return client.post(path, data=data).status_code


def shown(cast: Cast, client: FlaskClient, login: str, path: str, status: int = 200) -> str:
    """Sign in and read a page."""
    cast.sign_in(client, login)
    answer = client.get(path)
    html = answer.get_data(as_text=True)
    assert answer.status_code == status, html[:3000]
    return html


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_gate_page_answers_all_questions(
    desk: Desk, cast: Cast, client: FlaskClient, lang: str
) -> None:
    shown(cast, client, people.QA, GATE)
    client.post("/language", data={"lang": lang, "next": GATE})
    html = client.get(GATE).get_data(as_text=True)
    assert html.count('<th scope="row">G') == 25
    words = {"fr": "Certification impossible", "en": "Gate closed"}
    assert words[lang] in html
    assert "PAPER-MAT" in html
    assert "Traceback" not in html


@pytest.mark.parametrize(
    ("login", "path", "state"),
    [
        (people.PRODUCTION, "production-review", "completed"),
        (people.HEAD_QC, "results-approval", "in_process"),
    ],
)
def test_a_review_is_signed_on_its_page(
    desk: Desk, cast: Cast, client: FlaskClient, login: str, path: str, state: str
) -> None:
    url = f"/lots/{LOT}/{path}"
    html = shown(cast, client, login, url)
    assert "MSC-AT-SHORT v1" in html
    assert signed(desk, client, html, login, url) == 303
    assert desk.state() == state
    assert client.get(url).status_code in {403, 409}


def test_trail_and_approval_are_signed_on_their_pages(
    desk: Desk, cast: Cast, client: FlaskClient
) -> None:
    desk.sign(service.review_production, people.PRODUCTION)
    desk.sign(service.approve_results, people.HEAD_QC)
    trail = f"/lots/{LOT}/trail-review"
    html = shown(cast, client, people.QA, trail)
    assert f"/audit/{STREAM}" in html
    assert signed(desk, client, html, people.QA, trail, comment="rien à signaler") == 303
    approval = f"/lots/{LOT}/approval"
    html = client.get(approval).get_data(as_text=True)
    assert "la certification" in html
    assert signed(desk, client, html, people.QA, approval) == 303
    assert desk.state() == "approved"


def test_what_is_in_the_way_has_a_page(desk: Desk, cast: Cast, client: FlaskClient) -> None:
    desk.sign(service.review_production, people.PRODUCTION)
    html = shown(cast, client, people.QA, f"/lots/{LOT}/approval", 409)
    assert GATE in html
    assert 'name="password"' not in html


def test_a_wrong_password_signs_nothing(desk: Desk, cast: Cast, client: FlaskClient) -> None:
    url = f"/lots/{LOT}/production-review"
    html = shown(cast, client, people.PRODUCTION, url)
    data = {**hidden(html), "login": people.PRODUCTION, "password": "wrong", "otp": "000000"}
    answer = client.post(url, data=data)
    assert answer.status_code == 422
    assert "wrong" not in answer.get_data(as_text=True)
    assert desk.state() == "in_process"


def test_certification_shows_the_words_before_they_are_signed(
    reviewed: Desk, cast: Cast, client: FlaskClient
) -> None:
    url = f"/lots/{LOT}/certification"
    html = shown(cast, client, people.QP, url)
    bags = reviewed.bags()
    chosen = {**hidden(html), "containers": list(bags[:9])}
    assert client.post(url, data=chosen).status_code == 422  # why not the tenth?
    answer = client.post(url, data={**chosen, "reason": "poche fendue"})
    words = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "536/2014" in words
    assert "poche fendue" in words
    assert ", ".join(bags[:9]) in words
    carried = {**hidden(words), "containers": list(bags[:9])}
    reviewed.clock.at += timedelta(minutes=1)
    both = {"login": people.QP, "password": PASSWORD, "otp": reviewed.cast.code(people.QP)}
    assert client.post(url, data={**carried, **both}).status_code == 303
    assert reviewed.state() == "certified"
    gate = client.get(GATE).get_data(as_text=True)
    assert "536/2014" in gate
    assert bags[9] in gate


def test_the_gate_of_a_certified_lot_is_that_of_the_decision(
    reviewed: Desk, cast: Cast, client: FlaskClient
) -> None:
    reviewed.certify()
    with reviewed.house.kernel.reading() as session:
        donor = queries.case(session, STREAM).donor
    assert donor is not None
    reviewed.clock.at += timedelta(minutes=1)
    hold = quality.place_hold(reviewed.house.kernel, cast.call(people.QA), donor, "rappel")
    html = shown(cast, client, people.AUDITOR, GATE)
    assert html.count('<th scope="row">G') == 25
    table = html.partition("<table")[2].rpartition("</table>")[0]
    assert hold["number"] not in table  # the answers are frozen
    assert hold["number"] in html  # what came up since is said apart
    assert reviewed.gate().answers != ()
    with reviewed.house.kernel.reading() as session:
        (decided,) = queries.dispositions(session, STREAM)
        assert queries.thawed(decided.gate).open
        assert list(decided.gate) == plain(queries.frozen(queries.thawed(decided.gate)))


def test_a_refusal_and_a_release_have_their_pages(
    reviewed: Desk, cast: Cast, client: FlaskClient
) -> None:
    reviewed.certify()
    url = f"/lots/{LOT}/site-release"
    html = shown(cast, client, people.SPONSOR, url)
    told = {**hidden(html), "containers": list(reviewed.bags()), "site": "Northern Hospital"}
    words = client.post(url, data=told).get_data(as_text=True)
    assert "Northern Hospital" in words
    carried = {**hidden(words), "containers": list(reviewed.bags())}
    reviewed.clock.at += timedelta(minutes=1)
    code = reviewed.cast.code(people.SPONSOR)
    both = {"login": people.SPONSOR, "password": PASSWORD, "otp": code}
    assert client.post(url, data={**carried, **both}).status_code == 303
    assert reviewed.state() == "released"


def test_a_lot_is_refused_on_its_page(reviewed: Desk, cast: Cast, client: FlaskClient) -> None:
    url = f"/lots/{LOT}/refusal"
    html = shown(cast, client, people.QP, url)
    assert client.post(url, data=hidden(html)).status_code == 422
    told = {**hidden(html), "reason": "fuite", "purpose": "destruction"}
    words = client.post(url, data=told).get_data(as_text=True)
    assert "Motif : fuite" in words.replace("\u202f", " ")
    assert signed(reviewed, client, words, people.QP, url) == 303
    assert reviewed.state() == "declined"


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        (people.TECHNICIAN, "certification", 403),
        (people.QA, "certification", 403),
        (people.QP, "site-release", 403),
        (people.ADMINISTRATOR, "release", 403),
        (people.AUDITOR, "release", 200),
        (people.TECHNICIAN, "release", 200),
    ],
)
def test_pages_are_open_to_those_who_may(
    reviewed: Desk, cast: Cast, client: FlaskClient, login: str, path: str, status: int
) -> None:
    cast.sign_in(client, login)
    assert client.get(f"/lots/{LOT}/{path}").status_code == status


def test_a_lot_nobody_knows_is_not_found(reviewed: Desk, cast: Cast, client: FlaskClient) -> None:
    cast.sign_in(client, people.QA)
    assert client.get("/lots/AT99-999/release").status_code == 404
    with reviewed.house.kernel.reading() as session:
        assert queries.certified(session, STREAM) == ()
