"""The bench of the tests: people at a lot, recording it step by step as the worked lot says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from batches import kinds
from batches.kinds.leaves import leaves
from batches.ledger import Value
from batches.quantity import parse_decimal
from elnapp.documents import service as documents
from elnapp.documents.service import Draft
from elnapp.lots import queries, service
from elnapp.lots.service import Answered, Wish
from elnapp.quality import service as quality
from elnapp.quality.service import Assessment
from elnapp.web.house import House
from tests import cast as people
from tests.batches.nested_master import body
from tests.cast import Cast

ENGINEERING = Wish("engineering", "MSC-AT", "SLS", "MSC-AT-SHORT", "MSC-AT-DP", study="NCT05947682")
READY: dict[str, dict[str, str]] = {
    "ISS/authorisations": dict.fromkeys(
        ("trial_authorised", "manufacture_authorised", "donor_accepted", "consent_stands"), "yes"
    ),
    "REC/identify": {
        "din_agrees": "yes", "donor_agrees": "yes", "name_visible": "no", "container_intact": "yes",
    },
    "REC/weigh": {"since_collection": "2", "gross": "131.4", "tare": "79.4", "net": "52.0"},
    "SVF/digest": {
        "ratio": "1.0", "digestion": "45", "temperature_low": "36.8", "temperature_high": "37.2",
    },
    "SVF/count": {
        "viable_concentration.1": "0.4182", "viable_concentration.2": "0.4346",
        "viability.1": "82", "viability.2": "82", "volume": "20.0",
    },
    "SVF/sample": {
        "phenotype": "1", "cfu_f": "1", "sterility": "1", "identity": "1", "drawn": "0",
    },
}  # fmt: skip
PASSAGES = (
    # seeded, vessels, area, day of harvest, viable per mL in 100 mL, viability
    ("7.632", "3", "636", 9, "0.572", "94"),
    ("19.08", "1", "6360", 15, "1.53", "94"),
    ("38.16", "2", "6360", 21, "3.20", "94"),
    ("152.64", "8", "6360", 27, "11.70", "95"),
)


@dataclass
class Bench:
    """One lot and the people around it; every act takes a minute."""

    house: House
    cast: Cast
    clock: Any
    number: str = ""
    opened: dict[str, str] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        """The stream of the lot."""
        return queries.stream_of(self.number)

    def issue(self, wish: Wish = ENGINEERING) -> str:
        """Issue the lot by quality assurance."""
        self.wait()
        answer = service.issue(self.house.kernel, self.cast.call(people.QA), wish)
        self.number = str(answer["lot"])
        return self.number

    def wait(self, **span: float) -> None:
        """Let time pass: a minute unless said."""
        self.clock.at += timedelta(**(span or {"minutes": 1}))

    def values(self, path: str, typed: dict[str, str]) -> dict[str, Value]:
        """Read what is typed as the form of the step would."""
        with self.house.kernel.reading() as session:
            step = queries.plan(session, self.stream).master.step(path)
        assert step is not None
        asked = {leaf.slot: leaf.field for leaf in leaves(kinds.fields(step), {})}
        found = {}
        for name, text in typed.items():
            one = asked[name]
            number = parse_decimal(text) if one.numeric else None
            found[name] = Value(text, number, one.unit if one.numeric else "")
        return found

    def record(
        self,
        path: str,
        typed: dict[str, str] | None = None,
        *,
        by: str = people.TECHNICIAN,
        reason: str | None = None,
        confirmed: Iterable[str] = (),
    ) -> dict[str, Any]:
        """Record a step."""
        self.wait()
        values = self.values(path, READY[path] if typed is None else typed)
        answered = Answered(path, values, confirmed=frozenset(confirmed))
        call = self.cast.call(by, reason)
        return service.record(self.house.kernel, call, self.number, answered)

    def confirm(self, path: str, typed: dict[str, str], reason: str) -> dict[str, Any]:
        """Record a step whose values lie outside their limits, in two stages as on the page."""
        with pytest.raises(service.Unconfirmed) as caught:
            self.record(path, typed)
        return self.record(path, typed, reason=reason, confirmed=caught.value.tokens)

    def entry(self, path: str) -> queries.Standing:
        """The standing entry of a step."""
        with self.house.kernel.reading() as session:
            found = queries.standing_entry(session, self.stream, path)
        assert found is not None
        return found

    def verify(self, path: str, *, by: str = people.SECOND) -> dict[str, Any]:
        """Witness or check a step, as its master asks."""
        self.wait()
        with self.house.kernel.reading() as session:
            step = queries.plan(session, self.stream).master.step(path)
        assert step is not None
        verb = service.witness if step.verify == "W" else service.check
        call, proof = self.cast.call(by), self.cast.proof(by, "password")
        return verb(self.house.kernel, call, self.number, path, self.entry(path).id, proof)

    def sign(self, path: str, *, by: str = people.PRODUCTION) -> dict[str, Any]:
        """Sign a step that is only signed."""
        self.wait()
        call, proof = self.cast.call(by), self.cast.proof(by, "password")
        return service.sign_step(self.house.kernel, call, self.number, path, proof)

    def correct(
        self, path: str, typed: dict[str, str], reason: str | None, *, by: str = people.TECHNICIAN
    ) -> dict[str, Any]:
        """Correct the standing entry of a step."""
        self.wait()
        call, proof = self.cast.call(by, reason), self.cast.proof(by, "password")
        answered = Answered(path, self.values(path, typed))
        entry = self.entry(path).id
        return service.correct(self.house.kernel, call, self.number, entry, answered, proof)

    def open(self, phase: str = "P") -> dict[str, Any]:
        """Open the next repetition."""
        self.wait()
        call = self.cast.call(people.TECHNICIAN)
        return service.open_repetition(self.house.kernel, call, self.number, phase)

    def dispose(self, number: str) -> None:
        """Assess and conclude a deviation by quality assurance."""
        kernel = self.house.kernel
        self.wait()
        found = Assessment("critical", "typing", "none", "none")
        quality.assess_deviation(kernel, self.cast.call(people.QA, "assessed"), number, found)
        call, proof = self.cast.call(people.QA, "assessed"), self.cast.proof(people.QA)
        quality.dispose_deviation(kernel, call, number, "no_impact", proof)

    # The worked lot.

    def receive(self) -> None:
        """Bring the lot to the accepted tissue and its count."""
        self.record("ISS/authorisations", by=people.PRODUCTION)
        for path in ("REC/identify", "REC/weigh"):
            self.record(path)
            self.verify(path)
        self.sign("REC/accept")
        for path in ("SVF/digest", "SVF/count"):
            self.record(path)
            self.verify(path)
        self.record("SVF/sample")

    def passage(self, n: int) -> None:
        """Run one passage with the numbers of the worked lot."""
        self.open()
        self.seed(n)
        self.grow(n)
        decided = dict.fromkeys(("age_within_limit", "sterile_to_date", "morphology_normal"), "yes")
        self.record(f"P{n}/decide", decided, by=people.PRODUCTION)

    def seed(self, n: int) -> None:
        """Seed the vessels of passage `n`, witnessed."""
        seeded, vessels, area = PASSAGES[n][:3]
        day = PASSAGES[n - 1][3] if n else 0
        values = {"viable_seeded": seeded, "vessels": vessels, "area": area}
        self.record(f"P{n}/seed", {**values, "seeded_at": self.day(day)})
        self.verify(f"P{n}/seed")

    def grow(self, n: int) -> None:
        """Observe, count and harvest passage `n`."""
        day, concentration, viability = PASSAGES[n][3:]
        seen = {"contamination": "no", "morphology": "spindle"}
        self.record(f"P{n}/observe", {"confluence.1": "80", "confluence.2": "82", **seen})
        self.record(f"P{n}/count", self.counted(concentration, viability))
        self.verify(f"P{n}/count")
        at = {"harvested_at": self.day(int(day))}
        self.record(f"P{n}/harvest", {"volume": "100", **at})

    def counted(self, concentration: str, viability: str) -> dict[str, str]:
        """Both replicates of a count alike."""
        return {
            f"{name}.{i}": text
            for i in (1, 2)
            for name, text in (("viable_concentration", concentration), ("viability", viability))
        }

    def day(self, n: int) -> str:
        """A time of day `n` of the culture, as a time field gives it."""
        return f"2026-{10 + (n // 28):02d}-{1 + n % 28:02d}T10:00:00+02:00"

    def finish(self) -> None:
        """Formulate, fill, freeze and end the worked lot."""
        ready = {"freezer_ready": "yes", "labels_ready": "yes"}
        self.record("FIN/ready", ready, by=people.PRODUCTION)
        washed = {**self.counted("5.65", "95"), "volume": "200"}
        self._checked("FIN/count", washed)
        types = ("phenotype", "karyotype", "senescence", "potency", "mycoplasma")
        self._checked("FIN/sample", {**dict.fromkeys(types, "1"), "drawn": "30"})
        mixed = {"volume": "220", "concentration": "5.0", "dmso": "10.0"}
        self._checked("FIN/formulate", {"added_at": self.day(27), **mixed})
        filled = {"containers": "10", "volume_each": "20", "viable_each": "100"}
        self._checked("FIN/fill", filled)
        safety = {"sterility": "4", "endotoxin": "1", "viability": "1", "drawn": "100"}
        vials = dict.fromkeys(("control", "retention", "stability"), "4")
        self.record("FIN/safety", {**safety, **vials})
        labels = {"printed": "12", "applied": "10", "specimens": "1", "destroyed": "1"}
        self._checked("FIN/labels", {**labels, "balance": "yes", "each_legible": "yes"})
        frozen = {"contact": "25", "start_temperature": "4"}
        self._checked("FIN/freeze", {"started_at": self.day(27), **frozen})
        self.sign("FIN/end", by=people.TECHNICIAN)

    def _checked(self, path: str, typed: dict[str, str]) -> None:
        self.record(path, typed)
        self.verify(path)


def in_force(bench: Bench, code: str, of: Mapping[str, Any]) -> None:
    """Approve a master and make it effective."""
    kernel, cast = bench.house.kernel, bench.cast
    draft = Draft("master", code, {"en": code, "fr": code}, dict(of), "illustrative")
    version = documents.draft(kernel, cast.call(people.PRODUCTION), draft, site="SLS")["id"]
    documents.submit(kernel, cast.call(people.PRODUCTION), version)
    for who in (people.QA, people.HEAD_QC):
        documents.approve(kernel, cast.call(who), version, cast.proof(who))
    day = bench.clock.at.date()
    documents.make_effective(kernel, cast.call(people.QA), version, day)


@pytest.fixture
def bench(house: House, cast: Cast, clock: Any) -> Bench:
    """A bench with no lot yet."""
    return Bench(house, cast, clock)


@pytest.fixture
def lot(bench: Bench) -> Bench:
    """A bench with an engineering lot issued."""
    bench.issue()
    return bench


@pytest.fixture
def nested(bench: Bench) -> Bench:
    """A lot on the nested master, received, with passage 0 open and its workstation taken."""
    in_force(bench, "NESTED", body())
    bench.issue(replace(ENGINEERING, master="NESTED"))
    bench.record("REC/identify", {"scan_donation": "A999926000001"})
    bench.verify("REC/identify")
    bench.record("REC/red", {"lyse": "no", "reason": "pale"})
    bench.sign("REC/accept", by=people.TECHNICIAN)
    bench.open()
    bench.record("P0.WO/clear", {"free": "yes"})
    bench.record("P0.WO/take", {"scan_equipment_e01": "E01"})
    return bench


@pytest.fixture
def seeded(nested: Bench) -> Bench:
    """The same lot with three vessels seeded."""
    values = {"viable_seeded": "7.632", "vessels": "3", "area": "636", "seeded_at": nested.day(0)}
    nested.record("P0/seed", values)
    nested.verify("P0/seed")
    return nested
