"""The audit trail: every change, old and new, filtered, hidden where a function may not look."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.cast import AUDITOR, PHYSICIAN, QA, TECHNICIAN, Cast


def test_the_trail_shows_what_was_done_and_by_whom(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, AUDITOR)
    page = client.get("/audit").get_data(as_text=True)
    assert "sign in" in page or "se connecter" in page


def test_one_record_shows_only_its_own_events(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, AUDITOR)
    page = client.get("/audit/document/meanings/SIGNATURES").get_data(as_text=True)
    assert "document/meanings/SIGNATURES" in page
    assert "account/cmoreau" not in page


def test_filters_narrow_the_trail_and_survive_in_the_address(
    client: FlaskClient, cast: Cast
) -> None:
    cast.sign_in(client, QA)
    page = client.get("/audit?verb=documents.approve").get_data(as_text=True)
    assert 'value="documents.approve" selected' in page
    assert client.get("/audit?since=2099-01-01").status_code == 200


def test_account_values_are_hidden_from_who_does_not_manage_people(
    client: FlaskClient, cast: Cast
) -> None:
    cast.sign_in(client, QA)
    page = client.get("/audit/account/cmoreau").get_data(as_text=True)
    assert "account.password" not in page


def test_a_secret_is_a_digest_even_for_the_auditor(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, AUDITOR)
    page = client.get("/audit/account/cmoreau").get_data(as_text=True)
    assert "$argon2" not in page


def test_a_technician_does_not_read_the_trail(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, TECHNICIAN)
    assert client.get("/audit").status_code == 403


def test_a_page_number_that_is_none_shows_the_first_page(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)
    for page in ("0", "-1", "x", "99999999999"):
        assert client.get(f"/audit?page={page}").status_code == 200


def test_the_physician_finds_what_waits_on_the_home_page(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, PHYSICIAN)
    assert client.get("/").status_code == 200
