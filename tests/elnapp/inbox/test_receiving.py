"""A file is kept and read once; what does not agree holds its readings; nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from elnapp.inbox import queries, service
from elnapp.inbox.service import looking
from elnapp.readers import sandbox
from elnapp.record import NotPermitted, Refused
from instruments.counters.nucleoview import parser as nucleoview_parser
from instruments.reading import Parsed
from tests import cast as people
from tests.elnapp.inbox.conftest import ONE, TWO, Counted, Desk, nucleoview


def faults(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f.code for f in caught.value.findings]


def test_a_file_is_kept_and_read_with_its_raw_text(desk: Desk) -> None:
    data = nucleoview((ONE, TWO), desk.clock.at - timedelta(minutes=5))
    answer = desk.receive(data, "C:\\exports\\run 7.csv")
    assert desk.house.files.read(answer["sha256"]) == data
    first, second = (desk.reading(one) for one in answer["readings"])
    assert first.quantities["viable_cell_density"].raw == "4.182E5"
    assert str(first.quantities["viable_cell_density"].value) == "0.4182"
    assert first.quantities["viable_cell_density"].unit == "10*6/mL"
    assert (first.sample, first.locator, first.file_name) == ("svf-1", "sample 1", "run 7.csv")
    assert (first.serial, first.instrument) == ("9000201099909999", "NC-200-1")
    assert (first.state, second.state, first.operator) == ("open", "open", "cmoreau")
    assert first.unread["csv file version"] == "2"
    assert first.version == nucleoview_parser.FORMAT.version
    assert desk.sound()


def test_the_same_bytes_are_no_second_reading(desk: Desk) -> None:
    data = nucleoview((ONE,), desk.clock.at)
    first = desk.receive(data)
    again = desk.receive(data, "another name.csv", by=people.ANALYST)
    assert again == {"file": first["file"], "sha256": first["sha256"], "already": True}
    assert len(desk.inbox()) == 1


def test_what_cannot_be_read_is_kept_with_its_reason(desk: Desk) -> None:
    answer = desk.receive(b"\x00\x01 nothing of an instrument", "x\x00y.bin")
    assert answer["outcome"] == "refused"
    assert answer["reason"]["code"] == "READER-UNKNOWN"
    assert answer["reason"]["fr"].startswith("Aucun lecteur")
    assert desk.house.files.has(answer["sha256"])
    with desk.house.kernel.reading() as session:
        (unread,) = queries.unread_files(session, desk.cast.actor(people.TECHNICIAN))
    assert "\x00" not in unread.name
    with pytest.raises(Refused) as refused:
        desk.receive(b"")
    assert faults(refused) == ["FILE-EMPTY"]


@pytest.mark.parametrize(
    ("lines", "outcome"), [(400, "read"), (looking.MOST_READINGS + 1, "refused")]
)
def test_a_plate_read_again_is_taken_and_an_endless_table_is_not(
    desk: Desk, lines: int, outcome: str
) -> None:
    """A plate of 384 wells may have some of them read twice."""
    day = f"{desk.clock.at:%Y-%m-%d}"
    table = ["Sample;Analyst;Read at;BSA (ng/mL);CV (%)"]
    table += [f"well {n};jpetit;{day} 06:00:00;{n};3.1" for n in range(lines)]

    answer = desk.receive("\n".join(table).encode(), "plate.csv", named="ELISA-1")

    assert answer["outcome"] == outcome
    assert len(answer["readings"]) == (lines if outcome == "read" else 0)
    assert desk.sound()


def test_zero_living_cells_are_a_zero(desk: Desk) -> None:
    (one,) = desk.count(Counted("dead", "0", "0"))
    found = desk.reading(one)
    assert found.quantities["viable_cell_density"].value == 0
    assert found.quantities["viability"].value == 0
    assert found.state == "open"


def test_another_instrument_than_the_registered_one_holds(desk: Desk) -> None:
    (one,) = desk.count(ONE, serial="9000201012345678")
    assert desk.holds(one) == ["FILE-NOT-REGISTERED"]
    data = nucleoview((TWO,), desk.clock.at)
    (two,) = desk.receive(data, named="FLOW-1")["readings"]
    assert desk.holds(two) == ["FILE-OTHER-INSTRUMENT"]
    assert {r.state for r in desk.inbox()} == {"held"}


def test_a_clock_that_is_wrong_holds(desk: Desk) -> None:
    (ahead,) = desk.count(ONE, ago=-30)
    assert desk.holds(ahead) == ["FILE-CLOCK-AHEAD"]
    (tolerated,) = desk.count(Counted("t", "1", "90"), ago=-4)
    assert desk.holds(tolerated) == []
    (elsewhere,) = desk.count(TWO, zone="Asia/Tokyo")
    assert desk.holds(elsewhere) == ["FILE-OTHER-ZONE"]


def test_one_sample_code_in_two_files_holds_both(desk: Desk) -> None:
    (first,) = desk.count(ONE)
    assert desk.holds(first) == []
    (second,) = desk.count(Counted(ONE.sample, "0.9", "70"))
    assert desk.holds(first) == desk.holds(second) == ["FILE-SAMPLE-TWICE"]
    call = desk.cast.call(people.TECHNICIAN, "Dilution fausse, recompté.")
    service.set_aside(desk.house.kernel, call, second)
    assert (desk.holds(first), desk.reading(second).state) == ([], "aside")
    assert [r.id for r in desk.inbox()] == [first]
    with pytest.raises(Refused) as refused:
        service.set_aside(desk.house.kernel, desk.cast.call(people.TECHNICIAN, "x"), second)
    assert faults(refused) == ["FILE-ASIDE"]
    with pytest.raises(Refused) as refused:
        service.set_aside(desk.house.kernel, desk.cast.call(people.TECHNICIAN, " "), first)
    assert faults(refused) == ["FILE-REASON"]


def test_a_reading_that_waits_a_day_is_late(desk: Desk) -> None:
    (one,) = desk.count(ONE)
    who = desk.cast.actor(people.TECHNICIAN)
    for hours, late in ((23, []), (25, [one])):
        with desk.house.kernel.reading() as session:
            now = desk.clock.at + timedelta(hours=hours)
            assert [r.id for r in queries.overdue(session, who, now)] == late


def test_a_newer_reader_makes_a_new_reading_beside_the_old(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old,) = desk.count(ONE)
    digest = desk.reading(old).sha256

    def reread(why: str) -> list[str]:
        call = desk.cast.call(people.ANALYST, why)
        return list(service.reread(desk.sender, call, digest)["readings"])

    with pytest.raises(Refused) as refused:
        reread("Le lecteur a changé.")
    assert faults(refused) == ["FILE-SAME-READER"]
    _another_version(monkeypatch)
    with pytest.raises(Refused) as refused:
        reread("")
    assert faults(refused) == ["FILE-REASON"]
    (new,) = reread("Le lecteur a changé.")
    assert desk.reading(new).supersedes == old
    assert [(desk.reading(r).version, desk.reading(r).current) for r in (old, new)] == [
        (nucleoview_parser.FORMAT.version, False), ("99", True),
    ]  # fmt: skip
    assert [r.id for r in desk.inbox()] == [new]


def _another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the sandbox answer as a reader of another version would."""
    real = sandbox.read

    def newer(*args: Any, **kw: Any) -> Parsed:
        parsed = real(*args, **kw)
        return replace(parsed, source=replace(parsed.source, version="99"))

    monkeypatch.setattr(looking, "read", newer)


def test_who_may_send_is_policy(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        desk.receive(b"x", by=people.SPONSOR)
