"""A donor who gave, kits in date and out of date, and the people who test."""

from __future__ import annotations

import pytest

from elnapp.web.house import House
from tests.cast import Cast
from tests.elnapp.donors.physician import Donors
from tests.elnapp.markers.desk import Desk


@pytest.fixture
def donors(house: House, cast: Cast) -> Donors:
    """A donor physician at work."""
    return Donors(house.kernel, cast)


@pytest.fixture
def desk(house: House, cast: Cast, donors: Donors) -> Desk:
    """A consented donor without donation, and registered lots."""
    made = Desk(house, cast, donors.consented())
    made.lots()
    return made


@pytest.fixture
def given(desk: Desk, donors: Donors) -> Desk:
    """The same donor, found eligible, after the donation, with the sample of that day."""
    donors.screen(desk.code)
    donors.determine(desk.code, 1, "ELIGIBLE")
    donors.donate(desk.code)
    desk.sample()
    return desk
