"""The plots of a lot's passages, and of several lots beside each other, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from flask_babel import gettext as _
from markupsafe import Markup

from elnapp.lots.queries import Passage
from elnapp.lots.queries.plot import Chart, Point, Series, draw, spark
from elnapp.lots.views import showing
from elnapp.lots.views.values import rounded
from elnapp.web.locale import current_lang, number

WHOLE = Decimal(100)
PLACES = {"cumulative": 3, "doublings": 3, "viability": 1, "doubling_time": 1, "senescent": 1}
STEPS = {"viability": "count", "senescent": "senescence"}  # the others stand at the harvest
Lots = Sequence[tuple[str, Sequence[Passage]]]
"""Lots by number with their passages."""


def of_passages(lot: str, passages: Sequence[Passage]) -> list[Markup]:
    """Draw growth, doublings, viability, doubling time and senescence; those without a value not."""
    return _drawn(((lot, passages),), compared=False)


def of_lots(lots: Lots) -> list[Markup]:
    """Draw the same of several lots, one series each."""
    return _drawn(lots, compared=True)


def sparkline(values: Sequence[Decimal]) -> Markup | None:
    """Draw cumulative doublings in a line of the overview; None before the second harvest."""
    if len(values) < 2:  # noqa: PLR2004 - one point is no line
        return None
    last = number(rounded(values[-1], 2))
    words = _("Cumulative doublings over the passages, now %(value)s", value=last)
    return Markup(spark(values, words))  # noqa: S704 escaped inside


def _drawn(lots: Lots, *, compared: bool) -> list[Markup]:
    by_day, by_passage = _("days since the first seeding"), _("passage")
    charts = (
        _chart(lots, "cumulative", _("Cumulative doublings (cPD)"), by_day, _days),
        _chart(lots, "doublings", _("Doublings of each passage (PD)"), by_passage, _passage),
        _chart(lots, "doubling_time", _("Doubling time (DT), h"), by_passage, _passage),
        _chart(
            lots, "viability", _("Viability at harvest, %(unit)s", unit="%"), by_passage, _passage
        ),
        _chart(
            lots,
            "senescent",
            _("Senescent cells (SA-β-gal), %(unit)s", unit="%"),
            by_passage,
            _passage,
        ),
    )
    if compared:
        harvest = _("Viable cells harvested, ×10⁶")
        charts = (*charts[:4], _chart(lots, "harvested", harvest, by_passage, _passage))
    lang = current_lang()
    return [Markup(draw(one, lang)) for one in charts if one.points]  # noqa: S704 escaped inside


def _chart(
    lots: Lots, name: str, title: str, x_label: str, x: Callable[[Passage], Decimal | None]
) -> Chart:
    several = len(lots) > 1
    series = tuple(
        Series(lot, tuple(_points(lot, passages, name, x, named=not several)))
        for lot, passages in lots
    )
    known = [p.y for one in series for p in one.points]
    if name == "viability" and known:
        # Viability lives near its top: a scale from 0 would show a flat line.
        return Chart(title, x_label, series, min(Decimal(50), *known), WHOLE)
    return Chart(title, x_label, series)


def _points(
    lot: str,
    passages: Iterable[Passage],
    name: str,
    x: Callable[[Passage], Decimal | None],
    *,
    named: bool,
) -> Iterable[Point]:
    for one in passages:
        at, value = x(one), getattr(one, name)
        if at is None or value is None:
            continue
        path = one.paths.get(STEPS.get(name, "harvest"))
        said = number(rounded(value, PLACES.get(name, 1)))
        words = _("%(lot)s, %(passage)s: %(value)s", lot=lot, passage=one.name, value=said)
        href = showing.step_url(lot, path) if path else None
        yield Point(at, value, words, one.name if named else "", href)


def _days(one: Passage) -> Decimal | None:
    return one.days


def _passage(one: Passage) -> Decimal:
    return Decimal(one.n)
