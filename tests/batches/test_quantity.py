"""Numbers as people type them have one reading or none."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.findings import sentence
from batches.quantity import (
    Quantity,
    format_number,
    half_up,
    parse_decimal,
    parse_integer,
    plain,
    to_significant,
)
from batches.verdict import Unreadable

DIGITS = st.text("0123456789", min_size=1, max_size=8)
SPACES = st.text(" \t\u00a0\u2009\u202f", max_size=3)


def code_of(text: str, **options: object) -> str:
    """Give the finding code of a text that cannot be read."""
    with pytest.raises(Unreadable) as refused:
        parse_decimal(text, **options)  # type: ignore[arg-type]
    return refused.value.finding.code


@given(
    st.sampled_from(["", "+", "-", "\u2212"]),
    DIGITS,
    st.one_of(st.just(""), DIGITS),
    st.sampled_from([",", "."]),
    st.one_of(st.none(), st.integers(-9, 9)),
    st.tuples(SPACES, SPACES),
)
def test_every_french_or_english_number_is_read_exactly(
    sign: str, whole: str, part: str, mark: str, power: int | None, around: tuple[str, str]
) -> None:
    text = sign + whole + (mark + part if part else "") + ("" if power is None else f"E{power}")
    digits = Fraction(int(whole + part), 10 ** len(part)) * Fraction(10) ** (power or 0)
    meant = -digits if sign in ("-", "\u2212") else digits
    assert Fraction(parse_decimal(around[0] + text + around[1])) == meant


@given(st.text("0123456789,.'_ eE+-\u00a0\u202f\uff11\u0661naif%", max_size=45))
def test_whatever_is_read_has_ascii_digits_one_mark_and_its_value(text: str) -> None:
    try:
        value = parse_decimal(text)
    except Unreadable:
        return
    shown = text.strip()
    assert shown.isascii()
    assert sum(shown.count(mark) for mark in ",._' ") <= 1
    assert value == Decimal(shown.replace(",", "."))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "Q-EMPTY"),
        (" \u202f", "Q-EMPTY"),
        ("NaN", "Q-NOT-FINITE"),
        ("-Infinity", "Q-NOT-FINITE"),
        ("1e400", "Q-TOO-LARGE"),
        ("1e99999999999", "Q-TOO-LARGE"),
        ("1e-400", "Q-TOO-SMALL"),
        ("1_000", "Q-GROUPED"),
        ("1 000", "Q-GROUPED"),
        ("1\u202f000,5", "Q-GROUPED"),
        ("1,234.5", "Q-GROUPED"),
        ("1.234.567", "Q-GROUPED"),
        ("1'000", "Q-GROUPED"),
        ("\uff11\uff12", "Q-NOT-NUMBER"),
        ("\u0661", "Q-NOT-NUMBER"),
        ("twelve", "Q-NOT-NUMBER"),
        ("0x10", "Q-UNIT"),
        ("52.0 g", "Q-UNIT"),
        ("94 %", "Q-UNIT"),
        (".5", "Q-BARE-MARK"),
        ("5,", "Q-BARE-MARK"),
        ("1" * 41, "Q-TOO-LONG"),
    ],
)
def test_a_text_that_is_no_number_is_refused_by_name(text: str, code: str) -> None:
    assert code_of(text) == code


def test_an_english_thousand_is_refused_only_where_english_is_read() -> None:
    assert code_of("1,234", lang="en") == "Q-GROUPED"
    assert parse_decimal("1,234", lang="fr") == Decimal("1.234")
    assert parse_decimal("0,896", lang="en") == Decimal("0.896")


def test_a_long_run_of_digits_is_refused_at_once() -> None:
    assert code_of("1" * 39 + "x") == "Q-UNIT"


def test_a_negative_value_is_refused_where_it_cannot_be() -> None:
    assert code_of("-0.1", signed=False) == "Q-NEGATIVE"
    assert plain(parse_decimal("-0")) == "0"


@pytest.mark.parametrize("text", ["3.0", "3E2", "3,5"])
def test_a_count_is_written_with_digits_only(text: str) -> None:
    with pytest.raises(Unreadable, match="Q-NOT-INTEGER"):
        parse_integer(text)
    assert parse_integer(" 12 ") == 12


def test_the_sentence_quotes_what_was_found_and_says_what_to_do() -> None:
    with pytest.raises(Unreadable) as refused:
        parse_decimal("twelve\n" + "x" * 30)
    finding = refused.value.finding
    assert '"twelve ' in sentence(finding, "en")
    assert "2,45E6" in sentence(finding, "fr")


def test_a_quantity_keeps_its_text_and_a_number_its_digits() -> None:
    assert Quantity.read(" 2.45E6 ", "1") == Quantity("2.45E6", Decimal("2.45E6"), "1")
    assert plain(Decimal("2.45E6")) == "2450000"


def test_a_number_is_written_with_the_mark_of_the_language() -> None:
    assert format_number(Decimal("3.17"), "fr") == "3,17"
    assert format_number(Decimal("3.1699"), "en", 3) == "3.170"
    assert format_number(Decimal("-0.04"), "en", 1) == "0.0"


@pytest.mark.parametrize(
    ("value", "limit", "rule", "rounded"),
    [
        ("94.95", "95.0", "decimals", "95.0"),
        ("94.94", "95.0", "decimals", "94.9"),
        ("94.5", "95", "decimals", "95"),
        ("94.45", "95", "decimals", "94"),
        ("99.95", "95.0", "significant", "100"),
        ("99.95", "95.0", "decimals", "100.0"),
        ("0.0995", "0.10", "significant", "0.10"),
        ("2.05", "2.0", "decimals", "2.1"),
        ("1.25E6", "1.0E6", "decimals", "1300000"),
    ],
)
def test_a_value_is_rounded_half_up_to_the_limit_as_typed(
    value: str, limit: str, rule: str, rounded: str
) -> None:
    assert plain(half_up(Decimal(value), limit, rule)) == rounded  # type: ignore[arg-type]


def test_a_carry_does_not_add_a_significant_figure() -> None:
    assert str(to_significant(Decimal("9.996"), 3)) == "10.0"
