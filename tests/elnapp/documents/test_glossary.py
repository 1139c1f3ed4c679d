"""The glossary: one word for one thing, in both languages."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_glossary_lists_each_term_once() -> None:
    """One word for one thing, in order, with both languages and a sentence."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [
        [c.strip() for c in ln.strip("|").split("|")] for ln in text.splitlines() if ln[:1] == "|"
    ]
    terms = [row[0] for row in rows[2:]]

    assert all(len(row) == 3 and all(row) for row in rows)
    assert all(row[2].endswith(".") for row in rows[2:])
    assert len(set(terms)) == len(terms)
