"""Reading lots: the list, one lot, one step, the passages."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlmodel import Session

from batches import kinds, policy
from batches.kinds.next_passage import against_seeding
from batches.lifecycle import LOT_STATES
from batches.policy import ROLES, permitted
from batches.position import Position
from elnapp.documents.views import signed
from elnapp.inbox import queries as inbox
from elnapp.lots import queries
from elnapp.lots.forms import DeclareForm, RepetitionForm, SecondForm
from elnapp.lots.queries import Plan, Seen
from elnapp.lots.views import charts, counting, showing, values
from elnapp.lots.views.blueprint import blueprint
from elnapp.people import queries as people
from elnapp.procurement import queries as material
from elnapp.quality import queries as quality
from elnapp.record import NotFound
from elnapp.signing import queries as signing
from elnapp.web.access import shows
from elnapp.web.house import actor, house, reading
from elnapp.web.locale import current_lang
from elnapp.web.pages import page

BENCH = frozenset({"technician"})


@blueprint.get("/lots")
@shows("lots")
def index() -> Response:
    args = request.args
    wanted = queries.Wanted(*(args.get(name, "") for name in ("q", "state", "product", "after")))
    with reading() as session:
        found = queries.lots(session, actor(), wanted)
        products = [one.code for one in people.products(session)]
    return page(
        "lots/index.html", title=_("Lots"), rows=found.rows, states=LOT_STATES, more=found.more,
        products=products, purposes=showing.PURPOSE_WORDS, later=bool(wanted.after),
        may_issue=any(g.role == "qa" for g in actor().grants), look=look(),
    )  # fmt: skip


@blueprint.get("/lots/<number>")
@shows("lots")
def lot(number: str) -> Response:
    return lot_page(number)


@blueprint.get("/lots/<number>/record/<segment>/<code>")
@shows("lots")
def step(number: str, segment: str, code: str) -> Response:
    return step_page(number, f"{segment}/{code}")


def look() -> str:
    """Give the look of pages between bench and desk: a technician holds a tablet."""
    return "bench" if any(g.role in BENCH for g in actor().grants) else "desk"


def lot_page(number: str, status: int = 200, **more: Any) -> Response:
    """Show a lot: where it stands, what comes next, what keeps it."""
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        plan = queries.plan_of(session, seen.order)
        here = queries.placed(session, plan, house().clock())
        about = _about(session, seen)
    due = here.at(here.next) if here.next else None
    return page(
        "lots/lot.html", title=_("Lot %(number)s", number=number), status=status, seen=seen,
        crumbs=showing.crumbs(), here=here, parts=showing.parts(seen, here, request.args.get("part")), due=due, look=look(),
        done=sum(s.settled for s in here.steps), openings=_openings(seen, here), may=may(seen),
        purposes=showing.PURPOSE_WORDS, ways=_ways(seen), step_url=showing.step_url,
        place_name=showing.place_name, do_url=do_url(seen, here), **about, **more,
    )  # fmt: skip


def step_page(number: str, path: str, status: int = 200, **more: Any) -> Response:
    """Show one step: what it asks, what was recorded, who verified it, what was corrected."""
    with reading() as session:
        seen, plan, here = bench(session, number)
        place = plan.master.place(path)
        if place is None:
            raise NotFound(f"{seen.stream}/record/{path}")
        address = queries.record_address(seen.stream, path)
        history = queries.history(session, seen.stream, path)
        beside = _beside(session, seen, address, history)
        taken = inbox.evidence(session, seen.stream)
        waits = not history.entries
        counted, recounted = counting.counted(session, seen, plan, here, place)
        against = (
            against_seeding(place.step, queries.context(session, plan, place)) if waits else ()
        )
    state = here.at(path)
    veiled = showing.veiled(plan, here, path, history)
    history = showing.without_values(history) if veiled else history
    forms = {} if history.standing is None else _second(seen, history.standing.id)
    context = {
        "seen": seen, "place": place, "step": place.step, "state": state, "history": history,
        **beside, "path": path, "here": here,
        "verdict": here.may_record(path), "rows": values.value_rows(place.step, history),
        "tables": values.value_tables(place.step, history),
        "results": values.result_rows(plan.master, place.step, history),
        "formulas": values.formula_names(plan.master, place.step, history),
        "limits": showing.limits_of(place.step), "count": showing.done_of(here, path),
        "may": may(seen), "may_here": may_here(seen, place.step.by), "roles": ROLES,
        "qualities": showing.QUALITY_WORDS, "step_url": showing.step_url,
        "place_name": showing.place_name(place), "next_url": _next_url(seen, here, path),
        "taken": {} if veiled else taken, "from_file": bool(kinds.of(place.step).reads),
        "veiled": veiled, "against": against, "counted": counted, "recounted": recounted,
        **forms, **more,
    }  # fmt: skip
    return page(
        "lots/step.html", title=context["step"].title[current_lang()], status=status,
        crumbs=showing.crumbs(seen), **context,
    )  # fmt: skip


def _beside(session: Session, seen: Seen, address: str, history: Any) -> dict[str, Any]:
    """Read what stands beside a step: its signatures, its deviations, who did it."""
    about = [d for d in quality.deviations(session, seen.stream) if d.about == address]
    return {
        "signatures": signed(signing.all_of(session, seen.stream, address)), "deviations": about,
        "names": people.names(session, {e.performed_by for e in history.entries}),
    }  # fmt: skip


def bench(session: Session, number: str) -> tuple[Seen, Plan, Position]:
    """Load a lot for a page about one of its steps."""
    seen = queries.lot(session, actor(), number)
    plan = queries.plan_of(session, seen.order)
    return seen, plan, queries.placed(session, plan, house().clock())


def may(seen: Seen) -> dict[str, bool]:
    """Tell for each verb of the room whether the reader may do it on this lot as it stands."""
    order = seen.order
    verbs = (
        "open_repetition", "record", "correct", "witness", "check", "sign_step", "attach",
        "declare_unwitnessed",
    )  # fmt: skip
    return {
        v: bool(permitted(f"lots.{v}", actor(), order.site, order.study, seen.state)) for v in verbs
    }


def may_here(seen: Seen, by: tuple[str, ...]) -> bool:
    """Tell whether the reader holds a role that does the step."""
    held = actor().roles(seen.order.site, seen.order.study)
    return not by or bool(held & set(by))


def _about(session: Session, seen: Seen) -> dict[str, Any]:
    return {
        "deviations": quality.open_deviations(session, seen.stream),
        "holds": quality.open_holds(session, _origins(session, seen)),
        "signatures": signed(signing.all_of(session, seen.stream, seen.stream)),
        "last": queries.last_entry(session, seen.stream),
        "exceptions": queries.exceptions(session, seen.stream),
        "spark": charts.sparkline(queries.cumulative(session, seen.stream)),
    }


def _origins(session: Session, seen: Seen) -> list[str]:
    """Give the lot and what it is made from: a hold on any of them holds the lot."""
    order = seen.order
    donor = [f"donor/{order.donor}"] if order.donor else []
    return [seen.stream, *donor, *material.streams_of(session, seen.stream)]


def _openings(seen: Seen, here: Position) -> list[tuple[str, str, RepetitionForm]]:
    """Give the repetitions that may be opened now: the key, the name, and the form."""
    found = []
    for opening in here.openings():
        form = RepetitionForm(seen=seen.seq, phase=opening.key, formdata=None)
        found.append((opening.key, opening.run(here.opened).name(current_lang()), form))
    return found


def _second(seen: Seen, entry: str) -> dict[str, Any]:
    return {
        "second": SecondForm(seen=seen.seq, entry=entry, formdata=None),
        "declare": DeclareForm(seen=seen.seq, entry=entry, formdata=None),
    }


def do_url(seen: Seen, here: Position) -> str | None:
    """Give the page on which the reader does the step that is due; None when it is not theirs."""
    due = here.at(here.next) if here.next else None
    if due is None or due.state != "next" or not may_here(seen, due.step.by):
        return None
    verb = "sign_step" if due.step.kind == "sign" else "record"
    return showing.step_url(seen.number, due.path, f"lots.{verb}") if may(seen)[verb] else None


def _next_url(seen: Seen, here: Position, path: str) -> str | None:
    """Give the way on: the step that is due, or nothing when something else must come first."""
    if here.next is None or here.next == path:
        return None
    return do_url(seen, here) or showing.step_url(seen.number, here.next)


WAYS = (
    ("lots.passages", "lots", _l("Passages"), _l("growth, doublings, doubling time")),
    ("lots.calendar", "lots", _l("Calendar"), _l("what was done, what is due, which results")),
    ("results.worklist", "results", _l("Control results"), _l("specification, results, verdicts")),
    ("release.gate", "lots", _l("Reviews and release"), _l("the 25 questions, signatures")),
    ("reports.index", "reports", _l("Dossier"), _l("the sealed document of the lot")),
)


def _ways(seen: Seen) -> list[tuple[str, str, str]]:
    """Give the ways on that the reader may take; a room that is not there offers none."""
    order = seen.order
    held = actor().roles(order.site, order.study)
    found = [
        (str(name), url_for(endpoint, number=seen.number), str(hint))
        for endpoint, thing, name, hint in WAYS
        if policy.shows(thing, held) and endpoint in current_app.view_functions
    ]
    if permitted("lots.state_keeping", actor(), order.site, order.study, seen.state):
        kept = url_for("lots.keeping", number=seen.number)
        found.append((_("Expiry and last use"), kept, _("how long the donor's link is kept")))
    if policy.shows("tracing", held):
        graph = url_for("tracing.index", q=seen.number)
        found.append((_("Trace"), graph, _("the donor it came from, and every unit of it")))
    if policy.shows("audit", held):
        trail = url_for("audit.record", stream=seen.stream)
        found.append((_("Audit trail"), trail, _("every event of this lot")))
    return found
