"""Whatever happens to the bytes of a file, a reader answers or refuses: it never fails."""

from __future__ import annotations

import random

import pytest

from instruments.asm.document import document
from instruments.reading import Profile, Refusal
from instruments.registry import FORMATS
from instruments.words import WORDS
from tests.instruments.pairs import COUNTERS, SHARED, missing

PIECES = (b",", b";", b"\n", b'"', b"-", b"e99", b"<", b"1,234", b"\t", b"(", b"\xc2\xb5", b"nan")


def samples() -> list[str]:
    """Return the small real exports."""
    if not COUNTERS.is_dir():
        return []
    loggers = SHARED / "temperature_logger"
    paths = [path for path in COUNTERS.glob("*/*") if path.suffix != ".json"]
    paths += list(loggers.glob("*.txt"))
    return sorted(str(each.relative_to(SHARED)) for each in paths if each.stat().st_size < 15_000)


@missing
@pytest.mark.parametrize("name", samples())
def test_mutated_bytes_are_read_or_refused(name: str) -> None:
    whole = (SHARED / name).read_bytes()
    form = max(FORMATS, key=lambda each: each.sniff(whole, name))
    codes = set()
    for seed in range(25):
        blob = _mutated(whole, random.Random(seed))
        try:
            document(form.parse(blob, Profile(zone="Europe/Paris")), name)
        except Refusal as refused:
            codes.add(refused.note.code)

    assert codes <= set(WORDS)


def _mutated(whole: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some of them turned, taken out, put in or cut off."""
    blob = bytearray(whole)
    for _ in range(chance.choice([1, 1, 3, 12])):
        at, how = chance.randrange(len(blob)), chance.randrange(4)
        if how == 0:
            blob[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            del blob[at : at + chance.randrange(1, 30)]
        elif how == 2:
            blob[at:at] = chance.choice(PIECES)
        else:
            blob = blob[: max(at, 1)]
        if not blob:
            return b" "
    return bytes(blob)
