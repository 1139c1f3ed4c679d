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
    "gates_moved": Text("Gates moved by hand", "Fenêtres déplacées à la main"),
    "panel_before": Text("from panel", "depuis le panel"),
    "panel_after": Text("panel", "panel"),
    "moved_x": Text("cells without debris, first axis", "cellules sans débris, premier axe"),
    "moved_y": Text("cells without debris, second axis", "cellules sans débris, second axe"),
    "moved_live": Text("viability threshold", "seuil de viabilité"),
    "from_file": Text("from the instrument's file", "issu du fichier de l'instrument"),
}
