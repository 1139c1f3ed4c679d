"""The growth plot: cumulative doublings and doubling time against days, as SVG text.

Pure: the same passages give the same bytes.  Shapes and attributes only, no style and no script;
colours are given because the page's style sheet does not reach the printed record.  Every plot has
its table beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Literal

from batches.quantity import format_number
from batches.text import Text
from elnapp.lots.queries.growth import Passage

Scheme = Literal["screen", "print"]

WIDTH, HEIGHT = 960, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 64, 36, 52
TICKS = 5
WORDS = {
    "title": Text("Growth over the passages", "Croissance au fil des passages"),
    "days": Text("days since the first seeding", "jours depuis le premier ensemencement"),
    "cumulative": Text(
        "cumulative doublings (left scale)", "doublements cumulés (échelle de gauche)"
    ),
    "time": Text("doubling time, h (right scale)", "temps de doublement, h (échelle de droite)"),
    "none": Text("No harvest yet.", "Aucune récolte pour l'instant."),
}
COLOURS: dict[Scheme, dict[str, str]] = {
    "screen": {"ink": "#1d2733", "line": "#c3cbd4", "one": "#0b5cad", "two": "#9a4a00"},
    "print": {"ink": "#000000", "line": "#b0b0b0", "one": "#003f7d", "two": "#7a3a00"},
}


@dataclass(frozen=True, slots=True)
class _Frame:
    """Scales of one plot; x in days, both y from 0 to their top."""

    days: Decimal
    left: Decimal
    right: Decimal
    lang: str
    colours: dict[str, str]

    def x(self, value: Decimal) -> str:
        return _at(LEFT, WIDTH - RIGHT, value, self.days)

    def y(self, value: Decimal, top: Decimal) -> str:
        return _at(HEIGHT - BOTTOM, TOP, value, top)


def growth_svg(passages: Sequence[Passage], lang: str, scheme: Scheme = "screen") -> str:
    """Draw cPD (circles, left scale) and DT (squares, right scale) against days."""
    known = [p for p in passages if p.days is not None and p.cumulative is not None]
    colours = COLOURS[scheme]
    if not known:
        return _svg([_text(WIDTH // 2, HEIGHT // 2, WORDS["none"][lang], colours["ink"])], lang)
    frame = _Frame(
        _nice(p.days for p in known),
        _nice(p.cumulative for p in known),
        _nice(p.doubling_time for p in known),
        lang,
        colours,
    )
    cumulative = [(p, p.cumulative) for p in known]
    times = [(p, p.doubling_time) for p in known if p.doubling_time is not None]
    parts = [
        *_grid(frame, with_right=bool(times)),
        *_series(frame, cumulative, frame.left, (colours["one"], _circle)),
        *_series(frame, times, frame.right, (colours["two"], _square)),
        *_names(frame, cumulative),
        *_legend(frame, with_right=bool(times)),
    ]
    return _svg(parts, lang)


def _svg(parts: Iterable[str], lang: str) -> str:
    title = escape(WORDS["title"][lang])
    return (
        f'<svg class="plot" role="img" aria-label="{title}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" font-size="14">'
        f"<title>{title}</title>{''.join(parts)}</svg>"
    )


def _grid(frame: _Frame, *, with_right: bool) -> list[str]:
    ink, line = frame.colours["ink"], frame.colours["line"]
    parts = []
    for i in range(TICKS + 1):
        share = Decimal(i) / TICKS
        y = frame.y(share, Decimal(1))
        parts.append(_line((LEFT, y), (WIDTH - RIGHT, y), line))
        parts.append(_text(LEFT - 8, y, _tick(frame.left * share, frame.lang), ink, "end"))
        if with_right:
            text = _tick(frame.right * share, frame.lang)
            parts.append(_text(WIDTH - RIGHT + 8, y, text, ink, "start"))
        x = _at(LEFT, WIDTH - RIGHT, share, Decimal(1))
        parts.append(_text(x, HEIGHT - BOTTOM + 18, _tick(frame.days * share, frame.lang), ink))
    parts.append(_text((LEFT + WIDTH - RIGHT) // 2, HEIGHT - 12, WORDS["days"][frame.lang], ink))
    return parts


def _series(
    frame: _Frame,
    points: Sequence[tuple[Passage, Decimal | None]],
    top: Decimal,
    look: tuple[str, Callable[[str, str, str], str]],
) -> list[str]:
    colour, mark = look
    placed = [(frame.x(p.days or Decimal(0)), frame.y(v or Decimal(0), top)) for p, v in points]
    path = " ".join(f"{x},{y}" for x, y in placed)
    joined = (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        if len(placed) > 1
        else ""
    )
    return [joined, *(mark(x, y, colour) for x, y in placed)]


def _names(frame: _Frame, points: Sequence[tuple[Passage, Decimal | None]]) -> list[str]:
    ink = frame.colours["ink"]
    return [_text(frame.x(p.days or Decimal(0)), TOP - 6, p.name, ink) for p, _value in points]


def _legend(frame: _Frame, *, with_right: bool) -> list[str]:
    ink, one, two = (frame.colours[c] for c in ("ink", "one", "two"))
    y = "12"
    parts = [
        _circle(str(LEFT), y, one),
        _text(LEFT + 10, 12, WORDS["cumulative"][frame.lang], ink, "start"),
    ]
    if with_right:
        parts.append(_square(str(WIDTH // 2), y, two))
        parts.append(_text(WIDTH // 2 + 10, 12, WORDS["time"][frame.lang], ink, "start"))
    return parts


def _circle(x: str, y: str, colour: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'


def _square(x: str, y: str, colour: str) -> str:
    left, top = Decimal(x) - 5, Decimal(y) - 5
    return f'<rect x="{left}" y="{top}" width="10" height="10" fill="{colour}"/>'


def _line(start: tuple[int, str], end: tuple[int, str], colour: str) -> str:
    return (
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="{colour}" '
        'stroke-width="1"/>'
    )


def _text(x: int | str, y: int | str, words: str, colour: str, anchor: str = "middle") -> str:
    return (
        f'<text x="{x}" y="{y}" dy="4" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def _at(start: int, end: int, value: Decimal, top: Decimal) -> str:
    place = start + (end - start) * (value / top if top else Decimal(0))
    return str(place.quantize(Decimal("0.1")))


def _tick(value: Decimal, lang: str) -> str:
    return format_number(value.normalize() if value else Decimal(0), lang)


def _nice(values: Iterable[Decimal | None]) -> Decimal:
    """Give a top for a scale from 0: 1, 2 or 5 times a power of ten for each of its ticks."""
    highest = max((v for v in values if v is not None), default=Decimal(0))
    if highest <= 0:
        return Decimal(TICKS)
    step = highest / TICKS
    power = Decimal(10) ** step.adjusted()
    size = next(n for n in (1, 2, 5, 10) if n * power >= step)
    return TICKS * size * power
