"""What two people do together: opening in an emergency, and destroying a key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from batches.retention import Facts
from elnapp.audit import service as audit
from elnapp.record import NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.signing.queries import meanings_at
from elnapp.vault import service
from elnapp.vault.service import Stated
from tests.cast import PHARMACIST, PHYSICIAN, PRODUCTION, QA, QP, TECHNICIAN
from tests.elnapp.vault.people import LONG_OVER, ZOE, Desk


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f.code for f in refused.value.findings]


def test_one_asks_a_physician_approves_and_it_is_seen_once(desk: Desk) -> None:
    desk.ask()
    assert desk.held().state == "asked"
    desk.approve()
    assert desk.held().state == "opened"
    assert desk.open() == ZOE
    with pytest.raises(Refused) as refused:
        desk.open()
    assert codes(refused) == ["ID-USED"]
    looks = desk.held().looks
    assert [(x.way, x.purpose, x.looked_by_name) for x in looks] == [
        ("emergency", "VITAL", "Pauline Dubois")
    ]
    service.emergency.acknowledge(desk.house, desk.cast.call(QA), desk.code)
    assert desk.held().state == "held"
    assert verify(desk.house.kernel.stores, audit.layers()).ok


def test_the_approval_is_a_signature_that_the_look_and_the_notice_leave_standing(
    desk: Desk,
) -> None:
    desk.ask()
    desk.approve()
    desk.open()
    service.emergency.acknowledge(desk.house, desk.cast.call(QA), desk.code)
    with desk.house.kernel.reading() as session:
        assert meanings_at(session, f"identity/{desk.code}/request/1") == {"IDENTITY-OPENED"}


def test_the_words_of_the_asker_are_sealed_for_the_physician(desk: Desk) -> None:
    desk.ask(words="Saigne beaucoup")
    asked = desk.held().last("open")
    assert asked is not None
    assert "Saigne" not in str(asked.row.sealed)
    assert service.words_of(desk.house, asked) == "Saigne beaucoup"


def test_a_look_without_approval_is_refused_and_the_refusal_is_an_event(desk: Desk) -> None:
    desk.ask()
    before = len(desk.events())
    with pytest.raises(Refused) as refused:
        desk.open()
    assert codes(refused) == ["ID-NO-REQUEST"]
    assert desk.events()[before:] == ["vault.open"]


def test_an_approval_is_for_the_person_who_asked(desk: Desk) -> None:
    desk.ask()
    desk.approve()
    with pytest.raises(Refused) as refused:
        desk.open(by=QP)
    assert codes(refused) == ["ID-NOT-YOURS"]
    assert desk.held().looks == ()


def test_an_approval_lapses(desk: Desk) -> None:
    desk.ask()
    desk.approve()
    desk.clock.at += timedelta(minutes=61)
    with pytest.raises(Refused) as refused:
        desk.open()
    assert codes(refused) == ["ID-LAPSED"]
    service.emergency.acknowledge(desk.house, desk.cast.call(QA), desk.code)
    assert desk.held().state == "held"


def test_a_request_lapses_and_can_still_be_declined(desk: Desk) -> None:
    desk.ask()
    desk.clock.at += timedelta(hours=25)
    with pytest.raises(Refused) as refused:
        desk.approve()
    assert codes(refused) == ["ID-LAPSED"]
    service.emergency.decline(desk.house, desk.cast.call(PHYSICIAN), desk.code)
    assert desk.held().state == "held"


def test_only_a_physician_approves_and_only_with_both_factors(desk: Desk) -> None:
    desk.ask()
    with pytest.raises(NotPermitted):
        desk.approve(by=QA)
    call, proof = desk.cast.call(PHYSICIAN), desk.cast.proof(PHYSICIAN, "password")
    with pytest.raises(Refused) as refused:
        service.emergency.approve(desk.house, call, desk.code, proof)
    assert "SIG-FACTOR" in codes(refused)
    assert desk.held().state == "asked"


@pytest.mark.parametrize("login", [TECHNICIAN, PRODUCTION, PHYSICIAN])
def test_roles_that_may_not_ask(desk: Desk, login: str) -> None:
    with pytest.raises(NotPermitted):
        desk.ask(by=login)


def test_quality_assurance_does_not_note_its_own_opening_nor_an_open_one(desk: Desk) -> None:
    desk.ask(by=QA)
    desk.approve()
    with pytest.raises(Refused) as refused:
        service.emergency.acknowledge(desk.house, desk.cast.call(QA), desk.code)
    assert codes(refused) == ["ID-SELF", "ID-STILL-OPEN"]


def test_two_requests_do_not_wait_at_once(desk: Desk) -> None:
    desk.ask()
    with pytest.raises(Refused) as refused:
        desk.ask(by=QA)
    assert codes(refused) == ["ID-ASKED"]


def test_a_destroyed_key_is_gone_the_record_stands_and_nobody_reads_it(desk: Desk) -> None:
    desk.look()
    sealed = desk.held().newest.sealed
    keys = service.key_file(desk.house)
    before = keys.read()
    desk.end()
    assert desk.held().state == "leaving"
    desk.shred()

    held, ring = desk.held(), keys.read()
    assert held.state == "shredded"
    assert held.newest.sealed == sealed
    assert held.stream not in ring.keys
    assert held.stream not in ring.terms
    assert ring.index == before.index
    attempts: tuple[Callable[[], object], ...] = (
        desk.look, desk.ask, lambda: desk.correct(family_name="X"),
    )  # fmt: skip
    for attempt in attempts:
        with pytest.raises((Refused, NotPermitted)):
            attempt()
    assert desk.search(family_name=ZOE["family_name"]) == []
    assert verify(desk.house.kernel.stores, audit.layers()).ok


@pytest.mark.parametrize(
    ("stated", "known", "found"),
    [
        (Stated(source="S"), Facts(lots=()), ["RET-UNKNOWN"]),
        (LONG_OVER, Facts(), ["RET-UNKNOWN", "RET-UNKNOWN"]),
        (LONG_OVER, Facts(lots=(None,)), ["RET-UNKNOWN", "RET-UNKNOWN"]),
        (LONG_OVER, Facts(lots=(date(1999, 1, 1),), uses=()), ["RET-NOT-YET"]),
        (LONG_OVER, Facts(lots=(), uses=(date(1996, 11, 22),)), ["RET-NOT-YET"]),
        (Stated(date(1996, 11, 22), source="S"), Facts(lots=()), ["RET-NOT-YET"]),
        (Stated(date(1990, 1, 1)), Facts(lots=()), ["ID-SOURCE"]),
    ],
)
def test_before_its_time_or_without_the_facts_a_key_stays(
    desk: Desk, stated: Stated, known: Facts, found: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        desk.end(stated, lambda _session, _about: known)
    assert codes(refused) == found
    assert desk.held().state == "held"
    assert desk.look() == ZOE


def test_what_a_room_knows_cannot_be_talked_away(desk: Desk) -> None:
    """A lot appears between the request and its signature: everything is asked again."""
    desk.end()
    with pytest.raises(Refused) as refused:
        desk.shred(gather=lambda _session, _about: Facts(lots=(None,)))
    assert codes(refused) == ["RET-UNKNOWN", "RET-UNKNOWN"]
    assert desk.look() == ZOE


def test_a_source_that_names_the_person_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.end(Stated(date(1990, 1, 1), source="Dossier de mme L'HERITIER ANGSTROM"))
    assert codes(refused) == ["ID-NAMED"]


def test_one_person_alone_destroys_nothing(desk: Desk) -> None:
    desk.end()
    for login in (PHYSICIAN, PHARMACIST):
        with pytest.raises(NotPermitted):
            desk.shred(by=login)
    assert desk.look() == ZOE


def test_a_key_that_may_go_can_be_kept(desk: Desk) -> None:
    desk.end()
    service.shredding.keep(desk.house, desk.cast.call(QA), desk.code)
    assert desk.held().state == "held"
    assert desk.look() == ZOE


def test_a_process_that_died_before_the_key_went_is_finished_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.end()
    with monkeypatch.context() as patched:
        patched.setattr("elnapp.vault.service.shredding.finish", lambda _house: [])
        desk.shred()
    keys = service.key_file(desk.house)
    assert f"identity/{desk.code}" in keys.read().keys
    assert service.finish(desk.house) == [f"identity/{desk.code}"]
    assert f"identity/{desk.code}" not in keys.read().keys
