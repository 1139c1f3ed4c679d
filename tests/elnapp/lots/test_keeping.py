"""A lot's expiry and last use: stated with a document, and what the donor's key hangs on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from batches.retention import Facts, Stated, may_shred, retain_until
from elnapp.audit import service as audit
from elnapp.demo.donors import FIT
from elnapp.lots import queries, service
from elnapp.record import NotPermitted, Refused
from elnapp.record.verify import verify
from elnapp.vault import queries as vault
from tests import cast as people
from tests.elnapp.lots.conftest import ENGINEERING, Bench
from tests.elnapp.lots.test_issuing import CLINICAL, volunteer

EXPIRY = Stated("expiry", "certificate", date(2028, 11, 30), "Certificate AT26-001")
UNUSED = Stated("use", "none", None, "Reconciliation REC-7")


def state(bench: Bench, given: Stated, by: str = people.QA) -> dict[str, Any]:
    bench.wait()
    return service.state_keeping(bench.house.kernel, bench.cast.call(by), bench.number, given)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f.code for f in refused.value.findings]


def facts(bench: Bench, donor: str) -> Facts:
    with bench.house.kernel.reading() as session:
        return queries.retention_facts(session, f"donor/{donor}")


def test_the_key_of_a_donor_follows_from_every_lot(bench: Bench) -> None:
    donor, donation = volunteer(bench, FIT[0])
    bench.issue(replace(CLINICAL, donor=donor, donation=donation))
    first = bench.number
    before = facts(bench, donor)
    state(bench, EXPIRY)
    bench.issue(replace(ENGINEERING, donor=donor, donation=donation))
    with bench.house.kernel.reading() as session:
        rules, _name = vault.rules_of_retention(session, bench.clock().date())
    ended = replace(facts(bench, donor), trial_end=date(2027, 1, 1))

    assert before.silent == {"lot_expiry": (first,), "last_clinical_use": (first,)}
    said = may_shred(ended, rules, date(2100, 1, 1)).findings
    assert [(f.code, f.params["lots"]) for f in said] == [
        ("RET-UNKNOWN-LOT", bench.number),
        ("RET-UNKNOWN-LOT", f"{first}, {bench.number}"),
    ]

    state(bench, replace(EXPIRY, day=date(2029, 6, 1)))
    state(bench, UNUSED)
    bench.number = first
    state(bench, replace(UNUSED, basis="hospital", day=bench.clock().date()))
    known = replace(facts(bench, donor), trial_end=date(2027, 1, 1))

    assert retain_until(known, rules) == date(2059, 6, 1)
    refusal = may_shred(known, rules, date(2059, 6, 1)).findings
    assert [(f.code, f.params["until"]) for f in refusal] == [("RET-NOT-YET", "2059-06-01")]
    assert may_shred(known, rules, date(2059, 6, 2))
    assert verify(bench.house.kernel.stores, audit.layers()).ok


def test_a_later_statement_replaces_with_a_reason_and_the_first_stays(lot: Bench) -> None:
    state(lot, EXPIRY)
    later = replace(EXPIRY, basis="stability", day=date(2030, 1, 1), source="Report 3")

    with pytest.raises(Refused) as refused:
        state(lot, later)
    state(lot, replace(later, reason="36 months are shown"))

    assert codes(refused) == ["RET-REASON"]
    with lot.house.kernel.reading() as session:
        rows = queries.keeping(session, lot.stream)
    assert [(r.n, r.day) for r in rows] == [(1, EXPIRY.day), (2, date(2030, 1, 1))]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"source": " "}, ["RET-SOURCE"]),
        ({"day": None}, ["RET-DAY"]),
        ({"day": date(1999, 1, 1)}, ["RET-EARLY"]),
        ({"basis": "hospital"}, ["RET-GROUND"]),
        ({"subject": "use", "basis": "hospital", "day": date(2999, 1, 1)}, ["RET-FUTURE"]),
        ({"basis": "ended", "day": date(2999, 1, 1)}, ["RET-FUTURE"]),
    ],
)
def test_what_cannot_be_is_said_and_not_kept(
    lot: Bench, change: dict[str, Any], found: list[str]
) -> None:
    with pytest.raises(Refused) as refused:
        state(lot, replace(EXPIRY, **change))

    assert codes(refused) == found
    with lot.house.kernel.reading() as session:
        assert queries.keeping(session, lot.stream) == []


def test_an_expiry_on_the_day_of_issue_is_taken(lot: Bench) -> None:
    assert state(lot, replace(EXPIRY, day=lot.clock().date()))["n"] == 1


def test_nothing_was_given_is_not_said_while_bags_are_whole(lot: Bench) -> None:
    lot.receive()
    for n in range(4):
        lot.passage(n)
    lot.finish()
    for given in (UNUSED, replace(EXPIRY, basis="ended", day=lot.clock().date())):
        with pytest.raises(Refused) as refused:
            state(lot, given)
        assert codes(refused) == ["RET-STILL-HERE"]
        assert "-B01" in str(refused.value.findings[0].params["codes"])


@pytest.mark.parametrize("login", [people.TECHNICIAN, people.PHYSICIAN, people.QP])
def test_only_quality_assurance_states_it(lot: Bench, login: str) -> None:
    with pytest.raises(NotPermitted):
        state(lot, EXPIRY, by=login)


def test_the_page_keeps_what_was_typed_and_says_what_stands(
    client: FlaskClient, lot: Bench
) -> None:
    lot.cast.sign_in(client, people.QA)
    url = f"/lots/{lot.number}/keeping"

    def send(**typed: str) -> Any:
        text = client.get(url).get_data(as_text=True)
        names = ("csrf_token", "form_id", "seen")
        main = text[text.index('<main id="main"') :]
        held = {n: re.search(rf'name="{n}"\s+value="([^"]*)"', main) for n in names}
        carried = {n: unescape(m[1]) for n, m in held.items() if m}
        return client.post(url, data={**carried, **typed})

    wrong = send(basis="certificate", day="1999-01-01", source="Certificat 12")
    right = send(basis="certificate", day="2031-05-04", source="Certificat 12")

    assert wrong.status_code == 422
    assert "Certificat 12" in wrong.get_data(as_text=True)
    assert "1999-01-01" in wrong.get_data(as_text=True)
    assert right.status_code == 303
    assert "Certificat 12" in client.get(url).get_data(as_text=True)
