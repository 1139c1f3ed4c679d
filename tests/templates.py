"""Templates compiled once a process: every test has an application of its own, all have one text."""

from __future__ import annotations

from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Keeps the code of each template with the checksum of the text that it was made from."""

    def __init__(self) -> None:
        """Start with nothing compiled."""
        self.kept: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code when it was made from this very text."""
        checksum, code = self.kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        self.kept[bucket.key] = (bucket.checksum, bucket.code)
