"""What a code names: printed, scanned or typed, in any of the forms that labels and screens use.

READERS is the one list of forms; each gives the rows that its form of the text names.  A new form
of label is a line in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from batches.identifiers import parse_din
from batches.quantity import quote
from batches.verdict import Finding, Unreadable
from elnapp.reports.models import Report
from elnapp.tracing.queries import kinds as k
from elnapp.tracing.queries.reach import Found

LONGEST = 300
_SEC = re.compile(r"(?:SEC)?([A-Z]{2}[A-Z0-9]{6}[A-Z0-9]{13})(?:[ABE][A-Z0-9]{10}[0-9]{8})?")
_DIN_LIKE = re.compile(r"=?[A-NP-Z1-9][A-Z0-9]{4}[0-9O]{6,10}[0-9A-Z*]{0,3}")
_VERSION = re.compile(r"(?P<code>[A-Za-z0-9._-]+)(?:/|\s+)?v(?P<version>[0-9]{1,4})")
_DIGEST = re.compile(r"[0-9a-f]{12,64}")


def find(session: Session, text: str) -> list[Found]:
    """Give every thing that `text` names; raises Unreadable when there is none.

    One text may name more than one thing: a hold and a cell pool can bear the same number.  Codes:
    TRACE-EMPTY, TRACE-UNKNOWN, or what a donation number does not pass (`parse_din`).
    """
    words = text.strip()
    if not words:
        raise Unreadable(Finding("TRACE-EMPTY", {}, "q"))
    found = [one for reader in READERS for one in reader(session, words)] if _short(words) else []
    if not found:
        raise Unreadable(_unknown(words))
    return list(dict.fromkeys(found))


def _short(words: str) -> bool:
    return len(words) <= LONGEST and "\x00" not in words


def _unknown(words: str) -> Finding:
    """Say what was found; a donation number that fails its own check says where."""
    plain = "".join(words.split()).upper()
    if _DIN_LIKE.fullmatch(plain):
        try:
            parse_din(plain, where="q")
        except Unreadable as fault:
            return fault.finding
    return Finding("TRACE-UNKNOWN", {"found": quote(words[:60])}, "q")


def _equal(kind: str, column: Any, *values: str) -> Callable[[Session], Iterator[Found]]:
    def ask(session: Session) -> Iterator[Found]:
        asked = select(column.table.c.id).where(column.in_(values)).order_by(column.table.c.id)
        return ((kind, key) for key in _keys(session, asked))

    return ask


def _codes(session: Session, words: str) -> Iterator[Found]:
    """Read a code as it is printed."""
    same = _cases(words)
    for kind, column in (
        ("donor", k.donor.c.code),
        ("lot", k.lot.c.number),
        ("unit", k.unit.c.code),
        ("deviation", k.deviation.c.number),
        ("hold", k.hold.c.number),
        ("person", k.account.c.login),
    ):
        yield from _equal(kind, column, *same)(session)


def _numbers(session: Session, words: str) -> Iterator[Found]:
    """Read the number of a deviation or a hold behind its kind, as a trace itself prints it."""
    kind, _, number = words.partition("/")
    column = {"deviation": k.deviation.c.number, "hold": k.hold.c.number}.get(kind)
    if column is not None:
        yield from _equal(kind, column, number)(session)


def _donations(session: Session, words: str) -> Iterator[Found]:
    """Read a donation number, with or without spaces, check character, flags and `=`."""
    try:
        din = parse_din(words)
    except Unreadable:
        return
    yield from _equal("donation", k.donation.c.din, din.number)(session)


def _european(session: Session, words: str) -> Iterator[Found]:
    """Read a Single European Code, whole or only its donation part (Directive 2006/86/EC)."""
    match = _SEC.fullmatch("".join(words.split()).upper())
    if match:
        yield from _equal("donation", k.donation.c.sec_di, match[1])(session)


def _addresses(session: Session, words: str) -> Iterator[Found]:
    """Read an address of the record: that of a thing itself, or the record it lies in."""
    address = words.strip("/")
    for kind in ("consent", "determination", "donation", "unit", "result", "decision", "document"):
        one = k.BY_NAME[kind].rows.selected_columns["id"].table
        yield from _equal(kind, one.c.address, address)(session)
    stream = "/".join(address.split("/")[:2])
    if address == stream or "/record/" in address:
        for kind, one in (("donor", k.donor), ("lot", k.lot), ("person", k.account)):
            yield from _equal(kind, one.c.stream, stream)(session)


def _documents(session: Session, words: str) -> Iterator[Found]:
    """Read the code of a document, alone for all its versions or with one of them."""
    named = words.removeprefix("document/")
    kind, _, rest = named.rpartition("/") if named.count("/") == 1 else ("", "", named)
    match = _VERSION.fullmatch(rest)
    code, version = (match["code"], int(match["version"])) if match else (rest, None)
    d = k.document
    asked = select(d.c.id).where(func.upper(d.c.code) == code.upper()).order_by(d.c.id)
    asked = asked.where(d.c.kind == kind) if kind else asked
    asked = asked.where(d.c.version == version) if version is not None else asked
    yield from (("document", key) for key in _keys(session, asked))


def _files(session: Session, words: str) -> Iterator[Found]:
    """Read the SHA-256 of a file, or its first twelve signs or more."""
    digest = words.rpartition("/")[2]
    if _DIGEST.fullmatch(digest):
        s = k.stored
        asked = select(s.c.id).where(s.c.sha256 >= digest, s.c.sha256 < digest + "g")
        yield from (("file", key) for key in _keys(session, asked.order_by(s.c.id)))


def _dossiers(session: Session, words: str) -> Iterator[Found]:
    """Read the number of an issued document: it names its file."""
    s, r = k.stored, k.table(Report)
    joined = s.join(r, (r.c.sha256 == s.c.sha256) & (r.c.stream == s.c.stream))
    asked = select(s.c.id).select_from(joined).where(r.c.number.in_(_cases(words)))
    yield from (("file", key) for key in _keys(session, asked.order_by(s.c.id)))


def _keys(session: Session, asked: Any) -> Iterator[str]:
    return iter(session.connection().execute(asked).scalars().all())


def _cases(words: str) -> tuple[str, ...]:
    """Give the ways a code may have been sent: scanners and people do not agree on case."""
    upper = words.upper()
    return tuple(dict.fromkeys((words, upper, words.lower(), upper.replace("-R", "-r"))))


READERS: tuple[Callable[[Session, str], Iterable[Found]], ...] = (
    _codes,
    _numbers,
    _donations,
    _european,
    _addresses,
    _documents,
    _files,
    _dossiers,
)
"""Every form in which a thing is named."""
