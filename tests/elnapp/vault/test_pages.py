"""The pages of the vault: who reaches them, what they never say, and a house without a vault."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from batches.policy import SHOWS
from elnapp.config import UnsafeSettings, from_environment, unsafe
from elnapp.demo.people import PASSWORD
from elnapp.factory import create_app
from elnapp.record.verify import verify
from tests import conftest
from tests.cast import EVERYONE, PHARMACIST, PHYSICIAN, QA, TECHNICIAN, Cast
from tests.elnapp.vault.people import ZOE, Desk

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def code(desk: Desk) -> str:
    """The code of the one whose identity is held."""
    return desk.code


def opened(client: FlaskClient, url: str) -> dict[str, str]:
    """Give what the last form of a page carries along."""
    text = client.get(url).get_data(as_text=True)
    found = re.findall(r'name="(form_id|seen|shown)"\s+value="([^"]*)"', text)
    return {name: unescape(value) for name, value in found}


def looked(client: FlaskClient, code: str, **more: str) -> Any:
    data = {"view": "all", "purpose": "CONTACT", "password": PASSWORD, **more}
    carried = opened(client, f"/vault/{code}/look")
    return client.post(f"/vault/{code}/look", data={**carried, **data})


@pytest.mark.parametrize("login", EVERYONE)
def test_the_page_says_that_an_identity_is_held_and_nothing_of_it(
    client: FlaskClient, cast: Cast, code: str, login: str
) -> None:
    cast.sign_in(client, login)
    roles = {g.role for g in cast.actor(login).grants}
    answer = client.get(f"/vault/{code}")
    text = unescape(answer.get_data(as_text=True))

    assert answer.status_code == (200 if roles & SHOWS["vault"] else 403)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not any(part in text for part in ZOE.values() if part != "female")
    assert ('name="view"' in text) == (login == PHYSICIAN)


def test_a_look_through_the_page(client: FlaskClient, cast: Cast, desk: Desk) -> None:
    cast.sign_in(client, PHYSICIAN)
    answer = looked(client, desk.code)
    text = unescape(answer.get_data(as_text=True))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "L'Héritier-Ångström" in text
    assert len(desk.held().looks) == 1


def test_a_look_asks_for_the_password_again(client: FlaskClient, cast: Cast, desk: Desk) -> None:
    cast.sign_in(client, PHYSICIAN)
    answer = looked(client, desk.code, password="not the password at all")

    assert answer.status_code == 422
    assert "Héritier" not in answer.get_data(as_text=True)
    assert desk.held().looks == ()


def test_a_look_sent_twice_shows_once(client: FlaskClient, cast: Cast, desk: Desk) -> None:
    cast.sign_in(client, PHYSICIAN)
    data = {"view": "all", "purpose": "CONTACT", "password": PASSWORD}
    data |= opened(client, f"/vault/{desk.code}/look")
    first = client.post(f"/vault/{desk.code}/look", data=data)
    again = client.post(f"/vault/{desk.code}/look", data=data)

    assert (first.status_code, again.status_code) == (200, 422)
    assert "Héritier" not in again.get_data(as_text=True)


def test_recording_and_finding_through_the_pages(
    client: FlaskClient, cast: Cast, house: Any, donor: str
) -> None:
    cast.sign_in(client, PHYSICIAN)
    url = f"/vault/donor/{donor}/new"
    answer = client.post(url, data={**opened(client, url), **ZOE})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/vault/{donor}")
    data = {"place": "SLS", "family_name": "LHERITIER angstrom", "purpose": "SAFETY"}
    carried = opened(client, "/vault/search")
    found = client.post("/vault/search", data={**carried, **data, "password": PASSWORD})
    text = found.get_data(as_text=True)

    assert found.status_code == 200
    assert f"/vault/{donor}" in text
    assert "eritier" not in text.lower()
    nobody = client.post(
        "/vault/search",
        data={
            **opened(client, "/vault/search"),
            **data,
            "family_name": "Personne",
            "password": PASSWORD,
        },
    )
    assert donor not in nobody.get_data(as_text=True)


def test_an_emergency_through_the_pages(app: Flask, cast: Cast, desk: Desk, clock: Any) -> None:
    clients = {login: app.test_client() for login in (PHARMACIST, PHYSICIAN, QA)}
    for login, client in clients.items():
        cast.sign_in(client, login)
    code = desk.code

    def send(who: str, path: str, **data: str) -> Any:
        url, client = f"/vault/{code}/{path}", clients[who]
        carried = opened(client, url) if path != "acknowledge" else opened(client, f"/vault/{code}")
        return client.post(url, data={**carried, **data})

    assert send(PHARMACIST, "ask", why="VITAL", words="Choc").status_code == 303
    assert "vault/" + code in clients[PHYSICIAN].get("/").get_data(as_text=True)
    signed = {"login": PHYSICIAN, "password": PASSWORD, "otp": cast.code(PHYSICIAN)}
    assert send(PHYSICIAN, "approve", **signed).status_code == 303
    assert "vault/" + code in clients[QA].get("/").get_data(as_text=True)
    seen = send(PHARMACIST, "open", password=PASSWORD)
    assert "L'Héritier-Ångström" in unescape(seen.get_data(as_text=True))
    assert send(PHARMACIST, "open", password=PASSWORD).status_code == 422
    assert send(QA, "acknowledge").status_code == 303
    assert "vault/" + code not in clients[QA].get("/").get_data(as_text=True)


def test_what_is_typed_about_a_person_is_not_kept_when_the_session_is_lost(
    client: FlaskClient, donor: str
) -> None:
    for url in (f"/vault/donor/{donor}/new", "/vault/search"):
        answer = client.post(url, data=ZOE)
        text = unescape(answer.get_data(as_text=True))
        assert answer.status_code == 401
        assert 'name="kept"' not in text
        assert "ritier" not in text


def test_a_donor_page_leads_to_the_identity_only_for_those_who_may(
    client: FlaskClient, cast: Cast, desk: Desk, donor: str
) -> None:
    cast.sign_in(client, TECHNICIAN)
    assert "/vault" not in client.get(f"/donors/{desk.code}").get_data(as_text=True)
    cast.sign_in(client, PHYSICIAN)
    assert f"/vault/{desk.code}" in client.get(f"/donors/{desk.code}").get_data(as_text=True)


def test_a_house_without_a_vault_has_no_page_field_or_entry_of_it(
    settled: Path, tmp_path: Path, cast: Cast
) -> None:
    shutil.copytree(settled, tmp_path / "off")
    off = replace(conftest.settings(tmp_path / "off"), vault=None)
    app = create_app(off, cast.clock)
    client = app.test_client()
    cast.sign_in(client, PHYSICIAN)
    home = client.get("/").get_data(as_text=True)

    assert [r.rule for r in app.url_map.iter_rules() if "vault" in r.rule] == []
    for path in ("/vault", "/vault/D-0001", "/vault/search", "/vault/donor/D-0001/new"):
        assert client.get(path).status_code == 404
    assert "vault" not in home
    stores = app.extensions["elnapp"].kernel.stores
    with stores.read.connect() as connection:
        for table in ("version", "look", "request", "answer"):
            counted = connection.exec_driver_sql(f"SELECT count(*) FROM identity_{table}")  # noqa: S608 - our own names
            assert counted.scalar_one() == 0
    assert verify(stores).ok
    stores.close()


def test_production_says_where_its_keys_lie_and_apart_from_its_data(tmp_path: Path) -> None:
    env = {
        "ELNAPP_PROFILE": "production", "ELNAPP_DATA": str(tmp_path / "data"),
        "ELNAPP_SECRET_KEY": SECRET,
    }  # fmt: skip
    assert from_environment(env).vault is None
    with pytest.raises(UnsafeSettings, match="ELNAPP_VAULT_KEYS"):
        from_environment({**env, "ELNAPP_VAULT": "1"})
    master = tmp_path / "master"
    on = {
        **env, "ELNAPP_VAULT": "1", "ELNAPP_VAULT_MASTER": str(master),
        "ELNAPP_VAULT_KEYS": str(tmp_path / "data" / "k"),
    }  # fmt: skip
    faults = " ".join(unsafe(from_environment(on)))
    assert "backed up with the database" in faults
    assert f"{master} is not there" in faults
    master.write_text("short")
    faults = " ".join(unsafe(from_environment({**on, "ELNAPP_VAULT_KEYS": str(tmp_path / "k")})))
    assert "fewer than 32" in faults
    assert "chmod 600" in faults
    master.write_text(SECRET)
    master.chmod(0o600)
    assert unsafe(from_environment({**on, "ELNAPP_VAULT_KEYS": str(tmp_path / "k")})) == []
