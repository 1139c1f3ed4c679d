"""The page of a courier: who holds the shipper, and the form for the next change of hands."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.handing import CONFIRMED_BY, DELIVERED, TAKEN, WAYS, holder
from batches.identifiers import Din
from elnapp.documents.views import proved
from elnapp.procurement import queries, service
from elnapp.procurement.forms import CourierForm
from elnapp.procurement.queries import DonationView
from elnapp.procurement.service import NewLeg
from elnapp.procurement.views.blueprint import blueprint
from elnapp.procurement.views.showing import crumbs, donation_for, settled
from elnapp.web.access import does
from elnapp.web.house import call, house
from elnapp.web.pages import page


@blueprint.route("/donations/<din>/courier", methods=["GET", "POST"])
@does("procurement.pass_on")
def pass_on(din: str) -> AnyResponse:
    view, _asked = donation_for("pass_on", din)
    under_way = holder(queries.legs_of(view))
    form = _form(view, under_way)

    def command() -> object:
        proof = proved(form)
        why = call(form, str(form.reason.data or "").strip() or None)
        return service.pass_on(house().kernel, why, din, _given(form), proof)

    return settled(form, command, din) or page(
        "procurement/courier.html", title=_("Courier of %(din)s", din=Din(din)), crumbs=crumbs(din),
        form=form, view=view, holder=under_way, leg_ways=WAYS, confirmed_by=CONFIRMED_BY,
        status=422 if form.errors else 200,
    )  # fmt: skip


def _form(view: DonationView, under_way: str) -> CourierForm:
    """Begin with what comes next; whoever took the shipper is the one who is expected to deliver it."""
    last = view.legs[-1] if under_way else None
    return CourierForm(
        seen=view.seq,
        way=DELIVERED if under_way else TAKEN,
        happened_at=house().clock(),
        courier=last.courier if last else "",
        courier_code=last.courier_code if last else "",
        waybill=last.waybill if last else "",
    )


def _given(form: CourierForm) -> NewLeg:
    at, said = form.happened_at, {f.name: str(f.data or "") for f in form}
    assert at.at is not None  # noqa: S101 a form without a time is not valid
    return NewLeg(
        said["way"], at.at, at.zone.key, said["courier"], said["courier_code"], said["waybill"],
        said["confirmed"], said["seal"], said["seal_intact"] == "yes",
    )  # fmt: skip
