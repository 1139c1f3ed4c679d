"""A lot in memory that knows only the rules: the world in which a machine looks for a way around.

Every act asks `policy`, `position`, `signing`, `gate` and `lifecycle` through their modules at the
moment of the call, so that a drill can plant a defect in one of them. What must never happen is
judged apart, in `gate_oracle`, from the same facts and without those rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from batches import gate, lifecycle, policy, position, signing
from batches.deviation import DeviationFact
from batches.master import Master
from batches.people import Actor, Grant
from batches.text import Text
from batches.verdict import Finding

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LOT = "lot/AT26-001"
GAP = (Finding("GAP", weight=3),)

_ROLES = {
    "tech1": "technician",
    "tech2": "technician qc_analyst",
    "head1": "head_production",
    "head2": "head_production head_qc",
    "qc1": "qc_analyst",
    "hqc1": "head_qc",
    "qa1": "qa",
    "qa2": "qa technician",
    "qp1": "qp",
    "qp2": "qp qa technician",
    "sponsor": "sponsor_delegate",
    "admin": "administrator",
    "reader": "auditor",
}
CAST = {
    who: Actor(who, who, tuple(Grant(role, "SLS", "TRIAL") for role in roles.split()))
    for who, roles in _ROLES.items()
}
PEOPLE = tuple(CAST)
COVERS = {
    "PROD-REVIEWED": ("order", "record"),
    "QC-APPROVED": ("results",),
    "TRAIL-REVIEWED": (),
    "QA-APPROVED": ("order", "record", "results", "quality"),
    "CERTIFIED": ("order", "record", "results", "quality", "units"),
    "DECLINED": ("order",),
    "SPONSOR-RELEASED": ("units",),
}
RULES = signing.rules(
    {
        "rules": [
            {
                "code": "I01",
                "first": ["PERFORMED"],
                "second": ["WITNESSED", "CHECKED"],
                "same_step": True,
            },
            {"code": "I02", "first": ["PROD-REVIEWED"], "second": ["QC-APPROVED"]},
            {
                "code": "I03",
                "first": ["PERFORMED", "WITNESSED", "CHECKED", "ANALYSED"],
                "second": ["QA-APPROVED", "CERTIFIED"],
            },
            {"code": "I04", "first": ["QA-APPROVED"], "second": ["CERTIFIED"]},
        ]
    }
)
_BUILT = {"G01", "G02", "G03", "G04", "G05", "G06", "G12", "G15", "G16", "G21", "G22", "G23", "G24"}
UNBUILT = tuple(code for code in gate.QUESTIONS if code not in _BUILT)
ROWS = ("CD105", "STERILITY")
BAGS = frozenset({"B01", "B02"})


def _words(text: str) -> dict[str, str]:
    return {"en": text, "fr": text}


def _step(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "kind": "measure", "title": _words(code), "by": ["technician"], **more}


MASTER = Master.from_body(
    {
        "product": "MSC-AT",
        "passage_convention": _words("P0 is seeded first"),
        "doublings_convention": "a",
        "witness_within_min": 15,
        "phases": [
            {
                "code": "REC",
                "title": _words("Receipt"),
                "steps": [_step("weigh", verify="C"), _step("accept", kind="sign", gate=True)],
            },
            {
                "code": "P",
                "title": _words("Passage"),
                "repeat": {"first": 0, "min": 1, "max": 2},
                "steps": [_step("seed", verify="W"), _step("note", mandatory=False)],
            },
            {
                "code": "FIN",
                "title": _words("Filling"),
                "steps": [_step("ready", gate=True), _step("fill", verify="W")],
            },
        ],
    }
)
PATHS = (
    "REC/weigh",
    "REC/accept",
    "P0/seed",
    "P0/note",
    "P1/seed",
    "P1/note",
    "FIN/ready",
    "FIN/fill",
)


@dataclass
class World:
    """Everything the rules may be told of one lot, its donor and its study."""

    purpose: str = "clinical"
    content: dict[str, int] = field(default_factory=lambda: {f"{LOT}/order": 1})
    entries: dict[str, str] = field(default_factory=dict)
    unwitnessed: set[str] = field(default_factory=set)
    opened: dict[str, int] = field(default_factory=dict)
    standing: list[signing.Signed] = field(default_factory=list)
    snapshots: dict[str, dict[str, int]] = field(default_factory=dict)
    lot_acts: dict[str, set[str]] = field(default_factory=dict)
    step_acts: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    deviations: list[DeviationFact] = field(default_factory=list)
    holds: set[str] = field(default_factory=set)
    results: dict[str, str] = field(default_factory=dict)
    events: list[tuple[int, str]] = field(default_factory=list)
    reviewed_to: int | None = None
    donor_state: str = "eligible"
    donor_version: int = 1
    consent: bool = True
    seen_donor: dict[str, int] = field(default_factory=dict)
    exempt: set[str] = field(default_factory=lambda: set(UNBUILT))
    broken: bool = False
    gaps: dict[str, bool] = field(default_factory=dict)
    justified: dict[str, str] = field(default_factory=dict)
    named: frozenset[str] = BAGS
    refused: frozenset[str] = frozenset()
    certified_by: str | None = None
    cached: position.Position | None = None

    # What the rules are told

    @property
    def meanings(self) -> frozenset[str]:
        """The meanings that stand on the lot as a whole."""
        return frozenset(s.meaning for s in self.standing if s.meaning in COVERS)

    @property
    def state(self) -> str:
        """The state of the lot as the rules derive it."""
        return lifecycle.lot_state(
            bool(self.entries or self.on_step("REC/accept")),
            self.meanings,
            complete=self.place().complete,
        )

    def on_step(self, path: str) -> frozenset[str]:
        """The meanings that stand on one step."""
        scope = (f"{LOT}/record/{path}",)
        return frozenset(s.meaning for s in self.standing if s.scope == scope)

    def place(self) -> position.Position:
        """Where the lot stands in its master; asked again only after something changed."""
        if self.cached is not None:
            return self.cached
        facts = [
            position.StepFact(
                path,
                entered=path in self.entries,
                meanings=self.on_step(path),
                unwitnessed=path in self.unwitnessed,
            )
            for path in PATHS
            if path in self.entries or self.on_step(path)
        ]
        self.cached = position.position(MASTER, facts, self.opened, None, self.deviations)
        return self.cached

    def facts(self, signer: str | None) -> gate.GateFacts:
        """What the gate is told when `signer` is about to certify."""
        qc = "QC-APPROVED" in self.meanings
        moved = self.seen_donor.get("QA-APPROVED", self.donor_version) != self.donor_version
        return gate.GateFacts(
            purpose=self.purpose,
            position=self.place(),
            rows=tuple(
                gate.RowFact(r, "RELEASE", self.results.get(r, "PENDING"), Text(r, r), qc)
                for r in ROWS
            ),
            standing=gate.StandingFact(self.meanings, ("donor/D-0001",) if moved else ()),
            donor=gate.DonorFact("D-0001", self.donor_state, True, True, self.consent),
            deviations=tuple(self.deviations),
            trail=gate.TrailFact(self.reviewed_to, tuple(self.events)),
            containers=gate.ContainersFact(BAGS, self.named, self.refused),
            holds=tuple(gate.HoldFact(h, LOT) for h in sorted(self.holds)),
            people=gate.PeopleFact(RULES, self.involved(), self.involved_steps(), signer),
            record=gate.RecordFact(("chain",) if self.broken else ()),
            training=GAP if self.gaps.get("G09") else None,
            environment=GAP if self.gaps.get("G10") else None,
            justified=self.justified,
        )

    def scope(self) -> dict[str, gate.Exemption]:
        """What the study declares not applicable."""
        return {code: gate.Exemption(Text("on paper", "sur papier")) for code in self.exempt}

    def involved(self) -> dict[str, frozenset[str]]:
        """Who did what in the lot."""
        return {act: frozenset(people) for act, people in self.lot_acts.items()}

    def involved_steps(self) -> dict[str, dict[str, frozenset[str]]]:
        """Who did what at each step."""
        return {
            path: {act: frozenset(people) for act, people in acts.items()}
            for path, acts in self.step_acts.items()
        }

    # What people do

    def do(self, verb: str, who: str, what: str = "") -> bool:
        """Let `who` try `verb` on `what`; tell whether the rules let it happen."""
        if not policy.permitted(verb, CAST[who], "SLS", "TRIAL", self._state_for(verb)):
            return False
        done = _DO[verb](self, who, what)
        if done:
            self.events.append((len(self.events) + 1, verb))
        return done

    def _state_for(self, verb: str) -> str:
        return self.donor_state if verb.startswith("donors.") else self.state

    def change(self, address: str) -> None:
        """Change covered content: each standing signature on it is compared, and void if it differs."""
        self.content[address] = self.content.get(address, 0) + 1
        held = signing.touched(self.standing, [address])
        gone = signing.void(held, {s.id: self.digest(s.scope) for s in held})
        self.standing = [s for s in self.standing if s not in gone]
        self.cached = None

    def digest(self, scope: tuple[str, ...]) -> str:
        """The digest of everything in a scope; here the content itself."""
        held = sorted(a for a in self.content if signing.in_scope(a, scope))
        return "|".join(f"{a}={self.content[a]}" for a in held)

    def sign(self, meaning: str, who: str, path: str = "") -> bool:
        """Sign a meaning over the step at `path` or over the sections it covers."""
        acts = self.involved_steps().get(path, {})
        if not signing.independent(RULES, meaning, who, self.involved(), acts):
            return False
        scope = (f"{LOT}/record/{path}",) if path else tuple(f"{LOT}/{s}" for s in COVERS[meaning])
        again = [s for s in self.standing if not (s.meaning == meaning and s.scope == scope)]
        name = f"S{len(self.events)}-{meaning}-{path}"
        signed = signing.Signed(name, meaning, who, "", scope, self.digest(scope), AT)
        self.standing = [*again, signed]
        self.cached = None
        self.snapshots[name] = dict(self.content)
        self.seen_donor[meaning] = self.donor_version
        self.note(meaning, who, path)
        return True

    def note(self, act: str, who: str, path: str = "") -> None:
        """Remember who did what."""
        self.lot_acts.setdefault(act, set()).add(who)
        if path:
            self.step_acts.setdefault(path, {}).setdefault(act, set()).add(who)


def _record(w: World, who: str, path: str) -> bool:
    step = MASTER.step(path)
    if step is None or step.kind == "sign" or not w.place().may_record(path):
        return False
    w.entries[path] = who
    w.note("PERFORMED", who, path)
    w.change(f"{LOT}/record/{path}")
    return True


def _correct(w: World, who: str, path: str) -> bool:
    if path not in w.entries:
        return False
    w.entries[path] = who
    w.note("PERFORMED", who, path)
    w.change(f"{LOT}/record/{path}")
    return True


def _sign_step(w: World, who: str, path: str) -> bool:
    step = MASTER.step(path)
    if step is None or step.kind != "sign" or not w.place().may_record(path):
        return False
    w.change(f"{LOT}/record/{path}")
    return w.sign("PERFORMED", who, path)


def _verify(meaning: str, letter: str) -> Callable[[World, str, str], bool]:
    def verify(w: World, who: str, path: str) -> bool:
        step = MASTER.step(path)
        if step is None or step.verify != letter or path not in w.entries:
            return False
        return w.sign(meaning, who, path)

    return verify


def _open_repetition(w: World, _who: str, _what: str) -> bool:
    if not w.place().may_open("P"):
        return False
    w.opened["P"] = w.opened.get("P", 0) + 1
    w.change(f"{LOT}/record/P")
    return True


def _declare(w: World, who: str, path: str) -> bool:
    step = MASTER.step(path)
    if step is None or step.verify != "W" or path not in w.entries or path in w.unwitnessed:
        return False
    w.unwitnessed.add(path)
    return _deviate(w, who, path)


def _deviate(w: World, _who: str, path: str) -> bool:
    number = f"D{len(w.deviations) + 1:02d}"
    w.deviations.append(DeviationFact(number, "open", 2, path if path in PATHS else ""))
    w.change(f"{LOT}/quality/{number}")
    return True


def _step_deviation(frm: str, to: str) -> Callable[[World, str, str], bool]:
    def move(w: World, _who: str, what: str) -> bool:
        number, _, conclusion = what.partition(":")
        for i, d in enumerate(w.deviations):
            if d.number == number and d.state == frm:
                ended = (conclusion or "acceptable") if to == "closed" else None
                w.deviations[i] = DeviationFact(number, to, d.weight, d.path, ended)
                w.change(f"{LOT}/quality/{number}")
                return True
        return False

    return move


def _hold(w: World, _who: str, _what: str) -> bool:
    number = f"Q{len(w.events):02d}"
    w.holds.add(number)
    w.change(f"{LOT}/quality/{number}")
    return True


def _lift(w: World, _who: str, number: str) -> bool:
    if number not in w.holds:
        return False
    w.holds.discard(number)
    w.change(f"{LOT}/quality/{number}")
    return True


def _result(w: World, who: str, what: str) -> bool:
    row, _, verdict = what.partition(":")
    if row not in ROWS:
        return False
    w.results[row] = verdict or "PASS"
    w.note("ANALYSED", who)
    w.change(f"{LOT}/results/{row}")
    return True


def _signature(meaning: str) -> Callable[[World, str, str], bool]:
    def sign(w: World, who: str, _what: str) -> bool:
        signer = who if meaning == "CERTIFIED" else None
        if not gate.ready(meaning, w.facts(signer), w.scope()):
            return False
        if meaning == "CERTIFIED" and not gate.evaluate(w.facts(signer), w.scope()).open:
            return False
        return w.sign(meaning, who)

    return sign


def _review_trail(w: World, who: str, _what: str) -> bool:
    w.reviewed_to = len(w.events)
    return w.sign("TRAIL-REVIEWED", who)


def _withdraw(w: World, _who: str, _what: str) -> bool:
    w.consent, w.donor_state, w.donor_version = False, "withdrawn", w.donor_version + 1
    return True


_DO: dict[str, Callable[[World, str, str], bool]] = {
    "lots.record": _record,
    "lots.correct": _correct,
    "lots.sign_step": _sign_step,
    "lots.witness": _verify("WITNESSED", "W"),
    "lots.check": _verify("CHECKED", "C"),
    "lots.open_repetition": _open_repetition,
    "lots.declare_unwitnessed": _declare,
    "quality.open_deviation": _deviate,
    "quality.assess_deviation": _step_deviation("open", "assessed"),
    "quality.dispose_deviation": _step_deviation("assessed", "closed"),
    "quality.place_hold": _hold,
    "quality.lift_hold": _lift,
    "results.enter": _result,
    "release.review_production": _signature("PROD-REVIEWED"),
    "release.approve_results": _signature("QC-APPROVED"),
    "release.review_trail": _review_trail,
    "release.approve": _signature("QA-APPROVED"),
    "release.certify": _signature("CERTIFIED"),
    "release.decline": _signature("DECLINED"),
    "release.release_to_site": _signature("SPONSOR-RELEASED"),
}
VERBS = tuple(_DO)
