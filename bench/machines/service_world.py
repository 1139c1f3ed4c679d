"""A lot in a real store at some point of the honest way, and everybody's hands on its services.

`World.attempt` does one act as the pages would; what the house refuses is `False`.  `wrong` reads the
tables with plain SQL: no rule and no query of the house is asked whether the house was right.
"""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from batches.people import Proof
from bench import extras, stores
from elnapp.demo import donors as demo_donors
from elnapp.demo import making, release
from elnapp.demo.story import Story
from elnapp.demo.testing import enter_all
from elnapp.demo.worked import Run
from elnapp.record import Call
from elnapp.record.errors import RecordError
from elnapp.web.house import House

STAGES = ("made", "tested", "approved", "certified")
FIRST_KEY = 5_000_000
SHM = Path("/dev/shm")  # noqa: S108 - a folder in memory: durability is not what is tried here
MEMORY = SHM if SHM.is_dir() else None
PEOPLE = (
    "cmoreau", "tnguyen", "sroux", "jpetit", "hlefevre", "dgarnier", "amartin", "qfaure",
    "slambert", "iweber", "abernard",
)  # fmt: skip
VOID = "SELECT signature_id FROM signature_void"
STANDING = f"SELECT signer FROM signature WHERE meaning = ? AND address = ? AND id NOT IN ({VOID})"


@dataclass
class World:
    """One copy of a store; `lot` and `donor` are those of its story.

    Every copy takes the place of the one before, under the same house: what it built to ask a store
    is good for all of them.
    """

    house: House
    story: Story
    lot: str
    donor: str
    raw: sqlite3.Connection
    done: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, stage: str) -> World:
        """Copy the story as it stood at `stage`."""
        made, lot, donor = _stages()[stage]
        folder = _folder()
        for left in folder.glob(f"{stores.FILE}*"):
            left.unlink()
        shutil.copy(made, folder / stores.FILE)
        story = Story.begin(_house(), stores.NOW)
        story.told = FIRST_KEY
        raw = sqlite3.connect(folder / stores.FILE, isolation_level=None)
        return cls(_house(), story, lot, donor, raw)

    @property
    def stream(self) -> str:
        """Give the lot's stream."""
        return f"lot/{self.lot}"

    def close(self) -> None:
        """Throw the copy away."""
        self.raw.close()
        self.house.kernel.stores.close()

    def attempt(self, name: str, who: str, do: Callable[[Call, Proof], object]) -> bool:
        """Let a person do one act with both factors fresh; False when the house refuses."""
        call = self.story.call(who, "because")
        proof = Proof(call.actor.id, call.actor.name, ("password", "totp"), call.at)
        try:
            do(call, proof)
        except RecordError:
            return False
        self.done.append(f"{name} by {who}")
        return True

    def rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        """Read the file itself."""
        return self.raw.execute(sql, values).fetchall()

    def state(self) -> str:
        """Give the state that lists show."""
        return str(self.rows("SELECT state FROM head WHERE stream = ?", self.stream)[0][0])

    def bags(self) -> list[str]:
        """Give the codes of the filled bags."""
        found = self.rows("SELECT code FROM unit WHERE lot = ? AND kind = 'bag'", self.lot)
        return sorted(code for (code,) in found)

    def signers(self, meaning: str) -> set[str]:
        """Give who stands behind a meaning on the whole lot."""
        return {s for (s,) in self.rows(STANDING, meaning, self.stream)}


def wrong(w: World) -> Iterator[str]:
    """Say what must never be, whatever was tried."""
    state = w.state()
    ladder = {"approved": 3, "certified": 4, "released": 5}.get(state, 0)
    meanings = ("PROD-REVIEWED", "QC-APPROVED", "QA-APPROVED", "CERTIFIED", "SPONSOR-RELEASED")
    yield from (f"{state} without {m}" for m in meanings[:ladder] if not w.signers(m))
    if state in {"certified", "released"}:
        yield from _roles(w)


def _roles(w: World) -> Iterator[str]:
    wanted = {"CERTIFIED": "qp", "QA-APPROVED": "qa", "QC-APPROVED": "head_qc"}
    for meaning, role in wanted.items():
        for who in w.signers(meaning):
            held = "SELECT 1 FROM role_grant WHERE account_id = ? AND role = ?"
            if not w.rows(held, who, role):
                yield f"{meaning} by {who}"
    hands = {p for (p,) in w.rows("SELECT performed_by FROM entry WHERE stream = ?", w.stream)}
    hands |= {p for (p,) in w.rows("SELECT analysed_by FROM result WHERE stream = ?", w.stream)}
    yield from (f"{p} certified the own work" for p in w.signers("CERTIFIED") & hands)


def wrong_when_certified(w: World) -> Iterator[str]:
    """Say what must not have been at the moment of an accepted certification."""
    closed = "SELECT deviation_id FROM deviation_step WHERE step = 'dispositioned'"
    still = f"SELECT number FROM deviation WHERE stream = ? AND id NOT IN ({closed})"
    yield from (f"open deviation {n}" for (n,) in w.rows(still, w.stream))
    lifted = "SELECT hold_id FROM hold_lift"
    held = f"SELECT number FROM hold WHERE stream IN (?, ?) AND id NOT IN ({lifted})"
    yield from (f"hold {n}" for (n,) in w.rows(held, w.stream, f"donor/{w.donor}"))
    withdrawn = "SELECT scope FROM consent_withdrawal WHERE stream = ?"
    yield from (f"withdrawn {s}" for (s,) in w.rows(withdrawn, f"donor/{w.donor}"))
    bad = (
        "SELECT spec_row, verdict FROM result WHERE stream = ? AND verdict IN ('FAIL', 'INVALID')"
        " AND json_extract(shown, '$.class') = 'RELEASE'"
        " AND id NOT IN (SELECT result_id FROM result_invalid)"
    )
    yield from (f"{row} {verdict}" for row, verdict in w.rows(bad, w.stream))
    if w.state() != "certified":
        yield f"certified, but {w.state()}"


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="elnapp-world-", dir=MEMORY))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _house() -> House:
    return stores.opened(f"sqlite:///{_folder() / stores.FILE}", _folder())


@cache
def _stages() -> dict[str, tuple[Path, str, str]]:
    """Tell the honest story once and keep a copy of the store at each stage."""
    folder = Path(tempfile.mkdtemp(prefix="elnapp-stages-"))
    url = stores.ground_store(folder / "story")
    house = stores.opened(url, folder)
    story = Story.begin(house, stores.NOW - timedelta(days=60))
    story.told = extras.FIRST_KEY
    donor = demo_donors.enrol(story, demo_donors.FIT[0], (story.clock() + timedelta(days=3)).date())
    day = story.clock() + timedelta(days=3)
    lot = making.issue(story, donor, demo_donors.donate(story, donor, 1, day), Run())
    found: dict[str, tuple[Path, str, str]] = {}

    def keep(stage: str) -> None:
        house.kernel.stores.close()
        found[stage] = (folder / f"{stage}.sqlite3", lot.number, donor)
        shutil.copy(folder / "story" / stores.FILE, found[stage][0])

    lot.all_steps()
    keep("made")
    enter_all(story, lot.number)
    keep("tested")
    release.review(story, lot.number)
    keep("approved")
    release.certify_and_release(story, lot.number)
    keep("certified")
    return found
