"""Closed by default: each route declares itself, and the matrix is the reviewed one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.web.access import UndeclaredRoutes, does, init_access, matrix, undeclared
from tests.cast import ADMINISTRATOR, AUDITOR, EVERYONE, Cast

REVIEWED = Path(__file__).parents[1] / "matrix.json"


def test_every_route_declares_what_it_does_or_shows(app: Flask) -> None:
    assert undeclared(app) == []


def test_an_application_with_an_undeclared_route_does_not_start() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(UndeclaredRoutes, match="open"):
        init_access(bare)


def test_a_verb_that_no_policy_knows_does_not_start() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/open", "open", does("lots.dance")(lambda: ""))
    with pytest.raises(UndeclaredRoutes):
        init_access(bare)


def test_the_matrix_of_routes_and_roles_is_the_reviewed_one(app: Flask) -> None:
    """`./dev flask people matrix` prints it; a change is reviewed with its file."""
    assert matrix(app) == json.loads(REVIEWED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("login", EVERYONE)
def test_a_person_reaches_exactly_the_pages_of_the_matrix(
    app: Flask, client: FlaskClient, cast: Cast, login: str
) -> None:
    cast.sign_in(client, login)
    held = {g.role for g in cast.actor(login).grants}
    for route, row in matrix(app).items():
        method, _, rule = route.rpartition(" ")
        if "<" in rule or "GET" not in method or rule == "/login":
            continue
        roles = set(row["roles"])  # type: ignore[call-overload]
        everyone = row["declares"].startswith("public") or "everyone signed in" in roles  # type: ignore[attr-defined]
        expected = 200 if everyone or held & roles else 403
        assert (route, client.get(rule).status_code) == (route, expected)


def test_without_signing_in_every_page_leads_to_the_door(app: Flask, client: FlaskClient) -> None:
    for route, row in matrix(app).items():
        method, _, rule = route.rpartition(" ")
        if "<" in rule or "GET" not in method or row["declares"].startswith("public"):  # type: ignore[attr-defined]
            continue
        answer = client.get(rule)
        assert (rule, answer.status_code) in {(rule, 302), (rule, 303), (rule, 401)}


def test_the_administrator_reads_no_record_and_the_auditor_writes_none(
    client: FlaskClient, cast: Cast
) -> None:
    cast.sign_in(client, ADMINISTRATOR)
    assert client.get("/lots").status_code == 403
    client.post("/logout")
    cast.sign_in(client, AUDITOR)
    assert client.get("/lots").status_code == 200
    assert client.get("/lots/new").status_code == 403
