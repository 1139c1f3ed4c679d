"""The growth of a lot as small plots, two beside each other, in black on white, with their words.

Shapes and attributes only; the same passages give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from html import escape
from typing import Any

from elnapp.reports.service.printer import INK, Printer, data_uri

WIDTH, HEIGHT, GAP = 680, 230, 48
LEFT, TOP, BOTTOM = 40, 40, 40
MARGIN = 14
PANEL = (WIDTH - GAP - MARGIN) // 2
TICKS = 5
LINE = "#b8bfc5"
Point = tuple[Decimal, Decimal, str]
BY_DAY = "cumulative"
PLOTS = {
    BY_DAY: "plot_cumulative",
    "doublings": "plot_doublings",
    "doubling_time": "plot_time",
    "viability": "plot_viability",
    "senescent": "plot_senescent",
}
"""What is drawn of a passage, and its title."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot: where it begins, its scales, its words."""

    left: int
    top: int
    x_top: Decimal
    y_low: Decimal
    y_top: Decimal
    title: str
    printer: Printer

    def x(self, value: Decimal) -> str:
        """Place days."""
        return _at(self.left + LEFT, self.left + PANEL, value / self.x_top)

    def y(self, value: Decimal) -> str:
        """Place a value; the low end of the scale stands at the foot."""
        share = (value - self.y_low) / (self.y_top - self.y_low)
        return _at(self.top + HEIGHT - BOTTOM, self.top + TOP, share)


def growth(
    passages: Sequence[Mapping[str, Any]], printer: Printer, words: Mapping[str, str]
) -> str:
    """Draw what is known of `PLOTS`, two in a row; gives a data: address.

    Cumulative doublings stand against days, everything else against the passage.
    """
    known = [(name, _points(passages, name)) for name in PLOTS]
    drawn = [(name, points) for name, points in known if points] or known[:1]
    parts = []
    for i, (name, points) in enumerate(drawn):
        panel = _panel(i, name, points, printer, words)
        parts += [*_frame(panel, words["plot_days" if name == BY_DAY else "plot_passage"])]
        parts += _series(panel, points)
    height = HEIGHT * ((len(drawn) + 1) // 2)
    return data_uri(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="IBM Plex Sans" font-size="11" fill="{INK}">{"".join(parts)}</svg>'
    )


def _panel(
    i: int, name: str, points: Sequence[Point], printer: Printer, words: Mapping[str, str]
) -> Panel:
    low, top = min([Decimal(0), *(p[1] for p in points)]), _nice(p[1] for p in points)
    if name == "viability" and points:
        # Viability lives near its top: a scale from 0 would show a flat line.
        low, top = min(Decimal(50), *(p[1] for p in points)), Decimal(100)
    row, column = divmod(i, 2)
    left, right = column * (PANEL + GAP), _nice(p[0] for p in points)
    return Panel(left, row * HEIGHT, right, low, top, words[PLOTS[name]], printer)


def _points(passages: Iterable[Mapping[str, Any]], name: str) -> list[Point]:
    at = "days" if name == BY_DAY else "n"
    return [
        (Decimal(p[at]), Decimal(p[name]), str(p["name"]))
        for p in passages
        if p[at] is not None and p.get(name) is not None
    ]


def _frame(panel: Panel, days: str) -> list[str]:
    left, right = panel.left + LEFT, panel.left + PANEL
    foot = panel.top + HEIGHT
    parts = [_text(panel.left, panel.top + 12, panel.title, "start", weight="600")]
    for value in _ticks(panel.y_low, panel.y_top):
        y = panel.y(value)
        parts.append(_line((str(left), y), (str(right), y), LINE if value > panel.y_low else INK))
        parts.append(_text(left - 6, y, panel.printer.number(_plain(value)), "end"))
    parts += [
        _text(panel.x(value), foot - BOTTOM + 16, panel.printer.number(_plain(value)))
        for value in _ticks(Decimal(0), panel.x_top)
    ]
    parts.append(_text((left + right) // 2, foot - 6, days))
    return parts


def _series(panel: Panel, points: Sequence[Point]) -> list[str]:
    placed = [(panel.x(days), panel.y(value), name) for days, value, name in points]
    path = " ".join(f"{x},{y}" for x, y, _name in placed)
    parts = [f'<polyline points="{path}" fill="none" stroke="{INK}" stroke-width="1.4"/>']
    for x, y, name in placed:
        parts.append(f'<circle cx="{x}" cy="{y}" r="3.4" fill="{INK}"/>')
        # A name over the scale's own numbers could not be read.
        clear = max(Decimal(x), Decimal(panel.left + LEFT + MARGIN))
        parts.append(_text(str(clear), str(Decimal(y) - 11), name))
    return parts


def _ticks(low: Decimal, top: Decimal) -> list[Decimal]:
    step = _step(top - low)
    first = (low / step).to_integral_value(ROUND_CEILING)
    return [step * n for n in range(int(first), int(top / step) + 1)]


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
