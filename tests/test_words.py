"""Every word of the pages stands in French, whole, with the same values in it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from batches.findings import WORDS
from batches.gate import QUESTIONS
from batches.policy import ROLES, VERBS
from batches.states import STATES
from batches.text import Text
from elnapp.cli import words

PLACE = re.compile(r"%\(\w+\)s")
BARE = re.compile(r"(?<!%)%(?![%(])")
HOLE = re.compile(r"\{\w+\}")
PLAIN_SPACE = re.compile(r"[^ \u202f\d][ \u00a0](?:[:;?!»]|%%)|«[ \u00a0\w]")
# Words that the house does not use in French, with the ones it does (docs/glossary.md).
SHUNNED = {
    "écart": "déviation", "batch": "lot", "suspendu": "bloqué", "process": "procédé",
    "calibrage": "étalonnage", "réconciliation": "bilan", "ampoule": "cryotube",
}  # fmt: skip


def catalogue() -> list[Message]:
    read = read_po(BytesIO(words.FRENCH.read_bytes()), locale="fr")
    return [message for message in read if message.id]


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def texts() -> list[tuple[str, Text]]:
    """Every text that the rules hold, with the code it belongs to."""
    questions = {code: text for code, (text, _weight) in QUESTIONS.items()}
    tables = (WORDS, VERBS, ROLES, STATES, questions)
    return [(code, text) for table in tables for code, text in table.items()]


def test_catalogue_has_all_that_pages_use_and_nothing_else():
    assert words.faults() == []


def test_messages_hold_the_same_values_in_both_languages():
    def whole(message: str, translated: str) -> bool:
        same = sorted(PLACE.findall(translated)) == sorted(PLACE.findall(message))
        # A bare % breaks the page: newstyle gettext always formats.
        return same and not BARE.search(translated)

    pairs = [p for m in catalogue() for p in zip(forms(m.id), forms(m.string), strict=True)]
    assert [pair for pair in pairs if not whole(*pair)] == []


def test_text_of_a_rule_holds_the_same_values_in_both_languages():
    differ = [
        code for code, text in texts() if set(HOLE.findall(text.en)) != set(HOLE.findall(text.fr))
    ]
    assert differ == []


def test_french_spaces_and_words_are_those_of_the_house():
    found = []
    for message in catalogue():
        for translated in forms(message.string):
            if PLAIN_SPACE.search(translated) or "\u2019" in translated:
                found.append(translated)
            found += [f"{w} in {translated}" for w in SHUNNED if w in translated.lower().split()]
    assert found == []


def test_rules_use_the_words_of_the_house():
    found = [
        f"{code}: {word}, say {better}"
        for code, text in texts()
        for word, better in SHUNNED.items()
        if word in re.findall(r"\w+", text.fr.lower())
    ]
    assert found == []


def test_pages_speak_the_language_that_is_shown() -> None:
    """A signature is in the language of its signer; all else is in that of the page."""
    rooms = Path(__file__).parents[1] / "elnapp"
    found = [
        f.relative_to(rooms).as_posix()
        for f in rooms.rglob("*.py")
        if "actor().lang" in f.read_text("utf-8")
    ]
    assert found == ["release/views/showing.py"]
