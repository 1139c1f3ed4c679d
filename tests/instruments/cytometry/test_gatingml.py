"""Gating-ML 2.0: the compliance suite event for event, round trips, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from instruments.cytometry.events import Events
from instruments.cytometry.gates import Rectangle
from instruments.cytometry.gatingml import read, write
from instruments.cytometry.reading import read_tube
from instruments.cytometry.strategy import Population, Strategy
from instruments.reading import Refusal
from tests.instruments.shared import FOLDER, needs_shared

SUITE = FOLDER / "gating" / "gatingml2_compliance"
RESULTS = sorted((SUITE / "truth").glob("Results_*.txt"))
FILES = [SUITE / "gml_all_gates.xml", *sorted((SUITE / "single").glob("*.xml"))]

NAMED = {"ParQuadRect": "ParRectangle1"}  # the one result that is called otherwise than its gate

HEAD = (
    '<g:Gating-ML xmlns:g="http://www.isac-net.org/std/Gating-ML/v2.0/gating"'
    ' xmlns:d="http://www.isac-net.org/std/Gating-ML/v2.0/datatypes"'
    ' xmlns:t="http://www.isac-net.org/std/Gating-ML/v2.0/transformations">'
)
AXIS = (
    '<g:dimension g:compensation-ref="uncompensated"{}><d:fcs-dimension d:name="X"/></g:dimension>'
)


@pytest.fixture(scope="module")
def tube() -> Events:
    """Give the events the suite is about."""
    return read_tube((SUITE / "data1.fcs").read_bytes(), "data1.fcs")


@pytest.fixture(scope="module")
def strategies() -> dict[Path, Strategy]:
    """Give every file of the suite, read once."""
    return {path: read(path.read_bytes()).strategy for path in FILES}


@needs_shared
@pytest.mark.parametrize("path", RESULTS, ids=lambda p: p.stem)
def test_membership_is_the_official_one(
    path: Path, tube: Events, strategies: dict[Path, Strategy]
) -> None:
    """In each file that has the gate, for each of the 13,367 events."""
    name = path.stem.removeprefix("Results_")
    name = NAMED.get(name, name)
    wanted = np.array(path.read_text(encoding="ascii").split(), dtype=np.int8) == 1
    found = [Population(s, tube).inside(name) for s in strategies.values() if name in s.ids()]
    assert found
    assert [int((f != wanted).sum()) for f in found] == [0] * len(found)


@needs_shared
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_what_is_written_reads_back_the_same(path: Path, strategies: dict[Path, Strategy]) -> None:
    strategy = strategies[path]
    blob = write(strategy)
    assert read(blob).strategy == strategy
    assert write(read(blob).strategy) == blob


@needs_shared
def test_what_was_not_understood_is_named() -> None:
    """One file of the suite hides its gate in an element that the standard does not have."""
    found = read((SUITE / "single" / "gml_range_gate_attr_testing.xml").read_bytes())
    assert found.strategy.gates == ()
    assert [(n.code, n.params["element"]) for n in found.notes] == [("GATINGML-UNKNOWN", "sample")]


def test_a_covariance_that_is_none_is_said() -> None:
    rows = "".join(
        f'<g:row><g:entry d:value="{a}"/><g:entry d:value="{b}"/></g:row>'
        for a, b in ((1, 5), (2, 1))
    )
    gate = (
        f'<g:EllipsoidGate g:id="e">{AXIS.format("") * 2}<g:mean><g:coordinate d:value="0"/>'
        f'<g:coordinate d:value="0"/></g:mean><g:covarianceMatrix>{rows}</g:covarianceMatrix>'
        '<g:distanceSquare d:value="1"/></g:EllipsoidGate>'
    )
    assert [n.code for n in read(document(gate)).notes] == ["GATE-NOT-ELLIPSOID"]


def document(inner: str) -> bytes:
    """Put gates into a document."""
    return f"{HEAD}{inner}</g:Gating-ML>".encode()


BROKEN = {
    "XML-NOT": b"<g:Gating-ML",
    "XML-ENTITY": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    "GATINGML-NOT": b"<html/>",
    "XML-MISSING": document(f"<g:RectangleGate>{AXIS.format('')}</g:RectangleGate>"),
    "XML-NUMBER": document(
        f'<g:RectangleGate g:id="r">{AXIS.format(chr(32) + "g:min=" + chr(34) + "nan" + chr(34))}'
        "</g:RectangleGate>"
    ),
    "GATE-SHAPE": document(f'<g:PolygonGate g:id="p">{AXIS.format("") * 3}</g:PolygonGate>'),
    "GATE-UNKNOWN": document(
        '<g:BooleanGate g:id="b"><g:and><g:gateReference g:ref="gone"/></g:and></g:BooleanGate>'
    ),
    "SCALE-UNKNOWN": document('<t:transformation t:id="t"><t:biex/></t:transformation>'),
    "SCALE-DOMAIN": document(
        '<t:transformation t:id="t"><t:flog t:T="-1" t:M="2"/></t:transformation>'
    ),
}


@pytest.mark.parametrize(("code", "blob"), BROKEN.items(), ids=list(BROKEN))
def test_a_broken_file_is_refused_by_name(code: str, blob: bytes) -> None:
    with pytest.raises(Refusal, match=code):
        read(blob)


def test_a_plain_gate_is_read() -> None:
    """The test of refusals would pass on a reader that refuses everything."""
    found = read(document(f'<g:RectangleGate g:id="r">{AXIS.format("")}</g:RectangleGate>'))
    assert [g.id for g in found.strategy.gates] == ["r"]
    assert isinstance(found.strategy.gates[0], Rectangle)
