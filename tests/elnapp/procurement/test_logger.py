"""The temperature logger's file: read, computed against the document, kept, shown; never in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from batches.procurement import Requirements
from batches.transport import Trip
from elnapp.demo import receipt as demo
from elnapp.demo.logger import CALM, q_tag
from elnapp.demo.people import PASSWORD
from elnapp.procurement.service.logger import Log, kept_log, trip
from elnapp.record import Refused
from instruments.registry import parse
from tests import cast as people
from tests import library
from tests.elnapp.procurement.conftest import DIN, Ward
from tests.elnapp.procurement.test_pages import beside, local, send
from tests.instruments.pairs import SHARED

LIBRARY = Path(demo.__file__).parents[1] / "documents" / "library" / "procurement"
BODY: dict[str, Any] = library.body(LIBRARY / "AT.yaml")
ASKED = Requirements.from_body(BODY)
START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
REAL = SHARED / "temperature_logger"
missing = pytest.mark.skipif(
    not REAL.is_dir(), reason="the folder of real instrument files is not beside the repository"
)


def read(data: bytes) -> Log:
    return Log("0" * 64, parse(data, "logger.txt"))


def values(found: Trip) -> dict[str, str]:
    return {name: str(one.value) for name, one in found.computed.items()}


def test_the_series_is_held_against_the_range_of_the_document() -> None:
    # 24, 26, 26, 24: above 25 from the middle of the first minute to the middle of the last.
    degrees = [Decimal(text) for text in ("24.0", "26.0", "26.0", "24.0")]
    found = trip(read(q_tag("TL-1", START, START + timedelta(minutes=2), degrees)), ASKED)
    assert (found.serial, found.began, found.interval) == ("TL-1", START, timedelta(minutes=1))
    assert found.ended == START + timedelta(minutes=3)
    assert values(found) == {
        "temperature_low": "24.0", "temperature_high": "26.0", "minutes_outside": "2.0",
        "mean_kinetic_temperature": "25.1",
    }  # fmt: skip
    spent = found.computed["minutes_outside"]
    assert (spent.formula, spent.version, spent.unit) == ("temperature_excursions", 1, "min")
    assert (spent.inputs["low"], spent.inputs["high"]) == ("2", "25")
    assert (spent.inputs["file"], spent.inputs["reader"]) == ("0" * 64, "berlinger.tag.txt@1")
    kinetic = found.computed["mean_kinetic_temperature"]
    assert kinetic.inputs["energy"] == Decimal("83.144")
    assert "1160" in str(kinetic.inputs["energy_source"])


def test_the_farther_of_series_and_logger_is_the_extreme() -> None:
    data = q_tag("TL-1", START, START + timedelta(minutes=5)).replace(
        b"Max T: 21.4", b"Max T: 25.6"
    )
    found = trip(read(data), ASKED).computed["temperature_high"]
    assert (found.value, found.inputs["series"], found.inputs["printed"]) == (
        Decimal("25.6"), Decimal("21.4"), Decimal("25.6"),
    )  # fmt: skip


@missing
def test_a_real_run_says_what_its_report_says() -> None:
    data = (REAL / "RCPJ00010_02_202211090128.txt").read_bytes()
    found = trip(read(data), ASKED)
    assert found.serial == "RCPJ00010"
    assert values(found)["temperature_low"] == "0.9"
    assert values(found)["temperature_high"] == "24.3"
    # The logger prints 10.5, of all its minutes and with 83.0 kJ/mol.
    assert abs(Decimal(values(found)["mean_kinetic_temperature"]) - Decimal("10.5")) <= Decimal(
        "0.1"
    )
    kept = kept_log(read(data), found, ASKED)
    assert {one["side"] for one in kept["excursions"]} == {"below"}
    # The logger counts 598 min below 2.0 with its own minutes; the series knows each crossing to one
    # interval of ten only.
    slack = 2 * 10 * len(kept["excursions"])
    assert abs(Decimal(values(found)["minutes_outside"]) - 598) <= slack
    assert "LOGGER-ALARM" in {note["code"] for note in kept["notes"]}


@missing
def test_a_history_of_days_has_a_serial_and_no_series() -> None:
    data = (REAL / "130400191544_202304201514.txt").read_bytes()
    found = trip(read(data), ASKED)
    assert (found.serial, found.computed) == ("130400191544", {})


def test_a_warm_file_goes_before_cool_numbers_and_wants_a_deviation(ward: Ward) -> None:
    ward.procure()
    ward.hand_over()
    warm = [Decimal(26) if n == 1 else value for n, value in enumerate(CALM)]
    file = ward.keep(q_tag("DEMO-TL-001", ward.clock(), ward.clock(), warm))
    with pytest.raises(Refused) as refused:
        ward.receive(file=file)
    assert [f.code for f in refused.value.findings] == ["REC-DEVIATION", "PRO-ACTION", "PRO-ACTION"]
    made = ward.receive(
        file=file, decision="accepted_with_deviation", reason="Box stood in the sun"
    )
    assert (len(made["deviations"]), made["hold"]) == (2, None)
    got = ward.view().receipt
    assert got is not None
    assert got.answers["temperature_high"]["text"] == "21.4"
    assert got.log["values"]["temperature_high"]["value"] == "26"
    assert {f["code"] for f in got.findings} == {"PRO-ACTION", "REC-TYPED"}


def test_an_unreadable_file_is_kept_and_said_by_the_page(ward: Ward, client: FlaskClient) -> None:
    ward.procure()
    ward.hand_over()
    ward.cast.sign_in(client, people.TECHNICIAN)
    found = {**demo.FOUND, **demo._box(DIN), "received_at": local(ward.clock())}
    own = beside(items=f"{DIN}-T01", password=PASSWORD, decision="accepted")
    file = {"by-file": (BytesIO(b"Camille Durand;4.0\n"), "logger/TL-001.csv")}
    assert send(client, f"/donations/{DIN}/receipt", **found, **own, **file)[0] == 303
    got = ward.view().receipt
    assert got is not None
    assert ward.house.files.read(str(got.file_sha256)) == b"Camille Durand;4.0\n"
    assert got.log["unread"]["code"] == "READER-UNKNOWN"
    assert [f["code"] for f in got.findings] == ["REC-FILE-UNREAD"]
    page = client.get(f"/donations/{DIN}").get_data(as_text=True)
    assert "Aucun lecteur ne connaît ce fichier" in page
    assert "Les valeurs saisies font foi" in page
    # What an unknown file begins with may be a name: it is kept in the file and said nowhere.
    told = str(got.log) + str(got.findings) + page
    assert "Camille" not in told
    assert b"Camille".hex(" ") not in told
