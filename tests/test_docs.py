"""What the code can do is written in docs/: findings, verbs, settings. A gap fails."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from batches.findings import WORDS
from batches.gate import QUESTIONS
from batches.policy import POLICY, ROLES, SHOWS, VERBS
from elnapp.cli import formats, reference

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")


def calls_of_finding() -> Iterator[tuple[str, str]]:
    """Give every code that is written out in a call `Finding("…")`, with its place."""
    for folder in ("batches", "elnapp", "instruments"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name == "Finding" and isinstance(first, ast.Constant):
                    yield str(first.value), f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.mark.parametrize(
    ("name", "made"),
    [("rules", reference.rules), ("verbs", reference.verbs), ("formats", formats.page)],
)
def test_page_made_from_code_is_up_to_date(name, made):
    kept = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    assert kept == made(), f"run: ./dev flask words {name} > docs/{name}.md"


def test_every_finding_in_the_code_has_words():
    found = list(calls_of_finding())
    assert len(found) > 100, "the search finds the calls"
    assert [f"{code} at {place}" for code, place in found if code not in WORDS] == []


def test_finding_codes_can_be_printed_and_searched():
    assert [code for code in (*WORDS, *QUESTIONS) if not CODE.fullmatch(code)] == []


def test_every_verb_is_in_the_policy_and_has_words():
    assert set(VERBS) == set(POLICY)


def test_policy_names_only_known_roles():
    named = {role for p in POLICY.values() for role in p.roles}
    named |= {role for roles in SHOWS.values() for role in roles}
    assert named <= set(ROLES)


def test_every_setting_is_documented_and_no_other():
    read = set(re.findall(r'"(ELNAPP_\w+)"', (ROOT / "elnapp" / "config.py").read_text("utf-8")))
    told = set(re.findall(r"^\| `(\w+)`", (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE))
    assert read
    assert told == read


def test_settings_that_dev_gives_are_known():
    given = set(re.findall(r"export (ELNAPP_\w+)=", (ROOT / "dev").read_text("utf-8")))
    told = (DOCS / "settings.md").read_text("utf-8")
    assert [name for name in given if f"`{name}`" not in told] == []


def test_links_between_pages_lead_somewhere():
    broken = [
        f"{page.name}: {target}"
        for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
