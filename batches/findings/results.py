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
    "SPEC-PARAM": Text(
        "Row {row} lacks {name} among its params. Its test cannot be read without it.",
        "Il manque {name} dans les params de la ligne {row}. Sans cela, l'essai ne peut être lu.",
    ),
    "SPEC-READS": Text(
        "Row {row} takes {name} from a file, but asks no such number. It asks: {known}.",
        "La ligne {row} prend {name} d'un fichier, mais ne demande pas ce nombre. Elle demande : {known}.",
    ),
    "SPEC-ENDOTOXIN": Text(
        "The limit {found} is above K/M, {allowed} EU/mL at {weight} kg. Lower it, or the dose.",
        "La limite {found} dépasse K/M, {allowed} UE/mL à {weight} kg. Abaissez-la, ou la dose.",
    ),
    "CULTURE-EARLY": Text(
        "{row}: nothing grown on day {days} says nothing yet. The first reading is on day {first}.",
        "{row} : l'absence de croissance à J{days} ne dit rien encore. Première lecture à J{first}.",
    ),
    "KARYO-FEW": Text(
        "The culture failed: {found} metaphases analysed, {wanted} are needed.",
        "Échec de culture : {found} métaphases analysées, il en faut {wanted}.",
    ),
    "STR-FEW": Text(
        "{found} loci compared, {wanted} are needed.",
        "{found} loci comparés, il en faut {wanted}.",
    ),
    "COUNT-FEW": Text(
        "{found} cells counted, {wanted} are needed.",
        "{found} cellules comptées, il en faut {wanted}.",
    ),
    "ASSAY-ZERO": Text(
        "{row}: found 0, and nothing can be divided by it. Enter what was measured, or mark the test as not valid.",
        "{row} : 0 trouvé, et on ne peut diviser par zéro. Saisissez la mesure, ou déclarez l'essai non valide.",
    ),
    "ENDO-SPIKE": Text(
        "The spike was found again at {found} %, outside {low} to {high} %: the sample interferes.",
        "L'ajout dosé est retrouvé à {found} %, hors de {low} à {high} % : l'échantillon interfère.",
    ),
    "ENDO-DILUTION": Text(
        "The dilution, 1 in {found}, is beyond the maximum valid dilution, 1 in {limit}.",
        "La dilution, 1 pour {found}, dépasse la dilution maximale valide, 1 pour {limit}.",
    ),
    "ENDO-PATIENT": Text(
        "{volume} mL for {weight} kg bring {load} EU/kg within the hour; the limit is {k} EU/kg.",
        "{volume} mL pour {weight} kg apportent {load} UE/kg dans l'heure ; la limite est {k} UE/kg.",
    ),
    "RESULT-NO-SAMPLE": Text(
        "{row} is a test of a sample. Choose the sample it was done on.",
        "{row} est un essai sur échantillon. Choisissez l'échantillon analysé.",
    ),
    "RESULT-NEVER-TAKEN": Text(
        "{row}: no sample for this test was taken in this lot, so there can be no result. Record the sampling step first.",
        "{row} : aucun échantillon n'a été prélevé pour cet essai dans ce lot ; il ne peut y avoir de résultat. Saisissez d'abord l'étape de prélèvement.",
    ),
    "RESULT-OTHER-SAMPLE": Text(
        "{sample} was taken for another purpose ({label}), not for {row}. Choose one of: {known}.",
        "{sample} a été prélevé pour autre chose ({label}), non pour {row}. Choisissez parmi : {known}.",
    ),
    "RESULT-SAMPLE-GONE": Text(
        "{sample} was destroyed before the time of this test. Check the sample and the time.",
        "{sample} a été détruit avant l'heure de cet essai. Vérifiez l'échantillon et l'heure.",
    ),
    "RESULT-BEFORE-SAMPLE": Text(
        "The test lies before {sample} was taken. Check the sample and the time.",
        "L'essai précède le prélèvement de {sample}. Vérifiez l'échantillon et l'heure.",
    ),
    "RESULT-REVIEW-OWN": Text(
        "You entered this result yourself ({row}). Another person reviews it.",
        "Vous avez saisi vous-même ce résultat ({row}). Une autre personne le relit.",
    ),
    "RESULT-REVIEWED": Text(
        "The result of {row} is reviewed already.", "Le résultat de {row} est déjà relu."
    ),
    "RESULT-NONE-CHOSEN": Text(
        "No result was chosen. Tick those that you compared with their evidence.",
        "Aucun résultat n'est choisi. Cochez ceux que vous avez comparés à leur preuve.",
    ),
    "SAMPLE-STEP": Text(
        '{sample}: "{step}" does not follow "{was}". Look at the way of the sample again.',
        "{sample} : « {step} » ne peut suivre « {was} ». Revoyez le parcours de l'échantillon.",
    ),
    "SAMPLE-BEFORE": Text(
        "The time lies before the last step of {sample}. Correct it.",
        "L'heure précède la dernière étape de {sample}. Corrigez-la.",
    ),
    "SAMPLE-FUTURE": Text(
        "The time lies in the future. Correct it, or leave it empty for now.",
        "L'heure est dans le futur. Corrigez-la, ou laissez-la vide pour maintenant.",
    ),
    "SAMPLE-PLACE": Text(
        "Say where: the laboratory, the freezer and its position, or how it was destroyed.",
        "Indiquez le lieu : laboratoire, congélateur et position, ou mode de destruction.",
    ),
    "SAMPLE-REASON": Text(
        "{sample}: a correction needs a step to correct, and a reason. Write why.",
        "{sample} : une correction porte sur une étape, avec son motif. Écrivez pourquoi.",
    ),
    "PLAN-TWICE": Text(
        "{code} stands in more than one line of the plan. Name it once.",
        "{code} figure dans plusieurs lignes du plan. Ne le nommez qu'une fois.",
    ),
    "OOS-FIRST": Text(
        "This result is out of its limit and under investigation {number}. Record what the laboratory found there; a cause makes it invalid.",
        "Ce résultat est hors limite et fait l'objet de l'investigation {number}. Saisissez-y ce que le laboratoire a trouvé ; une cause le rend invalide.",
    ),
    "OOS-STATE": Text(
        'Investigation {number} is in the state "{state}": this step does not fit it.',
        "L'investigation {number} est à l'état « {state} » : cette étape n'y a pas sa place.",
    ),
    "OOS-OWN": Text(
        "You gave the result that is investigated. Another person leads the laboratory investigation.",
        "Vous avez donné le résultat en cause. Une autre personne mène l'investigation au laboratoire.",
    ),
    "OOS-OWN-PLAN": Text(
        "You wrote this plan. Another person approves it.",
        "Vous avez rédigé ce plan. Une autre personne l'approuve.",
    ),
    "OOS-EMPTY": Text(
        "This is empty. Write what was found, or what is planned, and why.",
        "Ce champ est vide. Écrivez ce qui a été trouvé ou ce qui est prévu, et pourquoi.",
    ),
    "OOS-RETEST-NUMBER": Text(
        "A plan has 1 to 9 retests; found {found}.",
        "Un plan prévoit 1 à 9 nouveaux essais ; trouvé : {found}.",
    ),
    "OOS-RETESTS": Text(
        "{done} of {planned} planned retests have a valid result. Conclude when all have.",
        "{done} des {planned} nouveaux essais prévus ont un résultat valide. Concluez quand tous en ont un.",
    ),
    "OOS-RETESTS-DONE": Text(
        "Investigation {number}: all {planned} planned retests have their result. No further test is planned.",
        "Investigation {number} : les {planned} nouveaux essais prévus ont leur résultat. Aucun autre n'est prévu.",
    ),
    "OOS-NO-RETEST": Text(
        "Without a retest there is no result that could count instead of the first. Plan one, or conclude otherwise.",
        "Sans nouvel essai, aucun résultat ne peut remplacer le premier. Planifiez-en un, ou concluez autrement.",
    ),
    "OOS-CONCLUSION": Text(
        'Found "{found}", which is no conclusion. Choose one of the list.',
        "« {found} » n'est pas une conclusion. Choisissez dans la liste.",
    ),
}
