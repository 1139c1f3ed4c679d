"""From the operating room to quarantine: procurement, hand-over, receipt, places, labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from batches.ledger import Value
from batches.procurement import Requirements
from batches.quantity import parse_decimal
from elnapp.custody import service as custody
from elnapp.custody.service import Kept
from elnapp.demo.logger import q_tag
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE
from elnapp.procurement import queries, service
from elnapp.procurement.service import NewHandOver, NewLeg, NewProcurement, NewReceipt
from elnapp.readers import Limits

PHYSICIAN, TECHNICIAN = "dgarnier", "cmoreau"
FRIDGE, FREEZER = "SLS-FR1-A", "SLS-FZ1-A"
COLLECTION = timedelta(minutes=40)
COLLECTED = {
    "identity_by": "IDE de bloc, code 4417", "identity_how": "wristband",
    "description": "Lipoaspirat abdominal ; 2 tubes de sérum, 1 tube d'ADN",
    "operating_place": "Bloc opératoire 3, hôpital de démonstration",
    "receiving_establishment": "Unité de thérapie cellulaire, FR001234",
    "procedure": "PRO-PREL-012 v3", "operator": "CHIR-021", "body_site": "abdomen",
    "cannula": "3.0", "infiltration": "NaCl 0,9 % 500 mL, adrénaline 0,5 mg, lidocaïne 400 mg",
    "anaesthesia": "general", "fluids": "Aucune perfusion avant le prélèvement sanguin",
    "antibiotics": "Céfazoline 2 g à l'induction", "volume": "58", "mass": "52.4",
    "containers": "1", "reagents": "Contenant DEMO-CT-7781 ; milieu DEMO-MT-3302",
    "temperature": "21.5", "incidents": "aucun",
}  # fmt: skip
SENT = {
    "carrier": "Coursier interne, bon DEMO-0042", "documents": "Fiche de prélèvement, SEC-DI",
    "labels_legible": "yes",
}  # fmt: skip
FOUND = {
    "seal_intact": "yes", "label_complete": "yes", "container_intact": "yes", "name_visible": "no",
    "quantity": "1", "temperature_low": "17.2", "temperature_high": "21.4", "minutes_outside": "0",
}  # fmt: skip


def receive(story: Story, donor: str, din: str, collected: datetime) -> None:
    """Take a donation from its collection into quarantine, where nothing is out of limits."""
    procure(story, donor, din, collected)
    hand_over(story, din, carried_by="courier")
    carry(story, din, "taken", PHYSICIAN)
    carry(story, din, "delivered", TECHNICIAN)
    arrive(story, din)
    _store(story, din)


def procure(story: Story, donor: str, din: str, collected: datetime) -> None:
    """Record the procurement, signed by the physician who is responsible."""
    times = {"started_at": collected - COLLECTION, "ended_at": collected}
    given = NewProcurement(answers(story, "collection", COLLECTED, times), ZONE)
    story.clock.wait(minutes=5)
    kernel = story.house.kernel
    story.signed(
        PHYSICIAN, lambda call, proof: service.procure(kernel, call, donor, din, given, proof)
    )


def hand_over(story: Story, din: str, **more: str) -> None:
    """Hand the shipper over, with its seal and its logger."""
    story.clock.wait(minutes=4)
    typed = {**SENT, **_box(din), **more}
    values = answers(story, "hand_over", typed, {"dispatched_at": story.clock()})
    given = NewHandOver(containers(story, din), values, ZONE)
    kernel = story.house.kernel
    story.signed(PHYSICIAN, lambda call, proof: service.hand_over(kernel, call, din, given, proof))


def carry(story: Story, din: str, way: str, login: str) -> None:
    """Let the courier take the shipper or deliver it; who gives or takes it at the house signs."""
    story.clock.wait(minutes=3)
    given = NewLeg(
        way, story.clock(), ZONE, "Coursier interne", "CRS-017", f"DEMO-BT-{din[-3:]}", "badge",
        _box(din)["seal"], True,
    )  # fmt: skip
    kernel, proof = story.house.kernel, story.proof(login, code=login == PHYSICIAN)
    service.pass_on(kernel, story.call(login, minutes=0), din, given, proof)


def arrive(story: Story, din: str) -> None:
    """Open the shipper and accept what is in it, into the quarantine of the refrigerator."""
    story.clock.wait(minutes=4)
    typed = {**FOUND, **_box(din)}
    values = answers(story, "receipt", typed, {"received_at": story.clock()})
    file = logged(story, din)
    house = story.house
    log = service.read_log(house.files, Limits.of(house.settings), file, ZONE)
    given = NewReceipt(containers(story, din), values, ZONE, "accepted", file, FRIDGE, log)
    proof = story.proof(TECHNICIAN, code=False)
    call = replace(story.call(TECHNICIAN, minutes=0), key=f"demo/receipt/{din}")
    service.receive(house.kernel, call, din, given, proof)


def logged(story: Story, din: str, until: datetime | None = None, serial: str = "") -> Kept:
    """Keep the file of the logger that travelled with a donation, from its hand-over until now."""
    with story.house.kernel.reading() as session:
        found = queries.find(session, din)
    end = until or story.clock()
    start = found.hand_over.dispatched_at if found and found.hand_over else end
    name = serial or _box(din)["logger"]
    data = q_tag(name, start, end)
    return Kept(story.house.files.put(data), len(data), "text/plain", f"{name}.txt")


def containers(story: Story, din: str) -> list[str]:
    """Give the codes of the containers of a donation, as they are scanned."""
    with story.house.kernel.reading() as session:
        found = queries.find(session, din)
    return [unit.code for unit in found.containers] if found else []


def answers(
    story: Story, section: str, typed: Mapping[str, str], times: Mapping[str, datetime]
) -> dict[str, Value]:
    """Read what is typed as the form of the document would."""
    with story.house.kernel.reading() as session:
        found = queries.requirements(session, "AT", story.clock().date())
    asked: Requirements | None = found[1] if found else None
    fields = {f.name: f for f in asked.sections[section]} if asked else {}
    values = {name: Value(at.astimezone(ZoneInfo(ZONE)).isoformat(), None, ZONE)
              for name, at in times.items()}  # fmt: skip
    for name, text in typed.items():
        one = fields[name]
        values[name] = Value(text, parse_decimal(text), one.unit) if one.numeric else Value(text)
    return values


def _box(din: str) -> dict[str, str]:
    """Give shipper, logger and seal of a donation's transport."""
    return {"shipper": f"COL-{din[-3:]}", "logger": f"DEMO-TL-{din[-3:]}", "seal": f"S-{din[-4:]}"}


def _store(story: Story, din: str) -> None:
    """Put the reference sample and the serum into their archive."""
    with story.house.kernel.reading() as session:
        found = queries.find(session, din)
    for unit in found.units if found else ():
        if unit.kind == queries.SAMPLE:
            call = replace(story.call(TECHNICIAN), key=f"demo/move/{unit.code}")
            custody.move(story.house.kernel, call, unit.code, FREEZER)
