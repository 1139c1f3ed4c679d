"""Results of a demo lot that come from files: the panel of its cytometer, a count of its sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from batches.gate_moves import ACCEPTED, Move
from batches.ledger import Value
from batches.quantity import parse_decimal
from batches.readings import VALUE
from elnapp.demo.counter import Counted
from elnapp.demo.cytometer import SIZE, phenotype, tube
from elnapp.demo.making import send_counts
from elnapp.demo.people import SITE
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE, today
from elnapp.demo.testing import ANALYST, QA, sample_for
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.inbox import service as inbox
from elnapp.inbox.service import NewFile, Sender
from elnapp.readers import Limits
from elnapp.release import queries as release
from elnapp.results import service
from elnapp.results.service import Asked, Given, Unconfirmed

CYTOMETER, MODEL, SERIAL = "FLOW-1", "DemoCyt", "DEMO-0001"
TEMPLATE, FIRST_ROW = "MSC-AT-PHENOTYPE", "ID-1-CD73"
VIABILITY = "PU-1"
SMALL_CELLS = (
    "Cellules de P1 plus petites que celles du modèle ; la fenêtre des débris les coupait."
)
SEEN = "Nuages vus avant et après : seuls les débris restent dehors."
CHECK, BEADS = "QC-BEADS", 3_000


def viability(story: Story, lot: str, counted: Counted) -> None:
    """Let the analyst count the sample of the viability, and link the count to its result."""
    kernel = story.house.kernel
    with kernel.reading() as session:
        pinned = release.pinned_specification(session, f"lot/{lot}")
    sample = sample_for(story, pinned, VIABILITY)
    counts = [replace(counted, sample=sample or lot)]
    readings = send_counts(story, ANALYST, f"{lot}-{VIABILITY}", counts)
    number = parse_decimal(counted.viability)
    values = {VALUE: Value(counted.viability, number, "%")}
    given = Given(VIABILITY, values, sample=sample, readings=readings)
    service.enter(kernel, story.call(ANALYST, minutes=5), pinned, given)


def judge(  # noqa: PLR0913 - what the run of a panel has
    story: Story,
    lot: str,
    passage: int,
    shares: Mapping[str, float],
    *,
    monitoring: bool = False,
    run: int = 1,
    cells: float = SIZE,
) -> None:
    """Let the analyst run the tubes of a lot, send their files and judge them, confirming what asks."""
    kernel, files = story.house.kernel, story.house.files
    with kernel.reading() as session:
        pinned = release.pinned_specification(session, f"lot/{lot}")
    sample = None if monitoring else sample_for(story, pinned, FIRST_ROW)
    story.clock.wait(hours=2)
    seed = 100 * passage + 1000 * (run - 1)
    sender = Sender(kernel, files, Limits.of(story.house.settings))
    readings: list[str] = []
    beads = tube("beads", {}, events=BEADS, seed=seed, keywords=_keywords(story, CHECK))
    check = inbox.receive(sender, story.call(ANALYST), SITE, NewFile("beads.fcs", beads, CYTOMETER))
    inbox.set_aside(kernel, story.call(ANALYST, "Contrôle du jour : billes."), check["readings"][0])
    keywords = _keywords(story, sample or f"{lot} P{passage}")
    for name, data in phenotype(shares, keywords, seed, cells).items():
        given = NewFile(name, data, CYTOMETER)
        readings += inbox.receive(sender, story.call(ANALYST, minutes=2), SITE, given)["readings"]
    asked = Asked(
        _template(story), tuple(readings), sample, passage, monitoring=monitoring
    )  # fmt: skip
    try:
        service.judge_panel(sender, story.call(ANALYST, minutes=10), pinned, asked)
    except Unconfirmed as unconfirmed:
        asked = replace(asked, confirmed=unconfirmed.token)
        service.judge_panel(sender, story.call(ANALYST, minutes=2), pinned, asked)


def move_gates(story: Story, lot: str, n: int, move: Move) -> None:
    """Let the analyst move the gates of a panel, and quality assurance accept it."""
    kernel = story.house.kernel
    sender = Sender(kernel, story.house.files, Limits.of(story.house.settings))
    with kernel.reading() as session:
        pinned = release.pinned_specification(session, f"lot/{lot}")
    story.clock.wait(minutes=20)
    story.signed(
        ANALYST,
        lambda call, proof: service.move_gate(
            sender, replace(call, reason=SMALL_CELLS), pinned, n, move, proof
        ),
    )
    story.clock.wait(hours=1)
    story.signed(
        QA,
        lambda call, proof: service.decide_move(
            kernel, replace(call, reason=SEEN), pinned, n + 1, ACCEPTED, proof
        ),
    )


def _keywords(story: Story, sample: str) -> dict[str, str]:
    """Give what the registered cytometer writes of itself, the sample and the moment."""
    local = (story.clock() - timedelta(minutes=30)).astimezone(ZoneInfo(ZONE))
    month = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"][
        local.month - 1
    ]
    return {
        "$CYT": MODEL, "$CYTSN": SERIAL, "$OP": ANALYST, "SAMPLE ID": sample,
        "$DATE": f"{local:%d}-{month}-{local:%Y}", "$BTIM": f"{local:%H:%M:%S}",
    }  # fmt: skip


def _template(story: Story) -> Version:
    with story.house.kernel.reading() as session:
        found = documents.effective(session, "gating-template", TEMPLATE, today(story))
    if found is None:
        message = f"the story has no {TEMPLATE} in force"
        raise LookupError(message)
    return found
