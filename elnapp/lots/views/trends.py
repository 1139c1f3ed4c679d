"""The trend of each marker of cytometry over passages and donors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from flask import Response, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from elnapp.lots import queries
from elnapp.lots.queries import Measured
from elnapp.lots.queries.plot import MOST_SERIES, Chart, Point, Series, draw
from elnapp.lots.views import showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.lots.views.values import rounded
from elnapp.results.queries import row_at
from elnapp.web.access import shows
from elnapp.web.house import actor, reading
from elnapp.web.locale import current_lang, number
from elnapp.web.pages import page

WHOLE, HALF = Decimal(100), Decimal(50)


@blueprint.get("/lots/markers")
@shows("results")
def markers() -> Response:
    """Show each marker over passages and donors, with the limits of the specifications."""
    with reading() as session:
        found = queries.marker_trend(session, actor())
    products = sorted({one.product for one in found})
    wanted = request.args.get("product", "").strip()
    chosen = [one for one in found if not wanted or one.product == wanted]
    donors = _drawn(chosen)
    codes = list(dict.fromkeys(one.marker for one in sorted(chosen, key=_order)))
    return page(
        "lots/markers.html", title=_("Markers over passages and donors"), products=[(code, code) for code in products],
        wanted=wanted, rows=sorted(chosen, key=_order), crumbs=showing.crumbs(), donors=donors,
        left_out=len({one.donor for one in chosen}) - len(donors), most=queries.MOST_PANELS,
        plots=[Markup(p) for p in _plots(chosen, codes, donors)],  # noqa: S704 escaped inside
        shown=_shown, row_of=row_at,
    )  # fmt: skip


def _order(one: Measured) -> tuple[int, str, str, str, int]:
    """Order markers as the specification does, positive ones first, then donors and passages."""
    positive = any(limit.op.startswith(">") for limit in one.bounds.limits)
    passage = -1 if one.passage is None else one.passage
    return 0 if positive else 1, one.marker, one.donor, one.lot, passage


def _drawn(found: Iterable[Measured]) -> list[str]:
    """Give the donors of the newest panels: more than six cannot be told apart in a plot."""
    newest = sorted(found, key=lambda one: one.at, reverse=True)
    return sorted(list(dict.fromkeys(one.donor for one in newest))[:MOST_SERIES])


def _plots(found: Sequence[Measured], codes: list[str], donors: list[str]) -> Iterator[str]:
    for code in codes:
        here = [one for one in found if one.marker == code]
        series = tuple(Series(donor, tuple(_points(here, donor))) for donor in donors)
        kept = tuple(one for one in series if one.points)
        if kept:
            title = f"{here[0].name[current_lang()]}, %"
            yield draw(_chart(title, kept, _limits(here)), current_lang())


def _chart(
    title: str, series: tuple[Series, ...], limits: tuple[tuple[Decimal, str], ...]
) -> Chart:
    """Draw what lives near 100 % from 50 % on, or lower where a point is: else it is a flat line."""
    values = [p.y for one in series for p in one.points] + [value for value, _words in limits]
    if min(values) > HALF:
        return Chart(title, _("passage"), series, HALF, WHOLE, limits)
    return Chart(title, _("passage"), series, limits=limits)


def _points(found: Iterable[Measured], donor: str) -> Iterator[Point]:
    for one in found:
        counted = one.percent is not None and one.verdict != "INVALID"
        if one.donor != donor or one.passage is None or one.percent is None or not counted:
            continue
        words = _(
            "%(donor)s, %(lot)s, P%(passage)s: %(value)s", donor=donor, lot=one.lot,
            passage=one.passage, value=_shown(one.percent),
        )  # fmt: skip
        yield Point(Decimal(one.passage), one.percent, words, "", _href(one))


def _href(one: Measured) -> str:
    """Lead to the result made of a point, to its panel where none was made."""
    if one.result is None:
        return url_for("results.panel", number=one.lot, n=one.panel)
    return url_for("results.result", number=one.lot, row=row_at(one.result))


def _limits(found: Iterable[Measured]) -> tuple[tuple[Decimal, str], ...]:
    """Give each limit once: lots may be judged by different versions of a specification."""
    lang = current_lang()
    said = {
        limit.number: one.bounds.written(lang)
        for one in found
        for limit in one.bounds.limits
    }  # fmt: skip
    return tuple(sorted(said.items()))


def _shown(value: Decimal) -> str:
    return number(rounded(value, 2), "%")
