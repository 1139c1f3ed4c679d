"""What is typed at each step of the complete master: the worked lot, its numbers in agreement.

Illustrative figures, of no licensed process.  Words are `name=value` pairs as a shell would read
them; `{now}` is the moment of the entry and `{now-50}` fifty minutes before it, `{day+14}` a civil
day, `{lot}`, `{din}` and `{collected}` are those of the lot, `{ripe}` is 144 hours after seeding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from elnapp.demo.worked_passage import PASSAGES, Grown, passage
from elnapp.demo.worked_rows import rows

MATERIALS = (
    "M01 AM2431", "M02 PL-0871", "M03 HP5521", "M04 TB1180", "M05 CO-331", "M06 LY-204",
    "M07 ALB-7710", "M08 DE-5518", "M09 DM-0092", "M10 EL-3342", "M11 FI-1188", "M12 CF-6605",
    "M13 CB-4410", "M14 ETQ-0112", "M15 GEL-2261",
)  # fmt: skip
KIT = tuple(f"{m} {{day+200}} 1 yes" for m in MATERIALS)
CHECKED = tuple(f"E{n:02d} {{day+150}} yes yes" for n in range(1, 14))
BALANCED = tuple(f"{m.split()[0]} 1 yes" for m in MATERIALS)
BAGS = range(1, 11)

STEPS = {
    "ISS/order": "order=OF-2026-014 trial=2026-500000-00-00 imp_dossier='IMPD v1.2, DSP v1.0' "
    "planned=10",
    "ISS/authorisations": "trial_authorised=yes manufacture_authorised=yes donor_accepted=yes "
    "consent_stands=yes recall_open=no",
    "ISS/fit": "room_qualified=yes simulation=yes excursions=yes works=no",
    "ISS/kit": rows("kit", "material lot expiry quantity intact", *KIT),
    "ISS/equipment": rows("equipment", "code calibrated_until daily_check alarm_read", *CHECKED),
    "ISS/medium": "basal=9400 lysate=5.0 heparin=2.0 filter_lot=FI-1188 filter_intact=yes "
    "prepared=10000 prepared_at={now} use_by={day+14}",
    "ISS/collagenase": "activity=2.0 mass=6.0 prepared=60 filtered=yes prepared_at={now}",
    "ISS/strength": "",
    "ISS/labels": "scan_label={lot}-ETQ printed=40 specimen=1 roll=ETQ-0112",
    "REC/open": "carrier='Coursier interne' received_at={now} shipper=SHP-07 seal=SC-4471 "
    "seal_intact=yes outer_label=yes container_intact=yes",
    "REC/identify": "scan_donation={din} din_agrees=yes donor_agrees=yes name_visible=no",
    "REC/logger": "file=enregistreur-4471.csv lowest=19.2 highest=21.4 excursion=0",
    "REC/since": "collected_at={collected}",
    "REC/weigh": "gross=131.4 tare=79.4 net=52.0",
    "REC/look": "colour=jaune blood=1 clots=none free_oil=8 foreign_matter=no photo=IMG-0101.jpg",
    "REC/procurement": "body_site=abdomen method=aspiration cannula=3.0 infiltration='NaCl 0,9 %, "
    "adrénaline 0,5 mg, lidocaïne 400 mg' anaesthesia=générale fluids=aucun "
    "antibiotics='céfazoline 2 g' team='CHIR-021, IDE-4417' incidents=aucun",
    "REC/blood": "serology=2 nat=1 serum_archive=2 dna_reference=1 drawn_at={collected} "
    "sent_to='laboratoire de qualification'",
    "REC/transport_fluid": "bioburden=1",
    "REC/accept": "",
    "SVF.W1/wash": "buffer=55 settle=8 lower_phase=red",
    "SVF.W2/wash": "buffer=55 settle=8 lower_phase=clear",
    "SVF/enzyme": "tissue=55 enzyme=55 ratio=1.0 added_at={now}",
    "SVF/digest": "started_at={now-45} ended_at={now} agitation=100 "
    + rows("marks", "minute temperature", "0 36.8", "15 37.0", "30 37.1", "45 37.0"),
    "SVF/stop": "stop=110 stop_ratio=2.0 stopped_at={now}",
    "SVF/filter": "filter_lot=FI-1188 filtered=210",
    "SVF/centrifuge": "programme=3 force=400 duration=10 temperature=20 pellet=yes oil_removed=yes",
    "SVF/lyse_decision": "reason='Culot peu rouge.' red=1 lyse=no_lysis",
    "SVF/resuspend": "suspension=20.0",
    "SVF/count": "nucleated.1=0.510 nucleated.2=0.530 viable_concentration.1=0.4182 "
    "viable_concentration.2=0.4346 viability.1=82.0 viability.2=82.0 volume=20.0 "
    "counter_file=numeration-svf.csv",
    "SVF/yield": "",
    "SVF/sample": "phenotype=1 cfu_f=3 sterility=1 identity=1 drawn=0.896",
    "SVF/plan": "planned_density=4.0 planned_vessels=3 planned_area=636 destination=quality",
    "FIN/wash": "albumin=400 force=300 duration=10 kept=kept",
    "FIN/count": "viable_concentration.1=11.2 viable_concentration.2=11.4 viability.1=95.0 "
    "viability.2=95.0 volume=100 counted_at={now} counter_file=numeration-vrac.csv",
    "FIN/recovery": "harvested=1170",
    "FIN/samples": "phenotype=1 karyotype=1 senescence=1 potency=1 identity=1 drawn=30",
    "FIN/plan": "viable=1100 target=5.0 bags=10 bag_volume=20.0 vials=12 vial_volume=1.0 "
    "samples_volume=8",
    "FIN/cryoprotectant": "dmso_stock=20 albumin_stock=5 prepared=120 temperature=4",
    "FIN/cryo": "added_at={now} addition=8 volume=220 concentration=5.0 dmso=10.0",
    "FIL/bags": "viable_each=100 " + rows("bags", "volume mixed", *("20.0 yes" for _ in BAGS)),
    "FIL/inspect": rows(
        "bags", "bag seal air particles leak", *(f"{{lot}}-B{n:02d} yes 0.5 no no" for n in BAGS)
    ),
    "FIL/vials": "containers=12 volume_each=1.0 viable_each=5",
    "FIL/safety": "sterility=2 endotoxin=1 viability=1 reserve=2 drawn=40 sterility_volume=4 "
    "post_dmso=93",
    "FIL/apply": "scan_label={lot}-ETQ printed=12 applied=10 specimen=2 destroyed=0 "
    + rows("bags", "bag scanned legible", *(f"{{lot}}-B{n:02d} yes yes" for n in BAGS)),
    "FIL/balance": "printed=12 applied=10 specimen=2 destroyed=0",
    "FIL/containers": "issued=12 filled=10 rejected=0 unused=2",
    "FRZ/freeze": "programme='MSC-20 v3' load_map='Plan A, poche témoin' started_at={now} "
    "start_temperature=4",
    "FRZ/curve": "file=courbe-e10.csv rate=-1.0 latent_heat=yes end_temperature=-120 ended_at={now}",
    "FRZ/store": "tank=-172 "
    + rows(
        "bags",
        "bag place transfer",
        *(f"{{lot}}-B{n:02d} SLS-LN1-A{1 + (n > 5)} 1.2" for n in BAGS),  # noqa: PLR2004 - 5 a level
    ),
    "FRZ/pack": "cassettes=yes outer_label=yes left_over=no",
    "CLO/cells": "harvested=1100 bags=1000 vials=60 samples=40 loss=0",
    "CLO/materials": "issued=15 used=14 returned=1 destroyed=0 "
    + rows("lines", "material quantity balanced", *BALANCED),
    "CLO/data": "trends=tendances-e02.csv alarms=0 assessed=0",
    "CLO/review": "",
    "CTL/environment": "growth_a=no " + rows("plates", "plate grade colonies", "G-101 A 0"),
    "CTL/laboratory": "mycoplasma_transit=20 "
    + rows("certificates", "test laboratory file", "mycoplasmes LAB-DEMO certificat-0101.pdf"),
    "CTL/post_thaw": "viability=88 viable_recovered=85 attachment=71",
}

GROUPS = {
    "WO/clear": "scan_room=SLS-R3 previous_lot=aucun line_clear=yes cleaned_at={now-90} "
    "cleaned_ago=1.5 disinfectant=DES-118",
    "WO/monitor": "pressure=18 room_temperature=20.5 counter_started={now} air_plate=G-103 "
    + rows("plates", "plate place", "G-101 gauche", "G-102 droite"),
    "WO/people": "gowning_checked=yes gloves_changed=yes infection=no "
    + rows("scan_badges", "unit", "T-0101", "T-0102"),
    "WO/take": "taken_at={now}",
    "WC/monitor": "exposure=150 particles_small=310 particles_large=0 incubated_within=2 "
    "particle_file=particules.csv "
    + rows("plates", "plate place", "G-104 gauche", "G-105 droite", "G-106 plan"),
    "WC/clear": "reagents_discarded=yes waste_sealed=yes disinfected_at={now-6} contact=6 "
    "labels_unused=2",
    "WC/give": "given_at={now}",
}
SCANNED = {m.split()[0]: m.split()[1] for m in MATERIALS} | {"M-MEDIUM": "MC-{lot}"}


@dataclass(frozen=True, slots=True)
class Telling:
    """How one lot on the complete master is told: what differs, and where it stops.

    `typed` replaces the words of a path, `opened` counts the repetitions of each part by its key,
    `stop` is the first path that is not done, `passages` are what grew.
    """

    opened: Mapping[str, int]
    passages: tuple[Grown, ...] = PASSAGES
    typed: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    stop: str | None = None

    def words(self, path: str) -> str | None:
        """Give what is typed at a path; None where the step is left out."""
        if path in self.typed:
            return self.typed[path]
        if path in STEPS:
            return STEPS[path]
        segment, _, step = path.partition("/")
        group = segment.rpartition(".")[2].rstrip("0123456789")
        if f"{group}/{step}" in GROUPS:
            return GROUPS[f"{group}/{step}"]
        if not segment.startswith("P"):
            return None
        return passage(int(segment[1]), group if "." in segment else "", step, self.passages)
