"""The invented identities of the demo's donors: names that nobody bears, and say so."""

from __future__ import annotations

from elnapp.demo.story import Story
from elnapp.vault import service
from elnapp.vault.service import Why

PHYSICIAN = "dgarnier"
NAMES = (
    ("Démonstration-Aubert", "Lise Noëlle", "1984-09-09", "female"),
    ("Démonstration-Brun", "Paul", "1990-02-18", "male"),
    ("Démonstration-Colin", "Inès", "1988-03-14", "female"),
    ("Démonstration-Duval", "Marc Olivier", "1993-07-02", "male"),
    ("Démonstration-Étienne", "Sofia", "1979-11-25", "female"),
    ("Démonstration-Fabre", "Jean-Loup", "1996-01-30", "male"),
)


def keep_identities(story: Story, donors: list[str]) -> None:
    """Record an invented identity for each donor; one is looked at, one is corrected."""
    for number, (code, person) in enumerate(zip(donors, NAMES, strict=False), start=1):
        family, given, born, sex = person
        fields = {
            "family_name": family, "given_names": given, "birth_date": born, "sex": sex,
            "hospital_number": f"DEMO-{number:06d}",
            "contact": "1 rue de la Démonstration, 00000 Exemple\n+33 0 00 00 00 00",
            "note": "",
        }  # fmt: skip
        service.record(story.house, story.call(PHYSICIAN, minutes=3), f"donor/{code}", fields)
    _touched(story, donors)


def _touched(story: Story, donors: list[str]) -> None:
    first, last = donors[0], donors[-1]
    service.look(story.house, story.call(PHYSICIAN), first, Why("contact", "RESULT"))
    given = {"contact": "2 rue de la Démonstration, 00000 Exemple"}
    service.correct(story.house, story.call(PHYSICIAN), last, given, "CONTACT-CHANGE")
