"""Files that answer questions of a lot's steps."""

from __future__ import annotations

from sqlmodel import Session, col, select

from elnapp.lots.queries.standing import record_address
from elnapp.record import NotFound, StoredFile


def file_name(session: Session, stream: str, sha256: str) -> str:
    """Give the name of a file that a step of the lot keeps; NotFound for any other.

    Dossiers and pictures lie with the lot too: they have pages of their own.
    """
    found = select(StoredFile.name).where(
        StoredFile.stream == stream,
        StoredFile.sha256 == sha256,
        col(StoredFile.address).startswith(record_address(stream, ""), autoescape=True),
    )
    name = session.exec(found.order_by(col(StoredFile.id))).first()
    if name is None:
        raise NotFound(f"{stream}/files/{sha256}")
    return name
