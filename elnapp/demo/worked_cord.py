"""What is typed on the master of the umbilical cord's master stock, to its first passage.

The words of `worked_complete`, but for what differs with a cord: explants instead of a suspension.
"""

from __future__ import annotations

from dataclasses import dataclass

from elnapp.demo.worked_complete import STEPS, Telling
from elnapp.demo.worked_passage import Grown
from elnapp.demo.worked_rows import rows

CORD = (
    Grown("0", 4, "150", "1.50", "10", "95", 0, 14),
    Grown("3.75", 2, "1250", "3.20", "20", "95", 14, 19),
)
"""15 million of the explants' four vessels, 7.5 seeded on two, 64 harvested: 3.093 doublings."""
_STARTED = "printed={printed} applied={applied} specimen=1 destroyed=1"
TYPED = {
    "CRD/mother": "consent_before=yes markers=yes child=yes caesarean=yes",
    "CRD/identify": "scan_donation={din} din_agrees=yes name_visible=no received_at={now} "
    "since_birth=6 temperature=5 antibiotic=aucun length=22 photo=IMG-0201.jpg",
    "CRD/transport_fluid": "bioburden=1",
    "CRD/accept": "",
    "EXP/disinfect": "agent='povidone iodée' contact=45 rinses=3",
    "EXP/dissect": "vessels_removed=yes fragment=3 jelly=8.4 photo=IMG-0202.jpg",
    "P0/label": "scan_label={lot}-ETQ cells_from=explants " + _STARTED.format(printed=6, applied=4),
    "P0/plate": "vessels=4 area=150 seeded_at={now} fragments=180 fragments_per_area=0.3 "
    "adherence=20",
    "P0/outgrowth": "day=8 with_outgrowth=70 image=IMG-0203.jpg",
    "P0/remove": "day=11 fragments_out=180",
    "P0/plan": "planned_density=3.0 planned_vessels=2 planned_area=1250 destination=quality "
    "why='Surplus du passage.'",
    "P1/label": "scan_label={lot}-ETQ cells_from=pool " + _STARTED.format(printed=4, applied=2),
    "P1/seed": "viable_seeded=7.5 vessels=2 area=1250 seeded_at={now} "
    + rows("filled", "volume viable", "240 3.75", "240 3.75"),
}


@dataclass(frozen=True, slots=True)
class CordTelling(Telling):
    """How a lot on the master of the master stock is told."""

    def words(self, path: str) -> str | None:
        """Give what is typed at a path; None where the step is left out."""
        if path in TYPED:
            return TYPED[path]
        if path.endswith("/go_on"):
            told = Telling.words(self, path)
            return told.replace(" bank=no_stock", "") if told else None
        return Telling.words(self, path) if path in STEPS or path[0] in "PE" else None
