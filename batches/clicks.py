"""Cells marked on the pictures of a senescence reading: positions, classes, and what they count.

A mark is a place in pixels of the picture, from its upper left corner, and a class.  The marks of a
field are its count: a typed one that differs is taken only with a reason, as one that differs from
an instrument's file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from batches.pictures import Picture
from batches.steps import Field
from batches.verdict import Finding, Param, Unreadable

Point = tuple[int, int]
CLASSES = {"+": "positives", "-": "negatives"}
"""How a mark is written, and the question that marks of its class answer."""
ONE = re.compile(r"([+-])([0-9]{1,6}),([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one field of the microscope, in the order in which they were set."""

    positives: tuple[Point, ...] = ()
    negatives: tuple[Point, ...] = ()

    def of(self, question: str) -> int:
        """Count the marks that answer `positives` or `negatives`."""
        return len(self.positives if question == "positives" else self.negatives)

    @property
    def plain(self) -> dict[str, list[list[int]]]:
        """Give the marks as they are stored."""
        return {
            name: [list(point) for point in points]
            for name, points in (("positives", self.positives), ("negatives", self.negatives))
        }

    @classmethod
    def stored(cls, kept: Mapping[str, Iterable[Iterable[int]]]) -> Marks:
        """Read stored marks back."""
        return cls(*(tuple(_point(p) for p in kept[name]) for name in CLASSES.values()))


def written(digest: str, marks: Marks) -> str:
    """Write marks as a form carries them: the picture's hash, then each mark, `+12,34 -56,78`."""
    said = (
        f"{sign}{x},{y}"
        for sign, points in (("+", marks.positives), ("-", marks.negatives))
        for x, y in points
    )
    return " ".join([digest, *said])


def read(text: str, digest: str, picture: Picture, field: int) -> Marks:
    """Read the marks of a form on the picture that they were set on; raises Unreadable.

    Codes: MARKS-OTHER-IMAGE (another picture stands at the field by now), MARKS-UNREADABLE,
    MARKS-OUTSIDE, MARKS-TWICE (one place marked twice).
    """
    on, *said = text.split() or [digest]
    if on != digest:
        raise Unreadable(Finding("MARKS-OTHER-IMAGE", {"field": field}))
    places: dict[Point, str] = {}
    for one in said:
        found = ONE.fullmatch(one)
        if found is None:
            raise Unreadable(Finding("MARKS-UNREADABLE", {"field": field, "found": one[:24]}))
        point = int(found[2]), int(found[3])
        if point[0] >= picture.width or point[1] >= picture.height:
            raise Unreadable(Finding("MARKS-OUTSIDE", {"field": field, "found": one}))
        if point in places:
            raise Unreadable(Finding("MARKS-TWICE", {"field": field, "found": one}))
        places[point] = found[1]
    return Marks(*(tuple(p for p, sign in places.items() if sign == which) for which in CLASSES))


def differing(
    fields: Iterable[Field], marks: Mapping[int, Marks], typed: Mapping[str, Decimal | None]
) -> Iterator[Finding]:
    """Find each count that is not that of the marks (MARKS-DIFFER): it is taken with a reason."""
    for asked, slot, n in _counted(fields):
        number = typed.get(slot)
        if n not in marks or number is None or number == marks[n].of(asked.name):
            continue
        said: dict[str, Param] = {
            "field_en": asked.label.en, "field_fr": asked.label.fr, "n": n, "value": number,
            "marks": marks[n].of(asked.name),
        }  # fmt: skip
        yield Finding("MARKS-DIFFER", said, slot, 2)


def agreeing(
    fields: Iterable[Field], marks: Mapping[int, Marks], typed: Mapping[str, Decimal | None]
) -> frozenset[str]:
    """Name the slots whose number is that of the marks."""
    return frozenset(
        slot
        for asked, slot, n in _counted(fields)
        if n in marks and typed.get(slot) == marks[n].of(asked.name)
    )


def outlines(marks: Marks, picture: Picture) -> tuple[str, str]:
    """Draw the marks as two SVG paths: a circle round each positive, a cross on each negative.

    Shape tells them apart as well as colour; their size follows the picture's.
    """
    r = radius(picture)
    circles = (
        f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0" for x, y in marks.positives
    )
    s = max(2, r * 2 // 3)
    crosses = (
        f"M{x - s} {y - s}l{2 * s} {2 * s}m0 {-2 * s}l{-2 * s} {2 * s}" for x, y in marks.negatives
    )
    return "".join(circles), "".join(crosses)


def radius(picture: Picture) -> int:
    """Give the radius of a mark on a picture, in its pixels."""
    return max(4, max(picture.width, picture.height) // 70)


def _counted(fields: Iterable[Field]) -> Iterator[tuple[Field, str, int]]:
    """Give each question that marks answer, its slots, and the field of the microscope."""
    for asked in fields:
        if asked.name in CLASSES.values():
            for n, slot in enumerate(asked.slots, start=1):
                yield asked, slot, n


def _point(kept: Iterable[int]) -> Point:
    x, y = kept
    return int(x), int(y)
