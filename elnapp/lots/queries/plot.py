"""Plots of growth as SVG text: one frame, some series of points, each point a way to its entry.

Pure: the same points give the same bytes.  Shapes and attributes only, no style and no script; each
series has a shape, a dash and a colour of its own, so that it can be told apart without colour.
Every plot has its table beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from html import escape

from batches.quantity import format_number

WIDTH, HEIGHT = 480, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 34, 46
FRAME = TOP + 16  # where the scale ends: title and legend stand above
TICKS = 5
LIFT = 10  # of the words of a limit from its line
REACH = 16  # half the side of what a finger may hit
INK, LINE, LIMIT = "#1d2733", "#c3cbd4", "#9b1c1c"
COLOURS = ("#0b5cad", "#9a4a00", "#0b5d2e", "#5b2a86", "#9b1c1c", "#3a444d")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "10 4", "4 4")
MOST_SERIES = len(COLOURS)


@dataclass(frozen=True, slots=True)
class Point:
    """One value in a plot; `words` say it aloud, `href` leads to the entry that it stands in."""

    x: Decimal
    y: Decimal
    words: str
    name: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Points that belong together, in the order of x."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One plot: what it shows, what its axes are, where its left scale starts, and its limits.

    `limits` are drawn across it, each with its words.
    """

    title: str
    x_label: str
    series: tuple[Series, ...]
    low: Decimal = Decimal(0)
    high: Decimal | None = None
    limits: tuple[tuple[Decimal, str], ...] = ()

    @property
    def points(self) -> list[Point]:
        """Give the points of all series."""
        return [p for one in self.series for p in one.points]


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Decimal
    high: Decimal
    step: Decimal

    def share(self, value: Decimal) -> Decimal:
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[Decimal]:
        return [
            self.low + n * self.step for n in range(int((self.high - self.low) / self.step) + 1)
        ]


def draw(chart: Chart, lang: str) -> str:
    """Draw a plot; one without a point is a frame that the page does not show."""
    points = chart.points
    x = _scale([p.x for p in points], Decimal(0), None, least=Decimal(1))
    y = _scale([*(p.y for p in points), *(v for v, _ in chart.limits)], chart.low, chart.high)
    parts = [*_frame(chart, x, y, lang), *_legend(chart), *_limits(chart, y)]
    for n, one in enumerate(chart.series):
        parts += _series(one, n, x, y)
    title = escape(chart.title)
    return (
        f'<svg class="plot" role="group" aria-label="{title}" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" font-size="14">{"".join(parts)}</svg>'
    )


def spark(values: Sequence[Decimal], words: str) -> str:
    """Draw a line so small that it stands in a heading; its words say where it begins and ends."""
    top = max(values, default=Decimal(0)) or Decimal(1)
    last = max(len(values) - 1, 1)
    placed = [
        (_at(4, 156, Decimal(i) / last), _at(36, 4, max(v, Decimal(0)) / top))
        for i, v in enumerate(values)
    ]
    path = " ".join(f"{x},{y}" for x, y in placed)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="3" fill="{COLOURS[0]}"/>' for x, y in placed)
    return (
        f'<svg class="spark" role="img" aria-label="{escape(words)}" viewBox="0 0 160 40" '
        'xmlns="http://www.w3.org/2000/svg" width="160" height="40">'
        f'<polyline points="{path}" fill="none" stroke="{COLOURS[0]}" stroke-width="2"/>{dots}'
        "</svg>"
    )


def _frame(chart: Chart, x: _Scale, y: _Scale, lang: str) -> list[str]:
    parts = [_text(4, 12, chart.title, "start", weight="600")]
    for value in y.ticks():
        height = _y(y, value)
        parts.append(_line((LEFT, height), (WIDTH - RIGHT, height)))
        parts.append(_text(LEFT - 8, height, _tick(value, lang), "end"))
    parts += [_text(_x(x, v), HEIGHT - BOTTOM + 18, _tick(v, lang)) for v in x.ticks()]
    parts.append(_text((LEFT + WIDTH - RIGHT) // 2, HEIGHT - 8, chart.x_label))
    return parts


def _limits(chart: Chart, y: _Scale) -> Iterable[str]:
    for value, words in chart.limits:
        height = _y(y, value)
        yield (
            f'<line x1="{LEFT}" y1="{height}" x2="{WIDTH - RIGHT}" y2="{height}" stroke="{LIMIT}" '
            'stroke-width="2" stroke-dasharray="10 4"/>'
        )
        # On the left: the newest passage stands on the right.  Below the line where the legend is.
        beside = Decimal(height) + (LIFT if Decimal(height) < FRAME + LIFT else -LIFT)
        yield _text(LEFT + 4, str(beside), words, "start", fill=LIMIT)


def _legend(chart: Chart) -> list[str]:
    """Name the series above the plot; a single one is named by the title."""
    if len(chart.series) < 2:  # noqa: PLR2004 - one series has nothing to be told from
        return []
    wide = (WIDTH - LEFT - RIGHT) // len(chart.series)
    parts = []
    for n, one in enumerate(chart.series):
        left = LEFT + n * wide
        parts.append(_mark(str(left + 6), str(TOP - 2), n))
        parts.append(_text(left + 16, TOP - 2, one.label, "start"))
    return parts


def _series(one: Series, n: int, x: _Scale, y: _Scale) -> list[str]:
    placed = [(p, _x(x, p.x), _y(y, p.y)) for p in one.points]
    path = " ".join(f"{a},{b}" for _p, a, b in placed)
    dash = f' stroke-dasharray="{DASHES[n]}"' if DASHES[n] else ""
    parts = [
        f'<polyline points="{path}" fill="none" stroke="{COLOURS[n]}" stroke-width="2"{dash}/>'
        if len(placed) > 1
        else ""
    ]
    for point, a, b in placed:
        parts.append(_point(point, a, b, n))
        if point.name:
            # A name over the scale's own numbers could not be read.
            clear = a if Decimal(a) - LEFT > REACH else str(Decimal(a) + REACH)
            parts.append(_text(clear, str(Decimal(b) - 15), point.name))
    return parts


def _point(point: Point, x: str, y: str, n: int) -> str:
    words = escape(point.words)
    if point.href is None:
        return f"<g><title>{words}</title>{_mark(x, y, n)}</g>"
    # A finger is wider than a mark: what can be hit is a square around it that is not seen.
    left, top = Decimal(x) - REACH, Decimal(y) - REACH
    side = 2 * REACH
    return (
        f'<a href="{escape(point.href)}" aria-label="{words}"><title>{words}</title>'
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}" fill="#ffffff" '
        f'fill-opacity="0"/>{_mark(x, y, n)}</a>'
    )


def _mark(x: str, y: str, n: int) -> str:
    """Draw the shape of a series: circle, square, triangle, diamond, cross, bar."""
    a, b, colour = Decimal(x), Decimal(y), COLOURS[n]
    if n == 0:
        return f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'
    corners = (
        ((-5, -5), (5, -5), (5, 5), (-5, 5)),
        ((0, -6), (6, 5), (-6, 5)),
        ((0, -7), (7, 0), (0, 7), (-7, 0)),
        ((0, 6), (6, -5), (-6, -5)),
        ((-7, -3), (7, -3), (7, 3), (-7, 3)),
    )[n - 1]
    path = " ".join(f"{a + dx},{b + dy}" for dx, dy in corners)
    return f'<polygon points="{path}" fill="{colour}"/>'


def _line(start: tuple[int, str], end: tuple[int, str]) -> str:
    return (
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="{LINE}" '
        'stroke-width="1"/>'
    )


def _text(
    x: int | str,
    y: int | str,
    words: str,
    anchor: str = "middle",
    weight: str = "400",
    *,
    fill: str = INK,
) -> str:
    return (
        f'<text x="{x}" y="{y}" dy="4" text-anchor="{anchor}" fill="{fill}" '
        f'font-weight="{weight}">{escape(words)}</text>'
    )


def _x(scale: _Scale, value: Decimal) -> str:
    return _at(LEFT, WIDTH - RIGHT, scale.share(value))


def _y(scale: _Scale, value: Decimal) -> str:
    return _at(HEIGHT - BOTTOM, FRAME, scale.share(value))


def _at(start: int, end: int, share: Decimal) -> str:
    return str((start + (end - start) * share).quantize(Decimal("0.1")))


def _tick(value: Decimal, lang: str) -> str:
    shown = format_number(value.normalize() if value else Decimal(0), lang)
    return shown.replace("-", "\u2212")


def _scale(
    values: Iterable[Decimal], low: Decimal, high: Decimal | None, least: Decimal = Decimal(0)
) -> _Scale:
    """Give a scale of whole ticks that holds every value; below `low` only where a value is.

    Ticks are `least` apart or more: there is no half passage.
    """
    known = list(values)
    bottom = min([low, *known])
    top = high if high is not None else max([low + 1, *known])
    step = max(_step(top - bottom), least)
    start = (bottom / step).to_integral_value("ROUND_FLOOR") * step
    return _Scale(
        start, start + ((top - start) / step).to_integral_value(ROUND_CEILING) * step, step
    )


def _step(width: Decimal) -> Decimal:
    """Give the distance of ticks: 1, 2 or 5 times a power of ten, about five of them."""
    rough = width / TICKS
    power = Decimal(10) ** rough.adjusted()
    return next(n * power for n in (1, 2, 5, 10) if n * power >= rough)
