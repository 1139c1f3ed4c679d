"""What there is to say about the file of a transport's temperature logger."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "REC-FILE-UNREAD": Text(
        "The temperature file is kept and could not be read: {why} What was typed stands.",
        "Le fichier de température est conservé mais n'a pas pu être lu : {why} Les valeurs saisies "
        "font foi.",
    ),
    "REC-FILE-NO-SERIES": Text(
        "The temperature file holds no series of temperatures in °C. What was typed stands.",
        "Le fichier de température ne contient pas de série de températures en °C. Les valeurs "
        "saisies font foi.",
    ),
    "REC-FILE-COVER": Text(
        "The temperature file runs from {began} to {ended}; the transport was from {sent} to "
        "{received}. Attach the file of this transport.",
        "Le fichier de température va du {began} au {ended} ; le transport, du {sent} au {received}. "
        "Joignez le fichier de ce transport.",
    ),
    "REC-TYPED": Text(
        "{label}: {typed} {unit} was typed, the logger's file says {read} {unit}. The file counts.",
        "{label} : {typed} {unit} saisi, le fichier de l'enregistreur indique {read} {unit}. Le "
        "fichier fait foi.",
    ),
}
