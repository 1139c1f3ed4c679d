"""Pages about units, places and labels."""

from elnapp.custody.views import labels, places, units
from elnapp.custody.views.blueprint import blueprint

__all__ = ["blueprint", "labels", "places", "units"]
