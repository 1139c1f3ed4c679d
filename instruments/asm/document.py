"""The document of a file: by the kind of its readings, the model that fits them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from instruments.asm import chemistry, counts, flow, plain, plate
from instruments.reading import Parsed

_BY_KIND: dict[str, Callable[[Parsed, str], dict[str, Any]]] = {
    "cell_count": counts.document,
    "chemistry": chemistry.document,
    "flow_events": flow.document,
}
_ANALYSERS = frozenset({"nova.flex2.csv"})  # they count cells among much else


def document(parsed: Parsed, file_name: str) -> dict[str, Any]:
    """Return the document of everything that one file says; the same file, the same document."""
    kinds = {each.kind for each in parsed.readings}
    if parsed.source.format in _ANALYSERS:
        return chemistry.document(parsed, file_name)
    if kinds == {"plate"} and plate.fits(parsed):
        return plate.document(parsed, file_name)
    if len(kinds) == 1:
        return _BY_KIND.get(kinds.pop(), plain.document)(parsed, file_name)
    return plain.document(parsed, file_name)
