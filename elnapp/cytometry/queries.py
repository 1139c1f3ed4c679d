"""Finding the gating template that a panel is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from batches.text import Text
from elnapp.documents import queries as documents

KIND = "gating-template"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A template as it is used: its name, the SHA-256 of its canonical body, where it came from."""

    code: str
    version: int
    title: Text
    body: dict[str, Any]
    hash: str
    origin: str


def in_force(session: Session, code: str, on: date) -> Chosen | None:
    """Give the template of that code that is in force on a civil day, or None."""
    found = documents.effective(session, KIND, code, on)
    if found is None:
        return None
    return Chosen(found.code, found.version, found.title, found.body, found.hash, "document")
