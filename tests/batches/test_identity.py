"""Names are compared without case, accents and hyphens; emergencies take two people, once, in time."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batches import identity as rules
from batches.identity import Opening

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ASKED = Opening("pdubois", NOW + timedelta(hours=24))
APPROVED = replace(ASKED, until=NOW + timedelta(hours=1), approved_by="dgarnier")
WORD = st.text("abcdeéèêëçœæßñ", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Jean-Noël", "JEAN NOEL"), ("L'Héritier", "l’heritier"), ("Lœuf", "LOEUF"),
        ("Müller", "muller"), ("Straße", "STRASSE"), ("Ångström", "A\u030angstro\u0308m"),
        ("N’Guyễn", "nguyen"), ("Łódź", "lodz"), ("ﬁn", "fin"),
    ],
)  # fmt: skip
def test_spellings_of_one_name(one: str, two: str) -> None:
    assert rules.folded(one) == rules.folded(two)


@pytest.mark.parametrize(("one", "two"), [("Martin", "Marten"), ("Dupont", "Dupond"), ("Li", "Ly")])
def test_names_that_only_sound_alike_are_two(one: str, two: str) -> None:
    assert rules.folded(one) != rules.folded(two)


@given(WORD, st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_folding_does_not_depend_on_how_a_name_was_typed(word: str, form: str) -> None:
    typed = unicodedata.normalize(form, word).upper()  # type: ignore[arg-type]
    assert rules.folded(typed) == rules.folded(word)
    assert rules.folded(rules.folded(word)) == rules.folded(word)


@given(WORD, WORD)
def test_whoever_is_searched_by_what_is_held_is_found(family: str, given_name: str) -> None:
    held = {"family_name": family, "given_names": f"Anne {given_name}", "birth_date": "1990-01-01"}
    typed = {"family_name": family.upper(), "given_names": given_name}

    assert rules.wanted_terms(typed) <= rules.search_terms(held)
    assert not rules.wanted_terms({**typed, "birth_date": "1990-01-02"}) <= rules.search_terms(held)


def test_a_text_that_names_the_person() -> None:
    held = {"family_name": "Héritier", "given_names": "Zoé Al", "birth_date": "1991-04-23"}
    assert rules.names_person(held, "Dossier de Mme HERITIER")
    assert rules.names_person(held, "né(e) le 1991-04-23")
    assert not rules.names_person(held, "Rapport final, également daté")


@pytest.mark.parametrize(
    ("opening", "who", "at", "codes"),
    [
        (APPROVED, "pdubois", NOW, []),
        (APPROVED, "amartin", NOW, ["ID-NOT-YOURS"]),
        (replace(APPROVED, used=True), "pdubois", NOW, ["ID-USED"]),
        (APPROVED, "pdubois", NOW + timedelta(hours=1), []),
        (APPROVED, "pdubois", NOW + timedelta(hours=1, seconds=1), ["ID-LAPSED"]),
        (ASKED, "pdubois", NOW, ["ID-NO-REQUEST"]),
        (None, "pdubois", NOW, ["ID-NO-REQUEST"]),
    ],
)
def test_who_may_open(opening: Opening | None, who: str, at: datetime, codes: list[str]) -> None:
    assert [f.code for f in rules.may_open(opening, who, at).findings] == codes


@pytest.mark.parametrize(
    ("opening", "who", "at", "codes"),
    [
        (ASKED, "dgarnier", NOW, []),
        (ASKED, "pdubois", NOW, ["ID-SELF"]),
        (ASKED, "dgarnier", NOW + timedelta(hours=25), ["ID-LAPSED"]),
        (APPROVED, "dgarnier", NOW, ["ID-NO-REQUEST"]),
        (replace(ASKED, declined=True), "dgarnier", NOW, ["ID-NO-REQUEST"]),
    ],
)
def test_who_may_answer(opening: Opening, who: str, at: datetime, codes: list[str]) -> None:
    assert [f.code for f in rules.may_answer(opening, who, at).findings] == codes


@pytest.mark.parametrize(
    ("openings", "leaving", "shredded", "state"),
    [
        ([], False, False, "held"), ([ASKED], False, False, "asked"),
        ([replace(ASKED, declined=True)], False, False, "held"),
        ([APPROVED], True, False, "opened"), ([ASKED, APPROVED], False, False, "asked"),
        ([replace(APPROVED, seen=True)], True, False, "leaving"),
        ([ASKED], True, True, "shredded"),
    ],
)  # fmt: skip
def test_the_state(openings: list[Opening], leaving: bool, shredded: bool, state: str) -> None:
    assert rules.state(shredded=shredded, openings=openings, leaving=leaving) == state
