"""What a reader is to the registry: its name, its version, how it knows its files and reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from instruments.reading import Parsed, Profile

Sniff = Callable[[bytes, str], int]
Parse = Callable[[bytes, Profile], Parsed]
ParseView = Callable[[memoryview, Profile], Parsed]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file and its reader.

    `id` is a stable name (`fcs`, `chemometec.nucleoview.csv`); `version` grows with every change of
    what the reader reads.  `tested_with` says which real exports of which software were tests.
    `sniff(head, name)` scores the first bytes of a file, 0 (not this format) to 100 (certain), and
    may use the name only to choose between what the bytes allow: it never scores on the name alone.
    `parse(blob, profile)` gives everything the file says, or raises `Refusal`.
    `parse_view` is the same for a file that is mapped instead of read: a format whose files are
    large has one, so that they are not copied.
    `environment` names the environment of its own that the reader needs; empty for ours.
    """

    id: str
    maker: str
    model: str
    version: str
    tested_with: tuple[str, ...]
    sniff: Sniff
    parse: Parse
    parse_view: ParseView | None = None
    environment: str = ""
