"""What there is to say about results: limits, trends, samples, and faults of a specification."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "L01": Text(
        "Out of specification: {row} {value} {unit} (limit {limit}).",
        "Hors spécification : {row} {value} {unit} (limite {limit}).",
    ),
    "L02": Text(
        "Action limit passed: {row} {value} {unit} (limit {limit}).",
        "Limite d'action dépassée : {row} {value} {unit} (limite {limit}).",
    ),
    "L03": Text(
        "Out of trend: {row} {value} {unit}, within specification.",
        "Hors tendance : {row} {value} {unit}, dans la spécification.",
    ),
    "L04": Text(
        "{test} is not valid or was repeated: {reason}. An invalid test is no result.",
        "{test} : essai non valide ou répété : {reason}. Un essai non valide n'est pas un résultat.",
    ),
    "L05": Text(
        "{result} was not verified against its certificate.",
        "{result} n'est pas vérifié avec le certificat.",
    ),
    "L06": Text(
        "{test} was done by {version}, not as the specification says.",
        "{test} est réalisé selon {version}, et non selon la spécification.",
    ),
    "L07": Text("{row}: {what}.", "{row} : {what}."),
    "L08": Text(
        "Growth: {field} {value} {unit} is outside {limits}.",
        "Croissance : {field} {value} {unit} est hors de {limits}.",
    ),
    "L09": Text(
        "{field}: {value} {unit} is over the action limit, {limits}.",
        "{field} : {value} {unit} dépasse la limite d'action, {limits}.",
    ),
    "L10": Text("Sample {sample}: {what}.", "Échantillon {sample} : {what}."),
    "RESULT-NO-NUMBER": Text(
        '{row}: found "{found}", a number is needed. Enter it, or mark the test as not valid.',
        "{row} : « {found} », il faut un nombre. Saisissez-le, ou déclarez l'essai non valide.",
    ),
    "RESULT-CHOICE": Text(
        '{row}: "{found}" is none of the answers of this test. Choose one from the list.',
        "{row} : « {found} » n'est pas une réponse de cet essai. Choisissez dans la liste.",
    ),
    "SPEC-EMPTY": Text(
        "The specification has no row. Add at least one.",
        "La spécification n'a aucune ligne. Ajoutez-en au moins une.",
    ),
    "SPEC-TWICE": Text(
        "The code {row} stands in more than one row. Give each row its own code.",
        "Le code {row} figure dans plusieurs lignes. Donnez un code propre à chaque ligne.",
    ),
    "SPEC-UNKNOWN": Text(
        'Found "{found}", which is not known here. Choose one of the listed words.',
        "« {found} » est inconnu ici. Choisissez un des mots prévus.",
    ),
    "SPEC-LIMIT": Text(
        'Found "{found}" in a limit. Expected an operator with a number, or a range low to high.',
        "« {found} » dans une limite. Attendu : un opérateur et un nombre, ou deux bornes.",
    ),
    "SPEC-NO-LIMIT": Text(
        "Row {row} has no limit. Give one, or say that the result is only reported.",
        "La ligne {row} n'a pas de limite. Donnez-en une, ou indiquez « à reporter ».",
    ),
    "SPEC-CHOICES": Text(
        "Row {row}: the accepted answers are not among its choices. Correct the list.",
        "Ligne {row} : les réponses acceptées ne sont pas dans la liste. Corrigez la liste.",
    ),
}
