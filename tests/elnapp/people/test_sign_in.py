"""Coming in through the page: sessions, their limits, and what a lost one gives back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from batches.people import Grant
from elnapp.people import queries, service
from elnapp.record import new_id
from elnapp.web.house import House
from tests.elnapp.people.conftest import CHOSEN, FIRST, Clock, Door

QA = Grant("qa", "SLS")


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("elnapp")
    return found.value if found else ""


def secret(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        return str(session.get("_user_id", ""))


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found, page
    return found[1]


def test_a_person_comes_in_and_goes_out(
    client: FlaskClient, door: Door, present: Callable[[], bool]
) -> None:
    door.make("ines", QA)
    assert not present()
    assert door.enter(client, "Ines ").status_code == 303
    assert present()
    token = secret(client)
    assert client.post("/logout").headers["Location"] == "/login"
    assert not present()
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert not present()
    assert door.verbs("ines")[-2:] == ["people.sign_in", "people.sign_out"]


def test_a_wrong_password_gets_one_sentence_at_422(client: FlaskClient, door: Door) -> None:
    door.make("ines", QA)
    known, unknown = door.enter(client, "ines", "x"), door.enter(client, "nobody", "x")
    assert known.status_code == unknown.status_code == 422
    assert "User ID, password or code is not right" in known.text
    plain = [re.sub(r'value="[^"]*"|X-Request-Id.*', "", a.text) for a in (known, unknown)]
    assert plain[0] == plain[1]


def test_sign_in_makes_a_new_session_whatever_the_browser_brought(
    client: FlaskClient, door: Door
) -> None:
    door.make("ines", QA)
    with client.session_transaction() as session:
        session["_user_id"] = "planted-by-somebody-else"
        session["left"] = "behind"
    door.enter(client, "ines")
    first = secret(client)
    assert first not in {"", "planted-by-somebody-else"}
    with client.session_transaction() as session:
        assert "left" not in session
    door.enter(client, "ines")
    assert secret(client) != first
    with client.session_transaction() as session:
        session["_user_id"] = first
    assert client.get("/").status_code == 303


def test_the_store_does_not_hold_what_the_cookie_holds(
    client: FlaskClient, door: Door, house: House
) -> None:
    door.make("ines", QA)
    door.enter(client, "ines")
    with house.kernel.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT sid FROM browser_session").all()
    assert [row[0] for row in rows] == [service.sid_of(secret(client))]


def test_a_session_ends_when_idle(
    client: FlaskClient, door: Door, clock: Clock, present: Callable[[], bool]
) -> None:
    door.make("ines", QA)
    door.enter(client, "ines")
    for _ in range(4):
        clock.wait(minutes=14)
        assert present()
    clock.wait(minutes=15)
    assert not present()
    clock.wait(minutes=-5)
    assert not present()


def test_a_session_ends_after_its_absolute_limit(
    client: FlaskClient, door: Door, clock: Clock, present: Callable[[], bool]
) -> None:
    door.make("ines", QA)
    door.enter(client, "ines")
    for _ in range(71):
        clock.wait(minutes=10)
        assert present()
    clock.wait(minutes=10)
    assert not present()


def test_a_role_taken_back_is_gone_at_the_next_request(
    client: FlaskClient, door: Door, house: House
) -> None:
    door.make("ines", QA)
    door.enter(client, "ines")
    assert client.get("/word").status_code == 200
    with house.kernel.reading() as session:
        who = queries.account(session, "ines")
        assert who is not None
        held = queries.grants(session, who.id)
    service.revoke(house.kernel, door.call("admin", "left the team"), "ines", held[0].id)
    assert client.get("/word").status_code == 403


def test_a_deactivated_account_is_out_at_the_next_request(
    client: FlaskClient, door: Door, house: House, present: Callable[[], bool]
) -> None:
    door.make("ines", QA)
    door.enter(client, "ines")
    service.deactivate(house.kernel, door.call("admin", "left"), "ines")
    assert not present()
    assert door.enter(client, "ines").status_code == 422


def test_a_first_password_is_changed_before_anything_else(client: FlaskClient, door: Door) -> None:
    door.make("ines", QA, change=True)
    way = "/account/password"
    assert door.enter(client, "ines", FIRST, "/login?next=/word").headers["Location"] == way
    for path in ("/", "/word", "/account", "/people"):
        assert client.get(path).headers["Location"] == way
    assert client.post("/word", data={"form_id": new_id()}).headers["Location"] == way
    page = client.get(way)
    assert page.status_code == 200
    new = {"form_id": new_id(), "password": FIRST, "new_password": CHOSEN}
    differs = client.post(way, data={**new, "new_password_again": "other"})
    assert differs.status_code == 422
    changed = client.post(way, data={**new, "new_password_again": CHOSEN})
    assert changed.headers["Location"] == "/account/second-factor"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("short", "too short"),
        ("motdepasse2026", "easy to guess"),
        ("azertyuiop1234", "easy to guess"),
        ("ines roux 1987", "easy to guess"),
        (CHOSEN, "is the old one"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(
    client: FlaskClient, door: Door, new: str, said: str
) -> None:
    door.make("ines", QA)
    door.enter(client, "ines")
    data = {"form_id": new_id(), "password": CHOSEN, "new_password": new, "new_password_again": new}
    answer = client.post("/account/password", data=data)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_changed_password_ends_the_other_sessions(
    app: Flask, client: FlaskClient, door: Door, present: Callable[[], bool]
) -> None:
    door.make("ines", QA)
    other = app.test_client()
    door.enter(client, "ines")
    door.enter(other, "ines")
    new = "quatre mots sans lien"
    data = {"form_id": new_id(), "password": CHOSEN, "new_password": new, "new_password_again": new}
    assert client.post("/account/password", data=data).status_code == 303
    assert present()
    assert other.get("/").status_code == 303
    assert door.enter(other, "ines").status_code == 422
    assert door.enter(other, "ines", new).status_code == 303


def test_what_was_typed_comes_back_after_sign_in_to_its_writer_only(
    app: Flask, client: FlaskClient, door: Door, clock: Clock
) -> None:
    door.make("ines", QA)
    door.make("paul", QA, name="Paul Petit")
    door.enter(client, "ines")
    clock.wait(hours=1)
    lost = client.post("/word", data={"form_id": new_id(), "word": "typed with care"})
    assert lost.status_code == 401
    kept = hidden(lost.text, "kept")
    again = client.post("/login", data={"kept": kept, "again": "1"})
    assert "What you typed is kept" in again.text
    assert hidden(again.text, "kept") == kept
    other = door.enter(app.test_client(), "paul", kept=kept)
    assert "typed with care" not in other.text
    back = door.enter(client, "ines", kept=kept)
    assert hidden(back.text, "word") == "typed with care"
    shown = client.post("/word", data={"word": hidden(back.text, "word"), "again": "1"})
    assert shown.text == "shown typed with care"


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/word?x=1", "/word?x=1"),
        ("//evil.example/x", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("word", "/"),
    ],
)
def test_sign_in_leads_on_to_our_own_pages_only(
    client: FlaskClient, door: Door, wanted: str, led: str
) -> None:
    door.make("ines", QA)
    answer = client.post(
        "/login", query_string={"next": wanted},
        data={"form_id": new_id(), "login": "ines", "password": CHOSEN},
    )  # fmt: skip
    assert answer.headers["Location"] == led


def test_the_chosen_language_stays_with_the_person(
    app: Flask, client: FlaskClient, door: Door
) -> None:
    door.make("ines", QA)
    door.enter(client, "ines")
    assert 'lang="en"' in client.get("/account").text
    client.post("/language", data={"lang": "fr"})
    other = app.test_client()
    door.enter(other, "ines")
    assert '<html lang="fr">' in other.get("/account").text


def test_a_request_asks_once_who_is_here_and_seldom_says_that_they_were(
    client: FlaskClient, door: Door, house: House, clock: Clock
) -> None:
    door.make("ines", QA)
    door.enter(client, "ines")
    clock.wait(seconds=31)
    asked: list[str] = []
    for engine in (house.kernel.stores.read, house.kernel.stores.write):
        event.listen(
            engine, "before_cursor_execute",
            lambda _c, _cur, sql, *_rest: asked.append(sql),
        )  # fmt: skip
    client.get("/")
    statements = [sql for sql in asked if sql.split()[0] in {"SELECT", "UPDATE", "INSERT"}]
    assert [sql.split()[0] for sql in statements] == ["SELECT", "UPDATE"]
    asked.clear()
    client.get("/")
    assert [sql.split()[0] for sql in asked if sql.startswith(("SELECT", "UPDATE"))] == ["SELECT"]
