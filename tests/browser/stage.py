"""The stage of the browser tests: stores with the demo study at several moments, each served."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pyotp
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from batches.gate_moves import Move
from batches.ledger import Value
from batches.people import Proof
from elnapp.custody import service as custody
from elnapp.demo import cytometer, donors, receipt, tell
from elnapp.demo import release as reviews
from elnapp.demo.counter import Counted, nucleoview
from elnapp.demo.making import Making, issue
from elnapp.demo.story import Story, seed_of
from elnapp.demo.study import STUDY, today
from elnapp.demo.testing import enter, enter_all
from elnapp.demo.worked import Run, typed
from elnapp.documents import service as documents
from elnapp.documents.queries import all_effective
from elnapp.donors import service as donors_service
from elnapp.donors.queries import donation_day
from elnapp.donors.service import Conclusion
from elnapp.factory import at_rest, create_app
from elnapp.inbox import service as inbox
from elnapp.inbox.service import NewFile as InstrumentFile
from elnapp.inbox.service import Sender
from elnapp.lots import service as lots
from elnapp.lots.queries import plan, retention_facts
from elnapp.lots.service import Wish
from elnapp.markers import service as markers
from elnapp.markers.service import NewFile, NewResult, NewSample
from elnapp.procurement import service as procurement
from elnapp.quality import service as quality
from elnapp.readers import Limits
from elnapp.record import Call, Stores, migrate
from elnapp.release import queries as release_queries
from elnapp.release import service as release
from elnapp.release.queries import pinned_specification
from elnapp.results import service as results
from elnapp.vault import service as vault
from elnapp.web.house import House
from tests.browser import nested
from tests.cast import (
    ADMINISTRATOR,
    ANALYST,
    HEAD_QC,
    PHARMACIST,
    PHYSICIAN,
    PRODUCTION,
    QA,
    QP,
    TECHNICIAN,
)
from tests.conftest import NOW, Clock, settings

COMPLETE = "AT26-004"
LABELLED = "A999926000001"
"""The lot with every step done and every result typed, on which nobody has decided yet."""

HELD = "Code donneur;Échantillon;Analyse\nD-0006;TUBE-1;Ag HBs\n".encode()
"""A file of a laboratory that cannot be read with its mapping."""

COUNTS = nucleoview(
    [Counted("AT26-003-P2-count-1", "16.0", "93.5"), Counted("essai", "0", "0")],
    NOW - timedelta(days=5, hours=2),
)
"""A counter's file with a count of the running lot, and one without a living cell."""

UNREAD = b"%PDF-1.7 a print of a result, which no reader knows"
"""A file that is kept and cannot be read."""

Act = Callable[[House], None]
Serve = Callable[[str], "Stage"]


class Quiet(WSGIRequestHandler):
    """Answers without writing each request to standard error."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 werkzeug's name
        """Say nothing."""


class Ticking(Clock):
    """A clock of which no two readings are alike, as in life: what stands still hides what came first."""

    def __call__(self) -> datetime:
        """Give a moment after the one before."""
        self.at += timedelta(microseconds=1)
        return self.at


@dataclass
class Stage:
    """One store, served: where, and the clock that the house reads."""

    app: Flask
    clock: Clock
    url: str

    @property
    def house(self) -> House:
        """Give the parts of the application."""
        found: House = self.app.extensions["elnapp"]
        return found

    def code(self, login: str) -> str:
        """Give a person's next one-time code; each is good once, so time passes first."""
        self.clock.at += timedelta(seconds=61)
        return pyotp.TOTP(seed_of(login)).at(self.clock.at)


@contextmanager
def served(folder: Path) -> Iterator[Stage]:
    """Serve the store in `folder` on a free port of this machine, in a thread."""
    clock = Ticking()
    app = at_rest(create_app(settings(folder), clock))
    app.config["WTF_CSRF_ENABLED"] = True  # The test profile leaves it out; a browser has it.
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield Stage(app, clock, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["elnapp"].kernel.stores.close()


def make(settled: Path, root: Path) -> None:
    """Make the stores of all scenes below `root`, from a store where the cast is settled.

    empty: people and documents, no donor, no lot.  told: the demo study, a lot waiting for its
    reviews, and something in every state.  reviewed, approved, certified: that lot further on.
    plain: the study and the waiting lot, nothing else, for journeys to change.
    """
    shutil.copytree(settled, root / "empty")
    _change(root / "plain", _tell)
    for name, after, act in (
        ("told", "plain", _dress),
        ("reviewed", "plain", _review),
        ("approved", "reviewed", _approve),
        ("certified", "approved", _certify),
    ):
        shutil.copytree(root / after, root / name)
        _change(root / name, act)


def _change(folder: Path, act: Act) -> None:
    folder.mkdir(exist_ok=True)
    made = settings(folder)
    fresh = Stores(made.database_url)
    migrate.upgrade(fresh)
    fresh.close()
    app = create_app(made, lambda: NOW)
    with app.app_context():
        act(app.extensions["elnapp"])
    app.extensions["elnapp"].kernel.stores.close()


def _tell(house: House) -> None:
    # The study ends before the waiting lot begins: one-time codes never go back in time.
    tell.tell(replace(house, clock=lambda: NOW - timedelta(days=40)))
    day = NOW - timedelta(days=33)
    making = _made(_story(house, 37 * 24), day, 4, Run())
    enter_all(making.story, making.number)
    assert making.number == COMPLETE


def _story(house: House, hours: int) -> Story:
    """Begin some hours ago; the count of keys starts where no other story of the store has been."""
    story = Story.begin(house, NOW - timedelta(hours=hours))
    story.told = 100_000 - 100 * hours
    return story


def _made(story: Story, day: datetime, sequence: int, run: Run) -> Making:
    """Make one more lot from one more donor, up to where the run stops."""
    donor = donors.enrol(story, donors.FIT[0], day.date())
    din = donors.donate(story, donor, sequence, day.replace(hour=7, minute=30))
    making = issue(story, donor, din, run)
    making.all_steps()
    return making


def _review(house: House) -> None:
    story = _story(house, 24)
    reviews._sign(story, PRODUCTION, release.review_production, COMPLETE)
    reviews._sign(story, HEAD_QC, release.approve_results, COMPLETE)
    reviews._sign(story, QA, release.review_trail, COMPLETE)


def _approve(house: House) -> None:
    story = _story(house, 18)
    reviews._sign(story, QA, release.approve, COMPLETE)


def _certify(house: House) -> None:
    story = _story(house, 12)
    asked = release.Asked(containers=reviews._bags(story, COMPLETE)[:8], reason="Contrôle")
    reviews._sign(story, QP, release.certify, COMPLETE, asked)


def _dress(house: House) -> None:
    """Leave one of everything that waits: lots, donors, a deviation, a hold, documents."""
    story = _story(house, 120)
    _begin_lots(story)
    nested.begin(story)
    kernel = house.kernel
    donors_service.enrol(kernel, story.call(PHYSICIAN), "SLS", STUDY)
    _unconfirmed(story)
    _begin_donations(story)
    quality.open_deviation(
        kernel, story.call(PRODUCTION), "lot/AT26-003", "Flacon renversé",
        "Un flacon de milieu vide renversé au poste de sécurité microbiologique.", 1,
    )  # fmt: skip
    quality.place_hold(kernel, story.call(QA), "lot/AT26-002", "Enquête sur CD105")
    _out_of_limit(story)
    _wait_for_markers(story)
    for kind, moves in (("specification", 0), ("master", 1), ("screening", 2)):
        _move_on(story, kind, moves)
    _send_files(story)
    _ask_for_identities(story)


def _send_files(story: Story) -> None:
    """Leave a counter's file, one that cannot be read, and an agent that may send others."""
    house = story.house
    sender = Sender(house.kernel, house.files, Limits.of(house.settings))
    for name, data in (("passage-P2.csv", COUNTS), ("impression.pdf", UNREAD)):
        inbox.receive(sender, story.call(TECHNICIAN), "SLS", InstrumentFile(name, data))
    inbox.issue_agent(house.kernel, story.call(ADMINISTRATOR), "SLS", "pc-compteur")
    _judge(story, sender)


def _judge(story: Story, sender: Sender) -> None:
    """Judge a panel of the lot that waits for a signature, and leave another tube waiting."""
    house, found = story.house, []
    for name, data in cytometer.phenotype(cytometer.WORKED).items():
        file = InstrumentFile(name, data)
        found += inbox.receive(sender, story.call(ANALYST), "SLS", file)["readings"]
    unstained = InstrumentFile("unstained.fcs", cytometer.tube("unstained", {}, seed=50))
    inbox.receive(sender, story.call(ANALYST), "SLS", unstained)
    with house.kernel.reading() as session:
        pinned = pinned_specification(session, "lot/AT26-007")
        (template,) = [
            v
            for v in all_effective(session, "gating-template", story.clock().date())
            if v.code == "MSC-AT-PHENOTYPE"
        ]
    reason = "Cytomètre de démonstration, non inscrit au registre."
    call = story.call(ANALYST, reason)
    asked = results.Asked(template, tuple(found))
    results.judge_panel(sender, call, pinned, asked)
    why = "La fenêtre des débris coupait de petites cellules."
    story.signed(
        ANALYST,
        lambda call, proof: results.move_gate(
            sender, replace(call, reason=why), pinned, 1, Move(x=Decimal(-4000)), proof
        ),
    )


def _out_of_limit(story: Story) -> None:
    """Open an investigation on the running lot: a viability below its action limit."""
    with story.house.kernel.reading() as session:
        pinned = release_queries.pinned_specification(session, "lot/AT26-003")
    enter(story, pinned, "IPC-1", {"value": Value("78", Decimal(78), "%")})


def _ask_for_identities(story: Story) -> None:
    """D-0001 waits for its end, D-0002 for a physician; D-0003 is approved and not yet looked at."""
    house = story.house
    over = vault.Stated(date(1990, 6, 30), source="Rapport final de l'essai, 30/06/1990")
    gather = retention_facts
    vault.shredding.ask(house, story.call(PHYSICIAN), "D-0001", over, gather)
    story.clock.to(NOW - timedelta(minutes=40))
    for code in ("D-0003", "D-0002"):
        call = story.call(PHARMACIST)
        vault.emergency.ask(house, call, code, "VITAL", "Choc septique après perfusion.")
        if code == "D-0003":
            story.signed(PHYSICIAN, partial(_approve_opening, house, code))


def _approve_opening(house: House, code: str, call: Call, proof: Proof) -> None:
    vault.emergency.approve(house, call, code, proof)


def _unconfirmed(story: Story) -> None:
    """Leave one donor whose results are awaited, with the physician's signature and no other."""
    planned = today(story) + timedelta(days=4)
    awaited = replace(donors.FIT[1], answers={"E02c.result": "pending"})
    code, n = donors.screened(story, awaited, planned)
    said, proof = Conclusion("PROVISIONAL"), story.proof(PHYSICIAN)
    call = story.call(PHYSICIAN, minutes=0)
    donors_service.determine(story.house.kernel, call, code, n, said, proof)


def _begin_lots(story: Story) -> None:
    """AT26-005 waits for a witness, -006 for a check, -007 for a signature; -008 has nothing."""
    for sequence, stop, verify in (
        (5, "REC/identify", False),
        (6, "REC/weigh", False),
        (7, "REC/accept", True),
    ):
        making = _made(story, story.clock() + timedelta(days=1), sequence, Run(stop=stop))
        if not verify:
            _record_alone(making, stop)
    wish = Wish("training", "MSC-AT", "SLS", "MSC-AT-SHORT", "MSC-AT-DP")
    lots.issue(story.house.kernel, story.call(QA), wish)


def _begin_donations(story: Story) -> None:
    """One donation is only recorded, one procured, one on its way; labels wait, one is printed."""
    for sequence, steps in ((31, 0), (32, 1), (33, 2)):
        donor = donors.enrol(story, donors.FIT[0], story.clock().date())
        collected = story.clock() + timedelta(hours=2)
        din = donors.recorded(story, donor, sequence, collected)
        if steps > 0:
            receipt.procure(story, donor, din, collected)
        if steps > 1:
            receipt.hand_over(story, din)
    for code, printed in (("S001", 0), ("S002", 1)):
        made = procurement.make_label(
            story.house.kernel, story.call(TECHNICIAN), LABELLED, f"{LABELLED}-{code}"
        )
        if printed:
            call = story.call(TECHNICIAN)
            custody.print_label(story.house.kernel, call, made["label"], printed)


def _record_alone(making: Making, path: str) -> None:
    with making.story.house.kernel.reading() as session:
        place = plan(session, making.stream).master.place(path)
    assert place is not None
    making._record(place, typed(path, making.run)[1])


def _wait_for_markers(story: Story) -> None:
    """Leave a sample with a result that nobody has verified, and a file that is held."""
    house, at = story.house, story.clock()
    given = NewSample("TUBE-6", "serum", at - timedelta(hours=3), "Europe/Paris", "none")
    kernel, call = house.kernel, story.call
    answer = markers.sample(kernel, call(PHYSICIAN), "D-0006", given, donation_day)
    result = NewResult(
        answer["sample"], "TOXO-IGM", "REPEAT_REACTIVE", "SERO-DEMO", "S2641", "LAB-DEMO",
        at - timedelta(hours=2), at - timedelta(hours=1), "Europe/Paris", "Dr V. Lambert",
    )  # fmt: skip
    markers.enter(kernel, call(PHYSICIAN), "D-0006", result, donation_day)
    held = NewFile("LAB-DEMO-CSV", "resultats-illisibles.csv", HELD)
    markers.receive(kernel, house.files, call(PHYSICIAN), "SLS", held)


def _move_on(story: Story, kind: str, moves: int) -> None:
    """Write a second version: 0 stays a draft, 1 is in review, 2 is approved."""
    kernel = story.house.kernel
    own = {"screening": STUDY, "specification": "MSC-AT-DP", "master": "MSC-AT-SHORT"}
    library = (d for d in documents.library() if d.kind == kind)
    text = next(d for d in library if d.code == own.get(kind, d.code))
    again = str(text.given).replace("version: 1", "version: 2", 1)
    again = again.replace("source: illustrative", "source: illustrative, second look", 1)
    draft = documents.load_yaml(again)
    version = documents.draft(kernel, story.call(PRODUCTION), draft, site="SLS")["id"]
    if moves > 0:
        documents.submit(kernel, story.call(PRODUCTION), version)
    for login in (QA, HEAD_QC) if moves > 1 else ():
        story.signed(login, lambda call, proof: documents.approve(kernel, call, version, proof))
