"""Browser sessions: a random secret in the cookie, its SHA-256 in the store, two limits in time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import text

from batches.access import AccessPolicy
from elnapp.people import queries
from elnapp.people.models import BrowserSession
from elnapp.people.queries import Presence
from elnapp.people.service.attempts import operating
from elnapp.record import Answer, Busy, Call, Kernel, NotFound, Stores, Tx
from elnapp.record.plain import sha256, time_text

TOUCH = timedelta(seconds=30)


def new_token() -> str:
    """Make the secret of a new session."""
    return secrets.token_urlsafe(32)


def sid_of(token: str) -> str:
    """Give the name under which the store knows a session."""
    return sha256(token.encode())


def sign_in(kernel: Kernel, call: Call, login: str, sid: str) -> Answer:
    """Begin a session for a person who has just proved themselves; ends a lock that has passed."""

    def do(tx: Tx) -> Answer:
        found = queries.account(tx.session, login)
        if found is None:
            raise NotFound(queries.stream_of(login))
        if found.locked_until is not None:
            found.locked_until = None
        tx.add(BrowserSession(sid=sid, account_id=found.id, created=tx.at, last_seen=tx.at))
        return {"login": login}

    stream = queries.stream_of(login)
    return kernel.act(call, "people.sign_in", do, streams=[stream], request={"login": login})


def sign_out(kernel: Kernel, call: Call, login: str, sid: str) -> Answer:
    """End one session."""

    def do(tx: Tx) -> Answer:
        found = tx.session.get(BrowserSession, sid)
        if found is not None and found.ended is None:
            found.ended = tx.at
        return {"login": login}

    stream = queries.stream_of(login)
    return kernel.act(call, "people.sign_out", do, streams=[stream], request={"login": login})


def present(kernel: Kernel, token: str, at: datetime, access: AccessPolicy) -> Presence | None:
    """Give the person behind a cookie; None when the session is over, ended or of nobody active.

    One statement; the time last seen is written at most every 30 seconds.
    """
    with kernel.asking() as session:
        found = queries.presence(session, sid_of(token))
    if found is None or found.ended is not None or not found.active:
        return None
    if access.over(found.created, found.last_seen, at):
        _set(kernel.stores, found.sid, "ended", at)
        return None
    if at - found.last_seen >= TOUCH:
        _set(kernel.stores, found.sid, "last_seen", at)
    return found


def prefer(stores: Stores, account_id: str, lang: str) -> None:
    """Keep the language that a person chose."""
    with operating(stores) as connection:
        connection.execute(
            text(
                "INSERT INTO preference (account_id, lang) VALUES (:account, :lang) "
                "ON CONFLICT (account_id) DO UPDATE SET lang = excluded.lang"
            ),
            {"account": account_id, "lang": lang},
        )


_SET = {
    "ended": "UPDATE browser_session SET ended = :at WHERE sid = :sid AND ended IS NULL",
    "last_seen": "UPDATE browser_session SET last_seen = :at WHERE sid = :sid AND ended IS NULL",
}


def _set(stores: Stores, sid: str, column: str, at: datetime) -> None:
    try:
        with operating(stores) as connection:
            connection.execute(text(_SET[column]), {"sid": sid, "at": time_text(at)})
    except Busy:
        return  # The next request will write it; nobody waits for this.
