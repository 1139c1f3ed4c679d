"""The pictures of a judged panel: the gates of its stained tubes, then its markers."""

from __future__ import annotations

from batches.text import Text
from elnapp.cytometry.service.evaluating import Panel
from instruments.cytometry.pictures import Picture, Scheme, gate_pictures, histogram

WORDS: dict[str, Text] = {
    "title": Text("Gates and markers of a panel", "Fenêtres et marqueurs d'un panel"),
    "verdict": Text("Verdict:", "Verdict :"),
    "demo": Text("DEMONSTRATION", "DÉMONSTRATION"),
    "PASS": Text("complies", "conforme"),
    "FAIL": Text("does not comply", "non conforme"),
    "INVALID": Text("not valid", "non valide"),
}
"""The words of the page that shows the pictures outside a session."""


def drawn(panel: Panel, lang: str, scheme: Scheme = "screen") -> list[Picture]:
    """Draw what could be counted; a tube or a marker that could not be is left out."""
    pictures: list[Picture] = []
    for role in panel.method.tubes:
        tube = panel.evaluation.tubes.get(role)
        if tube is not None:
            pictures += gate_pictures(tube, panel.method, role, lang, scheme)
    for result in panel.results:
        name = result.limited.row.attribute[lang]
        picture = histogram(result.counted, panel.evaluation, name, lang, scheme)
        if picture is not None:
            pictures.append(picture)
    return pictures
