"""The words of what the readers of temperature loggers refuse and note."""

from instruments.text import Text

LOGGERS: dict[str, Text] = {
    "LOGGER-LINE-MISSING": Text(
        'The line "{path}" is missing. Read the logger out again.',
        "La ligne « {path} » manque. Relisez l'enregistreur.",
    ),
    "LOGGER-LINE-SHAPE": Text(
        'The line "{text}" is no name and value.',
        "La ligne « {text} » n'est pas un nom suivi d'une valeur.",
    ),
    "LOGGER-UNIT": Text(
        'The logger gives temperatures in "{unit}"; known are C and F.',
        "L'enregistreur donne les températures en « {unit} » ; connus : C et F.",
    ),
    "LOGGER-NOTHING": Text(
        "The file holds neither a history of days nor a series of temperatures.",
        "Le fichier ne contient ni historique de jours ni série de températures.",
    ),
    "LOGGER-NO-NUMBER": Text(
        '"{text}" is no time and temperature. Read the logger out again.',
        "« {text} » n'est pas une heure et une température. Relisez l'enregistreur.",
    ),
    "LOGGER-TABLE": Text(
        "The table of readings has the columns {found}; expected are time, T.",
        "Le tableau des mesures a les colonnes {found} ; attendu : heure, T.",
    ),
    "LOGGER-SIGNATURE-NOT-CHECKED": Text(
        "The file carries a signature of {owner}; it was kept and not checked.",
        "Le fichier porte une signature de {owner} ; elle est gardée, non vérifiée.",
    ),
    "LOGGER-GAP": Text(
        "There is no reading between {start} and {end}.",
        "Il n'y a aucune mesure entre {start} et {end}.",
    ),
    "LOGGER-EXTREME-DIFFERS": Text(
        "The series goes to {found}, beyond the {quantity} {printed} that the logger prints.",
        "La série va jusqu'à {found}, au-delà de {quantity} {printed} que l'enregistreur imprime.",
    ),
    "LOGGER-MKT-DIFFERS": Text(
        "The logger prints a mean kinetic temperature of {printed}; the series gives {found} with"
        " its activation energy of {energy} kJ/mol.",
        "L'enregistreur imprime une température cinétique moyenne de {printed} ; la série donne"
        " {found} avec son énergie d'activation de {energy} kJ/mol.",
    ),
    "LOGGER-ALARM": Text(
        "The logger raised its alarm {limit} degrees: {minutes} min.",
        "L'enregistreur a déclenché son alarme {limit} degrés : {minutes} min.",
    ),
    "LOGGER-ALARM-DIFFERS": Text(
        "Beyond the limit {limit} the logger counts {printed} min, the series {found} min.",
        "Au-delà de la limite {limit}, l'enregistreur compte {printed} min, la série {found} min.",
    ),
}
