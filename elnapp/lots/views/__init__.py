"""Pages about lots: lists, one step a page, second persons, corrections, passages."""

from elnapp.lots.views import (
    attaching,
    correcting,
    files,
    growing,
    imaging,
    issuing,
    keeping,
    reading,
    recording,
    trends,
    verifying,
)
from elnapp.lots.views.blueprint import blueprint

__all__ = [
    "attaching",
    "blueprint",
    "correcting",
    "files",
    "growing",
    "imaging",
    "issuing",
    "keeping",
    "reading",
    "recording",
    "trends",
    "verifying",
]
