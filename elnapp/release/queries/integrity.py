"""Does the record of one lot verify: its chain, its signatures, its ledger of units.

The whole store is verified by `elnapp audit verify`; a decision asks for its own lot, at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from elnapp.custody import queries as custody
from elnapp.record import Event, Head
from elnapp.record.chain import GENESIS, link
from elnapp.signing import queries as signing
from elnapp.signing.models import Signature


def broken(session: Session, stream: str) -> tuple[str, ...]:
    """Name everything in a stream that is not what it was written as; nothing is good."""
    parts = (_chain(session, stream), unsound(session, stream))
    return tuple(what for part in parts for what in part) + tuple(custody.broken(session, stream))


def _chain(session: Session, stream: str) -> Iterator[str]:
    e, h = _table(Event), _table(Head)
    connection = session.connection()
    events = connection.execute(
        select(e.c.seq, e.c.body, e.c.prev, e.c.hash).where(e.c.stream == stream).order_by(e.c.seq)
    )
    prev, last = GENESIS, 0
    for seq, body, before, own in events:
        if seq != last + 1 or before != prev or link(before, body.encode()) != own:
            yield f"{stream}#{seq}"
        prev, last = own, seq
    head = connection.execute(select(h.c.seq, h.c.hash).where(h.c.stream == stream)).one()
    if (head.seq, head.hash) != (last, prev):
        yield f"{stream}#head"


def unsound(session: Session, stream: str) -> Iterator[str]:
    """Compare each standing signature with its content, and each manifest with its own row."""
    standing = signing.standing(session, stream)
    if not standing:
        return
    found = select(Signature).where(col(Signature.stream) == stream)
    rows = {row.id: row for row in session.scalars(found)}
    below = _Below(signing.content(session, stream, (stream,)))
    for signed in standing:
        row = rows[signed.id]
        if below.digest(signed.scope) != signed.digest or not _told(row, row.manifest):
            yield f"{row.address} {signed.meaning}"


class _Below:
    """The covered rows of a stream by every address at or above them, read once.

    A lot carries hundreds of signatures; asking the store for the content of each takes seconds.
    """

    def __init__(self, content: Mapping[str, list[Any]]) -> None:
        self.rows: dict[str, dict[str, list[Any]]] = {}
        for table, rows in content.items():
            for row in rows:
                for above in signing.ancestors(row["address"]):
                    self.rows.setdefault(above, {}).setdefault(table, []).append(row)

    def digest(self, scopes: Sequence[str]) -> str:
        """Give what `signing.queries.content_digest` gives for these scopes."""
        found: dict[str, dict[str, Any]] = {}
        for scope in scopes:
            for table, rows in self.rows.get(scope, {}).items():
                found.setdefault(table, {}).update((row["id"], row) for row in rows)
        content = {table: [rows[i] for i in sorted(rows)] for table, rows in found.items()}
        return signing.digest_of_content(scopes, content)


def _told(row: Signature, manifest: Mapping[str, Any]) -> bool:
    told = (manifest["digest"], manifest["meaning"]["code"], manifest["signer"]["id"])
    return told == (row.digest, row.meaning, row.signer)


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]
