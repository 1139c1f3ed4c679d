"""What is done with a lot: one verb, one function."""

from elnapp.lots.service.answer import Answered, Unconfirmed, token
from elnapp.lots.service.correction import correct
from elnapp.lots.service.derived import derived_state, otherwise, recompute, state_of
from elnapp.lots.service.evidence import Linked, attach
from elnapp.lots.service.issuing import Wish, issue
from elnapp.lots.service.keeping import state_keeping
from elnapp.lots.service.picturing import Keeper, NewImage, add_image
from elnapp.lots.service.recording import record, sign_step
from elnapp.lots.service.repetitions import open_repetition
from elnapp.lots.service.verification import check, declare_unwitnessed, witness

__all__ = [
    "Answered",
    "Keeper",
    "Linked",
    "NewImage",
    "Unconfirmed",
    "Wish",
    "add_image",
    "attach",
    "check",
    "correct",
    "declare_unwitnessed",
    "derived_state",
    "issue",
    "open_repetition",
    "otherwise",
    "recompute",
    "record",
    "sign_step",
    "state_keeping",
    "state_of",
    "token",
    "witness",
]
