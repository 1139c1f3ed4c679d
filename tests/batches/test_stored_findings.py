"""A stored finding keeps plain numbers and is read by each language with its own mark."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from batches.findings import WORDS, sentence
from batches.verdict import NUMBERS, Finding

WARM = Finding(
    "PRO-ACTION",
    {
        "label_en": "Highest temperature", "label_fr": "Température maximale", "unit": "Cel",
        "value": Decimal("26.5"), "limits_en": "2–25", "limits_fr": "2–25",
    },
    "temperature_high", 2,
)  # fmt: skip


def kept(finding: Finding) -> Finding:
    """Store a finding as JSON and read it back."""
    return Finding.stored(json.loads(json.dumps(finding.plain())))


def test_a_stored_number_is_plain_and_shown_by_language() -> None:
    assert WARM.plain()["params"]["value"] == "26.5"  # type: ignore[index]
    assert "26,5" in sentence(kept(WARM), "fr")
    assert "26.5" in sentence(kept(WARM), "en")
    assert kept(WARM) == WARM


@pytest.mark.parametrize("text", ["-0.50", "2.45E6", "1E-7", "12"])
def test_every_form_of_a_number_comes_back_exactly(text: str) -> None:
    back = kept(Finding("V01", {"value": Decimal(text)}))
    assert str(back.params["value"]) == str(Decimal(text))


@pytest.mark.parametrize("name", ["found", "code", "lot", "report", "limits_fr", "version"])
def test_text_that_looks_like_a_number_stays_text(name: str) -> None:
    """A lot 26.1 is not 26,1."""
    assert kept(Finding("V01", {name: "26.1"})).params == {name: "26.1"}


@pytest.mark.parametrize("text", ["2,5", "26.5 °C", "1.2.3", "NaN", "Infinity", "", ".5", "-"])
def test_what_is_no_plain_number_stays_as_it_was_given(text: str) -> None:
    assert kept(Finding("V01", {"value": text})).params == {"value": text}


def test_every_number_has_a_sentence_that_shows_it() -> None:
    """A name in the list that no sentence asks for has lost its rule."""
    shown = {n for n in NUMBERS for text in WORDS.values() if f"{{{n}}}" in text.en + text.fr}
    assert shown == NUMBERS
