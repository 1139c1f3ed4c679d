"""Identities at the stages that tests begin from: one is recorded, and everyone is at work."""

from __future__ import annotations

import pytest

from elnapp.donors import service as donors
from elnapp.record import Kernel
from elnapp.web.house import House
from tests.cast import PHYSICIAN, Cast
from tests.elnapp.vault.people import ZOE, Desk


@pytest.fixture
def donor(kernel: Kernel, cast: Cast) -> str:
    """A donor nobody has an identity for."""
    made = donors.enrol(kernel, cast.call(PHYSICIAN), "SLS", "NCT05947682")
    return str(made["donor"])


@pytest.fixture
def desk(house: House, cast: Cast, clock: object, donor: str) -> Desk:
    """The people around the vault, with one identity held."""
    made = Desk(house, cast, clock, donor)
    made.record(ZOE)
    return made
