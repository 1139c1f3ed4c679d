"""What there is to say about enrolment, consent, determinations and donations."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "DON-FUTURE": Text(
        "This time lies ahead. Enter when it happened.",
        "Cette heure est à venir. Saisissez le moment réel.",
    ),
    "DON-NO-FORM": Text(
        "No approved version of the consent form is named. Choose the one printed at its foot.",
        "Aucune version approuvée du formulaire de consentement n'est indiquée. Choisissez celle "
        "imprimée en bas du formulaire.",
    ),
    "DON-FORM-OLD": Text(
        "The form {form} was not in force on the day it was signed. The consent is recorded; have "
        "the version in force signed.",
        "Le formulaire {form} n'était pas en vigueur le jour de sa signature. Le consentement est "
        "enregistré ; faites signer la version en vigueur.",
    ),
    "DON-RECONSENT": Text(
        "A newer consent form is in force: {form}. Ask the donor to sign it.",
        "Un formulaire de consentement plus récent est en vigueur : {form}. Demandez au donneur de "
        "le signer.",
    ),
    "DON-ACT-BEFORE-CONSENT": Text(
        "Acts of the study before the consent, which was signed on {signed}: {codes}. Quality "
        "assurance decides.",
        "Actes de l'étude antérieurs au consentement, signé le {signed} : {codes}. L'assurance "
        "qualité statue.",
    ),
    "DON-SCAN-UNSEALED": Text(
        "Scans carry a name and cannot be encrypted here: nothing was kept. Keep the paper form; "
        "ask for the identity vault to be switched on.",
        "Une copie numérisée porte un nom et ne peut pas être chiffrée ici : rien n'a été conservé. "
        "Gardez l'original ; demandez l'activation du coffre des identités.",
    ),
    "DON-SCAN-EMPTY": Text(
        "The file is empty. Scan the form again.",
        "Le fichier est vide. Numérisez de nouveau le formulaire.",
    ),
    "DON-SCAN-LARGE": Text(
        "The file has {found} MB; at most {limit} MB are kept. Scan with fewer dots per inch.",
        "Le fichier fait {found} Mo ; la limite est de {limit} Mo. Numérisez à une résolution "
        "moindre.",
    ),
    "DON-SCAN-KIND": Text(
        "The file is neither PDF, PNG nor JPEG, by its first bytes. Scan the form to one of these.",
        "Le fichier n'est ni PDF, ni PNG, ni JPEG d'après ses premiers octets. Numérisez le "
        "formulaire dans un de ces formats.",
    ),
    "DON-SCAN-PURPOSE": Text(
        "Say why you look at the signed form; it is recorded.",
        "Indiquez pourquoi vous consultez le formulaire signé ; cela est enregistré.",
    ),
    "DON-SCAN-LOST": Text(
        "The scan cannot be read: {why}. Tell quality assurance.",
        "La copie numérisée est illisible : {why}. Prévenez l'assurance qualité.",
    ),
    "DON-NO-CONSENT": Text(
        "No consent of this donor stands. Record the signed consent first.",
        "Aucun consentement de ce donneur n'est valable. Enregistrez d'abord le consentement signé.",
    ),
    "DON-BEFORE-CONSENT": Text(
        "The donation lies before the consent. Check both times; without consent there is no "
        "donation.",
        "Le don précède le consentement. Vérifiez les deux heures ; sans consentement, pas de don.",
    ),
    "DON-LANGUAGE": Text(
        '"{found}" is no language of the list. Choose one.',
        "« {found} » n'est pas une langue de la liste. Choisissez-en une.",
    ),
    "DON-SCOPE": Text(
        '"{found}" is nothing that a withdrawal can be about. Choose one of the list.',
        "« {found} » n'est pas une portée de retrait. Choisissez dans la liste.",
    ),
    "DON-WITHDRAWN": Text(
        "This withdrawal is recorded already. Nothing more needs to be done.",
        "Ce retrait est déjà enregistré. Il n'y a rien de plus à faire.",
    ),
    "DON-WITHDRAWAL": Text(
        "The donor has withdrawn consent: {scope}.",
        "Le donneur a retiré son consentement : {scope}.",
    ),
    "DON-REASON-MISSING": Text(
        "The reason is missing. Write in a few words why.",
        "Le motif manque. Indiquez pourquoi en quelques mots.",
    ),
    "DON-PROTOCOL": Text(
        "The screening protocol has changed since this form was opened. Open the form again.",
        "Le protocole de sélection a changé depuis l'ouverture de ce formulaire. Rouvrez-le.",
    ),
    "DON-NO-PROTOCOL": Text(
        "No screening protocol of study {study} is in force. Quality assurance makes one effective.",
        "Aucun protocole de sélection de l'étude {study} n'est en vigueur. L'assurance qualité le "
        "met en vigueur.",
    ),
    "DON-MOVED": Text(
        "The record of {donor} changed while you were typing. Your answers are kept below; look at "
        "the donor in another window, then send them again.",
        "Le dossier de {donor} a changé pendant votre saisie. Vos réponses sont conservées "
        "ci-dessous ; consultez le donneur dans une autre fenêtre, puis renvoyez-les.",
    ),
    "DON-OLDER": Text(
        "A newer screening is on record. Determine from that one.",
        "Une sélection plus récente est enregistrée. Statuez à partir de celle-ci.",
    ),
    "DON-CHANGED": Text(
        "What the page showed has changed since: the fingerprint differs. Read it again, then sign.",
        "Le contenu affiché a changé entre-temps : l'empreinte diffère. Relisez-le, puis signez.",
    ),
    "DON-MILDER": Text(
        "The criteria say: {rule}. The donor cannot be determined {said}.",
        "Les critères indiquent : {rule}. Le donneur ne peut pas être déclaré {said}.",
    ),
    "DON-REASON": Text(
        "Your conclusion differs from what the criteria say. Give the reason.",
        "Votre conclusion diffère de celle des critères. Donnez le motif.",
    ),
    "DON-UNTIL": Text(
        "A deferral needs the day until which it holds, after today.",
        "Un ajournement demande la date jusqu'à laquelle il vaut, après aujourd'hui.",
    ),
    "DON-STILL-DEFERRED": Text(
        "The donor is deferred until {until}; until then no conclusion opens the way.",
        "Le donneur est ajourné jusqu'au {until} ; d'ici là, aucune conclusion n'ouvre la voie.",
    ),
    "DON-PLANNED-PAST": Text(
        "A donation is on record since this screening; the planned day no longer counts.",
        "Un don est enregistré depuis cette sélection ; la date prévue ne compte plus.",
    ),
    "DON-NO-SCREENING": Text(
        "There is no screening to compute again. Record the screening first.",
        "Aucune sélection à recalculer. Enregistrez d'abord la sélection.",
    ),
    "DON-SAME-DAY": Text(
        "The donation is planned for this day already. Nothing changes.",
        "Le don est déjà prévu ce jour. Rien ne change.",
    ),
    "DON-NO-DAY": Text(
        "The day of the donation is missing. Enter it.",
        "La date du don manque. Saisissez-la.",
    ),
    "DON-NOT-CLEARED": Text(
        "The donation was collected while the donor was: {state}. It stays on hold.",
        "Le don a été prélevé alors que le donneur était : {state}. Il reste bloqué.",
    ),
    "DON-OTHER-DONATION": Text(
        "The screening was for the donation before; this one needs a screening of its own.",
        "La sélection concernait le don précédent ; celui-ci demande sa propre sélection.",
    ),
    "DON-DIN-USED": Text(
        "{din} already stands for another donation. Check the label; take the container aside.",
        "{din} désigne déjà un autre don. Vérifiez l'étiquette ; mettez le contenant de côté.",
    ),
    "DON-SECOND": Text(
        "The donation of this tissue on {date} already has the number {din}. One donation has one "
        "number; check the label.",
        "Le don de ce tissu du {date} porte déjà le numéro {din}. Un don a un seul numéro ; "
        "vérifiez l'étiquette.",
    ),
    "DON-NO-SEC": Text(
        "The tissue establishment has no code here, so this donation has no SEC-DI.",
        "L'établissement de tissus n'a pas de code ici : ce don n'a pas de SEC-DI.",
    ),
    "DON-TISSUE": Text(
        '"{found}" is the tissue of no product here. Choose one of the list.',
        "« {found} » n'est le tissu d'aucun produit ici. Choisissez dans la liste.",
    ),
    "SCR-NO-CRITERION": Text(
        'The protocol has no criterion "{code}".',
        "Le protocole n'a pas de critère « {code} ».",
    ),
}
