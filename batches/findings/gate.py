"""What there is to say before a signature: independence, and the gate to certification."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "I-SAME-STEP": Text(
        "Another person signs {meaning}: {other} at this step was you. {text}",
        "Une autre personne signe {meaning} : {other} à cette étape, c'était vous. {text}",
    ),
    "I-SAME-LOT": Text(
        "{meaning} and {other} in this lot are by the same person. {text}",
        "{meaning} et {other} sont, dans ce lot, de la même personne. {text}",
    ),
    "GATE-PURPOSE": Text(
        "The purpose of this lot is: {purpose}. Only a clinical lot can be certified.",
        "La destination de ce lot est : {purpose}. Seul un lot clinique peut être certifié.",
    ),
    "GATE-NOT-EVALUATED": Text(
        "{code} is not evaluated, and the study does not declare it not applicable.",
        "{code} n'est pas évalué, et l'étude ne le déclare pas sans objet.",
    ),
    "G03-EMPTY": Text(
        "The specification has no release test.", "La spécification n'a aucun essai de libération."
    ),
    "G03-FAIL": Text("{row} fails its limit.", "{row} : non conforme."),
    "G03-INVALID": Text("{row}: the test is not valid.", "{row} : essai non valide."),
    "G03-PENDING": Text("{row}: there is no result yet.", "{row} : pas encore de résultat."),
    "G03-UNAPPROVED": Text(
        "{row}: the result is not approved by the head of QC.",
        "{row} : résultat non approuvé par le responsable du contrôle de la qualité.",
    ),
    "G04-OPEN": Text(
        "{row} is not within its action limit, and QA has not concluded.",
        "{row} n'est pas dans sa limite d'action, et l'AQ n'a pas conclu.",
    ),
    "G05-QC": Text(
        "The head of QC has not approved the results as they are now.",
        "Le responsable du contrôle de la qualité n'a pas approuvé les résultats actuels.",
    ),
    "G06-PROVISIONAL": Text(
        "Donor {donor} is only provisionally eligible: results or the final determination are "
        "awaited, and the lot stays in quarantine.",
        "Le donneur {donor} n'est que provisoirement éligible : des résultats ou la conclusion "
        "définitive sont attendus, et le lot reste en quarantaine.",
    ),
    "G06-DONATION": Text(
        "No determination of donor {donor} was made for the day of this donation.",
        "Aucune conclusion d'éligibilité du donneur {donor} ne porte sur le jour de ce don.",
    ),
    "G06-NOT-ELIGIBLE": Text(
        "Donor {donor} is not determined eligible.",
        "Le donneur {donor} n'est pas déclaré éligible.",
    ),
    "G06-UNSIGNED": Text(
        "The determination of donor {donor} has no signature that stands.",
        "La conclusion sur le donneur {donor} n'a pas de signature valable.",
    ),
    "G06-VERSION": Text(
        "Donor {donor} was not determined under the protocol version in force at donation.",
        "Le donneur {donor} n'a pas été évalué selon la version en vigueur au moment du don.",
    ),
    "G06-CONSENT": Text(
        "The consent of donor {donor} does not stand.",
        "Le consentement du donneur {donor} n'est pas en vigueur.",
    ),
    "G06-MARKERS": Text(
        "The infectious markers of donor {donor} on record are not all concluded negative for use.",
        "Les marqueurs infectieux enregistrés du donneur {donor} ne sont pas tous conclus négatifs pour l'utilisation.",
    ),
    "G06-INFORMATION": Text(
        "New information on donor {donor} is not assessed.",
        "Une information nouvelle sur le donneur {donor} n'est pas évaluée.",
    ),
    "G03-MOVING": Text(
        "{row}: the gates of the panel that gave it were moved, and nobody has decided on that.",
        "{row} : les fenêtres du panel qui l'a donné ont été déplacées, et personne n'a statué.",
    ),
    "G12-OPEN": Text("Deviation {number} is open.", "La déviation {number} est ouverte."),
    "G12-OOS": Text(
        "Investigation {number} of a result out of specification is not concluded.",
        "L'investigation {number} d'un résultat hors spécification n'est pas conclue.",
    ),
    "G18-MISSING": Text(
        "{sample}: {found} kept, the sampling plan asks for {wanted}.",
        "{sample} : {found} conservé(s), le plan d'échantillonnage en demande {wanted}.",
    ),
    "G12-REJECT": Text(
        "Deviation {number} was concluded: the lot is to be refused.",
        "La déviation {number} est conclue : le lot est à refuser.",
    ),
    "G15-NEVER": Text(
        "The audit trail of this lot is not reviewed.",
        "La piste d'audit de ce lot n'est pas revue.",
    ),
    "G15-SINCE": Text(
        "{count} events since the review of the audit trail, the first is number {first}.",
        "{count} évènements depuis la revue de la piste d'audit, à partir du numéro {first}.",
    ),
    "G16-UNKNOWN": Text(
        "{codes}: not filled in this lot.", "{codes} : non réparti(s) dans ce lot."
    ),
    "G16-LEFT": Text(
        "{codes}: neither named, nor refused, nor used otherwise.",
        "{codes} : ni désigné(s), ni refusé(s), ni utilisé(s) autrement.",
    ),
    "G16-TWICE": Text("{codes}: counted twice.", "{codes} : compté(s) deux fois."),
    "G16-NONE": Text(
        "No container is named. A certification names its containers.",
        "Aucun contenant n'est désigné. Une certification désigne ses contenants.",
    ),
    "G21-HOLD": Text(
        "Hold {number} stands on {address}.", "Le blocage {number} porte sur {address}."
    ),
    "G23-PROD-REVIEWED": Text(
        "The head of production has not signed the record as it is now.",
        "Le responsable de production n'a pas signé le dossier dans son état actuel.",
    ),
    "G23-QA-APPROVED": Text(
        "QA has not approved the record as it is now.",
        "L'AQ n'a pas approuvé le dossier dans son état actuel.",
    ),
    "G23-MOVED": Text(
        "{address} changed since it was signed.", "{address} a changé depuis la signature."
    ),
    "G24-BROKEN": Text(
        "The record does not verify: {what}.", "Le dossier n'est pas vérifié : {what}."
    ),
}
