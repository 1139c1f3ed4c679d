"""People of another site or study: a lot, its donor and their trail do not exist for them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from batches.people import SYSTEM, Grant
from batches.policy import ROLES
from elnapp.audit import queries as audit
from elnapp.custody import queries as custody
from elnapp.demo.people import PASSWORD
from elnapp.people import service as people
from elnapp.people.service import NewAccount, NewSite
from elnapp.record import Call, new_id
from tests.cast import Cast
from tests.elnapp.release.desk import LOT, STREAM, Desk

ELSEWHERE = "LYO"
DONOR = "D-0001"
WORKING = sorted(set(ROLES) - {"administrator"})


def _person(desk: Desk, *grants: Grant, login: str = "stranger") -> str:
    """Make a person with these grants; the other site is opened first."""
    kernel, at = desk.house.kernel, desk.clock.at

    def call() -> Call:
        return Call(SYSTEM, new_id(), at)

    people.create_site(kernel, call(), NewSite(ELSEWHERE, "Lyon", "Europe/Paris", "FR"))
    account = NewAccount(login, "Étrangère", "tests", ELSEWHERE, "identity card", "en")
    people.create_account(desk.house, call(), account, PASSWORD, must_change=False)
    for grant in grants:
        people.grant(kernel, call(), login, grant)
    return login


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    """Let people be made whose first password lasts."""
    monkeypatch.setattr(type(desk.house.settings), "demo", property(lambda _self: True))


def _pages(app: Flask, desk: Desk) -> list[str]:
    """Give every address of a page with the names of this lot and donor filled in."""
    with desk.house.kernel.reading() as session:
        units = custody.units(session, STREAM)
    names = {
        "number": LOT, "code": DONOR, "lot": LOT, "n": "1", "segment": "REC", "unit": units[0].code,
        "stream": STREAM, "address": STREAM,
    }  # fmt: skip
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments:
            continue
        found.append(re.sub(r"<(?:[^:>]+:)?([^>]+)>", lambda m: names.get(m[1], "1"), rule.rule))
    return sorted(found)


@pytest.mark.usefixtures("demo")
def test_no_page_of_a_lot_or_donor_opens_for_people_of_another_site(
    desk: Desk, app: Flask, client: FlaskClient, cast: Cast
) -> None:
    cast.sign_in(client, _person(desk, *(Grant(r, ELSEWHERE) for r in WORKING)))
    for address in _pages(app, desk):
        answer = client.get(address)
        text = answer.get_data(as_text=True)
        told = answer.status_code == 200 and "REC/" in text
        assert not told, address
        if address.startswith(("/lots/", "/donors/", "/results/", "/reports/")):
            assert answer.status_code in {403, 404, 405}, (address, answer.status_code)
    for index in ("/", "/lots", "/donors", "/quality", "/audit", "/documents"):
        assert LOT not in client.get(index).get_data(as_text=True), index


def test_the_trail_of_another_study_is_not_shown(desk: Desk, cast: Cast) -> None:
    actor = cast.actor("iweber")
    narrow = type(actor)(actor.id, actor.name, (Grant("auditor", "SLS", "NCT00000000"),))
    with desk.house.kernel.reading() as session:
        assert audit.trail(session, actor, audit.Asked(stream=STREAM)).total > 0
        assert audit.trail(session, narrow, audit.Asked(stream=STREAM)).total == 0
        assert audit.trail(session, narrow, audit.Asked(stream=f"donor/{DONOR}")).total == 0


def test_the_administrator_sees_that_a_lot_changed_and_no_value_of_it(
    desk: Desk, cast: Cast
) -> None:
    with desk.house.kernel.reading() as session:
        lines = audit.trail(session, cast.actor("abernard"), audit.Asked(stream=STREAM)).lines
        told = audit.trail(session, cast.actor("amartin"), audit.Asked(stream=STREAM)).lines
    assert lines
    assert not any(line.cells or line.findings or line.reason for line in lines)
    assert any(line.cells for line in told)


def test_a_physician_elsewhere_reads_no_medical_answer_here(desk: Desk, cast: Cast) -> None:
    actor = cast.actor("sroux")
    both = (Grant("head_production", "SLS"), Grant("donor_physician", ELSEWHERE))
    mixed = type(actor)(actor.id, actor.name, both)
    with desk.house.kernel.reading() as session:
        found = audit.trail(session, mixed, audit.Asked(stream=f"donor/{DONOR}"))
    assert found.lines
    assert all(line.hidden and not line.cells and line.reason is None for line in found.lines)
