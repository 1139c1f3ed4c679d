"""Pages about documents: lists, versions, what differs, and the steps of their life."""

from elnapp.documents.views import changing, reading
from elnapp.documents.views.blueprint import blueprint
from elnapp.documents.views.showing import proved, signed

__all__ = ["blueprint", "changing", "proved", "reading", "signed"]
