"""A generated master of repeated short steps, and lots on it with as many entries as a bench asks.

The steps are plain measures with limits and no second person: what is measured is an entry.
"""

from __future__ import annotations

from typing import Any

from batches.ledger import Value
from batches.quantity import parse_decimal
from elnapp.demo.people import SITE
from elnapp.demo.story import Story
from elnapp.demo.study import today
from elnapp.documents import service as documents
from elnapp.documents.service import Draft
from elnapp.lots import service as lots
from elnapp.lots.service import Answered, Wish

CODE, STEPS, ROUNDS = "BENCH-LONG", 60, 30
AUTHOR, SECOND, QA, TECHNICIAN = "sroux", "hlefevre", "amartin", "cmoreau"
FIELDS = ("mass", "temperature")


def master() -> dict[str, Any]:
    """Give the body: one phase that is opened again and again, `STEPS` measures in each."""
    return {
        "product": "MSC-AT",
        "source": "illustrative",
        "passage_convention": _text("Passages are rounds"),
        "doublings_convention": "a",
        "witness_within_min": 15,
        "phases": [
            {
                "code": "P",
                "title": _text("Round {n}"),
                "repeat": {"first": 0, "min": 1, "max": ROUNDS},
                "steps": [_step(n) for n in range(STEPS)],
            }
        ],
    }


def in_force(story: Story) -> None:
    """Approve the generated master and make it effective, by the same commands as any other."""
    kernel = story.house.kernel
    draft = Draft(
        "master", CODE, {"en": "Bench, long", "fr": "Banc, long"}, master(), "illustrative"
    )
    version = documents.draft(kernel, story.call(AUTHOR), draft, site=SITE)["id"]
    documents.submit(kernel, story.call(AUTHOR), version)
    for login in (QA, SECOND):
        story.signed(login, lambda call, proof: documents.approve(kernel, call, version, proof))
    documents.make_effective(kernel, story.call(QA), version, today(story))


def issued(story: Story) -> str:
    """Issue a training lot on the generated master; gives its number."""
    wish = Wish("training", "MSC-AT", SITE, CODE, "MSC-AT-DP")
    return str(lots.issue(story.house.kernel, story.call(QA, minutes=0), wish)["lot"])


def filled(story: Story, lot: str, rounds: int) -> None:
    """Open so many rounds and record every step of each, then open one more, which stays empty."""
    recorded(story, lot, rounds * STEPS)
    lots.open_repetition(story.house.kernel, story.call(TECHNICIAN, minutes=0), lot, "P")


def recorded(story: Story, lot: str, entries: int) -> None:
    """Record so many steps in their order, and open rounds as they come."""
    for n in range(entries):
        if n % STEPS == 0:
            call = story.call(TECHNICIAN, minutes=0)
            lots.open_repetition(story.house.kernel, call, lot, "P")
        call = story.call(TECHNICIAN, minutes=0)
        given = answered(f"P{n // STEPS}/step{n % STEPS}", "1.5")
        lots.record(story.house.kernel, call, lot, given)


def answered(path: str, text: str) -> Answered:
    """Answer both fields of a step with one number inside its limits (0 to 100)."""
    values = {name: Value(text, parse_decimal(text), "g") for name in FIELDS}
    return Answered(path, values, None, "Europe/Paris")


def _step(n: int) -> dict[str, Any]:
    return {
        "code": f"step{n}",
        "kind": "measure",
        "title": _text(f"Measure {n}"),
        "instruction": _text("Read both instruments and type what they show."),
        "by": ["technician"],
        "verify": None,
        "gate": False,
        "mandatory": True,
        "fields": [
            {
                "name": name,
                "type": "decimal",
                "unit": "g",
                "label": _text(name),
                "limits": {"act": ["0", "100"], "alert": ["0", "90"]},
            }
            for name in FIELDS
        ],
    }


def _text(words: str) -> dict[str, str]:
    return {"en": words, "fr": words}
