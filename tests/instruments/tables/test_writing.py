"""Numbers, times and text: one meaning, or a reason why not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from instruments.reading import Profile, Refusal
from instruments.tables.numerals import Numerals, numerals
from instruments.tables.text import decoded
from instruments.tables.times import date_order, moment

PARIS = Profile(zone="Europe/Paris")


@pytest.mark.parametrize(
    ("mark", "text", "value"),
    [
        (".", "2.45E6", "2.45E6"),
        (".", "274\u00a0000", "274000"),
        ("", "274 000", "274000"),
        (",", "93,5", "93.5"),
        (",", "1.234,5", "1234.5"),
        (".", "1,234.5", "1234.5"),
        (".", "1,234,567", "1234567"),
        (".", "-0.0", "0"),
        ("", "0", "0"),
        (".", ".5", "0.5"),
        (".", "\u22123.1", "-3.1"),
    ],
)
def test_a_number_has_one_meaning(mark: str, text: str, value: str) -> None:
    assert Numerals(mark).number(text) == Decimal(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "ERROR", "nan", "3.5 (uncertain)", "12 34", "1.2.3", "1e400", "4,4", "1:2"]
)
def test_a_text_that_is_no_number_is_none(text: str) -> None:
    assert Numerals(".").number(text) is None


@pytest.mark.parametrize(("mark", "text"), [("", "1,234"), (".", "4,529"), (",", "4.529")])
def test_a_lone_mark_before_three_digits_is_refused(mark: str, text: str) -> None:
    with pytest.raises(Refusal, match="TABLE-DECIMAL-AMBIGUOUS"):
        Numerals(mark).number(text)  # type: ignore[arg-type]


def test_the_profile_settles_a_lone_mark() -> None:
    told = numerals(["4,529"], Profile(decimal="."))

    assert told.number("4,529") == Decimal(4529)


def test_two_marks_in_one_file_are_refused() -> None:
    with pytest.raises(Refusal, match="TABLE-DECIMAL-MIXED"):
        numerals(["45.1", "12,25"], Profile())


def test_a_qualified_number_keeps_its_side_and_its_text() -> None:
    found = Numerals(".").quantity("< 0.05", "[EU]/mL")

    assert found is not None
    assert (found.qualifier, found.value, found.raw) == ("<", Decimal("0.05"), "< 0.05")


def test_the_shift_is_exact_and_zero_stays_zero() -> None:
    found = Numerals(".").quantity("2.45E6", "10*6/mL", -6)
    none = Numerals(".").quantity("-0", "10*6/mL", -6)

    assert (found and found.value, none and str(none.value)) == (Decimal("2.45"), "0")


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("31 Aug 2021  4:31:23 PM", "2021-08-31T16:31:23"),
        ("31 août 2021 16:31:23", "2021-08-31T16:31:23"),
        ("20231120 163016", "2023-11-20T16:30:16"),
        ("3/21/2022 16:56", "2022-03-21T16:56:00"),
        ("21.03.2022 12:05:06 AM", "2022-03-21T00:05:06"),
        ("1/1/2020 16:20", "2020-01-01T16:20:00"),
        ("20240219", "2024-02-19"),
        ("Tue Oct 03 14:44:50 2023", "2023-10-03T14:44:50"),
        ("2024-02-30 10:00", ""),
        ("13:00 PM", ""),
    ],
)
def test_a_time_has_one_meaning(text: str, local: str) -> None:
    assert moment(text, Profile()).local == local


def test_a_day_that_can_be_the_month_has_no_moment_until_the_profile_tells() -> None:
    found = moment("3/4/2024 10:00", PARIS)

    assert (found.at, found.local, found.raw) == (None, "", "3/4/2024 10:00")
    assert [note.code for note in found.notes] == ["TABLE-DATE-AMBIGUOUS"]
    assert moment("3/4/2024 10:00", Profile(), "dmy").local == "2024-04-03T10:00:00"


def test_one_date_of_a_column_proves_the_order_of_all() -> None:
    assert date_order(["3/4/2024", "3/21/2024"], Profile(), "Date") == "mdy"
    with pytest.raises(Refusal, match="TABLE-DATES-MIXED"):
        date_order(["3/21/2024", "21/3/2024"], Profile(), "Date")
    with pytest.raises(Refusal, match="TABLE-DATES-NOT-AS-APPROVED"):
        date_order(["3/21/2024"], Profile(dates="dmy"), "Date")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-03-31 02:30:00", "TABLE-HOUR-DOES-NOT-EXIST"),
        ("2024-10-27 02:30:00", "TABLE-HOUR-COMES-TWICE"),
    ],
)
def test_the_hours_of_the_change_of_time_have_no_moment(text: str, code: str) -> None:
    found = moment(text, PARIS)

    assert (found.at, found.notes[0].code) == (None, code)
    assert found.local


def test_the_offset_of_the_file_goes_before_the_zone_of_the_profile() -> None:
    assert str(moment("20231120 110300", PARIS, "", "-7").at) == "2023-11-20 18:03:00+00:00"
    assert str(moment("20231120 110300", PARIS, "", "5.5").at) == "2023-11-20 05:33:00+00:00"
    assert moment("20231120 110300", PARIS).notes[0].code == "TABLE-ZONE-ASSUMED"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_codec_of_a_text_is_found(codec: str) -> None:
    assert decoded("Durée (µm); 1,5".encode(codec), Profile())[0] == "Durée (µm); 1,5"


def test_windows_letters_are_read_and_said() -> None:
    text, codec, notes = decoded("Durée".encode("cp1252"), Profile())

    assert (text, codec, notes[0].code) == ("Durée", "cp1252", "TABLE-ENCODING-ASSUMED")


@pytest.mark.parametrize("blob", [b"\xff\x00\x12\x00" * 8 + b"\x00\xd8", b"a\x00b" * 40])
def test_bytes_that_are_no_text_are_refused(blob: bytes) -> None:
    with pytest.raises(Refusal, match="TABLE-NOT-TEXT"):
        decoded(blob, Profile())
