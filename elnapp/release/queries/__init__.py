"""Reading what stands between a lot and its release, and what was decided."""

from elnapp.release.queries.case import (
    About,
    Case,
    accepted,
    case,
    containers,
    gate,
    gate_facts,
    head,
    in_quarantine,
    involvement,
    on_lot,
    releasable,
)
from elnapp.release.queries.dossier import dossier, frozen, thawed
from elnapp.release.queries.integrity import unsound
from elnapp.release.queries.pinned import pinned_specification, pinned_specifications
from elnapp.release.queries.reviews import (
    DispositionView,
    Range,
    ReviewView,
    certified,
    dispositions,
    next_range,
    reviewed_to,
    trail_reviews,
)

__all__ = [
    "About",
    "Case",
    "DispositionView",
    "Range",
    "ReviewView",
    "accepted",
    "case",
    "certified",
    "containers",
    "dispositions",
    "dossier",
    "frozen",
    "gate",
    "gate_facts",
    "head",
    "in_quarantine",
    "involvement",
    "next_range",
    "on_lot",
    "pinned_specification",
    "pinned_specifications",
    "releasable",
    "reviewed_to",
    "thawed",
    "trail_reviews",
    "unsound",
]
