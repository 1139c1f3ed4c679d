"""Marks on a picture: read from a form, counted, and laid beside what was typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches.clicks import Marks, agreeing, differing, read, written
from batches.findings import sentence
from batches.kinds import senescence
from batches.pictures import Picture
from batches.steps import Step
from batches.verdict import Unreadable
from tests.batches.masters import step

PICTURE = Picture("image/png", 900, 660)
DIGEST, OTHER = "ab" * 32, "cd" * 32
READING = Step.from_body(step("sabg", "senescence", params={"fields": 2}))
FIELDS = senescence.fields(READING)
POINTS = st.lists(st.tuples(st.integers(0, 899), st.integers(0, 659)), unique=True, max_size=40)


@given(POINTS, st.integers(0, 40))
def test_what_was_marked_comes_back_as_it_was(points: list[tuple[int, int]], blue: int) -> None:
    marks = Marks(tuple(points[:blue]), tuple(points[blue:]))
    assert read(written(DIGEST, marks), DIGEST, PICTURE, 1) == marks
    assert Marks.stored(marks.plain) == marks


def test_nothing_marked_is_no_mark() -> None:
    assert read("", DIGEST, PICTURE, 1) == Marks() == read(DIGEST, DIGEST, PICTURE, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{OTHER} +1,1", "MARKS-OTHER-IMAGE"),
        ("+1,1", "MARKS-OTHER-IMAGE"),
        (f"{DIGEST} 1,1", "MARKS-UNREADABLE"),
        (f"{DIGEST} +1.5,1", "MARKS-UNREADABLE"),
        (f"{DIGEST} +-1,1", "MARKS-UNREADABLE"),
        (f"{DIGEST} +1,1;<script>", "MARKS-UNREADABLE"),
        (f"{DIGEST} +١,1", "MARKS-UNREADABLE"),
        (f"{DIGEST} +900,1", "MARKS-OUTSIDE"),
        (f"{DIGEST} -1,660", "MARKS-OUTSIDE"),
        (f"{DIGEST} +1,1 -1,1", "MARKS-TWICE"),
    ],
)  # fmt: skip
def test_marks_that_cannot_be_are_refused_with_their_field(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text, DIGEST, PICTURE, 2)
    assert caught.value.finding.code == code
    assert caught.value.finding.params["field"] == 2


def test_a_count_that_is_not_that_of_the_marks_is_found_at_its_slot() -> None:
    marks = {1: Marks(((1, 1),), ((2, 2), (3, 3))), 2: Marks()}
    typed = {
        "positives.1": Decimal(1), "negatives.1": Decimal(3), "positives.2": Decimal(0),
        "negatives.2": None,
    }  # fmt: skip
    (found,) = differing(FIELDS, marks, typed)
    assert (found.code, found.where, found.weight) == ("MARKS-DIFFER", "negatives.1", 2)
    assert "3 is typed, and 2 marks" in sentence(found, "en")
    assert agreeing(FIELDS, marks, typed) == {"positives.1", "positives.2"}


def test_a_field_without_a_picture_is_typed_as_before() -> None:
    typed = {"positives.2": Decimal(7)}
    assert not list(differing(FIELDS, {1: Marks()}, typed))
    assert not agreeing(FIELDS, {1: Marks()}, typed)


def test_both_readers_count_the_pictures_of_the_first() -> None:
    second = Step.from_body(step("two", "senescence", params={"first_reader": "sabg"}))
    assert (senescence.pictured(READING), senescence.pictured(second)) == ("sabg", "sabg")
    assert senescence.pictured(Step.from_body(step("other", "measure"))) is None
