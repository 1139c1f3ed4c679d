"""Panels for tests and measurements: the tubes that MSC-AT-DEMO judges, of known cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elnapp.demo import cytometer
from elnapp.demo.cytometer import CHANNELS, DYES, written

__all__ = ["CHANNELS", "DYES", "panel", "tube", "tubes", "written"]

COCKTAIL = cytometer.labelled("CD45/CD34/CD14/CD19/HLA-DR")
STAINS = ("CD90", "NEG", "CD105", "CD73")


def tube(
    name: str,
    shares: Mapping[str, float],
    *,
    events: int = 9_000,
    keywords: Mapping[str, str] | None = None,
    **more: Any,
) -> bytes:
    """Make one tube as `cytometer.tube` does; its cocktail holds CD34 and HLA-DR too."""
    words = {**COCKTAIL, **(keywords or {})}
    return cytometer.tube(name, shares, events=events, keywords=words, **more)


def panel(shares: Mapping[str, float] | None = None, events: int = 16_000) -> dict[str, bytes]:
    """Make the five tubes of the demonstration panel, by file name."""
    held = dict(shares or {"CD90": 0.99, "CD73": 0.99, "CD105": 0.98, "NEG": 0.005})
    files = {"10_full_stain.fcs": tube("10_full_stain", held, events=events, seed=7)}
    for i, stain in enumerate(held):
        others = {k: v for k, v in held.items() if k != stain}
        files[f"FMO_{stain}.fcs"] = tube(f"FMO_{stain}", others, seed=20 + i)
    return files


def tubes(events: int) -> dict[str, bytes]:
    """Make six tubes of so many events each: the stained one, four controls, one unstained."""
    files = panel(events=events)
    for i, stain in enumerate(STAINS):
        others = {k: 0.99 if k != "NEG" else 0.005 for k in STAINS if k != stain}
        files[f"FMO_{stain}.fcs"] = tube(f"FMO_{stain}", others, events=events, seed=40 + i)
    return files | {"unstained.fcs": tube("unstained", {}, events=events, seed=50)}
