"""What the demo study leaves out of the rooms that came after the walk: donors, files, panels."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from batches.gate_moves import Move
from elnapp.demo import cytometer, measured
from elnapp.demo.donors import FIT, screened
from elnapp.demo.making import QA, TECHNICIAN
from elnapp.demo.people import SITE
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE, today
from elnapp.demo.testing import ANALYST
from elnapp.documents import queries as documents
from elnapp.donors import service as donors
from elnapp.donors.queries import donation_day
from elnapp.donors.service import NewInformation, ScanStore
from elnapp.inbox import queries as inbox_queries
from elnapp.inbox import service as inbox
from elnapp.inbox.service import NewFile, Sender
from elnapp.markers import queries as marker_queries
from elnapp.markers import service as markers
from elnapp.markers.service import NewResult, NewSample
from elnapp.readers import Limits
from elnapp.release.queries import pinned_specification
from elnapp.results import service as results
from elnapp.vault import service as vault

PHYSICIAN, ADMINISTRATOR = "dgarnier", "abernard"
TEMPLATE = "MSC-AT-PHENOTYPE"
KNOWN = "D-0006"  # a donor of the demo whose identity the vault keeps


def donor(story: Story) -> None:
    """Keep a scan of a form; screen a donor, move the day, conclude on a marker, and learn something new."""
    house = story.house
    kernel, planned = house.kernel, today(story) + timedelta(days=4)
    code, _n = screened(story, FIT[1], planned)
    store = ScanStore(house.files, _sealing(story))
    donors.keep_scan(kernel, store, story.call(PHYSICIAN), KNOWN, 1, b"%PDF-1.7 consent")
    call = story.call(PHYSICIAN, "Theatre moved")
    donors.reschedule(kernel, call, code, planned + timedelta(days=1))
    _concluded(story, code)
    news = NewInformation("DONOR_CALL", story.clock(), ZONE, "The donor, by telephone", "Fever")
    donors.inform(kernel, story.call(PHYSICIAN), code, news)


def _sealing(story: Story) -> vault.Scans:
    key_file = story.house.settings.vault
    if key_file is None:
        message = "the stores of the bench keep identities"
        raise AssertionError(message)
    return vault.Scans(vault.KeyFile(key_file))


def _concluded(story: Story, code: str) -> None:
    """Let the physician conclude on toxoplasma, whose IgM is reactive and whose PCR is not."""
    kernel, at, tube = story.house.kernel, story.clock(), f"{code}-TUBE"
    given = NewSample(tube, "serum", at - timedelta(hours=3), ZONE, "none")
    sample = markers.sample(kernel, story.call(PHYSICIAN), code, given, donation_day)["sample"]
    for analyte, said, kit in (
        ("TOXO-IGM", "REPEAT_REACTIVE", ("SERO-DEMO", "S2641")),
        ("TOXO-AVIDITY", "REACTIVE", ("SERO-DEMO", "S2641")),
        ("TOXO-PCR", "NONREACTIVE", ("NAT-DEMO", "N2644")),
    ):
        result = NewResult(
            sample, analyte, said, *kit, "LAB-DEMO", at - timedelta(hours=2),
            at - timedelta(hours=1), ZONE, "Dr V. Lambert",
        )  # fmt: skip
        markers.enter(kernel, story.call(PHYSICIAN), code, result, donation_day)
    with kernel.reading() as session:
        board = marker_queries.board(session, f"donor/{code}")
    markers.verify(kernel, story.call(QA), code, [v.row.n for v in board.results])
    call = story.call(PHYSICIAN, "Avidity 62 %, PCR negative")
    markers.conclude(kernel, call, code, "TOXO", "no_active_infection", donation_day)


def files(story: Story, lot: str) -> None:
    """Issue an agent and end it, set one tube aside, and judge a panel of a lot from the others."""
    house = story.house
    kernel = house.kernel
    sender = Sender(kernel, house.files, Limits.of(house.settings))
    name, _token = inbox.issue_agent(kernel, story.call(ADMINISTRATOR), SITE, "cytometer")
    call = story.call(ADMINISTRATOR, "Another computer now")
    with kernel.reading() as session:
        (agent,) = [a for a in inbox_queries.agents(session, call.actor) if a.name == name]
    inbox.end_agent(kernel, call, SITE, agent.id)
    blank = NewFile("blank.fcs", cytometer.tube("blank", {}, seed=51))
    aside = inbox.receive(sender, story.call(ANALYST), SITE, blank)["readings"]
    inbox.set_aside(kernel, story.call(TECHNICIAN, "A blank"), aside[0])
    found: list[str] = []
    for tube, data in cytometer.phenotype(cytometer.WORKED).items():
        found += inbox.receive(sender, story.call(ANALYST), SITE, NewFile(tube, data))["readings"]
    with kernel.reading() as session:
        pinned = pinned_specification(session, f"lot/{lot}")
        template = documents.effective(session, "gating-template", TEMPLATE, today(story))
    if template is None:
        message = f"{TEMPLATE} is not in force"
        raise AssertionError(message)
    call = story.call(ANALYST, "The cytometer is not in the register")
    judged = results.judge_panel(sender, call, pinned, results.Asked(template, tuple(found)))
    measured.move_gates(story, lot, judged["panel"], Move(x=Decimal(-2000)))
