"""Pictures of a panel as SVG text, each with its table.

Pure: the same evaluation gives the same bytes.  Shapes and attributes only, no style, no script and
nothing to fetch, so that a picture serves on a page and in a sealed document alike.
"""

from instruments.cytometry.pictures.gates import gate_pictures
from instruments.cytometry.pictures.histogram import histogram
from instruments.cytometry.pictures.picture import Picture, Scheme, Table

__all__ = ["Picture", "Scheme", "Table", "gate_pictures", "histogram"]
