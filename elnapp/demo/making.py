"""Executing a lot of the demo study, step by step, with its second persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from batches import kinds
from batches.kinds.leaves import leaves
from batches.ledger import Value
from batches.master import Field, Place
from batches.people import Proof
from batches.quantity import parse_decimal
from elnapp.demo import counting
from elnapp.demo.counter import SERIAL, Counted, nucleoview
from elnapp.demo.people import SITE
from elnapp.demo.story import Story
from elnapp.demo.study import STUDY, ZONE
from elnapp.demo.worked import Run, left_out, typed
from elnapp.inbox import service as inbox
from elnapp.inbox.service import NewFile, Sender
from elnapp.lots import queries, service
from elnapp.lots.service import Answered, Unconfirmed, Wish
from elnapp.quality import queries as quality
from elnapp.quality import service as quality_service
from elnapp.quality.service import Assessment
from elnapp.readers import Limits
from elnapp.record import Call

TECHNICIAN, SECOND, PRODUCTION, QA = "cmoreau", "tnguyen", "sroux", "amartin"
PASSWORD_ONLY = frozenset({"W", "C"})
SIGNED, COUNTED = "sign", "count"
FIRST_HOUR = 9


@dataclass
class Making:
    """One lot under way in a story: `begun` is the day of the donation.

    `counter` tells that its counts come from the file of the counter.
    """

    counter: ClassVar[bool] = True

    story: Story
    number: str
    begun: datetime
    run: Run

    @property
    def stream(self) -> str:
        """Give the lot's stream."""
        return f"lot/{self.number}"

    def all_steps(self) -> None:
        """Do every step in order, up to the one where the run stops."""
        with self.story.house.kernel.reading() as session:
            plan = queries.plan(session, self.stream)
        passages = 4
        opened: set[str] = set()
        for place in plan.master.places({"P": passages}):
            if place.path == self.run.stop:
                return
            segment = place.path.split("/")[0]
            if place.repetition is not None and segment not in opened:
                opened.add(segment)
                self._open(place)
            if not left_out(place.path):
                self._do(place)

    def _open(self, place: Place) -> None:
        day, _words = typed(place.path, self.run)
        self._on_day(day)
        call = self.story.call(TECHNICIAN)
        service.open_repetition(self.story.house.kernel, call, self.number, place.phase.code)

    def _do(self, place: Place) -> None:
        day, words = typed(place.path, self.run)
        self._on_day(day)
        if place.step.kind == SIGNED:
            self._sign(place)
            return
        entry = self._record(place, words)
        if place.path in self.run.corrections:
            entry = self._correct(place, entry)
        self._verify(place, entry)
        self._settle_deviations()

    def _on_day(self, day: int) -> None:
        morning = self.begun.astimezone(ZoneInfo(ZONE)) + timedelta(days=day)
        self.story.clock.to(morning.replace(hour=FIRST_HOUR, minute=0))
        self.story.clock.wait(minutes=4)

    def _who(self, place: Place) -> str:
        if "first_reader" in place.step.params:
            return SECOND  # another person, who has not seen the first reader's counts
        return TECHNICIAN if TECHNICIAN_ROLE in place.step.by else PRODUCTION

    def _sign(self, place: Place) -> None:
        self.story.signed(
            self._who(place),
            lambda call, proof: service.sign_step(
                self.story.house.kernel, call, self.number, place.path, proof
            ),
        )

    def _record(self, place: Place, words: str) -> str:
        who = self._who(place)
        answered = self._answered(place, words)
        if place.path not in self.run.corrections:
            answered = replace(answered, readings=self._counted(who, place, answered))
        answered = replace(answered, marks=self._marked(who, place))
        kernel = self.story.house.kernel
        try:
            answer = service.record(kernel, self.story.call(who), self.number, answered)
        except Unconfirmed as unconfirmed:
            again = replace(answered, confirmed=frozenset(unconfirmed.tokens))
            call = self.story.call(who, self.run.reasons[place.path])
            answer = service.record(kernel, call, self.number, again)
        return str(answer["entry"])

    def _correct(self, place: Place, entry: str) -> str:
        words, reason = self.run.corrections[place.path]
        answered = self._answered(place, words)
        readings = self._counted(TECHNICIAN, place, answered)
        self.story.clock.wait(minutes=3)
        proof = self.story.proof(TECHNICIAN, code=False)
        call = self.story.call(TECHNICIAN, reason, minutes=0)
        answered = replace(answered, readings=readings)
        answer = service.correct(self.story.house.kernel, call, self.number, entry, answered, proof)
        return str(answer["entry"])

    def _counted(self, who: str, place: Place, answered: Answered) -> tuple[str, ...]:
        """Send the counter's file of a count; gives its readings, none at another step."""
        if place.step.kind != COUNTED or not self.counter:
            return ()
        code = f"{self.number}-{place.path.replace('/', '-')}"
        counts = [
            Counted(
                f"{code}-{n}",
                answered.values[f"viable_concentration.{n}"].text,
                answered.values[f"viability.{n}"].text,
            )
            for n in (1, 2)
        ]
        return send_counts(self.story, who, code, counts)

    def _marked(self, who: str, place: Place) -> dict[int, str]:
        """Give the marks on the pictures of a reading that is counted on them; its first step sends them."""
        segment, _slash, step = place.path.partition("/")
        if segment != self.run.pictured or not step.startswith("sabg_"):
            return {}
        if step == counting.FIRST:
            counting.send(self.story, who, self.number, place)
        return counting.marks(self.number, place)

    def _verify(self, place: Place, entry: str) -> None:
        verbs = {"W": service.witness, "C": service.check}
        if place.step.verify not in verbs:
            return

        def second(call: Call, proof: Proof) -> None:
            verbs[str(place.step.verify)](
                self.story.house.kernel, call, self.number, place.path, entry, proof
            )

        self.story.signed(SECOND, second)

    def _settle_deviations(self) -> None:
        """Let quality assurance assess and decide what the step opened, before the next gate."""
        with self.story.house.kernel.reading() as session:
            waiting = quality.open_deviations(session, self.stream)
        for deviation in waiting:
            dispose(self.story, deviation.number, *self.run.judged)

    def _answered(self, place: Place, words: str) -> Answered:
        now = self.story.clock().astimezone(ZoneInfo(ZONE)).isoformat(timespec="minutes")
        given = dict(pair.split("=", 1) for pair in words.format(now=now).split())
        fields = {leaf.slot: leaf.field for leaf in leaves(kinds.fields(place.step), {})}
        values = {slot: _value(text, fields[slot]) for slot, text in given.items()}
        return Answered(place.path, values, None, ZONE)


def send_counts(
    story: Story, who: str, name: str, counts: Sequence[Counted], serial: str = SERIAL
) -> tuple[str, ...]:
    """Send the file of a counter that has just measured; gives its readings."""
    at = story.clock() - timedelta(minutes=2)
    given = NewFile(f"{name}.csv", nucleoview(counts, at, ZONE, serial, who))
    house = story.house
    sender = Sender(house.kernel, house.files, Limits.of(house.settings))
    answer = inbox.receive(sender, story.call(who, minutes=0), SITE, given)
    return tuple(answer["readings"])


TECHNICIAN_ROLE, PRODUCTION_ROLE = "technician", "head_production"


def _value(text: str, asked: Field) -> Value:
    return Value(text, parse_decimal(text), asked.unit) if asked.numeric else Value(text)


def issue(story: Story, donor: str, din: str, run: Run) -> Making:
    """Issue a clinical lot of the study and give it into the technicians' hands."""
    texts = ("MSC-AT-SHORT", run.specification)
    wish = Wish("clinical", "MSC-AT", "SLS", *texts, STUDY, donor, din)
    answer = service.issue(story.house.kernel, story.call(QA), wish)
    return Making(story, str(answer["lot"]), story.clock(), run)


def dispose(story: Story, number: str, judged: Assessment, conclusion: str, why: str) -> None:
    """Assess a deviation and decide it, with quality assurance's signature."""
    kernel = story.house.kernel
    quality_service.assess_deviation(kernel, story.call(QA, why), number, judged)
    proof = story.proof(QA)
    call = story.call(QA, why, minutes=0)
    quality_service.dispose_deviation(kernel, call, number, conclusion, proof)
