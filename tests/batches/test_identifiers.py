"""Numbers on labels are read whole, or refused with what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.findings import sentence
from batches.identifiers import (
    CHECK_ALPHABET,
    Din,
    UnitCode,
    din_check,
    lot_number,
    parse_din,
    parse_lot,
    parse_unit,
    sec_di,
    unit_code,
)
from batches.verdict import Finding, Unreadable

FIRST = "ABCDEFGHIJKLMNPQRSTUVWXYZ123456789"
DINS = st.builds(
    lambda first, rest, digits: first + rest + digits,
    st.sampled_from(FIRST),
    st.text(FIRST + "0", min_size=4, max_size=4),
    st.text("0123456789", min_size=8, max_size=8),
)


def refused(text: str, *, require_check: bool = False) -> Finding:
    """Give the finding about a text that is no donation number."""
    with pytest.raises(Unreadable) as caught:
        parse_din(text, require_check=require_check)
    return caught.value.finding


@pytest.mark.parametrize(
    ("din", "check"),
    [
        ("G123498654321", (17, "H", "77")),
        ("A999926000001", (8, "8", "68")),
        ("A999926000002", (6, "6", "66")),
        ("A999926000012", (2, "2", "62")),
    ],
)
def test_the_check_character_is_the_published_one(din: str, check: tuple[int, str, str]) -> None:
    assert din_check(din) == check


@pytest.mark.parametrize(
    ("text", "din"),
    [
        ("A999926000001", Din("A999926000001")),
        ("A9999260000018", Din("A999926000001", None, checked=True)),
        ("a9999 26 000001 8", Din("A999926000001", None, checked=True)),
        ("=A99992600000100", Din("A999926000001", "00")),
        ("=A99992600000168", Din("A999926000001", "68", checked=True)),
    ],
)
def test_a_donation_number_is_read_typed_or_scanned(text: str, din: Din) -> None:
    assert parse_din(text) == din


def test_a_donation_number_is_printed_with_its_check_character() -> None:
    assert str(Din("A999926000001")) == "A9999 26 000001 8"


@given(DINS, st.data())
def test_every_single_wrong_character_is_refused(din: str, data: st.DataObject) -> None:
    whole = din + din_check(din)[1]
    place = data.draw(st.integers(0, 13))
    other = data.draw(st.sampled_from([c for c in CHECK_ALPHABET if c != whole[place]]))
    with pytest.raises(Unreadable):
        parse_din(whole[:place] + other + whole[place + 1 :])


@given(DINS, st.integers(0, 12))
def test_every_swap_of_neighbours_is_refused(din: str, place: int) -> None:
    whole = din + din_check(din)[1]
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    if swapped == whole:
        assert parse_din(swapped).checked
        return
    with pytest.raises(Unreadable):
        parse_din(swapped)


@given(DINS)
def test_every_dropped_character_is_refused_when_the_check_is_required(din: str) -> None:
    whole = din + din_check(din)[1]
    for place in range(14):
        with pytest.raises(Unreadable):
            parse_din(whole[:place] + whole[place + 1 :], require_check=True)


def test_a_letter_o_is_named_as_such_and_the_right_check_is_not_revealed() -> None:
    finding = refused("A9999260OO001")
    assert (finding.code, finding.params["position"]) == ("DIN-LETTER-O", 9)
    assert "zero" in sentence(finding, "en")
    wrong = refused("A9999260000013")
    assert wrong.code == "DIN-CHECK"
    assert "8" not in sentence(wrong, "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" ", "DIN-EMPTY"),
        ("A99992600000", "DIN-LENGTH"),
        ("=A999926000001", "DIN-LENGTH"),
        ("A99992600000X", "DIN-CHARACTER"),
        ("0999926000001", "DIN-CHARACTER"),
        ("\u00df999926000001", "DIN-CHARACTER"),
        ("A99992600000\u0661", "DIN-CHARACTER"),
        ("=A999926000001AB", "DIN-FLAGS"),
        ("=A99992600000161", "DIN-CHECK"),
    ],
)
def test_a_text_that_is_no_donation_number_is_refused_by_name(text: str, code: str) -> None:
    assert refused(text).code == code


def test_a_typed_number_without_its_check_is_refused_where_it_is_required() -> None:
    assert refused("A999926000001", require_check=True).code == "DIN-NO-CHECK"


def test_the_donation_sequence_of_the_european_code_has_21_characters() -> None:
    assert sec_di("FR001234", "A999926000001") == "FR001234A999926000001"
    assert sec_di("FR001234", "77") == "FR0012340000000000077"
    with pytest.raises(Unreadable, match="SEC-ESTABLISHMENT"):
        sec_di("F1001234", "77")
    with pytest.raises(Unreadable, match="SEC-DONATION"):
        sec_di("FR001234", "A-1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("AT26-007-B05", UnitCode("AT26-007", "B", 5)),
        ("at26-007-s014", UnitCode("AT26-007", "S", 14)),
        ("AT26-007-P2-03", UnitCode("AT26-007", "P", 3, 2)),
        ("UC26-001-V08", UnitCode("UC26-001", "V", 8)),
        ("a999926000001-t01", UnitCode("A999926000001", "T", 1)),
        ("A999926000001-S003", UnitCode("A999926000001", "S", 3)),
    ],
)
def test_a_unit_code_is_read_in_its_parts_and_written_again(text: str, code: UnitCode) -> None:
    assert parse_unit(text) == code
    assert unit_code(code.lot, code.series, code.number, code.passage) == text.upper()


def test_a_lot_number_has_source_year_and_sequence() -> None:
    assert lot_number("AT", 2026, 7) == "AT26-007"
    assert parse_lot(" at26-007 ") == "AT26-007"


@pytest.mark.parametrize("text", ["AT26-7", "AT26-007-B05", "AT2\u0666-007", ""])
def test_a_text_that_is_no_lot_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="CODE-LOT"):
        parse_lot(text)


@pytest.mark.parametrize(
    "text",
    ["=A99992600000168-T01", "=A99992600000100-T01", "A9999 26 000001 8-T01", "A9999260000018-t01"],
)
def test_a_donation_stands_in_a_unit_code_as_on_its_label(text: str) -> None:
    assert parse_unit(text) == UnitCode("A999926000001", "T", 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A9999260O0001-T01", "DIN-LETTER-O"), ("A9999 26 000001 7-T01", "DIN-CHECK"),
        ("A99992600001-T01", "CODE-UNIT"), ("A999926000001-T1", "CODE-UNIT"),
        ("A999926000001-P01", "CODE-UNIT"),
    ],
)  # fmt: skip
def test_a_donation_unit_that_cannot_be_says_what_is_wrong(text: str, code: str) -> None:
    with pytest.raises(Unreadable, match=code):
        parse_unit(text)


@pytest.mark.parametrize("text", ["AT26-007", "AT26-007-P05", "AT26-007-B5"])
def test_a_text_that_is_no_unit_code_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="CODE-UNIT"):
        parse_unit(text)
