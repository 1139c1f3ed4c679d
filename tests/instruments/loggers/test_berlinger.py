"""Berlinger text files agree with the report that the logger made of the same run."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from instruments.reading import Parsed, Profile, Refusal
from instruments.registry import parse
from tests.instruments.pairs import SHARED

FOLDER = SHARED / "temperature_logger"
missing = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the folder of real instrument files is not beside the repository"
)
FRIDGE, LONG, RUN = "130400191544_202304201514", "130500109088_202206081014", (
    "RCPJ00010_02_202211090128"
)  # fmt: skip
DAY = re.compile(
    r"^ ?\d+ (?P<day>\d\d\.\d\d\.\d{4}).*?(?P<mean>[+-][\d.]+)°C.*?(?P<low>[+-][\d.]+)°C"
    r" (?P<below>[\dhmind ]+?) ?(?:\d\d:\d\dh )?(?:ok|ALARM!?|In progress)"
    r" (?P<high>[+-][\d.]+)°C (?P<above>[\dhmind :]+?)(?:$| \d\d:\d\dh| ok| ALARM)",
    re.MULTILINE,
)


def read(name: str) -> Parsed:
    """Return what the text file of a run says."""
    return parse((FOLDER / f"{name}.txt").read_bytes(), f"{name}.txt")


def report(name: str) -> str:
    """Return the text of the logger's own report; its table of objects needs mending first."""
    whole = io.BytesIO()
    with pikepdf.open(Path(FOLDER / f"{name}.pdf")) as broken:
        broken.save(whole)
    return "\n".join(page.extract_text() for page in PdfReader(whole).pages)


@missing
@pytest.mark.parametrize(("name", "least"), [(FRIDGE, 3), (LONG, 25)])
def test_each_day_of_a_history_is_that_of_the_report(name: str, least: int) -> None:
    days = {each.measured_local: each.values for each in read(name).readings}
    rows = list(DAY.finditer(report(name)))

    assert len(rows) >= least
    for row in rows:
        day, month, year = row["day"].split(".")
        values = days[f"{year}-{month}-{day}"]
        assert values["average_temperature"].value == Decimal(row["mean"])
        assert values["minimum_temperature"].value == Decimal(row["low"])
        assert values["maximum_temperature"].value == Decimal(row["high"])
        assert values["time_below_limit"].value == minutes(row["below"])
        assert values["time_above_limit"].value == minutes(row["above"])


def minutes(text: str) -> Decimal:
    """Return `20h 41min`, `1d 00:00` or `2min` in minutes."""
    found = re.match(r"(?:(\d+)d ?)?(?:(\d+)h ?)?(?:(\d+)min)?", text.strip())
    day, hour, minute = (int(each or 0) for each in found.groups()) if found else (0, 0, 0)
    return Decimal(day * 1440 + hour * 60 + minute)


@missing
def test_a_run_is_that_of_the_report() -> None:
    found, printed = read(RUN), report(RUN)
    run = found.readings[0]

    assert run.measured_at is not None
    assert run.measured_at.isoformat() == "2022-11-08T04:49:00+00:00"
    assert f"MKT +{run.values['mean_kinetic_temperature'].raw}°C" in printed
    assert f"+{run.values['maximum_temperature'].raw}°C" in printed
    assert f"Total number of measurements {len(run.series['local_time'])}" in printed
    assert {"ALARM"} == {word for word in ("ALARM",) if word in printed}
    assert [note.code for note in run.warnings] == ["LOGGER-ALARM"] * 6


@missing
def test_the_marks_of_the_logger_are_those_of_its_limits() -> None:
    run = read(RUN).readings[0]

    marks = zip(run.series["temperature_Cel"], run.series["out_of_limits"], strict=True)

    assert all(mark == (value < 2 or value > 8) for value, mark in marks)


@missing
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"MKT: 10.5", b"MKT: 5.1", "LOGGER-MKT-DIFFERS"),
        (b"t A: 598", b"t A: 98", "LOGGER-ALARM-DIFFERS"),
        (b"Max T: 24.3", b"Max T: 14.3", "LOGGER-EXTREME-DIFFERS"),
        (b"\t2022-11-08 12:09\t2.4\t\n\t2022-11-08 12:19\t1.7\tx\n", b"", "LOGGER-GAP"),
    ],
)
def test_a_statement_that_the_series_does_not_bear_out_is_noted(
    old: bytes, new: bytes, code: str
) -> None:
    blob = (FOLDER / f"{RUN}.txt").read_bytes().replace(b"\r\n", b"\n")
    assert old in blob

    found = parse(blob.replace(old, new), "x.txt")

    assert code in {note.code for note in found.readings[0].warnings}


@missing
def test_minutes_of_a_day_that_the_series_does_not_bear_out_are_noted() -> None:
    blob = (FOLDER / f"{LONG}.txt").read_bytes()

    found = parse(blob.replace(b"t Acc: 312", b"t Acc: 12"), "x.txt")

    assert [
        (note.code, note.where) for note in found.readings[0].warnings if "ALARM" in note.code
    ] == [("LOGGER-ALARM-DIFFERS", "day 2022-06-07")]


@missing
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"\t4.4\t", b"\t4,4\t", "LOGGER-NO-NUMBER"),
        (b" Serial: RCPJ00010", b" Serial:", "LOGGER-LINE-MISSING"),
        (b"Res:", b"Res", "LOGGER-LINE-SHAPE"),
        (b"2022-11-08 05:09\t2.1", b"2022-11-08 05:09\t", "LOGGER-NO-NUMBER"),
    ],
)
def test_a_damaged_file_is_refused_by_name(old: bytes, new: bytes, code: str) -> None:
    blob = (FOLDER / f"{RUN}.txt").read_bytes()
    assert old in blob
    with pytest.raises(Refusal) as refused:
        parse(blob.replace(old, new, 1), "x.txt")
    assert refused.value.note.code == code


@missing
def test_a_clock_set_by_hand_needs_the_zone_of_the_profile() -> None:
    blob = (FOLDER / f"{LONG}.txt").read_bytes()

    placed = parse(blob, "x.txt", Profile(zone="Pacific/Port_Moresby"))

    assert placed.source.zone_assumed == "Pacific/Port_Moresby"
    assert str(placed.readings[0].measured_at) == "2022-05-01 18:44:00+00:00"
