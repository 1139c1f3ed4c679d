"""Labels read back with a scanner, are frozen, and go from print to container or to waste."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import zxingcpp
from flask.testing import FlaskClient

from elnapp.custody import queries, service
from elnapp.custody.views.drawing import svg
from elnapp.procurement import queries as material
from elnapp.procurement import service as procurement
from elnapp.procurement.service.labelling import body
from elnapp.record import Call, Refused
from tests import cast as people
from tests.elnapp.procurement.conftest import DIN, Ward

MODULE = re.compile(r"M([0-9]+) ([0-9]+)h([0-9]+)v([0-9]+)h-[0-9]+z", re.IGNORECASE)
SYMBOL = re.compile(r'<path transform="[^"]*scale\(([0-9.]+)\)" d="([^"]+)"')


def scanned(svg: str) -> list[tuple[str, str]]:
    """What a scanner reads in the symbols of a picture: format and text of each."""
    found = []
    for _scale, path in SYMBOL.findall(svg):
        boxes = [tuple(int(n) for n in box) for box in MODULE.findall(path)]
        size = max(max(x + w, y + h) for x, y, w, h in boxes) + 4
        grid = np.full((size + 4, size + 4), 255, np.uint8)
        for x, y, w, h in boxes:
            grid[y + 4 : y + 4 + h, x + 4 : x + 4 + w] = 0
        read = zxingcpp.read_barcodes(np.kron(grid, np.ones((8, 8), np.uint8)))
        found += [(str(code.format), code.text) for code in read]
    return found


@pytest.fixture
def label(ward: Ward) -> str:
    """A label of the container of a donation."""
    ward.procure()
    call = ward.cast.call(people.TECHNICIAN)
    return str(procurement.make_label(ward.house.kernel, call, DIN, f"{DIN}-T01")["label"])


def state(ward: Ward, label: str) -> str:
    with ward.house.kernel.reading() as session:
        return queries.label(session, label).state


def test_the_symbols_read_back_what_the_label_says(
    ward: Ward, label: str, client: FlaskClient
) -> None:
    ward.cast.sign_in(client, people.TECHNICIAN)
    answer = client.get(f"/labels/{label}/picture")
    drawn = answer.get_data(as_text=True)
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    texts = [text for _format, text in scanned(drawn)]
    assert texts == [f"={DIN}68", f"{DIN}-T01"]
    for words in (
        "A9999 26 000001",
        "SEC FR001234A999926000001<",
        ">A00S112800000000000<",
        ward.donor,
        "000",
    ):
        assert words in drawn


def test_a_label_is_printed_verified_and_applied(ward: Ward, label: str) -> None:
    kernel = ward.house.kernel

    def call() -> Call:
        return ward.cast.call(people.TECHNICIAN)

    with pytest.raises(Refused):
        service.apply_label(kernel, call(), label)
    service.print_label(kernel, call(), label, 2)
    with pytest.raises(Refused) as wrong:
        service.verify_label(kernel, call(), label, "=A99992600000266")
    service.verify_label(kernel, call(), label, f"={DIN}68")
    with pytest.raises(Refused) as again:
        service.print_label(kernel, call(), label, 1)
    service.apply_label(kernel, call(), label)
    assert [f.code for f in wrong.value.findings] == ["LBL-SCAN"]
    assert wrong.value.matters
    assert [f.code for f in again.value.findings] == ["LBL-REASON"]
    assert state(ward, label) == "applied"


def test_a_destroyed_label_ends(ward: Ward, label: str) -> None:
    call = ward.cast.call(people.TECHNICIAN, "Smudged")
    service.destroy_label(ward.house.kernel, call, label, 1)
    with pytest.raises(Refused) as refused:
        service.print_label(ward.house.kernel, ward.cast.call(people.TECHNICIAN), label, 1)
    assert [f.code for f in refused.value.findings] == ["LBL-STEP"]
    assert state(ward, label) == "destroyed"


def test_split_numbers_count_the_containers(ward: Ward) -> None:
    ward.procure(containers="2")
    found = {}
    for code in (f"{DIN}-T01", f"{DIN}-T02", f"{DIN}-S001"):
        call = ward.cast.call(people.TECHNICIAN)
        made = procurement.make_label(ward.house.kernel, call, DIN, code)["label"]
        with ward.house.kernel.reading() as session:
            found[code[-4:]] = queries.label(session, made).row.body["split"]
    assert found == {"-T01": "001", "-T02": "002", "S001": "000"}


def test_the_whole_code_of_a_product_with_a_shelf_life(ward: Ward) -> None:
    ward.procure(containers="2")
    view = ward.view()
    with ward.house.kernel.reading() as session:
        assert view.procurement is not None
        asked = material.requirements_of(session, view.procurement.document_id)
    # Collected on 22 November 2026: 739 days later is 30 November 2028.
    bodies = [body(view, unit, replace(asked, shelf_life_days=739)) for unit in view.units]
    said = {made["code"][-4:]: " ".join(made["sec"]) for made in bodies}
    assert said["-T01"] == "SEC FR001234A999926000001 A00S112800120281130"
    assert said["-T02"] == "SEC FR001234A999926000001 A00S112800220281130"
    assert said["S001"] == ""
    assert body(view, view.containers[0], replace(asked, product=""))["sec"] == []


def test_a_label_of_an_earlier_layout_is_drawn_as_it_was(
    ward: Ward, label: str, client: FlaskClient
) -> None:
    ward.cast.sign_in(client, people.TECHNICIAN)
    with ward.house.kernel.reading() as session:
        now = dict(queries.label(session, label).row.body)
    captions = dict.fromkeys(("content", "state", "donor", "split", "collected", "no_sec"), "x")
    captions |= {"origin": "x", "use": "x"}
    before = {name: value for name, value in now.items() if name not in {"sec", "expiry"}}
    drawn = svg(before, captions)
    assert ">SEC FR001234A999926000001<" in drawn
    assert "A00S1128" not in drawn
    assert 'y="268"' in drawn  # the fifth line, 38 apart
    assert 'y="252"' in svg(now, captions)  # closer, so that nine lines fit


def test_the_page_of_a_label_says_when_the_material_has_moved_on(
    ward: Ward, label: str, client: FlaskClient
) -> None:
    ward.cast.sign_in(client, people.TECHNICIAN)
    warning = "indique un autre état"
    assert warning not in client.get(f"/labels/{label}").get_data(as_text=True)
    ward.hand_over()
    ward.receive()
    page = client.get(f"/labels/{label}").get_data(as_text=True)
    assert warning in page
    with ward.house.kernel.reading() as session:
        assert queries.present_state(session, f"donation/{DIN}") == ward.view().state == "available"
        assert queries.present_state(session, "site/SLS") is None
