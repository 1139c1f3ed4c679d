"""What there is to say about units and their ledger: what cannot be taken, made or undone."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "C-NEGATIVE": Text(
        "{role}: {value} is no quantity. Enter a number that is not below zero.",
        "{role} : {value} n'est pas une quantité. Saisissez un nombre positif ou nul.",
    ),
    "C-NOTHING": Text(
        "Nothing would be taken. Enter a quantity above zero.",
        "Rien ne serait prélevé. Saisissez une quantité supérieure à zéro.",
    ),
    "C-OVERDRAWN": Text(
        "{code} holds {left} {unit}; {asked} {unit} cannot be taken from it. Check the quantity.",
        "{code} contient {left} {unit} ; on ne peut pas en prélever {asked} {unit}. Vérifiez la "
        "quantité.",
    ),
    "C-UNBALANCED": Text(
        "{made} {unit} would be put into new units, but {taken} {unit} were taken for them. Check "
        "the number of units and the quantity in each.",
        "{made} {unit} seraient répartis dans de nouvelles unités, mais {taken} {unit} ont été "
        "prélevés. Vérifiez le nombre d'unités et la quantité de chacune.",
    ),
    "C-UNIT": Text(
        "{code} is measured in {unit}, not in {found}. Enter the quantity in {unit}.",
        "{code} se mesure en {unit} et non en {found}. Saisissez la quantité en {unit}.",
    ),
    "C-UNKNOWN": Text(
        'No unit "{ref}" stands here. Check its code, or enter the step that makes it first.',
        "Aucune unité « {ref} » ici. Vérifiez son code, ou saisissez d'abord l'étape qui la crée.",
    ),
    "C-TWICE": Text(
        "{code} was already made as {role}. Correct that entry instead of entering it again.",
        "{code} existe déjà ({role}). Corrigez cette saisie au lieu de la refaire.",
    ),
    "C-ENDED": Text(
        "{code} has ended; nothing can be taken from it or put into it any more.",
        "{code} est terminée ; plus rien ne peut y entrer ni en sortir.",
    ),
    "C-CYCLE": Text(
        "{code} comes from {parent}'s own line: a unit cannot come from what was made of it.",
        "{code} serait issue de sa propre descendance ({parent}) : c'est impossible.",
    ),
    "C-RESTS": Text(
        "Later acts rest on {code}, so this cannot be undone. Enter what happened as a deviation.",
        "Des actes ultérieurs reposent sur {code} : impossible de revenir en arrière. Décrivez les "
        "faits dans une déviation.",
    ),
}
