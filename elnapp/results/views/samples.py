"""Pages of samples: the list over all lots, one sample, its next step."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.samples import FROM, STATES, STEPS
from elnapp.record import Refused
from elnapp.results import queries, service
from elnapp.results.forms import FollowForm
from elnapp.results.queries import SampleView, Wanted
from elnapp.results.service import Moved, Unconfirmed
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.seeing import Seen, crumbs, may_on, pinned_of_all, say, seen_lot
from elnapp.web.access import does, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import Crumb, page

OVERDUE, AWAITED = "overdue", "awaited"
FILTERS = ("q", "state", "test", "all")


@blueprint.get("/samples")
@shows("results")
def sample_list() -> AnyResponse:
    args, now = request.args, house().clock()
    wanted = Wanted(
        args.get("q", ""), args.get("state", ""), decided=bool(args.get("all")), sampled=True,
        after=args.get("after", ""),
    )  # fmt: skip
    with reading() as session:
        lots = queries.open_lots(session, actor(), wanted)
        plans = {k: one.plan for k, one in pinned_of_all(session, lots.streams).items()}
        found = queries.samples_of(session, plans)
    shown = [v for v in found if _fits(v, wanted, args.get("test", ""))]
    # What is due first comes first; what is for no test, or tested, comes last.
    shown.sort(key=lambda v: (v.due is None, v.due or now, v.code))
    late, awaited = (sum(v.overdue(now) for v in found), sum(v.due is not None for v in found))
    states = [
        (OVERDUE, _("Overdue")), (AWAITED, _("Result awaited")),
        *((code, words(text)) for code, text in STATES.items()),
    ]  # fmt: skip
    return page(
        "results/samples.html", title=_("Samples"), samples=shown, states=states, now=now,
        counts={OVERDUE: late, AWAITED: awaited}, lots=len(lots.heads), more=lots.more,
        filtered=any(args.get(name) for name in FILTERS), later=bool(wanted.after),
    )  # fmt: skip


@blueprint.get("/lots/<number>/samples/<code>")
@shows("results")
def sample(number: str, code: str) -> AnyResponse:
    seen = seen_lot(number)
    view = seen.sample(code)
    tests = [(n, r) for n in seen.lines for r in n.history if r.sample == code]
    planned = [n for n in seen.lines if view.planned and n.row.code in view.planned.tests]
    return page(
        "results/sample.html", title=_("Sample %(code)s", code=code), seen=seen, sample=view,
        crumbs=_crumbs(number), tests=tests, planned=planned, steps=STEPS, now=house().clock(),
        may=may_on(seen.head, "results.follow_sample", "results.enter"),
        ended=not any(view.way.step in before for before in FROM.values()),
    )  # fmt: skip


@blueprint.route("/lots/<number>/samples/<code>/follow", methods=["GET", "POST"])
@does("results.follow_sample")
def follow_sample(number: str, code: str) -> AnyResponse:
    seen, waiting = seen_lot(number), None
    view, form = seen.sample(code), FollowForm()
    if form.validate_on_submit():
        try:
            return _followed(seen, view, form)
        except Unconfirmed as unconfirmed:
            waiting = unconfirmed
        except Refused as refused:
            say(form, refused)
    status = 422 if form.errors or waiting else 200
    inside = (code, url_for("results.sample", number=number, code=code))
    return page(
        "results/follow.html", title=_("Follow sample %(code)s", code=code), form=form, seen=seen,
        sample=view, waiting=waiting, wrong=waiting is not None, steps=STEPS, status=status,
        crumbs=[*_crumbs(number), inside],
    )  # fmt: skip


def _followed(seen: Seen, view: SampleView, form: FollowForm) -> AnyResponse:
    moved = Moved(
        str(form.step.data), str(form.place.data), form.at.at, str(form.concern.data or ""),
        corrects=bool(form.corrects.data), confirmed=request.form.get("confirmed", ""),
    )  # fmt: skip
    asked = call(form, str(form.reason.data or "").strip() or None)
    answer = service.follow(house().kernel, asked, seen.pinned, view.code, moved)
    flash(_("The step of %(code)s is recorded.", code=view.code), "success")
    opened = ", ".join(answer["deviations"])
    if opened:
        flash(_("Deviation %(numbers)s is opened.", numbers=opened), "warning")
    return redirect(url_for("results.sample", number=seen.number, code=view.code), 303)


def _fits(view: SampleView, wanted: Wanted, about: str) -> bool:
    """Tell whether a sample is wanted: by its state, its code, and what or where it was taken for."""
    by_state = {OVERDUE: view.overdue(house().clock()), AWAITED: view.due is not None}
    if wanted.what and not by_state.get(wanted.what, view.state == wanted.what):
        return False
    plan = view.planned
    texts = (plan.label, plan.laboratory) if plan else ()
    said = " ".join((view.label, *(f"{text.en} {text.fr}" for text in texts))).casefold()
    coded = wanted.text.strip().casefold() in view.code.casefold()
    return coded and about.strip().casefold() in said


def _crumbs(number: str) -> list[Crumb]:
    return crumbs(number, (_("Samples"), url_for("results.sample_list", q=number)))
