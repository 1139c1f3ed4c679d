"""Pages about donors."""

from elnapp.donors.views import eligibility, enrolment, news, reading, scans
from elnapp.donors.views.blueprint import blueprint

__all__ = ["blueprint", "eligibility", "enrolment", "news", "reading", "scans"]
