"""The words of the dossier about instrument files and panels."""

from __future__ import annotations

from batches.text import Text

MEASURED: dict[str, Text] = {
    "panel": Text("Panel of flow cytometry", "Panel de cytométrie en flux"),
    "marker": Text("Marker", "Marqueur"),
    "positive": Text("Positive (%)", "Positif (%)"),
    "events": Text("Live singlets", "Cellules isolées vivantes"),
    "from_file": Text("from the instrument's file", "issu du fichier de l'instrument"),
}
