"""What can be done with identities: one verb, one function."""

from elnapp.vault.service import emergency, escrow, shredding
from elnapp.vault.service.emergency import OPENED, wanted, words_of
from elnapp.vault.service.identities import Match, Why, correct, look, record, search
from elnapp.vault.service.keys import KeyFile, Ring
from elnapp.vault.service.scans import Scans
from elnapp.vault.service.shredding import SHREDDED, Gather, Stated, finish, judged
from elnapp.vault.service.writing import key_file, state_of

__all__ = [
    "OPENED",
    "SHREDDED",
    "Gather",
    "KeyFile",
    "Match",
    "Ring",
    "Scans",
    "Stated",
    "Why",
    "correct",
    "emergency",
    "escrow",
    "finish",
    "judged",
    "key_file",
    "look",
    "record",
    "search",
    "shredding",
    "state_of",
    "wanted",
    "words_of",
]
