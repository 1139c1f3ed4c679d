"""What there is to say about values: how they were typed, and how they lie to their limits."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "Q-EMPTY": Text(
        "Nothing was entered. Type a number, for example 52.0.",
        "Rien n'est saisi. Tapez un nombre, par exemple 52,0.",
    ),
    "Q-NOT-NUMBER": Text(
        'Found "{found}", which is not a number. Type digits with one decimal mark, or 2.45E6.',
        "« {found} » n'est pas un nombre. Tapez des chiffres et une seule virgule, ou 2,45E6.",
    ),
    "Q-NOT-FINITE": Text(
        'Found "{found}". A number with digits is needed; say why there is none in a comment.',
        "« {found} » : il faut un nombre en chiffres ; s'il n'y en a pas, dites-le en commentaire.",
    ),
    "Q-TOO-LARGE": Text(
        'Found "{found}", larger than any quantity here. Check the digits and the power of ten.',
        "« {found} » dépasse toute quantité possible. Vérifiez les chiffres et la puissance de 10.",
    ),
    "Q-TOO-SMALL": Text(
        'Found "{found}", smaller than any quantity here. Check the power of ten.',
        "« {found} » est inférieur à toute quantité possible. Vérifiez la puissance de 10.",
    ),
    "Q-TOO-LONG": Text(
        'Found "{found}", more than {longest} characters. Type the number only.',
        "« {found} » compte plus de {longest} caractères. Tapez seulement le nombre.",
    ),
    "Q-GROUPED": Text(
        'Found "{found}", which can be read in two ways. Type it without thousands separators.',
        "« {found} » se lit de deux façons. Tapez le nombre sans séparateur de milliers.",
    ),
    "Q-BARE-MARK": Text(
        'Found "{found}". Type a digit on both sides of the decimal mark, for example 0.5.',
        "« {found} » : tapez un chiffre de chaque côté de la virgule, par exemple 0,5.",
    ),
    "Q-UNIT": Text(
        'Found "{found}". Type the number only; the unit stands beside the field.',
        "« {found} » : tapez seulement le nombre ; l'unité est écrite à côté du champ.",
    ),
    "Q-NEGATIVE": Text(
        'Found "{found}". The value cannot be below zero; check the sign.',
        "« {found} » : la valeur ne peut pas être négative ; vérifiez le signe.",
    ),
    "Q-NOT-INTEGER": Text(
        'Found "{found}". A whole number is needed, for example 3.',
        "« {found} » : il faut un nombre entier, par exemple 3.",
    ),
    "V01": Text(
        "{field}: {value} {unit} is outside the action limits, {limits}.",
        "{field} : {value} {unit} est hors des limites d'action, {limits}.",
    ),
    "V02": Text(
        "{field}: {value} {unit} is outside the action limits, {limits}.",
        "{field} : {value} {unit} est hors des limites d'action, {limits}.",
    ),
    "V03": Text(
        "{field}: {value} {unit} is in the alert zone, outside {limits}.",
        "{field} : {value} {unit} est en zone d'alerte, hors de {limits}.",
    ),
    "V04": Text(
        "{field} is at the limit ({raw} rounded to {value}).",
        "{field} est à la limite ({raw} arrondi à {value}).",
    ),
    "V05": Text(
        "Replicates differ: {field} {value} {unit}, limit {limits}.",
        "Les réplicats s'écartent : {field} {value} {unit}, limite {limits}.",
    ),
    "V06": Text("Replicate {index} is excluded: {reason}.", "Réplicat {index} exclu : {reason}."),
    "V07": Text("{value} repeats {other} exactly.", "{value} est identique à {other}."),
    "DIN-EMPTY": Text(
        "No donation number was given. Scan it, or type its 13 characters and check character.",
        "Aucun numéro de don. Scannez-le, ou tapez ses 13 caractères et le caractère de contrôle.",
    ),
    "DIN-LENGTH": Text(
        'Found "{found}" ({length} characters). A donation number has 13 characters and one check '
        "character. Scan it, or type it again.",
        "« {found} » ({length} caractères). Un numéro de don a 13 caractères et un caractère de "
        "contrôle. Scannez-le, ou tapez-le de nouveau.",
    ),
    "DIN-LETTER-O": Text(
        'Found the letter O at position {position} of "{found}". A donation number has no letter '
        "O; type the digit zero if you see a zero.",
        "Lettre O en position {position} de « {found} ». Un numéro de don ne contient pas la "
        "lettre O ; tapez le chiffre zéro si vous voyez un zéro.",
    ),
    "DIN-CHARACTER": Text(
        'Found "{character}" at position {position} of "{found}", where it cannot stand. '
        "Expected: A9999 26 000001, that is 5 characters of the facility, then 8 digits.",
        "« {character} » en position {position} de « {found} » n'est pas possible. Attendu : "
        "A9999 26 000001, soit 5 caractères de l'établissement, puis 8 chiffres.",
    ),
    "DIN-CHECK": Text(
        '"{found}" and its check character "{character}" do not belong together: the number or '
        "the check character is mistyped. Read the label again, or scan it.",
        "« {found} » et son caractère de contrôle « {character} » ne vont pas ensemble : le "
        "numéro ou le caractère est mal saisi. Relisez l'étiquette, ou scannez-la.",
    ),
    "DIN-FLAGS": Text(
        'Found "{found}": two digits must follow the donation number in the barcode. Scan again.',
        "« {found} » : deux chiffres doivent suivre le numéro de don. Scannez de nouveau.",
    ),
    "DIN-NO-CHECK": Text(
        '"{found}" was typed without its check character. Type the boxed character after it.',
        "« {found} » est saisi sans caractère de contrôle. Tapez le caractère encadré qui le suit.",
    ),
    "SEC-ESTABLISHMENT": Text(
        'Found "{found}". A tissue establishment code has 2 letters of the country and 6 letters '
        "or digits, for example FR001234.",
        "« {found} » : un code d'établissement de tissus a 2 lettres de pays et 6 lettres ou "
        "chiffres, par exemple FR001234.",
    ),
    "SEC-DONATION": Text(
        'Found "{found}". A donation number has 1 to 13 capital letters or digits.',
        "« {found} » : un numéro de don a 1 à 13 lettres majuscules ou chiffres.",
    ),
    "CODE-LOT": Text(
        'Found "{found}", which is not a lot number. Expected the form AT26-007.',
        "« {found} » n'est pas un numéro de lot. Forme attendue : AT26-007.",
    ),
    "CODE-UNIT": Text(
        'Found "{found}", which is no code of a vessel, sample, bag or vial. Expected the form '
        "AT26-007-B05, AT26-007-P2-03 or A999926000001-T01.",
        "« {found} » n'est le code ni d'un récipient, ni d'un échantillon, ni d'une poche. Forme "
        "attendue : AT26-007-B05, AT26-007-P2-03 ou A999926000001-T01.",
    ),
    "GROWTH-NOT-POSITIVE": Text(
        "{what} is {value}; it must be above zero to be computed with. Check the entry.",
        "{what} vaut {value} ; il faut une valeur positive pour le calcul. Vérifiez la saisie.",
    ),
    "GROWTH-EFFICIENCY": Text(
        "The plating efficiency is {value}; it is a fraction above 0 and at most 1.",
        "L'efficacité d'ensemencement vaut {value} ; c'est une fraction entre 0 et 1.",
    ),
    "GROWTH-CONVENTION": Text(
        "Doublings counted by convention {first} cannot be compared with convention {second}.",
        "Des doublements comptés par la convention {first} ne se comparent pas à ceux de la "
        "convention {second}.",
    ),
    "GROWTH-NO-AGE": Text(
        "The master limits the doublings, and those of this lot are not known. Record the harvest "
        "they are counted from, or decide with quality assurance.",
        "Le dossier de lot type limite les doublements, et ceux de ce lot ne sont pas connus. "
        "Saisissez la récolte dont ils partent, ou décidez avec l'assurance qualité.",
    ),
    "GROWTH-NO-VALUES": Text(
        "There is no value to compute {what} from. Enter at least one.",
        "Aucune valeur pour calculer {what}. Saisissez-en au moins une.",
    ),
    "COUNT-IMPOSSIBLE": Text(
        "{positives} of {total} cells cannot be counted: the part is larger than the whole, or "
        "there is none. Check both counts.",
        "{positives} cellules sur {total} : la partie dépasse le tout, ou le total est nul. "
        "Vérifiez les deux comptes.",
    ),
}
