"""`flask words`: the catalogue of the pages' words is complete, in both languages."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import click
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.cli import AppGroup

from elnapp.cli import formats, reference
from elnapp.cli.output import result, say

ROOT = Path(__file__).resolve().parents[2]
FRENCH = ROOT / "elnapp" / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2)}

group = AppGroup("words", help="The words of the pages.")


def wanted() -> set[str]:
    """Give every message that pages and views use."""
    found: set[str] = set()
    for folder, method in (("elnapp", "python"), ("templates", "jinja2")):
        pattern = "**.py" if method == "python" else "**.html"
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), [(pattern, method)], keywords=KEYWORDS
        ):
            found.add(message if isinstance(message, str) else message[0])
    return found


def faults() -> list[str]:
    """List messages without French, fuzzy ones, and French that nothing uses."""
    catalogue = read_po(BytesIO(FRENCH.read_bytes()), locale="fr")
    entries = {m.id if isinstance(m.id, str) else m.id[0]: m for m in catalogue if m.id}
    missing = [f"no French: {w!r}" for w in sorted(wanted() - set(entries))]
    unused = [f"used nowhere: {w!r}" for w in sorted(set(entries) - wanted())]
    empty = [
        f"empty or fuzzy: {key!r}"
        for key, m in sorted(entries.items())
        if m.fuzzy or not m.string or not all(m.string)
    ]
    return missing + empty + unused


@group.command("check")
def check() -> None:
    """Say what the French catalogue lacks; exit 0 when it is complete."""
    found = faults()
    for fault in found:
        say(fault)
    result({"messages": len(wanted()), "faults": len(found)})
    sys.exit(1 if found else 0)


@group.command("rules")
def rules() -> None:
    """Print docs/rules.md: every finding code with its words."""
    click.echo(reference.rules(), nl=False)


@group.command("verbs")
def verbs() -> None:
    """Print docs/verbs.md: every verb with roles and states, and what signatures say."""
    click.echo(reference.verbs(), nl=False)


@group.command("formats")
def formats_command() -> None:
    """Print docs/formats.md: every format of an instrument that is read."""
    click.echo(formats.page(), nl=False)
