"""The reference pages of docs/ that are made from the code: findings, and who may do what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from batches.findings import AREAS
from batches.gate import QUESTIONS
from batches.policy import POLICY, ROLES, SHOWS, VERBS, Permission
from batches.signing import Meaning, meanings
from batches.states import STATES
from batches.text import Text
from elnapp.documents.service import load_yaml

MEANINGS = (
    Path(__file__).resolve().parents[1] / "documents" / "library" / "meanings" / "SIGNATURES.yaml"
)
WEIGHTS = {"B": "blocks", "J": "may be justified by the Qualified Person"}
MADE = "Made by `./dev flask words {name} > docs/{name}.md`; a test compares it with the code."
ANY = "any"
RULES = (
    "A rule answers with findings. Each of the {count} codes below says one sentence in each "
    "language; `{{name}}` is where a value of the finding stands. A test fails when the code uses "
    "a finding that has no words."
)
CERTIFICATION = (
    "All are answered at once (`batches/gate.py`). A question whose facts are not at hand says "
    "*not evaluated* and blocks; a document of the study (`gate-scope`) may say, with a reason, "
    "that one does not apply."
)
VERB = (
    "A verb is one act that the kernel records (`batches/policy.py`). The roles are those granted "
    "for the site and study of the record; the states are those of the record the verb is done on. "
    "*Own account*: everyone, on their own account. *The house*: commands and jobs."
)
SIGNS = (
    "These are the meanings of the document `meanings/SIGNATURES` as it is shipped; the version in "
    "force in an installation is the one that counts."
)


def rules() -> str:
    """Give docs/rules.md: every finding code and gate question with its words."""
    count = sum(len(area.WORDS) for area in AREAS)
    parts = [
        "# Findings",
        MADE.format(name="rules"),
        RULES.format(count=count),
    ]
    for area in AREAS:
        title = (area.__doc__ or "").partition("\n")[0]
        name = area.__name__.rpartition(".")[2]
        parts += [
            f"## {name}",
            title,
            _table(("code", "English", "French"), ((c, *_both(t)) for c, t in area.WORDS.items())),
        ]
    parts += [
        "## The questions of certification",
        CERTIFICATION,
        _table(
            ("code", "weight", "English", "French"),
            ((c, WEIGHTS[w], *_both(t)) for c, (t, w) in QUESTIONS.items()),
        ),
    ]
    return _page(parts)


def verbs() -> str:
    """Give docs/verbs.md: every verb with roles and states, every role, every meaning."""
    signs = meanings(load_yaml(MEANINGS.read_text(encoding="utf-8")).body)
    return _page(
        [
            "# Verbs, roles and signatures",
            MADE.format(name="verbs"),
            VERB,
            "## Verbs",
            _table(
                ("verb", "what it does", "ce que c'est", "who", "in which states"),
                ((v, *_both(VERBS[v]), _who(p), _states(p.states)) for v, p in POLICY.items()),
            ),
            "## Roles",
            _table(("role", "English", "French"), ((r, *_both(t)) for r, t in ROLES.items())),
            "## Who sees what",
            _table(("pages of", "roles"), ((s, _listed(r, ROLES)) for s, r in SHOWS.items())),
            "## States",
            _table(("state", "English", "French"), ((s, *_both(t)) for s, t in STATES.items())),
            "## What a signature says",
            SIGNS,
            _table(
                ("meaning", "English", "French", "roles", "factors", "covers", "independence"),
                (_meaning(m) for m in signs.values()),
            ),
        ]
    )


def _meaning(meaning: Meaning) -> tuple[str, ...]:
    return (
        meaning.code,
        *_both(meaning.text),
        _listed(meaning.roles, ROLES),
        " and ".join(meaning.factors),
        ", ".join(meaning.covers) or f"the {meaning.scope}",
        meaning.independence.en if meaning.independence else "",
    )


def _who(permission: Permission) -> str:
    others = [*(["own account"] if permission.own else [])]
    others += ["the house"] if permission.system else []
    return ", ".join([*filter(None, [_listed(permission.roles, ROLES)]), *others])


def _states(states: Collection[str] | None) -> str:
    return ANY if states is None else ", ".join(s for s in STATES if s in states)


def _listed(codes: Collection[str], order: Mapping[str, Text]) -> str:
    """Name codes in the order of their table, so that a set prints the same each time."""
    return ", ".join(c for c in order if c in codes)


def _both(text: Text) -> tuple[str, str]:
    return text.en, text.fr


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a Markdown table; the first cell of a row is code."""
    lines = [_row(head), _row(("---",) * len(head))]
    lines += [_row((f"`{first}`", *rest)) for first, *rest in rows]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"
