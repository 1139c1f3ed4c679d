"""The pages of a trace."""

from elnapp.tracing.views import reading
from elnapp.tracing.views.blueprint import blueprint

__all__ = ["blueprint", "reading"]
