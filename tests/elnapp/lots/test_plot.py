"""The growth plot: the same passages give the same picture, without a script or a style."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from elnapp.lots.queries import Passage, growth_svg

GROWN = (
    Passage("P0", 0, days=Decimal(9), cumulative=Decimal(0)),
    Passage("P1", 1, days=Decimal(15), cumulative=Decimal("3.0"), doubling_time=Decimal("47.9")),
    Passage("P2", 2, days=Decimal(21), cumulative=Decimal("6.1"), doubling_time=Decimal("46.9")),
    Passage("P3", 3),
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_it_draws_each_harvest_on_both_scales(lang: str) -> None:
    root = ET.fromstring(growth_svg(GROWN, lang))  # noqa: S314 our own text

    legend = 1
    assert len(root.findall(f"{SVG}circle")) == 3 + legend
    assert len(root.findall(f"{SVG}rect")) == 2 + legend
    assert len(root.findall(f"{SVG}polyline")) == 2


def test_it_has_no_style_and_no_script() -> None:
    text = growth_svg(GROWN, "fr")

    assert "style" not in text
    assert "script" not in text
    assert text == growth_svg(GROWN, "fr")


def test_it_reads_in_both_languages() -> None:
    assert "jours" in growth_svg(GROWN, "fr")
    assert "days" in growth_svg(GROWN, "en")


def test_before_the_first_harvest_it_says_so() -> None:
    assert "No harvest yet." in growth_svg(GROWN[3:], "en")
