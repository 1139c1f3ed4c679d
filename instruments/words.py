"""The words of every refusal and warning of the readers, in both languages.

A reader keeps the words of its own codes beside it and joins the table here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from instruments.cytometry import words as cytometry
from instruments.fcs import words as fcs
from instruments.loggers.words import LOGGERS
from instruments.mapped.words import MAPPED
from instruments.plates.words import PLATES
from instruments.reading import Note
from instruments.tables.words import CHEMISTRY, COUNTS, TABLES
from instruments.text import Text

READERS: dict[str, Text] = {
    "READER-EMPTY": Text(
        "The file is empty: 0 bytes. Export it again from the instrument.",
        "Le fichier est vide : 0 octet. Exportez-le à nouveau depuis l'instrument.",
    ),
    "READER-UNKNOWN": Text(
        "No reader knows this file; it begins with the bytes {begins}. Check that it is the"
        " instrument's own export, not a picture, a print or a renamed file.",
        "Aucun lecteur ne connaît ce fichier ; il commence par les octets {begins}. Vérifiez qu'il"
        " s'agit bien de l'export de l'instrument, et non d'une image, d'une impression ou d'un"
        " fichier renommé.",
    ),
    "READER-AMBIGUOUS": Text(
        "Several readers know this file equally well: {formats}. Name the format in the profile of"
        " the instrument.",
        "Plusieurs lecteurs reconnaissent ce fichier aussi bien les uns que les autres : {formats}."
        " Indiquez le format dans le profil de l'instrument.",
    ),
    "READER-NO-FORMAT": Text(
        'No reader is called "{format}". `flask instrument list` names them all.',
        "Aucun lecteur ne s'appelle « {format} ». `flask instrument list` les nomme tous.",
    ),
    "READER-TOO-LARGE": Text(
        "The file has {bytes} bytes; at most {most} are read. Export fewer events or fewer rows.",
        "Le fichier compte {bytes} octets ; {most} au plus sont lus. Exportez moins d'événements ou"
        " moins de lignes.",
    ),
    "READER-TIME": Text(
        "Reading took longer than {seconds} s and was ended. The file is kept; it may be damaged.",
        "La lecture a dépassé {seconds} s et a été arrêtée. Le fichier est conservé ; il est"
        " peut-être endommagé.",
    ),
    "READER-MEMORY": Text(
        "Reading needed more than {mebibytes} MiB of memory and was ended. The file is kept; it may"
        " be damaged.",
        "La lecture demandait plus de {mebibytes} Mio de mémoire et a été arrêtée. Le fichier est"
        " conservé ; il est peut-être endommagé.",
    ),
    "READER-FAILED": Text(
        "The reader itself failed ({what}). The file is kept; this is a fault of the software: send"
        " it to who maintains it.",
        "Le lecteur lui-même a échoué ({what}). Le fichier est conservé ; c'est un défaut du"
        " logiciel : transmettez-le à qui le maintient.",
    ),
    "READER-PROFILE": Text(
        'The profile of the instrument names "{found}", which is no known encoding or time zone.'
        " Correct the profile.",
        "Le profil de l'instrument nomme « {found} », qui n'est ni un encodage ni un fuseau horaire"
        " connu. Corrigez le profil.",
    ),
    "READER-ANSWER": Text(
        "The answer of the reader has {bytes} bytes or more; at most {most} are taken. The file is"
        " kept; it may be damaged.",
        "La réponse du lecteur compte {bytes} octets ou plus ; {most} au plus sont acceptés. Le"
        " fichier est conservé ; il est peut-être endommagé.",
    ),
}


def merge(areas: Iterable[Mapping[str, Text]]) -> dict[str, Text]:
    """Put the words of all readers into one table; a code found twice is a programming error."""
    words: dict[str, Text] = {}
    for table in areas:
        for code, text in table.items():
            if code in words:
                message = f"the code {code} has words twice"
                raise ValueError(message)
            words[code] = text
    return words


WORDS: dict[str, Text] = merge(
    (
        READERS,
        fcs.WORDS,
        cytometry.WORDS,
        TABLES,
        COUNTS,
        CHEMISTRY,
        LOGGERS,
        MAPPED,
        PLATES,
    )
)


class _Params(dict[str, object]):
    """A missing param is three dots, because a page about a fault must not fail."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(note: Note, lang: str) -> str:
    """Say a note in `lang` ("en" or "fr"), with its place; an unknown code says itself."""
    text = WORDS.get(note.code)
    if text is None:
        return note.code
    said = (text.fr if lang == "fr" else text.en).format_map(_Params(note.params))
    return f"{said} [{note.where}]" if note.where else said
