"""A text that people read, in the two languages of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in English and in French; both are always there."""

    en: str
    fr: str

    def __getitem__(self, lang: str) -> str:
        """Give the words in `lang` ("en" or "fr"); any other language reads English."""
        return self.fr if lang == "fr" else self.en

    @classmethod
    def from_body(cls, body: Any) -> Text:
        """Read `{en, fr}` as it stands in a document."""
        return cls(en=str(body["en"]), fr=str(body["fr"]))
