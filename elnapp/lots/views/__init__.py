"""Pages about lots: lists, one step a page, second persons, corrections, passages."""

from elnapp.lots.views import correcting, growing, issuing, keeping, reading, recording, verifying
from elnapp.lots.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "correcting",
    "growing",
    "issuing",
    "keeping",
    "reading",
    "recording",
    "verifying",
]
