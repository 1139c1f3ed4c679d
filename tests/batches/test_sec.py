"""The Single European Code is composed and read in its two parts, or refused with what is wrong."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.identifiers import din_check, din_symbol, parse_din
from batches.sec import Sec, parse_sec, sec_pi, split_number
from batches.verdict import Unreadable

WORKED = "SEC FR001234A999926000001 A00S112800120281130"
CODE = Sec("FR001234", "A999926000001", "A", "S1128", "001", date(2028, 11, 30))


def refused(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        parse_sec(text)
    return caught.value.finding.code


def test_the_worked_example_is_composed_and_read() -> None:
    assert str(CODE) == WORKED
    assert CODE.lines() == ("SEC FR001234A999926000001", "A00S112800120281130")
    assert parse_sec(WORKED) == parse_sec("\n".join(CODE.lines())) == CODE
    assert (len(CODE.di), len(CODE.pi)) == (21, 19)


def test_a_product_without_expiry_and_without_split() -> None:
    assert sec_pi("E", "123") == "E000012300000000000"
    assert parse_sec("FR001234A999926000001E000012300000000000").expiry is None
    assert [split_number(i, of) for i, of in ((1, 1), (1, 2), (2, 2))] == ["000", "001", "002"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (WORKED[:-1], "SEC-LENGTH"),
        (WORKED.replace("FR", "F1"), "SEC-DI"),
        (WORKED.replace(" A00S", " X00S"), "SEC-PI"),
        (WORKED.replace("20281130", "20281131"), "SEC-EXPIRY"),
        (WORKED.replace("A999926000001", "A9999260O0001"), "DIN-LETTER-O"),
        ("Ä" + WORKED[5:], "SEC-DI"),
    ],
)
def test_a_wrong_code_says_which_part(text: str, code: str) -> None:
    assert refused(text) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("X", "S1128", "000"), "SEC-SYSTEM"),
        (("A", "TOOLONG8", "000"), "SEC-PRODUCT"),
        (("A", "S1128", "1"), "SEC-SPLIT"),
    ],
)
def test_a_wrong_product_part_is_not_composed(parts: tuple[str, str, str], code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        sec_pi(*parts)
    assert caught.value.finding.code == code


@given(
    st.from_regex(r"[A-Z]{2}[A-Z0-9]{6}", fullmatch=True),
    st.from_regex(r"[1-9A-Z][A-Z0-9]{0,6}", fullmatch=True),
    st.from_regex(r"[A-Z0-9]{3}", fullmatch=True),
    st.none() | st.dates(date(1000, 1, 1)),
)
def test_what_is_composed_is_read_again(
    establishment: str, product: str, split: str, expiry: date | None
) -> None:
    code = Sec(establishment, "A999926000001", "A", product, split, expiry)
    assert parse_sec(str(code)) == code


def test_a_barcode_of_the_number_carries_its_flags() -> None:
    number = "A999926000001"
    assert din_symbol(number, din_check(number)[2]) == "=A99992600000168"
    assert parse_din(din_symbol(number)).flags == "00"
    with pytest.raises(Unreadable):
        din_symbol(number, "6")
