"""The second person: who may, when, and what is left when nobody could."""

from __future__ import annotations

import pytest

from elnapp.lots import queries, service
from elnapp.quality import queries as quality
from elnapp.record import NotPermitted, Refused, Stale
from tests import cast as people
from tests.elnapp.lots.conftest import READY, Bench

STEP = "REC/identify"


def codes(refused: Refused) -> list[str]:
    return [f.code for f in refused.findings]


@pytest.fixture
def seen(lot: Bench) -> Bench:
    """A lot whose donation was just identified and waits for its witness."""
    lot.record("ISS/authorisations", by=people.PRODUCTION)
    lot.record(STEP)
    return lot


def state(lot: Bench, path: str = STEP) -> str:
    with lot.house.kernel.reading() as session:
        found = queries.position(session, lot.stream).at(path)
    assert found is not None
    return found.state


def test_a_witness_signs_within_the_minutes_of_the_master(seen: Bench) -> None:
    assert state(seen) == "recorded"
    seen.wait(minutes=13)

    answer = seen.verify(STEP)

    assert answer["name"] == seen.cast.actor(people.SECOND).name
    assert state(seen) == "done"


def test_a_late_witness_is_told_what_to_do(seen: Bench) -> None:
    seen.wait(minutes=15)

    with pytest.raises(Refused) as caught:
        seen.verify(STEP)

    assert codes(caught.value) == ["STEP-WITNESS-LATE"]


def test_who_did_it_does_not_verify_it(seen: Bench) -> None:
    with pytest.raises(Refused) as caught:
        seen.verify(STEP, by=people.TECHNICIAN)

    assert codes(caught.value)[0] == "P02"
    assert caught.value.matters


def test_who_corrected_it_does_not_verify_it(seen: Bench) -> None:
    seen.record("REC/weigh")
    seen.correct("REC/weigh", {**READY["REC/weigh"], "net": "53.0"}, "read again", by=people.SECOND)

    with pytest.raises(Refused) as caught:
        seen.verify("REC/weigh", by=people.SECOND)

    assert codes(caught.value)[0] == "P02"


def test_a_role_outside_the_bench_does_not_witness(seen: Bench) -> None:
    with pytest.raises(NotPermitted):
        seen.verify(STEP, by=people.QA)


def test_a_step_is_verified_once_and_in_its_own_way(seen: Bench) -> None:
    seen.verify(STEP)
    call, proof = seen.cast.call(people.SECOND), seen.cast.proof(people.SECOND, "password")
    entry = seen.entry(STEP).id

    with pytest.raises(Refused) as again:
        service.witness(seen.house.kernel, call, seen.number, STEP, entry, proof)
    with pytest.raises(Refused) as other:
        service.check(seen.house.kernel, call, seen.number, STEP, entry, proof)

    assert codes(again.value) == ["STEP-VERIFIED"]
    assert codes(other.value) == ["STEP-NOT-CHECKED"]


def test_an_entry_that_no_longer_stands_is_not_witnessed(seen: Bench) -> None:
    old = seen.entry(STEP).id
    no = {**READY[STEP], "container_intact": "no"}
    with pytest.raises(service.Unconfirmed):
        seen.correct(STEP, no, "a drop outside")
    call, proof = seen.cast.call(people.SECOND), seen.cast.proof(people.SECOND, "password")
    seen.record("REC/weigh")
    with pytest.raises(Stale):
        service.check(seen.house.kernel, call, seen.number, "REC/weigh", old, proof)


def test_an_unwitnessed_step_is_declared_and_opens_a_deviation(seen: Bench) -> None:
    seen.wait(minutes=30)
    call = seen.cast.call(people.TECHNICIAN, "the second person was called away")

    answer = service.declare_unwitnessed(
        seen.house.kernel, call, seen.number, STEP, seen.entry(STEP).id
    )

    with seen.house.kernel.reading() as session:
        opened = quality.open_deviations(session, seen.stream)
        found = queries.dossier(session, seen.stream)["steps"][1]["unwitnessed"]
    assert [(d.number, d.rule) for d in opened] == [(answer["deviation"], "P01")]
    assert found["reason"] == "the second person was called away"
    assert state(seen) == "exceptional"
    seen.dispose(answer["deviation"])
    assert state(seen) == "done"


def test_a_declaration_says_why(seen: Bench) -> None:
    call = seen.cast.call(people.TECHNICIAN)

    with pytest.raises(Refused) as caught:
        service.declare_unwitnessed(seen.house.kernel, call, seen.number, STEP, seen.entry(STEP).id)

    assert codes(caught.value) == ["STEP-NO-REASON"]


def test_the_same_signature_twice_is_one(seen: Bench) -> None:
    call, proof = seen.cast.call(people.SECOND), seen.cast.proof(people.SECOND, "password")
    entry = seen.entry(STEP).id

    first = service.witness(seen.house.kernel, call, seen.number, STEP, entry, proof)

    again = service.witness(seen.house.kernel, call, seen.number, STEP, entry, proof)
    assert again == first
