"""What changes after a determination: another day of donation, and new information."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from elnapp.donors import queries, service
from elnapp.donors.forms import InformForm, RescheduleForm, instant
from elnapp.donors.service import NewInformation
from elnapp.donors.views.blueprint import blueprint
from elnapp.donors.views.showing import crumbs, done, donor_for
from elnapp.web.access import does
from elnapp.web.house import call, house, reading
from elnapp.web.pages import page


@blueprint.route("/donors/<code>/donation-day", methods=["GET", "POST"])
@does("donors.reschedule")
def reschedule(code: str) -> AnyResponse:
    donor = donor_for("reschedule", code)
    form = RescheduleForm(seen=donor.seq)

    def command() -> object:
        why = call(form, str(form.comment.data).strip())
        return service.reschedule(house().kernel, why, code, form.planned_on.data)

    with reading() as session:
        done_before = queries.screenings(session, donor.stream)
        says = queries.standing(session, done_before[0]) if done_before else None
    return done(form, code, command) or page(
        "donors/reschedule.html", title=_("Day of the donation of donor %(code)s", code=code),
        crumbs=crumbs(code), form=form, donor=donor, says=says, status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/donors/<code>/information/new", methods=["GET", "POST"])
@does("donors.inform")
def inform(code: str) -> AnyResponse:
    donor = donor_for("inform", code)
    form = InformForm(seen=donor.seq)

    def command() -> object:
        at, zone = instant(form.learned_at), form.learned_at.zone.key
        source, told = str(form.source.data), str(form.told.data)
        given = NewInformation(form.kind.data, at, zone, source, told)
        return service.inform(house().kernel, call(form), code, given)

    return done(form, code, command) or page(
        "donors/inform.html", title=_("New information about donor %(code)s", code=code),
        crumbs=crumbs(code), form=form, donor=donor, status=422 if form.errors else 200,
    )  # fmt: skip
