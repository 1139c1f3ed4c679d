"""Counting of the demo study on pictures: drawn fields, and what each reader marks on them."""

from __future__ import annotations

from batches.clicks import Marks, written
from batches.master import Place
from elnapp.demo.microscope import Field, field
from elnapp.demo.story import Story
from elnapp.demo.worked import READ
from elnapp.lots import service
from elnapp.lots.service import Keeper, NewImage
from elnapp.record.plain import sha256

FIRST = "sabg_first"


def pictures(number: str, segment: str) -> dict[int, Field]:
    """Draw the fields of one reading of a lot: as many cells, of them blue, as its first reader finds."""
    return {
        n: field(f"{number}/{segment}/{n}", blue, other)
        for n, (blue, other) in _cells(f"{segment}/{FIRST}").items()
    }


def send(story: Story, who: str, number: str, place: Place) -> None:
    """Send the picture of each field before the first reader counts."""
    house, segment = story.house, place.path.partition("/")[0]
    keeper = Keeper(house.kernel, house.files, house.settings.image_megapixels)
    for n, drawn in pictures(number, segment).items():
        given = NewImage(place.path, n, f"{number}-{segment}-SABG-{n}.png", drawn.png)
        service.add_image(keeper, story.call(who, minutes=0.5), number, given)


def marks(number: str, place: Place) -> dict[int, str]:
    """Give what a reader marks: every cell, so many of them as positive as the study says."""
    drawn = pictures(number, place.path.partition("/")[0])
    return {n: _marked(drawn[n], *cells) for n, cells in _cells(place.path).items()}


def _marked(drawn: Field, blue: int, other: int) -> str:
    cells = drawn.blue + drawn.other
    return written(sha256(drawn.png), Marks(cells[:blue], cells[blue : blue + other]))


def _cells(path: str) -> dict[int, tuple[int, int]]:
    """Give the positive and negative cells of each field that the reader of a step finds."""
    blue, other = READ[path]
    pairs = zip(blue.split(), other.split(), strict=True)
    return {n: (int(one), int(two)) for n, (one, two) in enumerate(pairs, start=1)}
