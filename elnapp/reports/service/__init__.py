"""Documents that leave the house: asked for here, made in the background, sealed, recorded.

Printing and sealing (`issue`, `pdf`, `seal`) are loaded by the worker and the command line alone.
"""

from elnapp.reports.service.asking import LANGS, MEDIA_TYPE, Made, request, seal

__all__ = ["LANGS", "MEDIA_TYPE", "Made", "request", "seal"]
