"""Results: judged by the pinned row, kept for ever, never tested into compliance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from elnapp.record import NotFound, NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.release import queries as release
from elnapp.results import queries
from elnapp.results.service import Given, Unconfirmed
from tests import cast as people
from tests.elnapp.results.bench import STREAM, Bench


def test_before_any_result_everything_is_pending(bench: Bench) -> None:
    with bench.house.kernel.reading() as session:
        lines = queries.certificate(session, STREAM, bench.pinned.specification)
    assert {line.verdict for line in lines} == {"PENDING"}
    classes = [line.row.row_class for line in lines]
    assert classes == sorted(classes, key=["RELEASE", "ACTION", "INFO"].index)


@pytest.mark.parametrize(
    ("row", "typed", "verdict", "rounded"),
    [
        ("ID-1-CD73", ("94.95",), "PASS", "95.0"),
        ("ID-1-CD73", ("94.94",), "FAIL", "94.9"),
        ("DO-1", ("110.4",), "PASS", "110"),
        ("DO-1", ("110.5",), "FAIL", "111"),
        ("SA-1", ("no_growth",), "PASS", "no_growth"),
        ("SA-1", ("growth",), "FAIL", "growth"),
        ("ID-6", ("20.1",), "PASS", "20.1"),
    ],
)
def test_a_result_is_judged_by_its_row(
    bench: Bench, row: str, typed: tuple[str, ...], verdict: str, rounded: str
) -> None:
    bench.enter(bench.given(row, *typed))
    line = bench.line(row)
    assert line.verdict == verdict
    assert line.result is not None
    assert line.result.rounded == rounded
    assert line.result.shown["limit"]["fr"]


def test_two_readers_are_pooled_and_their_intervals_span(bench: Bench) -> None:
    bench.enter(bench.given("SE-1", "18", "21", "412", "420"))
    result = bench.line("SE-1").result
    assert result is not None
    assert result.rounded == "4.7"
    computed = {c["name"]: c for c in result.computed}
    assert computed["percent"]["formula"] == "percent_positive"
    assert computed["percent"]["inputs"] == {"positives": "39", "total": "832"}
    assert computed["difference"]["value"].startswith("0.631")
    assert result.interval is not None
    low, high = result.interval
    assert low < Decimal("4.369") < Decimal(5) < high


@pytest.mark.parametrize(
    ("row", "typed", "rule", "weight"),
    [("ID-1-CD105", "81.3", "L01", 3), ("ID-5", "10.1", "L02", 2), ("ID-6", "20.1", "L02", 2)],
)
def test_what_is_out_of_its_limit_opens_a_deviation_once_confirmed(
    bench: Bench, row: str, typed: str, rule: str, weight: int
) -> None:
    given = bench.given(row, typed)
    with pytest.raises(Unconfirmed) as waiting:
        bench.try_once(given)
    assert bench.line(row).verdict == "PENDING"
    with pytest.raises(Unconfirmed):
        bench.try_once(replace(bench.given(row, "0.1" if rule == "L01" else "99"),
                               confirmed=waiting.value.token))  # fmt: skip
    answer = bench.try_once(replace(given, confirmed=waiting.value.token))
    (deviation,) = bench.deviations()
    assert (deviation.rule, deviation.weight) == (rule, weight)
    assert deviation.about == answer["address"]
    assert answer["deviations"] == [deviation.number]


def test_a_row_takes_another_result_only_after_the_first_is_invalid(bench: Bench) -> None:
    bench.enter(bench.given("ID-1-CD105", "96.3"))
    with pytest.raises(Refused, match="RESULT-STANDS"):
        bench.enter(bench.given("ID-1-CD105", "98"))
    with pytest.raises(Refused, match="RESULT-REASON"):
        bench.invalidate("ID-1-CD105", " ")
    bench.invalidate("ID-1-CD105", "anticorps périmé")
    assert bench.line("ID-1-CD105").verdict == "INVALID"
    with pytest.raises(Refused, match="RESULT-NOT-STANDING"):
        bench.invalidate("ID-1-CD105", "encore")
    bench.enter(bench.given("ID-1-CD105", "98"))
    line = bench.line("ID-1-CD105")
    assert line.verdict == "PASS"
    assert [r.invalid for r in line.history] == ["anticorps périmé", None]
    assert line.earlier[0].number == Decimal("96.3")
    assert verify(bench.house.kernel.stores).ok


def test_a_run_without_result_is_kept_with_its_reason(bench: Bench) -> None:
    bench.enter(Given("SA-3", invalid="témoin négatif positif"))
    line = bench.line("SA-3")
    assert line.verdict == "INVALID"
    assert line.result is not None
    assert line.result.invalid_name == "Julien Petit"
    bench.enter(bench.given("SA-3", "0.5"))
    assert [r.verdict for r in bench.line("SA-3").history] == ["INVALID", "PASS"]


@pytest.mark.parametrize(
    ("row", "typed", "code"),
    [
        ("ID-2", ("-1",), "K-NEGATIVE"),
        ("ID-2", ("130",), "K-ABSURD"),
        ("SE-1", ("20", "21", "10", "420"), "COUNT-IMPOSSIBLE"),
        ("SA-1", ("maybe",), "K-CHOICE"),
    ],
)
def test_what_cannot_be_is_refused(
    bench: Bench, row: str, typed: tuple[str, ...], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        bench.enter(bench.given(row, *typed))
    assert bench.line(row).verdict == "PENDING"


def test_a_test_is_not_done_tomorrow_nor_on_a_foreign_sample(bench: Bench) -> None:
    tomorrow = bench.cast.clock() + timedelta(days=1)
    given = bench.given("ID-2", "0.3")
    with pytest.raises(Refused, match="RESULT-FUTURE"):
        bench.enter(replace(given, analysed_at=tomorrow))
    with pytest.raises(Refused, match="RESULT-SAMPLE"):
        bench.enter(replace(given, sample="AT99-001-S01"))
    with pytest.raises(NotFound):
        bench.enter(Given("XX-9"))


def test_results_are_the_analysts_business(bench: Bench) -> None:
    for login in (people.TECHNICIAN, people.QA, people.QP, people.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            bench.enter(bench.given("ID-2", "0.3"), login)


def test_a_stored_verdict_that_its_inputs_do_not_give_is_found(bench: Bench) -> None:
    bench.enter(bench.given("SE-1", "18", "21", "412", "420"))
    bench.enter(bench.given("ID-1-CD105", "81.3"))
    bench.enter(bench.given("SA-1", "no_growth"))
    bench.enter(Given("SA-3", invalid="témoin"))
    stores, pinned = bench.house.kernel.stores, bench.pinned
    with stores.reading() as session:
        assert queries.misjudged(session, pinned) == []
    with stores.operating() as connection:
        connection.exec_driver_sql("DROP TRIGGER result_no_update")
        connection.exec_driver_sql("UPDATE result SET verdict = 'PASS' WHERE verdict = 'FAIL'")
    with stores.reading() as session:
        assert queries.misjudged(session, pinned) == [f"{STREAM}/results/ID-1-CD105/1"]
        facts = release.gate(session, STREAM, bench.cast.clock())
    assert "G24-BROKEN" in {f.code for f in facts.verdict.findings}


def test_what_was_shown_stands_beside_the_result(bench: Bench) -> None:
    bench.enter(bench.given("DO-1", "99.6"))
    result = bench.line("DO-1").result
    assert result is not None
    assert result.shown == {
        "class": "RELEASE",
        "attribute": {
            "en": "Viable cells a bag before freezing",
            "fr": "Cellules viables par poche avant congélation",
        },
        "method": {
            "en": "viable count × filled volume",
            "fr": "numération viable × volume réparti",
        },
        "limit": result.shown["limit"],
        "rounding": "decimals",
        "input": "number",
    }
    assert result.inputs == {"value": {"text": "99.6", "number": "99.6", "unit": "10*6"}}
