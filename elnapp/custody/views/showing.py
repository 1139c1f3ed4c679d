"""What pages about units and places have in common."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlmodel import Session

from batches import policy
from batches.policy import permitted
from elnapp.custody import queries
from elnapp.custody.queries import UnitView
from elnapp.people import queries as people
from elnapp.record import Head, NotFound, NotPermitted, Refused
from elnapp.web.forms import attach
from elnapp.web.house import actor, reading


def crumbs(place: bool = False) -> tuple[tuple[str, str], ...]:  # noqa: FBT001, FBT002 - one plain fact
    """Give the way back: the search for a code, or the map of places."""
    found = ((_("Units"), url_for("custody.find")),)
    return ((_("Places"), url_for("custody.places")),) if place else found


def seen_unit(session: Session, code: str) -> tuple[UnitView, Head]:
    """Give a unit with the head of its stream; NotFound where the reader may not see it."""
    found = queries.unit(session, code)
    head = session.get(Head, found.stream) if found else None
    if found is None or head is None:
        raise NotFound(code)
    roles = actor().roles(head.site, None if head.kind == "site" else head.study)
    if not policy.shows("custody", roles):
        raise NotFound(code)
    return found, head


def home_of(unit: UnitView) -> tuple[str, str]:
    """Give words and address of what a unit belongs to."""
    kind, _slash, name = unit.stream.partition("/")
    if kind == "lot":
        return _("Lot %(number)s", number=name), url_for("lots.lot", number=name)
    if kind == "donation":
        return _("Donation %(din)s", din=name), url_for("procurement.show", din=name)
    return _("Older stock, lot %(lot)s", lot=unit.lot), ""


def sites_for(verb: str) -> list[tuple[str, str]]:
    """Give the sites where the reader may do a verb."""
    with reading() as session:
        found = people.sites(session)
    may = [s for s in found if permitted(verb, actor(), s.code, None, None)]
    return [(s.code, f"{s.code} – {s.name}") for s in may]


def offer(field: Any, sites: list[tuple[str, str]]) -> None:
    """Offer sites; a single one is chosen already."""
    field.choices = sites
    if len(sites) == 1 and not field.data:
        field.data = sites[0][0]


def said(form: Any, refused: Refused) -> None:
    """Show a refusal at its fields; what the policy refuses stays a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    attach(form, refused.findings)
