"""What sample is due and when: from the same protocol that judges it, never later than it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from batches.marker_due import REPEAT, SAMPLE, Due, due
from batches.markers import History, evaluate
from tests.batches.marker_truth import Drawn
from tests.batches.test_markers import DONATION, made, protocol

CLEAN = "clean"


def scheduled(history: History, donation: date | None = DONATION) -> tuple[Due, ...]:
    return due(protocol(), history, evaluate(protocol(), history, donation, "use"))


def drawn(day: int, *, nat: bool) -> Drawn:
    """A sample so many days from the donation, all of it negative."""
    analytes = [
        code
        for code, one in protocol().analytes.items()
        if not one.informs and (nat or one.method == "serology")
    ]
    return Drawn(DONATION + timedelta(days=day), True, dict.fromkeys(analytes, CLEAN))


def test_without_a_sample_one_is_due_while_the_window_is_open() -> None:
    (one,) = scheduled(History())

    assert (one.what, one.on) == (SAMPLE, DONATION + timedelta(days=7))
    assert not one.late(DONATION + timedelta(days=7))
    assert one.late(DONATION + timedelta(days=8))


@pytest.mark.parametrize("day", [-30, 0, 7])
def test_a_sample_in_a_window_is_not_asked_again(day: int) -> None:
    assert SAMPLE not in {d.what for d in scheduled(made(DONATION, [drawn(day, nat=False)], {}))}


@pytest.mark.parametrize("day", [-31, 8])
def test_a_sample_outside_every_window_does_not_settle_it(day: int) -> None:
    assert SAMPLE in {d.what for d in scheduled(made(DONATION, [drawn(day, nat=True)], {}))}


def test_a_sample_before_the_donation_wants_the_repeat_of_the_protocol() -> None:
    (one,) = scheduled(made(DONATION, [drawn(-20, nat=True)], {}))

    assert (one.what, one.on) == (REPEAT, DONATION + timedelta(days=180))
    assert one.markers
    assert one.late(one.on)
    assert not one.late(one.on - timedelta(days=1))


def test_the_repeat_settles_it_and_so_does_the_waiver() -> None:
    repeated = [drawn(-20, nat=True), drawn(180, nat=True)]

    assert scheduled(made(DONATION, repeated, {})) == ()
    assert scheduled(made(DONATION, [drawn(0, nat=True)], {})) == ()


def test_without_a_donation_nothing_is_due() -> None:
    assert scheduled(History(), None) == ()
