"""The words of the dossier about instrument files and panels."""

from __future__ import annotations

from batches.text import Text

MEASURED: dict[str, Text] = {
    "panel": Text("Panel of flow cytometry", "Panel de cytométrie en flux"),
    "marker": Text("Marker", "Marqueur"),
    "positive": Text("Positive (%)", "Positif (%)"),
    "events": Text("Live singlets", "Cellules isolées vivantes"),
    "marked_field": Text("Field", "Champ"),
    "marked_blue": Text("Positive", "Positives"),
    "marked_other": Text("Negative", "Négatives"),
    "marked_says": Text(
        "Field {n}: {blue} positive (circle), {other} negative (cross)",
        "Champ {n} : {blue} positives (cercle), {other} négatives (croix)",
    ),
    "marked_taken": Text("Recorded as marked", "Saisi comme marqué"),
    "marked_picture": Text("Picture", "Image"),
    "from_file": Text("from the instrument's file", "issu du fichier de l'instrument"),
}
