"""What is done with instrument files: received, read again, set aside, taken into a record."""

from elnapp.inbox.service.agents import end_agent, issue_agent, token_hash
from elnapp.inbox.service.aside import set_aside
from elnapp.inbox.service.receiving import NewFile, Sender, receive, reread
from elnapp.inbox.service.resting import Answered, Resting, resting
from elnapp.inbox.service.using import Chosen, Owner, chosen, use

__all__ = [
    "Answered",
    "Chosen",
    "NewFile",
    "Owner",
    "Resting",
    "Sender",
    "chosen",
    "end_agent",
    "issue_agent",
    "receive",
    "reread",
    "resting",
    "set_aside",
    "token_hash",
    "use",
]
