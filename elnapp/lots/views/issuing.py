"""Issuing a lot."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from batches.policy import permitted
from batches.states import DONOR_STATES
from batches.text import Text
from elnapp.documents import queries as documents
from elnapp.documents.views.showing import today
from elnapp.donors import queries as donors
from elnapp.donors.queries import DonorLine
from elnapp.lots import service
from elnapp.lots.forms import NONE, IssueForm
from elnapp.lots.service import Wish
from elnapp.lots.views import showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.lots.views.recording import say
from elnapp.people import queries as people
from elnapp.record import Refused
from elnapp.web.access import does
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

CHOOSE = ("", Text("Choose", "Choisir"))


@blueprint.route("/lots/new", methods=["GET", "POST"])
@does("lots.issue")
def new() -> AnyResponse:
    form = IssueForm()
    with reading() as session:
        _offer(session, form)
    if form.validate_on_submit():
        try:
            made = service.issue(house().kernel, call(form), _wish(form))
        except Refused as refused:
            say(form, form, refused)
        else:
            return redirect(url_for("lots.lot", number=made["lot"]), 303)
    return page(
        "lots/new.html", title=_("Issue a lot"), form=form, crumbs=showing.crumbs(),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _offer(session: Session, form: IssueForm) -> None:
    """Fill the lists with what is known and in force, and what this person may issue for."""
    sites = [s for s in people.sites(session) if permitted("lots.issue", actor(), s.code, None, "")]
    studies = people.studies(session, actor())
    products = people.products(session)
    _list(form.site, [(s.code, f"{s.code} – {s.name}") for s in sites])
    form.study.choices = [(NONE[0], words(NONE[1])), *((s.code, s.code) for s in studies)]
    _list(form.product, [(p.code, f"{p.code} – {words(p.name)}") for p in products])
    sources = [
        (f"{d.code}|{din}", _source(d, din))
        for d in donors.donors(session, actor())
        for din in d.dins
    ]
    form.source.choices = [(NONE[0], words(NONE[1])), *sources]
    for kind, field in (("master", form.master), ("specification", form.specification)):
        found = documents.all_effective(session, kind, today())
        _list(field, [(v.code, f"{v.name} – {words(v.title)}") for v in found])


def _list(field: object, pairs: list[tuple[str, str]]) -> None:
    """Offer the pairs; a single one is chosen already."""
    first = [] if len(pairs) == 1 else [(CHOOSE[0], words(CHOOSE[1]))]
    field.choices = [*first, *pairs]  # type: ignore[attr-defined]


def _wish(form: IssueForm) -> Wish:
    given = {f.name: str(f.data or "").strip() for f in form}
    donor, _bar, donation = given["source"].partition("|")
    return Wish(
        given["purpose"], given["product"], given["site"], given["master"], given["specification"],
        given["study"] or None, donor or None, donation or None, given["comment"],
    )  # fmt: skip


def _source(line: DonorLine, din: str) -> str:
    state = DONOR_STATES.get(line.state)
    return f"{line.code} · {din} · {words(state) if state else line.state}"
