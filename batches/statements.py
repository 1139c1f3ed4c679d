"""Statements of signatures, filled from the approved document that holds them.

The words are data. A statement that is switched off, or whose gaps are not all filled, is not
signed: half a sentence is no statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from batches.text import Text
from batches.verdict import Finding, Unreadable

LANGS = ("en", "fr")
Given = Mapping[str, "Text | str"]


def fill(body: Mapping[str, Any], code: str, given: Given) -> Text:
    """Fill statement `code` of a `statements` document in both languages.

    A parameter with choices takes the label of the choice given; any other stands as given.
    Raises `Unreadable` with STATEMENT-NONE (unknown, or switched off) or STATEMENT-GAP.
    """
    found = next((s for s in body["statements"] if s["code"] == code), None)
    if found is None or not found["enabled"]:
        raise Unreadable(Finding("STATEMENT-NONE", {"statement": code}))
    filled = {lang: _words(found, given, lang) for lang in LANGS}
    return Text(filled["en"], filled["fr"])


def together(parts: Iterable[Text]) -> Text:
    """Put statements one after the other."""
    texts = tuple(parts)
    return Text(" ".join(t.en for t in texts), " ".join(t.fr for t in texts))


def filled_meaning(text: Text, given: Given) -> Text:
    """Fill the gaps of a meaning's own text (`{range}`) in both languages."""
    filled = (text[lang].format_map({n: _in(v, lang) for n, v in given.items()}) for lang in LANGS)
    en, fr = filled
    return Text(en, fr)


def _words(statement: Mapping[str, Any], given: Given, lang: str) -> str:
    gaps = {p["name"]: _value(p, given.get(p["name"]), lang) for p in statement["parameters"]}
    empty = sorted(name for name, words in gaps.items() if not words.strip())
    if empty:
        named = {"statement": statement["code"], "gap": ", ".join(empty)}
        raise Unreadable(Finding("STATEMENT-GAP", named, empty[0]))
    return str(statement["text"][lang]).format_map(gaps)


def _value(parameter: Mapping[str, Any], value: Text | str | None, lang: str) -> str:
    choices = {c["value"]: c["label"][lang] for c in parameter.get("choices", ())}
    if choices:
        return str(choices.get(value, ""))
    return "" if value is None else _in(value, lang)


def _in(value: Text | str, lang: str) -> str:
    return value[lang] if isinstance(value, Text) else value
