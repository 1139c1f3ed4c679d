"""The pages of results: the limit is seen before the value, and a slip of the hand opens nothing."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.web.forms import new_key
from tests import cast as people
from tests.cast import Cast
from tests.elnapp.results.bench import LOT, Bench

LIST = f"/lots/{LOT}/results"


@pytest.fixture(autouse=True)
def _no_token(app: Flask) -> None:
    """Leave the token of each form to the tests of forms."""
    app.config["WTF_CSRF_ENABLED"] = False


def send(client: FlaskClient, row: str, what: str = "new", **fields: str) -> tuple[int, str]:
    """Send the form of a row."""
    answer = client.post(f"{LIST}/{row}/{what}", data={"form_id": new_key(), **fields})
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_worklist_shows_every_row_with_its_limit(
    bench: Bench, cast: Cast, client: FlaskClient, lang: str
) -> None:
    cast.sign_in(client, people.ANALYST)
    client.post("/language", data={"lang": lang, "next": LIST})
    html = client.get(LIST).get_data(as_text=True)
    rows = bench.pinned.specification.rows
    assert html.count('<th scope="row">') == len(rows)
    assert ("≤ 2,0" if lang == "fr" else "≤ 2.0") in html
    assert html.count(f"{LIST}/") == 2 * len(rows)  # its own page, and the form of its result


def test_the_limit_stands_on_the_page_before_anything_is_typed(
    cast: Cast, client: FlaskClient
) -> None:
    cast.sign_in(client, people.ANALYST)
    for row in ("ID-2", "SE-1", "SA-1", "ID-6"):
        assert client.get(f"{LIST}/{row}/new").status_code == 200
    html = client.get(f"{LIST}/ID-2/new").get_data(as_text=True)
    assert "≤ 2,0" in html
    assert "cytométrie en flux" in html


def test_a_result_is_entered(bench: Bench, cast: Cast, client: FlaskClient) -> None:
    cast.sign_in(client, people.ANALYST)
    assert send(client, "ID-2", value="0,3", comment="ras")[0] == 303
    counts = {"positives.1": "18", "positives.2": "21", "total.1": "412", "total.2": "420"}
    assert send(client, "SE-1", **counts)[0] == 303
    assert send(client, "SA-1", value="no_growth")[0] == 303
    html = client.get(LIST).get_data(as_text=True)
    assert "0,3" in html
    assert "18 / 412" in html
    assert "Absence de croissance" in html
    assert bench.line("ID-2").verdict == "PASS"


def test_a_result_out_of_specification_is_confirmed_first(
    bench: Bench, cast: Cast, client: FlaskClient
) -> None:
    cast.sign_in(client, people.ANALYST)
    status, html = send(client, "ID-1-CD105", value="81.3")
    assert status == 422
    assert bench.deviations() == []
    token = re.search(r'name="confirmed" value="([^"]+)"', html)
    assert token is not None
    assert send(client, "ID-1-CD105", value="81.3", confirmed=token[1])[0] == 303
    (deviation,) = bench.deviations()
    assert deviation.number in client.get(LIST).get_data(as_text=True)


def test_what_cannot_be_read_is_said_at_its_field(cast: Cast, client: FlaskClient) -> None:
    cast.sign_in(client, people.ANALYST)
    for typed in ("", "abc", "130", "-1"):
        status, html = send(client, "ID-2", value=typed)
        assert status == 422
        assert 'id="value-error"' in html


def test_invalid_results_stay_visible(bench: Bench, cast: Cast, client: FlaskClient) -> None:
    cast.sign_in(client, people.ANALYST)
    assert send(client, "ID-2", value="0,3")[0] == 303
    assert send(client, "ID-2", value="0,4")[0] == 422
    assert send(client, "ID-2", "invalid", reason="")[0] == 422
    assert send(client, "ID-2", "invalid", reason="tube inversé")[0] == 303
    assert send(client, "SA-3", "not-valid", reason="témoin positif")[0] == 303
    html = client.get(LIST).get_data(as_text=True)
    assert "<del>" in html
    assert "tube inversé" in html
    assert "témoin positif" in html
    assert client.get(f"{LIST}/ID-2/invalid").status_code == 200


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        (people.QA, LIST, 200),
        (people.AUDITOR, LIST, 200),
        (people.ADMINISTRATOR, LIST, 403),
        (people.TECHNICIAN, f"{LIST}/ID-2/new", 403),
        (people.ANALYST, f"{LIST}/XX-1/new", 404),
        (people.ANALYST, "/lots/AT99-999/results", 404),
    ],
)
def test_pages_are_open_to_those_who_may(
    cast: Cast, client: FlaskClient, login: str, path: str, status: int
) -> None:
    cast.sign_in(client, login)
    assert client.get(path).status_code == status
