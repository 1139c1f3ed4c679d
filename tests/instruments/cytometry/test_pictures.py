"""Pictures: small, the same each time, readable aloud, and true to the counts."""

from __future__ import annotations

import re

import pytest
from defusedxml.ElementTree import fromstring

from bench import fcs_panel as made
from instruments.cytometry.panel import Evaluation, evaluate
from instruments.cytometry.pictures import Picture, gate_pictures, histogram
from instruments.cytometry.pictures.picture import linear_axis
from instruments.cytometry.reading import read_tube
from instruments.cytometry.roles import role_of
from tests.instruments.cytometry.test_panel import DEMO, SHARES

SVG = "{http://www.w3.org/2000/svg}"
MOST = 100_000  # bytes of one picture


@pytest.fixture(scope="module")
def found() -> Evaluation:
    """Evaluate a panel once; one of its tubes was clogged for a while."""
    files = made.panel(SHARES)
    files["10_full_stain.fcs"] = made.tube("full", SHARES, events=18_000, clogged=0.1)
    tubes = {role_of(n.removesuffix(".fcs"), DEMO) or n: read_tube(b, n) for n, b in files.items()}
    return evaluate(DEMO, tubes)


def drawn(found: Evaluation, lang: str) -> list[Picture]:
    """Draw everything."""
    markers = [histogram(m, found, m.marker.code, lang) for m in found.markers]
    return [*gate_pictures(found.tubes["full"], DEMO, "full", lang), *filter(None, markers)]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_picture_is_small_and_says_what_it_is(found: Evaluation, lang: str) -> None:
    pictures = drawn(found, lang)
    assert len(pictures) == 8
    for picture in pictures:
        root = fromstring(picture.svg)
        assert root.get("role") == "img"
        assert (root.findtext(f"{SVG}title") or "") == root.get("aria-label")
        assert root.findtext(f"{SVG}desc")
        assert len(picture.svg) < MOST
        assert not re.search(r"<style|<script|href|style=|url\(", picture.svg)
        assert "nan" not in picture.svg
    assert pictures == drawn(found, lang)


@pytest.mark.parametrize("high", [0.0, 5e-324, 0.7, 6.0, 7.0, 262144.0, 3.4e38, 1.7e308])
def test_an_axis_has_ticks_that_fit_however_high_its_values(high: float) -> None:
    axis = linear_axis("FSC-A", high)
    assert 3 <= len(axis.ticks) <= 7
    places = [place for place, _ in axis.ticks]
    assert places == sorted(set(places))
    assert axis.high == (high if high > 1e-30 else 1.0)
    assert all(len(label) <= 9 for _, label in axis.ticks)


def test_the_table_holds_the_counts(found: Evaluation) -> None:
    pictures = {p.name: p for p in drawn(found, "fr")}
    counts = found.tubes["full"].counts
    rows = pictures["gate-full-4-live"].table.rows
    assert rows[-1][1] == f"{counts['live']:,}".replace(",", "\u202f")
    cd90 = next(m for m in found.markers if m.marker.code == "CD90")
    assert pictures["marker-CD90"].table.rows[0][1:3] == tuple(
        f"{n:,}".replace(",", "\u202f") for n in (cd90.positives, cd90.total)
    )


def test_the_grid_draws_each_event_once(found: Evaluation) -> None:
    """Every run lies in the grid of 256 cells, and no two overlap."""
    svg = next(p.svg for p in drawn(found, "en") if "cells" in p.name)
    seen: set[tuple[int, int]] = set()
    for path in re.findall(r'd="(m[^"]*h[^"]*)"', svg):
        x = y = 0
        for dx, dy, length in re.findall(r"m(-?\d+) (-?\d+)h(\d+)", path):
            x, y = x + int(dx), y + int(dy)
            cells = {(x + i, y) for i in range(int(length))}
            assert not cells & seen
            assert all(0 <= a < 256 and 0 <= b < 256 for a, b in cells)
            seen |= cells
            x += int(length)
    assert len(seen) > 1000


def test_a_marker_without_a_control_is_drawn_without_a_threshold(found: Evaluation) -> None:
    tubes = {r: t.events for r, t in found.tubes.items() if r != "FMO_CD73"}
    alone = evaluate(DEMO, tubes)
    marker = next(m for m in alone.markers if m.marker.code == "CD73")
    picture = histogram(marker, alone, "CD73", "fr")
    assert picture is not None
    assert "Pas de témoin" in picture.svg
    assert histogram(marker, Evaluation(alone.markers, {}, {}), "CD73") is None
