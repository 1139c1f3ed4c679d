"""How lots grow: the passages of one, its calendar, several lots beside each other."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _
from sqlmodel import Session

from elnapp.lots import queries
from elnapp.lots.queries import Growth, Seen
from elnapp.lots.views import charts, showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.record import NotFound
from elnapp.results.views import pinned_of
from elnapp.web.access import shows
from elnapp.web.house import actor, house, reading
from elnapp.web.pages import page

FEWEST, MOST = 2, 6  # lots beside each other: more cannot be told apart in a plot
UNKNOWN = 422
Lots = list[tuple[Seen, Growth]]


@blueprint.get("/lots/<number>/passages")
@shows("lots")
def passages(number: str) -> Response:
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        growth = queries.growth(session, seen.stream)
    return page(
        "lots/passages.html", title=_("Passages of %(lot)s", lot=number), seen=seen, growth=growth,
        crumbs=showing.crumbs(seen), plots=charts.of_passages(number, growth.passages),
        rows=showing.passage_rows(growth.passages), step_url=showing.step_url,
    )  # fmt: skip


@blueprint.get("/lots/<number>/calendar")
@shows("lots")
def calendar(number: str) -> Response:
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        plan, sampling = queries.plan_of(session, seen.order), pinned_of(session, seen.stream).plan
        found = queries.calendar(session, plan, sampling, house().clock())
    ahead = [one for one in found if one.state != "done"]
    return page(
        "lots/calendar.html", title=_("Calendar of %(lot)s", lot=number), seen=seen, ahead=ahead,
        behind=[one for one in found if one.state == "done"][::-1], step_url=showing.step_url,
        place_name=showing.place_name, crumbs=showing.crumbs(seen),
    )  # fmt: skip


@blueprint.get("/lots/compare")
@shows("lots")
def compare() -> Response:
    """Show two to six lots side by side; lots whose doublings are counted otherwise stay apart."""
    asked = _asked()
    with reading() as session:
        found, missing = _found(session, asked[:MOST])
    enough = len(found) >= FEWEST
    convention = found[0][1].doublings_convention if found else ""
    alike = [(s.number, g.passages) for s, g in found if g.doublings_convention == convention]
    too_many = len(asked) > MOST
    return page(
        "lots/compare.html", title=_("Compare lots"), asked=asked, found=found, missing=missing,
        plots=charts.of_lots(alike) if enough else [], crumbs=showing.crumbs(), enough=enough,
        apart=[s.number for s, g in found if g.doublings_convention != convention],
        rows=_rows(found) if enough else [], convention=convention, too_many=too_many,
        step_url=showing.step_url, status=UNKNOWN if missing or too_many else 200,
        wrong=bool(missing or too_many),
    )  # fmt: skip


def _asked() -> list[str]:
    """Read the numbers, from one field with spaces or commas between them, each once."""
    text = " ".join(request.args.getlist("lot")).replace(",", " ").replace(";", " ")
    return list(dict.fromkeys(text.split()))


def _found(session: Session, numbers: list[str]) -> tuple[Lots, list[str]]:
    found, missing = [], []
    for number in numbers:
        try:
            seen = queries.lot(session, actor(), number)
            found.append((seen, queries.growth(session, seen.stream)))
        except NotFound:
            missing.append(number)
    return found, missing


def _rows(found: Lots) -> list[dict[str, object]]:
    """Lay out a row for each passage of each lot, passage by passage."""
    rows = [
        {"lot": seen, "convention": growth.doublings_convention, **row}
        for seen, growth in found
        for row in showing.passage_rows(growth.passages)
    ]
    return sorted(rows, key=lambda row: row["passage"].n)
