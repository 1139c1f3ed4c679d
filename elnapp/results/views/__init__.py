"""Pages of results, samples and investigations."""

from elnapp.results.views import investigating, lot, samples, work
from elnapp.results.views.blueprint import blueprint
from elnapp.results.views.seeing import init_results

__all__ = ["blueprint", "init_results", "investigating", "lot", "samples", "work"]
