"""The way of a good lot to the site, and what happens to it when something moves."""

from __future__ import annotations

import pytest

from batches.people import SYSTEM
from batches.verdict import Finding
from elnapp.audit import service as audit
from elnapp.custody import queries as custody
from elnapp.custody import service as custody_service
from elnapp.lots import queries as lots
from elnapp.people import queries as people_queries
from elnapp.people import service as accounts
from elnapp.quality import service as quality
from elnapp.record import Call, Conflict, NotPermitted, Refused, Stale, new_id
from elnapp.record.verify import verify
from elnapp.release import queries, service
from elnapp.release.service import Asked, Signing
from elnapp.signing import queries as signing
from tests import cast as people
from tests.elnapp.release.desk import LOT, STREAM, Desk, codes, said


def test_a_good_lot_goes_from_review_to_the_site(desk: Desk) -> None:
    assert desk.state() == "in_process"
    desk.sign(service.review_production, people.PRODUCTION)
    assert desk.state() == "completed"
    desk.sign(service.approve_results, people.HEAD_QC)
    desk.sign(service.review_trail, people.QA)
    desk.sign(service.approve, people.QA)
    assert desk.state() == "approved"
    assert desk.gate().open
    desk.certify()
    assert desk.state() == "certified"
    released = Asked(containers=desk.bags()[:3], site="Hôpital Nord")
    desk.sign(service.release_to_site, people.SPONSOR, released)
    assert desk.state() == "released"
    assert verify(desk.house.kernel.stores).ok


def test_each_signature_says_what_was_signed(reviewed: Desk) -> None:
    with reviewed.house.kernel.reading() as session:
        views = {v.meaning: v for v in queries.on_lot(session, STREAM)}
        case = queries.case(session, STREAM)
    assert views["QC-APPROVED"].manifest["statement"].endswith("MSC-AT-DP v1.")
    assert "conformes" in views["QC-APPROVED"].manifest["statement"]
    assert "la certification" in views["QA-APPROVED"].manifest["statement"]
    assert views["QA-APPROVED"].manifest["refs"].keys() == {case.donor}
    assert "{" not in views["TRAIL-REVIEWED"].manifest["meaning"]["text"]
    assert all(v.manifest["digest"] == v.digest for v in views.values())


def test_a_certification_keeps_the_gate_and_names_containers(reviewed: Desk) -> None:
    bags = reviewed.bags()
    reviewed.certify(*bags[:8], reason="B09, B10 : contrôle et stabilité")
    with reviewed.house.kernel.reading() as session:
        (found,) = queries.dispositions(session, STREAM)
        assert queries.certified(session, STREAM) == bags[:8]
    assert found.refused == bags[8:]
    assert len(found.gate) == 25
    assert {a["status"] for a in found.gate} == {"PASS", "NOT_APPLICABLE"}
    assert all(a["reason"] for a in found.gate if a["status"] == "NOT_APPLICABLE")
    assert "536/2014" in found.statement["en"]
    assert found.stands


def test_why_containers_are_left_out_is_signed_with_the_rest(reviewed: Desk) -> None:
    bags, why = reviewed.bags(), {"G18": "retention samples kept at the partner site"}
    asked = Asked(containers=bags[:8], reason="B09, B10 torn", justified=why)
    reviewed.sign(service.certify, people.QP, asked)
    with reviewed.house.kernel.reading() as session:
        manifest = next(
            v.manifest for v in queries.on_lot(session, STREAM) if v.meaning == "CERTIFIED"
        )
    assert manifest["facts"]["reason"] == "B09, B10 torn"
    assert manifest["facts"]["justified G18"] == why["G18"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked(), "G16-NONE"),
        (Asked(containers=("AT26-001-B01",)), "CERT-REFUSED-REASON"),
        (Asked(containers=("AT26-009-B01",), reason="all"), "CERT-CONTAINERS"),
    ],
)
def test_a_certification_names_its_own_containers(reviewed: Desk, asked: Asked, code: str) -> None:
    with pytest.raises(Refused) as refused:
        reviewed.sign(service.certify, people.QP, asked)
    assert code in codes(refused.value.findings)
    assert reviewed.state() == "approved"


def test_a_justification_only_passes_a_question_that_may_be_justified(reviewed: Desk) -> None:
    asked = Asked(containers=reviewed.bags(), justified={"G03": "it is fine"})
    with pytest.raises(Refused) as refused:
        reviewed.sign(service.certify, people.QP, asked)
    assert codes(refused.value.findings) == {"CERT-NOT-JUSTIFIABLE"}


def test_a_refused_lot_is_declined_with_its_reason(reviewed: Desk) -> None:
    for asked in (Asked(reason="why"), Asked(purpose="destruction")):
        with pytest.raises(Refused):
            reviewed.sign(service.decline, people.QP, asked)
    told = Asked(reason="poche fendue", purpose="investigation")
    reviewed.sign(service.decline, people.QP, told)
    assert reviewed.state() == "declined"
    with reviewed.house.kernel.reading() as session:
        (found,) = queries.dispositions(session, STREAM)
    assert "poche fendue" in found.statement["fr"]
    assert found.containers == reviewed.bags()
    with pytest.raises(NotPermitted):
        reviewed.certify()


def test_quality_assurance_may_decline_before_the_qualified_person(desk: Desk) -> None:
    desk.sign(service.decline, people.QA, Asked(reason="OOS", purpose="destruction"))
    assert desk.state() == "declined"


def test_a_role_taken_back_after_the_proof_signs_nothing(reviewed: Desk) -> None:
    kernel, at = reviewed.house.kernel, reviewed.clock.at
    asked = Asked(containers=reviewed.bags())
    call, signing = reviewed.cast.call(people.QP), Signing(reviewed.cast.proof(people.QP))
    with kernel.reading() as session:
        (held,) = people_queries.grants(session, call.actor.id)
    gone = Call(SYSTEM, new_id(), at, "left the house")
    accounts.revoke(kernel, gone, people.QP, held.id)
    with pytest.raises(NotPermitted):
        service.certify(kernel, call, LOT, signing, asked)
    assert reviewed.state() == "approved"


def test_an_account_closed_after_the_proof_signs_nothing(reviewed: Desk) -> None:
    kernel, at = reviewed.house.kernel, reviewed.clock.at
    asked = Asked(containers=reviewed.bags())
    call, signing = reviewed.cast.call(people.QP), Signing(reviewed.cast.proof(people.QP))
    accounts.deactivate(kernel, Call(SYSTEM, new_id(), at, "left the house"), people.QP)
    with pytest.raises(NotPermitted):
        service.certify(kernel, call, LOT, signing, asked)


def test_nothing_is_decided_with_a_password_alone(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.sign(service.review_production, people.PRODUCTION, factors=("password",))
    assert codes(refused.value.findings) == {"SIG-FACTOR"}


def test_a_signature_that_stands_is_not_given_again(desk: Desk) -> None:
    desk.sign(service.approve_results, people.HEAD_QC)
    with pytest.raises(Refused) as refused:
        desk.sign(service.approve_results, people.HEAD_QC)
    assert codes(refused.value.findings) == {"RELEASE-STANDS"}


def test_the_same_form_sent_twice_is_one_certification(reviewed: Desk) -> None:
    call, asked = reviewed.cast.call(people.QP), Asked(containers=reviewed.bags())
    first = reviewed.act(service.certify, call, people.QP, asked)
    assert reviewed.act(service.certify, call, people.QP, asked) == first
    with pytest.raises(Conflict):
        reviewed.act(service.certify, call, people.QP, Asked(containers=reviewed.bags()[:1]))
    with reviewed.house.kernel.reading() as session:
        assert len(queries.dispositions(session, STREAM)) == 1


def test_only_what_the_page_showed_is_signed(desk: Desk) -> None:
    call, proof = desk.cast.call(people.PRODUCTION), desk.cast.proof(people.PRODUCTION)
    with pytest.raises(Stale):
        service.review_production(desk.house.kernel, call, LOT, Signing(proof, "0" * 64))
    assert desk.state() == "in_process"


def test_the_trail_is_reviewed_to_the_end_that_was_shown(desk: Desk) -> None:
    desk.sign(service.review_production, people.PRODUCTION)
    with desk.house.kernel.reading() as session:
        shown = queries.next_range(session, STREAM).head_hash
    _open_deviation(desk)
    call, proof = desk.cast.call(people.QA), desk.cast.proof(people.QA)
    with pytest.raises(Stale):
        service.review_trail(desk.house.kernel, call, LOT, Signing(proof, shown))


def test_what_happens_after_the_trail_was_reviewed_asks_for_another_review(desk: Desk) -> None:
    desk.sign(service.review_production, people.PRODUCTION)
    desk.sign(service.review_trail, people.QA)
    desk.sign(service.approve_results, people.HEAD_QC)
    with pytest.raises(Refused) as refused:
        desk.sign(service.approve, people.QA)
    assert codes(refused.value.findings) == {"G15-SINCE"}
    desk.sign(service.review_trail, people.QA)
    desk.sign(service.approve, people.QA)
    with desk.house.kernel.reading() as session:
        first, second = queries.trail_reviews(session, STREAM)
    assert first.stands
    assert second.stands
    assert second.from_seq == first.to_seq + 1


def test_a_deviation_after_approval_voids_it_and_the_lot_steps_back(reviewed: Desk) -> None:
    _open_deviation(reviewed)
    assert reviewed.state() == "completed"
    with reviewed.house.kernel.reading() as session:
        standing = signing.meanings_at(session, STREAM)
    assert "QA-APPROVED" not in standing
    assert {"PROD-REVIEWED", "QC-APPROVED"} <= standing
    with pytest.raises(NotPermitted):
        reviewed.certify()


def test_the_sponsor_releases_only_what_is_certified(reviewed: Desk) -> None:
    bags = reviewed.bags()
    reviewed.certify(*bags[:2], reason="le reste est refusé")
    for asked, code in (
        (Asked(containers=bags[:3], site="A"), "SPONSOR-CONTAINERS"),
        (Asked(containers=bags[:1]), "SPONSOR-SITE"),
        (Asked(site="A"), "CERT-NONE"),
    ):
        with pytest.raises(Refused) as refused:
            reviewed.sign(service.release_to_site, people.SPONSOR, asked)
        assert code in codes(refused.value.findings)
        assert all(said(refused.value))


def test_a_bag_emptied_after_certification_goes_to_no_site(reviewed: Desk) -> None:
    bag = reviewed.bags()[0]
    reviewed.certify()
    kernel = reviewed.house.kernel
    with kernel.reading() as session:
        left = custody.unit(session, bag)
    assert left is not None
    call = reviewed.cast.call(people.TECHNICIAN)
    custody_service.draw(kernel, call, bag, left.balance, left.uom, "bag torn at the tank")
    assert reviewed.state() == "certified"
    asked = Asked(containers=(bag,), site="A")
    with pytest.raises(Refused) as refused:
        reviewed.sign(service.release_to_site, people.SPONSOR, asked)
    assert codes(refused.value.findings) == {"SPONSOR-CONTAINERS"}
    with kernel.reading() as session:
        assert bag not in queries.releasable(session, STREAM)


def test_the_sponsor_releases_nothing_before_certification(reviewed: Desk) -> None:
    asked = Asked(containers=reviewed.bags(), site="A")
    with pytest.raises(NotPermitted):
        reviewed.sign(service.release_to_site, people.SPONSOR, asked)
    assert reviewed.state() == "approved"


def test_a_hold_after_certification_stops_the_release(reviewed: Desk) -> None:
    reviewed.certify()
    with reviewed.house.kernel.reading() as session:
        donor = queries.case(session, STREAM).donor
    assert donor is not None
    reviewed.clock.at = reviewed.clock.at.replace(minute=reviewed.clock.at.minute + 1)
    quality.place_hold(reviewed.house.kernel, reviewed.cast.call(people.QA), donor, "rappel")
    asked = Asked(containers=reviewed.bags(), site="A")
    with pytest.raises(Refused) as refused:
        reviewed.sign(service.release_to_site, people.SPONSOR, asked)
    assert codes(refused.value.findings) == {"G21-HOLD"}


def test_the_dossier_is_plain_and_whole(reviewed: Desk) -> None:
    reviewed.certify()
    with reviewed.house.kernel.reading() as session:
        found = queries.dossier(session, STREAM, reviewed.clock.at)
        order = lots.order(session, STREAM)
    assert found["specification"]["hash"] == order.specification_hash
    assert len(found["gate"]) == 25
    assert found["certified"] == list(reviewed.bags())
    assert {line["verdict"] for line in found["certificate"]} == {"PASS"}


def _open_deviation(desk: Desk) -> None:
    call = desk.cast.call(people.TECHNICIAN)
    told = Finding("V02", {"field": "x", "value": "1", "limits": "2"}, weight=2)
    quality.open_deviation(desk.house.kernel, call, STREAM, told.code, "vu après coup", 2)


def test_everything_derived_of_a_released_lot_and_its_donor_follows(reviewed: Desk) -> None:
    reviewed.certify()
    reviewed.sign(
        service.release_to_site, people.SPONSOR, Asked(containers=reviewed.bags(), site="A")
    )
    report = verify(reviewed.house.kernel.stores, audit.layers())
    assert [b.plain() for b in report.broken] == []
