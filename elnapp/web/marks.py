"""Status is word + shape + colour: one table for pages and for print.

`shape` names a symbol in static/img/shapes.svg, `tone` a pair of colours in tokens.css.
"""

from __future__ import annotations

from dataclasses import dataclass

from batches.labels import STATES as LABEL_STATES
from batches.states import STATES
from batches.text import Text


@dataclass(frozen=True, slots=True)
class Mark:
    """How one state is shown: never by colour alone."""

    words: Text
    shape: str
    tone: str


# Tones: neutral (grey), busy (blue), good (green), wait (amber), stop (violet), bad (red).
_LOOKS: dict[tuple[str, str], str] = {
    # Not begun, or only written down.
    ("dashed", "neutral"): (
        "issued enrolled draft new not_started NOT_APPLICABLE NA queued expected generated"
    ),
    ("box", "neutral"): "retired inactive used destroyed unit_used unit_undone",
    # Under way.
    ("arrow", "busy"): (
        "in_process consented screened screening review next running procured handed_over printed"
    ),
    ("box", "busy"): "completed",
    # Good.
    ("tick", "good"): (
        "approved certified released eligible ELIGIBLE donated effective closed dispositioned "
        "lifted PASS done gate_open valid active available verified applied received unit_open"
    ),
    # Somebody has to look.
    (
        "half",
        "wait",
    ): "quarantine incomplete INCOMPLETE UNKNOWN assessed PENDING recorded JUSTIFIED",
    ("alert", "wait"): "open INVALID exceptional major",
    ("half", "neutral"): "minor",
    # Stopped.
    ("bars", "stop"): "hold deferred DEFERRED withdrawn blocked locked NOT_EVALUATED gate_closed",
    # Red is for refused and wrong.
    ("cross", "bad"): "declined rejected ineligible INELIGIBLE FAIL failed void critical refused",
}

# Words of what `batches.states` does not name.
_WORDS: dict[str, Text] = {
    "quarantine": Text("Quarantine", "Quarantaine"),
    "rejected": Text("Rejected", "Rejeté"),
    "used": Text("Used", "Utilisé"),
    "screened": Text("Screened", "Dépistage saisi"),
    "donated": Text("Donated", "Don reçu"),
    "dispositioned": Text("Decided", "Statuée"),
    "hold": Text("On hold", "Bloqué"),
    "expected": Text("Expected", "Attendu"),
    "available": Text("Available", "Disponible"),
    "unit_open": Text("In stock", "En stock"),
    "unit_used": Text("Used", "Utilisée"),
    "unit_undone": Text("Taken back", "Annulée"),
    **{code: Text(t.en.capitalize(), t.fr.capitalize()) for code, t in LABEL_STATES.items()},
    "lifted": Text("Hold lifted", "Blocage levé"),
    "PASS": Text("Pass", "Conforme"),
    "FAIL": Text("Fail", "Non conforme"),
    "INVALID": Text("Invalid", "Invalide"),
    "PENDING": Text("Pending", "En attente"),
    "not_started": Text("Not started", "À faire"),
    "next": Text("Next", "Suivante"),
    "recorded": Text("Recorded", "Saisie"),
    "done": Text("Done", "Terminé"),
    "exceptional": Text("Done, with an exception", "Terminé, avec exception"),
    "blocked": Text("Blocked", "Bloquée"),
    "UNKNOWN": Text("Unknown", "Inconnu"),
    "NA": Text("Not applicable", "Sans objet"),
    "NOT_EVALUATED": Text("Not evaluated", "Non évalué"),
    "NOT_APPLICABLE": Text("Not applicable", "Sans objet"),
    "JUSTIFIED": Text("Justified", "Justifié"),
    "gate_open": Text("Gate open", "Certification possible"),
    "gate_closed": Text("Gate closed", "Certification impossible"),
    "queued": Text("Waiting", "En file d'attente"),
    "running": Text("Running", "En cours"),
    "failed": Text("Failed", "Échec"),
    "valid": Text("Valid", "Valable"),
    "void": Text("Void", "Invalidée"),
    "critical": Text("Critical", "Critique"),
    "major": Text("Major", "Majeure"),
    "minor": Text("Minor", "Mineure"),
}


def _raised(text: Text) -> Text:
    return Text(text.en[:1].upper() + text.en[1:], text.fr[:1].upper() + text.fr[1:])


def _mark(code: str, shape: str, tone: str) -> Mark:
    return Mark(_WORDS.get(code) or _raised(STATES[code.lower()]), shape, tone)


MARKS: dict[str, Mark] = {
    code: _mark(code, shape, tone)
    for (shape, tone), codes in _LOOKS.items()
    for code in codes.split()
}
SHAPES = frozenset(mark.shape for mark in MARKS.values())
TONES = frozenset(mark.tone for mark in MARKS.values())


def mark_of(code: str) -> Mark:
    """Give the mark of a state; an unknown one shows its own code, neutral."""
    return MARKS.get(code) or Mark(Text(str(code), str(code)), "dashed", "neutral")
