"""Rules about the identity of a person: what may stand in it, how names are compared, who opens it.

An identity is held apart from every record (docs/vault.md). Times and people are arguments; nothing
here ever puts a word of an identity into a finding, because findings are kept in the log.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from batches.text import Text
from batches.verdict import Finding, Verdict

FIELDS: dict[str, Text] = {
    "family_name": Text("Family name", "Nom de famille"),
    "given_names": Text("Given names", "Prénoms"),
    "birth_date": Text("Date of birth", "Date de naissance"),
    "sex": Text("Sex", "Sexe"),
    "hospital_number": Text("Hospital number", "Numéro hospitalier (IPP)"),
    "contact": Text("Address, telephone, e-mail", "Adresse, téléphone, courriel"),
    "note": Text("Note on contact", "Note de contact"),
}
"""What an identity holds, in the order in which it is shown."""
REQUIRED = ("family_name", "given_names", "birth_date", "sex")
LONGEST = {"family_name": 120, "given_names": 120, "hospital_number": 60}
LONGEST_TEXT = 2000

SEXES: dict[str, Text] = {
    "female": Text("Female", "Féminin"),
    "male": Text("Male", "Masculin"),
    "other": Text("Other or unknown", "Autre ou inconnu"),
}

VIEWS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "person": (
        Text("Who the person is", "Qui est la personne"),
        ("family_name", "given_names", "birth_date", "sex", "hospital_number"),
    ),
    "contact": (
        Text("How to reach the person", "Comment joindre la personne"),
        ("family_name", "given_names", "contact", "note"),
    ),
    "all": (Text("Everything that is held", "Tout ce qui est conservé"), tuple(FIELDS)),
}
"""What can be looked at, from the least to the most."""

SUBJECTS: dict[str, Text] = {
    "donor": Text("donor", "donneur"),
    "patient": Text("patient", "patient"),
}
"""Whose identity can be held, by the kind of the stream that carries the code."""

STATES = ("held", "asked", "opened", "leaving", "shredded")

_JOINED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def folded(text: str) -> str:
    """Fold case, accents, hyphens, apostrophes and spaces: `Jean-Noël` and `JEAN NOEL` are one.

    Nothing is compared by sound. The result holds letters and digits only.
    """
    whole = unicodedata.normalize("NFKD", text).casefold().translate(_JOINED)
    return "".join(c for c in unicodedata.normalize("NFKD", whole) if c.isalnum())


def search_terms(fields: Mapping[str, str]) -> frozenset[str]:
    """Give what an identity is found by: `field:folded text`; each given name stands alone too."""
    names = fields.get("given_names", "")
    found = {("given_names", part) for part in (names, *names.split())}
    found |= {(name, fields.get(name, "")) for name in ("family_name", "hospital_number")}
    terms = {f"{name}:{folded(text)}" for name, text in found if folded(text)}
    born = fields.get("birth_date", "").strip()
    return frozenset(terms | ({f"birth_date:{born}"} if born else set()))


def wanted_terms(fields: Mapping[str, str]) -> frozenset[str]:
    """Give the terms that a person must have all of, for what was typed in the search form."""
    typed = {
        n: folded(fields.get(n, "")) for n in ("family_name", "given_names", "hospital_number")
    }
    terms = {f"{name}:{text}" for name, text in typed.items() if text}
    born = fields.get("birth_date", "").strip()
    return frozenset(terms | ({f"birth_date:{born}"} if born else set()))


SHORTEST_NAME = 3


def names_person(fields: Mapping[str, str], text: str) -> bool:
    """Tell whether a text that stays in the record names the person, by name, number or birth date.

    Ask it only for people of the medical role: to anyone else the answer would tell a name.
    """
    within = folded(text)
    names = [fields.get("family_name", ""), *fields.get("given_names", "").split()]
    names += [fields.get("hospital_number", ""), fields.get("birth_date", "")]
    return any(len(folded(n)) >= SHORTEST_NAME and folded(n) in within for n in names)


def may_search(fields: Mapping[str, str]) -> Verdict:
    """Ask whether a search is narrow enough: a family name or a hospital number. Code: ID-NARROW."""
    named = any(folded(fields.get(name, "")) for name in ("family_name", "hospital_number"))
    return Verdict() if named else Verdict((Finding("ID-NARROW", where="family_name"),))


def faults(fields: Mapping[str, str], today: date) -> tuple[Finding, ...]:
    """Say what keeps an identity from being recorded, each at its field.

    Codes: ID-EMPTY, ID-LONG, ID-DATE, ID-FUTURE, ID-SEX, ID-LETTERS. None repeats what was typed.
    """
    found = [
        Finding("ID-EMPTY", where=name) for name in REQUIRED if not fields.get(name, "").strip()
    ]
    for name, text in fields.items():
        most = LONGEST.get(name, LONGEST_TEXT)
        if len(text) > most:
            found.append(Finding("ID-LONG", {"max": most}, name))
        if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\r\n\t" for c in text):
            found.append(Finding("ID-LETTERS", where=name))
    return (*found, *_born(fields.get("birth_date", "").strip(), today), *_sex(fields))


def _born(text: str, today: date) -> Iterable[Finding]:
    if not text:
        return
    try:
        born = date.fromisoformat(text)
    except ValueError:
        yield Finding("ID-DATE", where="birth_date")
        return
    if born > today:
        yield Finding("ID-FUTURE", where="birth_date")


def _sex(fields: Mapping[str, str]) -> Iterable[Finding]:
    if fields.get("sex", "").strip() and fields["sex"] not in SEXES:
        yield Finding("ID-SEX", where="sex")


@dataclass(frozen=True, slots=True)
class Policy:
    """What the document `vault-policy` in force says: lists of reasons, and how long doors stand open.

    `request_hours`: how long a request waits for a physician; `open_minutes`: how long an approval
    can be used.
    """

    purposes: Mapping[str, Text]
    corrections: Mapping[str, Text]
    emergencies: Mapping[str, Text]
    request_hours: int
    open_minutes: int

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Policy:
        """Read the document's body."""
        return cls(
            purposes=_listed(body["purposes"]),
            corrections=_listed(body["corrections"]),
            emergencies=_listed(body["emergencies"]),
            request_hours=int(str(body["request_hours"])),
            open_minutes=int(str(body["open_minutes"])),
        )

    def lapses(self, asked_at: datetime) -> datetime:
        """Give the moment until which a request waits for its approval."""
        return asked_at + timedelta(hours=self.request_hours)

    def closes(self, approved_at: datetime) -> datetime:
        """Give the moment until which an approval can be used."""
        return approved_at + timedelta(minutes=self.open_minutes)


def _listed(rows: object) -> dict[str, Text]:
    return {str(r["code"]): Text.from_body(r["text"]) for r in rows}  # type: ignore[attr-defined]


def listed(code: str, known: Collection[str], where: str) -> Verdict:
    """Ask whether a reason is one of the document in force. Code: ID-REASON."""
    return Verdict() if code in known else Verdict((Finding("ID-REASON", where=where),))


@dataclass(frozen=True, slots=True)
class Opening:
    """One request to open an identity in an emergency, as far as it has come.

    `until` is when it lapses: as a request before it is approved, as an open door afterwards.
    """

    asked_by: str
    until: datetime
    approved_by: str | None = None
    declined: bool = False
    used: bool = False
    seen: bool = False


def may_ask(state: str) -> Verdict:
    """Ask whether an identity can be asked for now. Codes: ID-GONE, ID-ASKED."""
    if state == "shredded":
        return Verdict((Finding("ID-GONE"),))
    return Verdict((Finding("ID-ASKED"),)) if state == "asked" else Verdict()


def may_answer(request: Opening | None, who: str, at: datetime) -> Verdict:
    """Ask whether `who` may answer a request: another person, in time, once.

    Codes: ID-NO-REQUEST, ID-SELF, ID-LAPSED.
    """
    if request is None or request.approved_by or request.declined:
        return Verdict((Finding("ID-NO-REQUEST"),))
    found = [Finding("ID-SELF", weight=3)] if request.asked_by == who else []
    return Verdict.of([*found, *([Finding("ID-LAPSED")] if at > request.until else [])])


def may_open(request: Opening | None, who: str, at: datetime) -> Verdict:
    """Ask whether `who` may look now: the person who asked, once, while the door stands open.

    Codes: ID-NO-REQUEST, ID-NOT-YOURS, ID-USED, ID-LAPSED.
    """
    if request is None or not request.approved_by:
        return Verdict((Finding("ID-NO-REQUEST"),))
    found = [Finding("ID-NOT-YOURS", weight=3)] if request.asked_by != who else []
    found += [Finding("ID-USED")] if request.used else []
    return Verdict.of([*found, *([Finding("ID-LAPSED")] if at > request.until else [])])


def may_acknowledge(request: Opening | None, who: str, at: datetime) -> Verdict:
    """Ask whether quality assurance may close the notice: not the asker's own, nor while it is open.

    Codes: ID-NO-REQUEST, ID-SELF, ID-STILL-OPEN.
    """
    if request is None or not request.approved_by or request.seen:
        return Verdict((Finding("ID-NO-REQUEST"),))
    found = [Finding("ID-SELF")] if who == request.asked_by else []
    running = not request.used and at <= request.until
    return Verdict.of([*found, *([Finding("ID-STILL-OPEN")] if running else [])])


def state(*, shredded: bool, openings: Iterable[Opening], leaving: bool) -> str:
    """Derive the state of an identity from what was asked and answered; no clock is read.

    A request that nobody answered waits until it is answered, also when it can no longer be
    approved: it is then declined.
    """
    known = tuple(openings)
    if shredded:
        return "shredded"
    if any(not o.approved_by and not o.declined for o in known):
        return "asked"
    if any(o.approved_by and not o.seen for o in known):
        return "opened"
    return "leaving" if leaving else "held"
