"""Commands on markers: one verb, one function."""

from elnapp.markers.service.files import NewFile, Preview, preview, receive, refuse, take
from elnapp.markers.service.judging import conclude, verify
from elnapp.markers.service.lots import register_lot
from elnapp.markers.service.recording import NewResult, Unconfirmed, correct, enter
from elnapp.markers.service.sampling import NewSample, correct_sample, request, sample

__all__ = [
    "NewFile",
    "NewResult",
    "NewSample",
    "Preview",
    "Unconfirmed",
    "conclude",
    "correct",
    "correct_sample",
    "enter",
    "preview",
    "receive",
    "refuse",
    "register_lot",
    "request",
    "sample",
    "take",
    "verify",
]
