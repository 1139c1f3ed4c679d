"""Words for results and for the way to release: what keeps a result or a signature from being."""

from batches.text import Text

_RESULTS = {
    "RESULT-STANDS": Text(
        "{row} has a result already. Declare it invalid with its reason before you enter another.",
        "{row} a déjà un résultat. Déclarez-le invalide avec son motif avant d'en saisir un autre.",
    ),
    "RESULT-REASON": Text(
        "A test is declared invalid only with a reason. Write why it is no result.",
        "Un essai n'est déclaré invalide qu'avec un motif. Écrivez pourquoi ce n'est pas un "
        "résultat.",
    ),
    "RESULT-NOT-STANDING": Text(
        "This result is invalid already, or is not of this lot. Look at the list of results again.",
        "Ce résultat est déjà invalide, ou n'est pas de ce lot. Revoyez la liste des résultats.",
    ),
    "RESULT-FUTURE": Text(
        "The time of the test lies in the future. Correct it, or leave it empty for now.",
        "L'heure de l'essai est dans le futur. Corrigez-la, ou laissez-la vide pour maintenant.",
    ),
    "RESULT-SAMPLE": Text(
        "{sample} is not a sample of this lot. Choose one of the list.",
        "{sample} n'est pas un échantillon de ce lot. Choisissez-en un dans la liste.",
    ),
}

_SIGNING = {
    "RELEASE-STANDS": Text(
        "{meaning} is signed already and stands. There is nothing to sign again.",
        "{meaning} est déjà signé et valable. Il n'y a rien à signer de nouveau.",
    ),
    "RELEASE-PENDING": Text(
        "{row} has no valid result yet. Every release and action test needs one before the "
        "certificate is approved.",
        "{row} n'a pas encore de résultat valide. Il en faut un pour chaque essai de libération ou "
        "à limite d'action avant d'approuver le certificat.",
    ),
    "RELEASE-UNREVIEWED": Text(
        "The result of {row} is not reviewed by a second person. Review it before the certificate is approved.",
        "Le résultat de {row} n'est pas relu par une seconde personne. Relisez-le avant d'approuver le certificat.",
    ),
    "RELEASE-OOS": Text(
        "Investigation {number} is not concluded. Conclude it before the certificate is approved.",
        "L'investigation {number} n'est pas conclue. Concluez-la avant d'approuver le certificat.",
    ),
    "RELEASE-NOT-CLINICAL": Text(
        "Only a lot made for clinical use can be released for a site.",
        "Seul un lot à usage clinique peut être libéré pour un centre.",
    ),
    "STATEMENT-NONE": Text(
        "The statement {statement} is not in force for this lot. Ask quality assurance for the "
        "document of statements.",
        "La formule {statement} n'est pas en vigueur pour ce lot. Voyez le document des formules "
        "avec l'assurance qualité.",
    ),
    "STATEMENT-GAP": Text(
        "The statement {statement} has a gap: {gap}. Fill it in.",
        "La formule {statement} est incomplète : {gap}. Complétez-la.",
    ),
}

_DECISIONS = {
    "CERT-CONTAINERS": Text(
        "{codes}: not a container in quarantine of this lot. Choose from the list.",
        "{codes} : n'est pas un contenant de ce lot en quarantaine. Choisissez dans la liste.",
    ),
    "CERT-NONE": Text(
        "No container is named. A certification names containers, not only the lot.",
        "Aucun contenant n'est désigné. Une certification désigne des contenants, pas seulement le "
        "lot.",
    ),
    "CERT-REFUSED-REASON": Text(
        "{codes} will be refused. Write why.",
        "{codes} : contenants refusés. Écrivez pourquoi.",
    ),
    "CERT-NOT-JUSTIFIABLE": Text(
        "{code} cannot be passed with a justification. It has to be settled.",
        "{code} ne peut pas être justifié. Il faut régler la question.",
    ),
    "DECLINE-REASON": Text(
        "A refusal says why. Write the reason.",
        "Un refus dit pourquoi. Écrivez le motif.",
    ),
    "DECLINE-PURPOSE": Text(
        "Say what the containers are blocked for: destruction or investigation.",
        "Indiquez pourquoi les contenants sont bloqués : destruction ou investigation.",
    ),
    "SPONSOR-CONTAINERS": Text(
        "{codes}: not certified, or no longer whole. Only certified containers that are whole may "
        "be released for a site.",
        "{codes} : non certifié, ou plus entier. Seuls des contenants certifiés et entiers peuvent "
        "être libérés pour un centre.",
    ),
    "SPONSOR-SITE": Text(
        "Name the site of the trial that the containers are released for.",
        "Indiquez le centre de l'essai pour lequel les contenants sont libérés.",
    ),
}

_INTEGRITY = {
    "TRAIL-MOVED": Text(
        "The audit trail has grown since this page was shown. Read what was added, then sign.",
        "La piste d'audit s'est allongée depuis l'affichage de cette page. Lisez ce qui a été "
        "ajouté, puis signez.",
    ),
}

WORDS: dict[str, Text] = {**_RESULTS, **_SIGNING, **_DECISIONS, **_INTEGRITY}
