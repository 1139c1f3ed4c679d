"""The board of a donor's markers, and the page of laboratories: files and lots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Response
from flask_babel import gettext as _
from sqlmodel import Session

from batches.marker_dilution import DILUTIONS
from batches.marker_due import WORDS
from batches.marker_entry import SPECIMENS
from batches.marker_protocol import INTERPRETATIONS, READINGS, Analyte
from batches.markers import CONCLUSIONS, MarkerState
from batches.text import Text
from batches.verdict import Finding
from elnapp.markers import queries
from elnapp.markers.queries import Board, DonorSeen, ResultView, StandingView
from elnapp.markers.views.blueprint import blueprint
from elnapp.markers.views.showing import crumbs, donated, may, planned, today_at
from elnapp.people import queries as people
from elnapp.web.access import may as may_somewhere
from elnapp.web.access import shows
from elnapp.web.house import actor, house, reading
from elnapp.web.locale import site_zone
from elnapp.web.pages import page

QUIET = frozenset({"MRK-NO-DONATION", "MRK-MISSING"})
"""Findings that the page says once, or by a mark, and not again in each line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One analyte of a marker: its results by sample, and what they come to."""

    analyte: Analyte
    reading: str
    cells: tuple[tuple[ResultView, ...], ...]
    undated: bool

    @property
    def meaning(self) -> Text | None:
        """Give what the protocol says of an analyte that only informs."""
        said = {"positive": "REACTIVE", "negative": "NONREACTIVE"}.get(self.reading, "")
        return self.analyte.means.get(said)


@dataclass(frozen=True, slots=True)
class Block:
    """One marker as the table shows it."""

    state: MarkerState
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


@blueprint.get("/donors/<code>/markers")
@shows("donors.medical")
def board(code: str) -> Response:
    with reading() as session:
        donor = queries.donor(session, actor(), code)
        on = donated()(session, donor.stream)
        found = queries.board(session, donor.stream)
        views = _standings(session, donor, on or planned())
        due = queries.of_donor(session, donor.stream, donated(), house().clock())
    shown = views.get("use" if on else "collection")
    return page(
        "markers/board.html", title=_("Infectious markers of donor %(code)s", code=code),
        crumbs=crumbs(code), donor=donor, board=found, views=views, shown=shown, on=on,
        planned=planned(), blocks=_blocks(found, shown), may=may(donor), readings=READINGS,
        interpretations=INTERPRETATIONS, dilutions=DILUTIONS, specimens=SPECIMENS,
        conclusions=CONCLUSIONS, me=actor().id, due=due, due_words=WORDS,
    )  # fmt: skip


@blueprint.get("/laboratory")
@shows("donors.medical")
def laboratory() -> Response:
    today = house().clock().astimezone(site_zone()).date()
    with reading() as session:
        files = queries.files(session, actor())
        lots = [(s.code, lot) for s in people.sites(session, actor())
                for lot in queries.lots(session, s.code)]  # fmt: skip
        due = queries.worklist(session, actor(), donated(), house().clock())
        kits, labs = queries.kits(session, today), queries.laboratories(session, today)
    return page(
        "markers/laboratory.html", title=_("Laboratories"), files=files, lots=lots, kits=kits,
        laboratories=labs, today=today, due=due, due_words=WORDS, receives=may_somewhere("markers.receive_file"),
        registers=may_somewhere("markers.register_lot"),
    )  # fmt: skip


def _standings(session: Session, donor: DonorSeen, on: date | None) -> dict[str, StandingView]:
    """Give what the markers come to before procurement and before use; nothing without a protocol."""
    today = today_at(donor)
    found = {
        "collection": queries.standing(session, donor.stream, on, today, "collection"),
        "use": queries.standing(session, donor.stream, on, today, "use"),
    }
    return {stage: view for stage, view in found.items() if view is not None}


def _blocks(found: Board, view: StandingView | None) -> list[Block]:
    if view is None:
        return []
    return [_block(found, view, state) for state in view.standing.markers]


def _block(found: Board, view: StandingView, state: MarkerState) -> Block:
    marker = view.protocol.marker(state.code)
    # Where one analyte of a group is negative, another that nobody tested is no gap.
    groups = marker.demands if marker else ()
    unproven = (g for g in groups if all(state.readings[a] != "negative" for a in g))
    demanded = {a for group in unproven for a in group}
    lines = []
    for code, reading_ in state.readings.items():
        results = [v for v in found.results if v.row.analyte == code]
        if not results and code not in demanded:
            continue
        cells = tuple(tuple(v for v in results if v.row.sample == s.code) for s in found.samples)
        undated = bool(results) and reading_ == "missing" and view.standing.donation_on is None
        lines.append(Line(view.protocol.analytes[code], reading_, cells, undated))
    said = tuple(f for f in state.findings if f.code not in QUIET)
    return Block(state, tuple(lines), said)
