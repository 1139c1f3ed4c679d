"""From the counter's file to the passage: values taken, shown with their source, never by hand only."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from elnapp.demo.people import PASSWORD
from elnapp.inbox import queries as inbox
from elnapp.lots import queries, service
from elnapp.lots.service import Answered, Linked, Unconfirmed, evidence
from elnapp.quality import queries as quality
from elnapp.record import Refused
from tests import cast as people
from tests.elnapp.inbox.conftest import COUNT, ONE, TWO, Counted, Desk, nucleoview
from tests.elnapp.lots.conftest import READY, Bench
from tests.elnapp.lots.test_pages import Browser, text_of


def record(
    bench: Bench, readings: list[str], reason: str | None = None, **other: str
) -> dict[str, object]:
    """Record the count with readings, some values typed otherwise."""
    bench.wait()
    typed = {**READY[COUNT], "viability.2": "82.4", **other}
    values = bench.values(COUNT, typed)
    tokens: frozenset[str] = frozenset()
    for _attempt in (1, 2):
        answered = Answered(COUNT, values, confirmed=tokens, readings=tuple(readings))
        try:
            call = bench.cast.call(people.TECHNICIAN, reason)
            return service.record(bench.house.kernel, call, bench.number, answered)
        except Unconfirmed as unconfirmed:
            if reason is None:
                raise
            tokens = frozenset(unconfirmed.tokens)
    raise AssertionError


def sources(bench: Bench) -> dict[str, str]:
    with bench.house.kernel.reading() as session:
        steps = queries.dossier(session, bench.stream)["steps"]
    (step,) = [s for s in steps if s["path"] == COUNT]
    return {v["name"]: v["source"] for v in step["entries"][-1]["values"]}


def test_values_of_a_file_are_recorded_with_their_source(counting: Bench, desk: Desk) -> None:
    readings = desk.count()
    record(counting, readings)
    assert sources(counting) == {
        "viable_concentration.1": "file", "viable_concentration.2": "file",
        "viability.1": "file", "viability.2": "file", "volume": "typed",
    }  # fmt: skip
    with counting.house.kernel.reading() as session:
        (step,) = [
            s for s in queries.dossier(session, counting.stream)["steps"] if s["path"] == COUNT
        ]
    uses = step["entries"][0]["readings"]
    assert {u["slot"] for u in uses} == {
        s for s, kind in sources(counting).items() if kind == "file"
    }
    assert uses[0]["source"]["file"] == desk.reading(readings[0]).sha256
    assert uses[0]["raw"] == "4.182E5"
    assert [r.state for r in desk.inbox("used")] == ["used", "used"]
    assert desk.inbox() == []
    assert desk.sound()


def test_a_value_that_is_not_the_files_wants_a_reason(counting: Bench, desk: Desk) -> None:
    readings = desk.count()
    with pytest.raises(Unconfirmed) as caught:
        record(counting, readings, **{"viability.1": "92.0"})
    (finding,) = caught.value.findings
    assert (finding.code, finding.where) == ("FILE-DIFFERS", "viability.1")
    record(counting, readings, "Relu sur l'image.", **{"viability.1": "92.0"})
    assert sources(counting)["viability.1"] == "typed"
    with counting.house.kernel.reading() as session:
        taken = [u for found in inbox.evidence(session, counting.stream).values() for u in found]
    assert {u.slot: u.taken for u in taken}["viability.1"] is False
    assert {u.reason for u in taken} == {"Relu sur l'image."}


def test_a_held_reading_is_taken_with_a_reason_only(counting: Bench, desk: Desk) -> None:
    readings = desk.count(serial="9000201012345678")
    with pytest.raises(Unconfirmed) as caught:
        record(counting, readings)
    assert [f.code for f in caught.value.findings] == ["FILE-NOT-REGISTERED"]
    record(counting, readings, "Compteur de prêt, étalonné ce matin.")


def held_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take what the master of these tests says of every step for the word that wants a deviation."""
    monkeypatch.setattr(evidence, "DEVIATION", "reason")


def test_a_held_reading_opens_a_deviation_where_the_master_says_so(
    counting: Bench, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_costs(monkeypatch)
    readings = desk.count(serial="9000201012345678")
    answer = record(counting, readings, "Compteur de prêt, étalonné ce matin.")
    assert len(list(answer["deviations"])) == 1  # type: ignore[call-overload]
    with counting.house.kernel.reading() as session:
        (found,) = quality.deviations(session, counting.stream)
    assert (found.rule, found.about) == ("K-HELD", f"{counting.stream}/record/{COUNT}")
    assert desk.sound()


def test_a_reading_linked_afterwards_and_a_correction_open_it_too(
    counting: Bench, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_costs(monkeypatch)
    entry = str(record(counting, [])["entry"])
    linked = Linked(COUNT, tuple(desk.count(serial="9000201012345678")))
    call = counting.cast.call(people.TECHNICIAN, "Compteur de prêt.")
    proof = counting.cast.proof(people.TECHNICIAN)
    answer = service.attach(counting.house.kernel, call, counting.number, entry, linked, proof)
    assert len(answer["deviations"]) == 1


def test_a_sound_reading_opens_none(
    counting: Bench, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    held_costs(monkeypatch)
    assert record(counting, desk.count())["deviations"] == []


def test_a_measurement_stands_at_one_place(counting: Bench, desk: Desk) -> None:
    readings = desk.count()
    record(counting, readings)
    counting.verify(COUNT)
    counting.record("SVF/sample")
    counting.open()
    counting.seed(0)
    answered = Answered("P0/count", {}, readings=tuple(readings))
    with pytest.raises(Refused) as refused:
        service.record(
            counting.house.kernel, counting.cast.call(people.TECHNICIAN), counting.number,
            Answered("P0/observe", counting.values("P0/observe", {
                "confluence.1": "80", "confluence.2": "82", "contamination": "no",
                "morphology": "spindle"}), readings=tuple(readings)),
        )  # fmt: skip
    assert "FILE-USED" in [f.code for f in refused.value.findings]
    assert answered.request()["readings"] == readings


def test_a_reading_of_another_lots_sample_is_refused(counting: Bench, desk: Desk) -> None:
    """The sample code in the file is the code of a unit: it is assigned, and to no other lot."""
    first = counting.number
    counting.record(COUNT)
    counting.verify(COUNT)
    counting.record("SVF/sample")
    (reading,) = desk.count(Counted(f"{first}-S001", "0.5", "90"))
    found = desk.reading(reading)
    assert (found.sample_unit, found.sample_stream) == (f"{first}-S001", f"lot/{first}")
    other = Bench(counting.house, counting.cast, counting.clock)
    other.issue()
    other.record("ISS/authorisations", by=people.PRODUCTION)
    values = other.values("REC/identify", READY["REC/identify"])
    with pytest.raises(Refused) as refused:
        service.record(
            other.house.kernel, other.cast.call(people.TECHNICIAN), other.number,
            Answered("REC/identify", values, readings=(reading,)),
        )  # fmt: skip
    assert [f.code for f in refused.value.findings] == ["FILE-OTHER-LOT"]


def test_readings_are_linked_to_what_was_typed_before_the_file_came(
    counting: Bench, desk: Desk
) -> None:
    counting.record(COUNT, {**READY[COUNT], "viability.2": "82.4"})
    counting.verify(COUNT)
    entry = counting.entry(COUNT).id
    readings = tuple(desk.count())

    def attach(reason: str | None, *chosen: str) -> None:
        counting.wait()
        call = counting.cast.call(people.TECHNICIAN, reason)
        proof = counting.cast.proof(people.TECHNICIAN, "password")
        service.attach(
            counting.house.kernel, call, counting.number, entry, Linked(COUNT, chosen), proof
        )

    with pytest.raises(Refused):
        attach(None)
    attach(None, *readings)
    with counting.house.kernel.reading() as session:
        assert len(inbox.evidence(session, counting.stream)[entry]) == 4
        state = queries.position(session, counting.stream).at(COUNT)
    assert state is not None
    assert not state.verified, "the check did not see the file: it is asked for again"


def test_linking_a_file_that_says_otherwise_wants_a_reason(counting: Bench, desk: Desk) -> None:
    counting.record(COUNT)
    entry = counting.entry(COUNT).id
    readings = tuple(desk.count(ONE, Counted("svf-2", "0.4346", "75.0")))
    for reason in (None, "Saisi depuis l'écran."):
        counting.wait()
        call = counting.cast.call(people.TECHNICIAN, reason)
        proof = counting.cast.proof(people.TECHNICIAN, "password")
        linked = Linked(COUNT, readings)
        if reason is None:
            with pytest.raises(Refused) as refused:
                service.attach(counting.house.kernel, call, counting.number, entry, linked, proof)
            assert [f.code for f in refused.value.findings] == ["FILE-REASON", "FILE-DIFFERS"]
        else:
            service.attach(counting.house.kernel, call, counting.number, entry, linked, proof)


def test_a_correction_takes_readings_too(counting: Bench, desk: Desk) -> None:
    counting.record(COUNT, {**READY[COUNT], "viable_concentration.1": "0.4812"})
    readings = tuple(desk.count())
    counting.wait()
    values = counting.values(COUNT, {**READY[COUNT], "viability.2": "82.4"})
    call = counting.cast.call(people.TECHNICIAN, "Chiffres inversés ; fichier du compteur.")
    proof = counting.cast.proof(people.TECHNICIAN, "password")
    answered = Answered(COUNT, values, readings=readings)
    entry = counting.entry(COUNT).id
    service.correct(counting.house.kernel, call, counting.number, entry, answered, proof)
    assert sources(counting)["viable_concentration.1"] == "file"


def test_the_tablet_goes_from_the_file_to_the_record(
    counting: Bench, desk: Desk, client: FlaskClient
) -> None:
    desk.cast.sign_in(client, people.TECHNICIAN)
    browser = Browser(client, counting)
    page = client.get(browser.url(COUNT, "enter"))
    send = f"/readings/new?lot={counting.number}&step=SVF/count"
    assert send.replace("&", "&amp;") in page.get_data(as_text=True).replace("%2F", "/")
    form = client.get(send).get_data(as_text=True)
    data = nucleoview((ONE, TWO), desk.clock.at)
    sent = client.post(
        send,
        data={**browser.hidden(form), "site": "SLS", "file": (BytesIO(data), "run.csv")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 303, text_of(sent)
    where = urlsplit(sent.location)
    assert where.path == browser.url(COUNT, "enter")
    opened = client.get(f"{where.path}?{where.query}").get_data(as_text=True)
    assert 'value="0.4182"' in opened or 'value="0,4182"' in opened
    ids = [r.id for r in desk.inbox()]
    typed = {
        "viable_concentration.1": "0,4182", "viable_concentration.2": "0,4346",
        "viability.1": "82,0", "viability.2": "82,4", "volume": "20,0",
    }  # fmt: skip
    answer = client.post(
        browser.url(COUNT, "enter"), data={**browser.hidden(opened), **typed, "reading": ids}
    )
    assert answer.status_code == 303, text_of(answer)
    shown = text_of(client.get(answer.location))
    assert "run.csv" in shown
    assert "4.182E5" in shown
    again = client.post(
        send,
        data={**browser.hidden(form), "site": "SLS", "file": (BytesIO(data), "run.csv")},
        content_type="multipart/form-data",
    )
    assert again.status_code == 303


def test_linking_through_the_pages(counting: Bench, desk: Desk, client: FlaskClient) -> None:
    counting.record(COUNT, {**READY[COUNT], "viability.2": "82.4"})
    readings = desk.count()
    desk.cast.sign_in(client, people.TECHNICIAN)
    browser = Browser(client, counting)
    placed = client.get(f"/readings/{readings[0]}/place").get_data(as_text=True)
    assert f"{browser.url(COUNT, 'readings')}?reading={readings[0]}" in placed
    url = f"{browser.url(COUNT, 'readings')}?reading={readings[0]}&reading={readings[1]}"
    text = client.get(url).get_data(as_text=True)
    hidden = {**browser.hidden(text), "reading": readings}
    wrong = client.post(url, data={**hidden, "password": "not mine"})
    assert wrong.status_code == 422
    text = wrong.get_data(as_text=True)
    sent = client.post(
        url, data={**browser.hidden(text), "reading": readings, "password": PASSWORD}
    )
    assert sent.status_code == 303, text_of(sent)
    assert [r.state for r in desk.inbox("used")] == ["used", "used"]


def test_no_reading_answers_a_step_without_numbers(counting: Bench, desk: Desk) -> None:
    (one,) = desk.count(ONE)
    counting.record(COUNT)
    counting.verify(COUNT)
    answered = Answered(
        "SVF/sample", counting.values("SVF/sample", READY["SVF/sample"]), readings=(one,)
    )
    call = counting.cast.call(people.TECHNICIAN)
    with pytest.raises(Refused) as refused:
        service.record(counting.house.kernel, call, counting.number, answered)
    assert [f.code for f in refused.value.findings] == ["FILE-KIND"]
