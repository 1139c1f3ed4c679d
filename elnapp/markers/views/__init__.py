"""Pages about infectious markers."""

from elnapp.markers.views import files, reading, writing
from elnapp.markers.views.blueprint import blueprint
from elnapp.markers.views.showing import init_markers

__all__ = ["blueprint", "files", "init_markers", "reading", "writing"]
