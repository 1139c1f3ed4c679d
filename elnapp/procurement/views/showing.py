"""What pages about donated material have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from batches.identifiers import Din
from batches.policy import permitted
from batches.procurement import Requirements
from batches.steps import Field
from batches.verdict import Finding
from elnapp.donors import queries as donors
from elnapp.procurement import queries
from elnapp.procurement.queries import DonationView
from elnapp.record import NotPermitted, Refused
from elnapp.web.access import may
from elnapp.web.forms import PageForm, StepForm, attach, step_form
from elnapp.web.house import actor, house, reading
from elnapp.web.locale import words

BESIDE = "by-"
VERBS = ("procure", "hand_over", "pass_on", "receive", "label")


def crumbs(din: str | None = None) -> tuple[tuple[str, str], ...]:
    """Give the way back: the list, and the donation."""
    top = ((_("Donated material"), url_for("procurement.index")),)
    own = () if din is None else ((str(Din(din)), url_for("procurement.show", din=din)),)
    return (*top, *own)


def donation_for(verb: str | None, din: str) -> tuple[DonationView, Requirements]:
    """Give the donation of a page and what its document asks; NotPermitted where `verb` is not.

    Raises NotFound where the reader may not see it, Refused (PRO-NO-RULES) without a document.
    """
    with reading() as session:
        view = queries.donation(session, actor(), din)
        made = view.procurement
        day = donors.local_day(house().clock(), view.zone)
        found = queries.requirements(session, view.donation.tissue, day)
        asked = queries.requirements_of(session, made.document_id) if made else found and found[1]
    if verb is not None:
        verdict = permitted(f"procurement.{verb}", actor(), view.site, view.study, None)
        if not verdict:
            raise NotPermitted(verdict.findings)
    if not asked:
        raise Refused([Finding("PRO-NO-RULES", {"tissue": view.donation.tissue})])
    return view, asked


def ways(view: DonationView) -> dict[str, bool]:
    """Tell for each verb whether the reader may do it on this donation."""
    return {
        verb: bool(permitted(f"procurement.{verb}", actor(), view.site, view.study, None))
        for verb in VERBS
    } | {"scan": may("procurement.scan")}


def asked_form(
    asked: Requirements, section: str, seen: int | None, data: Mapping[str, Any] | None = None
) -> StepForm:
    """Build the form of a section of the document."""
    return step_form(asked.sections[section], seen=seen, data=data)


def beside_form(make: Callable[..., Any], form: StepForm, **data: Any) -> Any:
    """Build what stands beside the answers, filled from the same request.

    Also from one that only brings back what was typed before a session was lost.
    """
    sent = request.form if request.method == "POST" else None
    found = make(sent, prefix=BESIDE, **data)
    if "file" in found and form.is_submitted():
        found.file.data = request.files.get(found.file.name)
    return found


def done(
    forms: tuple[StepForm, Any], command: Callable[[], object], url: str
) -> AnyResponse | None:
    """Run the command of two valid halves of a form and go on; None shows the form again."""
    form, beside = forms
    both = [form.validate_on_submit(), form.is_submitted() and beside.validate()]
    if not all(both):
        return None
    try:
        command()
    except Refused as refused:
        said(forms, refused)
        return None
    return redirect(url, 303)


def settled(form: PageForm, command: Callable[[], object], din: str) -> AnyResponse | None:
    """Run the command of one valid form and go to the donation; None shows the form again."""
    if not form.validate_on_submit():
        return None
    try:
        command()
    except Refused as refused:
        said((form, form), refused)
        return None
    return redirect(url_for("procurement.show", din=din), 303)


def said(forms: tuple[Any, Any], refused: Refused) -> None:
    """Show a refusal where it belongs; after one that is an event, the next try comes after it."""
    form, beside = forms
    if isinstance(refused, NotPermitted):
        raise refused
    for finding in refused.findings:
        attach(beside if finding.where in beside else form, [finding])
    if refused.matters and form.seen_seq is not None:
        form["seen"].data = str(form.seen_seq + 1)


def codes(text: str) -> list[str]:
    """Read scanned codes, one a line, each once."""
    found = [line.strip() for line in text.replace(",", "\n").splitlines()]
    return list(dict.fromkeys(code for code in found if code))


def rows(fields: Iterable[Field], stored: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give stored answers with their questions, for a page."""
    return [
        {"label": words(f.label), "type": f.type, "text": _text(f, stored[f.name]), "unit": f.unit}
        for f in fields
        if f.name in stored
    ]


def _text(asked: Field, answer: Mapping[str, Any]) -> str:
    text = str(answer["text"])
    if asked.type == "choice":
        return next((words(c.label) for c in asked.choices if c.value == text), text)
    return text
