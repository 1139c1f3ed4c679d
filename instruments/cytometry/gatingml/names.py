"""The names of Gating-ML 2.0, shared by reading and writing."""

from __future__ import annotations

NAMESPACES = {
    "gating": "http://www.isac-net.org/std/Gating-ML/v2.0/gating",
    "transforms": "http://www.isac-net.org/std/Gating-ML/v2.0/transformations",
    "data-type": "http://www.isac-net.org/std/Gating-ML/v2.0/datatypes",
}
GATING = f"{{{NAMESPACES['gating']}}}"
TRANSFORMS = f"{{{NAMESPACES['transforms']}}}"
TYPES = f"{{{NAMESPACES['data-type']}}}"
