"""Samples that are due, on the board of a donor and in the list of all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from batches.marker_due import REPEAT, SAMPLE
from batches.marker_protocol import MarkerProtocol
from elnapp.donors.queries import donation_day
from elnapp.markers import queries
from elnapp.web.house import House
from tests.cast import PHYSICIAN, TECHNICIAN, Cast
from tests.elnapp.donors.answers import STUDY
from tests.elnapp.donors.physician import COLLECTED, Donors
from tests.elnapp.donors.test_pages import text_of
from tests.elnapp.markers.desk import DONATION, Desk


def lines(desk: Desk, login: str = PHYSICIAN) -> list[tuple[str, str, date]]:
    with desk.kernel.reading() as session:
        actor, at = desk.cast.actor(login), desk.house.clock()
        found = queries.worklist(session, actor, donation_day, at)
    return [(line.donor, line.due.what, line.due.on) for line in found]


def test_the_sample_of_a_donation_is_due_until_it_is_there(desk: Desk, donors: Donors) -> None:
    assert lines(desk) == []
    donors.screen(desk.code)
    donors.determine(desk.code, 1, "ELIGIBLE")
    donors.donate(desk.code)
    assert lines(desk) == [(desk.code, SAMPLE, DONATION + timedelta(days=7))]

    desk.sample()
    assert [what for _donor, what, _on in lines(desk)] == []

    desk.clean()
    assert lines(desk) == []


def test_a_sample_before_the_donation_schedules_the_repeat(
    desk: Desk, donors: Donors, client: FlaskClient, cast: Cast
) -> None:
    donors.screen(desk.code)
    donors.determine(desk.code, 1, "ELIGIBLE")
    donors.donate(desk.code)
    desk.sample(COLLECTED - timedelta(days=5))
    desk.clean()

    assert lines(desk) == [(desk.code, REPEAT, DONATION + timedelta(days=180))]
    assert lines(desk, TECHNICIAN) == []
    cast.sign_in(client, PHYSICIAN)
    for url in ("/laboratory", f"/donors/{desk.code}/markers"):
        page = text_of(client.get(url))
        assert "Échantillon de répétition, pas avant" in page
        assert "20 mai 2027" in page


@pytest.mark.parametrize(
    ("donation", "version"), [(date(2026, 11, 21), 1), (date(2027, 8, 6), 1), (date(2027, 8, 7), 2)]
)
@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2028, 1, 1)])
def test_the_rule_set_is_that_of_the_day_of_the_donation(
    house: House, donation: date, version: int, today: date
) -> None:
    with house.kernel.reading() as session:
        found = queries.protocol_version(session, STUDY, donation, today)
    assert found is not None
    assert (found.version, found.source) == (version, "illustrative")
    assert MarkerProtocol.from_body(found.body).holds_on(donation)
