"""What the house asks of sessions, passwords and guesses; every value stands in a document.

The document of kind `session-policy` gives the values; the defaults here are the ones it ships
with, so that an empty store is not an open one. Times are given, never read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from batches.verdict import Finding, Verdict

LONGEST_PASSWORD = 256
"""Characters; more would let a guess cost the server more than it costs the guesser."""


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Limits of sessions and guesses; minutes, hours, seconds and counts as named.

    `address_allowance` is how many people share one network address: its limit is that many times
    the limit of an account.
    """

    idle_minutes: int = 15
    absolute_hours: int = 12
    delay_after_failures: int = 5
    lockout_after_failures: int = 10
    lockout_minutes: int = 15
    password_min_length: int = 12
    totp_step_seconds: int = 30
    totp_window: int = 1
    address_allowance: int = 10

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> AccessPolicy:
        """Read the document's body; a value it does not name keeps its default."""
        known = cls.__dataclass_fields__
        return cls(**{name: int(value) for name, value in body.items() if name in known})

    def over(self, created: datetime, last_seen: datetime, at: datetime) -> bool:
        """Tell whether a session has passed its idle or its absolute limit at `at`."""
        idle = at - last_seen >= timedelta(minutes=self.idle_minutes)
        return idle or at - created >= timedelta(hours=self.absolute_hours)

    def wait(self, failures: int) -> timedelta:
        """Give how long after the last failure the next guess may come: 1, 2, 4, ... seconds."""
        beyond = failures - self.delay_after_failures
        longest = timedelta(minutes=self.lockout_minutes)
        return timedelta(0) if beyond < 0 else min(timedelta(seconds=2 ** min(beyond, 12)), longest)

    def locks(self, failures: int) -> bool:
        """Tell whether this many failures in a row lock the account."""
        return failures >= self.lockout_after_failures

    @property
    def lock(self) -> timedelta:
        """Give how long a lock lasts."""
        return timedelta(minutes=self.lockout_minutes)


# What a guesser tries first is made by rule: rows of keys, runs, years, dates, and a few stems.
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "0123456789", "01234567890", "9876543210",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
    "qwertzuiop", "1qaz2wsx3edc4rfv", "1aqw2zsx3edc", "&é\"'(-è_çà",
)  # fmt: skip
_STEMS = (
    "password", "passwort", "motdepasse", "passe", "pass", "secret", "bonjour", "bienvenue",
    "welcome", "changeme", "changezmoi", "letmein", "login", "admin", "administrateur", "user",
    "utilisateur", "demo", "test", "hopital", "hospital", "clinique", "pharmacie", "cellule",
    "labo", "laboratoire", "elnapp", "iloveyou", "jetaime", "soleil", "sunshine", "dragon",
    "football", "princesse", "princess", "master", "monkey", "france", "paris", "janvier",
    "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
    "novembre", "decembre", "january", "february", "march", "april", "june", "july", "august",
    "september", "october", "november", "december", "printemps", "automne", "hiver", "spring",
    "summer", "autumn", "winter", "lundi", "mardi", "monday", "friday", "vendredi",
)  # fmt: skip
_LEET = str.maketrans("@4301!5$7", "aaeoiisst")
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?")
_RUN = 4
_LEFT = 6
_KINDS = 5


def weak(password: str, policy: AccessPolicy, own_words: Iterable[str] = ()) -> Verdict:
    """Ask whether `password` is too easy to guess; `own_words` are the person's name, login, site.

    Codes: P-SHORT, P-LONG, P-EASY. No mix of signs is demanded: length is what helps (NIST
    SP 800-63B, 5.1.1.2).
    """
    if len(password) < policy.password_min_length:
        found = Finding("P-SHORT", {"min": policy.password_min_length}, "new_password")
    elif len(password) > LONGEST_PASSWORD:
        found = Finding("P-LONG", {"max": LONGEST_PASSWORD}, "new_password")
    elif _easy(password, own_words):
        found = Finding("P-EASY", {}, "new_password")
    else:
        return Verdict()
    return Verdict((found,))


def _easy(password: str, own_words: Iterable[str]) -> bool:
    plain = _plain(password)
    if len(set(plain)) < _KINDS or _repeats(plain):
        return True
    stems = [*_STEMS, *(w for text in own_words for w in re.split(r"\W+", _plain(text)))]
    return any(len(_rest(text, stems)) < _LEFT for text in (plain, plain.translate(_LEET)))


def _plain(text: str) -> str:
    """Fold case and accents, so that a variation of spelling is the same word."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in parts if not unicodedata.combining(c))


def _repeats(text: str) -> bool:
    """Tell whether the text is one shorter piece over and over (`abcabcabcabc`)."""
    return text in (text + text)[1:-1]


def _rest(text: str, stems: Iterable[str]) -> str:
    """Give what is left when everything a guesser would put together by rule is taken out."""
    for stem in sorted((s for s in stems if len(s) >= _RUN - 1), key=len, reverse=True):
        text = text.replace(stem, " ")
    text = _DATE.sub(" ", text)
    for row in _ROWS:
        for keys in (row, row[::-1]):
            text = _without_runs(text, keys)
    return re.sub(r"(.)\1+|[\W_]", r"\1", text).replace(" ", "")


def _without_runs(text: str, keys: str) -> str:
    """Take out every run of four or more neighbours of `keys`."""
    start = 0
    while start + _RUN <= len(text):
        if text[start : start + _RUN] not in keys:
            start += 1
            continue
        end = start + _RUN
        while end < len(text) and text[start : end + 1] in keys:
            end += 1
        text = text[:start] + " " + text[end:]
    return text
