"""What there is to say of scans, tables, branches, time windows, and the kinds of the full process."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "C01": Text(
        "{code} was scanned, and it belongs to another donor or lot (expected: {expected}). Stop, "
        "put it aside, and look for the right one.",
        "{code} scanné : il appartient à un autre donneur ou à un autre lot (attendu : {expected}). "
        "Arrêtez, mettez-le à part et cherchez le bon.",
    ),
    "C02": Text(
        "{code} was scanned: it is of this lot, and not what this step works on, or it is no longer "
        "there. Scan the right one.",
        "{code} scanné : il est de ce lot, mais cette étape ne le concerne pas, ou il n'est plus "
        "là. Scannez le bon.",
    ),
    "C05": Text(
        "The labels do not reconcile: {difference} are unaccounted for. Look for them, then give the "
        "reason.",
        "Le bilan des étiquettes n'est pas juste : {difference} non justifiée(s). Cherchez-les, puis "
        "donnez le motif.",
    ),
    "C06": Text("{unit} removed: {reason}.", "{unit} retiré : {reason}."),
    "R07": Text("{step} was done out of order.", "{step} : étape faite hors séquence."),
    "T04": Text(
        "{field}: {value} {unit}; the limit is {limits}.",
        "{field} : {value} {unit} ; la limite est {limits}.",
    ),
    "T05": Text(
        "{field}: {value} {unit}, while the cells are being harmed; the limit is {limits}.",
        "{field} : {value} {unit}, alors que les cellules souffrent ; la limite est {limits}.",
    ),
    "K-DATE": Text(
        '{field}: found "{value}"; a date is needed, for example 2026-03-02.',
        "{field} : « {value} » ; il faut une date, par exemple 2026-03-02.",
    ),
    "K-CODE": Text(
        '{field}: "{value}" is no code. Scan it again, or type it without spaces.',
        "{field} : « {value} » n'est pas un code. Scannez de nouveau, ou saisissez-le sans espace.",
    ),
    "K-FILE": Text(
        '{field}: found "{value}"; a file is needed. Choose it, so that it is kept with the step.',
        "{field} : « {value} » ; il faut un fichier. Choisissez-le, pour qu'il soit conservé avec "
        "l'étape.",
    ),
    "K-FILE-EMPTY": Text(
        '{field}: the file "{name}" is empty. Choose the file with its content.',
        "{field} : le fichier « {name} » est vide. Choisissez le fichier avec son contenu.",
    ),
    "K-FILE-ENDING": Text(
        '{field}: found "{name}"; a file of the kind {allowed} is needed. Choose that one.',
        "{field} : « {name} » ; il faut un fichier de type {allowed}. Choisissez celui-là.",
    ),
    "K-TWICE": Text(
        "{code} stands there twice. Each thing is scanned once.",
        "{code} y figure deux fois. Chaque élément est scanné une seule fois.",
    ),
    "K-HELD": Text(
        "A held reading was used (rule {what}), and this master wants a deviation for that.",
        "Une mesure retenue a été utilisée (règle {what}), et ce dossier de fabrication maître demande"
        " une déviation pour cela.",
    ),
    "K-IN-WINDOW": Text(
        "Taken although it would be refused at another moment (rule {what}): inside the time window "
        "the hands are not stopped. It is decided at the next gate.",
        "Accepté alors que cela serait refusé à un autre moment (règle {what}) : dans la fenêtre de "
        "temps, le geste n'est pas arrêté. Cela se décide au prochain point d'arrêt.",
    ),
    "K-WINDOW": Text(
        "{field}: the end is stated before the beginning. Check both times.",
        "{field} : la fin est indiquée avant le début. Vérifiez les deux heures.",
    ),
    "K-END-FIRST": Text(
        "The end is stated before the beginning. Check date, time and zone.",
        "La fin est indiquée avant le début. Vérifiez date, heure et fuseau.",
    ),
    "K-ROWS": Text(
        "{rows} rows are filled, and {said} vessels are said. Fill one row a vessel, or correct the "
        "number.",
        "{rows} ligne(s) remplie(s) pour {said} récipient(s) indiqué(s). Remplissez une ligne par "
        "récipient, ou corrigez le nombre.",
    ),
    "K-SUM": Text(
        "The rows add up to {sum}, and {said} is said. Check the rows and the total.",
        "La somme des lignes est {sum}, et {said} est indiqué. Vérifiez les lignes et le total.",
    ),
    "K-OTHER-PASSAGE": Text(
        "{code} is not a vessel of {passage}. Vessels of two passages are never pooled.",
        "{code} n'est pas un récipient de {passage}. On ne réunit jamais deux passages.",
    ),
    "K-FEWER-VESSELS": Text(
        "{count} of {expected} vessels are scanned. Scan the others, or say why they are left.",
        "{count} récipient(s) scanné(s) sur {expected}. Scannez les autres, ou dites pourquoi ils "
        "restent.",
    ),
    "K-VIAL": Text(
        "{code} is no vial that is in stock: it is unknown here, thawed already, or of another kind. "
        "Check the code on the vial.",
        "{code} n'est pas un cryotube en stock : il est inconnu ici, déjà décongelé, ou d'une autre "
        "nature. Vérifiez le code du cryotube.",
    ),
    "K-OTHER-DONATION": Text(
        "{code} holds cells of donation {found}; this lot was issued from donation {expected}. Put the "
        "vial back at once and take one of the right stock.",
        "{code} contient des cellules du don {found} ; ce lot a été émis à partir du don {expected}. "
        "Remettez aussitôt le cryotube en place et prenez-en un du bon stock.",
    ),
    "K-DOUBLINGS": Text(
        "{value} cumulative doublings were entered; the record of the stock gives {expected}. Read it "
        "again, and correct what is wrong.",
        "{value} doublements cumulés saisis ; le dossier du stock en donne {expected}. Relisez-le et "
        "corrigez ce qui est faux.",
    ),
    "K-DOUBLINGS-UNKNOWN": Text(
        "The record of the stock does not say how often the cells of {code} have doubled. Say where "
        "the number comes from, and decide with quality assurance.",
        "Le dossier du stock ne dit pas combien de fois les cellules de {code} ont doublé. Indiquez "
        "d'où vient le nombre et décidez avec l'assurance qualité.",
    ),
    "K-NO-CELLS": Text(
        "The starting cells ({name}) cannot be computed. Record the steps that they are computed from.",
        "Les cellules de départ ({name}) ne peuvent pas être calculées. Saisissez les étapes dont "
        "elles dépendent.",
    ),
    "K-LABELS": Text(
        "{difference} more labels were used than printed. Count again.",
        "{difference} étiquette(s) de plus utilisée(s) qu'imprimée(s). Recomptez.",
    ),
    "K-DIFFERENCE": Text(
        "The balance does not close: {value} {unit} are left over. Look for them, then give the "
        "reason.",
        "Le bilan n'est pas juste : différence de {value} {unit}. Cherchez-la, puis donnez le motif.",
    ),
    "K-CONTAMINATED": Text(
        "{unit} removed: {reason}. The vessels that grew beside it are on hold until quality "
        "assurance decides.",
        "{unit} retiré : {reason}. Les récipients cultivés à côté sont bloqués jusqu'à la décision "
        "de l'assurance qualité.",
    ),
    "K-TELEPHONE": Text(
        "Decided by telephone by {who}, who signs this step later.",
        "Décidé par téléphone par {who}, qui signe cette étape ensuite.",
    ),
    "POS-NOT-DUE": Text(
        "{step} is not due: the answer that it hangs on does not lead here.",
        "{step} : étape sans objet, la réponse dont elle dépend n'y mène pas.",
    ),
    "STEP-BRANCH": Text(
        "{step} was done because of the answer that stands. Leave the entry and open a deviation.",
        "{step} : étape faite en raison de la réponse en vigueur. Laissez la saisie et ouvrez une "
        "déviation.",
    ),
    "MASTER-DEPTH": Text(
        '{place}: "{found}" lies too deep; groups nest two levels below a phase.',
        "{place} : « {found} » est trop profond ; deux niveaux de groupes au plus sous une phase.",
    ),
    "MASTER-ROWS": Text(
        "{place}: found {found}; expected min ≥ 0, max from 1 to 200, not below min, and rows of "
        "vessels, bags, vials or free.",
        "{place} : {found} ; attendu min ≥ 0, max de 1 à 200, au moins min, et des lignes de "
        "récipients (vessels), poches (bags), cryotubes (vials) ou libres (free).",
    ),
    "MASTER-SCAN": Text(
        '{place}: "{found}" is nothing that can be scanned.',
        "{place} : « {found} » n'est rien qui se scanne.",
    ),
    "MASTER-WHEN": Text(
        '{place}: "{found}" is no answer of an earlier step that a branch can hang on.',
        "{place} : « {found} » n'est pas une réponse d'une étape antérieure dont une branche puisse "
        "dépendre.",
    ),
    "MASTER-WINDOW": Text(
        '{place}: found "{found}"; a window goes from one time field of a path to another, and no '
        "gate stands inside one.",
        "{place} : « {found} » ; une fenêtre va d'un champ « heure » d'un chemin à un autre, et ne "
        "contient pas de point d'arrêt.",
    ),
    "MASTER-TELEPHONE": Text(
        '{place}: found "{found}"; a decision by telephone is checked (C) by who decided.',
        "{place} : « {found} » ; une décision par téléphone est contrôlée (C) par qui a décidé.",
    ),
    "MASTER-RESULTS": Text(
        "{place}: found {found}; expected a formula of the list, and for elapsed two times in min or "
        "h.",
        "{place} : {found} ; attendu une formule de la liste, et pour elapsed deux heures en min ou h.",
    ),
}
