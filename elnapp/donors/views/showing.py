"""What pages about donors have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import current_app, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.policy import permitted
from elnapp.donors import queries
from elnapp.donors.queries import DonorView
from elnapp.donors.service import ScanStore
from elnapp.donors.views.blueprint import blueprint
from elnapp.record import NotPermitted, Refused
from elnapp.web.forms import attach
from elnapp.web.house import actor, house, reading
from elnapp.web.locale import day

VERBS = (
    "consent", "withdraw", "screen", "determine", "confirm", "reschedule", "inform", "donate",
    "keep_scan", "see_scan",
)  # fmt: skip
SEALING = "elnapp.sealing"
"""Where the application keeps what encrypts identities; without it no scan is taken or shown."""


def scan_store() -> ScanStore:
    """Give where scans of signed forms go in this installation."""
    return ScanStore(house().files, current_app.extensions.get(SEALING))


def today(donor: DonorView) -> date:
    """Give the civil day at the donor's site."""
    return queries.local_day(house().clock(), donor.zone)


def crumbs(code: str | None = None) -> tuple[tuple[str, str], ...]:
    """Give the way back: the list, and the donor."""
    top = ((_("Donors"), url_for("donors.index")),)
    return top if code is None else (*top, (code, url_for("donors.show", code=code)))


def donor_for(verb: str, code: str) -> DonorView:
    """Give the donor of a page that does `verb`.

    NotFound where the reader may not see it; NotPermitted where role or state forbid the verb: a
    form that could not be sent is not shown, nor the answers in it.
    """
    with reading() as session:
        found = queries.donor(session, actor(), code)
    verdict = permitted(f"donors.{verb}", actor(), found.site, found.study, found.state)
    if not verdict:
        raise NotPermitted(verdict.findings)
    return found


def may(found: DonorView) -> dict[str, bool]:
    """Tell for each verb whether the reader may do it on this donor now."""
    return {
        verb: bool(permitted(f"donors.{verb}", actor(), found.site, found.study, found.state))
        for verb in VERBS
    }


def done(form: Any, code: str, command: Callable[[], object]) -> AnyResponse | None:
    """Run the command of a valid form and go to the donor; None shows the form again."""
    if not form.validate_on_submit():
        return None
    try:
        command()
    except NotPermitted:
        raise
    except Refused as refused:
        say(form, refused)
        return None
    return redirect(url_for("donors.show", code=code), 303)


def say(form: Any, refused: Refused) -> None:
    """Say a refusal on the form, and make it ready for the next try."""
    attach(form, refused.findings)
    if refused.matters and form.seen_seq is not None:
        # The refusal is an event of its own: this form's next try comes after it.
        form["seen"].data = str(form.seen_seq + 1)


@blueprint.app_template_filter("iso_day")
def iso_day(text: str) -> str:
    """Write a stored civil date for the reader; what is no date stays as it was typed."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def text_of(name: str) -> str:
    """Give one argument of the address, trimmed."""
    return request.args.get(name, "").strip()
