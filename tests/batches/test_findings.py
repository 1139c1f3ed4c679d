"""Every finding has words in both languages, and says them well."""

import re
import string
from decimal import Decimal
from pathlib import Path

import pytest

import batches
from batches.findings import AREAS, WORDS, french_spaces, merge, sentence
from batches.text import Text
from batches.unit_words import unit_words
from batches.verdict import Finding, Param

HOUSE = Path(batches.__file__).parent.parent
RULES = sorted(HOUSE.glob("batches/**/*.py"))
ROOMS = sorted(HOUSE.glob("elnapp/**/*.py"))


def placeholders(words: str) -> set[str]:
    """Give the params that a sentence asks for."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("code", sorted(WORDS))
def test_both_languages_say_the_same_params_and_end_as_sentences(code: str) -> None:
    words = WORDS[code]
    assert placeholders(words.en) == placeholders(words.fr)
    assert words.en[-1] in ".}?!"
    assert words.fr[-1] in ".}?!"


@pytest.mark.parametrize("path", RULES + ROOMS, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_code_that_a_rule_or_a_room_names_has_words(path: Path) -> None:
    named = re.findall(r'Finding\(\s*"([A-Z][A-Z0-9-]+)"', path.read_text(encoding="utf-8"))
    assert set(named) <= set(WORDS)


def test_every_area_of_words_is_merged() -> None:
    files = {p.stem for p in RULES if p.parent.name == "findings"} - {"__init__"}
    assert files == {area.__name__.rpartition(".")[2] for area in AREAS}


def test_a_code_in_two_areas_is_refused() -> None:
    words = {"X01": Text("a", "b")}
    with pytest.raises(ValueError, match="X01 stands in one and in two"):
        merge([("one", words), ("two", words)])


def test_a_value_is_written_with_the_mark_and_unit_of_the_language() -> None:
    params: dict[str, Param] = {
        "field": "Eau",
        "value": Decimal("17.2"),
        "limits": "20 à 30",
        "unit": "10*6/mL",
    }
    assert sentence(Finding("L08", params), "fr") == (
        "Croissance\u202f: Eau 17,2\u202f×10⁶/mL est hors de 20 à 30."
    )
    plain = Finding("L08", {**params, "unit": "1"})
    assert sentence(plain, "en") == "Growth: Eau 17.2 is outside 20 à 30."


@pytest.mark.parametrize(
    ("code", "en", "fr"),
    [
        ("", "", ""),
        ("1", "", ""),
        ("10*6", "×10⁶", "×10⁶"),
        ("[EU]/mL", "EU/mL", "UE/mL"),
        ("uL", "µL", "µL"),
        ("cm2", "cm²", "cm²"),
        ("d", "d", "j"),
        ("1/g", "/g", "/g"),
    ],
)
def test_a_unit_is_written_for_readers(code: str, en: str, fr: str) -> None:
    assert (unit_words(code, "en"), unit_words(code, "fr")) == (en, fr)


def test_a_param_may_differ_by_language() -> None:
    finding = Finding("D01", {"what_en": "NAT pending", "what_fr": "DGV en attente"})
    assert sentence(finding, "en") == "Donor: NAT pending."
    assert sentence(finding, "fr") == "Donneur\u202f: DGV en attente."


def test_a_sentence_never_fails_on_what_is_missing() -> None:
    assert sentence(Finding("NO-SUCH-CODE"), "en") == "NO-SUCH-CODE"
    assert sentence(Finding("D01"), "en") == "Donor: \u2026."


def test_french_has_a_narrow_space_before_tall_signs_and_inside_quotes() -> None:
    assert french_spaces("« oui » : 3 % ; à 10:30 ?") == (
        "«\u202foui\u202f»\u202f: 3\u202f%\u202f; à 10:30\u202f?"
    )


def test_what_was_found_is_quoted_unchanged() -> None:
    finding = Finding("Q-NOT-NUMBER", {"found": "{code} : %"})
    assert "{code} : %" in sentence(finding, "fr")
