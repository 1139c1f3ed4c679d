"""A question of a step that is answered with a file: sent, kept, carried along, shown, corrected."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from elnapp.demo.people import PASSWORD
from elnapp.lots import queries
from elnapp.record import StoredFile
from elnapp.record.plain import sha256
from elnapp.reports.service.answers import answer
from elnapp.reports.service.printer import Printer
from elnapp.tracing import queries as tracing
from tests import cast as people
from tests.elnapp.lots.bench_nested import proven, vessels
from tests.elnapp.lots.conftest import Bench
from tests.elnapp.lots.test_pages import Browser, text_of

STEP = "P0.CC1/observe"
DATA = b"vessel;confluence\n1;40\n"
DIGEST = sha256(DATA)
SEAL = re.compile(r'name="report"\s+value="([^"]+)"')


@pytest.fixture
def look(client: FlaskClient, seeded: Bench) -> Browser:
    """A technician who looks at vessels, with a report that is a file."""
    seeded.open("P0.CC")
    seeded.cast.sign_in(client, people.TECHNICIAN)
    return Browser(client, seeded)


def seen(look: Browser, confluence: str, **report: Any) -> dict[str, Any]:
    """What is typed about one vessel, and the report beside it."""
    row = {"unit": vessels(look.bench)[0], "confluence": confluence, "shape": "spindle"}
    return {**{f"seen.1.{name}": text for name, text in row.items()}, **report}


def sent(look: Browser, name: str, data: bytes, confluence: str = "") -> TestResponse:
    """Send the form with a file."""
    return look.enter(STEP, seen(look, confluence, report=(io.BytesIO(data), name)))


def sealed(answered: TestResponse) -> dict[str, str]:
    found = SEAL.search(answered.get_data(as_text=True))
    return {"report": unescape(found[1])} if found else {}


def test_a_file_that_cannot_be_the_answer_gets_a_sentence(look: Browser) -> None:
    empty = sent(look, "plates.csv", b"", "40")
    assert empty.status_code == 422
    assert "le fichier « plates.csv » est vide" in text_of(empty)
    assert sealed(empty) == {}
    other = sent(look, "plates.exe", DATA, "40")
    assert other.status_code == 422
    assert "« plates.exe » ; il faut un fichier de type .csv, .pdf" in text_of(other)
    forged = look.enter(STEP, seen(look, "40", report=f"sha256:{DIGEST} 23 plates.csv"))
    assert forged.status_code == 303  # a page names no file that this house has not kept
    assert look.bench.entry(STEP).id
    missing = look.client.get(f"/lots/{look.bench.number}/files/{DIGEST}")
    assert missing.status_code == 404


def test_a_form_that_comes_back_still_has_its_file(look: Browser) -> None:
    back = sent(look, "Plaques/été 1.csv", DATA)  # the confluence is missing
    assert back.status_code == 422
    assert "Conservé : été 1.csv (23 octets)" in text_of(back)
    assert look.enter(STEP, seen(look, "40", **sealed(back))).status_code == 303

    bench = look.bench
    shown = look.client.get(look.url(STEP)).get_data(as_text=True)
    way = re.search(r'href="(/lots/[^"]+/files/[0-9a-f]{64})"', shown)
    assert way
    bytes_of = look.client.get(way[1])
    assert bytes_of.data == DATA
    assert bytes_of.mimetype == "application/octet-stream"
    assert bytes_of.headers["Content-Disposition"].startswith("attachment; filename")

    number = look.bench.number
    with bench.house.kernel.reading() as session:
        kept = session.exec(select(StoredFile).where(StoredFile.sha256 == DIGEST)).all()
        steps = queries.dossier(session, bench.stream)["steps"]
        graph = tracing.trace(session, None, tracing.Asked(DIGEST, "both"))
    assert [(k.address, k.size, k.name) for k in kept] == [
        (f"lot/{number}/record/{STEP}", len(DATA), "été 1.csv")
    ]
    (step,) = (s for s in steps if s["path"] == STEP)
    values = {v["name"]: v for v in step["entries"][-1]["values"]}
    assert values["report"]["file"] == {"sha256": DIGEST, "size": len(DATA), "name": "été 1.csv"}
    asked = next(f for f in step["fields"] if f["name"] == "report")
    line = answer(step["entries"], ("report", "report"), asked, Printer("fr", "Europe/Paris"))
    assert line.value.replace(" ", "") == f"été1.csv,23\u202foctets,SHA-256{DIGEST}"
    assert {"été 1.csv", number} <= {node.label for node in graph.nodes}
    proven(bench)


def test_a_correction_keeps_the_file_or_replaces_it(look: Browser) -> None:
    assert sent(look, "one.csv", DATA, "40").status_code == 303
    bench, other = look.bench, b"vessel;confluence\n1;60\n"
    signed = {"act-reason": "counted again", "act-password": PASSWORD} | seen(look, "60")
    stands = sealed(look.client.get(look.url(STEP, "correct")))
    assert look.send(STEP, "correct", signed | stands, "correct").status_code == 303
    assert names(bench) == ["one.csv"]
    chosen = {**signed, **stands, "report": (io.BytesIO(other), "two.csv")}
    assert look.send(STEP, "correct", chosen, "correct").status_code == 303
    assert names(bench) == ["one.csv", "two.csv"]
    shown = text_of(look.client.get(look.url(STEP)))
    assert shown.index("one.csv") < shown.index("two.csv")
    proven(bench)


def names(bench: Bench) -> list[str]:
    """The names of the files that the lot keeps."""
    with bench.house.kernel.reading() as session:
        found = select(StoredFile.name).where(StoredFile.stream == bench.stream)
        return sorted(session.exec(found).all())
