"""What the demo study leaves out, through the same services, so that no recorded table is empty.

A drill over an empty table proves nothing about it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from batches.ledger import Value
from batches.people import SYSTEM
from batches.quantity import parse_decimal
from bench import extras_since
from elnapp.custody import service as custody
from elnapp.demo.donors import FIT, enrol
from elnapp.demo.making import QA, SECOND, TECHNICIAN, Making
from elnapp.demo.people import SITE
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE
from elnapp.demo.testing import ANALYST, enter_all
from elnapp.demo.worked import Run
from elnapp.donors import service as donors
from elnapp.lots import service as lots
from elnapp.lots.service import Answered, Wish
from elnapp.procurement import service as procurement
from elnapp.quality import service as quality
from elnapp.record import Call, Head, Kernel, Refused
from elnapp.reports import service as reports
from elnapp.reports.service import Made
from elnapp.results import queries as result_queries
from elnapp.results import service as results
from elnapp.vault import service as vault
from elnapp.web.house import House

PHYSICIAN, PHARMACIST = "dgarnier", "pdubois"
DONATED = "A999926000001"  # the first donation of the demo study
FIRST_KEY = 1_000_000  # the keys of the demo's own story are smaller
WEIGHED = {"since_collection": ("4.5", "h"), "gross": ("131.4", "g"), "tare": ("79.4", "g")}
IDENTIFIED = {"din_agrees": "yes", "donor_agrees": "yes", "name_visible": "no"}


def everything_else(house: House) -> None:
    """Tell a training lot, a donor who withdraws, a hold, an invalid result, a sealed document."""
    story = Story.begin(house, house.clock() - timedelta(hours=40))
    story.told = FIRST_KEY
    lot = training(story)
    unwitnessed(story, lot)
    corrected(story, lot)
    held(story, lot)
    extras_since.files(story, training(story))
    invalid(story, lot)
    labelled(story)
    withdrawn(story)
    refused(story, lot)
    issued(story, lot)
    opened(story)
    extras_since.donor(story)


def training(story: Story) -> str:
    """Begin a training lot on the short master, up to the first step that wants a witness."""
    wish = Wish("training", "MSC-AT", SITE, "MSC-AT-SHORT", "MSC-AT-DP")
    answer = lots.issue(story.house.kernel, story.call(QA), wish)
    making = Making(story, str(answer["lot"]), story.clock(), Run(stop="REC/identify"))
    making.all_steps()
    return making.number


def unwitnessed(story: Story, lot: str) -> None:
    """Record a step whose witness never comes, and declare it."""
    kernel, path = story.house.kernel, "REC/identify"
    values = {name: Value(text) for name, text in {**IDENTIFIED, "container_intact": "yes"}.items()}
    given = Answered(path, values, None, ZONE)
    entry = str(lots.record(kernel, story.call(TECHNICIAN), lot, given)["entry"])
    call = story.call(TECHNICIAN, "Second person called to an alarm", minutes=20)
    lots.declare_unwitnessed(kernel, call, lot, path, entry)


def corrected(story: Story, lot: str) -> None:
    """Record, check, then correct: the check falls."""
    kernel, path = story.house.kernel, "REC/weigh"
    entry = str(lots.record(kernel, story.call(TECHNICIAN), lot, _weighed("52.0"))["entry"])
    story.signed(SECOND, lambda call, proof: lots.check(kernel, call, lot, path, entry, proof))
    proof = story.proof(TECHNICIAN, code=False)
    call = story.call(TECHNICIAN, "Misread", minutes=0)
    lots.correct(kernel, call, lot, entry, _weighed("52.1"), proof)


def _weighed(net: str) -> Answered:
    typed = {**WEIGHED, "net": (net, "g")}
    values = {name: Value(text, parse_decimal(text), unit) for name, (text, unit) in typed.items()}
    return Answered("REC/weigh", values, None, ZONE)


def held(story: Story, lot: str) -> None:
    """Place two holds on the lot and lift the first; open a deviation by hand."""
    kernel = story.house.kernel
    number = str(quality.place_hold(kernel, story.call(QA), f"lot/{lot}", "Growth seen")["number"])
    quality.place_hold(kernel, story.call(QA), f"lot/{lot}", "Still to be read")

    def lift(call: Call, proof: object) -> None:
        quality.lift_hold(kernel, call, number, "A bubble, not growth", proof)  # type: ignore[arg-type]

    story.signed(QA, lift)
    about = f"lot/{lot}/record/REC/weigh"
    quality.open_deviation(kernel, story.call(TECHNICIAN), about, "Balance", "Drifts", 1)


def invalid(story: Story, lot: str) -> None:
    """Give the lot its results, and declare one of them invalid."""
    enter_all(story, lot)
    kernel, stream = story.house.kernel, f"lot/{lot}"
    with kernel.reading() as session:
        first = result_queries.results(session, stream)[0]
    results.invalidate(kernel, story.call(ANALYST), stream, first.id, "Positive control failed")


def labelled(story: Story) -> None:
    """Print a label of a sample of the first donation."""
    kernel = story.house.kernel
    code = f"{DONATED}-S001"
    made = procurement.make_label(kernel, story.call(TECHNICIAN), DONATED, code)
    custody.print_label(kernel, story.call(TECHNICIAN), made["label"], 1)


def withdrawn(story: Story) -> None:
    """Enrol a donor who withdraws."""
    code = enrol(story, FIT[0], story.clock().date() + timedelta(days=6))
    call = story.call(PHYSICIAN, "I changed my mind")
    scope = "FUTURE_USE_OF_CELLS"
    donors.withdraw(story.house.kernel, call, code, scope, story.clock(), ZONE)


def refused(story: Story, lot: str) -> None:
    """Let somebody try what the policy forbids: the refusal is an event."""
    try:
        quality.place_hold(story.house.kernel, story.call(ANALYST), f"lot/{lot}", "Not mine to do")
    except Refused:
        return
    message = "an analyst may not place a hold"
    raise AssertionError(message)


def issued(story: Story, lot: str) -> None:
    """Ask for the document of the lot, keep a file for it, and record that it was issued."""
    kernel, stream = story.house.kernel, f"lot/{lot}"
    asked = reports.request(kernel, story.call(QA), lot, "fr")
    digest = story.house.files.put(b"%PDF-1.7 bench")
    with kernel.reading() as session:
        head = session.get_one(Head, stream)
    made = Made(asked["number"], "fr", digest, 14, 1, digest, "", head.seq)
    call = story.call(SYSTEM.id)
    reports.seal(kernel, call, stream, made, asked["job"])


def opened(story: Story) -> None:
    """Open an identity of the demo in an emergency, by two people."""
    house, code = story.house, "D-0002"
    vault.emergency.ask(house, story.call(PHARMACIST), code, "VITAL", "Invented")
    story.signed(PHYSICIAN, lambda call, proof: vault.emergency.approve(house, call, code, proof))
    vault.emergency.open_once(house, story.call(PHARMACIST), code)


def unguarded(kernel: Kernel) -> Kernel:
    """Give a kernel that asks no policy: for what a bench writes that no verb of the house does."""
    return Kernel(kernel.stores, replace(kernel.rooms, guard=lambda _tx, _primary, _study: None))
