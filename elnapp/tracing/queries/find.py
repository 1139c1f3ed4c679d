"""What a code names: printed, scanned or typed, in any of the forms that labels and screens use.

READERS is the one list of forms; each reads its form of the text and gives what to look for where.
A new form of label is a line in it.  All of them are asked in one statement, built once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, Text, bindparam, func, literal, select, union_all
from sqlmodel import Session

from batches.identifiers import DIN_LENGTH, parse_din
from batches.quantity import quote
from batches.verdict import Finding, Unreadable
from elnapp.custody.models import Label
from elnapp.reports.models import Report
from elnapp.tracing.queries import kinds as k
from elnapp.tracing.queries.asking import among, asked
from elnapp.tracing.queries.reach import Found

LONGEST = 300
_SEC = re.compile(r"(?:SEC)?([A-Z]{2}[A-Z0-9]{6}[A-Z0-9]{13})(?:[ABE][A-Z0-9]{10}[0-9]{8})?")
_DIN_LIKE = re.compile(r"=?[A-NP-Z1-9][A-Z0-9]{4}[0-9O]{6,10}[0-9A-Z*]{0,3}")
_DIGEST = re.compile(r"[0-9a-f]{12,64}")


def find(session: Session, text: str) -> list[Found]:
    """Give every thing that `text` names; raises Unreadable when there is none.

    One text may name more than one thing: a hold and a cell pool can bear the same number.  Codes:
    TRACE-EMPTY, TRACE-UNKNOWN, or what a donation number does not pass (`parse_din`).
    """
    words = text.strip()
    if not words:
        raise Unreadable(Finding("TRACE-EMPTY", {}, "q"))
    found = sorted(set(_asked(session, words))) if _short(words) else []
    if not found:
        raise Unreadable(_unknown(words))
    return found


def _short(words: str) -> bool:
    return len(words) <= LONGEST and "\x00" not in words


def _asked(session: Session, words: str) -> Iterator[Found]:
    keys = {reader.name: tuple(reader.read(words)) for reader in READERS}
    yield from ((row.kind, row.id) for row in asked(session, _statement, **keys))
    for kind, read, statement in RARE:
        if given := read(words):
            yield from ((kind, row.id) for row in session.connection().execute(statement, given))


def _unknown(words: str) -> Finding:
    """Say what was found; a donation number that fails its own check says where."""
    plain = "".join(words.split()).upper()
    if _DIN_LIKE.fullmatch(plain):
        try:
            parse_din(plain, where="q")
        except Unreadable as fault:
            return fault.finding
    return Finding("TRACE-UNKNOWN", {"found": quote(words[:60])}, "q")


def _cases(words: str) -> tuple[str, ...]:
    """Give the ways a code may have been sent: scanners and people do not agree on case or spaces."""
    upper = words.upper()
    ways = (words, upper, words.lower(), upper.replace("-R", "-r"), "".join(upper.split()))
    return tuple(dict.fromkeys(ways))


def _numbered(kind: str) -> Callable[[str], Iterable[str]]:
    """Read the number of a deviation or a hold behind its kind, as a trace itself prints it."""
    return lambda words: [words[len(kind) + 1 :]] if words.startswith(f"{kind}/") else []


def _donation(words: str) -> Iterable[str]:
    """Read a donation number, with or without spaces, check character, flags and `=`."""
    try:
        return [parse_din(words).number]
    except Unreadable:
        return []


def _address(words: str) -> Iterable[str]:
    """Read an address of the record: that of a thing itself."""
    return [words.strip("/")] if "/" in words else []


def _record(words: str) -> Iterable[str]:
    """Read the record that an address lies in, where it names the record or a step of it."""
    address = words.strip("/")
    stream = "/".join(address.split("/")[:2])
    return [stream] if "/" in address and (address == stream or "/record/" in address) else []


def _document(words: str) -> Iterable[str]:
    """Read the code of a document, alone for all its versions or with kind, version or both."""
    named = " ".join(words.removeprefix("document/").upper().split())
    return [re.sub(r"(?:/| )?V([0-9]{1,4})$", r"/V\1", named), named]


Rows = tuple[str, Any, Select[Any]]


def _in(kind: str, column: Any, rows: Select[Any] | None = None) -> Rows:
    """Name a column in which things of a kind are looked for."""
    return kind, column, select(column.table.c.id) if rows is None else rows


@dataclass(frozen=True, slots=True)
class Reader:
    """One form of a code: what `read` finds in the text is looked for in each of `columns`."""

    name: str
    read: Callable[[str], Iterable[str]]
    columns: tuple[Rows, ...]


def _addressed() -> Iterable[Rows]:
    for kind in k.KINDS:
        if kind.addressed:
            yield _in(kind.name, kind.rows.selected_columns["id"].table.c.address)
    yield "unit", k.table(Label).c.address, select(k.table(Label).c.unit_id.label("id"))


def _documents() -> Iterable[Rows]:
    """Compare with every way to write a version; documents are few, so no index is needed."""
    d = k.document
    code = func.upper(d.c.code)
    whole, version = func.upper(d.c.kind) + "/" + code, literal("/V") + d.c.version.cast(Text)
    for written in (code, whole, code + version, whole + version):
        yield "document", written, select(d.c.id)


def _samples() -> Iterable[Rows]:
    """Read code and label of a sample in any version of it; its first version stands for it."""
    joined = k.sample.join(k.first, k.same_sample)
    for column in (k.sample.c.code, k.sample.c.label, k.sample.c.address):
        yield "marker sample", column, select(k.first.c.id.label("id")).select_from(joined)


def _dossiers() -> Rows:
    s, r = k.stored, k.table(Report)
    joined = s.join(r, (r.c.sha256 == s.c.sha256) & (r.c.stream == s.c.stream))
    return "file", r.c.number, select(s.c.id).select_from(joined)


READERS: tuple[Reader, ...] = (
    Reader(
        "printed", _cases,
        (
            _in("donor", k.donor.c.code), _in("lot", k.lot.c.number), _in("unit", k.unit.c.code),
            _in("deviation", k.deviation.c.number), _in("hold", k.hold.c.number),
            _in("oos", k.oos.c.number), _in("person", k.account.c.login), *_samples(), _dossiers(),
        ),
    ),
    Reader("deviations", _numbered("deviation"), (_in("deviation", k.deviation.c.number),)),
    Reader("holds", _numbered("hold"), (_in("hold", k.hold.c.number),)),
    Reader("donations", _donation, (_in("donation", k.donation.c.din),)),
    Reader("addresses", _address, tuple(_addressed())),
    Reader(
        "records", _record,
        (_in("donor", k.donor.c.stream), _in("lot", k.lot.c.stream), _in("person", k.account.c.stream)),
    ),
    Reader("documents", _document, tuple(_documents())),
)  # fmt: skip
"""Every form in which a thing is named."""


@cache
def _statement(sqlite: bool) -> Any:  # noqa: FBT001 - which of two databases
    return union_all(
        *(
            rows.add_columns(literal(kind, Text).label("kind")).where(
                among(column, reader.name, sqlite)
            )
            for reader in READERS
            for kind, column, rows in reader.columns
        )
    )


def _european(words: str) -> dict[str, str]:
    """Read a Single European Code, whole or only its donation part (Directive 2006/86/EC).

    The donation number at its end has an index, the code has none.
    """
    match = _SEC.fullmatch("".join(words.split()).upper())
    return {"sec": match[1], "din": match[1][-DIN_LENGTH:]} if match else {}


def _digest(words: str) -> dict[str, str]:
    """Read the SHA-256 of a file, or its first twelve signs or more."""
    digest = words.rpartition("/")[2]
    return {"least": digest, "below": f"{digest}g"} if _DIGEST.fullmatch(digest) else {}


RARE: tuple[tuple[str, Callable[[str], dict[str, str]], Any], ...] = (
    (
        "donation", _european,
        select(k.donation.c.id).where(
            k.donation.c.din == bindparam("din"), k.donation.c.sec_di == bindparam("sec")
        ),
    ),
    (
        "file", _digest,
        select(k.stored.c.id).where(
            k.stored.c.sha256 >= bindparam("least"), k.stored.c.sha256 < bindparam("below")
        ),
    ),
)  # fmt: skip
"""Forms that show on the text itself: each is a statement of its own, asked where it fits."""
