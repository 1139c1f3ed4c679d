"""The words of what the reader of mapped tables refuses and notes."""

from instruments.text import Text

MAPPED: dict[str, Text] = {
    "MAPPED-NO-MAPPING": Text(
        "No column mapping was given. Choose the effective mapping of the instrument.",
        "Aucune correspondance de colonnes n'a été donnée. Choisissez celle de l'instrument, en"
        " vigueur.",
    ),
    "MAPPED-FILE-TYPE": Text(
        "The file is not what the mapping says ({expected}).",
        "Le fichier n'est pas ce que dit la correspondance ({expected}).",
    ),
    "MAPPED-NO-HEADER": Text(
        "The row holds none of the mapped columns: {expected}.",
        "La ligne ne contient aucune des colonnes associées : {expected}.",
    ),
    "MAPPED-BY": Text(
        "Read with the column mapping {document}.",
        "Lu avec la correspondance de colonnes {document}.",
    ),
}
