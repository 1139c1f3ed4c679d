"""What is done on the way to release: reviews, and three decisions."""

from elnapp.release.service.decisions import certify, decline, release_to_site
from elnapp.release.service.reviews import (
    approve,
    approve_results,
    review_production,
    review_trail,
)
from elnapp.release.service.wanted import Asked, preview, waiting, wanted
from elnapp.release.service.work import Signing

__all__ = [
    "Asked",
    "Signing",
    "approve",
    "approve_results",
    "certify",
    "decline",
    "preview",
    "release_to_site",
    "review_production",
    "review_trail",
    "waiting",
    "wanted",
]
