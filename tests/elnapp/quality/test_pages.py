"""Pages of deviations and holds, from opening to decision."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.demo.people import PASSWORD
from elnapp.web.forms import new_key
from tests.cast import ADMINISTRATOR, QA, TECHNICIAN, Cast

OPENED = {"about": "MSC-AT-SHORT", "title": "Seal leaks", "description": "Seen", "weight": "2"}
JUDGED = {"severity": "major", "cause": "c", "impact_quality": "q", "impact_patient": "none"}


@pytest.fixture(autouse=True)
def _without_csrf(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


def _send(client: FlaskClient, url: str, **fields: object) -> tuple[int, str]:
    answer = client.post(url, data={"form_id": new_key(), **fields})
    return answer.status_code, urlsplit(answer.headers.get("Location", "")).path


def _shown(client: FlaskClient, url: str) -> str:
    found = re.search(r'name="shown" value="(\w+)"', client.get(url).get_data(as_text=True))
    assert found is not None
    return found[1]


def test_the_empty_list_says_so(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, TECHNICIAN)
    for url in ("/quality", "/quality?state=open&weight=3&q=x", "/quality?weight=x"):
        answer = client.get(url)
        assert (answer.status_code, "empty" in answer.get_data(as_text=True)) == (200, True)


def test_from_opening_to_decision(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, TECHNICIAN)
    status, page = _send(client, "/quality/deviations/new", **OPENED)
    assert status == 303
    assert client.get(f"{page}/assess").status_code == 403
    cast.sign_in(client, QA)
    assert _send(client, f"{page}/assess", **{**JUDGED, "impact_patient": ""})[0] == 422
    assert _send(client, f"{page}/assess", **JUDGED)[0] == 303
    signed = {"login": QA, "password": PASSWORD, "conclusion": "acceptable", "reason": "ok"}
    shown = _shown(client, f"{page}/decide")
    assert _send(client, f"{page}/decide", **signed, otp="000000", shown=shown)[0] == 422
    assert _send(client, f"{page}/decide", **signed, otp=cast.code(QA), shown=shown)[0] == 303
    assert client.get(page).status_code == 200
    assert client.get("/quality?state=closed").status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"about": "NOWHERE"}, {"about": ""}, {"title": " "}, {"weight": "9"}]
)
def test_a_form_with_a_fault_comes_back(
    client: FlaskClient, cast: Cast, wrong: dict[str, str]
) -> None:
    cast.sign_in(client, TECHNICIAN)
    assert _send(client, "/quality/deviations/new", **{**OPENED, **wrong})[0] == 422


def test_a_hold_is_placed_and_lifted(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)
    assert _send(client, "/quality/holds/new", about="MSC-AT-SHORT", reason="")[0] == 422
    status, page = _send(client, "/quality/holds/new", about="MSC-AT-SHORT", reason="growth")
    assert (status, client.get(page).status_code) == (303, 200)
    shown = _shown(client, f"{page}/lift")
    signed = {"login": QA, "password": PASSWORD, "otp": cast.code(QA), "shown": shown}
    assert _send(client, f"{page}/lift", **signed, reason="mislabelled")[0] == 303
    assert client.get(page).status_code == 200


def test_others_see_nothing(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, ADMINISTRATOR)
    assert client.get("/quality").status_code == 403
    assert client.get("/quality/deviations/new").status_code == 403
    cast.sign_in(client, QA)
    assert client.get("/quality/deviations/NOPE-D01").status_code == 404
    assert client.get("/quality/holds/NOPE-H01/lift").status_code == 404
