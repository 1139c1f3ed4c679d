"""Markers against an independent truth table, at the edges of every window, and one case a rule."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from batches.marker_dilution import Fluids, dilution
from batches.marker_protocol import MarkerProtocol, faults
from batches.markers import History, Opinion, Sample, Standing, Test, criteria, evaluate
from tests import library
from tests.batches import marker_truth as truth
from tests.batches.marker_truth import CLASS, INFORMS, NAT, STORIES, Drawn

LIBRARY = Path(__file__).parents[2] / "elnapp" / "documents" / "library" / "marker-protocol"
DONATION = date(2026, 11, 21)
DONORS = 10_000
EDGES = (-31, -30, -29, -8, -1, 0, 1, 3, 6, 7, 8, 30, 179, 180, 181, 400)
LEAP_AND_ORDINARY = (date(2024, 2, 29), date(2023, 12, 31), date(2026, 3, 29), date(2026, 10, 25))


@cache
def body() -> dict[str, Any]:
    """The protocol that ships."""
    return library.body(LIBRARY / "NCT05947682.yaml")


@cache
def protocol() -> MarkerProtocol:
    """The protocol that ships, read."""
    return MarkerProtocol.from_body(body())


def made(donation: date, samples: list[Drawn], opinions: dict[str, str]) -> History:
    """The history of a donor as the rules read it."""
    tests, rows = [], []
    for i, drawn in enumerate(samples):
        dilution_ = "NONE" if drawn.reliable else ("DILUTED" if i % 2 else "NOT_ASSESSED")
        rows.append(Sample(f"P{i}", drawn.on, dilution_))
        for analyte, story in drawn.stories.items():
            for j, (said, retest, confirmed, verified, sound) in enumerate(STORIES[story]):
                name = f"{i}/{analyte}/{j}"
                tests.append(Test(name, analyte, f"P{i}", said, retest, confirmed, verified, sound))
    said_by = []
    for marker, said in opinions.items():
        analytes = protocol().marker(marker).analytes  # type: ignore[union-attr]
        rests = frozenset(t.id for t in tests if t.analyte in analytes)
        said_by.append(Opinion(marker, said, rests))
    return History(tuple(rows), tuple(tests), tuple(said_by))


def donors(count: int, seed: int) -> Iterator[tuple[date, list[Drawn], dict[str, str]]]:
    """Donors as chance makes them: mostly clean, with one thing wrong or several."""
    chance = random.Random(seed)
    names = list(STORIES)
    for _n in range(count):
        donation = chance.choice((*LEAP_AND_ORDINARY, DONATION))
        samples = []
        wrong = chance.choice((0.0, 0.03, 0.1, 0.5))
        for _s in range(chance.choice((1, 1, 2, 3))):
            day = chance.choice((0, 0, 2, *EDGES))
            stories = {
                a: chance.choice(names) if chance.random() < wrong else "clean" for a in CLASS
            }
            samples.append(Drawn(donation + timedelta(days=day), chance.random() > 0.1, stories))
        opinions = {
            p: chance.choice(("no_active_infection", "active_infection"))
            for p in ("TOXO", "EBV", "CMV")
            if chance.random() < 0.3
        }
        yield donation, samples, opinions


def disagreements(under: MarkerProtocol, count: int, seed: int) -> Iterator[str]:
    """Name the donors on whom the rules and the truth table differ."""
    for donation, samples, opinions in donors(count, seed):
        found = evaluate(under, made(donation, samples, opinions), donation)
        said = {m.code: m.conclusion for m in found.markers}
        wanted = truth.expected(donation, samples, opinions)
        if said != wanted:
            yield f"{donation} {samples}: {said} is not {wanted}"


def test_ten_thousand_donors_come_to_what_the_truth_table_says() -> None:
    assert next(disagreements(protocol(), DONORS, 20261121), None) is None


def _change(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def act(found: dict[str, Any]) -> None:
        *way, last = path.split("/")
        node: Any = found
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node[step]
        node[int(last) if isinstance(node, list) else last] = value

    return act


DEFECTS: dict[str, Callable[[dict[str, Any]], None]] = {
    "the window of the donation sample is a day longer": _change("routes/1/sample", [0, 8]),
    "the first sample may be a day older": _change("routes/2/sample", [-31, 7]),
    "the repeat may come a day early": _change("routes/2/repeat_after", 179),
    "the waiver asks for one NAT less": _change("routes/1/waiver", ["HIV-RNA", "HCV-RNA"]),
    "one retest is enough": _change("analytes/0/retests", 1),
    "NAT is confirmed like serology": _change("analytes/3/confirm", True),
    "anti-HBc alone passes": _change("markers/0/rows/3/conclusion", "PENDING"),
    "HEV IgM is not looked at": _change("markers/3/rows/1/when", {"HEV-IGM": ["positive"]}),
    "an open syphilis test waits for nobody": _change("markers/4/rows/4/conclusion", "UNRESOLVED"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_truth_table_catches_a_seeded_defect(defect: str) -> None:
    changed = copy.deepcopy(body())
    DEFECTS[defect](changed)
    assert next(disagreements(MarkerProtocol.from_body(changed), 2_000, 7), None) is not None


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("analyte", ["HBSAG", "TOXO-IGM", "HIV-RNA", "HEV-IGG"])
def test_each_story_of_the_table_is_read_as_it_says(analyte: str, story: str) -> None:
    history = made(DONATION, [Drawn(DONATION, True, clean(**{analyte: story}))], {})
    found = evaluate(protocol(), history, DONATION, "collection")
    read = {code: r for m in found.markers for code, r in m.readings.items()}
    assert read[analyte] == truth.TRUTH[story][CLASS[analyte]]


def clean(**stories: str) -> dict[str, str]:
    """Every analyte clean but those named (with _ for -)."""
    return {**dict.fromkeys(CLASS, "clean"), **{k.replace("_", "-"): v for k, v in stories.items()}}


def at(day: int = 0, **stories: str) -> Standing:
    """One sample, so many days from the donation."""
    drawn = Drawn(DONATION + timedelta(days=day), True, clean(**stories))
    return evaluate(protocol(), made(DONATION, [drawn], {}), DONATION)


def codes(standing: Standing) -> set[str]:
    return {f.code for m in standing.markers for f in m.findings}


@pytest.mark.parametrize(
    ("day", "conclusion", "finding"),
    [
        (-31, "UNRESOLVED", "MRK-WINDOW"),
        (-30, "PENDING", "MRK-REPEAT"),
        (-1, "PENDING", "MRK-REPEAT"),
        (0, "NEGATIVE", None),
        (7, "NEGATIVE", None),
        (8, "UNRESOLVED", "MRK-WINDOW"),
    ],
)
def test_the_windows_at_their_edges(day: int, conclusion: str, finding: str | None) -> None:
    found = at(day)
    assert found.conclusion == conclusion
    assert (finding is None and codes(found) == set()) or finding in codes(found)


@pytest.mark.parametrize(("day", "conclusion"), [(179, "PENDING"), (180, "NEGATIVE")])
def test_the_repeat_after_180_days(day: int, conclusion: str) -> None:
    two = [Drawn(DONATION + timedelta(days=d), True, clean()) for d in (-20, day)]
    found = evaluate(protocol(), made(DONATION, two, {}), DONATION)
    assert found.conclusion == conclusion


def test_before_procurement_an_early_sample_is_enough() -> None:
    history = made(DONATION, [Drawn(DONATION - timedelta(days=12), True, clean())], {})
    assert evaluate(protocol(), history, DONATION, "collection").conclusion == "NEGATIVE"
    assert evaluate(protocol(), history, DONATION, "use").conclusion == "PENDING"
    undated = evaluate(protocol(), history, None, "collection")
    assert (undated.conclusion, "MRK-NO-DONATION" in codes(undated)) == ("PENDING", True)


def test_a_positive_on_any_sample_counts_also_outside_its_window() -> None:
    late = Drawn(DONATION + timedelta(days=90), False, {"HIV-RNA": "initial"})
    history = made(DONATION, [Drawn(DONATION, True, clean()), late], {})
    assert evaluate(protocol(), history, DONATION).conclusion == "POSITIVE"


def test_isolated_anti_hbc_excludes_and_a_vaccinated_donor_passes() -> None:
    isolated = at(ANTI_HBC="confirmed")
    (hbv,) = (m for m in isolated.markers if m.code == "HBV")
    assert criteria(isolated)["E02a"] == "FAIL"
    assert hbv.reason is not None
    assert "isolés" in hbv.reason.fr
    vaccinated = at(ANTI_HBS="initial")
    (hbv,) = (m for m in vaccinated.markers if m.code == "HBV")
    assert hbv.reason is not None
    assert "Vacciné" in hbv.reason.fr
    assert set(criteria(vaccinated).values()) == {"PASS"}


def test_hev_is_decided_by_rna_and_igg_excludes_nobody() -> None:
    assert at(HEV_IGG="initial").conclusion == "NEGATIVE"
    assert criteria(at(HEV_RNA="initial"))["E02d"] == "FAIL"
    assert criteria(at(HEV_RNA="nothing", HEV_IGG="clean"))["E02d"] == "UNKNOWN"


def test_igg_alone_is_no_exclusion_and_igm_asks_the_physician() -> None:
    assert at(TOXO_IGG="initial").conclusion == "NEGATIVE"
    asked = at(TOXO_IGM="repeatedly reactive", TOXO_AVIDITY="initial")
    (toxo,) = (m for m in asked.markers if m.code == "TOXO")
    assert (toxo.conclusion, toxo.opinion_asked) == ("UNRESOLVED", True)
    drawn = Drawn(DONATION, True, clean(TOXO_IGM="repeatedly reactive", TOXO_AVIDITY="initial"))
    history = made(DONATION, [drawn], {"TOXO": "no_active_infection"})
    assert evaluate(protocol(), history, DONATION).conclusion == "NEGATIVE"
    more = Test("late", "TOXO-IGG", "P0", "REACTIVE")
    moved_on = History(history.samples, (*history.tests, more), history.opinions)
    assert evaluate(protocol(), moved_on, DONATION).conclusion == "UNRESOLVED"


def test_a_donation_outside_the_rule_set_passes_nothing() -> None:
    after = date(2027, 8, 7)
    found = evaluate(protocol(), made(after, [Drawn(after, True, clean())], {}), after)
    assert [f.code for f in found.findings] == ["MRK-VALIDITY"]
    assert set(criteria(found).values()) == {"UNKNOWN"}
    before = after - timedelta(days=1)
    held = evaluate(protocol(), made(before, [Drawn(before, True, clean())], {}), before)
    assert held.conclusion == "NEGATIVE"


@pytest.mark.parametrize(
    ("on", "rules"), [(date(2027, 8, 6), ("NCT05947682",)), (date(2027, 8, 7), ("NCT05947682_v2",))]
)
def test_each_day_of_the_change_of_law_has_one_rule_set(on: date, rules: tuple[str, ...]) -> None:
    history = made(on, [Drawn(on, True, clean())], {})
    held = {
        path.stem: evaluate(MarkerProtocol.from_body(library.body(path)), history, on)
        for path in sorted(LIBRARY.glob("*.yaml"))
    }
    assert tuple(name for name, found in held.items() if found.conclusion == "NEGATIVE") == rules
    others = [found for name, found in held.items() if name not in rules]
    assert [[f.code for f in found.findings] for found in others] == [["MRK-VALIDITY"]]


def test_nothing_on_record_passes_nothing() -> None:
    found = evaluate(protocol(), History(), DONATION)
    assert set(criteria(found).values()) == {"UNKNOWN"}
    assert set(criteria(found)) == {
        "E02a", "E02b", "E02c", "E02d", "E02e", "E02f", "E03a", "E03b", "E03c",
    }  # fmt: skip


@pytest.mark.parametrize("analyte", [a for a, c in CLASS.items() if c not in {INFORMS, NAT}])
def test_a_table_that_says_negative_too_easily_does_not_pass(analyte: str) -> None:
    """Whatever a document says, NEGATIVE needs a negative in each demanded group."""
    loose = copy.deepcopy(body())
    for marker in loose["markers"]:
        row = {"when": {marker["demands"][0][0]: list(truth.TRUTH["nothing"][:1])}}
        marker["rows"] = [{**row, "conclusion": "NEGATIVE", "reason": {"en": "x", "fr": "x"}}]
    assert {f.code for f in faults(loose)} == {"MRK-LOOSE"}
    found = evaluate(MarkerProtocol.from_body(loose), History(), DONATION)
    assert all(m.conclusion == "PENDING" for m in found.markers)


RULE = protocol().dilution


@pytest.mark.parametrize(
    ("fluids", "verdict", "percent"),
    [
        (Fluids("none"), "NONE", None),
        (Fluids("unknown"), "NOT_ASSESSED", None),
        (Fluids("given"), "NOT_ASSESSED", None),
        (Fluids("given", Decimal(70), Decimal(0), Decimal(0), Decimal(2800)), "ACCEPTED", "50"),
        (Fluids("given", Decimal(70), Decimal(0), Decimal(1), Decimal(2800)), "DILUTED",
         "50.0089269773"),
        (Fluids("given", Decimal(70), Decimal(0), Decimal(0), Decimal(700)), "ACCEPTED", "20"),
    ],
)  # fmt: skip
def test_plasma_dilution(fluids: Fluids, verdict: str, percent: str | None) -> None:
    """2800 mL in 70 kg is as much as the plasma, 40 mL/kg: exactly one half."""
    found = dilution(fluids, RULE)
    assert found.verdict == verdict
    value = found.computed.value if found.computed else None
    assert value == (None if percent is None else Decimal(percent))
