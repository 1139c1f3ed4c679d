"""Where each box of a graph is drawn: in bands from origin to use, near what it hangs on.

Layers by longest path and ordering by the middle of the neighbours above, as Sugiyama, Tagawa and
Toda describe it (IEEE Trans. SMC 11, 1981).  Pure arithmetic in whole pixels: the same graph gives
the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from batches.tracing.fold import Box, Folded, depths

WIDTH, HEIGHT = 186, 62  # of a box
GAP, DROP, SUB = 14, 46, 14  # between boxes, between bands, between the lines of one band
ACROSS = 6  # boxes in one line: what a page of 1280 pixels and a sheet of paper can show
MARGIN = 12
SWEEPS = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with the upper left corner it is drawn at."""

    box: Box
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, lines as paths of an SVG, and the size of the whole in pixels."""

    boxes: tuple[Placed, ...]
    paths: tuple[str, ...]
    width: int
    height: int


def lay_out(folded: Folded) -> Picture:
    """Place every box and draw every line."""
    bands = _bands(folded)
    across = max((min(len(band), ACROSS) for band in bands), default=1)
    width = 2 * MARGIN + across * WIDTH + (across - 1) * GAP
    placed: dict[str, Placed] = {}
    y = MARGIN
    for band in bands:
        for start in range(0, len(band), ACROSS):
            _row(band[start : start + ACROSS], y, width, placed)
            y += HEIGHT + SUB
        y += DROP - SUB
    boxes = tuple(placed[box.name] for box in folded.boxes)
    paths = tuple(_path(placed[upper], placed[lower]) for upper, lower in folded.lines)
    return Picture(boxes, paths, width, max(y - DROP + MARGIN, HEIGHT + 2 * MARGIN))


def _bands(folded: Folded) -> list[list[Box]]:
    """Give the boxes of each depth, each near the middle of what it hangs on."""
    depth = _beside(depths([box.name for box in folded.boxes], folded.lines), folded.lines)
    bands: list[list[Box]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for box in folded.boxes:
        bands[depth[box.name]].append(box)
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for upper, lower in folded.lines:
        above.setdefault(lower, []).append(upper)
        below.setdefault(upper, []).append(lower)
    for _sweep in range(SWEEPS):
        _sort(bands[1:], bands, above)
        _sort(bands[-2::-1], bands, below)
    _sort(bands[1:], bands, above)
    return bands


def _beside(depth: dict[str, int], lines: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Move what hangs on nothing (a hold, a person) to just above what hangs on it."""
    nearest: dict[str, int] = {}
    for upper, lower in lines:
        nearest[upper] = min(nearest.get(upper, depth[lower]), depth[lower])
    origins = depth.keys() - {lower for _upper, lower in lines}
    return depth | {name: nearest[name] - 1 for name in origins if nearest.get(name)}


def _sort(
    turn: Sequence[list[Box]], bands: Sequence[list[Box]], near: Mapping[str, Sequence[str]]
) -> None:
    for band in turn:
        place = {box.name: _share(n, len(other)) for other in bands for n, box in enumerate(other)}
        band.sort(key=lambda box, at=place: _middle(box.name, near, at))  # type: ignore[misc]


def _share(n: int, of: int) -> float:
    return (n + 0.5) / of


def _middle(name: str, near: Mapping[str, Sequence[str]], place: Mapping[str, float]) -> float:
    found = [place[other] for other in near.get(name, ())]
    return sum(found) / len(found) if found else place[name]


def _row(row: Sequence[Box], y: int, width: int, placed: dict[str, Placed]) -> None:
    x = (width - len(row) * WIDTH - (len(row) - 1) * GAP) // 2
    for box in row:
        placed[box.name] = Placed(box, x, y)
        x += WIDTH + GAP


def _path(upper: Placed, lower: Placed) -> str:
    """Draw from the foot of one box to the head of the other; a line back up bows out."""
    x1, y1 = upper.x + WIDTH // 2, upper.y + HEIGHT
    x2, y2 = lower.x + WIDTH // 2, lower.y
    bend = max((y2 - y1) // 2, DROP // 2)
    return f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"
