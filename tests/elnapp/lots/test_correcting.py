"""Correcting: the original stays, what rests on it follows, what cannot follow is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from elnapp.lots import queries, service
from elnapp.lots.service import Answered
from elnapp.quality import queries as quality
from elnapp.record import NotPermitted, Refused, Stale
from elnapp.record.verify import Layers, verify
from elnapp.signing import queries as signing
from tests import cast as people
from tests.elnapp.lots.conftest import READY, Bench


def codes(refused: Refused) -> list[str]:
    return [f.code for f in refused.findings]


@pytest.fixture
def grown(lot: Bench) -> Bench:
    """A lot with three harvests and P3 seeded."""
    lot.receive()
    for n in range(3):
        lot.passage(n)
    lot.open()
    lot.seed(3)
    return lot


def test_the_original_stays_and_growth_is_computed_again_across_passages(grown: Bench) -> None:
    answer = grown.correct("P1/count", grown.counted("1.50", "94"), "wrong line read")

    assert answer["recomputed"] == ["P1/count", "P1/harvest", "P2/harvest"]
    with grown.house.kernel.reading() as session:
        history = queries.history(session, grown.stream, "P1/count")
        found = queries.passages(session, grown.stream)
    assert [e.values["viable_concentration.1"].text for e in history.entries] == ["1.53", "1.50"]
    assert history.entries[-1].reason == "wrong line read"
    assert [p.harvested for p in found][1] == Decimal(150)
    assert round(found[2].cumulative or Decimal(0), 3) == Decimal("6.043")


def test_a_correction_voids_what_covered_the_step_and_is_signed(grown: Bench) -> None:
    grown.correct("P1/count", grown.counted("1.50", "94"), "wrong line read")

    address = queries.record_address(grown.stream, "P1/count")
    with grown.house.kernel.reading() as session:
        found = signing.all_of(session, grown.stream, address)
        state = queries.position(session, grown.stream).at("P1/count")
    assert [(s.meaning, s.stands) for s in found] == [("CHECKED", False), ("CORRECTED", True)]
    assert state is not None
    assert not state.verified


def test_a_page_shown_before_a_step_was_computed_again_speaks_of_the_past(grown: Bench) -> None:
    with grown.house.kernel.reading() as session:
        seen = queries.lot(session, grown.cast.actor(people.QA), grown.number).seq
        entry = queries.standing_entry(session, grown.stream, "P2/harvest")
        assert not queries.moved_since(session, grown.stream, "P2/harvest", seen)
    grown.correct("P1/count", grown.counted("1.50", "94"), "wrong line read")

    with grown.house.kernel.reading() as session:
        assert queries.standing_entry(session, grown.stream, "P2/harvest") == entry
        assert queries.moved_since(session, grown.stream, "P2/harvest", seen)
        assert not queries.moved_since(session, grown.stream, "P2/seed", seen)


def test_a_check_of_what_was_shown_before_a_correction_is_stale(grown: Bench) -> None:
    with grown.house.kernel.reading() as session:
        seen = queries.lot(session, grown.cast.actor(people.QA), grown.number).seq
    grown.correct("P1/count", grown.counted("1.50", "94"), "wrong line read")
    call = grown.cast.call(people.SECOND, seen=seen)
    proof, entry = grown.cast.proof(people.SECOND, "password"), grown.entry("P1/count").id

    with pytest.raises(Stale):
        service.check(grown.house.kernel, call, grown.number, "P1/count", entry, proof)


def test_units_follow_the_correction(grown: Bench) -> None:
    grown.correct("P2/count", grown.counted("3.00", "94"), "wrong line read")

    report = verify(grown.house.kernel.stores, Layers(recompute={"lot": service.recompute}))
    assert report.broken == []


def test_what_later_acts_rest_on_cannot_be_undone(grown: Bench) -> None:
    with pytest.raises(Refused) as caught:
        grown.correct("P1/count", grown.counted("0.10", "94"), "wrong line read")

    assert codes(caught.value)[0] == "STEP-RESTS"


def test_a_correction_into_limits_keeps_the_deviation_open(lot: Bench) -> None:
    lot.record("ISS/authorisations", by=people.PRODUCTION)
    lot.record("REC/identify")
    lot.verify("REC/identify")
    lot.confirm("REC/weigh", {**READY["REC/weigh"], "net": "152.0"}, "weighed twice")

    lot.correct("REC/weigh", READY["REC/weigh"], "the decimal mark was wrong")

    with lot.house.kernel.reading() as session:
        assert len(quality.open_deviations(session, lot.stream)) == 1


@pytest.mark.parametrize(
    ("net", "reason", "code"),
    [("52.0", "again", "STEP-SAME"), ("53.0", None, "STEP-NO-REASON"), ("-5", "x", "K-NEGATIVE")],
)
def test_a_correction_changes_something_for_a_reason(
    lot: Bench, net: str, reason: str | None, code: str
) -> None:
    lot.record("ISS/authorisations", by=people.PRODUCTION)
    lot.record("REC/identify")
    lot.record("REC/weigh")

    with pytest.raises(Refused) as caught:
        lot.correct("REC/weigh", {**READY["REC/weigh"], "net": net}, reason)

    assert codes(caught.value) == [code]


def test_an_entry_that_was_corrected_meanwhile_is_stale(lot: Bench) -> None:
    lot.record("ISS/authorisations", by=people.PRODUCTION)
    lot.record("REC/identify")
    lot.record("REC/weigh")
    old = lot.entry("REC/weigh").id
    lot.correct("REC/weigh", {**READY["REC/weigh"], "net": "53.0"}, "first")

    answered = Answered("REC/weigh", lot.values("REC/weigh", READY["REC/weigh"]))
    call = lot.cast.call(people.TECHNICIAN, "second")
    proof = lot.cast.proof(people.TECHNICIAN, "password")
    with pytest.raises(Stale):
        service.correct(lot.house.kernel, call, lot.number, old, answered, proof)


def test_only_the_bench_corrects(lot: Bench) -> None:
    lot.record("ISS/authorisations", by=people.PRODUCTION)
    lot.record("REC/identify")
    no = {**READY["REC/identify"], "container_intact": "no"}

    with pytest.raises(NotPermitted):
        lot.correct("REC/identify", no, "seen later", by=people.QA)
