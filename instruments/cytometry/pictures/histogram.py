"""A marker: the sample over its control on the logicle scale, with the threshold."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.panel import Counted, Evaluation
from instruments.cytometry.pictures.picture import (
    ACROSS,
    BOTTOM,
    COLOURS,
    DOWN,
    HEIGHT,
    LEFT,
    TOP,
    Axis,
    Picture,
    Scheme,
    Table,
    axes,
    count,
    framed,
    logicle_axis,
    number,
    share,
    text,
    words,
)
from instruments.text import Text

BINS = 128
Floats = NDArray[np.float64]

WORDS = {
    "sample": Text("sample", "échantillon"),
    "up": Text("events, % of the highest", "événements, % du maximum"),
    "threshold": Text("threshold {value}", "seuil {value}"),
    "above": Text("above", "au-dessus"),
    "of": Text("live singlets", "isolées vivantes"),
    "tube": Text("tube", "tube"),
    "positive": Text("share", "part"),
    "mfi": Text("MFI", "IMF"),
    "none": Text("No control, no threshold.", "Pas de témoin, pas de seuil."),
    "line": Text("{part} of {whole} live singlets above {value} ({share})",
                 "{part} sur {whole} cellules isolées vivantes au-dessus de {value} ({share})"),
}  # fmt: skip


def histogram(
    found: Counted, done: Evaluation, name: str, lang: str = "en", scheme: Scheme = "screen"
) -> Picture | None:
    """Draw one marker; None when there is no tube to draw. `name` is what people call the marker."""
    sample, control = done.tubes.get(found.marker.tube), done.tubes.get(found.control)
    if sample is None or not found.channel:
        return None
    traces = [("sample", sample.live(found.channel))]
    if control is not None and found.channel in control.events.names:
        traces.insert(0, ("control", control.live(found.channel)))
    axis = _axis(found, traces)
    scale, colours = found.marker.scale, COLOURS[scheme]
    up = Axis(words(WORDS["up"], lang), 0, 1, tuple((i / 4, str(25 * i)) for i in range(5)))
    parts = [_area(scale.forward(v), axis, kind, colours[kind]) for kind, v in traces]
    parts += axes(axis, up, scheme)
    if found.threshold is not None:
        parts.append(_cut(found, axis, colours["gate"]))
    parts += _legend(found, lang, scheme)
    svg = framed(parts, name, [_short(found, lang)], scheme, _line(found, lang))
    return Picture(f"marker-{found.marker.code}", svg, _table(found, name, lang))


def _axis(found: Counted, traces: list[tuple[str, Floats]]) -> Axis:
    lows = [float(np.quantile(v, 0.001)) for _, v in traces if v.size]
    lowest = min([-100.0, *lows])
    title = f"{found.marker.labels[0]} ({found.channel})"
    return logicle_axis(title, found.marker.scale, lowest)


def _area(places: Floats, axis: Axis, kind: str, colour: str) -> str:
    """Draw the bins as one outline, its highest bin at 95 % of the frame."""
    kept = np.clip(places, axis.low, axis.high)
    bins, _ = np.histogram(kept, BINS, (axis.low, axis.high))
    smooth = np.convolve(bins, (0.25, 0.5, 0.25), mode="same")
    top = smooth.max() if bins.size and smooth.max() > 0 else 1.0
    bottom, wide = HEIGHT - BOTTOM, ACROSS / BINS
    points = [f"{number(LEFT)} {bottom}"]
    for i, value in enumerate(smooth):
        points.append(
            f"{number(LEFT + (i + 0.5) * wide)} {number(bottom - 0.95 * DOWN * value / top)}"
        )
    points.append(f"{number(LEFT + ACROSS)} {bottom}")
    dash = ' stroke-dasharray="4 3"' if kind == "control" else ""
    opacity = "0.18" if kind == "control" else "0.28"
    return (
        f'<path d="M{"L".join(points)}Z" fill="{colour}" fill-opacity="{opacity}" '
        f'stroke="{colour}" stroke-width="1.5"{dash}/>'
    )


def _cut(found: Counted, axis: Axis, colour: str) -> str:
    place = float(found.marker.scale.forward(np.array([float(found.threshold or 0)]))[0])
    x = LEFT + ACROSS * axis.share(place)
    return f'<path d="M{number(x)} {TOP}V{HEIGHT - BOTTOM}" stroke="{colour}" stroke-width="2"/>'


def _legend(found: Counted, lang: str, scheme: Scheme) -> list[str]:
    colours = COLOURS[scheme]
    lines = [("sample", words(WORDS["sample"], lang)), ("control", found.control)]
    if found.threshold is not None:
        value = _plain(found.threshold, lang)
        lines.append(("gate", words(WORDS["threshold"], lang).format(value=value)))
    parts: list[str] = []
    at = float(LEFT)
    for kind, label in lines:
        dash = ' stroke-dasharray="4 3"' if kind == "control" else ""
        look = f'stroke="{colours[kind]}" stroke-width="2"{dash}'
        parts.append(f'<path d="M{number(at)} 51h16" {look}/>')
        parts.append(text(at + 21, 55, label, colours[kind], "start"))
        at += 38 + 7.4 * len(label)
    return parts


def _short(found: Counted, lang: str) -> str:
    if found.positives is None or found.total is None:
        return words(WORDS["none"], lang)
    part, whole = (count(n, lang) for n in (found.positives, found.total))
    return f"{share(found.positives, found.total, lang)}  ({part} / {whole})"


def _line(found: Counted, lang: str) -> str:
    if found.threshold is None or found.positives is None or found.total is None:
        return words(WORDS["none"], lang)
    return words(WORDS["line"], lang).format(
        part=count(found.positives, lang),
        whole=count(found.total, lang),
        value=_plain(found.threshold, lang),
        share=share(found.positives, found.total, lang),
    )


def _table(found: Counted, name: str, lang: str) -> Table:
    head = tuple(words(WORDS[w], lang) for w in ("tube", "above", "of", "positive", "mfi"))
    rows = [(found.marker.tube, found.positives, found.total, found.mfi)]
    rows.append((found.control, found.control_positives, found.control_total, found.control_mfi))
    return Table(name, head, tuple(_row(*r, lang) for r in rows))


def _row(
    role: str, part: int | None, whole: int | None, mfi: Decimal | None, lang: str
) -> tuple[str, ...]:
    counts = ("–" if n is None else count(n, lang) for n in (part, whole))
    percent = "–" if part is None or whole is None else share(part, whole, lang)
    return role, *counts, percent, "–" if mfi is None else _plain(mfi, lang)


def _plain(value: Decimal, lang: str) -> str:
    shown = format(value, "f")
    return shown.replace(".", ",") if lang == "fr" else shown
