"""What there is to say about donors: criteria not met, not known, and faults of a protocol."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "D01": Text("Donor: {what}.", "Donneur : {what}."),
    "D02": Text("Plasma dilution is not assessed.", "L'hémodilution n'est pas évaluée."),
    "D03": Text("Donor information of {date}.", "Information donneur du {date}."),
    "D04": Text("Consent: {what}.", "Consentement : {what}."),
    "SCR-NOT-MET": Text("{code} is not met: {text}", "{code} n'est pas satisfait : {text}"),
    "SCR-NOT-ANSWERED": Text("{code} is not answered: {text}", "{code} est sans réponse : {text}"),
    "SCR-UNKNOWN": Text(
        "{code} is answered as unknown, and unknown never passes: {text}",
        "{code} a la réponse « inconnu », qui ne vaut jamais accord : {text}",
    ),
    "SCR-INPUT-MISSING": Text(
        "{code}: {input} is missing. Enter it.", "{code} : {input} manque. Saisissez-le."
    ),
    "SCR-INPUT-UNREADABLE": Text(
        '{code}: {input} reads "{found}", which cannot be used. Expected: {expected}.',
        "{code} : {input} contient « {found} », inutilisable. Attendu : {expected}.",
    ),
    "SCR-NO-DONATION-DATE": Text(
        "{code} is counted from the donation date, which is not set. Enter the planned date.",
        "{code} se compte à partir de la date du don, qui n'est pas fixée. Saisissez la date prévue.",
    ),
    "SCR-SAMPLE-WINDOW": Text(
        "{code}: the sample lies {days} days from the donation; {low} to {high} days are allowed. "
        "Take a new sample.",
        "{code} : l'échantillon est à {days} jours du don ; de {low} à {high} jours sont admis. "
        "Prélevez de nouveau.",
    ),
    "SCR-NA-NOT-ALLOWED": Text(
        "{code} cannot be answered as not applicable: {text}",
        "{code} ne peut pas être « sans objet » : {text}",
    ),
    "SCR-NA-REASON": Text(
        "{code} is not applicable, but no reason is given. Enter the reason.",
        "{code} est sans objet, mais sans motif. Saisissez le motif.",
    ),
    "SCR-DATES-REVERSED": Text(
        "{code}: the first date lies after the second. Check both dates.",
        "{code} : la première date est postérieure à la seconde. Vérifiez les deux dates.",
    ),
    "SCR-NOT-POSITIVE": Text(
        "{code}: height and weight must be above zero. Check both.",
        "{code} : la taille et le poids doivent être positifs. Vérifiez les deux.",
    ),
    "SCR-EMPTY": Text(
        "The protocol has no criterion. Add at least one.",
        "Le protocole n'a aucun critère. Ajoutez-en au moins un.",
    ),
    "SCR-TWICE": Text(
        "The code {code} stands in more than one criterion. Give each its own code.",
        "Le code {code} figure dans plusieurs critères. Donnez un code propre à chacun.",
    ),
    "SCR-NO-CONDITION": Text(
        'Criterion {code}: "{found}" is no condition that can be evaluated.',
        "Critère {code} : « {found} » n'est pas une condition évaluable.",
    ),
    "SCR-NO-INPUT": Text(
        'Criterion {code} speaks of "{input}", which no criterion asks for.',
        "Le critère {code} parle de « {input} », qu'aucun critère ne demande.",
    ),
    "SCR-NO-GROUP": Text(
        'Criterion {code} stands in the group "{group}", which the protocol does not have.',
        "Le critère {code} est dans le groupe « {group} », que le protocole n'a pas.",
    ),
    "SCR-NO-SUBJECT": Text(
        'The group "{group}" does not say which person of the protocol it asks.',
        "Le groupe « {group} » n'indique pas quelle personne du protocole il interroge.",
    ),
    "SCR-LAB-FAIL": Text(
        "{code} is not met by the laboratory's record ({address}): {text}",
        "{code} n'est pas satisfait d'après le laboratoire ({address}) : {text}",
    ),
    "SCR-LAB-UNKNOWN": Text(
        "{code} is still open in the laboratory's record ({address}): {text}",
        "{code} est encore ouvert au laboratoire ({address}) : {text}",
    ),
    "SCR-LAB-MISSING": Text(
        "{code}: a result was typed, but no laboratory result is on record and no report is named. "
        "Record the sample and its results, or name the report the result was transcribed from.",
        "{code} : un résultat est saisi, mais aucun résultat de laboratoire n'est enregistré et aucun "
        "compte rendu n'est nommé. Enregistrez l'échantillon et ses résultats, ou nommez le compte "
        "rendu transcrit.",
    ),
    "SCR-TRANSCRIBED": Text(
        "{code}: transcribed from the laboratory's report {report}; to be compared by a second person.",
        "{code} : transcrit du compte rendu de laboratoire {report} ; à comparer par une seconde "
        "personne.",
    ),
    "DON-NOT-COMPARED": Text(
        "Results were transcribed from reports ({codes}). Compare them with the reports, then say so.",
        "Des résultats sont transcrits de comptes rendus ({codes}). Comparez-les aux comptes rendus, "
        "puis indiquez-le.",
    ),
    "SCR-DONATED": Text("The donation took place.", "Le don a eu lieu."),
    "SCR-MOVED": Text(
        "{code} was {before} for the donation of {from} and is {now} for that of {to}.",
        "{code} était {before} pour le don du {from} et est {now} pour celui du {to}.",
    ),
    "SCR-LIMIT": Text(
        'Criterion {code}: found "{found}" in a limit; expected an operator with a number, or a '
        "range.",
        "Critère {code} : « {found} » dans une limite ; attendu : un opérateur et un nombre, ou "
        "deux bornes.",
    ),
}
