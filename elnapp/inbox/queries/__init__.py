"""Reading instrument files, their readings, what rests on them, the register and the agents."""

from elnapp.inbox.queries.agents import AgentView, agent_of_token, agents, sent_since
from elnapp.inbox.queries.files import (
    FileView,
    ReadView,
    by_hash,
    file,
    files,
    read_rows,
    reads,
    unread_files,
)
from elnapp.inbox.queries.readings import (
    ReadingView,
    UseView,
    choose,
    in_file,
    inbox,
    overdue,
    reading,
    usable,
)
from elnapp.inbox.queries.register import REGISTER, InForce, register
from elnapp.inbox.queries.uses import evidence, uses_plain

__all__ = [
    "REGISTER",
    "AgentView",
    "FileView",
    "InForce",
    "ReadView",
    "ReadingView",
    "UseView",
    "agent_of_token",
    "agents",
    "by_hash",
    "choose",
    "evidence",
    "file",
    "files",
    "in_file",
    "inbox",
    "overdue",
    "read_rows",
    "reading",
    "reads",
    "register",
    "sent_since",
    "unread_files",
    "usable",
    "uses_plain",
]
