"""What is typed on the masters of the umbilical cord: master stock, working stock, product.

The words of `worked_complete`, but for what differs with a cord: explants instead of a suspension,
and vials of the stock before, thawed, instead of a donation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elnapp.demo.worked_complete import BAGS, Telling
from elnapp.demo.worked_passage import Grown
from elnapp.demo.worked_rows import rows

CORD = (
    Grown("0", 4, "150", "1.50", "10", "95", 0, 14),
    Grown("3.75", 2, "1250", "3.20", "20", "95", 14, 20),
    Grown("5.0", 2, "1250", "9.00", "10", "95", 0, 6),
    Grown("3.75", 4, "1250", "13.0", "10", "95", 0, 6),
    Grown("19.08", 6, "6360", "9.50", "100", "95", 6, 12),
)
"""P0 and P1 to the master stock, P2 to the working stock, P3 and P4 to the product.

Doublings: log2(64/7.5) = 3.093, log2(90/10) = 3.170, log2(130/15) = 3.115 and
log2(950/114.48) = 3.053; 12.431 in all.
"""
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
    """How a lot on a master of the cord is told; `becomes` is what its last passage is for."""

    becomes: str = "stock"

    def words(self, path: str) -> str | None:
        """Give what is typed at a path; None where the step is left out."""
        if path in self.typed:
            return self.typed[path]
        if path in TYPED:
            return TYPED[path]
        told = Telling.words(self, path)
        if told is None:
            return None
        if path.endswith("/harvest_now"):
            last = path.startswith(f"P{len(self.passages) - 1}/")
            decided = self.becomes if last else "passage"
            return told.replace("harvest=product", "harvest=passage").replace(
                "harvest=passage", f"harvest={decided}"
            )
        return told.replace(" bank=no_stock", "") if path.endswith("/go_on") else told


def master_stock(stop: str | None = None) -> CordTelling:
    """Tell a cord that becomes 20 vials of 3 million at P1; 4 of its 64 million are for tests."""
    typed = _stock("P1", 20, "3.0", "60", "4")
    return CordTelling({"P": 2, "P0.CC": 1}, CORD[:2], typed, stop=stop)


def working_stock(vials: Sequence[str]) -> CordTelling:
    """Tell four vials of the master stock that become 16 of 5 million at P2; 10 are for tests."""
    thawed = _thawed(vials, "doublings=3.093 viable_recovered=10.2", "1.02", CORD[2])
    typed = thawed | {"P2/seed": _from_stock(CORD[2])} | _stock("P2", 16, "5.0", "80", "10")
    return CordTelling({"P": 1}, CORD[:3], typed)


def product(vials: Sequence[str], places: tuple[str, str]) -> CordTelling:
    """Tell four vials of the working stock that become ten bags of 80 million at P4."""
    thawed = _thawed(vials, "doublings=6.263 viable_recovered=17.0", "1.70", CORD[3])
    own = {"P3/seed": _from_stock(CORD[3]), "FIN/recovery": "harvested=950"}
    return CordTelling({"P": 2}, CORD, thawed | own | _filled(places), becomes="product")


def _thawed(vials: Sequence[str], known: str, mean: str, next_: Grown) -> dict[str, str]:
    """Write the thaw, its count in 10 mL, and the plan of the vessels that are seeded from it."""
    density = next_.seeded * 1000 / (next_.vessels * int(next_.area))
    return {
        "THA/thaw": f"scan_position=SLS-LN1-V1 {known} viability=90 temperature=37.0 "
        f"thaw_time=2.5 {rows('vials', 'unit', *vials)}",
        "THA/count": f"viable_concentration.1={mean} viable_concentration.2={mean} "
        "viability.1=90 viability.2=90 volume=10 counted_at={now} counter_file=numeration-dec.csv",
        "THA/plan": f"planned_density={density} planned_vessels={next_.vessels} "
        f"planned_area={next_.area} destination=quality",
    }


def _from_stock(grown: Grown) -> str:
    filled = rows("filled", "volume viable", *(f"240 {grown.each}" for _ in range(grown.vessels)))
    return (
        f"cells_from=stock viable_seeded={grown.seeded} vessels={grown.vessels} "
        f"area={grown.area} seeded_at={{now}} {filled}"
    )


def _stock(top: str, vials: int, each: str, cells: str, tests: str) -> dict[str, str]:
    """Write the group that fills, freezes and stores a stock, and the balance of its cells."""
    places = rows(
        "vials", "vial place",
        *(f"{{lot}}-V{n:02d} SLS-LN1-V1" for n in range(1, vials + 1)),
    )  # fmt: skip
    return {
        f"{top}.STK/plan": f"viable={cells} vials={vials}",
        f"{top}.STK/fill": f"containers={vials} volume_each=1.0 viable_each={each} dmso=10 "
        "contact=12",
        f"{top}.STK/store": f"{places} transfer=2",
        f"{top}.STK/tests": "sterility=1 mycoplasma=1 viruses=1 karyotype=1 identity=1 "
        f"post_thaw=1 drawn={tests}",
        "CLO/cells": f"harvested={int(cells) + int(tests)} bags=0 vials={cells} samples={tests} "
        "loss=0",
    }


def _filled(places: tuple[str, str]) -> dict[str, str]:
    """Write bulk, bags and vials at 4 million in each mL: 800 in bags, 48 in vials, 32 in samples."""
    half = len(BAGS) // 2
    return {
        "FIN/count": "viable_concentration.1=9.10 viable_concentration.2=9.30 viability.1=95.0 "
        "viability.2=95.0 volume=100 counted_at={now} counter_file=numeration-vrac.csv",
        "FIN/plan": "viable=880 target=4.0 bags=10 bag_volume=20.0 vials=12 vial_volume=1.0 "
        "samples_volume=8",
        "FIN/cryo": "added_at={now} addition=8 volume=220 concentration=4.0 dmso=10.0",
        "FIL/bags": "viable_each=80 " + rows("bags", "volume mixed", *("20.0 yes" for _ in BAGS)),
        "FIL/vials": "containers=12 volume_each=1.0 viable_each=4",
        "FIL/safety": "sterility=2 endotoxin=1 viability=1 reserve=2 drawn=32 sterility_volume=4 "
        "post_dmso=93",
        "FRZ/store": "tank=-172 "
        + rows(
            "bags",
            "bag place transfer",
            *(f"{{lot}}-B{n:02d} {places[n > half]} 1.2" for n in BAGS),
        ),
        "CLO/cells": "harvested=880 bags=800 vials=48 samples=32 loss=0",
    }
