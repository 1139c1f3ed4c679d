"""What all results of one analyte of one donor come to: one reading, with every reason.

On one sample: an initial reactive result is retested; still reactive, it is confirmed, and the
confirmation decides.  Over all samples: what speaks against the donor counts from any sample; what
speaks for the donor only from a sample that may be relied on, in a window of the protocol.

A result that nobody has verified, or that came from a kit or laboratory out of date, never helps; a
reactive one holds the reading open all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from batches.marker_protocol import Analyte, Days, MarkerProtocol, Reading, Route, Stage
from batches.verdict import Finding, Param

ADVERSE = frozenset({"REACTIVE", "REPEAT_REACTIVE", "INDETERMINATE"})
AGAINST: tuple[Reading, ...] = ("positive", "initial", "indeterminate")
RELIABLE = frozenset({"NONE", "ACCEPTED"})


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of the donor: its civil day at the site, and the verdict on its dilution."""

    code: str
    drawn_on: date
    dilution: str = "NONE"


@dataclass(frozen=True, slots=True)
class Test:
    """One standing result; `sound` tells that kit and laboratory were in order on that day."""

    __test__ = False  # a word of the laboratory, not a case of pytest

    id: str
    analyte: str
    sample: str
    interpretation: str
    retest: bool = False
    confirmatory: str | None = None
    verified: bool = True
    sound: bool = True

    @property
    def adverse(self) -> bool:
        """Tell whether it speaks against the donor, or settles nothing that it should."""
        against = self.confirmatory in {"POSITIVE", "INDETERMINATE"}
        return against or self.interpretation in ADVERSE


@dataclass(frozen=True, slots=True)
class Opinion:
    """The physician's conclusion on a marker; it speaks of exactly the results it names."""

    marker: str
    said: str
    rests_on: frozenset[str]


@dataclass(frozen=True, slots=True)
class AnalyteState:
    """What one analyte comes to, and why."""

    code: str
    reading: Reading
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """What is on record about the markers of one donor."""

    samples: tuple[Sample, ...] = ()
    tests: tuple[Test, ...] = ()
    opinions: tuple[Opinion, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Protocol, history and donation side by side; tests are found by analyte and sample."""

    protocol: MarkerProtocol
    history: History
    donation_on: date | None
    stage: Stage
    tests: Mapping[tuple[str, str], Sequence[Test]]
    opened: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def laid(
        cls, protocol: MarkerProtocol, history: History, donation_on: date | None, stage: Stage
    ) -> Desk:
        """Lay out what there is, each test once."""
        tests: dict[tuple[str, str], list[Test]] = {}
        for test in history.tests:
            tests.setdefault((test.analyte, test.sample), []).append(test)
        return cls(protocol, history, donation_on, stage, tests)

    def on(self, analyte: str, sample: str) -> Sequence[Test]:
        """Give the tests of one analyte on one sample."""
        return self.tests.get((analyte, sample), ())

    def days(self, sample: Sample) -> int | None:
        """Give the civil days from the donation to a sample."""
        return (sample.drawn_on - self.donation_on).days if self.donation_on else None

    def open(self, route: Route) -> bool:
        """Tell whether each NAT of the waiver is negative on a sample in the route's window."""
        if route.code not in self.opened:
            analytes = (self.protocol.analytes[code] for code in route.waiver)
            self.opened[route.code] = all(_clean(self, a, route) for a in analytes)
        return self.opened[route.code]


@dataclass
class Told:
    """Findings about one analyte as they are met."""

    analyte: Analyte
    found: list[Finding] = field(default_factory=list)

    def say(self, code: str, weight: int = 2, **params: Param) -> None:
        words: dict[str, Param] = {
            "analyte_en": self.analyte.label.en, "analyte_fr": self.analyte.label.fr,
        }  # fmt: skip
        said = Finding(code, {**words, **params}, self.analyte.code, weight)
        if said not in self.found:
            self.found.append(said)


def read(desk: Desk, analyte: Analyte) -> AnalyteState:
    """Read one analyte over all samples of the donor."""
    told = Told(analyte)
    by_sample = {s.code: _on_sample(desk, analyte, s, told) for s in desk.history.samples}
    against = next((r for r in AGAINST if r in by_sample.values()), None)
    if against is not None:
        return AnalyteState(analyte.code, against, tuple(told.found))
    negative = [s for s in desk.history.samples if by_sample[s.code] == "negative"]
    reading = _timed(desk, analyte, negative, told)
    if reading == "missing" and not negative and "invalid" in by_sample.values():
        reading = "invalid"
    if reading == "missing" and not negative:
        told.say("MRK-MISSING", 1)
    return AnalyteState(analyte.code, reading, tuple(told.found))


def _on_sample(desk: Desk, analyte: Analyte, sample: Sample, told: Told) -> Reading:
    """Read one analyte on one sample: what is verified and sound, then what holds it open."""
    tests = desk.on(analyte.code, sample.code)
    if not tests:
        return "missing"
    counted = [t for t in tests if t.verified and (t.sound or t.adverse)]
    reading = _folded(analyte, counted, sample, told)
    for test in tests:
        if not test.sound:
            told.say("MRK-UNSOUND", 2, sample=sample.code)
        if not test.verified:
            told.say("MRK-UNVERIFIED", 1, sample=sample.code)
    open_still = any(t.adverse for t in tests if not t.verified)
    return "initial" if open_still and reading not in AGAINST else reading


def _folded(analyte: Analyte, tests: Sequence[Test], sample: Sample, told: Told) -> Reading:
    """Follow initial reactive, duplicate retest and confirmation; the confirmation decides."""
    said = {t.interpretation for t in tests}
    confirmed = _confirmed(analyte, tests)
    reading: Reading = "missing"
    if confirmed is not None:
        reading = confirmed
    elif said & {"REACTIVE", "REPEAT_REACTIVE"}:
        reading = _reactive(analyte, tests, sample, told)
    elif "INDETERMINATE" in said:
        reading = "indeterminate"
    elif "NONREACTIVE" in said:
        reading = "negative"
    elif "INVALID" in said:
        reading = "invalid"
    code = {"positive": "MRK-POSITIVE", "indeterminate": "MRK-INDETERMINATE"}.get(reading)
    if code and not analyte.informs:
        told.say(code, 3, sample=sample.code)
    if "INVALID" in said and reading == "invalid":
        told.say("MRK-INVALID", 2, sample=sample.code)
    return reading


def _confirmed(analyte: Analyte, tests: Iterable[Test]) -> Reading | None:
    """Give what confirmatory tests say; without a confirmation of its own only a positive counts."""
    said = {t.confirmatory for t in tests} - {None}
    if "POSITIVE" in said:
        return "positive"
    if not analyte.confirm:
        return None
    if "INDETERMINATE" in said:
        return "indeterminate"
    return "negative" if "NEGATIVE" in said else None


def _reactive(analyte: Analyte, tests: Sequence[Test], sample: Sample, told: Told) -> Reading:
    """Say what a reactive result is worth after its retests."""
    retests = [t.interpretation for t in tests if t.retest]
    again = "REACTIVE" in retests or any(t.interpretation == "REPEAT_REACTIVE" for t in tests)
    if not again and analyte.retests:
        done = retests.count("NONREACTIVE")
        if done >= analyte.retests:
            return "negative"
        told.say("MRK-RETEST", 2, sample=sample.code, done=done, asked=analyte.retests)
        return "initial"
    if analyte.confirm:
        told.say("MRK-CONFIRM", 2, sample=sample.code)
        return "initial"
    return "positive"


def _timed(desk: Desk, analyte: Analyte, negative: Sequence[Sample], told: Told) -> Reading:
    """Ask whether the negative samples may be relied on and lie where the protocol wants them."""
    if not negative:
        return "missing"
    for sample in negative:
        if sample.dilution not in RELIABLE:
            code = "MRK-DILUTED" if sample.dilution == "DILUTED" else "MRK-DILUTION"
            told.say(code, 2, sample=sample.code)
    good = [s for s in negative if s.dilution in RELIABLE]
    if not good:
        return "untimed"
    if desk.donation_on is None:
        told.say("MRK-NO-DONATION", 1)
        return "missing"
    if analyte.window is not None:
        return _within(desk, analyte.window, good, told)
    routes = [r for r in desk.protocol.routes if r.stage == desk.stage]
    if any(_satisfied(desk, r, analyte, good) for r in routes):
        return "negative"
    return _why_not(desk, routes, good, told)


def _within(desk: Desk, window: Days, good: Sequence[Sample], told: Told) -> Reading:
    if _days_in(desk, window, good):
        return "negative"
    return _outside(desk, window, good, told)


def _outside(desk: Desk, window: Days, good: Sequence[Sample], told: Told) -> Reading:
    for sample in good:
        params = {"days": desk.days(sample) or 0, "low": window[0], "high": window[1]}
        told.say("MRK-WINDOW", 2, sample=sample.code, **params)
    return "untimed"


def _days_in(desk: Desk, window: Days, samples: Iterable[Sample]) -> bool:
    days = (desk.days(s) for s in samples)
    return any(d is not None and window[0] <= d <= window[1] for d in days)


def _satisfied(desk: Desk, route: Route, analyte: Analyte, good: Sequence[Sample]) -> bool:
    """Ask one route: it is open, a sample lies in its window, and the repeat was drawn."""
    if not _days_in(desk, route.sample, good) or not desk.open(route):
        return False
    if route.repeat_after is None or not analyte.repeat:
        return True
    return any((desk.days(s) or 0) >= route.repeat_after for s in good)


def _clean(desk: Desk, analyte: Analyte, route: Route) -> bool:
    silent = Told(analyte)
    read = [(s, _on_sample(desk, analyte, s, silent)) for s in desk.history.samples]
    if any(reading in AGAINST for _s, reading in read):
        return False
    good = [s for s, reading in read if reading == "negative" and s.dilution in RELIABLE]
    return _days_in(desk, route.sample, good)


def _why_not(desk: Desk, routes: Sequence[Route], good: Sequence[Sample], told: Told) -> Reading:
    """Say what is still awaited; when no sample lies in any window, that none of them counts."""
    reached = [r for r in routes if _days_in(desk, r.sample, good)]
    for route in reached:
        if route.repeat_after is not None and desk.donation_on is not None:
            due = desk.donation_on + timedelta(days=route.repeat_after)
            told.say("MRK-REPEAT", 1, days=route.repeat_after, due=due.isoformat())
        elif route.waiver:
            told.say("MRK-WAIVER", 1, tests=", ".join(route.waiver))
    if reached:
        return "missing"
    low = min((r.sample[0] for r in routes), default=0)
    high = max((r.sample[1] for r in routes), default=0)
    return _outside(desk, (low, high), good, told)
