"""A Hypothesis machine over the real services: random lots on the nested master in one store.

The model of `process_model` says what must be taken and what refused; at the end of each lot the
ledger, the growth table and the end are compared with it, and the record is computed again.
"""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from batches.ledger import Value
from batches.people import Proof
from batches.position import Position
from bench import stores
from bench.machines.process_answers import typed_for
from bench.machines.process_master import MASTER, body
from bench.machines.process_model import Model
from bench.machines.process_model import Story as Tale
from bench.machines.process_world import read
from elnapp.custody import queries as custody
from elnapp.custody import service as custody_service
from elnapp.custody.service import NewPlace
from elnapp.demo.making import dispose
from elnapp.demo.people import SITE
from elnapp.demo.story import Story
from elnapp.demo.study import ZONE, today
from elnapp.documents import service as documents
from elnapp.documents.service import Draft
from elnapp.lots import queries
from elnapp.lots import service as lots
from elnapp.lots.service import Answered, Unconfirmed, Wish
from elnapp.quality import queries as quality
from elnapp.quality import service as quality_service
from elnapp.quality.service import Assessment
from elnapp.record import Call, Refused

CODE, AUTHOR, QA, HEAD, TECHNICIAN, SECOND = (
    "NESTED", "sroux", "amartin", "hlefevre", "cmoreau", "tnguyen",
)  # fmt: skip
WHY = "as it was"
DIGITS = 9


class ProcessMachine(RuleBasedStateMachine):
    """One lot in the hands of people who do what comes next, and sometimes what cannot be."""

    lot: str = ""

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        self.story, self.chance, self.model = _ground(), random.Random(seed), Model()
        self.kernel = self.story.house.kernel
        wish = Wish("training", "MSC-AT", SITE, CODE, "MSC-AT-DP")
        self.lot = str(lots.issue(self.kernel, self.story.call(QA, minutes=0), wish)["lot"])

    @rule(kind=st.sampled_from(["next", "next", "next", "next", "ready", "any", "open", "correct"]))
    def act(self, kind: str) -> None:
        here = self._here()
        if kind == "open" or (here.next is None and kind == "next"):
            self._open(here)
        elif kind == "correct" and self.model.said:
            self._correct(self.chance.choice(list(self.model.said)))
        else:
            self._record(self._chosen(here, kind))

    def teardown(self) -> None:
        if self.lot:
            self._compare()

    @property
    def stream(self) -> str:
        """Give the lot's stream."""
        return f"lot/{self.lot}"

    def _here(self) -> Position:
        with self.kernel.reading() as session:
            return queries.position(session, self.stream)

    def _chosen(self, here: Position, kind: str) -> str:
        ready = [s.path for s in here.steps if s.state == "next"]
        if kind == "next" and here.next:
            return here.next
        return self.chance.choice(
            ready if ready and kind == "ready" else [s.path for s in here.steps]
        )

    def _open(self, here: Position) -> None:
        passages = self.model.opened.get("P", 0)
        key = self.chance.choice(["P", *(f"P{n}.CC" for n in range(passages + 1))])
        if here.next is None:
            key = "P"
        call = self.story.call(TECHNICIAN, minutes=0)
        taken = self._try(partial(lots.open_repetition, self.kernel, call, self.lot, key))
        assert taken == self.model.may_open(key), (key, taken)
        if taken:
            self.model.opened[key] = self.model.opened.get(key, 0) + 1

    def _record(self, path: str) -> None:
        given = typed_for(path, self._tale(), self.chance)
        expected = self.model.may_record(path)
        expected = expected and self.model.story({**self.model.said, path: given}) is not None
        if path.endswith("/accept"):
            taken = self._try(partial(self._sign, path))
        else:
            taken = self._try(partial(self._answer, path, given))
        assert taken == expected, (path, given, taken, list(self.model.said))
        if taken:
            self.model.said[path] = given
            self._verify(path)
            self._settle()

    def _correct(self, path: str) -> None:
        step = MASTER.step(path)
        if step is None or step.kind == "sign":
            return
        given = typed_for(path, self._tale(), self.chance)
        said = {**self.model.said, path: given}
        after = Model(said, self.model.opened)
        expected = after.story() is not None and all(
            after.due(s) for s in after.spots() if s.path in said
        )
        if self._try(partial(self._correct_it, path, given)):
            assert expected, (path, given, list(self.model.said))
            self.model.said[path] = given
            self._verify(path)
            self._settle()

    def _correct_it(self, path: str, given: dict[str, str]) -> None:
        with self.kernel.reading() as session:
            entry = queries.standing_entry(session, self.stream, path)
        assert entry is not None
        answered = Answered(path, self._coded(read(path, given)), None, ZONE)
        correct = partial(self._correct_with, entry.id)
        self._confirmed(correct, answered)

    def _correct_with(self, entry: str, call: Call, answered: Answered) -> None:
        proof = Proof(call.actor.id, call.actor.name, ("password",), call.at)
        lots.correct(self.kernel, call, self.lot, entry, answered, proof)

    def _answer(self, path: str, given: dict[str, str]) -> None:
        answered = Answered(path, self._coded(read(path, given)), None, ZONE)
        self._confirmed(lambda call, one: lots.record(self.kernel, call, self.lot, one), answered)

    def _confirmed(self, do: Any, answered: Answered) -> None:
        try:
            do(self.story.call(TECHNICIAN, WHY, minutes=0), answered)
        except Unconfirmed as waiting:
            again = Answered(answered.path, answered.values, None, ZONE, frozenset(waiting.tokens))
            do(self.story.call(TECHNICIAN, WHY, minutes=0), again)

    def _sign(self, path: str) -> None:
        call = self.story.call(TECHNICIAN, minutes=0)
        proof = Proof(call.actor.id, call.actor.name, ("password",), call.at)
        lots.sign_step(self.kernel, call, self.lot, path, proof)

    def _try(self, do: Any) -> bool:
        try:
            do()
        except Refused:
            return False
        return True

    def _coded(self, values: dict[str, Value]) -> dict[str, Value]:
        """Write the printed code of a unit where the model speaks of its role."""
        with self.kernel.reading() as session:
            codes = {a.role: a.code for a in custody.accounts(session, self.stream).values()}
        return {slot: Value(codes[v.text]) if v.text in codes else v for slot, v in values.items()}

    def _verify(self, path: str) -> None:
        step = MASTER.step(path)
        assert step is not None
        if step.verify is None:
            return
        with self.kernel.reading() as session:
            entry = queries.standing_entry(session, self.stream, path)
        assert entry is not None
        verb = lots.witness if step.verify == "W" else lots.check
        call = self.story.call(SECOND, minutes=0)
        proof = Proof(call.actor.id, call.actor.name, ("password",), call.at)
        verb(self.kernel, call, self.lot, path, entry.id, proof)

    def _settle(self) -> None:
        """Conclude each deviation and lift each hold, so that no gate stays shut."""
        with self.kernel.reading() as session:
            waiting = [d.number for d in quality.open_deviations(session, self.stream)]
            held = [h.number for h in quality.open_holds(session, [self.stream])]
        for number in waiting:
            judged = Assessment("minor", WHY, WHY, WHY, "–")
            dispose(self.story, number, judged, "acceptable", WHY)
        for number in held:
            call = self.story.call(QA, WHY, minutes=0)
            proof = Proof(call.actor.id, call.actor.name, ("password", "totp"), call.at)
            quality_service.lift_hold(self.kernel, call, number, WHY, proof)

    def _tale(self) -> Tale:
        return self.model.story() or Tale()

    def _compare(self) -> None:
        """Compare ledger, growth and end with the model, and the record with its own answers."""
        tale = self._tale()
        with self.kernel.reading() as session:
            held = custody.balances(session, self.stream)
            wrong = list(lots.otherwise(session, self.stream))
            growth = {p.n: p for p in queries.passages(session, self.stream)}
        assert held == tale.open
        assert not wrong
        assert self._here().complete == self.model.complete()
        for n, (cells, doublings, total) in tale.grown.items():
            row = growth[n]
            assert row.harvested == cells
            if doublings is not None:
                assert abs(float(row.doublings or 0) - doublings) < 10**-DIGITS
            assert abs(float(row.cumulative or 0) - (total or 0.0)) < 10**-DIGITS


@cache
def _ground() -> Story:
    """Lay the ground once: the demo's people and documents, the nested master, a place for bags."""
    folder = Path(tempfile.mkdtemp(prefix="elnapp-process-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    house = stores.opened(stores.ground_store(folder / "s"), folder)
    story = Story.begin(house, stores.NOW - timedelta(days=20))
    story.told = 10_000_000
    kernel = house.kernel
    title = {"en": "Nested", "fr": "Imbriqué"}
    draft = Draft("master", CODE, title, body(), "illustrative")
    version = documents.draft(kernel, story.call(AUTHOR), draft, site=SITE)["id"]
    documents.submit(kernel, story.call(AUTHOR), version)
    for login in (QA, HEAD):
        story.signed(login, lambda c, p: documents.approve(kernel, c, version, p))
    documents.make_effective(kernel, story.call(QA), version, today(story))
    for code, kind, parent, room in (
        ("NEST-R", "room", "", 0), ("TANK", "equipment", "NEST-R", 0),
        ("TANK-1", "position", "TANK", 10_000),
    ):  # fmt: skip
        given = NewPlace(SITE, code, kind, code, room, parent)
        custody_service.add_place(kernel, story.call(AUTHOR), given)
    return story


def machine(max_examples: int, steps: int) -> None:
    """Run the machine; an AssertionError names what was wrong."""
    run_state_machine_as_test(
        ProcessMachine,
        settings=settings(
            max_examples=max_examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
