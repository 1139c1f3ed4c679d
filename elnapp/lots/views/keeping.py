"""A lot's expiry and last use: what stands, what stood before, and the form to state it."""

from __future__ import annotations

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.retention import GROUNDS, SUBJECTS, Stated
from elnapp.lots import queries, service
from elnapp.lots.forms import KeepingForm
from elnapp.lots.views import showing
from elnapp.lots.views.blueprint import blueprint
from elnapp.lots.views.recording import say
from elnapp.record import Refused
from elnapp.web.access import does
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page


@blueprint.route("/lots/<number>/keeping", methods=["GET", "POST"])
@does("lots.state_keeping")
def keeping(number: str) -> AnyResponse:
    with reading() as session:
        seen = queries.lot(session, actor(), number)
        rows = queries.keeping(session, seen.stream)
    form = KeepingForm(seen=seen.seq)
    if form.validate_on_submit():
        try:
            service.state_keeping(house().kernel, call(form), number, _stated(form))
        except Refused as refused:
            say(form, form, refused)
        else:
            return redirect(url_for("lots.keeping", number=number), 303)
    return page(
        "lots/keeping.html", title=_("Expiry and last use of %(lot)s", lot=number), seen=seen,
        form=form, rows=rows, subjects=SUBJECTS, crumbs=showing.crumbs(seen),
        stands={row.subject: row for row in rows}, grounds={k: v[1] for k, v in GROUNDS.items()},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _stated(form: KeepingForm) -> Stated:
    """Read the form; the ground says what it is stated about."""
    basis = str(form.basis.data)
    day, source = form.day.data, str(form.source.data or "")
    return Stated(GROUNDS[basis][0], basis, day, source, str(form.reason.data or ""))
