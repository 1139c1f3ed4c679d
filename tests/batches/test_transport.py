"""A logger's file beside what was typed: the file counts, and what it cannot answer is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from batches.findings import sentence
from batches.ledger import Computed, Value
from batches.text import Text
from batches.transport import Trip, findings, judged

SENT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
RECEIVED = SENT + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TYPED = {
    "logger": Value("tl-1"), "temperature_low": Value("17.2", Decimal("17.2"), "Cel"),
    "temperature_high": Value("21.40", Decimal("21.40"), "Cel"),
    "minutes_outside": Value("0", Decimal(0), "min"), "seal": Value("S-1"),
}  # fmt: skip


def computed(name: str, value: str, unit: str) -> Computed:
    return Computed(name, Decimal(value), unit, "transport_extreme", 1)


TRIP = Trip("TL-1", SENT, RECEIVED, MINUTE, {
    "temperature_low": computed("temperature_low", "17.2", "Cel"),
    "temperature_high": computed("temperature_high", "21.4", "Cel"),
    "minutes_outside": computed("minutes_outside", "0.0", "min"),
    "mean_kinetic_temperature": computed("mean_kinetic_temperature", "19.1", "Cel"),
})  # fmt: skip


def codes(trip: Trip, sent: datetime = SENT, received: datetime = RECEIVED) -> list[str]:
    return [f"{f.code}@{f.where}" for f in findings(TYPED, trip, sent, received)]


def test_the_same_numbers_and_the_same_serial_say_nothing() -> None:
    assert codes(TRIP) == []


def test_the_file_goes_before_what_was_typed_and_the_difference_is_said() -> None:
    hot = {**TRIP.computed, "temperature_high": computed("temperature_high", "26.5", "Cel")}
    trip = replace(TRIP, serial="TL-2", computed=hot)
    values = judged(TYPED, trip)
    assert (values["logger"].text, values["temperature_high"].number) == ("TL-2", Decimal("26.5"))
    assert values["seal"] == TYPED["seal"]
    assert "mean_kinetic_temperature" not in values
    assert codes(trip) == ["REC-TYPED@logger", "REC-TYPED@temperature_high"]
    said = findings(TYPED, trip, SENT, RECEIVED)[1]
    assert "26,5" in sentence(said, "fr")
    assert "21.40" in sentence(said, "en")


def test_what_could_not_be_read_leaves_what_was_typed() -> None:
    trip = Trip(unread=Text("The file is empty.", "Le fichier est vide."))
    assert judged(TYPED, trip) == TYPED
    (found,) = findings(TYPED, trip, SENT, RECEIVED)
    assert (found.code, found.weight) == ("REC-FILE-UNREAD", 1)
    assert "Le fichier est vide." in sentence(found, "fr")


def test_a_file_without_a_series_still_says_whose_it_is() -> None:
    assert codes(Trip("TL-9")) == ["REC-TYPED@logger", "REC-FILE-NO-SERIES@file"]


@pytest.mark.parametrize(
    ("began", "ended", "ok"),
    [
        (SENT + 2 * MINUTE, RECEIVED - 2 * MINUTE, True),
        (SENT + 3 * MINUTE, RECEIVED, False),
        (SENT, RECEIVED - 3 * MINUTE, False),
        (SENT - timedelta(days=7), SENT, False),
        (None, None, False),
    ],
)
def test_a_series_covers_the_transport_or_wants_a_deviation(
    began: datetime | None, ended: datetime | None, *, ok: bool
) -> None:
    trip = replace(TRIP, began=began, ended=ended)
    assert codes(trip) == ([] if ok else ["REC-FILE-COVER@file"])
    assert all(f.weight == 2 for f in findings(TYPED, trip, SENT, RECEIVED))
