"""What people and machines send wrongly: each gets a sentence, nothing is half written, never 500."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from batches.identifiers import din_check
from elnapp.demo.people import PASSWORD
from elnapp.donors import queries as donors
from elnapp.web.house import House
from elnapp.web.limits import MAX_CONTENT_LENGTH, MAX_FORM_PARTS
from tests import cast as people
from tests.cast import Cast
from tests.elnapp.lots.conftest import READY, Bench

WEIGH = READY["REC/weigh"]
DIN = "A999926000777"
HUGE = 100 * 1024 * 1024
MANY = 100_000
Typed = dict[str, str]


class Desk:
    """A person at a browser who opens forms, keeps what they carry, and sends them."""

    def __init__(self, client: FlaskClient, house: House) -> None:
        self.client, self.house = client, house

    def opened(self, url: str) -> Typed:
        """Give what the first form of a page carries along."""
        page = self.client.get(url).get_data(as_text=True)
        main = page[page.index('<main id="main"') :]
        names = ("csrf_token", "form_id", "seen", "entry")
        found = {n: re.search(rf'name="{n}"\s+value="([^"]*)"', main) for n in names}
        return {n: unescape(m[1]) for n, m in found.items() if m}

    def send(self, url: str, typed: Typed, carried: Typed | None = None) -> TestResponse:
        """Send a form; it is opened first unless what it carries is given."""
        data = {**(self.opened(url) if carried is None else carried), **typed}
        return self.client.post(url, data=data)

    def stored(self, name: str) -> str:
        """Give the number that was stored for the last value of this name."""
        with self.house.kernel.reading() as session:
            wanted = "SELECT number FROM entry_value WHERE name = :name ORDER BY id DESC LIMIT 1"
            return str(session.execute(text(wanted), {"name": name}).scalar_one())

    def events(self) -> int:
        """Count what is recorded, but for sessions: they are no record of the lot."""
        with self.house.kernel.reading() as session:
            wanted = "SELECT count(*) FROM event WHERE verb NOT LIKE 'people.%'"
            return int(session.execute(text(wanted)).scalar_one())


@pytest.fixture(autouse=True)
def _with_csrf(app: Flask) -> None:
    """The test profile leaves it out; what people send has it."""
    app.config["WTF_CSRF_ENABLED"] = True


@pytest.fixture
def bench(house: House, cast: Cast, clock: Any) -> Bench:
    """An engineering lot that waits for the mass of the tissue."""
    made = Bench(house, cast, clock)
    made.issue()
    made.record("ISS/authorisations", by=people.PRODUCTION)
    made.record("REC/identify")
    made.verify("REC/identify")
    return made


@pytest.fixture
def desk(client: FlaskClient, house: House, bench: Bench) -> Desk:
    """A technician signed in."""
    sign_in(client, people.TECHNICIAN)
    return Desk(client, house)


@pytest.fixture
def url(bench: Bench) -> str:
    """The form of the next step."""
    return f"/lots/{bench.number}/record/REC/weigh/enter"


def sign_in(client: FlaskClient, login: str) -> None:
    page = client.get("/login").get_data(as_text=True)
    found = re.findall(r'name="(csrf_token|form_id)"\s+value="([^"]*)"', page)
    answer = client.post("/login", data={**dict(found), "login": login, "password": PASSWORD})
    assert answer.status_code == 303, words(answer)


def words(answer: TestResponse) -> str:
    """Give what a reader sees in the main part of a page."""
    page = answer.get_data(as_text=True)
    main = page[page.find('<main id="main"') :]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def refused(desk: Desk, answer: TestResponse, before: int, *said: str) -> None:
    """Say that an answer is a refusal in words, and that nothing was written."""
    shown = words(answer)
    assert answer.status_code == 422, shown
    assert [one for one in said if one not in shown] == [], shown
    assert desk.events() == before


BAD_NUMBERS = [
    "NaN", "nan", "Infinity", "-inf", "1e400", "1E-400", "1e999999999", "1_000", "1 000,0,0",
    "1.000,5", "٥٢", "５２", "0x34", "52 g", "5" * 41, "--5", "5,", "+", "douze", "'; DROP TABLE lot",
    "<b>52</b>", "{{ 7 * 7 }}", "%(x)s", "\u202e52", "52\x0c53",
]  # fmt: skip


def test_what_is_no_number_gets_a_sentence(desk: Desk, url: str) -> None:
    before = desk.events()
    for typed in BAD_NUMBERS:
        answer = desk.send(url, {**WEIGH, "net": typed})
        refused(desk, answer, before, "Il y a un problème", "Masse nette")
        kept = f'value="{WEIGH["gross"]}"'
        assert kept in answer.get_data(as_text=True), "what was right stays in the form"


@pytest.mark.parametrize(
    ("typed", "shown"), [("52,0", "52,0"), ("52.0", "52,0"), (" 52,0 ", "52,0")]
)
def test_comma_and_point_are_the_same_number(
    desk: Desk, url: str, bench: Bench, typed: str, shown: str
) -> None:
    answer = desk.send(url, {**WEIGH, "net": typed})
    assert answer.status_code == 303, words(answer)
    page = desk.client.get(f"/lots/{bench.number}/record/REC/weigh")
    assert shown in words(page)
    assert desk.stored("net") == "52.0"


def test_a_negative_mass_is_no_measurement(desk: Desk, url: str) -> None:
    before = desk.events()
    answer = desk.send(url, {**WEIGH, "net": "-52,0"})
    assert answer.status_code == 422
    assert "-52,0" in words(answer) or "−52,0" in words(answer)
    assert desk.events() == before


def test_an_absurd_count_of_units_is_refused(desk: Desk, bench: Bench) -> None:
    bench.record("REC/weigh")
    bench.verify("REC/weigh")
    bench.sign("REC/accept")
    for path in ("SVF/digest", "SVF/count"):
        bench.record(path)
        bench.verify(path)
    before = desk.events()
    url = f"/lots/{bench.number}/record/SVF/sample/enter"
    for count in ("-1", "1.5", "1e30", "999999999999999999999999", "0,5"):
        answer = desk.send(url, {**READY["SVF/sample"], "sterility": count})
        refused(desk, answer, before, "Il y a un problème")


def test_nothing_typed_names_each_field(desk: Desk, url: str) -> None:
    before = desk.events()
    answer = desk.send(url, dict.fromkeys(WEIGH, ""))
    refused(desk, answer, before, "Masse brute", "Tare", "Masse nette")
    assert "<title>Erreur" in answer.get_data(as_text=True)


def test_a_field_that_nobody_asked_changes_nothing(desk: Desk, url: str, bench: Bench) -> None:
    answer = desk.send(url, {**WEIGH, "performed_by": "x", "recorded_at": "1999-01-01", "id": "1"})
    assert answer.status_code == 303
    assert bench.entry("REC/weigh").performed_name == "Claire Moreau"


def test_a_double_submit_gives_the_same_answer_and_one_entry(desk: Desk, url: str) -> None:
    carried = desk.opened(url)
    first = desk.send(url, WEIGH, carried)
    after = desk.events()
    second = desk.send(url, WEIGH, carried)
    assert (first.status_code, second.status_code) == (303, 303), words(second)
    assert first.headers["Location"] == second.headers["Location"]
    assert desk.events() == after


def test_the_same_form_with_other_content_is_a_conflict(desk: Desk, url: str) -> None:
    carried = desk.opened(url)
    assert desk.send(url, WEIGH, carried).status_code == 303
    after = desk.events()
    answer = desk.send(url, {**WEIGH, "net": "53,0"}, carried)
    assert answer.status_code == 409
    assert "déjà" in words(answer)
    assert desk.events() == after


def test_a_stale_form_is_not_recorded_over_what_is_new(desk: Desk, url: str, bench: Bench) -> None:
    carried = desk.opened(url)
    bench.record("REC/weigh", by=people.SECOND)
    before = desk.events()
    answer = desk.send(url, {**WEIGH, "net": "51,0"}, carried)
    assert answer.status_code in {409, 422}
    assert len(words(answer)) > 80
    assert desk.events() == before


@pytest.mark.parametrize("form_id", ["", "1", "x" * 5000, "00000000-0000-0000-0000-00000000000g"])
def test_a_form_without_its_number_is_sent_again(desk: Desk, url: str, form_id: str) -> None:
    before = desk.events()
    answer = desk.send(url, WEIGH, {**desk.opened(url), "form_id": form_id})
    refused(desk, answer, before, "sans son numéro")


def test_a_form_of_another_session_is_kept_not_recorded(desk: Desk, url: str) -> None:
    before = desk.events()
    answer = desk.send(url, WEIGH, {**desk.opened(url), "csrf_token": "not-ours"})
    assert answer.status_code in {400, 403}
    assert "131.4" in answer.get_data(as_text=True), "what was typed comes back with a button"
    assert desk.events() == before


def test_a_session_lost_in_a_form_keeps_what_was_typed(
    desk: Desk, url: str, clock: Any, bench: Bench
) -> None:
    carried = desk.opened(url)
    clock.at += timedelta(hours=13)
    before = desk.events()
    lost = desk.send(url, {**WEIGH, "net": "52,5"}, carried)
    assert lost.status_code in {303, 401}, lost.status_code
    page = lost if lost.status_code == 401 else desk.client.get(lost.headers["Location"])
    assert desk.events() == before
    back = _sign_in_again(desk, page)
    assert "Claire Moreau" in back.get_data(as_text=True)
    shown = _bring_back(desk, back)
    html = shown.get_data(as_text=True)
    assert shown.status_code == 200, words(shown)
    assert 'value="52,5"' in html
    assert 'value="131.4"' in html
    assert desk.events() == before
    sent = desk.client.post(url, data={**_carried(html), **WEIGH, "net": "52,5"})
    assert sent.status_code == 303, words(sent)
    assert desk.stored("net") == "52.5"


def _carried(html: str) -> Typed:
    main = html[html.index('<main id="main"') :]
    return {
        n: unescape(v)
        for n, v in re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', main)
    }


def _sign_in_again(desk: Desk, page: TestResponse) -> TestResponse:
    """Sign in on the page that came instead, carrying what it kept."""
    html = page.get_data(as_text=True)
    if 'name="password"' not in html:
        action = re.search(r'<form method="post" action="(/login[^"]*)"', html)
        assert action, html[:3000]
        page = desk.client.post(unescape(action[1]), data=_carried(html))
        html = page.get_data(as_text=True)
    typed = {"login": people.TECHNICIAN, "password": PASSWORD}
    return desk.client.post("/login", data={**_carried(html), **typed})


def _bring_back(desk: Desk, page: TestResponse) -> TestResponse:
    html = page.get_data(as_text=True)
    main = html[html.index('<main id="main"') :]
    action = re.search(r'<form method="post" action="([^"]+)"', main)
    assert action, words(page)
    return desk.client.post(unescape(action[1]), data=_carried(html))


def test_a_wrong_check_character_names_the_number(
    client: FlaskClient, house: House, cast: Cast
) -> None:
    desk = Desk(client, house)
    sign_in(client, people.PHYSICIAN)
    donor = desk.send("/donors/new", {"place": "SLS", "study": "NCT05947682"}).headers["Location"]
    with house.kernel.reading() as session:
        form = donors.forms(session, "NCT05947682")[0].id
    consent = {"form_version": form, "signed_at": "2026-11-20T09:30", "language": "fr"}
    assert desk.send(f"{donor}/consent", consent).status_code == 303
    right = din_check(DIN)[1]
    wrong = "A" if right != "A" else "B"
    given = {"tissue": "AT", "collected_at": "2026-11-22T08:30"}
    for typed in (DIN + wrong, DIN[:-1], DIN.replace("9", "8", 1) + right, "", "x" * 300):
        answer = desk.send(f"{donor}/donate", {**given, "din": typed})
        assert answer.status_code == 422, words(answer)
        assert "Il y a un problème" in words(answer)
    assert desk.send(f"{donor}/donate", {**given, "din": DIN + right}).status_code == 303


def _many_names() -> list[tuple[str, str]]:
    return [(f"n{i}", "") for i in range(MANY)]


def _one_name() -> list[tuple[str, str]]:
    return [("n", "1")] * MANY


def _multipart(pairs: list[tuple[str, str]]) -> bytes:
    part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
    return ("".join(part.format(*pair) for pair in pairs) + "--x--\r\n").encode()


ENCODE: dict[str, Callable[[list[tuple[str, str]]], bytes]] = {
    "application/x-www-form-urlencoded": lambda pairs: urlencode(pairs).encode(),
    "multipart/form-data; boundary=x": _multipart,
}


@pytest.mark.parametrize("parts", [_many_names, _one_name])
@pytest.mark.parametrize("kind", ENCODE)
def test_too_many_parts_get_a_sentence(
    desk: Desk, url: str, kind: str, parts: Callable[[], list[tuple[str, str]]]
) -> None:
    before = desk.events()
    pairs = [*desk.opened(url).items(), *WEIGH.items(), *parts()]
    answer = desk.client.post(url, data=ENCODE[kind](pairs), content_type=kind)
    assert answer.status_code in {400, 413}
    assert f"{MAX_FORM_PARTS}" in words(answer)
    assert desk.events() == before


@pytest.mark.parametrize("path", ["/documents/new", "/login", "/lots/new"])
def test_a_huge_upload_gets_a_sentence_before_it_is_read(
    desk: Desk, client: FlaskClient, path: str
) -> None:
    answer = client.post(
        path, data=b"--x", content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(HUGE)},
    )  # fmt: skip
    assert answer.status_code == 413
    assert str(MAX_CONTENT_LENGTH // 2**20) in words(answer)


BROKEN = [
    (b"\xff\xfe\x00=\x80", "application/x-www-form-urlencoded"),
    (b"net=%ff%fe&gross=%00", "application/x-www-form-urlencoded"),
    (
        b"--x\r\nContent-Disposition: form-data; name=net\r\n\r\n5",
        "multipart/form-data; boundary=x",
    ),
    (b"{}", "application/json"),
    (b"", "multipart/form-data"),
]


@pytest.mark.parametrize(("body", "kind"), BROKEN)
def test_a_broken_body_is_answered(desk: Desk, url: str, body: bytes, kind: str) -> None:
    before = desk.events()
    answer = desk.client.post(url, data=body, content_type=kind)
    assert 400 <= answer.status_code < 500
    assert len(words(answer)) > 40
    assert desk.events() == before


@pytest.mark.parametrize(
    "path",
    [
        "/lots/%00", "/lots/../../etc/passwd", "/lots/AT26-001'--", "/lots?state=%ff&q=%00",
        "/audit?page=-1", "/audit?page=99999999999999999999", "/audit?since=never", "/donors?q=%25",
        "/documents?kind=none&state=none", "/quality?page=x", "/lots/" + "9" * 5000,
        "/documents/master/MSC-AT-SHORT/v99999999999999999999",
        "/documents/master/MSC-AT-SHORT/changes?old=%F0%9F%A7%AC&new=v1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", [people.QA])
def test_a_strange_address_is_answered(
    client: FlaskClient, app: Flask, path: str, who: str
) -> None:
    sign_in(client, who)
    answer = client.get(path)
    assert answer.status_code < 500, words(answer)
    assert answer.status_code in {200, 303, 308, 400, 404}
