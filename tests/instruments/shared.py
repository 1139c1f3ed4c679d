"""Where the real files of instruments stand; they are not part of the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "instruments"

needs_shared = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason="the shared folder of real instrument files is not beside this checkout",
)
