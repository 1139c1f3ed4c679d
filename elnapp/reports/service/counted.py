"""The pictures of a senescence reading with what one reader marked on them, for the executed record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from batches.clicks import Marks, outlines, radius
from batches.pictures import Picture
from elnapp.reports.service.answers import Plain
from elnapp.reports.service.printer import Printer, data_uri

BLUE, OTHER = "#0b3f8a", "#8a1414"


@dataclass(frozen=True, slots=True)
class Figure:
    """One field: its picture by its hash, the marks as a picture of their own, and their counts."""

    n: int
    sha256: str
    name: str
    size: str
    overlay: str
    blue: int
    other: int
    taken: bool


def figures(record: Plain, step: Plain, printer: Printer) -> tuple[Figure, ...]:
    """Give each field that the standing entry of a step marked."""
    known = images(record)
    marked = step["entries"][-1].get("marks", ()) if step["entries"] else ()
    return tuple(_figure(one, known[one["sha256"]], printer) for one in marked)


def images(record: Plain) -> dict[str, Plain]:
    """Give every picture of a record by its hash."""
    return {i["sha256"]: i for step in record["steps"] for i in step.get("images", ())}


def shown(record: Plain) -> Iterator[str]:
    """Name the pictures that the executed record shows, once each."""
    standing = (step["entries"][-1] for step in record["steps"] if step["entries"])
    yield from dict.fromkeys(m["sha256"] for entry in standing for m in entry.get("marks", ()))


def _figure(marked: Plain, image: Plain, printer: Printer) -> Figure:
    picture = Picture(image["media_type"], image["width"], image["height"])
    return Figure(
        marked["n"], marked["sha256"], image["name"],
        f"{printer.count(picture.width)} × {printer.count(picture.height)}",
        _overlay(Marks.stored(marked["marks"]), picture), marked["positives"],
        marked["negatives"], marked["taken"],
    )  # fmt: skip


def _overlay(marks: Marks, picture: Picture) -> str:
    """Draw marks as a picture of their own: ink on a white edge, which any ground shows."""
    circles, crosses = outlines(marks, picture)
    width = radius(picture) / 5
    lines = (("#fff", circles, 2), ("#fff", crosses, 2), (BLUE, circles, 1), (OTHER, crosses, 1))
    paths = "".join(
        f'<path d="{d}" fill="none" stroke="{ink}" stroke-width="{times * width:.2f}"/>'
        for ink, d, times in lines
        if d
    )
    size = f'width="{picture.width}" height="{picture.height}"'
    box = f'viewBox="0 0 {picture.width} {picture.height}"'
    return data_uri(f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box}>{paths}</svg>')
