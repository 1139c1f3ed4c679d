"""The gate of a lot: every question answered at once, what to do next, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.gate import QUESTIONS, Answer, GateReport
from batches.text import Text
from batches.verdict import Finding
from elnapp.documents.views import signed
from elnapp.lots.queries import Seen
from elnapp.release import queries
from elnapp.release.queries import DispositionView
from elnapp.release.service.wanted import AGAIN
from elnapp.release.views.blueprint import blueprint
from elnapp.release.views.showing import ACTS, crumbs, may, seen_lot
from elnapp.web.access import shows
from elnapp.web.house import house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

KINDS = (
    ("B", Text("These questions must be settled", "Ces questions doivent être réglées")),
    (
        "J",
        Text(
            "The Qualified Person may justify these",
            "La personne qualifiée peut justifier celles-ci",
        ),
    ),
)
# Where each question is settled: an endpoint of the lot, or a list of the house.
OF_LOT = {
    "lots.lot": ("G01", "G02", "G16"),
    "results.worklist": ("G03", "G04"),
    "release.approve_results": ("G05",),
    "release.review_trail": ("G15",),
    "release.review_production": ("G23",),
}
OF_HOUSE = {
    "donors.index": ("G06",),
    "quality.index": ("G12", "G21"),
    "audit.index": ("G24",),
}
DECISIONS = {
    "certified": Text("Certified", "Certifié"),
    "declined": Text("Refused", "Refusé"),
    "released": Text("Released for a site", "Libéré pour un centre"),
}


@blueprint.get("/lots/<number>/release")
@shows("lots")
def gate(number: str) -> AnyResponse:
    lot = seen_lot(number)
    with reading() as session:
        now = queries.gate(session, lot.stream, house().clock())
        decisions = queries.dispositions(session, lot.stream)
        signatures = queries.on_lot(session, lot.stream)
    decided = _deciding(lot, decisions)
    report = queries.thawed(decided.gate) if decided else now
    return page(
        "release/gate.html", title=_("Release of lot %(lot)s", lot=number), lot=lot,
        crumbs=crumbs(number), report=report, groups=_groups(report), questions=QUESTIONS,
        next_of={} if decided else _next(lot, report), acts=_acts(lot), decisions=decisions,
        decided=decided, since=_since(lot, now), decision_words=DECISIONS,
        signatures=signed(signatures),
    )  # fmt: skip


def _deciding(lot: Seen, decisions: Iterable[DispositionView]) -> DispositionView | None:
    """Give the decision that all questions were answered for, while it stands.

    What follows it (the release for a site, the dossier) is in the trail and would shut the gate.
    """
    wanted = {"certified": "certified", "released": "certified", "declined": "declined"}
    found = [d for d in decisions if d.stands and d.decision == wanted.get(lot.state)]
    return found[-1] if found else None


def _since(lot: Seen, now: GateReport) -> tuple[Finding, ...]:
    """Give what has come up since certification and stands in the way of the site."""
    if lot.state != "certified":
        return ()
    return tuple(f for a in now.answers if a.code in AGAIN and not a.ok for f in a.findings)


def _groups(report: GateReport) -> list[tuple[Text, list[Answer]]]:
    return [(words, [a for a in report.answers if QUESTIONS[a.code][1] == k]) for k, words in KINDS]


def _next(lot: Seen, report: GateReport) -> dict[str, str]:
    """Give, by question that is open, the page where it is settled."""
    allowed = may(lot)
    pages: dict[str, str] = {}
    for endpoint, codes in OF_LOT.items():
        room, _dot, name = endpoint.partition(".")
        if room != "release" or allowed[name]:
            pages |= dict.fromkeys(codes, url_for(endpoint, number=lot.number))
    for endpoint, codes in OF_HOUSE.items():
        pages |= dict.fromkeys(codes, url_for(endpoint))
    return {a.code: pages[a.code] for a in report.answers if not a.ok and a.code in pages}


def _acts(lot: Seen) -> list[tuple[str, str]]:
    """Give what the reader may sign now, in the order of the way to release."""
    allowed = may(lot)
    return [
        (words(act.title), url_for(f"release.{name}", number=lot.number))
        for name, act in ACTS.items()
        if allowed[name]
    ]
