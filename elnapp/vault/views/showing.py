"""What pages about identities have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from flask import Flask, Response, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from batches.identity import Policy
from batches.policy import permitted
from batches.text import Text
from elnapp.documents.views.showing import today
from elnapp.people import service as people
from elnapp.people.views import origin
from elnapp.record import NotPermitted, Refused
from elnapp.signing.service import preview
from elnapp.vault import queries, service
from elnapp.vault.queries import Held
from elnapp.vault.service import Gather
from elnapp.web.forms import attach
from elnapp.web.house import actor, house, reading
from elnapp.web.locale import words
from elnapp.web.pages import page

GATHER = "elnapp.vault.facts"
VERBS = ("correct", "look", "ask", "approve", "decline", "open", "acknowledge", "ask_shred", "keep", "shred")  # fmt: skip


def init_vault(app: Flask, gather: Gather) -> None:
    """Tell the pages what the rooms above know of the material of a person."""
    app.extensions[GATHER] = gather


def gather() -> Gather:
    """Give what asks the rooms above."""
    return cast("Gather", current_app.extensions[GATHER])


def crumbs(code: str | None = None) -> tuple[tuple[str, str], ...]:
    """Give the way back: the list, and the identity."""
    top = ((_("Identities"), url_for("vault.index")),)
    return top if code is None else (*top, (code, url_for("vault.show", code=code)))


def held_for(verb: str, code: str) -> Held:
    """Give the identity of a page that does `verb`; a form that could not be sent is not shown."""
    with reading() as session:
        held = queries.held(session, actor(), code)
    verdict = permitted(f"vault.{verb}", actor(), held.site, held.study, held.state)
    if not verdict:
        raise NotPermitted(verdict.findings)
    return held


def may(held: Held) -> dict[str, bool]:
    """Tell for each verb whether the reader may do it on this identity now."""
    return {
        verb: bool(permitted(f"vault.{verb}", actor(), held.site, held.study, held.state))
        for verb in VERBS
    }


def policy() -> Policy:
    """Give the policy of identities in force today."""
    with reading() as session:
        return Policy.from_body(queries.policy_in_force(session, today()).body)


def listed(code: str | None, known: str) -> Any:
    """Give the words of a reason; one that is no longer listed shows its code."""
    return getattr(policy(), known).get(code or "", code or "")


def offered(known: Mapping[str, Text]) -> list[tuple[str, str]]:
    """Give reasons as a form offers them, in the reader's language."""
    return [(code, words(text)) for code, text in known.items()]


def confirmed(form: Any) -> None:
    """Check the password of the person signed in once more: an unattended screen opens nothing."""
    login = str(current_user.login)
    people.check_credentials(house(), login, str(form.password.data), None, "identity", origin())


def tried(form: Any, command: Callable[[], Any]) -> Any:
    """Run the command of a valid form; None shows the form again with what was found."""
    if not form.validate_on_submit():
        return None
    try:
        return command()
    except NotPermitted:
        raise
    except Refused as refused:
        attach(form, refused.findings)
        if refused.matters and form.seen_seq is not None and _recorded_here(refused):
            # The refusal is an event of its own: this form's next try comes after it.
            form["seen"].data = str(form.seen_seq + 1)
        return None


def done(form: Any, code: str, command: Callable[[], object]) -> AnyResponse | None:
    """Run the command of a valid form and go to the identity; None shows the form again."""
    ran = tried(form, lambda: (command(), True)[1])
    return redirect(url_for("vault.show", code=code), 303) if ran else None


def signing(form: Any, held: Held, meaning: str, template: str, title: str, **ctx: Any) -> Response:
    """Show a page on which a request is answered with a signature."""
    with reading() as session:
        shown = preview(session, service.wanted(session, held, meaning, today()))
    return page(
        template, title=title, crumbs=crumbs(held.code), form=form, held=held, shown=shown,
        at=house().clock(), status=422 if form.errors else 200, **ctx,
    )  # fmt: skip


def shown_digest() -> str | None:
    """Give the digest that the signature page showed."""
    return request.form.get("shown")


def _recorded_here(refused: Refused) -> bool:
    """Tell whether the refusal is an event of the identity; one of a password is the account's."""
    return any(f.code.startswith(("ID-", "RET-", "SIG-")) for f in refused.findings)
