"""Pages about donors."""

from elnapp.donors.views import eligibility, enrolment, reading
from elnapp.donors.views.blueprint import blueprint

__all__ = ["blueprint", "eligibility", "enrolment", "reading"]
