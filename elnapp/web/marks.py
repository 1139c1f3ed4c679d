"""Status is word + shape + colour: one table for pages and for print.

`shape` names a symbol in static/img/shapes.svg, `tone` a pair of colours in tokens.css.
"""

from __future__ import annotations

from dataclasses import dataclass

from batches.labels import STATES as LABEL_STATES
from batches.oos import STATES as OOS_STATES
from batches.samples import STATES as SAMPLE_STATES
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
        "issued enrolled draft new not_started NOT_APPLICABLE NA queued missing outside restricted "
        "expected generated planned not_due sample_taken"
    ),
    ("box", "neutral"): (
        "retired inactive used shredded ended superseded undone kept destroyed unit_used unit_undone "
        "reading_aside sample_retained sample_destroyed oos_invalidated oos_concluded move_replaced"
    ),
    # Under way.
    ("arrow", "busy"): (
        "in_process consented screened screening collected review next running procured handed_over "
        "printed sample_sent oos_retest"
    ),
    ("box", "busy"): "completed",
    # Good.
    ("tick", "good"): (
        "approved certified released eligible ELIGIBLE donated effective closed dispositioned "
        "lifted PASS done gate_open valid active held NEGATIVE negative NONREACTIVE taken available "
        "verified applied unit_open reading_used read sample_tested move_accepted"
    ),
    # Somebody has to look.
    (
        "half",
        "wait",
    ): (
        "quarantine incomplete INCOMPLETE provisional PROVISIONAL pending UNKNOWN assessed PENDING "
        "recorded JUSTIFIED initial indeterminate INDETERMINATE received reading_open "
        "sample_received oos_planned due borderline move_waits"
    ),
    ("alert", "wait"): (
        "open INVALID exceptional major UNRESOLVED REACTIVE invalid untimed NOT_ASSESSED "
        "asked opened leaving overdue oos_phase_1 oos_phase_2"
    ),
    ("half", "neutral"): "minor",
    # Stopped.
    (
        "bars",
        "stop",
    ): (
        "hold hold_inherited deferred DEFERRED withdrawn questioned blocked locked NOT_EVALUATED "
        "gate_closed reading_held"
    ),
    # Red is for refused and wrong.
    ("cross", "bad"): (
        "declined rejected ineligible INELIGIBLE screen_failed FAIL failed void critical move_declined "
        "POSITIVE positive REPEAT_REACTIVE DILUTED refused expired"
    ),
}

# Words of what `batches.states` does not name.
_WORDS: dict[str, Text] = {
    "planned": Text("Planned", "Prévu"),
    "due": Text("Due", "À faire"),
    "overdue": Text("Overdue", "En retard"),
    "quarantine": Text("Quarantine", "Quarantaine"),
    "rejected": Text("Rejected", "Rejeté"),
    "used": Text("Used", "Utilisé"),
    "ended": Text("Ended", "Terminé"),
    "undone": Text("Undone by a correction", "Annulé par une correction"),
    "kept": Text("Kept", "Conservé"),
    "superseded": Text("Superseded", "Remplacé"),
    "outside": Text("Outside your studies", "Hors de vos études"),
    "restricted": Text("Not shown to your function", "Non montré à votre fonction"),
    "hold_inherited": Text("On hold, inherited", "Bloqué, hérité"),
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
    **OOS_STATES,
    **SAMPLE_STATES,
    "lifted": Text("Hold lifted", "Blocage levé"),
    "PASS": Text("Pass", "Conforme"),
    "FAIL": Text("Fail", "Non conforme"),
    "INVALID": Text("Invalid", "Invalide"),
    "PENDING": Text("Pending", "En attente"),
    "not_started": Text("Not started", "À faire"),
    "next": Text("Next", "Suivante"),
    "not_due": Text("Not due", "Sans objet"),
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
    "NEGATIVE": Text("Negative", "Négatif"),
    "POSITIVE": Text("Positive", "Positif"),
    "UNRESOLVED": Text("To be resolved", "À résoudre"),
    "negative": Text("Negative", "Négatif"),
    "positive": Text("Positive", "Positif"),
    "initial": Text("Reactive, not concluded", "Réactif, non conclu"),
    "indeterminate": Text("Indeterminate", "Indéterminé"),
    "invalid": Text("Invalid", "Invalide"),
    "untimed": Text("Sample does not count", "Échantillon non recevable"),
    "missing": Text("Awaited", "Attendu"),
    "NONREACTIVE": Text("Non-reactive", "Non réactif"),
    "REACTIVE": Text("Reactive", "Réactif"),
    "REPEAT_REACTIVE": Text("Repeatedly reactive", "Réactif après répétition"),
    "INDETERMINATE": Text("Indeterminate", "Indéterminé"),
    "DILUTED": Text("Diluted beyond the limit", "Dilué au-delà de la limite"),
    "NOT_ASSESSED": Text("Dilution not assessed", "Dilution non évaluée"),
    "received": Text("Received", "Reçu"),
    "taken": Text("Taken", "Repris"),
    "refused": Text("Refused", "Refusé"),
    "expired": Text("Out of date", "Périmé"),
    "read": Text("Read", "Lu"),
    "borderline": Text("Near the limit", "Proche de la limite"),
    "move_waits": Text("Move of gates to decide", "Déplacement à statuer"),
    "move_accepted": Text("Move of gates accepted", "Déplacement accepté"),
    "move_declined": Text("Move of gates declined", "Déplacement refusé"),
    "move_replaced": Text("Replaced by moved gates", "Remplacé par des fenêtres déplacées"),
    "reading_open": Text("Waits for its record", "À rattacher"),
    "reading_held": Text("Held", "Retenue"),
    "reading_used": Text("Linked", "Rattachée"),
    "reading_aside": Text("Set aside", "Écartée"),
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
