"""The documents that ship, as plain data: read by YAML's own reader, not by the one of the house."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LIBRARY = Path(__file__).parents[1] / "elnapp" / "documents" / "library"


def document(path: Path | str) -> dict[str, Any]:
    """Give one document of the library (`master/MSC-AT-SHORT`, or its path), to be changed at will."""
    whole = LIBRARY / f"{path}.yaml" if isinstance(path, str) else path
    found: dict[str, Any] = json.loads(_read(whole))
    return found


def body(path: Path | str) -> dict[str, Any]:
    """Give the body of one document of the library."""
    found: dict[str, Any] = document(path)["body"]
    return found


@cache
def _read(path: Path) -> str:
    # A complete master has 155,000 characters, and libyaml reads it five times as fast.
    return json.dumps(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
