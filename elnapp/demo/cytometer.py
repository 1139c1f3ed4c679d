"""The files of a cytometer, for the panels of the demonstration: tubes of cells whose share is known.

Every event is made here from a seed; dyes spill into each other's detectors, as FCS 3.1 says it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

CHANNELS = (
    "FSC-A", "FSC-H", "SSC-A", "FITC-A", "PE-A", "PerCP-Cy5-5-A", "APC-A", "APC-Cy7-A", "BV421-A",
    "Time",
)  # fmt: skip
DYES = CHANNELS[3:9]
COCKTAIL = "PE-A"
LABELS = {
    "FITC-A": "CD90",
    COCKTAIL: "CD45/CD14/CD19/CD31",
    "PerCP-Cy5-5-A": "CD105",
    "APC-A": "CD73",
    "APC-Cy7-A": "FVS780",
    "BV421-A": "CD44",
}
DETECTOR = {"CD90": 0, "NEG": 1, "CD34": 1, "HLA-DR": 1, "CD105": 2, "CD73": 3}
SPILL = (
    np.eye(6) + np.diag([0.12, 0.2, 0.05, 0.1, 0.0], 1) + np.diag([0.02, 0.03, 0.01, 0.05, 0.0], -1)
)
POSITIVE = {
    "CD90": 20_000.0, "NEG": 5_000.0, "CD34": 5_000.0, "HLA-DR": 5_000.0, "CD105": 5_000.0,
    "CD73": 15_000.0,
}  # fmt: skip
WORKED = {
    "CD73": 0.989, "CD90": 0.992, "CD105": 0.976, "NEG": 0.003, "CD34": 0.031, "HLA-DR": 0.014,
}  # fmt: skip
"""Shares of the worked lot; a control counts its percentile more."""
EARLY = {**WORKED, "CD90": 0.981, "CD105": 0.962, "CD34": 0.142}
"""Shares at the first passage, when cells of the tissue still carry CD34."""
OWN_TUBE = ("CD34", "HLA-DR")
"""Markers that share the detector of the negative cocktail and are stained apart from it."""
Tube = Callable[[Mapping[str, str]], bytes]
"""Makes a tube with these keywords."""
DEBRIS, DEAD, DOUBLET = 1, 2, 3
SIZE, SMALL = 90_000.0, 33_000.0  # mean forward scatter of cells, and of unusually small ones
RUN, CLOG_AT = 6_000, 2_000  # ticks of the clock
EVENTS, CONTROL_OF_COCKTAIL = 15_600, 31_000


def tube(  # noqa: PLR0913 - what the run of a tube has
    name: str,
    shares: Mapping[str, float],
    *,
    events: int = 9_000,
    seed: int = 1,
    clogged: float = 0.0,
    keywords: Mapping[str, str] | None = None,
    cells: float = SIZE,
) -> bytes:
    """Make one tube: `shares` of its live cells are positive for the stains that are in it.

    Of ten events one is debris, one dead and one a doublet; `cells` is their mean forward scatter.
    While `clogged` of the run lasts, the forward scatter falls to a third.
    """
    rng = np.random.default_rng(seed)
    kind, size, height, side = _scatter(rng, events, cells)
    true = rng.lognormal(np.log(120), 0.35, (events, 6))
    for stain, share in shares.items():
        chosen = rng.random(events) < share
        bright = POSITIVE[stain] * rng.lognormal(0, 0.3, events)
        true[:, DETECTOR[stain]] += np.where(chosen, bright, 0)
    true[:, 4] += np.where(kind == DEAD, 15_000 * rng.lognormal(0, 0.3, events), 0)
    time = np.sort(rng.uniform(0, RUN, events))
    bad = (time > CLOG_AT) & (time < CLOG_AT + RUN * clogged)
    size, height = (np.where(bad, v / 3, v) for v in (size, height))
    table = np.column_stack([size, height, side, true @ SPILL, time])
    return written(name, table, keywords or {})


def _scatter(rng: np.random.Generator, events: int, cells: float) -> tuple[np.ndarray, ...]:
    """Give the kind of each event and its scatter: area and height forward, area to the side."""
    kind = rng.choice(4, events, p=[0.7, 0.1, 0.1, 0.1])  # live, and the three below
    size = rng.normal(cells, cells * 2 / 15, events)
    size = np.where(kind == DEBRIS, rng.normal(9_000, 3_000, events), size)
    size = np.where(kind == DOUBLET, 1.9 * size, size).clip(1_000, 260_000)
    height = size * np.where(kind == DOUBLET, 0.55, 0.92) * rng.normal(1, 0.012, events)
    side = np.where(kind == DEBRIS, 6_000, 70_000) * rng.lognormal(0, 0.2, events)
    return kind, size, height, side


def written(name: str, table: np.ndarray, more: Mapping[str, str]) -> bytes:
    """Write a table of events as FCS 3.1."""
    words = {**_keywords(name, len(table)), **more}
    data = table.astype("<f4").tobytes()
    body = ""
    for _ in range(2):  # the offsets stand in the text, which is as long the second time
        begin = 58 + len(body)
        words |= {"$BEGINDATA": f"{begin:08d}", "$ENDDATA": f"{begin + len(data) - 1:08d}"}
        pairs = (f"{k}|{v.replace('|', '||')}|" for k, v in words.items() if v)
        body = "|" + "".join(pairs)
    begin = 58 + len(body)
    places = (58, begin - 1, begin, begin + len(data) - 1, 0, 0)
    return ("FCS3.1    " + "".join(f"{p:>8}" for p in places) + body).encode() + data


def chained(first: Tube, second: bytes) -> bytes:
    """Put another data set behind a tube, as some cytometers write two into one file."""
    behind = 0
    for _ in range(
        2
    ):  # the place of the second stands in the first, which is as long the next time
        made = first({"$NEXTDATA": f"{behind:08d}"})
        behind = len(made)
    return made + second


def _keywords(name: str, events: int) -> dict[str, str]:
    names = ",".join(DYES)
    cells = ",".join(f"{v:g}" for v in SPILL.ravel())
    words = {
        "$MODE": "L", "$DATATYPE": "F", "$BYTEORD": "1,2,3,4", "$NEXTDATA": "0",
        "$PAR": str(len(CHANNELS)), "$TOT": str(events), "$CYT": "MADE", "$CYTSN": "M-1",
        "TUBE NAME": name, "$SPILLOVER": f"6,{names},{cells}", "$BEGINSTEXT": "0", "$ENDSTEXT": "0",
        "$BEGINANALYSIS": "0", "$ENDANALYSIS": "0",
    }  # fmt: skip
    for i, channel in enumerate(CHANNELS, start=1):
        words |= {f"$P{i}N": channel, f"$P{i}B": "32", f"$P{i}E": "0,0", f"$P{i}R": "262144"}
        words |= {f"$P{i}V": "400", f"$P{i}S": LABELS.get(channel, "")}
    return words


def phenotype(
    shares: Mapping[str, float],
    keywords: Mapping[str, str] | None = None,
    seed: int = 100,
    cells: float = SIZE,
) -> dict[str, bytes]:
    """Make the nine tubes that MSC-AT-PHENOTYPE judges, by file name: three stained, six controls.

    `shares` are the positive cells of each marker, 0 to 1; `keywords` stand in every file.  Another
    `seed` gives other cells, `cells` smaller or larger ones.
    """
    together = {stain: share for stain, share in shares.items() if stain not in OWN_TUBE}
    files = _with_controls("full", together, seed, (keywords or {}, cells))
    for n, stain in enumerate((s for s in OWN_TUBE if s in shares), start=1):
        own = {**(keywords or {}), **labelled(stain)}
        files |= _with_controls(
            f"full_{stain}", {stain: shares[stain]}, seed + 10 * n, (own, cells)
        )
    return files


def labelled(antibodies: str) -> dict[str, str]:
    """Name what stands in the detector of the negative cocktail."""
    return {f"$P{CHANNELS.index(COCKTAIL) + 1}S": antibodies}


def _with_controls(
    code: str, shares: Mapping[str, float], seed: int, made: tuple[Mapping[str, str], float]
) -> dict[str, bytes]:
    """Make a stained tube and, for each of its markers, the control that lacks it."""
    keywords, cells = made
    more: dict[str, Any] = {"keywords": keywords, "cells": cells}
    files = {f"{code}.fcs": tube(code, shares, events=EVENTS, seed=seed, **more)}
    for i, stain in enumerate(shares, start=1):
        others = {name: share for name, share in shares.items() if name != stain}
        events = CONTROL_OF_COCKTAIL if stain == "NEG" else EVENTS
        name = f"FMO_{stain}"
        files[f"{name}.fcs"] = tube(name, others, events=events, seed=seed + i, **more)
    return files
