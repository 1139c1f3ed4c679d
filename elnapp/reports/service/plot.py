"""The growth of a lot as two small plots side by side, in black on white: a picture with its words.

Shapes and attributes only; the same passages give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from html import escape
from typing import Any

from elnapp.reports.service.printer import INK, Printer, data_uri

WIDTH, HEIGHT, GAP = 680, 220, 48
LEFT, TOP, BOTTOM = 40, 30, 40
MARGIN = 14
PANEL = (WIDTH - GAP - MARGIN) // 2
TICKS = 5
LINE = "#b8bfc5"
Point = tuple[Decimal, Decimal, str]


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot: where it begins, its scales, its words."""

    left: int
    x_top: Decimal
    y_top: Decimal
    title: str
    printer: Printer

    def x(self, value: Decimal) -> str:
        """Place days."""
        return _at(self.left + LEFT, self.left + PANEL, value / self.x_top)

    def y(self, value: Decimal) -> str:
        """Place a value; zero stands at the foot."""
        return _at(HEIGHT - BOTTOM, TOP, value / self.y_top)


def growth(
    passages: Sequence[Mapping[str, Any]], printer: Printer, words: Mapping[str, str]
) -> str:
    """Draw cumulative doublings and doubling time against days; gives a data: address."""
    parts = []
    for i, (name, title) in enumerate(
        (("cumulative", "plot_cumulative"), ("doubling_time", "plot_time"))
    ):
        points = _points(passages, name)
        top = _nice(p[1] for p in points)
        panel = Panel(
            i * (PANEL + GAP),
            _nice(p[0] for p in _points(passages, "cumulative")),
            top,
            words[title],
            printer,
        )
        parts += [*_frame(panel, words["plot_days"]), *_series(panel, points)]
    return data_uri(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="IBM Plex Sans" font-size="11" fill="{INK}">{"".join(parts)}</svg>'
    )


def _points(passages: Iterable[Mapping[str, Any]], name: str) -> list[Point]:
    return [
        (Decimal(p["days"]), Decimal(p[name]), str(p["name"]))
        for p in passages
        if p["days"] is not None and p[name] is not None
    ]


def _frame(panel: Panel, days: str) -> list[str]:
    left, right = panel.left + LEFT, panel.left + PANEL
    parts = [_text(panel.left, 12, panel.title, "start", weight="600")]
    for value in _ticks(panel.y_top):
        y = panel.y(value)
        parts.append(_line((str(left), y), (str(right), y), LINE if value else INK))
        parts.append(_text(left - 6, y, panel.printer.number(_plain(value)), "end"))
    parts += [
        _text(panel.x(value), HEIGHT - BOTTOM + 16, panel.printer.number(_plain(value)))
        for value in _ticks(panel.x_top)
    ]
    parts.append(_text((left + right) // 2, HEIGHT - 6, days))
    return parts


def _series(panel: Panel, points: Sequence[Point]) -> list[str]:
    placed = [(panel.x(days), panel.y(value), name) for days, value, name in points]
    path = " ".join(f"{x},{y}" for x, y, _name in placed)
    parts = [f'<polyline points="{path}" fill="none" stroke="{INK}" stroke-width="1.4"/>']
    for x, y, name in placed:
        parts.append(f'<circle cx="{x}" cy="{y}" r="3.4" fill="{INK}"/>')
        parts.append(_text(x, str(Decimal(y) - 11), name))
    return parts


def _ticks(top: Decimal) -> list[Decimal]:
    step = _step(top)
    return [step * n for n in range(int(top / step) + 1)]


def _nice(values: Iterable[Decimal]) -> Decimal:
    """Give the top of a scale from zero: the next whole tick above the highest value."""
    highest = max(values, default=Decimal(0))
    if highest <= 0:
        return Decimal(1)
    step = _step(highest)
    return (highest / step).to_integral_value(ROUND_CEILING) * step


def _step(top: Decimal) -> Decimal:
    """Give the distance of ticks: 1, 2 or 5 times a power of ten, about five of them."""
    rough = top / TICKS
    power = Decimal(10) ** rough.adjusted()
    return next(n * power for n in (1, 2, 5, 10) if n * power >= rough)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _line(start: tuple[str, str], end: tuple[str, str], colour: str) -> str:
    return (
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="{colour}" '
        'stroke-width="0.8"/>'
    )


def _text(
    x: int | str, y: int | str, words: str, anchor: str = "middle", weight: str = "400"
) -> str:
    return (
        f'<text x="{x}" y="{y}" dy="4" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )


def _at(start: int, end: int, share: Decimal) -> str:
    return str((start + (end - start) * share).quantize(Decimal("0.1")))
