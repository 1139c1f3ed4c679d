"""Agents: the programs that may send files for a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from batches.people import Actor
from elnapp.inbox.models import Agent, AgentEnd, InstrumentFile


@dataclass(frozen=True, slots=True)
class AgentView:
    """One agent with its site; `ended` says why its token opens nothing any more."""

    id: str
    site: str
    name: str
    instrument: str
    by: str
    at: datetime
    ended: str | None = None


def agents(session: Session, actor: Actor) -> list[AgentView]:
    """Give the agents of the sites that a person holds a role at, by name."""
    rows = select(Agent, AgentEnd).outerjoin(AgentEnd, col(AgentEnd.agent_id) == col(Agent.id))
    found = [_view(a, e) for a, e in session.execute(rows.order_by(col(Agent.name)))]
    return [a for a in found if actor.roles(a.site)]


def agent_of_token(session: Session, token_sha256: str) -> AgentView | None:
    """Give the agent whose token has that hash; None for an unknown or ended one."""
    rows = select(Agent, AgentEnd).outerjoin(AgentEnd, col(AgentEnd.agent_id) == col(Agent.id))
    row = session.execute(rows.where(col(Agent.token_sha256) == token_sha256)).first()
    return None if row is None or row[1] is not None else _view(row[0], None)


def sent_since(session: Session, name: str, since: datetime) -> int:
    """Count what an agent sent since a moment."""
    found = select(func.count()).where(
        col(InstrumentFile.agent) == name, col(InstrumentFile.received_at) > since
    )
    return int(session.scalar(found) or 0)


def _view(row: Agent, end: AgentEnd | None) -> AgentView:
    return AgentView(
        row.id, row.stream.removeprefix("site/"), row.name, row.instrument, row.issued_by_name,
        row.issued_at, end.reason if end else None,
    )  # fmt: skip
