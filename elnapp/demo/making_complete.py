"""Executing a lot on the complete master: its groups and branches, and what is scanned."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from batches.kinds import fields
from batches.ledger import Value
from batches.master import Place, Run
from batches.quantity import parse_decimal
from batches.steps import Field
from elnapp.demo.making import PRODUCTION, QA, TECHNICIAN, Making
from elnapp.demo.story import Story
from elnapp.demo.study import STUDY, ZONE
from elnapp.demo.worked import Run as Short
from elnapp.demo.worked_complete import SCANNED, Telling
from elnapp.lots import queries, service
from elnapp.lots.service import Answered, Wish

ANALYST = "jpetit"
MASTER = "MSC-AT-FULL"
PEOPLE = {
    "technician": TECHNICIAN, "head_production": PRODUCTION, "qa": QA, "qc_analyst": ANALYST,
}  # fmt: skip
DOUBLING = timedelta(hours=144)
"""From a seeding to its harvest in the worked lot, but for P0."""
BEFORE_HARVEST = timedelta(minutes=70)
DAYS = {"wash_off": 2, "outgrowth": 8, "remove": 11}
"""Days after the seeding on which a step of that code is done."""
WAITS = {"digest": 46, "detach": 5, "clear": 3}
"""Minutes that pass before a step of that code is entered; one where none are said."""
HOLE = re.compile(r"\{(now|day|lot|din|collected|ripe)([+-][0-9]+)?\}")


@dataclass
class MakingComplete(Making):
    """One lot on the complete master under way in a story; its counts are typed from a print."""

    counter: ClassVar[bool] = False

    telling: Telling = field(default_factory=lambda: Telling({}))
    din: str = ""
    collected: datetime | None = None
    seeded: dict[str, datetime] = field(default_factory=dict)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    open_runs: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)

    def all_steps(self) -> None:
        """Do every step that is due, in order, up to the one where the telling stops."""
        self._told(self.telling.stop)

    def up_to(self, stop: str | None) -> None:
        """Do what is due and not done yet up to the step at `stop`, and let it be the day of that."""
        place = self._told(stop)
        if place is not None:
            self.ready(place)

    def _told(self, stop: str | None) -> Place | None:
        """Do what is due and not done yet, in order; gives the step at `stop`, None at the end."""
        with self.story.house.kernel.reading() as session:
            plan = queries.plan(session, self.stream)
        for place in plan.master.places(self.telling.opened):
            if place.path == stop:
                return place
            told = place.path not in self.done and self._due(place)
            if told and self.telling.words(place.path) is not None:
                self.ready(place)
                self._do(place)
                self.done.add(place.path)
        return None

    def ready(self, place: Place) -> None:
        """Let it be the day of a step, and its repetitions be open."""
        if self.telling.words(place.path) is None:
            return
        self._to_its_day(place)
        for run in place.run.chain:
            self._open_run(run)

    def _due(self, place: Place) -> bool:
        return all(self.answers.get((c.path, c.name)) in c.values for c in place.when)

    def _open_run(self, run: Run) -> None:
        if run.part.repeat is None or run.segment in self.open_runs:
            return
        self.open_runs.add(run.segment)
        key = run.outer.key(run.part.code) if run.outer else run.part.code
        service.open_repetition(
            self.story.house.kernel, self.story.call(TECHNICIAN, minutes=0), self.number, key
        )

    def _to_its_day(self, place: Place) -> None:
        """Move on to the day of the step, and let pass what it takes."""
        begins = self._begins(place)
        if begins is not None:
            self.story.clock.to(begins)
        self.story.clock.wait(minutes=WAITS.get(place.step.code, 1))

    def _begins(self, place: Place) -> datetime | None:
        if place.phase.code == "CTL":
            return self._morning(self.telling.passages[-1].end + 8)
        return None if place.repetition is None else self._in_passage(place, place.repetition)

    def _in_passage(self, place: Place, n: int) -> datetime | None:
        grown, segment = self.telling.passages[n], place.path.partition("/")[0]
        if segment.rpartition(".")[2].startswith("CC"):
            return self._morning(grown.start + 3 * (place.run.n or 1))
        if place.step.code in DAYS:
            return self._morning(grown.start + DAYS[place.step.code])
        if place.step.code != "harvest_now":
            return None
        seeded = self.seeded.get(segment) if n else None
        return seeded + DOUBLING - BEFORE_HARVEST if seeded else self._morning(grown.end)

    def _morning(self, day: int) -> datetime:
        morning = self.begun.astimezone(ZoneInfo(ZONE)) + timedelta(days=day)
        return morning.replace(hour=9, minute=0)

    def _do(self, place: Place) -> None:
        words = self.telling.words(place.path) or ""
        if place.step.kind == "sign":
            self._sign(place)
            return
        entry = self._record(place, words)
        self._verify(place, entry)

    def _who(self, place: Place) -> str:
        return next(PEOPLE[role] for role in place.step.by if role in PEOPLE)

    def _answered(
        self, place: Place, words: str, confirmed: frozenset[str] = frozenset()
    ) -> Answered:
        values = self.values(place, words)
        self.answers |= {(place.path, slot): value.text for slot, value in values.items()}
        return Answered(place.path, values, None, ZONE, confirmed)

    def values(self, place: Place, words: str) -> dict[str, Value]:
        """Read what is typed, with what is scanned and not written out."""
        asked = dict(_asked(place))
        given = dict(pair.split("=", 1) for pair in shlex.split(self.filled(place, words)))
        given = {**dict(self._scans(asked, given)), **given}
        if "seeded_at" in given:
            self.seeded[place.path.partition("/")[0]] = datetime.fromisoformat(given["seeded_at"])
        return {slot: _value(text, asked[slot]) for slot, text in given.items()}

    def _scans(
        self, asked: Mapping[str, Field], given: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        for name in asked:
            what, _, code = name.removeprefix("scan_").partition("_")
            if (
                name in given
                or not name.startswith("scan_")
                or what not in {"material", "equipment"}
            ):
                continue
            code = code.upper().replace("_", "-")
            yield name, SCANNED.get(code, code).replace("{lot}", self.number)

    def filled(self, place: Place, words: str) -> str:
        """Fill in the moments and numbers of this lot."""
        now = self.story.clock().astimezone(ZoneInfo(ZONE))
        seeded = self.seeded.get(place.path.partition("/")[0])

        def one(hole: re.Match[str]) -> str:
            what, more = hole[1], int(hole[2] or 0)
            if what == "now":
                return (now + timedelta(minutes=more)).isoformat(timespec="minutes")
            if what == "day":
                return (now + timedelta(days=more)).date().isoformat()
            if what == "ripe":
                ripe = seeded + DOUBLING if seeded and place.repetition else now
                return ripe.isoformat(timespec="minutes")
            collected = self.collected.astimezone(ZoneInfo(ZONE)) if self.collected else now
            return {
                "lot": self.number, "din": self.din,
                "collected": collected.isoformat(timespec="minutes"),
            }[what]  # fmt: skip

        return HOLE.sub(one, words)


def _asked(place: Place) -> Iterator[tuple[str, Field]]:
    """Give the question behind each slot of a step; in a table that of the column."""
    for one in fields(place.step):
        if one.rows is None:
            yield from ((slot, one) for slot in one.slots)
            continue
        for n in range(1, one.rows.max + 1):
            yield from ((f"{one.name}.{n}.{column.name}", column) for column in one.columns)


def _value(text: str, asked: Field) -> Value:
    return Value(text, parse_decimal(text), asked.unit) if asked.numeric else Value(text)


def clinical(donor: str, din: str) -> Wish:
    """Wish for a clinical lot of the study on the complete master."""
    return Wish("clinical", "MSC-AT", "SLS", MASTER, "MSC-AT-DP", STUDY, donor, din)


def issue_complete(
    story: Story, wish: Wish, collected: datetime, telling: Telling
) -> MakingComplete:
    """Issue a lot on a complete master and give it into the technicians' hands."""
    answer = service.issue(story.house.kernel, story.call(QA), wish)
    number, told = str(answer["lot"]), Short(reasons=dict(telling.reasons))
    return MakingComplete(
        story, number, story.clock(), told, telling, wish.donation or "", collected
    )
