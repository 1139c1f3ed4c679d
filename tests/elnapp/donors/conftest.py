"""Donors at the stages that tests begin from."""

import pytest

from elnapp.record import Kernel
from tests.cast import Cast
from tests.elnapp.donors.physician import Donors


@pytest.fixture
def donors(kernel: Kernel, cast: Cast) -> Donors:
    """A donor physician at work."""
    return Donors(kernel, cast)


@pytest.fixture
def eligible_donor(donors: Donors) -> str:
    """A donor with a signed determination: eligible."""
    code = donors.consented()
    donors.screen(code)
    donors.determine(code, 1, "ELIGIBLE")
    return code
