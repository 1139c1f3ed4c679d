"""How benches and drills speak: JSON lines on standard output, with the versions they ran on."""

from __future__ import annotations

import json
import platform
import sqlite3
import sys
from importlib.metadata import version
from typing import Any, NoReturn

PARTS = ("flask", "sqlmodel", "sqlalchemy", "weasyprint", "pyhanko", "psycopg")


def line(**figures: Any) -> None:
    """Print one JSON line."""
    print(json.dumps(figures, sort_keys=True, default=str), flush=True)


def versions() -> dict[str, str]:
    """Give the versions that a figure depends on."""
    found = {name: version(name) for name in PARTS}
    return found | {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}


def progress(words: str) -> None:
    """Tell the person who waits, on standard error."""
    print(words, file=sys.stderr, flush=True)


def finish(drill: str, counts: dict[str, Any], *, clean: bool, caught: bool) -> NoReturn:
    """Print a drill's last line and leave: 0 only if it ran clean and caught its seeded defect."""
    ok = clean and caught
    line(drill=drill, **counts, seeded_defect_caught=caught, ok=ok, versions=versions())
    sys.exit(0 if ok else 1)


def asked(name: str, default: int) -> int:
    """Read `--n N` from the command line; anything else is exit 2."""
    words = sys.argv[1:]
    if not words:
        return default
    if len(words) == 2 and words[0] == "--n" and words[1].isdecimal():
        return int(words[1])
    progress(f"{name} takes nothing, or --n and a whole number")
    sys.exit(2)
