"""Pictures of a microscope for the demo study: drawn cells, some of them blue, each at a known place.

Nothing here was ever stained: a field is drawn from its name alone, the same each time, as spindle
cells on a grid that is shaken a little, and written as a PNG with a palette.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 900, 660
ACROSS, DOWN = 14, 11
SHAKEN = 0.4  # of the distance between two places of the grid
HALF_LENGTH, HALF_BREADTH = (17.0, 24.0), (5.5, 8.0)
NUCLEUS = 0.42  # of the breadth
# Ground, then edge, body and nucleus of a cell without and with the blue product.
PALETTE = (
    (232, 229, 219), (170, 165, 152), (214, 209, 194), (150, 143, 128),
    (34, 78, 122), (64, 142, 182), (24, 60, 104),
)  # fmt: skip
PLAIN, BLUE = (1, 2, 3), (4, 5, 6)
Grid = NDArray[np.uint8]
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its PNG, and where the middle of each blue and each other cell is."""

    png: bytes
    blue: tuple[Point, ...]
    other: tuple[Point, ...]


def field(name: str, blue: int, other: int) -> Field:
    """Draw a field with so many cells; raises ValueError where more are asked than have room."""
    chance = np.random.default_rng(zlib.crc32(name.encode()))
    places = _places(chance)
    if blue + other > len(places):
        message = f"{blue + other} cells have no room in a field of {len(places)}"
        raise ValueError(message)
    grid = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
    for at, place in enumerate(places[: blue + other]):
        _draw(grid, chance, place, BLUE if at < blue else PLAIN)
    return Field(png(grid), tuple(places[:blue]), tuple(places[blue : blue + other]))


def _places(chance: np.random.Generator) -> list[Point]:
    """Give every place a cell may lie at, in an order by chance."""
    wide, high = WIDTH / ACROSS, HEIGHT / DOWN
    found = [
        (
            chance.random(),
            round((column + 0.5 + SHAKEN * (chance.random() - 0.5)) * wide),
            round((row + 0.5 + SHAKEN * (chance.random() - 0.5)) * high),
        )
        for row in range(DOWN)
        for column in range(ACROSS)
    ]
    return [(x, y) for _order, x, y in sorted(found)]


def _draw(
    grid: Grid, chance: np.random.Generator, place: Point, colours: tuple[int, int, int]
) -> None:
    """Draw one spindle with its nucleus, turned by chance."""
    length, breadth = (
        low + (high - low) * chance.random() for low, high in (HALF_LENGTH, HALF_BREADTH)
    )
    turned = math.pi * chance.random()
    x, y = place
    reach = math.ceil(length) + 1
    left, top = max(0, x - reach), max(0, y - reach)
    part = grid[top : y + reach + 1, left : x + reach + 1]
    rows, columns = np.ogrid[top : top + part.shape[0], left : left + part.shape[1]]
    along = (columns - x) * math.cos(turned) + (rows - y) * math.sin(turned)
    across = (rows - y) * math.cos(turned) - (columns - x) * math.sin(turned)
    # A spindle is an ellipse that narrows towards its ends.
    narrow = breadth * np.clip(1 - (along / length) ** 2, 0, None)
    inside = np.abs(across) <= narrow
    edge, body, nucleus = colours
    part[inside] = edge
    part[inside & (np.abs(across) <= narrow - 1.6)] = body
    part[(along / 1.5) ** 2 + across**2 <= (NUCLEUS * breadth + 1) ** 2] = nucleus


def png(grid: Grid) -> bytes:
    """Write a grid of palette numbers as a PNG (ISO/IEC 15948)."""
    height, width = grid.shape
    lines = np.concatenate([np.zeros((height, 1), dtype=np.uint8), grid], axis=1)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(name, body)
        for name, body in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", bytes(part for colour in PALETTE for part in colour)),
            (b"IDAT", zlib.compress(lines.tobytes(), 9)),
            (b"IEND", b""),
        )
    )


def chunk(name: bytes, body: bytes) -> bytes:
    """Write one chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
