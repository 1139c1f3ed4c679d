"""Agents: issued by an administrator with a token that is shown once, and ended."""

from __future__ import annotations

import secrets

from sqlmodel import select

from batches.verdict import Finding
from elnapp.inbox.models import Agent, AgentEnd
from elnapp.record import Answer, Call, Kernel, Refused, Tx, new_id
from elnapp.record.plain import sha256

TOKEN_BYTES = 32


def token_hash(token: str) -> str:
    """Give what is kept of a token."""
    return sha256(token.strip().encode())


def issue_agent(
    kernel: Kernel, call: Call, site: str, name: str, instrument: str = ""
) -> tuple[str, str]:
    """Let a program send files for a site; gives its name and its token, which nobody sees again.

    `instrument` is the one whose files it sends, if it is always the same.
    """
    stream, token = f"site/{site}", secrets.token_urlsafe(TOKEN_BYTES)

    def do(tx: Tx) -> Answer:
        n = tx.number(stream, "agent")
        row = Agent(
            id=new_id(), stream=stream, address=f"{stream}/agents/{n}", name=f"{name.strip()}-{n}",
            instrument=instrument, token_sha256=token_hash(token), issued_by=tx.actor.id,
            issued_by_name=tx.actor.name, issued_at=tx.at,
        )  # fmt: skip
        tx.add(row)
        return {"agent": row.name}

    # The same form sent twice is a Conflict: the token of the first sending was shown, and is gone.
    request = {"site": site, "name": name, "token": token_hash(token)}
    answer = kernel.act(call, "people.issue_agent", do, streams=[stream], request=request)
    return str(answer["agent"]), token


def end_agent(kernel: Kernel, call: Call, site: str, agent_id: str) -> Answer:
    """End an agent; `call.reason` says why.  Codes: FILE-REASON, FILE-AGENT."""
    stream = f"site/{site}"

    def do(tx: Tx) -> Answer:
        reason = (tx.call.reason or "").strip()
        if not reason:
            raise Refused([Finding("FILE-REASON", where="reason")])
        row = tx.session.get(Agent, agent_id)
        ended = tx.session.exec(select(AgentEnd).where(AgentEnd.agent_id == agent_id)).first()
        if row is None or row.stream != stream or ended is not None:
            raise Refused([Finding("FILE-AGENT", {"name": row.name if row else "–"})])
        tx.add(
            AgentEnd(
                stream=stream, address=row.address, agent_id=row.id, reason=reason,
                ended_by=tx.actor.id, ended_by_name=tx.actor.name, ended_at=tx.at,
            )
        )  # fmt: skip
        return {"agent": row.name}

    request = {"agent": agent_id, "reason": call.reason}
    return kernel.act(call, "people.end_agent", do, streams=[stream], request=request)
