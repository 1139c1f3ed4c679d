"""TEXT for any keywords, and for any bytes."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.fcs import read
from instruments.fcs.keywords import read_text
from instruments.reading import Refusal

MARKS = st.sampled_from("/|\\!\x0c\x1e*;")
NAMES = st.text(string.ascii_uppercase + string.digits + "$#@ ", min_size=1, max_size=8).map(
    str.strip
)
LETTERS = st.characters(codec="utf-8")


@st.composite
def segments(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A delimiter, and keywords with values that often hold it."""
    mark = draw(MARKS)
    values = st.text(st.one_of(LETTERS, st.just(mark)), max_size=8)
    pairs = draw(st.dictionaries(NAMES.filter(bool), values, max_size=8))
    return mark, pairs


@settings(max_examples=150)
@given(segments())
def test_what_was_written_is_read_again(made: tuple[str, dict[str, str]]) -> None:
    """With delimiters anywhere in the values, and with empty values."""
    mark, pairs = made
    body = "".join(
        f"{key}{mark}{value.replace(mark, mark * 2)}{mark}" for key, value in pairs.items()
    )
    assert read_text((mark + body).encode()).keywords == pairs


@settings(max_examples=300)
@given(st.binary(max_size=60))
def test_any_bytes_are_keywords_or_a_refusal(data: bytes) -> None:
    """Nothing but `Refusal` leaves the reader of a segment."""
    try:
        found = read_text(b"/" + data)
    except Refusal:
        return
    assert all(isinstance(value, str) for value in found.keywords.values())


@settings(max_examples=200)
@given(st.binary(max_size=200), st.sampled_from(("58", "59", "90", "99999999", "-1", "")))
def test_any_bytes_behind_a_header_are_refused(data: bytes, end: str) -> None:
    """Nothing but `Refusal` leaves the reader of a file."""
    fields = "".join(each.rjust(8) for each in ("58", end, "0", "0", "0", "0"))
    with pytest.raises(Refusal, match=r"^FCS-"):
        read(f"FCS3.0    {fields}".encode() + data)
