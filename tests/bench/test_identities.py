"""What the drill looks with: every way a name may be written is seen, and nothing else."""

from __future__ import annotations

import base64
import html
import json
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from bench.canaries import Canary, canaries, hits
from bench.drills import identities

PEOPLE = canaries(3)
NAME = PEOPLE[0].fields["family_name"]
WAYS = {
    "utf-8": NAME.encode(),
    "latin-1": NAME.encode("latin-1"),
    "utf-16": NAME.encode("utf-16"),
    "swapped case": NAME.swapcase().encode(),
    "upper case": NAME.upper().encode(),
    "address": quote_plus(NAME).encode(),
    "json": json.dumps({"name": NAME}).encode(),
    "page": html.escape(NAME).encode("ascii", "xmlcharrefreplace"),
    "base64": base64.b64encode(NAME.encode()),
    "base64, one later": base64.b64encode(b"x" + NAME.encode()),
    "base64, two later": base64.urlsafe_b64encode(b"xy" + NAME.encode()),
    "hexadecimal": NAME.encode().hex().encode(),
    "date": PEOPLE[1].fields["birth_date"].encode(),
    "number": PEOPLE[1].fields["hospital_number"].encode(),
    "contact": PEOPLE[2].fields["contact"].encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_canary_is_seen_however_it_is_written(way: str) -> None:
    assert hits(b"before " + WAYS[way] + b" after", PEOPLE)


def test_nothing_is_seen_where_nothing_is() -> None:
    other = f"Qzvkj exw {date_of(PEOPLE[0])[:-1]} 2026-11-22 {json.dumps('é')}".encode()
    assert hits(other, PEOPLE) == []


def date_of(person: Canary) -> str:
    """The day a canary was born."""
    return person.fields["birth_date"]


@pytest.mark.slow
def test_a_house_that_writes_forms_into_its_log_is_heard(tmp_path: Path) -> None:
    assert identities.overheard(tmp_path / "store", 1)
