"""The guard of the kernel: asks the one policy table for each command, on its locked heads."""

from __future__ import annotations

from batches.policy import POLICY, permitted
from elnapp.people import queries
from elnapp.record import NotPermitted, Tx


def guard(tx: Tx, primary: str, study: str | None) -> None:
    """Raise NotPermitted unless the actor may do the verb on the primary stream.

    `study` is the study a command states for a record that it opens; a head that has a study of
    its own keeps it, so that nobody reaches a record by stating another.
    """
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
