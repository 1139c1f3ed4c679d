"""The guard of the kernel: asks the one policy table for each command, on its locked heads."""

from __future__ import annotations

from dataclasses import replace

from batches.people import SYSTEM
from batches.policy import POLICY, permitted
from elnapp.people import queries
from elnapp.record import NotPermitted, Tx


def guard(tx: Tx, primary: str, study: str | None) -> None:
    """Raise NotPermitted unless the actor may do the verb on the primary stream.

    The grants are read again here: a role taken back since the page, or between the proof of a
    signature and its command, is gone for the whole command.  `study` is the study a command states for a record that it opens; a head that has a study of
    its own keeps it, so that nobody reaches a record by stating another.
    """
    _present(tx)
    head = tx.head(primary)
    permission = POLICY.get(tx.verb)
    own = (
        permission is not None
        and permission.own
        and head.kind == "account"
        and queries.owner(tx.session, primary) == tx.actor.id
    )
    where = head.study if head.study is not None else study
    verdict = permitted(tx.verb, tx.actor, head.site, where, head.state or None, own=own)
    if not verdict:
        raise NotPermitted(verdict.findings)


def _present(tx: Tx) -> None:
    """Let the actor stand in this command with the grants that stand now, and no others."""
    if tx.actor.id == SYSTEM.id:
        return
    now = queries.held_now(tx.session, tx.actor.id)
    if now != tx.actor.grants:
        tx.call = replace(tx.call, actor=replace(tx.actor, grants=now))
