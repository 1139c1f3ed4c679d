"""The shared pairs: an export beside the document that other people expect of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.counter_documents import Expected, measurements

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "instruments"
COUNTERS = SHARED / "cell_counter"
missing = pytest.mark.skipif(
    not COUNTERS.is_dir(), reason="the folder of real instrument files is not beside the repository"
)


def pair_names() -> list[str]:
    """Return every export that has an expected document beside it, by its path under the folder."""
    if not COUNTERS.is_dir():
        return []
    exports = (path for path in COUNTERS.glob("*/*") if path.suffix != ".json")
    return sorted(
        str(path.relative_to(COUNTERS)) for path in exports if path.with_suffix(".json").exists()
    )


def expected(name: str) -> list[Expected]:
    """Return the measurements of the document beside an export."""
    document = json.loads((COUNTERS / name).with_suffix(".json").read_text(encoding="utf-8"))
    return measurements(document)
