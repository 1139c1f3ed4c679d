"""The pages of counting on pictures, and that none of them tells the second reader of the first."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient

from batches.clicks import Marks, outlines
from batches.pictures import Picture
from elnapp.lots.service import Unconfirmed
from elnapp.record.plain import sha256
from tests import cast as people
from tests.elnapp.lots.conftest import Bench
from tests.elnapp.lots.test_counting import CELLS, DRAWN, FIRST, SECOND, Reading, counts, marks
from tests.pictures import marked

MOST_PAGES = 80
DEBRIS = "one of the blue ones is debris"
LINK = re.compile(r'(?:href|src)="(/[^"#]*)"')


@pytest.fixture
def reading(lot: Bench) -> Reading:
    """A reading with its pictures, not counted yet."""
    lot.receive()
    lot.passage(0)
    found = Reading(lot)
    found.send_all()
    return found


def secrets() -> list[str]:
    """Give how the first reader's marks and counts would look on a page, in a script, in JSON."""
    told = [DEBRIS, "marques figurent", "marks stand on"]
    for drawn, (blue, other) in zip(DRAWN.values(), CELLS, strict=True):
        marks_ = Marks(drawn.blue, drawn.other)
        circles, crosses = outlines(marks_, Picture("image/png", 900, 660))
        x, y = drawn.other[0]
        told += [circles, crosses, f"-{x},{y}", f"[{x}, {y}]", f"[{x},{y}]"]
        told += [f">{other}<", f'"{other}"', f"{other} négatives", f"{blue} positive"]
    return told


def everywhere(client: FlaskClient, start: str) -> dict[str, str]:
    """Read every page of the house that can be reached from one, as far as the test is patient."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/static", "/logout")):
            continue
        answer = client.get(path)
        seen[path] = (
            answer.get_data(as_text=True)
            if answer.is_json or "html" in (answer.mimetype or "")
            else ""
        )
        # What speaks of the lot comes first.
        links = [found.replace("&amp;", "&") for found in LINK.findall(seen[path])]
        waiting = (
            [one for one in links if "AT26" in one]
            + waiting
            + [one for one in links if "AT26" not in one]
        )
    return seen


def test_no_page_tells_the_second_reader_what_the_first_marked(
    reading: Reading, client: FlaskClient
) -> None:
    with pytest.raises(Unconfirmed) as caught:
        reading.count(FIRST, counts(blue=-1))
    reading.count(FIRST, counts(blue=-1), tokens=caught.value.tokens, reason=DEBRIS)
    bench = reading.bench
    bench.cast.sign_in(client, people.SECOND)
    steps = [f"/lots/{bench.number}/record/{path}" for path in (FIRST, SECOND)]
    for url in (*steps, f"{steps[1]}/enter", f"{steps[0]}/images", f"{steps[0]}/readings"):
        pages = (
            everywhere(client, url)
            if url == steps[0]
            else {url: client.get(url).get_data(as_text=True)}
        )
        for page, text in pages.items():
            assert not [one for one in secrets() if one in text], page
    assert f'name="marks.1" value="{sha256(DRAWN[1].png)}"' in client.get(
        f"{steps[1]}/enter"
    ).get_data(as_text=True)

    reading.count(SECOND, counts(-1, -2), marks(f1=marked(DRAWN[1], 1, 69)))
    for url in steps:
        both = client.get(url).get_data(as_text=True)
        assert both.count("<figure>") == 6
        assert "71 négatives" in both
        assert "69 négatives" in both


def test_a_picture_is_served_as_what_it_is_to_who_may_read_the_lot(
    reading: Reading, client: FlaskClient
) -> None:
    bench, digest = reading.bench, sha256(DRAWN[2].png)
    url = f"/lots/{bench.number}/images/{digest}"
    assert client.get(url).status_code == 303
    bench.cast.sign_in(client, people.TECHNICIAN)
    answer = client.get(url)
    assert (answer.status_code, answer.data) == (200, DRAWN[2].png)
    assert answer.mimetype == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    for other in (sha256(DRAWN[2].png + b"x"), "../../secret", digest.upper()):
        assert client.get(f"/lots/{bench.number}/images/{other}").status_code == 404
    bench.cast.sign_in(client, people.ADMINISTRATOR)
    assert client.get(url).status_code in {403, 404}


def test_the_page_sends_a_picture_and_goes_on(lot: Bench, client: FlaskClient) -> None:
    lot.receive()
    lot.passage(0)
    lot.cast.sign_in(client, people.TECHNICIAN)
    url = f"/lots/{lot.number}/record/{FIRST}/images"

    def send(n: int, data: bytes, name: str = "a.png") -> tuple[int, str, str]:
        form = client.get(url).get_data(as_text=True)
        key = re.search(r'name="form_id"\s+value="([^"]+)"', form)
        assert key
        sent = {"form_id": key[1], "n": str(n), "file": (BytesIO(data), name)}
        answer = client.post(url, data=sent, content_type="multipart/form-data")
        return answer.status_code, answer.location or "", answer.get_data(as_text=True)

    assert send(1, DRAWN[1].png)[:2] == (303, url)
    status, _where, said = send(2, b"<svg onload=alert(1)>", "../../field.png")
    assert status == 422
    assert "ni un PNG ni un JPEG" in said
    assert send(9, DRAWN[2].png)[0] == 422
    assert send(2, DRAWN[2].png, "../..\\boîte 2.png")[:2] == (303, url)
    assert "boîte 2.png" in client.get(url).get_data(as_text=True)
    assert send(3, DRAWN[3].png)[:2] == (303, url.replace("/images", "/enter"))
    assert client.get(url.replace(FIRST, SECOND)).status_code == 404
