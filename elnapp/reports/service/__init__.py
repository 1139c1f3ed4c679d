"""Documents that leave the house: asked for, made in the background, sealed, recorded."""

from elnapp.reports.service.issue import LANGS, MEDIA_TYPE, issue_now, render_job, request, seal
from elnapp.reports.service.seal import NoSealKey, make_demo_key, open_sealer

__all__ = [
    "LANGS",
    "MEDIA_TYPE",
    "NoSealKey",
    "issue_now",
    "make_demo_key",
    "open_sealer",
    "render_job",
    "request",
    "seal",
]
