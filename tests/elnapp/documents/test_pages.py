"""Pages of documents: everyone who may see them can, and a bad text is never an error of ours."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.demo.people import PASSWORD
from elnapp.documents import service
from elnapp.web.forms import new_key
from tests.cast import ADMINISTRATOR, AUDITOR, HEAD_QC, PRODUCTION, QA, TECHNICIAN, Cast

MASTER = next(d for d in service.library() if d.code == "MSC-AT-SHORT")
PAGE = f"/documents/master/{MASTER.code}"
NEXT = str(MASTER.given).replace("version: 1", "version: 2", 1).replace("15", "20", 1)


@pytest.fixture(autouse=True)
def _without_csrf(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


def _send(client: FlaskClient, url: str, **fields: object) -> tuple[int, str, str]:
    answer = client.post(url, data={"form_id": new_key(), **fields})
    return answer.status_code, answer.get_data(as_text=True), answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "url",
    [
        "/documents",
        "/documents?kind=master&state=effective&q=short",
        "/documents?q=nothing-has-this-name",
        PAGE,
        f"{PAGE}/v1",
        f"{PAGE}/v1r1",
        f"{PAGE}/changes",
        "/documents/screening/NCT05947682/v1",
        "/documents/specification/MSC-AT-DP/v1",
        "/documents/meanings/SIGNATURES/v1",
    ],
)
def test_a_reader_sees_documents(client: FlaskClient, cast: Cast, url: str) -> None:
    cast.sign_in(client, AUDITOR)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", [f"{PAGE}/v9", f"{PAGE}/x", "/documents/master/NONE"])
def test_what_is_not_there_is_said(client: FlaskClient, cast: Cast, url: str) -> None:
    cast.sign_in(client, AUDITOR)
    assert client.get(url).status_code == 404


def test_roles_close_the_doors(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, TECHNICIAN)
    assert client.get("/documents/new").status_code == 403
    cast.sign_in(client, ADMINISTRATOR)
    assert client.get("/documents").status_code == 403


def test_the_file_comes_back_as_it_was_given(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, AUDITOR)
    answer = client.get(f"{PAGE}/v1/yaml")
    assert answer.get_data(as_text=True) == MASTER.given
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "text",
    ["", "a: [", "[" * 2000, "kind: master", "a: &x 1\nb: *x", NEXT.replace("a", "ä")],
)
def test_a_bad_text_is_answered_with_the_text_kept(
    client: FlaskClient, cast: Cast, text: str
) -> None:
    cast.sign_in(client, PRODUCTION)
    status, page, _to = _send(client, "/documents/new", text=text)
    assert status == 422
    assert 'role="alert"' in page


def test_a_nul_is_refused_before_any_page_reads_it(client: FlaskClient, cast: Cast) -> None:
    """No field of any form takes one: PostgreSQL could not keep it."""
    cast.sign_in(client, PRODUCTION)
    status, _page, _to = _send(client, "/documents/new", text="\x00")
    assert status == 400


def test_bytes_that_are_no_text_are_answered(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, PRODUCTION)
    file = (io.BytesIO(b"\xff\xfe\x00\x01"), "master.yaml")
    status, page, _to = _send(client, f"{PAGE}/new", file=file)
    assert (status, "UTF-8" in page) == (422, True)


def test_another_document_is_not_taken_for_this_one(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, PRODUCTION)
    other = NEXT.replace(MASTER.code, "OTHER-CODE", 1)
    status, page, _to = _send(client, f"{PAGE}/new", text=other)
    assert (status, "OTHER-CODE" in page) == (422, True)


def test_from_draft_to_force_through_the_pages(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, PRODUCTION)
    file = (io.BytesIO(NEXT.encode()), "master.yaml")
    status, _page, to = _send(client, f"{PAGE}/new", file=file)
    assert status == 303
    version = urlsplit(to).path
    assert _send(client, f"{version}/submit")[0] == 303
    for login in (HEAD_QC, QA):
        cast.sign_in(client, login)
        shown = re.search(
            r'name="shown" value="(\w+)"', client.get(f"{version}/approve").get_data(as_text=True)
        )
        assert shown is not None
        given = {"login": login, "password": PASSWORD, "shown": shown[1]}
        wrong, *_rest = _send(client, f"{version}/approve", otp="000000", **given)
        assert wrong == 422
        assert _send(client, f"{version}/approve", otp=cast.code(login), **given)[0] == 303
    assert _send(client, f"{version}/effective", day="2026-02-30")[0] == 422
    assert _send(client, f"{version}/effective", day="2026-11-22")[0] == 303
    assert client.get(f"{PAGE}/changes").get_data(as_text=True).count("<ins>") == 1
    assert _send(client, f"{version}/submit")[0] == 422
    assert _send(client, f"{version}/retire", day="2026-11-30", reason="")[0] == 422
    assert _send(client, f"{version}/retire", day="2026-11-30", reason="replaced")[0] == 303
