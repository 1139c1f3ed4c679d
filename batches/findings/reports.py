"""Words for what is said about documents that leave the house."""

from __future__ import annotations

from batches.text import Text

WORDS: dict[str, Text] = {
    "REPORT-LANG": Text(
        "A dossier is written in French or in English; choose one of them.",
        "Un dossier est rédigé en français ou en anglais ; choisir l'une des deux langues.",
    ),
    "REPORT-UNDER-WAY": Text(
        "This dossier of lot {lot} is being made already; wait until it is there.",
        "Ce dossier du lot {lot} est déjà en préparation ; attendre qu'il soit disponible.",
    ),
}
