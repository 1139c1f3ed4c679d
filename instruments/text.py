"""A text that people read, in the two languages of the house."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """The same words in English and in French; `{name}` is filled from a note's params."""

    en: str
    fr: str
