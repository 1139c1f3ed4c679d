"""Answers that are not what was asked for: each says what was found, expected, and what to do.

Nothing here shows a stack trace; the request id leads the administrator to the log.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, make_response, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from batches.verdict import Finding
from elnapp.record.errors import Busy, Conflict, NotFound, NotPermitted, Refused, Stale
from elnapp.web.keep import is_confidential, seal_typed, unseal
from elnapp.web.pages import Web, page
from elnapp.web.security import request_id

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer in words: a title, what was found, what was expected, what to do now."""

    title: str
    found: str
    expected: str
    todo: str


def _signed_out() -> Problem:
    return Problem(
        _("Sign in to go on"),
        _("Nobody is signed in on this device, or the session has ended."),
        _("Records are shown only to people who are signed in."),
        _("Sign in. What you typed was kept and comes back after that."),
    )


def _unproven() -> Problem:
    return Problem(
        _("This form is too old to be accepted"),
        _("The form does not belong to the present session."),
        _("A form is sent from the page that was opened in this session."),
        _("Bring back what you typed, read it again and send it. Nothing was recorded so far."),
    )


def _malformed() -> Problem:
    return Problem(
        _("The request cannot be read"),
        _("The address or the form that arrived is incomplete or broken."),
        _("Requests come from the pages of this application."),
        _("Go back, open the page again and repeat. Nothing was recorded."),
    )


def _forbidden() -> Problem:
    return Problem(
        _("Your role does not allow this"),
        _("You are signed in, but your roles do not cover this page or act here."),
        _("A person acts only in the roles granted for this site and study."),
        _("Ask a colleague who holds the role, or the administrator if the grant is missing."),
    )


def _missing() -> Problem:
    return Problem(
        _("There is nothing at this address"),
        _("No record or page is known under “%(path)s”.", path=request.path[:120]),
        _("Addresses are made of codes as printed on labels and in lists."),
        _("Check the code, or start again from the home page."),
    )


def _wrong_method() -> Problem:
    return Problem(
        _("This address works in another way"),
        _("The request used %(method)s, which this address does not take.", method=request.method),
        _("Pages are opened and forms are sent with their buttons."),
        _("Go back, open the page again and use its buttons. Nothing was recorded."),
    )


def _too_long() -> Problem:
    return Problem(
        _("This is too much for one form"),
        _("What was sent is larger, or has more parts, than a form may have."),
        _(
            "At most %(size)s MB in one request, %(parts)s fields, and files only where asked.",
            size=(current_app.config.get("MAX_CONTENT_LENGTH") or 0) // (1024 * 1024),
            parts=current_app.config.get("MAX_FORM_PARTS"),
        ),
        _("Send a smaller file or a shorter text. Nothing was recorded."),
    )


def _too_many() -> Problem:
    return Problem(
        _("Too many tries"),
        _("This was tried too often in a short time."),
        _("A few tries a minute are enough for a person."),
        _("Wait a minute, then try once more. If it was not you, tell the administrator."),
    )


def _not_kept() -> Problem:
    return Problem(
        _("Your session has ended"),
        _("What you typed was not kept, on purpose: it could tell who a person is."),
        _("Such forms are sent within the session in which they were opened."),
        _("Sign in, open the form again, and type it once more. Nothing was recorded."),
    )


def _broken() -> Problem:
    return Problem(
        _("Something went wrong on our side"),
        _("The application met a fault that it does not know. It was written to its log."),
        _("Nothing is recorded by halves: either all of it was, or nothing."),
        _("Open the record to see how it stands, then try again. If it comes back, tell the "
          "administrator the number below."),
    )  # fmt: skip


def _busy() -> Problem:
    return Problem(
        _("The record is busy"),
        _("The store could not take this in time, or is being looked after."),
        _("An act is recorded within a few seconds."),
        _("Try again in a moment: nothing was recorded, and sending twice does no harm."),
    )


def _conflict() -> Problem:
    return Problem(
        _("This form was sent before with other content"),
        _("The same form has already been recorded, and what it held then differs from now."),
        _("A form is recorded once; a change afterwards is a correction with a reason."),
        _("Open the record to see what stands there. Correct it there if it is wrong."),
    )


def _stale() -> Problem:
    return Problem(
        _("The record has moved on"),
        _("Somebody recorded something here after your page was opened."),
        _("You act on the record as it stands, so that nobody overlooks a change."),
        _("Open the page again, look at what is new, and repeat. Nothing was recorded."),
    )


def _refused() -> Problem:
    return Problem(
        _("This cannot be done now"),
        _("The rules found what is listed here."),
        _("Everything listed has to be resolved first."),
        _("Resolve each point, then try again. Nothing was recorded except this refusal."),
    )


PROBLEMS: dict[int, Callable[[], Problem]] = {
    400: _malformed,
    401: _signed_out,
    403: _forbidden,
    404: _missing,
    405: _wrong_method,
    409: _conflict,
    413: _too_long,
    422: _refused,
    429: _too_many,
    500: _broken,
    503: _busy,
}


def problem_page(
    status: int,
    problem: Problem | None = None,
    *,
    findings: Iterable[Finding] = (),
    template: str = "errors/problem.html",
    **ctx: Any,
) -> Response:
    """Render one answer; when even that fails, say so in plain words without a template."""
    try:
        words = problem or PROBLEMS[status]()
        return page(
            template,
            title=words.title,
            status=status,
            wrong=True,
            problem=words,
            found=tuple(findings),
            bare=status >= 500,  # noqa: PLR2004 faults of ours: ask the store for nothing
            request_id=request_id(),
            **ctx,
        )
    except Exception:
        log.exception("an error page could not be rendered")
        return _plain(status)


def _plain(status: int) -> Response:
    text = (
        "Une erreur est survenue ; rien n'est enregistré à moitié. Réessayez.\n"
        "Something went wrong; nothing is recorded by halves. Try again.\n"
        f"{request_id()}\n"
    )
    return make_response(text, status, {"Content-Type": "text/plain; charset=utf-8"})


def _web() -> Web:
    found: Web = current_app.extensions["elnapp.web"]
    return found


def on_http(error: HTTPException) -> AnyResponse:
    """Answer what Flask refused: not found, too long, too often and the like."""
    status = error.code or 500
    if status in {301, 302, 303, 307, 308}:
        return error.get_response()
    if status == 401:  # noqa: PLR2004 HTTP's own number
        return on_signed_out()
    shown = status if status in PROBLEMS else (400 if status < 500 else 500)  # noqa: PLR2004
    answer = problem_page(status, PROBLEMS[shown]())
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def on_signed_out() -> AnyResponse:
    """Lead to sign-in; what was typed goes along."""
    sign_in = url_for(_web().login_endpoint, next=_way_back())
    if request.method == "POST" and is_confidential():
        return problem_page(401, _not_kept(), template="errors/not_kept.html", sign_in=sign_in)
    sealed = seal_typed(_web().who())
    if not sealed:
        return redirect(sign_in, 303)
    return problem_page(401, template="errors/signed_out.html", sealed=sealed, sign_in=sign_in)


def _way_back() -> str:
    if request.method in {"GET", "HEAD"}:
        return request.full_path.rstrip("?")
    # A form's address may not answer a GET; the page it came from does.
    return ""


def on_unproven(_error: CSRFError) -> AnyResponse:
    """Answer a form from another session; nobody signed in is the same as a lost session."""
    who = _web().who()
    if who is None and request.endpoint != _web().login_endpoint:
        return on_signed_out()
    kept = unseal(seal_typed(who))
    return problem_page(400, _unproven(), template="errors/unproven.html", kept=kept)


def on_refused(error: Refused) -> Response:
    """Answer what the rules or the policy refuse, with every finding."""
    if isinstance(error, NotPermitted):
        return problem_page(403, findings=error.findings)
    return problem_page(422, findings=error.findings)


def on_fault(_error: Exception) -> Response:
    """Answer a defect of ours; Flask has written it to the log with its trace."""
    return problem_page(500)


def init_problems(app: Flask) -> None:
    """Register an answer for everything that can go wrong."""
    app.register_error_handler(CSRFError, on_unproven)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(500, on_fault)
    app.register_error_handler(Refused, on_refused)
    app.register_error_handler(Conflict, lambda _error: problem_page(409))
    app.register_error_handler(Stale, lambda _error: problem_page(409, _stale()))
    app.register_error_handler(NotFound, lambda _error: problem_page(404))
    app.register_error_handler(Busy, lambda _error: _again_soon(problem_page(503)))


def _again_soon(answer: Response) -> Response:
    answer.headers["Retry-After"] = "2"
    return answer
