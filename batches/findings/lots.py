"""What there is to say while a lot is made: entries, order of steps, deviations, masters."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "K-MISSING": Text(
        "{field} is empty. An answer is needed to record the step.",
        "{field} est vide. Il faut une réponse pour saisir l'étape.",
    ),
    "K-NOT-ASKED": Text(
        'This step does not ask for "{name}". Load the page again and enter the step anew.',
        "Cette étape ne demande pas « {name} ». Rechargez la page et saisissez de nouveau l'étape.",
    ),
    "K-NOT-A-NUMBER": Text(
        '{field}: found "{value}", a number is needed.',
        "{field} : « {value} » n'est pas un nombre.",
    ),
    "K-UNIT": Text(
        "{field} was given in {unit}; it is asked in {expected}. Convert it, then enter it.",
        "{field} est donné en {unit} ; il est demandé en {expected}. Convertissez, puis saisissez.",
    ),
    "K-NOT-WHOLE": Text(
        "{field}: found {value}; a whole number is needed, for example 3.",
        "{field} : {value} n'est pas un nombre entier, par exemple 3.",
    ),
    "K-NEGATIVE": Text(
        "{field}: found {value}; it cannot be below zero. Check the sign.",
        "{field} : {value} ; la valeur ne peut pas être négative. Vérifiez le signe.",
    ),
    "K-ABSURD": Text(
        "{field}: found {value} {unit}; such a value cannot exist (possible: {limits}). Check the "
        "decimal mark and the unit.",
        "{field} : {value} {unit} ; une telle valeur ne peut pas exister (possible : {limits}). Vérifiez "
        "la virgule et l'unité.",
    ),
    "K-CHOICE": Text(
        '{field}: "{value}" is none of the answers. Choose one of those shown.',
        "{field} : « {value} » n'est pas une réponse possible. Choisissez parmi celles affichées.",
    ),
    "K-TIME": Text(
        '{field}: found "{value}"; date and time with zone are needed, for example '
        "2026-03-02T14:05+01:00.",
        "{field} : « {value} » ; il faut date, heure et fuseau, par exemple "
        "2026-03-02T14:05+01:00.",
    ),
    "K-TIME-ORDER": Text(
        "The harvest is stated before or at the time of seeding. Check date, time and zone.",
        "La récolte est indiquée avant l'ensemencement ou au même moment. Vérifiez date, heure et "
        "fuseau.",
    ),
    "K-NOTHING": Text(
        "No cell was seeded. Enter how many viable cells went into the vessels.",
        "Aucune cellule ensemencée. Saisissez le nombre de cellules viables mises en culture.",
    ),
    "K-NOTHING-COUNTED": Text(
        "No cell was counted in any field. Count at least one field with cells in it.",
        "Aucune cellule comptée dans aucun champ. Comptez au moins un champ qui en contient.",
    ),
    "K-NEEDS": Text(
        "The step {step} must be recorded first; this one is computed from it.",
        "L'étape {step} doit d'abord être saisie ; celle-ci est calculée à partir d'elle.",
    ),
    "K-MORE-THAN-EXISTS": Text(
        "{value} {unit} cells cannot be taken: {left} {unit} are left. Check the numbers, or correct "
        "the harvest.",
        "Impossible de prélever {value} {unit} cellules : il en reste {left} {unit}. Vérifiez les "
        "nombres, ou corrigez la récolte.",
    ),
    "K-NO-POOL-HERE": Text(
        "There are no cells of {repetition} to take from: they were not harvested, or are used up or "
        "discarded. Cells of another passage are not taken for it. Check what was harvested and "
        "discarded, or record this where its cells come from.",
        "Il n'y a pas de cellules de {repetition} à prélever : elles n'ont pas été récoltées, ou sont "
        "épuisées ou éliminées. Les cellules d'un autre passage ne les remplacent pas. Vérifiez ce qui "
        "a été récolté et éliminé, ou enregistrez cette étape là d'où viennent ses cellules.",
    ),
    "K-UNEXPECTED": Text(
        "{field}: the answer is not the one expected.",
        "{field} : la réponse n'est pas celle attendue.",
    ),
    "P01": Text(
        "No contemporaneous witness: none signed within {minutes} min of the act.",
        "Pas de témoin au moment de l'acte : aucune attestation dans les {minutes} min.",
    ),
    "POS-STRAY": Text(
        "The master of this lot has no step {path}.",
        "Le dossier de lot type de ce lot n'a pas d'étape {path}.",
    ),
    "POS-NOT-OPEN": Text(
        "The step {path} belongs to a repetition that is not open yet. Open it first.",
        "L'étape {path} appartient à une répétition qui n'est pas encore ouverte. Ouvrez-la.",
    ),
    "POS-RECORDED": Text(
        "{step} is already recorded. To change it, correct the entry and give the reason.",
        "{step} : étape déjà saisie. Pour la modifier, corrigez la saisie en donnant le motif.",
    ),
    "POS-MISSING": Text("{step} is not recorded.", "{step} : étape non saisie."),
    "POS-PASSED": Text(
        "The work has gone on: {step} is already recorded.",
        "Le travail a déjà continué : {step} est saisie.",
    ),
    "POS-NOT-WITNESSED": Text(
        "{step} has no witness. A witness signs, or the step is declared unwitnessed.",
        "{step} : pas d'attestation de présence. Un témoin signe, ou l'étape est déclarée sans "
        "témoin.",
    ),
    "POS-NOT-CHECKED": Text(
        "{step} is not checked by a second person.",
        "{step} : non contrôlée par une seconde personne.",
    ),
    "POS-OVERDUE": Text(
        "The witness did not sign within {minutes} min of the act. Declare the step unwitnessed.",
        "Le témoin n'a pas signé dans les {minutes} min après l'acte. Déclarez l'étape sans témoin.",
    ),
    "POS-DEVIATION": Text(
        "Deviation {number} is open. It is decided before the work passes this point.",
        "La déviation {number} est ouverte. Elle est décidée avant de passer ce point.",
    ),
    "POS-DEVIATION-AT": Text(
        "A deviation is open at {step}. It is decided before the work passes this point.",
        "Une déviation est ouverte à {step}. Elle est décidée avant de passer ce point.",
    ),
    "POS-TOO-FEW": Text(
        "{phase}: {count} opened, at least {min} are needed. Open the next one.",
        "{phase} : {count} ouvert(s), au moins {min} nécessaire(s). Ouvrez le suivant.",
    ),
    "POS-MAX": Text(
        "{phase}: the master allows {max}, and all are open.",
        "{phase} : le dossier de lot type en permet {max}, et tous sont ouverts.",
    ),
    "POS-NO-REPEAT": Text(
        'The master of this lot does not repeat "{phase}".',
        "Le dossier de lot type de ce lot ne répète pas « {phase} ».",
    ),
    "DEVIATION-STATE": Text(
        "A deviation is assessed before it is decided, and not after it is closed.",
        "Une déviation est évaluée avant d'être décidée, et ne change plus une fois close.",
    ),
    "DEVIATION-CONCLUSION": Text(
        'Found "{found}". Choose how the deviation is concluded.',
        "« {found} » : choisissez la conclusion de la déviation.",
    ),
    "DEVIATION-ASSESSMENT": Text(
        "The assessment is empty. Write what happened, its cause and its impact.",
        "L'évaluation est vide. Décrivez les faits, leur cause et leur impact.",
    ),
    "DOC-STEP": Text(
        "This version is {state}; for this it must be {start}.",
        "Cette version est à l'état « {state} » ; il faut l'état « {start} ».",
    ),
    "MASTER-SHAPE": Text(
        "{place}: something is missing or has another shape ({found}{what}).",
        "{place} : un élément manque ou a une autre forme ({found}{what}).",
    ),
    "MASTER-CONVENTION": Text(
        '{place}: "{found}" is no convention of doublings; expected a or b.',
        "{place} : « {found} » n'est pas une convention de doublements ; attendu a ou b.",
    ),
    "MASTER-CODE": Text(
        '{place}: "{found}" cannot be a code. Use letters, digits and _, a letter first.',
        "{place} : « {found} » ne peut pas être un code. Lettres, chiffres et _, une lettre d'abord.",
    ),
    "MASTER-TWICE": Text(
        '{place}: "{found}" stands there more than once.', "{place} : « {found} » y est en double."
    ),
    "MASTER-PHASE-NAMES": Text(
        "{place}: the phases {found} would share an address. Rename one.",
        "{place} : les phases {found} partageraient une adresse. Renommez-en une.",
    ),
    "MASTER-REPEAT": Text(
        "{place}: first, min, max are {found}; expected first ≥ 0, min ≥ 1, max ≥ min.",
        "{place} : first, min, max valent {found} ; attendu first ≥ 0, min ≥ 1, max ≥ min.",
    ),
    "MASTER-KIND": Text(
        '{place}: "{found}" is no kind of step.', "{place} : « {found} » n'est pas un type d'étape."
    ),
    "MASTER-VERIFY": Text(
        '{place}: "{found}" is no verification; expected W, C or nothing.',
        "{place} : « {found} » n'est pas une vérification ; attendu W, C ou rien.",
    ),
    "MASTER-ROLE": Text(
        '{place}: "{found}" is no role. Name who performs the step.',
        "{place} : « {found} » n'est pas un rôle. Indiquez qui réalise l'étape.",
    ),
    "MASTER-FIELD-TYPE": Text(
        '{place}: "{found}" is not the type of this field.',
        "{place} : « {found} » n'est pas le type de ce champ.",
    ),
    "MASTER-UNIT": Text(
        '{place}: "{found}" is not the unit of this field.',
        "{place} : « {found} » n'est pas l'unité de ce champ.",
    ),
    "MASTER-LIMITS": Text(
        '{place}: found "{found}"; limits are two numbers in quotes, the lower first.',
        "{place} : « {found} » ; des limites sont deux nombres entre guillemets, le plus petit "
        "d'abord.",
    ),
    "MASTER-CHOICES": Text(
        '{place}: found "{found}"; each answer stands once, and the expected one is among them.',
        "{place} : « {found} » ; chaque réponse figure une fois, et celle attendue en fait partie.",
    ),
    "MASTER-REPLICATES": Text(
        "{place}: found {found}; at least one replicate is needed.",
        "{place} : {found} ; il faut au moins un réplicat.",
    ),
    "MASTER-RELIES": Text(
        '{place}: the step "{found}" does not stand before this one in its phase.',
        "{place} : l'étape « {found} » ne précède pas celle-ci dans sa phase.",
    ),
    "MASTER-NOT-PLANNED": Text(
        '{place}: "{found}" stands in no plan of this master. Add it to the plan, or name what is '
        "planned.",
        "{place} : « {found} » ne figure dans aucun plan de ce dossier type. Ajoutez-le au plan, ou "
        "nommez ce qui est prévu.",
    ),
    "MASTER-TEXT": Text(
        '{place}: the words in "{found}" are missing.',
        "{place} : le texte en « {found} » manque.",
    ),
}
