"""Invented identities that can be found again wherever they leak, and the search for them in bytes.

Each text of a canary begins with one mark, so that a search looks for a few spellings of the mark
(encodings, case, escapes, base64 at each of its three alignments) instead of thousands of texts.
Dates of birth lie in years that nothing else in a store is dated in.
"""

from __future__ import annotations

import base64
import html
import json
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from batches.identity import folded

MARK = "Qzvkjéxw"
NUMBER = "QZVKJ-88"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
BORN = re.compile(rb"19[01]\d-[01]\d-[0-3]\d|[0-3]\d[/.][01]\d[/.]19[01]\d")
CHARSETS = ("utf-8", "latin-1", "utf-16-le", "utf-16-be")


@dataclass(frozen=True)
class Canary:
    """One invented person, by the fields of an identity."""

    fields: dict[str, str]


def canaries(count: int, seed: int = 20261122) -> list[Canary]:
    """Make so many people, the same for the same seed."""
    chance = random.Random(seed)
    return [Canary(_person(chance)) for _ in range(count)]


def _person(chance: random.Random) -> dict[str, str]:
    def word(mark: str = MARK) -> str:
        return mark + "".join(chance.choices(LETTERS, k=8))

    born = f"19{chance.randrange(1, 20):02d}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
    return {
        "family_name": f"{word()}-{word()}",
        "given_names": f"{word()} {word()}",
        "birth_date": born,
        "sex": chance.choice(("female", "male")),
        "hospital_number": f"{NUMBER}{chance.randrange(10**8):08d}",
        "contact": f"{word()}, rue {word()}\n{word()}@example.org",
        "note": f"{word()} après 18 h",
    }


@cache
def spellings() -> tuple[bytes, ...]:
    """Give every way in which the marks may stand in a file."""
    texts: set[str] = set()
    for mark in (MARK, NUMBER):
        for one in (mark, mark.swapcase(), mark.upper(), mark.lower(), mark[::-1]):
            texts |= {one, unicodedata.normalize("NFD", one)}
        texts.add(folded(mark))
    found: set[bytes] = set()
    for text in texts:
        found |= set(_written(text))
    return tuple(sorted(found))


def _written(text: str) -> Iterator[bytes]:
    for charset in CHARSETS:
        raw = text.encode(charset, "ignore")
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        yield from _base64(raw)
    escaped = (
        quote(text), quote(quote(text)), quote(text, encoding="latin-1", errors="replace"),
        json.dumps(text)[1:-1], json.dumps(text)[1:-1].replace("\\u00e9", "\\u00E9"),
        html.escape(text), text.encode("ascii", "xmlcharrefreplace").decode(),
        text.encode("ascii", "backslashreplace").decode(), repr(text.encode())[2:-1],
    )  # fmt: skip
    yield from (one.encode() for one in escaped)


def _base64(raw: bytes) -> Iterator[bytes]:
    """Give what is the same in base64 wherever the text begins."""
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw)
        first = -(-before * 8 // 6)
        last = (before + len(raw)) * 8 // 6
        inner = whole[first:last]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")


def hits(data: bytes, people: list[Canary]) -> list[str]:
    """Give what of these people stands in some bytes: the spelling that was found, or the date."""
    found = [repr(spelling) for spelling in spellings() if spelling in data]
    born = {day for person in people for day in _days(person.fields["birth_date"])}
    return found + [str(m) for m in BORN.findall(data) if m in born]


def _days(day: str) -> tuple[bytes, bytes, bytes]:
    year, month, date = day.split("-")
    return day.encode(), f"{date}/{month}/{year}".encode(), f"{date}.{month}.{year}".encode()
