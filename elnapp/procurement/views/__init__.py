"""Pages about donated material."""

from elnapp.procurement.views import carrying, collecting, reading, receiving
from elnapp.procurement.views.blueprint import blueprint

__all__ = ["blueprint", "carrying", "collecting", "reading", "receiving"]
