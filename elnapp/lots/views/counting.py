"""Counting cells on pictures: what a page marks on, and what the readers marked, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask import request, url_for
from sqlmodel import Session

from batches.clicks import Marks, outlines, written
from batches.kinds import senescence
from batches.master import Place
from batches.position import Position
from elnapp.lots import queries
from elnapp.lots.queries import EntryView, ImageView, MarksView, Plan, Seen
from elnapp.lots.views import showing
from elnapp.lots.views.values import rounded
from elnapp.web.locale import words

PREFIX = "marks."


@dataclass(frozen=True, slots=True)
class Canvas:
    """One picture to mark on: its field, its address, and its marks as the form carries them."""

    n: int
    image: ImageView
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one reader marked on one picture, drawn."""

    reader: str
    marks: MarksView
    circles: str
    crosses: str

    @property
    def percent(self) -> Decimal | None:
        """Give the share of positive cells, rounded for display."""
        total = self.marks.positives + self.marks.negatives
        return rounded(Decimal(100 * self.marks.positives) / total, 1) if total else None


@dataclass(frozen=True, slots=True)
class Counted:
    """One field with its picture, and what each reader marked on it that may be shown."""

    n: int
    image: ImageView
    url: str
    overlays: tuple[Overlay, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What one reader recorded: the title of the step, the entry, and whether another one stands."""

    title: str
    name: str
    at: datetime
    stands: bool
    marks: tuple[MarksView, ...]


def said() -> dict[int, str]:
    """Read the marks of the form that was sent, by field."""
    found = {}
    for name, text in request.form.items():
        number = name.removeprefix(PREFIX)
        if name != number and number.isascii() and number.isdecimal():
            found[int(number)] = text
    return found


def canvases(
    session: Session, seen: Seen, place: Place, standing: EntryView | None = None
) -> list[Canvas]:
    """Give the pictures of a step to mark on: with what was sent, else with the marks that stand.

    Only the reader's own marks are ever in them; nothing of another reader's is read here.
    """
    path = pictured(place)
    if path is None:
        return []
    before: Sequence[MarksView] = ()
    if standing is not None:
        before = queries.marks(session, seen.stream, place.path).get(standing.id, ())
    own = {one.n: written(one.sha256, one.marks) for one in before}
    sent = said()
    return [
        Canvas(n, image, image_url(seen, image), sent.get(n) or own.get(n, image.sha256))
        for n, image in queries.images(session, seen.stream, path).items()
    ]


def pictured(place: Place) -> str | None:
    """Give the path at which the pictures of a step are kept; None at a step of another kind."""
    code = senescence.pictured(place.step)
    return None if code is None else f"{place.path.partition('/')[0]}/{code}"


def image_url(seen: Seen, image: ImageView) -> str:
    """Give the address of a picture."""
    return url_for("lots.image", number=seen.number, sha256=image.sha256)


def counted(
    session: Session, seen: Seen, plan: Plan, here: Position, place: Place
) -> tuple[list[Counted], list[Counted]]:
    """Give each field with the marks that stand, and with those that a correction took the place of.

    Marks are shown to their own reader, and to anybody once the second reader's counts stand.
    """
    path = pictured(place)
    if path is None:
        return [], []
    images = queries.images(session, seen.stream, path)
    reads = [r for one in _steps(place) for r in _reads(session, plan, here, one)]
    parts = ([r for r in reads if r.stands], [r for r in reads if not r.stands])
    now, before = (list(_fields(seen, images, part)) for part in parts)
    return now, before


def _steps(place: Place) -> Iterator[tuple[str, str]]:
    """Give path and title of both readers' steps, the first one's first."""
    own, segment = senescence.pictured(place.step), place.path.partition("/")[0]
    for step in place.run.part.steps:
        if senescence.pictured(step) == own:
            yield f"{segment}/{step.code}", words(step.title)


def _reads(session: Session, plan: Plan, here: Position, step: tuple[str, str]) -> Iterator[Read]:
    path, title = step
    history = queries.history(session, plan.order.stream, path)
    if not history.entries or showing.veiled(plan, here, path, history):
        return
    marks = queries.marks(session, plan.order.stream, path)
    for one in history.entries:
        mine = tuple(marks.get(one.id, ()))
        yield Read(title, one.performed_name, one.recorded_at, one is history.standing, mine)


def _fields(
    seen: Seen, images: Mapping[int, ImageView], reads: Sequence[Read]
) -> Iterator[Counted]:
    for n, image in images.items():
        found = [(read, m) for read in reads for m in read.marks if m.n == n]
        drawn = tuple(_overlay(read, m, image) for read, m in found)
        if drawn:
            yield Counted(n, image, image_url(seen, image), drawn)


def _overlay(read: Read, marks: MarksView, image: ImageView) -> Overlay:
    own: Marks = marks.marks
    return Overlay(f"{read.title} – {read.name}", marks, *outlines(own, image.picture))
