"""What there is to say when a lot is issued, executed, verified and corrected."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "STEP-SAME-READER": Text(
        "You counted the first reading. The second reader is another person, who has not seen your "
        "counts.",
        "Vous avez compté la première lecture. Le second lecteur est une autre personne, qui n'a pas "
        "vu vos comptes.",
    ),
    "STEP-SEES": Text(
        "You may read the audit trail or the dossier, which tell what the first reader counted. Somebody "
        "who may not is the second reader.",
        "Vous pouvez lire la piste d'audit ou le dossier, qui disent ce que le premier lecteur a compté. "
        "Le second lecteur est une personne qui ne le peut pas.",
    ),
    "LOT-PINNED": Text(
        "A document that this lot is pinned to is no longer the text that was approved. Nothing "
        "can be recorded; call quality assurance.",
        "Un document auquel ce lot est attaché n'est plus le texte approuvé. Rien ne peut être "
        "saisi ; prévenez l'assurance qualité.",
    ),
    "LOT-PURPOSE": Text(
        'Found the purpose "{found}". A lot is clinical, engineering, a process simulation or '
        "training.",
        "Destination « {found} » inconnue. Un lot est clinique, technique, une simulation de "
        "procédé ou une formation.",
    ),
    "LOT-UNKNOWN": Text(
        "{what} {found} is not known here. Choose one of the list.",
        "{what} {found} : inconnu ici. Choisissez dans la liste.",
    ),
    "LOT-NO-STUDY": Text(
        "A clinical lot is made for a study. Choose the study.",
        "Un lot clinique est fabriqué pour une étude. Choisissez l'étude.",
    ),
    "LOT-NO-DONOR": Text(
        "A clinical lot comes from one donation of one donor. Give both.",
        "Un lot clinique provient d'un don d'un donneur. Indiquez les deux.",
    ),
    "LOT-DONOR-STATE": Text(
        "Donor {donor}: {state}. A clinical lot needs a determination that says eligible, at least "
        "provisionally, with both signatures standing, and a consent that stands.",
        "Donneur {donor} : {state}. Un lot clinique demande une conclusion « éligible », au moins "
        "provisoire, dont les deux signatures sont valables, et un consentement en vigueur.",
    ),
    "LOT-DONATION": Text(
        "Donation {donation} is not one of donor {donor}. Check both against the container.",
        "Le don {donation} n'est pas un don du donneur {donor}. Vérifiez les deux sur le "
        "contenant.",
    ),
    "LOT-HOLD": Text(
        "Hold {number} stands on {about}: the work goes no further until the hold is lifted.",
        "Le blocage {number} porte sur {about} : le travail s'arrête là jusqu'à sa levée.",
    ),
    "LOT-STOCK": Text(
        "The master begins with vials of a stock, which are scanned at its first step; containers of"
        " the donation ({containers}) cannot start it. Leave them out, or choose another master.",
        "Le document maître commence par des cryotubes d'un stock, scannés à sa première étape ; les"
        " récipients du don ({containers}) ne peuvent pas le commencer. Retirez-les, ou choisissez un"
        " autre document maître.",
    ),
    "LOT-OTHER-PRODUCT": Text(
        "{document} is for product {found}, the lot is for {product}. Choose the document of the "
        "product.",
        "{document} concerne le produit {found}, le lot le produit {product}. Choisissez le "
        "document du produit.",
    ),
    "LOT-OTHER-STUDY": Text(
        "Donor {donor} takes part in study {found}, the lot is for {study}.",
        "Le donneur {donor} participe à l'étude {found}, le lot est pour {study}.",
    ),
    "STEP-ROLE": Text(
        "This step is done by: {roles}. Call one of them.",
        "Cette étape est réalisée par : {roles}. Faites appel à l'une de ces personnes.",
    ),
    "STEP-IS-SIGNED": Text(
        "This step asks for a signature and nothing else: sign it; it has nothing to correct.",
        "Cette étape demande une signature et rien d'autre : signez-la ; il n'y a rien à corriger.",
    ),
    "STEP-NOT-SIGNED": Text(
        "This step asks for values: record them; the signature alone is not enough.",
        "Cette étape demande des valeurs : saisissez-les ; la signature seule ne suffit pas.",
    ),
    "STEP-NOT-RECORDED": Text(
        "Nothing is recorded at this step yet. Record it first.",
        "Rien n'est encore saisi à cette étape. Saisissez-la d'abord.",
    ),
    "STEP-NO-REASON": Text(
        "Say why: the reason stays in the record.",
        "Indiquez le motif : il reste dans le dossier.",
    ),
    "STEP-SAME": Text(
        "The corrected values are those that stand already. Change a value, or leave the entry.",
        "Les valeurs corrigées sont celles qui figurent déjà. Modifiez une valeur, ou laissez la "
        "saisie.",
    ),
    "STEP-RESTS": Text(
        "Later steps rest on this entry and could not have been done with the corrected value. "
        "Leave the entry and open a deviation.",
        "Des étapes suivantes reposent sur cette saisie et n'auraient pas été possibles avec la "
        "valeur corrigée. Laissez la saisie et ouvrez une déviation.",
    ),
    "STEP-TIME-FUTURE": Text(
        "The time given lies in the future. Give the time at which it was done.",
        "L'heure indiquée est dans le futur. Indiquez l'heure de l'acte.",
    ),
    "STEP-TIME-EARLY": Text(
        "The time given lies before lot {lot} was issued. Check the date.",
        "L'heure indiquée précède l'émission du lot {lot}. Vérifiez la date.",
    ),
    "STEP-NOT-WITNESSED": Text(
        "This step asks for no witness.", "Cette étape ne demande pas de témoin."
    ),
    "STEP-NOT-CHECKED": Text(
        "This step asks for no check.", "Cette étape ne demande pas de contrôle."
    ),
    "STEP-VERIFIED": Text(
        "A second person has signed this step already.",
        "Une seconde personne a déjà signé cette étape.",
    ),
    "STEP-WITNESS-LATE": Text(
        "More than {minutes} min have passed since the act: nobody can sign now that they saw it. "
        "Declare the step not witnessed; that opens a deviation.",
        "Plus de {minutes} min se sont écoulées depuis l'acte : personne ne peut plus attester "
        "l'avoir vu. Déclarez l'étape sans témoin ; cela ouvre une déviation.",
    ),
    "STEP-WITNESS-OTHER": Text(
        "This entry was corrected later: only who witnessed the act can sign it again. Otherwise "
        "declare the step not witnessed.",
        "Cette saisie a été corrigée après coup : seul le témoin de l'acte peut la signer de "
        "nouveau. Sinon, déclarez l'étape sans témoin.",
    ),
    "P02": Text(
        "{step}: who performed or corrected it cannot verify it. Call another person.",
        "{step} : la personne qui l'a réalisée ou corrigée ne peut pas la vérifier. Faites appel "
        "à une autre personne.",
    ),
}
