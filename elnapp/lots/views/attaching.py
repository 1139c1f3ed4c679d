"""Linking readings to an entry that stands, and finding the step that a reading belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from flask import Response, redirect, request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from batches import kinds
from batches.position import Position
from batches.quantity import format_number
from batches.steps import Step
from elnapp.documents.views import proved
from elnapp.inbox import queries as inbox
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.views import showing as words_of
from elnapp.lots import queries, service
from elnapp.lots.forms import AttachForm
from elnapp.lots.queries import EntryView, Listed, Seen, Wanted
from elnapp.lots.service import Linked
from elnapp.lots.views import showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.lots.views.evidence import Evidence, context, evidence
from elnapp.record import NotFound, Refused
from elnapp.web.access import does, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import current_lang, words
from elnapp.web.pages import page

RUNNING = frozenset({"issued", "in_process", "completed"})


@blueprint.route("/lots/<number>/record/<segment>/<code>/readings", methods=["GET", "POST"])
@does("lots.attach")
def attach(number: str, segment: str, code: str) -> AnyResponse:
    path = f"{segment}/{code}"
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        plan = queries.plan_of(session, seen.order)
        place = plan.master.place(path)
        standing = queries.history(session, seen.stream, path).standing
        if place is None or standing is None:
            raise NotFound(f"{seen.stream}/record/{path}")
        found = evidence(session, plan, place.step, request.values.getlist("reading"))
    if found is None:
        raise NotFound(f"{seen.stream}/record/{path}")
    form = AttachForm(seen=seen.seq, entry=standing.id)
    if form.validate_on_submit():
        try:
            _attach(number, path, form, found)
        except Refused as refused:
            words_of.say(form, refused)
        else:
            return redirect(showing.step_url(number, path), 303)
    return _attach_page(seen, place.step, path, (form, standing, found))


def _attach(number: str, path: str, form: AttachForm, found: Evidence) -> None:
    proof = proved(form)
    made = call(form, str(form.reason.data or "").strip() or None)
    linked = Linked(path, found.ids)
    service.attach(house().kernel, made, number, str(form.entry.data), linked, proof)


def _attach_page(
    seen: Seen, step: Step, path: str, shown: tuple[AttachForm, EntryView, Evidence]
) -> Response:
    form, standing, found = shown
    fields = kinds.fields(step)
    return page(
        "lots/attach.html", title=_("Link readings: %(step)s", step=words(step.title)), seen=seen,
        path=path, form=form, rows=list(_compared(fields, standing, found)),
        step_url=showing.step_url, crumbs=showing.crumbs(seen), status=422 if form.errors else 200,
        **context(found),
    )  # fmt: skip


def _compared(
    fields: Iterable[Any], standing: EntryView, found: Evidence
) -> Iterable[tuple[str, str, str, str, bool]]:
    """Give label, what was recorded, what the file says, its raw text, and whether they agree."""
    for asked in fields:
        for at, slot in enumerate(asked.slots, start=1):
            offer = found.said.slots.get(slot)
            if offer is None:
                continue
            recorded = standing.values.get(slot)
            label = words(asked.label)
            if asked.replicates > 1:
                label = _("%(label)s, reading %(number)s", label=label, number=at)
            number = recorded.number if recorded else None
            told = format_number(offer.measured.value, current_lang())
            same = number == offer.measured.value
            yield label, recorded.text if recorded else "–", told, offer.measured.raw, same


@blueprint.get("/readings/<reading_id>/place")
@shows("inbox")
def place(reading_id: str) -> Response:
    with reading() as session:
        row = inbox.reading(session, actor(), reading_id)
        lots = [x for x in _running(session, row) if _fits(x, row)]
        places = [(x, list(_steps(session, x.number, row))) for x in lots]
    return page(
        "lots/place.html", title=_("Link a reading to its record"), row=row,
        places=[(lot, steps) for lot, steps in places if steps], crumbs=words_of.crumbs(),
        step_url=showing.step_url, **words_of.context(),
    )  # fmt: skip


def _running(session: Session, row: ReadingView) -> Iterator[Listed]:
    """Give every lot under way that the reader may see, or the one that the sample names."""
    number = (row.sample_stream or "").partition("/")[2]
    for state in sorted(RUNNING):
        wanted: Wanted | None = Wanted(text=number, state=state)
        while wanted is not None:
            found = queries.lots(session, actor(), wanted)
            yield from found.rows
            wanted = replace(wanted, after=found.more) if found.more else None


def _fits(listed: Listed, row: ReadingView) -> bool:
    if listed.site != row.site:
        return False
    return row.sample_stream in {None, queries.stream_of(listed.number)}


def _steps(session: Session, number: str, row: ReadingView) -> Iterable[tuple[str, str, str]]:
    """Give the steps of a lot that a reading may answer: phase, title, and the page to go to."""
    seen = queries.lot(session, actor(), number)
    here: Position = queries.placed(session, queries.plan_of(session, seen.order), house().clock())
    for state in here.steps:
        answers = {kind for kind, _quantity in kinds.of(state.step).reads.values()}
        if row.kind not in answers or state.state not in {
            "next",
            "recorded",
            "done",
            "exceptional",
        }:
            continue
        endpoint = "lots.record" if state.state == "next" else "lots.attach"
        url = f"{showing.step_url(number, state.path, endpoint)}?reading={row.id}"
        yield showing.place_name(state), words(state.step.title), url
