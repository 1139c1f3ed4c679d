"""What pages about markers have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from flask import Flask, current_app, redirect, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response as AnyResponse

from batches.marker_protocol import MarkerProtocol
from batches.policy import permitted
from batches.verdict import Finding
from elnapp.markers import queries
from elnapp.markers.queries import Donated, DonorSeen
from elnapp.record import NotPermitted, Refused
from elnapp.web.forms import attach
from elnapp.web.house import actor, house, reading

DONATED = "elnapp.markers.donated"
VERBS = ("request", "sample", "enter", "correct", "verify", "conclude")


def init_markers(app: Flask, donated: Donated) -> None:
    """Take the answer to "when did this donor give" from the room that knows."""
    app.extensions[DONATED] = donated


def donated() -> Donated:
    """Give the question of the donation day."""
    return cast("Donated", current_app.extensions[DONATED])


def crumbs(code: str, *, inside: bool = False) -> list[tuple[str, str]]:
    """Give the way back: the donors, the donor, and its markers."""
    way = [
        (_("Donors"), url_for("donors.index")),
        (code, url_for("donors.show", code=code)),
    ]
    if inside:
        way.append((_("Infectious markers"), url_for("markers.board", code=code)))
    return way


def may(found: DonorSeen) -> dict[str, bool]:
    """Tell for each verb whether the reader may do it on this donor now."""
    return {
        verb: bool(permitted(f"markers.{verb}", actor(), found.site, found.study, found.state))
        for verb in VERBS
    }


def donor_for(verb: str, code: str) -> DonorSeen:
    """Give the donor of a page that does `verb`; NotFound or NotPermitted otherwise."""
    with reading() as session:
        found = queries.donor(session, actor(), code)
    verdict = permitted(f"markers.{verb}", actor(), found.site, found.study, found.state)
    if not verdict:
        raise NotPermitted(verdict.findings)
    return found


def protocol_for(session: Session, donor: DonorSeen) -> MarkerProtocol:
    """Give the protocol that a donor is read by; Refused with MRK-NO-PROTOCOL."""
    today = today_at(donor)
    on = donated()(session, donor.stream) or today
    found = queries.protocol_version(session, donor.study, on, today)
    if found is None:
        what = {"study": donor.study, "on": on.isoformat()}
        raise Refused([Finding("MRK-NO-PROTOCOL", what)])
    return MarkerProtocol.from_body(found.body)


def today_at(donor: DonorSeen) -> date:
    """Give the civil day at the donor's site."""
    return queries.civil_day(house().clock(), donor.zone)


def done(form: Any, where: str, command: Callable[[], object]) -> AnyResponse | None:
    """Run the command of a valid form and go to `where`; None shows the form again."""
    if not form.validate_on_submit():
        return None
    try:
        command()
    except Refused as refused:
        say(form, refused)
        return None
    return redirect(where, 303)


def say(form: Any, refused: Refused) -> None:
    """Say a refusal on the form's own page; one of the policy is a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    attach(form, refused.findings)
    if refused.matters and form.seen_seq is not None:
        # The refusal is an event of its own: this form's next try comes after it.
        form["seen"].data = str(form.seen_seq + 1)


def planned() -> date | None:
    """Give the planned day of the donation that a reader asks for in the address."""
    try:
        return date.fromisoformat(request.args.get("on", "").strip())
    except ValueError:
        return None
