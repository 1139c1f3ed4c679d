"""A single result from a reading: the sample is scanned, the file stands beside it, a change has a reason."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from flask import Flask
from flask.testing import FlaskClient

from batches.readings import asked, faults
from elnapp.demo.counter import Counted, nucleoview
from elnapp.documents import service as documents
from elnapp.inbox import queries as inbox
from elnapp.inbox import service as receiving
from elnapp.inbox.service import NewFile, Sender
from elnapp.inbox.service.looking import Asked, look
from elnapp.readers import Limits
from elnapp.record import Refused
from elnapp.record.verify import verify
from elnapp.reports import queries as reports
from elnapp.results import service
from elnapp.results.service import Given
from elnapp.web.forms import new_key
from tests import cast as people
from tests.elnapp.results.bench import SAMPLED, Bench

STREAM = f"lot/{SAMPLED}"
ROW = "PU-2"
ENDOTOXIN = "SA-3"
TABLE = "Sample;Analyst;Read at;BSA (ng/mL);CV (%)\n{sample};jpetit;{at};{value};3.1\n"


@pytest.fixture
def full(bench: Bench) -> Bench:
    """The analyst at the lot whose samples are taken."""
    return replace(bench, stream=STREAM)


def send(bench: Bench, name: str, data: bytes, instrument: str = "") -> tuple[str, ...]:
    house = bench.house
    sender = Sender(house.kernel, house.files, Limits.of(house.settings))
    given = NewFile(name, data, instrument)
    answer = receiving.receive(sender, bench.cast.call(people.ANALYST), "SLS", given)
    assert answer["outcome"] == "read", answer
    return tuple(answer["readings"])


def table(bench: Bench, sample: str, value: str = "12.4") -> tuple[str, ...]:
    at = f"{bench.house.clock():%Y-%m-%d} 06:00:00"
    return send(bench, f"{sample}.csv", TABLE.format(sample=sample, at=at, value=value).encode(),
                "ELISA-1")  # fmt: skip


def code(bench: Bench) -> str:
    return bench.samples()["phenotype"].code


def enter(bench: Bench, given: Given, reason: str | None = None) -> Any:
    call = bench.cast.call(people.ANALYST, reason)
    return service.enter(bench.house.kernel, call, bench.pinned, given)


def refused(bench: Bench, given: Given, reason: str | None = None) -> set[str]:
    with pytest.raises(Refused) as caught:
        enter(bench, given, reason)
    return {f.code for f in caught.value.findings}


def test_a_value_of_a_mapped_file_is_the_result_of_the_sample_scanned(full: Bench) -> None:
    readings = table(full, code(full))
    given = replace(full.given(ROW, "12.4"), sample=code(full), readings=readings)
    assert enter(full, given)["verdict"] == "PASS"
    result = full.line(ROW).result
    assert result is not None
    assert (result.source, result.sample) == ("file", code(full))
    with full.house.kernel.reading() as session:
        (use,) = inbox.evidence(session, STREAM)[result.id]
        (row,) = inbox.choose(session, readings)
        record = reports.record(session, STREAM, full.house.clock())
    assert (use.raw, use.unit, use.taken) == ("12.4", "ng/mL", True)
    assert row.state == "used"
    told = next(r for r in record["results"] if r["row"] == ROW)
    assert told["results"][0]["readings"][0]["source"]["name"].endswith(".csv")
    assert refused(full, replace(given, readings=readings)) == {"RESULT-STANDS"}
    full.review(ROW)
    assert verify(full.house.kernel.stores).ok


def test_another_value_wants_a_reason_and_is_not_the_files(full: Bench) -> None:
    readings = table(full, code(full))
    given = replace(full.given(ROW, "21.4"), sample=code(full), readings=readings)
    assert refused(full, given) == {"FILE-REASON", "FILE-DIFFERS"}
    enter(full, given, "Pipetting of well C3 repeated, value of the second run.")
    result = full.line(ROW).result
    assert result is not None
    assert result.source == "typed"
    with full.house.kernel.reading() as session:
        (use,) = inbox.evidence(session, STREAM)[result.id]
    assert (use.taken, bool(use.reason)) == (False, True)


def test_a_reading_belongs_to_the_sample_that_was_scanned(full: Bench) -> None:
    samples = full.samples()
    here, other = samples["phenotype"].code, samples["sterility"].code
    readings = table(full, other)
    given = replace(full.given(ROW, "12.4"), readings=readings)
    assert refused(full, given) == {"FILE-SCAN-FIRST"}
    assert refused(full, replace(given, sample=here), "because") == {"FILE-OTHER-SAMPLE"}
    named = table(full, "fond de tube 3")
    typed = replace(given, sample=here, readings=named)
    assert refused(full, typed) == {"FILE-REASON", "FILE-SAMPLE-TYPED"}
    assert enter(full, typed, "Tube nommé à la main, seul de la série.")["verdict"] == "PASS"


def test_a_count_does_not_answer_a_chemistry(full: Bench) -> None:
    at = full.house.clock()
    data = nucleoview([Counted(code(full), "1.02", "93.4")], at)
    counted = send(full, "count.csv", data)
    given = replace(full.given(ROW, "93.4"), sample=code(full), readings=counted)
    assert refused(full, given, "because") == {"FILE-KIND"}
    viability = replace(full.given("PU-1", "93.4"), sample=code(full), readings=counted)
    assert enter(full, viability)["verdict"] == "PASS"
    result = full.line("PU-1").result
    assert result is not None
    assert (result.source, result.text) == ("file", "93.4")


def workbook(bench: Bench, sample: str, value: object, spike: object) -> tuple[str, ...]:
    """Send the workbook of an endotoxin reader, as its column mapping describes it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Instrument report"])
    sheet.append(["Sample ID", "Analyst", "Test date", "Endotoxin (EU/mL)", "Spike recovery (%)",
                  "Sample CV (%)", "Dilution"])  # fmt: skip
    at = f"{bench.house.clock():%Y-%m-%d} 06:00:00"
    sheet.append([sample, "jpetit", at, value, spike, 3.2, 100])
    blob = io.BytesIO()
    book.save(blob)
    return send(bench, f"{sample}-{value}-{spike}.xlsx", blob.getvalue(), "LAL-1")


@pytest.mark.parametrize(
    ("value", "spike", "verdict"),
    [
        (0.35, 104, "PASS"),
        (0.35, 31, "INVALID"),  # the control of the product itself was not found again
    ],
)
def test_a_workbook_of_endotoxin_is_a_result_by_its_mapping(
    full: Bench, value: object, spike: object, verdict: str
) -> None:
    sample = full.samples()["sterility"].code
    readings = workbook(full, sample, value, spike)
    typed = {"value": str(value), "spike": str(spike), "dilution": "100", "sensitivity": "0.005"}
    row = full.pinned.specification.row(ENDOTOXIN)
    assert row is not None
    slots = [typed[field.name] for field in asked(row)]
    given = replace(full.given(ENDOTOXIN, *slots), sample=sample, readings=readings)

    answer = enter(full, given, "confirmed")

    assert answer["verdict"] == verdict
    result = full.line(ENDOTOXIN).result
    assert result is not None
    assert result.source == "file"


def test_a_value_below_the_range_is_entered_by_a_person_with_the_reason(full: Bench) -> None:
    sample = full.samples()["sterility"].code
    readings = workbook(full, sample, "<0.05", 104)
    row = full.pinned.specification.row(ENDOTOXIN)
    assert row is not None
    typed = {"value": "0.05", "spike": "104", "dilution": "100", "sensitivity": "0.005"}
    slots = [typed[field.name] for field in asked(row)]
    given = replace(full.given(ENDOTOXIN, *slots), sample=sample, readings=readings)

    assert refused(full, given) == {"FILE-REASON", "FILE-BEYOND"}
    answer = enter(full, given, "Below the range: its end is taken, the higher of what it can be.")
    assert answer["verdict"] == "PASS"


def test_a_mapping_that_is_not_in_force_reads_nothing(full: Bench) -> None:
    house = full.house
    with house.kernel.reading() as session:
        known = inbox.register(session, "SLS", house.clock())
    assert set(known.mappings) == {"ENDOTOXIN-EXAMPLE", "RESIDUES-EXAMPLE"}
    digest = house.files.put(TABLE.encode())
    asked = Asked(digest, "t.csv", "ELISA-1", replace(known, mappings={}))
    found = look(house.files, Limits.of(house.settings), asked)
    assert found.refusal is not None
    assert found.refusal["code"] == "FILE-NO-MAPPING"


def test_a_question_that_the_row_does_not_ask_is_no_specification() -> None:
    body = next(d.body for d in documents.library("specification") if d.code == "MSC-AT-DP")
    assert faults(body) == ()
    row = next(r for r in body["rows"] if r["code"] == "PU-1")
    row["reads"] = {"spike": {"reading": "endotoxin", "quantity": "spike_recovery"}}
    assert [f.code for f in faults(body)] == ["SPEC-READS"]


def test_the_page_shows_the_readings_of_the_sample_scanned(
    full: Bench, client: FlaskClient, app: Flask
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    (reading,) = table(full, code(full))
    full.cast.sign_in(client, people.ANALYST)
    url = f"/lots/{SAMPLED}/results/{ROW}/new"
    assert reading not in client.get(url).text
    assert reading in client.get(url, query_string={"sample": code(full)}).text
    asked = {"sample": code(full), "reading": reading}
    page = client.get(url, query_string=asked).text
    assert 'value="12,4"' in page
    form = {"form_id": new_key(), "value": "12,5", **asked}
    held = client.post(url, data=form)
    assert held.status_code == 422
    assert "12,4" in held.text
    sent = client.post(url, data={**form, "form_id": new_key(), "value": "12,4"})
    assert sent.status_code == 303, sent.text[-2000:]
    page = client.get(f"/lots/{SAMPLED}/results/{ROW}").text
    assert "/files/" in page
    assert f"{code(full)}.csv" in page
