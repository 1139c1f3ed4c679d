"""What there is to say about infectious markers: readings, samples, results, files, protocols."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "MRK-MISSING": Text("{analyte}: no result yet.", "{analyte} : pas encore de résultat."),
    "MRK-INVALID": Text(
        "{analyte}: the test of sample {sample} is invalid. Test again.",
        "{analyte} : le test de l'échantillon {sample} est invalide. Répétez-le.",
    ),
    "MRK-RETEST": Text(
        "{analyte}: reactive on sample {sample}; {done} of {asked} non-reactive retests are there.",
        "{analyte} : réactif sur l'échantillon {sample} ; {done} répétition(s) non réactive(s) sur "
        "{asked}.",
    ),
    "MRK-CONFIRM": Text(
        "{analyte}: repeatedly reactive on sample {sample}; the confirmation is awaited.",
        "{analyte} : réactif après répétition sur l'échantillon {sample} ; la confirmation est "
        "attendue.",
    ),
    "MRK-POSITIVE": Text(
        "{analyte}: positive on sample {sample}.",
        "{analyte} : positif sur l'échantillon {sample}.",
    ),
    "MRK-INDETERMINATE": Text(
        "{analyte}: indeterminate on sample {sample}.",
        "{analyte} : indéterminé sur l'échantillon {sample}.",
    ),
    "MRK-UNVERIFIED": Text(
        "{analyte}: a result of sample {sample} is not verified by a second person yet.",
        "{analyte} : un résultat de l'échantillon {sample} n'est pas encore vérifié par une seconde "
        "personne.",
    ),
    "MRK-UNSOUND": Text(
        "{analyte}: a result of sample {sample} comes from a kit or laboratory out of order and "
        "does not count in favour of the donor. Test again.",
        "{analyte} : un résultat de l'échantillon {sample} provient d'un réactif ou d'un laboratoire "
        "non en règle et ne compte pas en faveur du donneur. Répétez le test.",
    ),
    "MRK-WINDOW": Text(
        "{analyte}: sample {sample} lies {days} days from the donation; {low} to {high} days are "
        "allowed. Take a new sample.",
        "{analyte} : l'échantillon {sample} est à {days} jours du don ; de {low} à {high} jours sont "
        "admis. Prélevez de nouveau.",
    ),
    "MRK-REPEAT": Text(
        "{analyte}: a repeat sample is due {days} days after the donation, from {due}, unless NAT of "
        "the donation sample replaces it.",
        "{analyte} : un échantillon de contrôle est dû {days} jours après le don, à partir du {due}, "
        "sauf si le DGV de l'échantillon du don le remplace.",
    ),
    "MRK-WAIVER": Text(
        "{analyte}: the repeat is replaced only with negative NAT of the donation sample ({tests}).",
        "{analyte} : la répétition n'est remplacée que par des DGV négatifs sur l'échantillon du don "
        "({tests}).",
    ),
    "MRK-DILUTED": Text(
        "{analyte}: sample {sample} is diluted beyond the limit. Use a sample from before.",
        "{analyte} : l'échantillon {sample} est dilué au-delà de la limite. Utilisez un échantillon "
        "antérieur.",
    ),
    "MRK-DILUTION": Text(
        "{analyte}: the plasma dilution of sample {sample} is not assessed. Record the fluids given.",
        "{analyte} : l'hémodilution de l'échantillon {sample} n'est pas évaluée. Saisissez les "
        "solutés administrés.",
    ),
    "MRK-NO-DONATION": Text(
        "{analyte}: the window counts from the donation, whose date is not set.",
        "{analyte} : la fenêtre se compte à partir du don, dont la date n'est pas fixée.",
    ),
    "MRK-NO-ROW": Text(
        "{marker}: no row of the protocol fits these results. The physician resolves it.",
        "{marker} : aucune ligne du protocole ne correspond à ces résultats. Le médecin statue.",
    ),
    "MRK-OPINION": Text(
        "{marker}: the conclusion of the donor physician is needed.",
        "{marker} : la conclusion du médecin responsable du donneur est nécessaire.",
    ),
    "MRK-VALIDITY": Text(
        "The marker protocol does not hold for a donation of {on}. Use the version that does.",
        "Le protocole des marqueurs ne vaut pas pour un don du {on}. Utilisez la version valable.",
    ),
    "MRK-EMPTY": Text(
        "The marker protocol demands nothing. It cannot conclude.",
        "Le protocole des marqueurs n'exige rien. Il ne peut pas conclure.",
    ),
    "MRK-NO-PROTOCOL": Text(
        "No marker protocol of study {study} is in force on {on}. Make one effective first.",
        "Aucun protocole de marqueurs de l'étude {study} n'est en vigueur le {on}. Mettez-en un en "
        "vigueur.",
    ),
    # Protocols.
    "MRK-TWICE": Text(
        "The code {code} stands more than once. Give each its own code.",
        "Le code {code} figure plusieurs fois. Donnez un code propre à chacun.",
    ),
    "MRK-NO-ANALYTE": Text(
        "{code} is no analyte of this protocol. Add it, or correct the code.",
        "{code} n'est pas un analyte de ce protocole. Ajoutez-le ou corrigez le code.",
    ),
    "MRK-LOOSE": Text(
        "Marker {code}: a row concludes negative without asking a demanded analyte to be negative. "
        "Ask one of each group to be negative, and nothing else.",
        "Marqueur {code} : une ligne conclut à négatif sans exiger qu'un analyte demandé soit "
        "négatif. Exigez-en un par groupe, strictement négatif.",
    ),
    "MRK-DAYS": Text(
        "The window from {low} to {high} days ends before it begins. Give the lower day first.",
        "La fenêtre de {low} à {high} jours finit avant de commencer. Donnez d'abord le jour le plus "
        "bas.",
    ),
    # Samples.
    "MRK-SPECIMEN": Text(
        'The specimen is "{found}"; expected: {known}. Take a specimen that the tests are made for.',
        "L'échantillon est « {found} » ; attendu : {known}. Prélevez ce que les tests admettent.",
    ),
    "MRK-FUTURE": Text(
        "This time lies ahead. Give the time at which it happened.",
        "Cette heure est à venir. Donnez celle à laquelle cela s'est passé.",
    ),
    "MRK-SAMPLE-DAYS": Text(
        "The sample of {drawn} lies {days} days from the donation of {donation}; {low} to {high} days "
        "are allowed. It is recorded, but its results do not count in favour of the donor. Check the "
        "date; if it is right, take a new sample.",
        "L'échantillon du {drawn} est à {days} jours du don du {donation} ; de {low} à {high} jours "
        "sont admis. Il est enregistré, mais ses résultats ne comptent pas en faveur du donneur. "
        "Vérifiez la date ; si elle est exacte, prélevez de nouveau.",
    ),
    "MRK-FLUIDS": Text(
        "Say whether blood, colloids or crystalloids were given before the sample.",
        "Indiquez si du sang, des colloïdes ou des cristalloïdes ont été administrés avant "
        "l'échantillon.",
    ),
    "MRK-FLUIDS-MISSING": Text(
        "Fluids were given, but this volume is missing. Enter it; 0 when there was none.",
        "Des solutés ont été administrés, mais ce volume manque. Saisissez-le ; 0 s'il n'y en a pas.",
    ),
    "MRK-WEIGHT": Text(
        "The body weight is needed to compute the dilution. Enter it in kg.",
        "Le poids est nécessaire au calcul de l'hémodilution. Saisissez-le en kg.",
    ),
    "MRK-VOLUME": Text(
        "Found {found} mL; a volume is not negative. Enter what was given.",
        "Valeur {found} mL ; un volume n'est pas négatif. Saisissez ce qui a été administré.",
    ),
    "MRK-LABEL-USED": Text(
        "The label {found} is on another sample. Scan the label of this one.",
        "L'étiquette {found} est sur un autre échantillon. Scannez celle de celui-ci.",
    ),
    # Results.
    "MRK-ANALYTE": Text(
        'Found "{found}"; the marker protocol knows no such analyte. Correct it, or add it to the '
        "protocol or the mapping.",
        "« {found} » : le protocole des marqueurs ne connaît pas cet analyte. Corrigez-le, ou "
        "ajoutez-le au protocole ou à la table de correspondance.",
    ),
    "MRK-INTERPRETATION": Text(
        'Found "{found}"; expected one of the five interpretations. Ask the laboratory.',
        "« {found} » n'est pas l'une des cinq interprétations attendues. Demandez au laboratoire.",
    ),
    "MRK-CONFIRMATION": Text(
        'Found "{found}" as confirmation; expected positive, negative or indeterminate.',
        "« {found} » comme confirmation ; attendu : positif, négatif ou indéterminé.",
    ),
    "MRK-NOT-REACTIVE": Text(
        "A confirmation belongs to a reactive or indeterminate result. Check both.",
        "Une confirmation accompagne un résultat réactif ou indéterminé. Vérifiez les deux.",
    ),
    "MRK-UNIT": Text(
        'Found the unit "{found}"; expected S/CO or Ct. Give the unit of the number.',
        "Unité « {found} » ; attendu : S/CO ou Ct. Donnez l'unité du nombre.",
    ),
    "MRK-NUMBER": Text(
        'Found "{found}" as value; expected a number such as 0.12. Ask the laboratory.',
        "« {found} » comme valeur ; attendu : un nombre tel que 0,12. Demandez au laboratoire.",
    ),
    "MRK-VALIDATOR": Text(
        "Who validated the result at the laboratory is missing. Enter the name on the report.",
        "Le biologiste qui a validé le résultat manque. Saisissez le nom du compte rendu.",
    ),
    "MRK-KIT": Text(
        "The kit is not in the register of kits in force. Have it approved first.",
        "Le réactif n'est pas au registre des réactifs en vigueur. Faites-le d'abord approuver.",
    ),
    "MRK-LOT": Text(
        "Lot {lot} of {kit} is not registered. Register it with its expiry date first.",
        "Le lot {lot} de {kit} n'est pas enregistré. Enregistrez-le d'abord avec sa péremption.",
    ),
    "MRK-LABORATORY": Text(
        "The laboratory is not in the register of laboratories in force. Have it approved first.",
        "Le laboratoire n'est pas au registre en vigueur. Faites-le d'abord approuver.",
    ),
    "MRK-TIMES": Text(
        "Sampled, received, tested: this time lies before the one it follows. Check the times.",
        "Prélevé, reçu, analysé : cette heure précède celle qu'elle doit suivre. Vérifiez les heures.",
    ),
    "MRK-KIT-EXPIRED": Text(
        "Lot {lot} expired on {expires}; the test is of {on}. The result is recorded and does not "
        "count in favour of the donor. Test again with a lot in date.",
        "Le lot {lot} est périmé depuis le {expires} ; le test est du {on}. Le résultat est enregistré "
        "et ne compte pas en faveur du donneur. Répétez-le avec un lot en cours de validité.",
    ),
    "MRK-KIT-ANALYTE": Text(
        "{kit} is not registered for {analyte}. The result is recorded and does not count in favour "
        "of the donor.",
        "{kit} n'est pas enregistré pour {analyte}. Le résultat est enregistré et ne compte pas en "
        "faveur du donneur.",
    ),
    "MRK-AUTHORISATION": Text(
        "{laboratory} was not authorised on {on}. The result is recorded and does not count in favour "
        "of the donor.",
        "{laboratory} n'était pas autorisé le {on}. Le résultat est enregistré et ne compte pas en "
        "faveur du donneur.",
    ),
    "MRK-LATE": Text(
        "A result after the donation speaks against the donor; the physician and quality assurance "
        "see which. Cells of this donor are on hold until quality assurance decides.",
        "Un résultat postérieur au don s'oppose au donneur ; le médecin et l'assurance qualité voient "
        "lequel. Les cellules de ce donneur sont bloquées jusqu'à décision de l'assurance qualité.",
    ),
    "MRK-SUPERSEDED": Text(
        "This was already replaced by a newer entry. Correct the newest one.",
        "Une saisie plus récente l'a déjà remplacé. Corrigez la plus récente.",
    ),
    "MRK-REASON": Text("The reason is missing. Say why.", "Le motif manque. Indiquez-le."),
    "MRK-OWN": Text(
        "A result is verified by another person than the one who entered it.",
        "Un résultat est vérifié par une autre personne que celle qui l'a saisi.",
    ),
    "MRK-NOTHING": Text(
        "There is nothing here that you can verify.",
        "Il n'y a rien ici que vous puissiez vérifier.",
    ),
    "MRK-NO-OPINION": Text(
        "{marker} asks for no conclusion of the physician now.",
        "{marker} ne demande pas de conclusion du médecin pour l'instant.",
    ),
    "MRK-NONE-ASKED": Text("Choose at least one analyte.", "Choisissez au moins un analyte."),
    "MRK-LOT-KNOWN": Text(
        "Lot {lot} of this kit is registered already, with expiry on {expires}.",
        "Le lot {lot} de ce réactif est déjà enregistré, péremption au {expires}.",
    ),
    # Files of a laboratory.
    "MRK-FILE-EMPTY": Text(
        "No file was chosen, or it is empty. Choose the file of the laboratory.",
        "Aucun fichier choisi, ou fichier vide. Choisissez le fichier du laboratoire.",
    ),
    "MRK-FILE-TWICE": Text(
        "The same file was received as number {n} already. Nothing is taken twice.",
        "Le même fichier a déjà été reçu sous le numéro {n}. Rien n'est repris deux fois.",
    ),
    "MRK-FILE-UNREADABLE": Text(
        "The file cannot be read: found {found}, expected {expected}. It is kept; ask the laboratory "
        "for it again, or choose another mapping.",
        "Le fichier est illisible : trouvé {found}, attendu {expected}. Il est conservé ; redemandez-le "
        "au laboratoire ou choisissez une autre table de correspondance.",
    ),
    "MRK-FILE-DECIDED": Text(
        "This file is already decided.", "Ce fichier a déjà reçu sa décision."
    ),
    "MRK-MAPPING": Text(
        "No mapping {code} is in force. Make one effective first.",
        "Aucune table de correspondance {code} n'est en vigueur. Mettez-en une en vigueur.",
    ),
    "MRK-ROW": Text("Result {row}: {said}", "Résultat {row} : {said}"),
    "MRK-FIELD": Text(
        "{field} is missing in the file. Ask the laboratory.",
        "{field} manque dans le fichier. Demandez au laboratoire.",
    ),
    "MRK-TIME": Text(
        'Found "{found}"; expected a time such as {expected}. Ask the laboratory.',
        "« {found} » ; attendu une date et heure telle que {expected}. Demandez au laboratoire.",
    ),
    "MRK-SAMPLE-UNKNOWN": Text(
        "Sample {found} is not on record. Record the sample first, or ask the laboratory.",
        "L'échantillon {found} n'est pas enregistré. Enregistrez-le d'abord ou demandez au "
        "laboratoire.",
    ),
    "MRK-OTHER-CODE": Text(
        "The file gives sample {sample} to donor {found}, but it was drawn from another donor. "
        "Nothing is taken. Ask the laboratory; do not correct the file.",
        "Le fichier attribue l'échantillon {sample} au donneur {found}, mais il provient d'un autre "
        "donneur. Rien n'est repris. Demandez au laboratoire ; ne corrigez pas le fichier.",
    ),
    "MRK-DONOR-UNKNOWN": Text(
        "Donor {found} is not known here. Nothing is taken. Ask the laboratory.",
        "Le donneur {found} n'est pas connu ici. Rien n'est repris. Demandez au laboratoire.",
    ),
    "MRK-RESULT-TWICE": Text(
        "This result of sample {sample} is on record already.",
        "Ce résultat de l'échantillon {sample} est déjà enregistré.",
    ),
}
