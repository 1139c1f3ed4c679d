"""What the tests of documents share: the templates as the application loads them, printed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, select_autoescape

from elnapp.reports.service import dossier, pdf
from elnapp.reports.service.dossier import Issue
from tests.elnapp.reports import made_up as records

ROOT = Path(__file__).resolve().parents[3]
AT = datetime(2026, 11, 22, 14, 10, 44, tzinfo=UTC)
FRENCH = Issue(
    "D3-AT26-001-r1", "fr", AT, "elnapp test", "Anne Martin", "test seal", "PAdES B-B", demo=True
)
Print = Callable[[dict[str, Any], Issue], bytes]


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """The made-up records."""
    return records


@pytest.fixture(scope="session")
def env() -> Environment:
    """Templates with escaping on, as Flask has it."""
    loader = FileSystemLoader(ROOT / "templates")
    return Environment(
        loader=loader, autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )


@pytest.fixture(scope="session")
def write(env: Environment) -> Callable[[dict[str, Any], Issue], str]:
    """Write a record as HTML."""

    def do(record: dict[str, Any], issue: Issue = FRENCH) -> str:
        return dossier.html(env, record, issue, dossier.attachments(record, b"{}\n"))

    return do


@pytest.fixture(scope="session")
def printing(env: Environment) -> Print:
    """Print a record."""

    def do(record: dict[str, Any], issue: Issue = FRENCH) -> bytes:
        files = dossier.attachments(record, b"{}\n")
        html = dossier.html(env, record, issue, files)
        return pdf.render(html, dossier.sheet(env), files, AT).data

    return do


@pytest.fixture(scope="session")
def printed(printing: Print, made_up: ModuleType) -> bytes:
    """The certified lot in French, printed once."""
    return printing(made_up.certified(), FRENCH)


@pytest.fixture(scope="session")
def english() -> Issue:
    """The same document in English."""
    return replace(FRENCH, lang="en")
