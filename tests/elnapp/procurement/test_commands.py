"""From the operating room to quarantine: what is recorded, what stops, what is an event all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from batches.people import SYSTEM, Grant
from elnapp.custody import queries as custody
from elnapp.custody import service as custody_service
from elnapp.custody.service import NewPlace
from elnapp.demo import receipt as demo
from elnapp.donors import service as donors
from elnapp.lots import service as lots
from elnapp.lots.service import Wish
from elnapp.people import service as accounts
from elnapp.people.service import NewSite
from elnapp.procurement import service
from elnapp.quality import queries as quality
from elnapp.record import Call, Event, NotPermitted, Refused, StoredFile, new_id
from elnapp.reports.queries.donor import material
from tests import cast as people
from tests.elnapp.lots.bench_nested import thawing
from tests.elnapp.lots.conftest import Bench, in_force
from tests.elnapp.procurement.conftest import DIN, OTHER, Ward
from tests.elnapp.reports import made_up_parts

STREAM = f"donation/{DIN}"


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def refusals(ward: Ward, stream: str) -> list[str]:
    """The verbs of the refusals that are events of a stream."""
    with ward.house.kernel.reading() as session:
        rows = session.exec(select(Event).where(Event.stream == stream).order_by(col(Event.seq)))
        return [row.verb for row in rows if '"refused":true' in row.body]


def wish(ward: Ward, din: str = DIN, **more: object) -> Wish:
    asked = Wish("clinical", "MSC-AT", "SLS", "MSC-AT-SHORT", "MSC-AT-DP", "NCT05947682",
                 ward.donor, din)  # fmt: skip
    return replace(asked, **more)  # type: ignore[arg-type]


def test_a_procurement_makes_its_containers_and_samples(ward: Ward) -> None:
    made = ward.procure(containers="2")
    assert sorted(made["units"].values()) == [
        f"{DIN}-S001", f"{DIN}-S002", f"{DIN}-S003", f"{DIN}-T01", f"{DIN}-T02",
    ]  # fmt: skip
    view = ward.view()
    assert view.procurement is not None
    assert view.procurement.answers["mass"] == {"text": "52.4", "number": "52.4", "unit": "g"}
    assert {u.label for u in view.units} == {"", "identity_reference", "serum_archive"}


def test_an_answer_that_is_missing_is_named_at_its_field(ward: Ward) -> None:
    with pytest.raises(Refused) as refused:
        ward.procure(identity_by=" ", incidents="")
    assert [f.where for f in refused.value.findings] == ["identity_by", "incidents"]
    assert ward.view().procurement is None


@pytest.mark.parametrize("login", [people.TECHNICIAN, people.QA])
def test_only_the_physician_signs_a_procurement(ward: Ward, login: str) -> None:
    given = service.NewProcurement({}, "Europe/Paris")
    call, proof = ward.cast.call(login), ward.cast.proof(login)
    with pytest.raises(NotPermitted):
        service.procure(ward.house.kernel, call, ward.donor, DIN, given, proof)


def test_a_correction_supersedes_with_a_reason_and_makes_nothing_new(ward: Ward) -> None:
    ward.procure()
    with pytest.raises(Refused) as refused:
        ward.procure(mass="51.0")
    ward.procure(mass="51.0", reason="Misread balance")
    first, second = ward.view().procurements
    assert codes(refused) == ["PRO-NO-CHANGE"]
    assert (second.supersedes, second.reason) == (first.id, "Misread balance")
    assert len(ward.view().units) == 4


def test_material_is_received_by_another_person_into_quarantine(ward: Ward) -> None:
    ward.procure()
    ward.hand_over()
    made = ward.receive(place="SLS-FR1-A")
    view = ward.view()
    assert made == {"decision": "accepted", "hold": None, "deviations": []}
    assert view.receipt is not None
    assert view.receipt.since_collection["value"] == "2.00"
    assert view.containers[0].place == "SLS-FR1-A"
    assert view.state == "available"
    with ward.house.kernel.reading() as session:
        kept = session.exec(select(StoredFile).where(StoredFile.stream == STREAM)).one()
    assert ward.house.files.read(kept.sha256).startswith(b"Device: Q-tag")


def test_the_sender_cannot_receive(ward: Ward) -> None:
    ward.procure()
    values = ward._values("hand_over", {**_SENT}, {"dispatched_at": ward.clock()})
    given = service.NewHandOver([f"{DIN}-T01"], values, "Europe/Paris")
    call, proof = ward.cast.call(people.TECHNICIAN), ward.cast.proof(people.TECHNICIAN)
    service.hand_over(ward.house.kernel, call, DIN, given, proof)
    with pytest.raises(Refused) as refused:
        ward.receive()
    assert codes(refused) == ["REC-SAME-PERSON"]
    ward.receive(by=people.SECOND)


_SENT = {
    "shipper": "COL-001", "logger": "DEMO-TL-001", "seal": "S-0001", "carrier": "x",
    "documents": "x", "labels_legible": "yes",
}  # fmt: skip


def test_nothing_is_received_that_nobody_handed_over_and_nothing_twice(ward: Ward) -> None:
    ward.procure()
    with pytest.raises(Refused) as early:
        ward.receive()
    ward.hand_over()
    ward.receive()
    with pytest.raises(Refused) as twice:
        ward.receive()
    assert (codes(early), codes(twice)) == (["PRO-NOT-HANDED"], ["PRO-RECEIVED"])


def test_what_is_out_of_limits_opens_a_deviation_and_stops_nobody(ward: Ward) -> None:
    ward.procure()
    ward.hand_over()
    with pytest.raises(Refused) as plain:
        ward.receive(hours=23, seal_intact="no")
    made = ward.receive(
        decision="accepted_with_deviation", reason="Traffic; seal torn", seal_intact="no"
    )
    with ward.house.kernel.reading() as session:
        opened = quality.deviations(session, STREAM)
    assert codes(plain) == ["REC-DEVIATION", "PRO-ANSWER", "PRO-ACTION"]
    assert {d.rule for d in opened} == {"PRO-ACTION", "PRO-ANSWER"}
    assert made["deviations"] == [d.number for d in opened]


def test_a_logger_file_of_another_shipper_puts_a_hold(ward: Ward) -> None:
    ward.procure()
    ward.hand_over()
    typed_rightly = "DEMO-TL-001"
    file = demo.logged(ward.story, DIN, ward.clock(), "DEMO-TL-777")
    made = ward.receive(
        decision="accepted_with_deviation", reason="File to be found", file=file,
        logger=typed_rightly,
    )  # fmt: skip
    assert made["hold"] == f"{DIN}-H01"
    with ward.house.kernel.reading() as session:
        (hold,) = quality.holds(session, [STREAM])
    assert "DEMO-TL-777" in hold.reason
    assert ward.view().state == "hold"
    with pytest.raises(Refused) as refused:
        lots.issue(ward.house.kernel, ward.cast.call(people.QA), wish(ward))
    assert codes(refused) == ["LOT-HOLD"]


def test_a_logger_file_that_was_given_before_puts_a_hold(ward: Ward) -> None:
    ward.donate(OTHER, day=1)
    for din in (DIN, OTHER):
        ward.procure(din)
        ward.hand_over(din)
    ward.receive()
    file = ward.view().receipt
    assert file is not None
    again = custody_service.Kept(str(file.file_sha256), 10, "text/csv", "again.csv")
    made = ward.receive(OTHER, decision="accepted_with_deviation", reason="?", file=again)
    assert made["hold"] == f"{OTHER}-H01"


def test_a_wrong_donation_stops_and_is_an_event(ward: Ward) -> None:
    ward.donate(OTHER, day=1)
    for din in (DIN, OTHER):
        ward.procure(din)
        ward.hand_over(din)
    with pytest.raises(Refused) as refused:
        ward.receive(items=[f"{OTHER}-T01"])
    assert codes(refused) == ["MAT-CONTAINER"]
    with pytest.raises(Refused) as scanned:
        service.scan(
            ward.house.kernel, ward.cast.call(people.TECHNICIAN), "SLS", f"={OTHER}66", DIN
        )
    assert codes(scanned) == ["REC-WRONG-DIN"]
    assert refusals(ward, STREAM) == ["procurement.receive", "procurement.scan"]


@pytest.mark.parametrize(
    ("scanned", "code"),
    [
        ("A9999 26 000009 T", "REC-NOT-EXPECTED"),
        ("A9999 26 00000O 8", "DIN-LETTER-O"),
        ("A9999 26 000001 7", "DIN-CHECK"),
        ("=A99992600000169", "DIN-CHECK"),
        ("A9999 26 000001", "DIN-NO-CHECK"),
    ],
)
def test_what_is_not_expected_is_an_event_of_the_site(ward: Ward, scanned: str, code: str) -> None:
    call = ward.cast.call(people.TECHNICIAN)
    with pytest.raises(Refused) as refused:
        service.scan(ward.house.kernel, call, "SLS", scanned)
    assert codes(refused) == [code]
    assert refusals(ward, "site/SLS") == ["procurement.scan"]


@pytest.mark.parametrize("scanned", ["=A99992600000100", "A9999260000018", f"{DIN}-T01"])
def test_a_scan_that_fits_leads_on_and_writes_nothing(ward: Ward, scanned: str) -> None:
    ward.procure()
    before = ward.view().seq
    call = ward.cast.call(people.TECHNICIAN)
    assert service.scan(ward.house.kernel, call, "SLS", scanned) == {"din": DIN}
    assert ward.view().seq == before


def test_a_clinical_lot_takes_the_containers_and_its_units_come_from_them(ward: Ward) -> None:
    kernel, qa = ward.house.kernel, people.QA
    with pytest.raises(Refused) as unreceived:
        lots.issue(kernel, ward.cast.call(qa), wish(ward))
    ward.procure(containers="2")
    ward.hand_over()
    ward.receive(place="SLS-FR1-A", items=[f"{DIN}-T02"])
    first = lots.issue(kernel, ward.cast.call(qa), wish(ward, containers=(f"{DIN}-T02",)))["lot"]
    second = lots.issue(kernel, ward.cast.call(qa), wish(ward))["lot"]
    with pytest.raises(Refused) as used:
        lots.issue(kernel, ward.cast.call(qa), wish(ward))
    with pytest.raises(Refused) as gone:
        lots.issue(kernel, ward.cast.call(qa), wish(ward, containers=(f"{DIN}-T02",)))
    assert codes(unreceived) == ["MAT-NOT-RECEIVED"]
    assert (codes(used), codes(gone)) == (["MAT-USED"], ["MAT-USED", "MAT-CONTAINER"])
    assert ward.view().lots == (first, second)
    with kernel.reading() as session:
        unit = custody.unit(session, f"{DIN}-T02")
        assert unit is not None
        assert [a.why for a in custody.history(session, unit.id)][-1] == first
        (told,) = material(session, f"lot/{first}")
    assert [(m["code"], m["place"]) for m in told["moves"]] == [
        (f"{DIN}-T02", "SLS-FR1-A"), (f"{DIN}-T02", None),
    ]  # fmt: skip
    # The dossier is tried on a made-up record: it has the shape of this one, to the logger's file.
    shape = made_up_parts.material()
    for real, invented in (
        (told, shape), (told["receipt"], shape["receipt"]), (told["hand_over"], shape["hand_over"]),
        (told["procurement"], shape["procurement"]),
        (told["receipt"]["log"], shape["receipt"]["log"]),
        (told["receipt"]["log"]["source"], shape["receipt"]["log"]["source"]),
        (told["receipt"]["log"]["values"], shape["receipt"]["log"]["values"]),
    ):  # fmt: skip
        assert sorted(real) == sorted(invented)


def test_a_clinical_lot_from_a_stock_takes_no_container_and_none_need_be_left(ward: Ward) -> None:
    kernel, call = ward.house.kernel, ward.cast.call(people.QA)
    in_force(Bench(ward.house, ward.cast, ward.clock), "THAWING", thawing())
    ward.procure(containers="1")
    ward.hand_over()
    ward.receive(place="SLS-FR1-A", items=[f"{DIN}-T01"])
    stock = lots.issue(kernel, ward.cast.call(people.QA), wish(ward))["lot"]
    with pytest.raises(Refused) as named:
        lots.issue(kernel, call, wish(ward, master="THAWING", containers=(f"{DIN}-T01",)))
    made = lots.issue(kernel, call, wish(ward, master="THAWING"))["lot"]
    assert codes(named)[0] == "LOT-STOCK"
    assert ward.view().lots == (stock,)
    with kernel.reading() as session:
        assert material(session, f"lot/{made}") == []


def test_a_donor_who_withdraws_after_receipt_blocks_the_material(ward: Ward) -> None:
    ward.procure()
    ward.hand_over()
    ward.receive()
    call = ward.cast.call(people.PHYSICIAN, "said by telephone")
    scope = "FUTURE_USE_OF_CELLS"
    at = ward.clock() - timedelta(minutes=1)
    donors.withdraw(ward.house.kernel, call, ward.donor, scope, at, "Europe/Paris")
    with pytest.raises(Refused) as refused:
        lots.issue(ward.house.kernel, ward.cast.call(people.QA), wish(ward))
    assert "LOT-DONOR-STATE" in codes(refused)
    assert ward.view().state == "hold"


def test_another_site_is_no_place_to_move_to_and_the_refusal_is_an_event(ward: Ward) -> None:
    kernel, house = ward.house.kernel, Call(SYSTEM, new_id(), ward.clock())
    accounts.create_site(kernel, house, NewSite("LYO", "Lyon", "Europe/Paris", "FR"))
    granted = Grant("head_production", "LYO")
    accounts.grant(kernel, replace(house, key=new_id()), people.PRODUCTION, granted)
    room = NewPlace("LYO", "LYO-R1", "room", "Réception", 5)
    custody_service.add_place(kernel, ward.cast.call(people.PRODUCTION), room)
    ward.procure()
    with pytest.raises(Refused) as moved:
        custody_service.move(kernel, ward.cast.call(people.TECHNICIAN), f"{DIN}-T01", "LYO-R1")
    ward.hand_over()
    with pytest.raises(Refused) as received:
        ward.receive(place="LYO-R1")
    assert codes(moved) == codes(received) == ["PL-OTHER-SITE"]
    assert refusals(ward, STREAM) == ["custody.move", "procurement.receive"]
    view = ward.view()
    assert (view.receipt, view.containers[0].place) == (None, None)
