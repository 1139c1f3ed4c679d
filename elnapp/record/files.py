"""The content-addressed store of raw files: put, open, has; an object store can take its place.

A file is on disk, under the name of its SHA-256 and synced with its folder, before a row names it
or a reader opens it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from elnapp.record.plain import sha256


class Files:
    """Files below one folder, by the SHA-256 of their bytes."""

    def __init__(self, root: Path) -> None:
        """Keep files below `root`, which is made when the first file arrives."""
        self.root = root

    def path(self, digest: str) -> Path:
        """Give the place of a file; two levels keep folders small."""
        return self.root / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Tell whether the bytes are there (not whether they still match)."""
        return self.path(digest).is_file()

    def put(self, data: bytes) -> str:
        """Keep `data` durably and give its SHA-256; the same bytes twice are one file."""
        digest = sha256(data)
        target = self.path(digest)
        if target.is_file():
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).chmod(0o440)
        Path(draft.name).replace(target)
        _sync_folder(target.parent)
        _sync_folder(self.root)
        return digest

    def read(self, digest: str) -> bytes:
        """Give the bytes; raises FileNotFoundError, or ValueError when they no longer match."""
        data = self.path(digest).read_bytes()
        if sha256(data) != digest:
            message = f"the file {digest} no longer has the bytes it was kept with"
            raise ValueError(message)
        return data


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
