"""allotropy as a referee of our readers of cell counters: it answers on standard input and output.

It runs in the environment of the plate readers, which has nothing of ours, so it imports nothing of
ours.  A line in is `{"reader", "name", "blob"}` (blob in base64); the line out is its document, or
`{"refused": why}`.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import warnings
from importlib import import_module
from typing import Any

READERS = {
    "nucleoview": "chemometec_nucleoview.nucleoview_parser.ChemometecNucleoviewParser",
    "nc_view": "chemometec_nc_view.chemometec_nc_view_parser.ChemometecNcViewParser",
    "vicell_blu": "beckman_vi_cell_blu.vi_cell_blu_parser.ViCellBluParser",
    "vicell_xr": "beckman_vi_cell_xr.vi_cell_xr_parser.ViCellXRParser",
    "cedex_hires": "roche_cedex_hires.roche_cedex_hires_parser.RocheCedexHiResParser",
    "cedex_bioht": "roche_cedex_bioht.roche_cedex_bioht_parser.RocheCedexBiohtParser",
    "cellaca": "revvity_matrix.revvity_matrix_parser.RevvityMatrixParser",
    "flex2": "novabio_flex2.novabio_flex2_parser.NovaBioFlexParser",
}


def document(reader: str, name: str, blob: bytes, encoding: str) -> dict[str, Any]:
    """Give what allotropy makes of one file, or why it makes nothing of it."""
    module, _, called = READERS[reader].rpartition(".")
    parser = getattr(import_module(f"allotropy.parsers.{module}"), called)
    times = import_module("allotropy.parsers.utils.timestamp_parser").TimestampParser
    contents = import_module("allotropy.named_file_contents").NamedFileContents
    unstructure = import_module("allotropy.allotrope.converter").unstructure
    try:
        given = contents(io.BytesIO(blob), name, encoding or None)
        said: dict[str, Any] = unstructure(parser(times()).to_allotrope(given))
    except Exception as error:  # noqa: BLE001 - whatever it does is an answer
        return {"refused": f"{type(error).__name__}: {error}"[:300]}
    return said


def main() -> None:
    """Answer every line."""
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        task = json.loads(line)
        blob = base64.b64decode(task["blob"])
        said = document(task["reader"], task["name"], blob, task.get("encoding", ""))
        print(json.dumps(said, default=str), flush=True)


if __name__ == "__main__":
    main()
