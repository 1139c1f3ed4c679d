"""Reading signatures, and the digest of what one covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, bindparam, or_, select
from sqlmodel import Session, SQLModel, col

from batches.signing import Signed
from elnapp.record.columns import plain_bound
from elnapp.record.plain import canonical, sha256
from elnapp.record.tables import row_classes
from elnapp.signing.models import Signature, SignatureVoid


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One signature as pages and documents show it."""

    id: str
    address: str
    meaning: str
    signer: str
    signer_name: str
    role: str
    at: datetime
    digest: str
    manifest: Mapping[str, Any]
    voided_at: datetime | None
    void_cause: str | None

    @property
    def stands(self) -> bool:
        """Tell whether it is still valid."""
        return self.voided_at is None


def standing(session: Session, stream: str, addresses: Iterable[str] | None = None) -> list[Signed]:
    """Give the valid signatures of a stream, or those given at one of `addresses`."""
    places = None if addresses is None else _filled_up(sorted(set(addresses)))
    asked = {"stream": stream} | {f"at{n}": place for n, place in enumerate(places or ())}
    statement = _standing(None if places is None else len(places))
    rows = session.connection().execute(statement, asked)
    return [
        Signed(r.id, r.meaning, r.signer, r.role, tuple(r.scopes), r.digest, r.signed_at)
        for r in rows
    ]


def meanings_at(session: Session, address: str) -> frozenset[str]:
    """Give the meanings of the valid signatures given at exactly `address`."""
    found = (
        select(col(Signature.meaning))
        .outerjoin(SignatureVoid, col(SignatureVoid.signature_id) == col(Signature.id))
        .where(col(Signature.address) == address, col(SignatureVoid.id).is_(None))
    )
    return frozenset(session.scalars(found))


def all_of(session: Session, stream: str, address: str | None = None) -> list[SignatureView]:
    """Give every signature of a stream (or of one address), void ones too, in order of time."""
    found = (
        select(Signature, SignatureVoid)
        .outerjoin(SignatureVoid, col(SignatureVoid.signature_id) == col(Signature.id))
        .where(col(Signature.stream) == stream)
        .order_by(col(Signature.signed_at), col(Signature.id))
    )
    if address is not None:
        found = found.where(col(Signature.address) == address)
    return [_view(signature, void) for signature, void in session.execute(found)]


def content(session: Session, stream: str, scopes: Sequence[str]) -> dict[str, list[Any]]:
    """Give the covered rows of a stream below `scopes`, by table, as plain values in id order."""
    found: dict[str, list[Any]] = {}
    connection, asked = session.connection(), _bounds(stream, scopes)
    for name, (statement, columns) in _contents(len(scopes)).items():
        rows = connection.execute(statement, asked).all()
        if rows:
            found[name] = [_signed(columns, row) for row in rows]
    return found


def content_digest(session: Session, stream: str, scopes: Sequence[str]) -> str:
    """Give the SHA-256 of the canonical content below `scopes` (design: invariant 4)."""
    return digest_of_content(scopes, content(session, stream, scopes))


def digest_of_content(scopes: Sequence[str], content: Mapping[str, list[Any]]) -> str:
    """Give the digest of what `content` gave for `scopes`: its values are plain already."""
    return sha256(canonical({"scopes": sorted(scopes), "content": content}))


def digest_of(session: Session, address: str) -> str:
    """Give the digest of everything covered at and below one address; its stream leads it."""
    return content_digest(session, stream_of(address), (address,))


def stream_of(address: str) -> str:
    """Give the stream an address lies in: kind and name (documents carry kind and code)."""
    parts = address.split("/")
    return "/".join(parts[: 3 if parts[0] == "document" else 2])


def ancestors(address: str) -> list[str]:
    """Give an address and everything above it, up to its stream."""
    parts = address.split("/")
    start = len(stream_of(address).split("/"))
    return ["/".join(parts[:n]) for n in range(start, len(parts) + 1)]


def _signed(columns: Sequence[Column[Any]], row: Sequence[Any]) -> dict[str, Any]:
    """Give a row as it is signed: a column added later was not there, where it holds nothing."""
    return {
        c.name: plain_bound(c.type, value)
        for c, value in zip(columns, row, strict=True)
        if value is not None or not c.info.get("later")
    }


@cache
def _covered() -> dict[str, Table]:
    classes = sorted(row_classes().items())
    return {name: c.__table__ for name, c in classes if c.covered}  # type: ignore[attr-defined]


@cache
def _contents(scopes: int) -> dict[str, tuple[Any, list[Column[Any]]]]:
    """Build the statements behind `content` for so many scopes, with the columns of each table."""
    return {
        name: (
            select(table)
            .where(table.c.stream == bindparam("stream"), _below(table, scopes))
            .order_by(table.c.id),
            list(table.columns),
        )
        for name, table in _covered().items()
    }


def _below(table: Table, scopes: int) -> ColumnElement[bool]:
    """Match one of so many addresses, or anything below it."""
    address = table.c.address
    return or_(
        *(
            (address == bindparam(f"at{n}"))
            | ((address >= bindparam(f"from{n}")) & (address < bindparam(f"to{n}")))
            for n in range(scopes)
        )
    )


def _bounds(stream: str, scopes: Sequence[str]) -> dict[str, str]:
    """Fill in the addresses; "0" is the character that follows "/"."""
    found = {"stream": stream}
    for n, scope in enumerate(scopes):
        found |= {f"at{n}": scope, f"from{n}": f"{scope}/", f"to{n}": f"{scope}0"}
    return found


def _view(row: Signature, void: SignatureVoid | None) -> SignatureView:
    return SignatureView(
        row.id, row.address, row.meaning, row.signer, row.signer_name, row.role, row.signed_at,
        row.digest, row.manifest,
        void.voided_at if void else None, void.cause if void else None,
    )  # fmt: skip


def _filled_up(addresses: list[str]) -> list[str]:
    """Repeat the last address up to a power of two, so that few statements have to be built."""
    wanted = 1 << max(len(addresses) - 1, 0).bit_length()
    return addresses + addresses[-1:] * (wanted - len(addresses))


@cache
def _standing(addresses: int | None) -> Any:
    """Build the statement behind `standing` for so many addresses; it is asked in every command."""
    s, v = _table(Signature), _table(SignatureVoid)
    found = (
        select(s.c.id, s.c.meaning, s.c.signer, s.c.role, s.c.scopes, s.c.digest, s.c.signed_at)
        .outerjoin(v, v.c.signature_id == s.c.id)
        .where(s.c.stream == bindparam("stream"), v.c.id.is_(None))
        .order_by(s.c.id)
    )
    if addresses is None:
        return found
    return found.where(s.c.address.in_([bindparam(f"at{n}") for n in range(addresses)]))


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]
