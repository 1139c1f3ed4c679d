"""Pages about instrument files, their readings, and the agents that send them."""

from elnapp.inbox.views import agents, reading, sending, writing
from elnapp.inbox.views.blueprint import blueprint

__all__ = ["agents", "blueprint", "reading", "sending", "writing"]
