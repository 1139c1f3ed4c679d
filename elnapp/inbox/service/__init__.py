"""What is done with instrument files: received, read again, set aside, taken into a record."""

from elnapp.inbox.service.agents import end_agent, issue_agent, token_hash
from elnapp.inbox.service.aside import set_aside
from elnapp.inbox.service.receiving import NewFile, Sender, receive, reread
from elnapp.inbox.service.using import Chosen, Owner, chosen, use

__all__ = [
    "Chosen",
    "NewFile",
    "Owner",
    "Sender",
    "chosen",
    "end_agent",
    "issue_agent",
    "receive",
    "reread",
    "set_aside",
    "token_hash",
    "use",
]
