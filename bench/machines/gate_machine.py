"""The machine that looks for a path to *certified* or *released* without an open gate.

It starts somewhere along the honest path, so that the end of the path is reached often, and then
lets anyone try anything. `machine` gives the test case for a number of examples and steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bench.machines import gate_oracle
from bench.machines.gate_world import BAGS, PATHS, PEOPLE, ROWS, UNBUILT, VERBS, World

Try = tuple[str, str, str]

HONEST_STEPS = 30
SIGNATURES = (
    "release.review_production",
    "release.approve_results",
    "release.review_trail",
    "release.approve",
)
WHO = st.sampled_from(PEOPLE)
PURPOSE = st.sampled_from(["clinical"] * 5 + ["training"])
# What people in a hurry leave out, and who steps in for whom.
SKIP = st.sampled_from(
    ["", "quality.", "results.", "lots.check", "lots.witness", "lots.", *SIGNATURES]
)
SWAP: st.SearchStrategy[dict[str, str]] = st.just({}) | st.fixed_dictionaries(
    {},
    optional={
        "tech1": st.sampled_from(["tech2", "qa2", "qp2"]),
        "tech2": st.sampled_from(["tech1", "qa2", "qp2"]),
        "qc1": st.just("tech2"),
        "head1": st.just("head2"),
        "hqc1": st.just("head2"),
        "qa1": st.sampled_from(["qa2", "qp2"]),
        "qp1": st.just("qp2"),
    },
)
CONCLUSIONS = ("acceptable", "no_impact", "reject")
VERDICTS = ("PASS", "PASS", "FAIL", "INVALID", "PENDING")
_VERIFY = {"W": ("lots.witness", "tech2"), "C": ("lots.check", "tech2")}


def honest(w: World) -> Iterator[Try]:
    """What honest people would do next, first things first."""
    place = w.place()
    if not w.opened.get("P"):
        yield "lots.open_repetition", "tech1", ""
    for state in place.steps:
        if not state.recorded:
            verb = "lots.sign_step" if state.step.kind == "sign" else "lots.record"
            yield verb, "tech1", state.path
        elif not state.verified and state.step.verify:
            verb, who = _VERIFY[state.step.verify]
            yield verb, who, state.path
    for d in w.deviations:
        yield "quality.assess_deviation", "qa1", d.number
        yield "quality.dispose_deviation", "qa1", d.number
    yield from (("quality.lift_hold", "qa1", h) for h in sorted(w.holds))
    yield from (("results.enter", "qc1", r) for r in ROWS if w.results.get(r) != "PASS")
    yield from _signatures(w)


def _signatures(w: World) -> Iterator[Try]:
    ladder = (
        ("PROD-REVIEWED", "release.review_production", "head1"),
        ("QC-APPROVED", "release.approve_results", "hqc1"),
        ("TRAIL-REVIEWED", "release.review_trail", "qa1"),
        ("QA-APPROVED", "release.approve", "qa1"),
        ("CERTIFIED", "release.certify", "qp1"),
        ("SPONSOR-RELEASED", "release.release_to_site", "sponsor"),
    )
    yield from ((verb, who, "") for meaning, verb, who in ladder if meaning not in w.meanings)
    # When the trail went on after its review, it is reviewed again.
    yield "release.review_trail", "qa1", ""


class GateMachine(RuleBasedStateMachine):
    """One lot, in the hands of honest people and of everyone else."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    def attempt(self, verb: str, who: str, what: str = "") -> bool:
        """Try one act; whatever the rules let happen must be right."""
        done = self.world.do(verb, who, what)
        if done and verb == "release.certify":
            self.world.certified_by = who
        if done:
            wrong = list(gate_oracle.after(self.world, verb, who))
            assert not wrong, f"{verb} by {who}: {wrong}"
        return done

    def advance(self, steps: int, skip: str = "", swap: Mapping[str, str] | None = None) -> None:
        """Let people do the next things; in a hurry they skip a verb, or another one steps in."""
        for _ in range(steps):
            todo = (one for one in honest(self.world) if not skip or not one[0].startswith(skip))
            if not any(self.attempt(v, (swap or {}).get(who, who), w) for v, who, w in todo):
                return

    @initialize(done=st.integers(0, HONEST_STEPS), purpose=PURPOSE, skip=SKIP, swap=SWAP)
    def begin(self, done: int, purpose: str, skip: str, swap: dict[str, str]) -> None:
        self.world = World(purpose=purpose)
        self.advance(done, skip, swap)

    @rule(steps=st.integers(1, 8))
    def go_on(self, steps: int) -> None:
        self.advance(steps)

    @rule(steps=st.integers(1, 20), skip=SKIP, swap=SWAP)
    def hurry(self, steps: int, skip: str, swap: dict[str, str]) -> None:
        self.advance(steps, skip, swap)

    @rule(verb=st.sampled_from(VERBS), who=WHO, path=st.sampled_from(PATHS))
    def try_anything(self, verb: str, who: str, path: str) -> None:
        self.attempt(verb, who, path)

    @rule(verb=st.sampled_from([v for v in VERBS if v.startswith("release.")]), who=WHO)
    def try_a_signature(self, verb: str, who: str) -> None:
        self.attempt(verb, who)

    @rule(who=WHO)
    def try_to_certify(self, who: str) -> None:
        self.attempt("release.certify", who)

    @rule(
        pair=st.sampled_from(["qa1 qa2", "qp1 qp2"]),
        path=st.sampled_from(PATHS),
        steps=st.integers(0, 20),
    )
    def decide_on_own_work(self, pair: str, path: str, steps: int) -> None:
        absent, present = pair.split()
        for verb in ("lots.record", "lots.correct"):
            self.attempt(verb, present, path)
        self.advance(steps, "", {absent: present})

    @rule(
        verb=st.sampled_from(["lots.record", "lots.correct"]), who=WHO, path=st.sampled_from(PATHS)
    )
    def work(self, verb: str, who: str, path: str) -> None:
        self.attempt(verb, who, path)

    @rule(who=WHO, path=st.sampled_from(PATHS))
    def verify(self, who: str, path: str) -> None:
        self.attempt("lots.witness", who, path)
        self.attempt("lots.check", who, path)

    @rule(who=WHO, row=st.sampled_from(ROWS), verdict=st.sampled_from(VERDICTS))
    def result(self, who: str, row: str, verdict: str) -> None:
        self.attempt("results.enter", who, f"{row}:{verdict}")

    @rule(path=st.sampled_from(["", *PATHS]), steps=st.integers(0, 20))
    def deviation_left_open(self, path: str, steps: int) -> None:
        self.attempt("quality.open_deviation", "tech1", path)
        self.advance(steps, "quality.")

    @rule(row=st.sampled_from(ROWS), verdict=st.sampled_from(VERDICTS), steps=st.integers(0, 20))
    def result_left_as_it_is(self, row: str, verdict: str, steps: int) -> None:
        self.attempt("results.enter", "qc1", f"{row}:{verdict}")
        self.advance(steps, "results.")

    @rule(steps=st.integers(0, 20))
    def hold_left_in_place(self, steps: int) -> None:
        self.attempt("quality.place_hold", "qa1")
        self.advance(steps, "quality.")

    @rule(conclusion=st.sampled_from(CONCLUSIONS), number=st.integers(1, 4))
    def conclude(self, conclusion: str, number: int) -> None:
        self.attempt("quality.assess_deviation", "qa1", f"D{number:02d}")
        self.attempt("quality.dispose_deviation", "qa1", f"D{number:02d}:{conclusion}")

    @rule(what=st.sampled_from(["state", "consent", "version"]))
    def donor(self, what: str) -> None:
        self.world.donor_version += 1
        if what == "state":
            self.world.donor_state = (
                "deferred" if self.world.donor_state == "eligible" else "eligible"
            )
        elif what == "consent":
            self.world.consent = not self.world.consent

    @rule(
        named=st.sets(st.sampled_from(sorted(BAGS))), refused=st.sets(st.sampled_from(sorted(BAGS)))
    )
    def containers(self, named: set[str], refused: set[str]) -> None:
        self.world.named, self.world.refused = frozenset(named), frozenset(refused)

    @rule()
    def all_containers(self) -> None:
        self.world.named, self.world.refused = BAGS, frozenset()

    @rule(code=st.sampled_from(UNBUILT))
    def question_without_a_declaration(self, code: str) -> None:
        self.world.exempt ^= {code}

    @rule(code=st.sampled_from(["G09", "G10"]), reason=st.sampled_from(["", " ", "trained since"]))
    def gap(self, code: str, reason: str) -> None:
        self.world.gaps[code] = not self.world.gaps.get(code)
        self.world.justified = {"G09": reason, "G10": reason}

    @rule()
    def record_breaks(self) -> None:
        self.world.broken = not self.world.broken

    @invariant()
    def the_state_is_earned(self) -> None:
        wrong = list(gate_oracle.always(self.world))
        assert not wrong, wrong


def machine(
    max_examples: int, steps: int, *, shrink: bool = False, repeatable: bool = False
) -> None:
    """Run the machine; an AssertionError names the way around that was found.

    Without shrinking a drill finds its defect in seconds; a person wants the shortest path.
    `repeatable` makes every run the same.
    """
    phases = (Phase.explicit, Phase.generate, *((Phase.shrink,) if shrink else ()))
    run_state_machine_as_test(
        GateMachine,
        settings=settings(
            max_examples=max_examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=repeatable,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
