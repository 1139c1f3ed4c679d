"""Other people's gating, measured: `python referee_gates.py NAME FILE`, one JSON line.

It runs in the environment of the referees; the gate stands beside the file as Gating-ML, and for
flowutils, which reads none, its numbers are taken from that file here.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

measured: Any = import_module("referee").measured  # it stands beside this file
GATE = "bench"
NAMES = {
    "g": "http://www.isac-net.org/std/Gating-ML/v2.0/gating",
    "t": "http://www.isac-net.org/std/Gating-ML/v2.0/transformations",
    "d": "http://www.isac-net.org/std/Gating-ML/v2.0/datatypes",
}
VALUE = f"{{{NAMES['d']}}}value"


def flowkit(path: Path) -> int:
    """Let FlowKit read both files and gate."""
    kit: Any = import_module("flowkit")
    known = kit.parse_gating_xml(str(path.with_suffix(".xml")))
    found = known.gate_sample(kit.Sample(str(path)))
    return int(found.get_gate_membership(GATE).sum())


def flowutils(path: Path) -> int:
    """Let flowio read, numpy compensate, and flowutils scale and gate."""
    etree, numpy = import_module("lxml.etree"), import_module("numpy")
    flowio = import_module("flowio")
    gating, scales = import_module("flowutils.gating"), import_module("flowutils.transforms")
    root = etree.parse(str(path.with_suffix(".xml"))).getroot()
    rows = [
        [float(c.get(f"{{{NAMES['t']}}}value")) for c in row.findall("t:coefficient", NAMES)]
        for row in root.iterfind(".//t:spectrum", NAMES)
    ]
    corners = numpy.array(
        [
            [float(c.get(VALUE)) for c in vertex.findall("g:coordinate", NAMES)]
            for vertex in root.iterfind(".//g:vertex", NAMES)
        ]
    )
    dyes = [d.get(f"{{{NAMES['d']}}}name") for d in root.iterfind(".//t:detectors/d:*", NAMES)]
    data = flowio.FlowData(str(path))
    labels = [data.channels[n]["pnn"] for n in sorted(data.channels)]
    values = data.as_array()[:, [labels.index(d) for d in dyes]]
    apart = (values @ numpy.linalg.inv(numpy.array(rows)))[:, :2]
    places = scales.logicle(apart, [0, 1], t=262144, m=4.5, w=0.5, a=0)
    return int(gating.points_in_polygon(corners, places).sum())


if __name__ == "__main__":
    gate = {"flowkit": flowkit, "flowutils": flowutils}[sys.argv[1]]
    given = Path(sys.argv[2])
    print(json.dumps(measured(gate, given) | {"inside": gate(given)}))
