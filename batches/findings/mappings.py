"""The words of what keeps a column mapping from being approved."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "MAP-TWICE": Text(
        "{name} is mapped twice. Map each column once, and each quantity from one column.",
        "{name} est associé deux fois. Associez chaque colonne une fois, et chaque grandeur depuis"
        " une seule colonne.",
    ),
    "MAP-NOTHING-REQUIRED": Text(
        "No column is required: a file without any value would be read. Require at least one.",
        "Aucune colonne n'est exigée : un fichier sans aucune valeur serait lu. Exigez-en au moins"
        " une.",
    ),
    "MAP-FILE": Text(
        "{name} belongs to a text file, and each text file needs it.",
        "{name} appartient à un fichier texte, et chaque fichier texte en a besoin.",
    ),
}
