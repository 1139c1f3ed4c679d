"""The pictures of senescence readings, and what was marked on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from batches.clicks import Marks
from batches.pictures import Picture
from elnapp.lots.models import Entry, FieldImage, FieldMarks
from elnapp.record.plain import plain

IMAGE = (
    "n", "sha256", "media_type", "width", "height", "size", "name", "id", "supersedes", "reason",
    "sent_by", "sent_by_name", "sent_at",
)  # fmt: skip
MARKED = (
    "n", "image_id", "sha256", "marks", "positives", "negatives", "taken", "marked_by",
    "marked_by_name", "marked_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImageView:
    """The picture of one field of a reading, at the first reader's step `path` of a lot."""

    id: str
    stream: str
    path: str
    n: int
    sha256: str
    name: str
    picture: Picture
    sent_by_name: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class MarksView:
    """What one reader marked on the picture of one field, for one entry."""

    image_id: str
    n: int
    sha256: str
    marks: Marks
    positives: int
    negatives: int
    taken: bool
    by: str
    at: datetime


def images(session: Session, stream: str, path: str) -> dict[int, ImageView]:
    """Give the picture of each field of a reading that has one, by the number of the field."""
    found = select(FieldImage).where(
        col(FieldImage.stream) == stream, col(FieldImage.path) == path, _stands()
    )
    rows = session.scalars(found.order_by(col(FieldImage.n)))
    return {row.n: _image(row) for row in rows}


def image(session: Session, stream: str, sha256: str) -> ImageView | None:
    """Give a picture of a lot by its hash, also one that another took the place of."""
    found = select(FieldImage).where(
        col(FieldImage.stream) == stream, col(FieldImage.sha256) == sha256
    )
    row = session.scalars(found).first()
    return _image(row) if row else None


def image_home(session: Session, sha256: str) -> ImageView | None:
    """Give the field, of any lot, that these bytes are the picture of."""
    row = session.scalars(
        select(FieldImage).where(col(FieldImage.sha256) == sha256, _stands())
    ).first()
    return _image(row) if row else None


def marks(session: Session, stream: str, path: str | None = None) -> dict[str, list[MarksView]]:
    """Give what was marked for each entry of a lot, or of one of its steps, field by field."""
    found = select(FieldMarks).where(col(FieldMarks.stream) == stream)
    if path is not None:
        entries = select(col(Entry.id)).where(col(Entry.stream) == stream, col(Entry.path) == path)
        found = found.where(col(FieldMarks.entry_id).in_(entries))
    by_entry: dict[str, list[MarksView]] = {}
    for row in session.scalars(found.order_by(col(FieldMarks.n))):
        by_entry.setdefault(row.entry_id, []).append(_marked(row))
    return by_entry


def images_plain(session: Session, stream: str) -> dict[str, list[dict[str, Any]]]:
    """Give every picture of a lot by the path of its step, replaced ones too, for `record.json`."""
    found = select(FieldImage).where(col(FieldImage.stream) == stream)
    return _by(session.scalars(found.order_by(col(FieldImage.id))), "path", IMAGE)


def marks_plain(session: Session, stream: str) -> dict[str, list[dict[str, Any]]]:
    """Give everything that was marked in a lot by entry, for `record.json`."""
    found = select(FieldMarks).where(col(FieldMarks.stream) == stream)
    return _by(session.scalars(found.order_by(col(FieldMarks.n))), "entry_id", MARKED)


def _by(rows: Any, key: str, names: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        said = {name: plain(getattr(row, name)) for name in names}
        grouped.setdefault(getattr(row, key), []).append(said)
    return grouped


def _stands() -> Any:
    """Say in SQL that no other picture took the place of one."""
    later = aliased(FieldImage)
    return ~exists().where(later.supersedes == FieldImage.id)  # type: ignore[arg-type]


def _image(row: FieldImage) -> ImageView:
    picture = Picture(row.media_type, row.width, row.height)
    return ImageView(
        row.id, row.stream, row.path, row.n, row.sha256, row.name, picture, row.sent_by_name,
        row.sent_at,
    )  # fmt: skip


def _marked(row: FieldMarks) -> MarksView:
    kept: Mapping[str, Any] = row.marks
    return MarksView(
        row.image_id, row.n, row.sha256, Marks.stored(kept), row.positives, row.negatives,
        row.taken, row.marked_by_name, row.marked_at,
    )  # fmt: skip
