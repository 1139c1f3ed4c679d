"""FlowJo workspaces: what is understood counts as FlowJo counted, and the rest is named."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from instruments.cytometry.flowjo import read_workspace
from instruments.cytometry.gates import Ellipsoid
from instruments.cytometry.gatingml import read, write
from instruments.cytometry.reading import read_tube
from instruments.cytometry.strategy import Population
from instruments.reading import Refusal
from instruments.words import sentence
from tests.instruments.shared import FOLDER, needs_shared

WORKSPACES = sorted((FOLDER / "gating" / "flowjo").glob("*.wsp"))


@needs_shared
@pytest.mark.parametrize("path", WORKSPACES, ids=lambda p: p.stem)
def test_every_workspace_gives_a_draft_that_travels(path: Path) -> None:
    """Every gate is in the draft, or named, or below one that is named."""
    text = path.read_text(encoding="utf-8")
    drafts = read_workspace(text.encode())
    assert len(drafts) == len(re.findall("<SampleNode ", text))
    for draft in drafts:
        assert read(write(draft.strategy)).strategy == draft.strategy
        below = sum(int(n.params["children"]) for n in draft.notes if "children" in n.params)
        left_out = sum("children" in n.params for n in draft.notes)
        assert len(draft.strategy.gates) + left_out + below == _populations(text, draft.sample)
        assert all("…" not in sentence(n, "fr") for n in draft.notes)


def _populations(text: str, sample: str) -> int:
    """Count the gates of a sample in the text of the workspace."""
    node = re.search(rf'<SampleNode name="{re.escape(sample)}".*?</SampleNode>', text, re.DOTALL)
    assert node
    return len(re.findall(r"<(?:Population|NotNode|AndNode|OrNode) ", node[0]))


@needs_shared
@pytest.mark.parametrize(
    ("name", "events"),
    [
        ("simple_diamond_example_quad_gate", "test_data_diamond_01"),
        ("test_data_diamond_biex_rect", "test_data_diamond_01"),
        ("single_ellipse_51_events", "data_set_simple_line_100"),
    ],
)
def test_gates_count_what_flowjo_counted(name: str, events: str) -> None:
    """Rectangles also on FlowJo's own biex scale: bounds are values."""
    blob = (FOLDER / "gating" / "flowjo" / f"{name}.wsp").read_bytes()
    counted = dict(
        re.findall(r'<Population name="([^"]*)"[^>]*count="([0-9]+)"', blob.decode("utf-8"))
    )
    tube = read_tube((FOLDER / "fcs" / f"{events}.fcs").read_bytes(), events)
    found = Population(read_workspace(blob)[0].strategy, tube)
    assert counted
    assert {n: int(found.inside(n).sum()) for n in counted} == {
        n: int(c) for n, c in counted.items()
    }


def workspace(gate: str, scale: str) -> bytes:
    """Write a workspace of one sample with one gate on the channels X and Y."""
    names = "".join(
        f'<{scale}><d:parameter d:name="{n}"/></{scale.split(maxsplit=1)[0]}>' for n in "XY"
    )
    return f"""<Workspace flowJoVersion="10.8" xmlns:g="g" xmlns:d="d" xmlns:t="t"><SampleList><Sample>
    <Transformations>{names}</Transformations><SampleNode name="s"><Subpopulations>
    <Population name="p"><Gate>{gate}</Gate></Population>
    </Subpopulations></SampleNode></Sample></SampleList></Workspace>""".encode()


def outline() -> str:
    """Write a triangle."""
    axes = "".join(f'<g:dimension><d:fcs-dimension d:name="{n}"/></g:dimension>' for n in "XY")
    points = ((0, 0), (1000, 0), (1000, 1000))
    corners = "".join(
        f'<g:vertex><g:coordinate d:value="{x}"/><g:coordinate d:value="{y}"/></g:vertex>'
        for x, y in points
    )
    return f"<g:PolygonGate>{axes}{corners}</g:PolygonGate>"


def ellipse(edge: str = "96 90", foci: str = "62.5 157.5 94.25 93.5") -> str:
    """Write an ellipse in the bins of its plot."""
    axes = "".join(f'<g:dimension><d:fcs-dimension d:name="{n}"/></g:dimension>' for n in "XY")
    parts = []
    for part, numbers in (("foci", foci.split()), ("edge", edge.split())):
        points = "".join(
            f'<g:vertex><g:coordinate d:value="{x}"/><g:coordinate d:value="{y}"/></g:vertex>'
            for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        )
        parts.append(f"<g:{part}>{points}</g:{part}>")
    return f'<g:EllipsoidGate g:distance="1">{axes}{"".join(parts)}</g:EllipsoidGate>'


PLOT = 't:linear t:minRange="-1000" t:maxRange="262144" gain="1"'


@pytest.mark.parametrize("scale", [PLOT, 't:logicle t:T="10000" t:W="0.5" t:M="4.5" t:A="0"'])
def test_an_ellipse_holds_what_its_foci_say(scale: str) -> None:
    """The points whose distances to the foci sum to no more than those of a point of its edge."""
    (draft,) = read_workspace(workspace(ellipse(), scale))
    (gate,) = draft.strategy.gates
    assert isinstance(gate, Ellipsoid)
    bins = np.random.default_rng(5).uniform(0, 256, (2000, 2))
    foci, edge = np.array([(62.5, 157.5), (94.25, 93.5)]), np.array((96, 90))
    sums = np.linalg.norm(bins[:, None] - foci, axis=2).sum(axis=1)
    expected = sums <= np.linalg.norm(edge - foci, axis=1).sum()
    low, size = (-1000, 263144 / 256) if scale == PLOT else (0, 1 / 256)
    found = gate.inside([low + size * bins[:, 0], low + size * bins[:, 1]])
    assert found.tolist() == expected.tolist()
    assert 0 < expected.sum() < 2000


LOGICLE = 't:logicle t:T="10000" t:W="0.5" t:M="4.5" t:A="0"'


@pytest.mark.parametrize(
    ("gate", "scale", "codes"),
    [
        (outline(), "t:linear", []),
        (outline(), 't:linear gain="2"', ["FLOWJO-DIVIDED"] * 2),
        (outline(), LOGICLE, []),
        (outline(), "t:biex", ["FLOWJO-SCALE"]),
        (ellipse(), PLOT, []),
        (ellipse(), LOGICLE, []),
        (ellipse(), "t:biex", ["FLOWJO-SCALE"]),
        (ellipse(), "t:linear", ["FLOWJO-BROKEN"]),
        (ellipse(edge="94.25 93.5"), PLOT, ["FLOWJO-BROKEN"]),
        (ellipse(edge=""), PLOT, ["FLOWJO-BROKEN"]),
        (ellipse(foci="62 157"), PLOT, ["FLOWJO-BROKEN"]),
        (ellipse(edge="96 NaN"), PLOT, ["FLOWJO-BROKEN"]),
        ("<g:CurlyQuad/>", "t:linear", ["FLOWJO-GATE"]),
        (outline().replace('"1000"', '"much"'), "t:linear", ["FLOWJO-BROKEN"]),
        (
            outline().replace("<g:PolygonGate>", '<g:PolygonGate eventsInside="0">'),
            "t:linear",
            ["FLOWJO-GATE"],
        ),
    ],
)
def test_what_is_left_out_is_named(gate: str, scale: str, codes: list[str]) -> None:
    (draft,) = read_workspace(workspace(gate, scale))
    assert [n.code for n in draft.notes] == codes
    assert bool(draft.strategy.gates) == (not any(c != "FLOWJO-DIVIDED" for c in codes))


def test_another_file_is_refused() -> None:
    with pytest.raises(Refusal, match="FLOWJO-NOT"):
        read_workspace(b"<html/>")
