"""A Hypothesis machine over the real services: no path to *certified* or *released* but the gate.

Anybody tries anything with fresh factors, on a real store that stands somewhere on the honest way;
honest people go on in between, so that the end is reached often.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from batches.ledger import Value
from batches.people import Proof
from bench.machines.service_world import PEOPLE, STAGES, World, wrong, wrong_when_certified
from elnapp.donors import service as donors
from elnapp.lots import service as lots
from elnapp.lots.service import Answered
from elnapp.quality import service as quality
from elnapp.quality.service import Assessment
from elnapp.record import Call
from elnapp.record.verify import verify
from elnapp.release import queries as release_queries
from elnapp.release import service as release
from elnapp.release.service import Asked, Signing
from elnapp.results import queries as result_queries
from elnapp.results import service as results
from elnapp.results.service import Given

WHO = st.sampled_from(PEOPLE)
REVIEWS = {
    "PROD-REVIEWED": (release.review_production, "sroux"),
    "QC-APPROVED": (release.approve_results, "hlefevre"),
    "TRAIL-REVIEWED": (release.review_trail, "amartin"),
    "QA-APPROVED": (release.approve, "amartin"),
}
QP, SPONSOR, QA, ANALYST, HEAD_QC = "qfaure", "slambert", "amartin", "jpetit", "hlefevre"
JUDGED = Assessment("minor", "cause", "none", "none", "none")
COUNTED = {"viable_concentration.1": "7.60", "viable_concentration.2": "7.65"}


class ServiceMachine(RuleBasedStateMachine):
    """One lot in a real store, in the hands of honest people and of everyone else."""

    world: World

    @initialize(stage=st.sampled_from(STAGES))
    def begin(self, stage: str) -> None:
        self.world = World.at(stage)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            report = verify(self.world.house.kernel.stores)
            self.world.close()
            assert report.ok, report.broken

    @rule(meaning=st.sampled_from(sorted(REVIEWS)), who=WHO)
    def review(self, meaning: str, who: str) -> None:
        self._review(meaning, who)

    @rule(acts=st.integers(1, 3))
    def go_on(self, acts: int) -> None:
        """Let the right people do what comes next, some acts of it."""
        self._settle()
        for _ in range(acts):
            self._next()

    def _next(self) -> None:
        """Do one act of the honest way from the present state on."""
        state, signed = self.world.state(), self.world.signers
        if state == "in_process":
            self._review("PROD-REVIEWED")
        elif state == "completed" and not signed("QC-APPROVED"):
            self._review("QC-APPROVED")
        elif state == "completed":
            self._review("TRAIL-REVIEWED")
            self._review("QA-APPROVED")
        elif state == "approved":
            self._certify(QP, 0)
        elif state == "certified":
            self._release(SPONSOR, 0)

    @rule(who=WHO, left=st.integers(0, 10))
    def certify(self, who: str, left: int) -> None:
        self._certify(who, left)

    @rule(left=st.integers(0, 3))
    def certify_now(self, left: int) -> None:
        self._certify(QP, left)

    @rule(who=WHO, left=st.integers(0, 10))
    def release_to_site(self, who: str, left: int) -> None:
        self._release(who, left)

    @rule(who=WHO)
    def decline(self, who: str) -> None:
        w, asked = self.world, Asked(reason="because", purpose="destruction")
        kernel = w.house.kernel
        w.attempt("decline", who, lambda c, p: release.decline(kernel, c, w.lot, Signing(p), asked))

    @rule(who=WHO, about=st.sampled_from(["", "/record/FIN/fill", "donor"]))
    def try_to_hold(self, who: str, about: str) -> None:
        self.hold(who, about)

    def hold(self, who: str, about: str) -> None:
        """Place a hold on the lot, on a step or on the donor."""
        w = self.world
        where = f"donor/{w.donor}" if about == "donor" else w.stream + about
        kernel = w.house.kernel
        w.attempt("hold", who, lambda c, _p: quality.place_hold(kernel, c, where, "because"))

    @rule(who=WHO, path=st.sampled_from(["", "/record/P1/count", "/record/FIN/fill"]))
    def deviation(self, who: str, path: str) -> None:
        w = self.world
        kernel, about = w.house.kernel, w.stream + path
        w.attempt(
            "deviation", who, lambda c, _p: quality.open_deviation(kernel, c, about, "t", "d", 2)
        )

    @rule(who=st.sampled_from([QA, "sroux", QP]), conclusion=st.sampled_from(["reject", "no"]))
    def conclude(self, who: str, conclusion: str) -> None:
        self._dispose(who, "reject" if conclusion == "reject" else "acceptable")

    @rule(which=st.integers(0, 40))
    def invalidate(self, which: int) -> None:
        w = self.world
        found = w.rows(
            "SELECT id FROM result WHERE stream = ? AND id NOT IN"
            " (SELECT result_id FROM result_invalid) ORDER BY id",
            w.stream,
        )
        if found:
            (result,), kernel = found[which % len(found)], w.house.kernel
            w.attempt(
                "invalidate", ANALYST,
                lambda c, _p: results.invalidate(kernel, c, w.stream, result, "because"),
            )  # fmt: skip

    @rule(percent=st.sampled_from(["12.0", "97.6"]))
    def retest(self, percent: str) -> None:
        w, kernel = self.world, self.world.house.kernel
        with kernel.reading() as session:
            pinned = release_queries.pinned_specification(session, w.stream)
        given = Given("ID-1-CD105", {"value": Value(percent, Decimal(percent), "%")})
        w.attempt("retest", ANALYST, lambda c, _p: results.enter(kernel, c, pinned, given))

    @rule(who=st.sampled_from([ANALYST, HEAD_QC, HEAD_QC, QP]))
    def review_results(self, who: str) -> None:
        w, kernel = self.world, self.world.house.kernel
        with kernel.reading() as session:
            waiting = [r.id for r in result_queries.results(session, w.stream) if r.to_review]
        w.attempt("review results", who, lambda c, _p: results.review(kernel, c, w.stream, waiting))

    @rule(who=st.sampled_from(["cmoreau", "tnguyen", "sroux", QP]))
    def correct(self, who: str) -> None:
        w, path, kernel = self.world, "P1/count", self.world.house.kernel
        entry = w.rows(
            "SELECT id FROM entry WHERE stream = ? AND path = ? ORDER BY n DESC", w.stream, path
        )[0][0]
        typed = {**COUNTED, "viability.1": "94.0", "viability.2": f"9{len(w.done) % 10}.0"}
        units = {n: "%" if n.startswith("viability") else "10*6/mL" for n in typed}
        values = {n: Value(t, Decimal(t), units[n]) for n, t in typed.items()}
        answered = Answered(path, values, None, "Europe/Paris")
        w.attempt("correct", who, lambda c, p: lots.correct(kernel, c, w.lot, entry, answered, p))

    @rule(who=st.sampled_from(["dgarnier", "cmoreau", "", "", ""]))
    def withdraw_and_certify(self, who: str) -> None:
        """Let the donor withdraw (seldom: it is for good), and try to certify in spite of it."""
        if not who:
            return
        w, kernel = self.world, self.world.house.kernel
        scope = "FUTURE_USE_OF_CELLS"
        w.attempt(
            "withdraw", who,
            lambda c, _p: donors.withdraw(kernel, c, w.donor, scope, c.at, "Europe/Paris"),
        )  # fmt: skip
        self._certify(QP, 0)

    @rule()
    def hold_the_donor_and_certify(self) -> None:
        self.hold(QA, "donor")
        self._certify(QP, 0)

    @invariant()
    def the_state_is_earned(self) -> None:
        if hasattr(self, "world"):
            found = list(wrong(self.world))
            assert not found, (found, self.world.done)

    def _review(self, meaning: str, who: str | None = None) -> None:
        w, (verb, usual) = self.world, REVIEWS[meaning]
        kernel = w.house.kernel
        w.attempt(meaning, who or usual, lambda c, p: verb(kernel, c, w.lot, Signing(p)))

    def _certify(self, who: str, left: int) -> None:
        w, kernel = self.world, self.world.house.kernel
        asked = Asked(containers=tuple(w.bags()[left:]), reason="kept for control")
        done = w.attempt(
            "certify", who, lambda c, p: release.certify(kernel, c, w.lot, Signing(p), asked)
        )
        if done:
            found = list(wrong_when_certified(w))
            assert not found, (found, w.done)

    def _release(self, who: str, left: int) -> None:
        w, kernel, before = self.world, self.world.house.kernel, self.world.state()
        asked = Asked(containers=tuple(w.bags()[left:]), site="SLS")
        done = w.attempt(
            "release", who,
            lambda c, p: release.release_to_site(kernel, c, w.lot, Signing(p), asked),
        )  # fmt: skip
        assert not done or before == "certified", (before, w.done)

    def _settle(self) -> None:
        """Conclude every deviation and lift every hold."""
        self._dispose(QA, "acceptable")
        w = self.world
        for (number,) in w.rows("SELECT number FROM hold WHERE stream = ?", w.stream):
            w.attempt("lift", QA, partial(_lift, w, number))

    def _dispose(self, who: str, conclusion: str) -> None:
        w = self.world
        for (number,) in w.rows("SELECT number FROM deviation WHERE stream = ?", w.stream):
            w.attempt("assess", QA, partial(_assess, w, number))
            w.attempt("dispose", who, partial(_conclude, w, number, conclusion))


def _lift(w: World, number: str, call: Call, proof: Proof) -> None:
    quality.lift_hold(w.house.kernel, call, number, "because", proof)


def _assess(w: World, number: str, call: Call, _proof: Proof) -> None:
    quality.assess_deviation(w.house.kernel, call, number, JUDGED)


def _conclude(w: World, number: str, conclusion: str, call: Call, proof: Proof) -> None:
    quality.dispose_deviation(w.house.kernel, call, number, conclusion, proof)


def machine(max_examples: int, steps: int, *, shrink: bool = False) -> None:
    """Run the machine; an AssertionError names what was wrong and what had been done."""
    phases = (Phase.explicit, Phase.generate, *((Phase.shrink,) if shrink else ()))
    run_state_machine_as_test(
        ServiceMachine,
        settings=settings(
            max_examples=max_examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
