"""The list, one identity behind its mask, a look with its purpose, and the search."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from batches import retention
from batches.identity import FIELDS, SEXES, VIEWS
from batches.policy import permitted
from elnapp.documents.views import signed
from elnapp.documents.views.showing import today
from elnapp.people import queries as people
from elnapp.signing.queries import all_of
from elnapp.vault import queries, service
from elnapp.vault.forms import LookForm, SearchForm
from elnapp.vault.service import Why
from elnapp.vault.views.blueprint import blueprint
from elnapp.vault.views.showing import (
    confirmed,
    crumbs,
    gather,
    held_for,
    listed,
    may,
    offered,
    policy,
    tried,
)
from elnapp.web.access import does, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.keep import confidential
from elnapp.web.pages import page

MOST = 50
"""Looks on a page; all of them stand in the audit trail."""


@blueprint.get("/vault")
@shows("vault")
def index() -> Response:
    service.finish(house())
    state = request.args.get("state", "")
    with reading() as session:
        lines = queries.listing(session, actor())
    rows = [line for line in lines if not state or line.state == state]
    return page("vault/index.html", title=_("Identities"), lines=rows, state=state)


@blueprint.get("/vault/<code>")
@shows("vault")
def show(code: str) -> Response:
    with reading() as session:
        held = queries.held(session, actor(), code)
        until, waits = service.judged(session, held, gather(), today())
        signatures = signed(all_of(session, held.stream))
    form = _look_form(held.seq)
    last = held.last("open")
    return page(
        "vault/show.html", title=_("Identity of %(code)s", code=code), crumbs=crumbs(), held=held,
        may=may(held), form=form, fields=FIELDS, opening=last, mine=_mine(last), until=until,
        waits=waits, listed=listed, signatures=signatures, most=MOST, views=VIEWS,
        bases=retention.BASES, at=house().clock(),
    )  # fmt: skip


@blueprint.route("/vault/<code>/look", methods=["GET", "POST"])
@does("vault.look")
def look(code: str) -> Response:
    held = held_for("look", code)
    form = _look_form(held.seq)

    def command() -> dict[str, str]:
        confirmed(form)
        asked = Why(str(form.view.data), str(form.purpose.data))
        return service.look(house(), call(form), code, asked)

    seen = tried(form, command)
    if seen is not None:
        return revealed(code, seen, listed(form.purpose.data, "purposes"))
    return page(
        "vault/look.html", title=_("Look at the identity of %(code)s", code=code),
        crumbs=crumbs(code), form=form, held=held, status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/vault/search", methods=["GET", "POST"])
@confidential
@does("vault.search")
def search() -> Response:
    form = SearchForm(**_only())
    form.place.choices = _places()
    form.purpose.choices = offered(policy().purposes)

    def command() -> list[service.Match]:
        confirmed(form)
        site, why = str(form.place.data), str(form.purpose.data)
        return service.search(house(), call(form), site, form.typed(), why)

    found = tried(form, command)
    if found is not None:
        return page("vault/found.html", title=_("What was found"), crumbs=crumbs(), found=found)
    return page(
        "vault/search.html", title=_("Find a person"), crumbs=crumbs(), form=form,
        status=422 if form.errors else 200,
    )  # fmt: skip


def revealed(code: str, seen: dict[str, str], why: Any) -> Response:
    """Show what a look opened: the answer to a POST, which no cache keeps."""
    return page(
        "vault/revealed.html", title=_("Identity of %(code)s", code=code), crumbs=crumbs(code),
        code=code, seen=seen, fields=FIELDS, sexes=SEXES, why=why, at=house().clock(),
    )  # fmt: skip


def _look_form(seq: int) -> LookForm:
    form = LookForm(seen=seq)
    form.purpose.choices = offered(policy().purposes)
    return form


def _mine(last: queries.Asked | None) -> bool:
    """Tell whether the reader holds an approval that can still be used."""
    if last is None or last.row.asked_by != actor().id:
        return False
    opening = last.opening
    return bool(opening.approved_by) and not opening.used and house().clock() <= opening.until


def _places() -> list[tuple[str, str]]:
    with reading() as session:
        sites = people.sites(session)
    return [
        (s.code, f"{s.code} – {s.name}")
        for s in sites
        if permitted("vault.search", actor(), s.code, None, None)
    ]


def _only() -> dict[str, str]:
    places = _places()
    return {"place": places[0][0]} if len(places) == 1 else {}
