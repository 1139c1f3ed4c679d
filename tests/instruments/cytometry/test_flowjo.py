"""FlowJo workspaces: what is understood counts as FlowJo counted, and the rest is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from instruments.cytometry.flowjo import read_workspace
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
    "name", ["simple_diamond_example_quad_gate", "test_data_diamond_biex_rect"]
)
def test_rectangles_count_what_flowjo_counted(name: str) -> None:
    """Also on FlowJo's own biex scale: bounds are values."""
    blob = (FOLDER / "gating" / "flowjo" / f"{name}.wsp").read_bytes()
    counted = dict(
        re.findall(r'<Population name="([^"]*)"[^>]*count="([0-9]+)"', blob.decode("utf-8"))
    )
    tube = read_tube((FOLDER / "fcs" / "test_data_diamond_01.fcs").read_bytes(), "diamond")
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


LOGICLE = 't:logicle t:T="10000" t:W="0.5" t:M="4.5" t:A="0"'


@pytest.mark.parametrize(
    ("gate", "scale", "codes"),
    [
        (outline(), "t:linear", []),
        (outline(), 't:linear gain="2"', ["FLOWJO-DIVIDED"] * 2),
        (outline(), LOGICLE, []),
        (outline(), "t:biex", ["FLOWJO-SCALE"]),
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
