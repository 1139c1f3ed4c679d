"""Words of the readers of plates."""

from __future__ import annotations

from instruments.text import Text

ELSEWHERE = "PLATE-ELSEWHERE"

PLATES: dict[str, Text] = {
    ELSEWHERE: Text(
        "{maker} {model} files are read by allotropy, in an environment of its own that is not set"
        " up here. The file is kept. Run `./dev plates` on this machine and read it again.",
        "Les fichiers {maker} {model} sont lus par allotropy, dans un environnement à part qui n'est"
        " pas installé ici. Le fichier est conservé. Exécutez `./dev plates` sur cette machine, puis"
        " relisez-le.",
    ),
    "PLATE-NOT-READ": Text(
        'allotropy could not read the file: "{what}". Check that it is a whole export of {model}.',
        "allotropy n'a pas pu lire le fichier : « {what} ». Vérifiez qu'il s'agit d'un export complet"
        " de {model}.",
    ),
    "PLATE-NOTHING-MEASURED": Text(
        "The file holds no measurement.", "Le fichier ne contient aucune mesure."
    ),
    "PLATE-CONVERTED": Text(
        "The values were read by allotropy {version}; their text as printed stands in the file only.",
        "Les valeurs ont été lues par allotropy {version} ; leur texte tel qu'imprimé n'est que dans"
        " le fichier.",
    ),
    "PLATE-INSTRUMENT-SAYS": Text(
        'The instrument gives "{text}" for {quantity} instead of a number.',
        "L'instrument donne « {text} » pour {quantity} au lieu d'un nombre.",
    ),
    "PLATE-NO-VALUE": Text(
        "The well has no measured value.", "Le puits n'a pas de valeur mesurée."
    ),
}
