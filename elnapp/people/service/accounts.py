"""Accounts: made with evidence of identity, never deleted, and no password is ever shown again."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from sqlmodel import Session

from batches.access import AccessPolicy, weak
from batches.people import SYSTEM
from batches.policy import POLICY, ROLES, named
from batches.verdict import Finding
from elnapp.people import queries
from elnapp.people.models import Account, Attempt, CodeUse
from elnapp.people.service import attempts, codes, passwords
from elnapp.people.service.credentials import Doors
from elnapp.people.service.grants import reaches
from elnapp.record import Answer, Call, Kernel, NotFound, NotPermitted, Refused, Tx, new_id
from elnapp.record.command import Do

LOGIN = re.compile(r"[a-z][a-z0-9.-]{1,39}")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is asked for an account: `site` is where it is kept ("*": the house)."""

    login: str
    name: str
    function: str
    site: str
    verified_how: str
    lang: str = "fr"


def state_of(tx: Tx, stream: str) -> str:
    """Give the state of an account's stream: active, locked or inactive."""
    return derived_state(tx.session, stream)


def derived_state(session: Session, stream: str) -> str:
    """Derive the state of an account; raises NotFound."""
    return queries.state_of_row(_row(session, stream.removeprefix("account/")))


def create_account(
    house: Doors, call: Call, person: NewAccount, password: str, *, must_change: bool = True
) -> Answer:
    """Open an account with a first password, to be changed at the first sign-in.

    Only a demonstration store may be given people who need not change it. The answer's `fresh` is
    False when this form had already done it, with another password. Codes: P-LOGIN-FORM,
    P-NO-EVIDENCE, P-NO-SITE, P-TAKEN.
    """
    if not must_change and not (house.settings.demo and call.actor == SYSTEM):
        message = "outside a demonstration, a first password is changed at the first sign-in"
        raise ValueError(message)
    faults = _faults(house.kernel, person)
    if faults:
        raise Refused(faults)
    stored, mark = passwords.hashed(house.settings.profile, password), new_id()
    stream = queries.stream_of(person.login)

    def do(tx: Tx) -> Answer:
        if queries.account(tx.session, person.login) is not None:
            raise Refused([Finding("P-TAKEN", {"found": person.login}, "login")])
        tx.open(stream, kind="account", site=person.site)
        made = Account(
            stream=stream, address=stream, **asdict(person),
            password=stored, must_change=must_change,
        )  # fmt: skip
        return {"login": person.login, "id": tx.add(made).id, "mark": mark}

    primary = "system" if person.site == "*" else f"site/{person.site}"
    answer = house.kernel.act(
        call, "people.create_account", do, streams=[primary], request=asdict(person)
    )
    return {**answer, "fresh": answer["mark"] == mark}


def reset_password(
    house: Doors, call: Call, login: str, password: str, *, drop_factor: bool = False
) -> bool:
    """Set a temporary password and end every session; the second factor goes when it was lost.

    Gives False when this form had already done it, with a password that is known to nobody here.
    """
    stored, mark = passwords.hashed(house.settings.profile, password), new_id()

    def do(tx: Tx) -> Answer:
        row = _under(tx, login)
        row.password, row.must_change = stored, True
        if drop_factor and row.totp is not None:
            row.totp = None
        _end_sessions(tx, row)
        return {"login": login, "mark": mark}

    asked = {"login": login, "drop_factor": drop_factor}
    answer = _act(house.kernel, call, "people.reset_password", do, asked)
    return bool(answer["mark"] == mark)


def change_password(
    house: Doors,
    call: Call,
    login: str,
    new: str,
    *,
    keep: str = "",
    access: AccessPolicy | None = None,
) -> Answer:
    """Set the own password, after the old one was proved; all sessions but `keep` end.

    Codes: P-SHORT, P-LONG, P-EASY, P-SAME.
    """
    with house.kernel.reading() as session:
        row = queries.account(session, login)
    if row is None:
        raise NotFound(queries.stream_of(login))
    verdict = weak(new, access or AccessPolicy(), (row.name, row.login, row.site))
    if not verdict:
        raise Refused(verdict.findings)
    if passwords.matches(house.settings.profile, row.password, new):
        raise Refused([Finding("P-SAME", {}, "new_password")])
    stored = passwords.hashed(house.settings.profile, new)

    def do(tx: Tx) -> Answer:
        mine = _row(tx.session, login)
        mine.password = stored
        if mine.must_change:
            mine.must_change = False
        _end_sessions(tx, mine, keep)
        return {"login": login}

    return _act(house.kernel, call, "people.change_password", do, {"login": login})


def enrol_totp(
    kernel: Kernel, call: Call, login: str, seed: str, code: str, access: AccessPolicy | None = None
) -> Answer:
    """Enrol a second factor, confirmed by a code of it; that code is used up. Code: P-CODE-WRONG."""
    step = codes.matching_step(seed, code, call.at, access or AccessPolicy())
    if step is None:
        raise Refused([Finding("P-CODE-WRONG", {}, "otp")])

    def do(tx: Tx) -> Answer:
        row = _row(tx.session, login)
        row.totp = seed
        used = tx.session.get(CodeUse, row.id)
        if used is None:
            tx.add(CodeUse(account_id=row.id, counter=step))
        else:
            used.counter = max(used.counter, step)
        return {"login": login, "id": row.id}

    answer = _act(kernel, call, "people.enrol_totp", do, {"login": login})
    codes.forget_pending(kernel.stores, str(answer["id"]))
    return answer


def unlock(kernel: Kernel, call: Call, login: str) -> Answer:
    """End a lock before its time. Code: P-NOT-LOCKED."""

    def do(tx: Tx) -> Answer:
        row = _under(tx, login)
        subject = attempts.account_subject(login, AccessPolicy())
        counter = tx.session.get(Attempt, subject.digest)
        if row.locked_until is None and (counter is None or not counter.failures):
            raise Refused([Finding("P-NOT-LOCKED")])
        if row.locked_until is not None:
            row.locked_until = None
        if counter is not None:
            counter.failures, counter.locked_until = 0, None
        return {"login": login}

    return _act(kernel, call, "people.unlock", do, {"login": login})


def deactivate(kernel: Kernel, call: Call, login: str) -> Answer:
    """Close an account for ever; its sessions end at once. Codes: P-SELF, P-INACTIVE."""

    def do(tx: Tx) -> Answer:
        row = _under(tx, login)
        if not row.active:
            raise Refused([Finding("P-INACTIVE")])
        row.active = False
        _end_sessions(tx, row)
        return {"login": login}

    return _act(kernel, call, "people.deactivate", do, {"login": login})


def _act(kernel: Kernel, call: Call, verb: str, do: Do, asked: dict[str, object]) -> Answer:
    stream = queries.stream_of(str(asked["login"]))
    return kernel.act(call, verb, do, streams=[stream], request=asked)


def _faults(kernel: Kernel, person: NewAccount) -> list[Finding]:
    found = []
    with kernel.reading() as session:
        if person.site != "*" and queries.site(session, person.site) is None:
            found.append(Finding("P-NO-SITE", {"found": person.site[:60]}, "site"))
    if not LOGIN.fullmatch(person.login):
        found.append(Finding("P-LOGIN-FORM", {"found": person.login[:60]}, "login"))
    if not person.verified_how.strip():
        found.append(Finding("P-NO-EVIDENCE", {}, "verified_how"))
    return found


def _row(session: Session, login: str) -> Account:
    row = queries.account(session, login)
    if row is None:
        raise NotFound(queries.stream_of(login))
    return row


def _under(tx: Tx, login: str) -> Account:
    """Give the account that an administrator acts on: not the own, and none that reaches further."""
    row = _row(tx.session, login)
    if row.id == tx.actor.id:
        raise Refused([Finding("P-SELF")])
    held = queries.standing(tx.session, row.id)
    if not all(reaches(tx.actor, grant) for grant in held):
        roles = named(POLICY[tx.verb].roles, ROLES, "roles")
        raise NotPermitted([Finding("POLICY-ROLE", roles)])
    return row


def _end_sessions(tx: Tx, row: Account, keep: str = "") -> None:
    for session in queries.sessions_of(tx.session, row.id):
        if session.sid != keep:
            session.ended = tx.at
