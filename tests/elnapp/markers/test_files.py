"""Files of laboratories: kept first, looked at, taken whole or not at all."""

from __future__ import annotations

import pytest
from sqlmodel import select

from elnapp.donors.queries import donation_day
from elnapp.markers import queries, service
from elnapp.quality import queries as quality
from elnapp.record import Conflict, Event, Refused, StoredFile
from elnapp.record.plain import sha256
from tests.cast import PHYSICIAN
from tests.elnapp.donors.physician import Donors
from tests.elnapp.markers.desk import DEMANDED, Desk, as_csv

MSH = "MSH|^~\\&|LAB|DEMO|ELNAPP|SLS|20261121160000||ORU^R01|{n}|P|2.5"


def faults(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """The codes of what is in the way, of each line."""
    return [str(f.params.get("fault", f.code)) for f in refused.value.findings]


def refusals(desk: Desk) -> list[str]:
    """The bodies of the events of refused file commands at the site."""
    with desk.kernel.reading() as session:
        found = select(Event.body).where(Event.stream == "site/SLS")
        return [b for b in session.scalars(found) if '"refused":true' in b]


def message(desk: Desk, *results: tuple[str, str], sample: str = "", **over: str) -> bytes:
    """An ORU^R01 with one OBX a result."""
    said = {"donor": desk.code, "status": "F", "kind": "", "kit": "SERO-DEMO^S1"} | over
    lines = [
        said["kind"] or MSH.format(n=1),
        f"PID|1||{said['donor']}",
        f"OBR|1||{sample or desk.code + '-P01'}|PANEL||||||||||202611211200",
    ]
    lines += [
        f"OBX|{i}|NM|{code}||0.08|S/CO||{flag}|||{said['status']}|||202611211530||^Dr Lab|{said['kit']}"
        for i, (code, flag) in enumerate(results, start=1)
    ]
    return "\r".join(lines).encode()


def test_a_file_is_kept_by_its_hash_before_it_is_read(given: Desk) -> None:
    data = b"\x00\x01 not a file of results"
    digest = given.send(data)
    assert digest == sha256(data)
    assert given.house.files.read(digest) == data
    with given.kernel.reading() as session:
        stored = session.scalars(select(StoredFile).where(StoredFile.sha256 == digest)).one()
        row = queries.file_row(session, digest)
        assert row is not None
        seen = service.preview(session, given.house.files, row)
    assert stored.size == len(data)
    assert seen.refusal is not None
    assert seen.refusal.code == "MRK-FILE-UNREADABLE"
    with pytest.raises(Refused):
        given.take(digest)


def test_the_same_bytes_twice_are_a_duplicate(given: Desk) -> None:
    lines = [given.line("HBSAG")]
    digest = given.receive(lines)
    for mapping in ("LAB-DEMO-CSV", "LAB-DEMO-HL7"):
        with pytest.raises(Refused) as refused:
            given.receive(lines, mapping)
        assert faults(refused) == ["MRK-FILE-TWICE"]
    assert len(refusals(given)) == 2
    given.take(digest)
    with pytest.raises(Refused) as refused:
        given.take(digest)
    assert faults(refused) == ["MRK-FILE-DECIDED"]
    assert len(given.board().results) == 1


def test_the_same_result_in_other_bytes_is_a_duplicate_too(given: Desk) -> None:
    given.take(given.receive([given.line("HBSAG")]))
    again = given.receive([given.line("HBSAG"), given.line("ANTI-HCV")])
    with pytest.raises(Refused) as refused:
        given.take(again)
    assert faults(refused) == ["MRK-RESULT-TWICE"]
    assert len(given.board().results) == 1


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Analyse": "Ag HBx"}, "MRK-ANALYTE"),
        ({"Échantillon": "TUBE-99"}, "MRK-SAMPLE-UNKNOWN"),
        ({"Interprétation": "peut-être"}, "MRK-INTERPRETATION"),
        ({"Lot": "OLD"}, "MRK-KIT-EXPIRED"),
        ({"Lot": "S77"}, "MRK-LOT"),
        ({"Réactif": "X"}, "MRK-KIT"),
        ({"Valeur": "0,1,2", "Unité": "S/CO"}, "MRK-NUMBER"),
        ({"Valeur": "0,12", "Unité": "UI/L"}, "MRK-UNIT"),
        ({"Analysé le": "2026-11-21"}, "MRK-TIME"),
        ({"Analysé le": "25/10/2026 02:30"}, "MRK-TIME"),
        ({"Validé par": ""}, "MRK-FIELD"),
        ({"Code donneur": "D-0999"}, "MRK-DONOR-UNKNOWN"),
    ],
)
def test_one_wrong_line_holds_the_whole_file(
    given: Desk, changed: dict[str, str], fault: str
) -> None:
    lines = [given.line(a) for a in DEMANDED[3:5]] + [given.line("HBSAG", **changed)]
    digest = given.receive(lines)
    with pytest.raises(Refused) as refused:
        given.take(digest)
    assert fault in faults(refused)
    assert given.board().results == ()
    assert any(fault in body for body in refusals(given))
    with given.kernel.reading() as session:
        (view,) = queries.files(session, given.cast.actor(PHYSICIAN))
    assert view.state == "received"


def test_results_for_another_code_are_not_taken_for_either_donor(
    given: Desk, donors: Donors
) -> None:
    other = Desk(given.house, given.cast, donors.consented())
    line = given.line("HBSAG", **{"Code donneur": other.code})
    with pytest.raises(Refused) as refused:
        given.take(given.receive([line]))
    assert faults(refused) == ["MRK-OTHER-CODE"]
    assert refused.value.findings[0].weight == 3
    assert given.board().results == other.board().results == ()
    assert len(refusals(given)) == 1


def test_a_file_of_two_donors_is_one_command(given: Desk, donors: Donors) -> None:
    other = Desk(given.house, given.cast, donors.consented())
    other.sample()
    answer = given.take(given.receive([given.line("HBSAG"), other.line("HBSAG")]))
    assert answer["results"] == 2
    assert [len(d.board().results) for d in (given, other)] == [1, 1]


def test_a_late_positive_in_a_file_holds_the_donor(given: Desk) -> None:
    line = given.line("HIV-RNA", Interprétation="Réactif")
    answer = given.take(given.receive([line]))
    assert answer["holds"] == [f"{given.code}-H01"]
    with given.kernel.reading() as session:
        assert [h.about for h in quality.open_holds(session, [given.stream])] == [given.stream]


def test_a_refused_file_is_kept_with_its_reason(given: Desk) -> None:
    digest = given.receive([given.line("HBSAG")])
    call = given.cast.call(PHYSICIAN, "sent for another unit")
    service.refuse(given.kernel, call, digest)
    with pytest.raises(Refused) as refused:
        given.take(digest)
    assert faults(refused) == ["MRK-FILE-DECIDED"]
    assert given.house.files.has(digest)


def test_a_file_taken_twice_at_once_is_taken_once(given: Desk) -> None:
    digest = given.receive([given.line("HBSAG")])
    call = given.cast.call(PHYSICIAN)
    first = service.take(given.kernel, given.house.files, call, digest, donation_day)
    assert service.take(given.kernel, given.house.files, call, digest, donation_day) == first
    with pytest.raises(Conflict):
        service.refuse(given.kernel, call, digest)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.replace(b";Lot;", b";Batch;"),
        lambda d: d.replace(b"Analyse;", b"Lot;"),
        lambda d: d + b"one;two\r\n",
        lambda d: d.splitlines()[0],
        lambda d: d.replace("é".encode(), b"\xe9"),
        lambda d: d + b'"open',
        lambda d: d + b"\x00",
        lambda d: d[:3],
        lambda d: d + b" " * (3 * 1024 * 1024),
    ],
)
def test_a_spoiled_file_is_kept_and_refused_with_a_sentence(given: Desk, spoil) -> None:
    digest = given.send(spoil(as_csv([given.line("HBSAG")])))
    with pytest.raises(Refused) as refused:
        given.take(digest)
    assert faults(refused) == ["MRK-FILE-UNREADABLE"]
    assert given.board().results == ()


def test_hl7_results_are_read_as_the_mapping_says(given: Desk) -> None:
    data = message(given, ("HBSAG", "NEG"), ("ANTI-HBC", "RR"))
    answer = given.take(given.send(data, "LAB-DEMO-HL7"))
    assert answer["results"] == 2
    first, second = (v.row for v in given.board().results)
    assert (first.analyte, first.interpretation, first.text) == ("HBSAG", "NONREACTIVE", "0.08")
    assert (second.interpretation, second.lot, second.validator) == (
        "REPEAT_REACTIVE", "S1", "Dr Lab",
    )  # fmt: skip
    assert second.locator == "1/OBX-2"
    assert answer["holds"] == [f"{given.code}-H01"]


def test_hl7_messages_may_follow_each_other_and_be_framed(given: Desk) -> None:
    one, two = message(given, ("HBSAG", "NEG")), message(given, ("ANTI-HCV", "NEG"))
    data = b"\x0b" + one + b"\x1c\r" + b"\x0b" + two.replace(b"\r", b"\r\n") + b"\x1c\r"
    assert given.take(given.send(data, "LAB-DEMO-HL7"))["results"] == 2


@pytest.mark.parametrize(
    "over",
    [
        {"status": "P"},
        {"kind": "MSH|^~\\&|LAB|DEMO|ELNAPP|SLS|2026||ADT^A01|1|P|2.5"},
        {"kind": "EVN|A01"},
        {"kind": "MSH"},
    ],
)
def test_a_message_that_is_no_final_result_is_refused(given: Desk, over: dict[str, str]) -> None:
    digest = given.send(message(given, ("HBSAG", "NEG"), **over), "LAB-DEMO-HL7")
    with pytest.raises(Refused) as refused:
        given.take(digest)
    assert faults(refused) == ["MRK-FILE-UNREADABLE"]


def test_hl7_results_for_another_code_are_not_taken(given: Desk, donors: Donors) -> None:
    other = donors.consented()
    digest = given.send(message(given, ("HBSAG", "NEG"), donor=other), "LAB-DEMO-HL7")
    with pytest.raises(Refused) as refused:
        given.take(digest)
    assert faults(refused) == ["MRK-OTHER-CODE"]
