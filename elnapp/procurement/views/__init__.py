"""Pages about donated material."""

from elnapp.procurement.views import collecting, reading, receiving
from elnapp.procurement.views.blueprint import blueprint

__all__ = ["blueprint", "collecting", "reading", "receiving"]
