"""Pages of results, panels, samples and investigations."""

from elnapp.results.views import investigating, lot, moving, panels, samples, work
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.seeing import init_results, pinned_of

__all__ = [
    "blueprint",
    "init_results",
    "investigating",
    "lot",
    "moving",
    "panels",
    "pinned_of",
    "samples",
    "work",
]
