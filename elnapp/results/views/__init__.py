"""Pages of results: the certificate as a worklist, one result, one invalidation, panels."""

from elnapp.results.views import entering, panels
from elnapp.results.views.entering import blueprint, init_results

__all__ = ["blueprint", "entering", "init_results", "panels"]
