"""Places inside a document: how a path is read, written, and found again as a line of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from batches.findings import sentence
from batches.verdict import Finding, Param

Path = tuple[str | int, ...]
Lines = Mapping[Path, int]

_SEGMENT = re.compile(r"[^./\[\]]+")


def path_of(where: str) -> Path:
    """Read `phases/1/steps/0` or `rows[0].limit`; digits are positions in a list."""
    return tuple(int(s) if s.isdigit() else s for s in _SEGMENT.findall(where))


def written(path: Path) -> str:
    """Write a path as people read it: `body.rows[0].limit`, positions counted from 0."""
    text = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path)
    return text.removeprefix(".")


def line_of(lines: Lines, path: Path) -> int | None:
    """Give the line of a place, or of the nearest thing around it that stands in the file."""
    for end in range(len(path), -1, -1):
        if path[:end] in lines:
            return lines[path[:end]]
    return None


def located(fault: Finding, path: Path, lines: Lines) -> Finding:
    """Say a fault with its line and place; `fault` keeps the code of what is wrong there."""
    said: dict[str, Param] = {f"said_{lang}": sentence(fault, lang) for lang in ("en", "fr")}
    params = {"fault": fault.code, "place": written(path), **said}
    line = line_of(lines, path)
    if line is None:
        return Finding("DOC-PLACE", params, written(path))
    code = "DOC-LINE" if path else "DOC-WHOLE"
    return Finding(code, {"line": line, **params}, written(path))


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings as a reader meets them, each once."""
    unique = {(f.code, f.where, str(dict(f.params))): f for f in found}
    return tuple(
        sorted(unique.values(), key=lambda f: (int(f.params.get("line", 0)), f.where, f.code))
    )
