"""A marker that turns positive after the cells were seeded stops the lot on its way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from elnapp.donors.queries import donation_day, donations
from elnapp.lots.queries import stream_of
from elnapp.markers import service
from elnapp.markers.service import NewResult, NewSample
from elnapp.quality import queries as quality
from elnapp.quality import service as quality_service
from elnapp.record import Refused
from elnapp.release import queries
from elnapp.release import service as release
from tests import cast as people
from tests.elnapp.release.desk import STREAM, Desk, codes


def _late_positive(desk: Desk) -> str:
    """HIV RNA detected weeks later on the sample of the donation; gives the hold."""
    kernel, call = desk.house.kernel, desk.cast.call
    with kernel.reading() as session:
        code = queries.case(session, STREAM).order.donor
        given = donations(session, f"donor/{code}")[-1].collected_at
    assert code is not None
    assert stream_of("AT26-001") == STREAM
    lot = ("NAT-DEMO", "N1")
    service.register_lot(kernel, call(people.QA), "SLS", lot, date(2028, 1, 1))
    drawn = NewSample("", "plasma", given - timedelta(minutes=20), "Europe/Paris", "none")
    sample = service.sample(kernel, call(people.PHYSICIAN), code, drawn, donation_day)["sample"]
    tested = desk.clock.at - timedelta(hours=1)
    result = NewResult(sample, "HIV-RNA", "REACTIVE", *lot, "LAB-DEMO", given, tested,
                       "Europe/Paris", "Dr Lab")  # fmt: skip
    return str(service.enter(kernel, call(people.PHYSICIAN), code, result, donation_day)["hold"])


def test_a_late_positive_closes_the_gate_and_stops_certification(reviewed: Desk) -> None:
    assert reviewed.gate().open
    hold = _late_positive(reviewed)
    gate = reviewed.gate()
    assert not gate.open
    with pytest.raises(Refused) as refused:
        reviewed.certify()
    assert any(hold in str(dict(f.params)) for f in refused.value.findings)


def test_a_late_positive_after_certification_stops_the_release(reviewed: Desk) -> None:
    reviewed.certify()
    _late_positive(reviewed)
    asked = release.Asked(containers=reviewed.bags(), site="A")
    with pytest.raises(Refused) as refused:
        reviewed.sign(release.release_to_site, people.SPONSOR, asked)
    assert "G21-HOLD" in codes(refused.value.findings)


def test_the_hold_of_a_late_positive_is_lifted_by_a_signature_only(reviewed: Desk) -> None:
    hold = _late_positive(reviewed)
    kernel = reviewed.house.kernel
    call, proof = reviewed.cast.call(people.QA), reviewed.cast.proof(people.QA)
    quality_service.lift_hold(kernel, call, hold, "confirmed negative by two laboratories", proof)
    with kernel.reading() as session:
        assert quality.hold(session, hold).state == "lifted"  # type: ignore[union-attr]
