"""The plots of growth: the same points give the same picture, without a script or a style."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from elnapp.lots.queries.plot import MOST_SERIES, Chart, Point, Series, draw, spark

SVG = "{http://www.w3.org/2000/svg}"


def series(label: str, *values: str, href: str | None = None) -> Series:
    """Points of one lot at passages 0, 1, 2, …"""
    points = (
        Point(Decimal(i), Decimal(value), f"{label} P{i}: {value}", f"P{i}", href)
        for i, value in enumerate(values)
    )
    return Series(label, tuple(points))


def drawn(chart: Chart, lang: str = "en") -> ET.Element:
    """Draw and read back."""
    return ET.fromstring(draw(chart, lang))  # noqa: S314 our own text


def texts(root: ET.Element) -> list[str]:
    """Every word in the picture."""
    return [t.text or "" for t in root.iter(f"{SVG}text")]


def test_each_point_leads_to_its_entry_and_says_its_value() -> None:
    root = drawn(Chart("PD", "passage", (series("L", "3.0", "2.9", href="/lots/L/record/P1/x"),)))

    ways = root.findall(f"{SVG}a")
    assert [a.get("aria-label") for a in ways] == ["L P0: 3.0", "L P1: 2.9"]
    assert {a.get("href") for a in ways} == {"/lots/L/record/P1/x"}
    assert root.get("role") == "group"  # what is in a picture could not be reached


def test_a_higher_value_stands_higher() -> None:
    root = drawn(Chart("cPD", "days", (series("L", "0", "3.0", "6.1"),)))

    heights = [float(c.get("cy", "")) for c in root.iter(f"{SVG}circle")]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3


def test_lots_are_told_apart_without_colour() -> None:
    lots = tuple(series(f"L{n}", "1", "2") for n in range(MOST_SERIES))
    root = drawn(Chart("PD", "passage", lots))

    dashes = [line.get("stroke-dasharray") for line in root.iter(f"{SVG}polyline")]
    assert len(dashes) == len(set(dashes)) == MOST_SERIES
    assert {f"L{n}" for n in range(MOST_SERIES)} <= set(texts(root))


def test_cells_that_were_lost_are_drawn_below_zero() -> None:
    root = drawn(Chart("PD", "passage", (series("L", "2.0", "-1.5"),)))

    assert any(t.startswith("\u2212") for t in texts(root))
    assert all(0 <= float(c.get("cy", "")) <= 300 for c in root.iter(f"{SVG}circle"))


@pytest.mark.parametrize(("lang", "mark"), [("en", "0.5"), ("fr", "0,5")])
def test_scales_are_written_as_the_language_writes(lang: str, mark: str) -> None:
    assert mark in texts(drawn(Chart("x", "x", (series("L", "0.5", "1.5"),)), lang))


def test_words_of_a_point_are_escaped() -> None:
    bad = Point(Decimal(1), Decimal(1), '<b onclick="x">', "<i>", '/"x')
    text = draw(Chart("<t>", "x", (Series("s", (bad,)),)), "en")

    assert "<b" not in text
    assert "<i>" not in text
    ET.fromstring(text)  # noqa: S314 our own text


def test_it_has_no_style_and_no_script() -> None:
    chart = Chart("PD", "passage", (series("L", "3.0", "2.9"),))

    assert "style" not in draw(chart, "fr")
    assert "script" not in draw(chart, "fr")
    assert draw(chart, "fr") == draw(chart, "fr")


def test_a_line_of_the_overview_says_in_words_where_it_ends() -> None:
    root = ET.fromstring(spark([Decimal(0), Decimal(3)], "now 3"))  # noqa: S314 our own text

    assert root.get("aria-label") == "now 3"
    assert len(root.findall(f"{SVG}circle")) == 2


def test_a_limit_is_drawn_inside_the_scale_and_said() -> None:
    limited = Chart("x", "x", (series("L", "0.5", "1.5"),), limits=((Decimal(20), "≤ 20.0"),))
    root = drawn(limited)
    (line,) = [one for one in root.iter(f"{SVG}line") if one.get("stroke-dasharray")]

    assert "≤ 20.0" in texts(root)
    assert (
        0
        < float(line.get("y1", ""))
        < min(float(c.get("cy", "")) for c in root.iter(f"{SVG}circle"))
    )
