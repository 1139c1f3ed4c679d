"""What every picture shares: its frame, its axes, its words and its colours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.scales import Logicle
from instruments.text import Text

Scheme = Literal["screen", "print"]

WIDTH, HEIGHT = 420, 380
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 68, 56
ACROSS, DOWN = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
THOUSAND = 1000
LABELS = 6  # that fit on an axis
LOWEST = 1e-30  # below it a top is none: every value is zero, or as good as
FONT = "IBM Plex Sans, sans-serif"
NARROW = "\u202f"
DIGITS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

COLOURS: dict[Scheme, dict[str, str]] = {
    "screen": {
        "ink": "#1a1f24", "muted": "#4a5560", "rule": "#d5dbe1", "paper": "#ffffff",
        "sample": "#0b4f8a", "control": "#4a5560", "gate": "#9b1c1c", "removed": "#fdeaea",
    },
    "print": {
        "ink": "#000000", "muted": "#333333", "rule": "#c0c0c0", "paper": "#ffffff",
        "sample": "#003f7d", "control": "#555555", "gate": "#7a1010", "removed": "#eeeeee",
    },
}  # fmt: skip
DENSITY: dict[Scheme, tuple[str, ...]] = {
    "screen": ("#a9c6e2", "#6f9fcb", "#3a78b0", "#0b4f8a", "#08355e"),
    "print": ("#b0b0b0", "#8a8a8a", "#606060", "#383838", "#000000"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a picture as text: a caption, column heads, rows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the name of its file, its SVG text, its table."""

    name: str
    svg: str
    table: Table


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its title, the places at its ends, and ticks as (place, label)."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def share(self, place: float) -> float:
        """Give where a place lies, 0 at the low end and 1 at the high end, kept within."""
        return min(1.0, max(0.0, (place - self.low) / (self.high - self.low)))


def linear_axis(title: str, high: float) -> Axis:
    """Make an axis from 0 to a power of two above `high`, with ticks that are round."""
    top = high if high > LOWEST else 1.0
    power = 10.0 ** math.floor(math.log10(top / LABELS))
    step = next((m * power for m in (1, 2, 5) if top / (m * power) <= LABELS), 10 * power)
    ticks = [i * step for i in range(int(top / step) + 1)]
    return Axis(title, 0.0, top, tuple((t, _thousands(t, top)) for t in ticks))


def logicle_axis(title: str, scale: Logicle, lowest: float) -> Axis:
    """Make an axis on a logicle scale from `lowest` (a value) to the top of the scale."""
    values = [0.0]
    for power in range(2, int(math.log10(scale.T)) + 1):
        values += [10.0**power, -(10.0**power)]
    seen = sorted(v for v in values if v >= lowest)
    places = scale.forward(_array([*seen, lowest, scale.T]))
    marks = zip(places[:-2], seen, strict=True)
    kept = _apart([(float(p), _power(v)) for p, v in marks], float(places[-1] - places[-2]))
    return Axis(title, float(places[-2]), float(places[-1]), kept)


def count(number: int, lang: str) -> str:
    """Write a whole number with thin spaces (French) or commas (English)."""
    return f"{number:,}".replace(",", NARROW) if lang == "fr" else f"{number:,}"


def share(part: int, whole: int, lang: str) -> str:
    """Write a percentage with one decimal, or a dash when there is nothing to compare with."""
    if not whole:
        return "–"
    text = f"{100 * part / whole:.1f}"
    return f"{text.replace('.', ',')}{NARROW}%" if lang == "fr" else f"{text}%"


def framed(
    parts: Iterable[str], title: str, lines: Sequence[str], scheme: Scheme, said: str = ""
) -> str:
    """Put parts into a picture with its title, one or two lines, and what a reader aloud says."""
    colours = COLOURS[scheme]
    head = [text(LEFT, 20, title, colours["ink"], "start", 15, bold=True)]
    head += [
        text(LEFT, 38 + 17 * i, line, colours["muted"], "start", 12) for i, line in enumerate(lines)
    ]
    name = escape(title, quote=True)
    return (
        f'<svg class="plot" role="img" aria-label="{name}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" font-family="{FONT}" font-size="12">'
        f"<title>{name}</title><desc>{escape(said or ' '.join(lines))}</desc>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["paper"]}"/>'
        f"{''.join(head)}{''.join(parts)}</svg>"
    )


def axes(across: Axis, up: Axis, scheme: Scheme) -> list[str]:
    """Draw both axes with their ticks and titles."""
    colours = COLOURS[scheme]
    ink, rule, bottom = colours["ink"], colours["rule"], HEIGHT - BOTTOM
    parts = [
        f'<rect x="{LEFT}" y="{TOP}" width="{ACROSS}" height="{DOWN}" fill="none" stroke="{rule}"/>'
    ]
    for place, label in across.ticks:
        x = number(LEFT + ACROSS * across.share(place))
        parts.append(f'<path d="M{x} {bottom}v5" stroke="{ink}"/>')
        parts.append(text(x, bottom + 18, label, ink))
    for place, label in up.ticks:
        y = number(bottom - DOWN * up.share(place))
        parts.append(f'<path d="M{LEFT} {y}h-5" stroke="{ink}"/>')
        parts.append(text(LEFT - 9, y, label, ink, "end", shift=4))
    parts.append(text(LEFT + ACROSS / 2, HEIGHT - 12, across.title, ink))
    middle = TOP + DOWN / 2
    parts.append(
        f'<g transform="translate(16 {number(middle)}) rotate(-90)">{text(0, 0, up.title, ink)}</g>'
    )
    return parts


def text(  # noqa: PLR0913 - what a text of a picture has
    x: float | str, y: float | str, words: str, colour: str, anchor: str = "middle",
    size: int = 12, *, shift: int = 0, bold: bool = False,
) -> str:  # fmt: skip
    """Write words at a place."""
    at = f'x="{number(x)}" y="{number(y)}"' + (f' dy="{shift}"' if shift else "")
    look = f' font-size="{size}"' + (' font-weight="600"' if bold else "")
    return f'<text {at} text-anchor="{anchor}" fill="{colour}"{look}>{escape(words)}</text>'


def number(value: float | str) -> str:
    """Write a coordinate with at most one decimal, the same on every machine."""
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def words(pair: Text, lang: str) -> str:
    """Give words in a language."""
    return pair.fr if lang == "fr" else pair.en


def _thousands(value: float, top: float) -> str:
    """Write a tick in thousands, where the axis reaches so far."""
    return f"{value / 1000:g}k" if value and top > THOUSAND else f"{value:g}"


def _power(value: float) -> str:
    if value == 0:
        return "0"
    sign = "−" if value < 0 else ""
    return sign + "10" + str(round(math.log10(abs(value)))).translate(DIGITS)


def _apart(marks: list[tuple[float, str]], length: float) -> tuple[tuple[float, str], ...]:
    """Leave out labels that would touch, the zero and the high ones kept."""
    kept: list[tuple[float, str]] = []
    for mark in sorted(marks, key=lambda m: (m[1] != "0", -m[0])):
        if all(abs(mark[0] - other[0]) > 0.07 * length for other in kept):
            kept.append(mark)
    return tuple(sorted(kept))


def _array(values: Sequence[float]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)
