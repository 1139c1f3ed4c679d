"""Roles are granted for a site and a study, by an administrator who reaches at least as far."""

from __future__ import annotations

from batches.people import SYSTEM, Actor, Grant
from batches.policy import POLICY, ROLES, named
from batches.verdict import Finding
from elnapp.people import queries
from elnapp.people.models import Account, RoleGrant
from elnapp.record import Answer, Call, Kernel, NotFound, NotPermitted, Refused, Tx

ADMINISTRATOR = "administrator"


def reaches(actor: Actor, wanted: Grant) -> bool:
    """Tell whether `actor` administers everything that `wanted` would give."""
    if actor.id == SYSTEM.id:
        return True
    return any(
        held.role == ADMINISTRATOR
        and held.site in {"*", wanted.site}
        and (held.study is None or held.study == wanted.study)
        for held in actor.grants
    )


def grant(kernel: Kernel, call: Call, login: str, wanted: Grant) -> Answer:
    """Give a role. Codes: P-SELF, P-NO-ROLE, P-NO-SITE, P-NO-STUDY, P-GRANT-HELD, P-MIXED-ROLES."""
    stream = queries.stream_of(login)

    def do(tx: Tx) -> Answer:
        row = _other(tx, login)
        _permit(tx, wanted)
        faults = [*_unknown(tx, wanted), *_unfit(queries.standing(tx.session, row.id), wanted)]
        if faults:
            raise Refused(faults)
        number = tx.number(stream, "grant")
        made = RoleGrant(
            stream=stream, address=f"{stream}/grant/{number}", account_id=row.id,
            role=wanted.role, site=wanted.site, study=wanted.study,
            granted_by=tx.actor.id, granted_at=tx.at,
        )  # fmt: skip
        return {"id": tx.add(made).id}

    asked = {"login": login, "role": wanted.role, "site": wanted.site, "study": wanted.study}
    return kernel.act(call, "people.grant", do, streams=[stream], request=asked)


def revoke(kernel: Kernel, call: Call, login: str, grant_id: str) -> Answer:
    """Take a role back, from the person's next request on. Codes: P-SELF, P-GRANT-GONE."""
    stream = queries.stream_of(login)

    def do(tx: Tx) -> Answer:
        row = _other(tx, login)
        held = tx.session.get(RoleGrant, grant_id)
        if held is None or held.account_id != row.id:
            raise NotFound(f"{stream}/grant/{grant_id}")
        _permit(tx, Grant(held.role, held.site, held.study))
        if held.revoked_at is not None:
            raise Refused([Finding("P-GRANT-GONE")])
        held.revoked_at, held.revoked_by = tx.at, tx.actor.id
        return {"id": held.id}

    asked = {"login": login, "grant": grant_id}
    return kernel.act(call, "people.revoke", do, streams=[stream], request=asked)


def _other(tx: Tx, login: str) -> Account:
    """Give the account concerned, which is never the administrator's own."""
    row = queries.account(tx.session, login)
    if row is None:
        raise NotFound(queries.stream_of(login))
    if row.id == tx.actor.id:
        raise Refused([Finding("P-SELF")])
    if not row.active:
        raise Refused([Finding("P-INACTIVE")])
    return row


def _permit(tx: Tx, wanted: Grant) -> None:
    if not reaches(tx.actor, wanted):
        roles = named(POLICY[tx.verb].roles, ROLES, "roles")
        raise NotPermitted([Finding("POLICY-ROLE", roles)])


def _unknown(tx: Tx, wanted: Grant) -> list[Finding]:
    found = []
    if wanted.role not in ROLES:
        found.append(Finding("P-NO-ROLE", {"found": wanted.role[:60]}, "role"))
    if wanted.site != "*" and queries.site(tx.session, wanted.site) is None:
        found.append(Finding("P-NO-SITE", {"found": wanted.site[:60]}, "site"))
    if wanted.study is not None and queries.study(tx.session, wanted.study) is None:
        found.append(Finding("P-NO-STUDY", {"found": wanted.study[:60]}, "study"))
    return found


def _unfit(held: tuple[Grant, ...], wanted: Grant) -> list[Finding]:
    found = []
    if wanted in held:
        found.append(Finding("P-GRANT-HELD", {}, "role"))
    if any((g.role == ADMINISTRATOR) != (wanted.role == ADMINISTRATOR) for g in held):
        found.append(Finding("P-MIXED-ROLES", {}, "role"))
    return found
