"""Templates from files: the library that ships, and one a person is writing."""

from __future__ import annotations

from batches.text import Text
from batches.verdict import Finding
from elnapp.cytometry.queries import KIND, Chosen
from elnapp.documents import service as documents
from elnapp.record import Refused
from elnapp.record.plain import digest


def shipped(code: str) -> Chosen | None:
    """Give the template of that code that ships with elnapp, or None; no store is asked."""
    for draft in documents.library(KIND):
        if draft.code == code:
            return _chosen(draft, "library")
    return None


def of_text(text: str) -> Chosen:
    """Read a template from YAML; Refused with every fault, each with its line and sentence."""
    draft = documents.load_yaml(text)
    if draft.kind != KIND:
        raise Refused([Finding("DOC-KIND", {"found": draft.kind, "known": KIND}, "kind")])
    return _chosen(draft, "file")


def _chosen(draft: documents.Draft, origin: str) -> Chosen:
    title = Text.from_body(draft.title)
    return Chosen(draft.code, draft.version or 0, title, draft.body, digest(draft.body), origin)
