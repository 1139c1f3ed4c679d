"""The pages of a lot, as people at the bench and at the desk use them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elnapp.demo.people import PASSWORD
from tests import cast as people
from tests.elnapp.lots.conftest import READY, Bench

TOO_HEAVY = {**READY["REC/weigh"], "net": "152,0"}


class Browser:
    """A browser at one lot: opens forms, keeps what they carry, and sends them."""

    def __init__(self, client: FlaskClient, bench: Bench) -> None:
        self.client, self.bench = client, bench

    def url(self, path: str, page: str = "") -> str:
        """The address of a page about a step."""
        return f"/lots/{self.bench.number}/record/{path}" + (f"/{page}" if page else "")

    def hidden(self, text: str) -> dict[str, str]:
        """What the first form of a page carries along."""
        main = text[text.index('<main id="main"') :]
        names = ("csrf_token", "form_id", "seen", "entry")
        found = {n: re.search(rf'name="{n}"\s+value="([^"]*)"', main) for n in names}
        return {n: unescape(m[1]) for n, m in found.items() if m}

    def send(self, path: str, page: str, typed: dict[str, str], see: str = "") -> TestResponse:
        """Open the page, fill the form and send it."""
        text = self.client.get(self.url(path, see)).get_data(as_text=True)
        return self.client.post(self.url(path, page), data={**self.hidden(text), **typed})

    def enter(self, path: str, typed: dict[str, str]) -> TestResponse:
        """Record a step through its form."""
        return self.send(path, "enter", typed, "enter")


@pytest.fixture
def browser(client: FlaskClient, lot: Bench) -> Browser:
    """A technician at a lot whose donation was identified."""
    lot.record("ISS/authorisations", by=people.PRODUCTION)
    lot.record("REC/identify")
    lot.cast.sign_in(client, people.TECHNICIAN)
    return Browser(client, lot)


def text_of(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", answer.get_data(as_text=True))))


def test_every_page_of_a_lot_opens(browser: Browser) -> None:
    number = browser.bench.number
    for url in (
        "/lots",
        f"/lots/{number}",
        f"/lots/{number}/passages",
        browser.url("REC/identify"),
        browser.url("REC/weigh", "enter"),
        browser.url("REC/accept", "sign"),
        browser.url("REC/identify", "correct"),
    ):
        assert browser.client.get(url).status_code == 200, url


def test_a_step_is_recorded_and_shown_with_its_limits(browser: Browser) -> None:
    shown = browser.client.get(browser.url("REC/weigh", "enter"))
    assert "20,0" in text_of(shown)

    answer = browser.enter("REC/weigh", {**READY["REC/weigh"], "net": "52,0"})

    assert answer.status_code == 303
    page = text_of(browser.client.get(answer.headers["Location"]))
    assert "52,0" in page
    assert "Claire Moreau" in page


def test_a_value_outside_its_limits_comes_back_for_a_reason(browser: Browser) -> None:
    text = browser.client.get(browser.url("REC/weigh", "enter")).get_data(as_text=True)
    form = {**browser.hidden(text), **TOO_HEAVY}
    url = browser.url("REC/weigh", "enter")

    asked = browser.client.post(url, data=form)

    assert asked.status_code == 422
    tokens = re.findall(r'name="confirmed" value="([^"]+)"', asked.get_data(as_text=True))
    assert browser.client.post(url, data={**form, "confirmed": tokens}).status_code == 422
    confirmed = {**form, "confirmed": tokens, "act-reason": "weighed twice"}
    assert browser.client.post(url, data=confirmed).status_code == 303
    assert f"{browser.bench.number}-D01" in text_of(browser.client.get(browser.url("REC/weigh")))


@pytest.mark.parametrize("net", ["NaN", "1e400", "52,0,0", "-5", "", "１２"])
def test_what_cannot_be_read_gets_a_sentence(browser: Browser, net: str) -> None:
    answer = browser.enter("REC/weigh", {**READY["REC/weigh"], "net": net})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)


def test_the_second_person_signs_at_the_same_tablet(browser: Browser) -> None:
    own = {"login": people.TECHNICIAN, "password": PASSWORD}
    other = {"login": people.SECOND, "password": PASSWORD}

    assert browser.send("REC/identify", "witness", own).status_code == 422
    wrong = browser.send("REC/identify", "witness", {**other, "password": "wrong"})
    assert wrong.status_code == 422
    assert browser.send("REC/identify", "witness", other).status_code == 303

    page = text_of(browser.client.get(browser.url("REC/identify")))
    assert browser.bench.cast.actor(people.SECOND).name in page
    assert "Claire Moreau" in page  # the performer's session stays


def test_a_correction_shows_the_original_struck_through(browser: Browser) -> None:
    browser.enter("REC/weigh", READY["REC/weigh"])
    typed = {**READY["REC/weigh"], "net": "53.0", "act-reason": "read again"}

    refused = browser.send("REC/weigh", "correct", {**typed, "act-password": "wrong"}, "correct")
    answer = browser.send("REC/weigh", "correct", {**typed, "act-password": PASSWORD}, "correct")

    assert refused.status_code == 422
    assert answer.status_code == 303
    page = browser.client.get(browser.url("REC/weigh")).get_data(as_text=True)
    assert re.search(r"<del>52[.,]0", page)
    assert re.search(r"<ins>53[.,]0", page)


def test_the_same_form_twice_is_one_entry(browser: Browser) -> None:
    url = browser.url("REC/weigh", "enter")
    text = browser.client.get(url).get_data(as_text=True)
    form = {**browser.hidden(text), **READY["REC/weigh"]}

    assert browser.client.post(url, data=form).status_code == 303
    assert browser.client.post(url, data=form).status_code == 303
    assert browser.bench.entry("REC/weigh").n == 1


def test_quality_assurance_issues_a_lot(client: FlaskClient, bench: Bench) -> None:
    bench.cast.sign_in(client, people.QA)
    text = client.get("/lots/new").get_data(as_text=True)
    form = {
        **Browser(client, bench).hidden(text), "purpose": "training", "product": "MSC-AT",
        "site": "SLS", "study": "NCT05947682", "source": "", "master": "MSC-AT-SHORT",
        "specification": "MSC-AT-DP",
    }  # fmt: skip

    assert client.post("/lots/new", data={**form, "purpose": "clinical"}).status_code == 422
    answer = client.post("/lots/new", data=form)

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/lots/AT26-001")


def test_a_technician_does_not_reach_the_order_form(browser: Browser) -> None:
    assert browser.client.get("/lots/new").status_code == 403


def test_an_administrator_sees_no_lot(client: FlaskClient, lot: Bench) -> None:
    lot.cast.sign_in(client, people.ADMINISTRATOR)

    assert client.get("/lots").status_code == 403


def test_a_lot_or_a_step_that_is_not_there_is_not_found(browser: Browser) -> None:
    assert browser.client.get("/lots/AT99-001").status_code == 404
    assert browser.client.get(browser.url("REC/nothing")).status_code == 404
    assert browser.client.get(browser.url("REC/nothing", "enter")).status_code == 404
