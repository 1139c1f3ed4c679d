"""A lot of the stage on a nested master: a table to fill, one that is filled, a branch not taken."""

from __future__ import annotations

from functools import partial

from batches import kinds
from batches.kinds.leaves import leaves
from batches.ledger import Value
from batches.people import Proof
from batches.quantity import parse_decimal
from elnapp.custody import queries as custody
from elnapp.demo.story import Story
from elnapp.demo.study import today
from elnapp.documents import service as documents
from elnapp.documents.service import Draft
from elnapp.lots import queries
from elnapp.lots import service as lots
from elnapp.lots.service import Answered, Wish
from elnapp.record import Call
from tests.batches.nested_master import body
from tests.cast import HEAD_QC, PRODUCTION, QA, SECOND, TECHNICIAN

CODE = "NESTED"


def begin(story: Story) -> str:
    """Bring a training lot to its second look at three vessels; gives its number."""
    kernel = story.house.kernel
    _in_force(story)
    wish = Wish("training", "MSC-AT", "SLS", CODE, "MSC-AT-DP")
    lot = str(lots.issue(kernel, story.call(QA), wish)["lot"])
    _record(story, lot, "REC/identify", {"scan_donation": "A999926000001"})
    _record(story, lot, "REC/red", {"lyse": "no", "reason": "Culot pâle."})
    _verify(story, lot, "REC/identify")
    proof = story.proof(TECHNICIAN, code=False)
    lots.sign_step(kernel, story.call(TECHNICIAN), lot, "REC/accept", proof)
    _open(story, lot, "P")
    _record(story, lot, "P0.WO/clear", {"free": "yes"})
    _record(story, lot, "P0.WO/take", {"scan_equipment_e01": "E01"})
    seeded = {"viable_seeded": "7.632", "vessels": "3", "area": "636"}
    at = story.clock().isoformat(timespec="minutes")
    _record(story, lot, "P0/seed", {**seeded, "seeded_at": at})
    with kernel.reading() as session:
        vessels = [u.code for u in custody.units(session, f"lot/{lot}", "vessel")]
    _open(story, lot, "P0.CC")
    seen: dict[str, str] = {}
    for n, code in enumerate(vessels, 1):
        seen |= {f"seen.{n}.unit": code, f"seen.{n}.confluence": "40", f"seen.{n}.shape": "spindle"}
    _record(story, lot, "P0.CC1/observe", seen)
    _open(story, lot, "P0.CC")
    return lot


def _in_force(story: Story) -> None:
    kernel = story.house.kernel
    title = {"en": "Nested, for the stage", "fr": "Imbriqué, pour la scène"}
    draft = Draft("master", CODE, title, body(), "illustrative")
    version = documents.draft(kernel, story.call(PRODUCTION), draft, site="SLS")["id"]
    documents.submit(kernel, story.call(PRODUCTION), version)
    for login in (QA, HEAD_QC):
        story.signed(login, partial(_approve, story, version))
    documents.make_effective(kernel, story.call(QA), version, today(story))


def _approve(story: Story, version: str, call: Call, proof: Proof) -> None:
    documents.approve(story.house.kernel, call, version, proof)


def _open(story: Story, lot: str, key: str) -> None:
    lots.open_repetition(story.house.kernel, story.call(TECHNICIAN), lot, key)


def _record(story: Story, lot: str, path: str, typed: dict[str, str]) -> None:
    kernel = story.house.kernel
    with kernel.reading() as session:
        step = queries.plan(session, f"lot/{lot}").master.step(path)
    assert step is not None
    asked = {leaf.slot: leaf.field for leaf in leaves(kinds.fields(step), {})}
    values = {
        slot: Value(text, parse_decimal(text), asked[slot].unit)
        if asked[slot].numeric
        else Value(text)
        for slot, text in typed.items()
    }
    lots.record(kernel, story.call(TECHNICIAN), lot, Answered(path, values))


def _verify(story: Story, lot: str, path: str) -> None:
    kernel = story.house.kernel
    with kernel.reading() as session:
        entry = queries.standing_entry(session, f"lot/{lot}", path)
    assert entry is not None
    proof = story.proof(SECOND, code=False)
    lots.witness(kernel, story.call(SECOND), lot, path, entry.id, proof)
