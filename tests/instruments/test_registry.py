"""A file is known by its bytes, by exactly one format; every code has words in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from instruments import registry, words
from instruments.format import Format
from instruments.reading import Note, Parsed, Profile, Refusal

ROOT = Path(__file__).resolve().parents[2]
HOLE = re.compile(r"\{(\w+)\}")


def never(_blob: bytes, _profile: Profile) -> Parsed:
    """No test here reads a file."""
    raise AssertionError


def made(name: str, score: int, begins: bytes = b"AB") -> Format:
    """A format that knows files beginning with two bytes."""
    return Format(
        name, "", "", "1", (), lambda head, _: score if head.startswith(begins) else 0, never
    )


def test_the_best_score_wins() -> None:
    """The more certain format reads the file."""
    assert registry.recognise(b"ABC", "x", [made("a", 50), made("b", 90)]).id == "b"


@pytest.mark.parametrize(
    ("blob", "code"),
    [(b"", "READER-EMPTY"), (b"ZZ", "READER-UNKNOWN"), (b"ABC", "READER-AMBIGUOUS")],
)
def test_nothing_is_guessed(blob: bytes, code: str) -> None:
    """Empty, unknown and ambiguous files are refused by name."""
    with pytest.raises(Refusal) as refused:
        registry.recognise(blob, "results.csv", [made("a", 50), made("b", 50)])
    assert refused.value.note.code == code


def test_a_format_is_found_by_its_name_only() -> None:
    """A profile names a format; an unknown name is refused."""
    assert registry.by_id("a", [made("a", 50)]).id == "a"
    with pytest.raises(Refusal):
        registry.by_id("b", [made("a", 50)])


def test_formats_have_one_name_each_and_a_version() -> None:
    """The id of a format stands in stored readings, so it names one reader for ever."""
    names = [each.id for each in registry.FORMATS]
    assert len(names) == len(set(names))
    assert all(each.version and each.tested_with for each in registry.FORMATS)


def calls() -> Iterator[tuple[str, set[str] | None, str]]:
    """Every code written out in a call of `Refusal` or `Note`: code, params named, place.

    None for params that stand in a variable; `said` in the tests of each reader looks at those.
    """
    for folder in ("instruments", "elnapp"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if called in {"Refusal", "Note"} and isinstance(first, ast.Constant):
                    yield str(first.value), params(node), f"{path.relative_to(ROOT)}:{node.lineno}"


def params(node: ast.Call) -> set[str] | None:
    """The names of the params of one call, when they are written out there."""
    named = {word.arg for word in node.keywords}
    given = node.args[1] if len(node.args) > 1 else None
    if isinstance(given, ast.Dict):
        named |= {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}
    elif isinstance(given, ast.Name):
        return None
    return None if None in named else {name for name in named if name}


def test_every_code_has_words() -> None:
    """No refusal or warning reaches a person without its sentence."""
    assert [f"{code} at {at}" for code, _, at in calls() if code not in words.WORDS] == []


def test_every_hole_of_a_sentence_is_filled() -> None:
    """What a sentence promises to say is given where the code is raised."""
    lacking = [
        f"{code} at {at}: {hole}"
        for code, named, at in calls()
        if named is not None
        for hole in HOLE.findall(words.WORDS[code].en)
        if hole not in named
    ]
    assert lacking == []


def test_both_languages_say_the_same_values() -> None:
    """English and French name the same params, and neither is empty."""
    differ = [
        code
        for code, text in words.WORDS.items()
        if set(HOLE.findall(text.en)) != set(HOLE.findall(text.fr)) or not text.en or not text.fr
    ]
    assert differ == []


def test_a_note_is_said_with_its_place() -> None:
    """The sentence ends with where in the file the thing stands."""
    note = Note("READER-TIME", {"seconds": 9}, "row 4")
    assert words.sentence(note, "en").endswith("[row 4]")
    assert "9" in words.sentence(note, "fr")
    assert words.sentence(Note("X-1"), "en") == "X-1"
    assert "…" in words.sentence(Note("READER-TIME"), "fr")
