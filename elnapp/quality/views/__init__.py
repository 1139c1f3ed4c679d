"""Pages about deviations and holds."""

from elnapp.quality.views import changing, reading
from elnapp.quality.views.blueprint import blueprint

__all__ = ["blueprint", "changing", "reading"]
