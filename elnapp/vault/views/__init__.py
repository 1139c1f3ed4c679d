"""Pages about identities: who is held, looks, emergencies, and the end of keeping."""

from elnapp.vault.views import emergency, ending, looking, writing
from elnapp.vault.views.blueprint import blueprint
from elnapp.vault.views.showing import init_vault

__all__ = ["blueprint", "emergency", "ending", "init_vault", "looking", "writing"]
