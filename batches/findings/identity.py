"""What there is to say about identities, looks, emergencies, and the end of keeping."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "ID-EMPTY": Text(
        "This is empty. An identity needs it; ask the person or look at the document shown.",
        "Ce champ est vide. L'identité le demande ; interrogez la personne ou la pièce présentée.",
    ),
    "ID-LONG": Text(
        "This is longer than {max} characters. Shorten it.",
        "Ce texte dépasse {max} caractères. Raccourcissez-le.",
    ),
    "ID-LETTERS": Text(
        "This holds signs that cannot be typed. Type it again by hand.",
        "Ce texte contient des signes non imprimables. Saisissez-le à nouveau à la main.",
    ),
    "ID-DATE": Text(
        "This is not a date. Give it as 1988-03-14.",
        "Ce n'est pas une date. L'écrire sous la forme 1988-03-14.",
    ),
    "ID-FUTURE": Text(
        "This date lies ahead. Check the year.",
        "Cette date est à venir. Vérifiez l'année.",
    ),
    "ID-SEX": Text("Choose one of the list.", "Choisissez dans la liste."),
    "ID-NARROW": Text(
        "Give a family name or a hospital number: a search finds one person, not a list.",
        "Donnez un nom de famille ou un numéro hospitalier : une recherche trouve une personne, "
        "pas une liste.",
    ),
    "ID-REASON": Text(
        "Choose a reason of the list; free text could name the person.",
        "Choisissez un motif de la liste ; un texte libre pourrait nommer la personne.",
    ),
    "ID-HELD": Text(
        "An identity is held for this code already. Correct it there, with a reason.",
        "Une identité est déjà conservée pour ce code. Corrigez-la, avec un motif.",
    ),
    "ID-SAME": Text(
        "Nothing would change. Fill in only what is wrong.",
        "Rien ne changerait. Remplissez seulement ce qui est faux.",
    ),
    "ID-NO-SUBJECT": Text(
        "This is no person's code. Open the donor first, then record the identity.",
        "Ce n'est pas le code d'une personne. Ouvrez d'abord le donneur, puis saisissez l'identité.",
    ),
    "ID-GONE": Text(
        "The key of this identity was destroyed: nobody can read it any more.",
        "La clé de cette identité a été détruite : plus personne ne peut la lire.",
    ),
    "ID-SCAN-FIRST": Text(
        "No identity is recorded for this donor, and a scan is sealed under the key of that identity. "
        "Record the identity first, then keep the scan.",
        "Aucune identité n'est enregistrée pour ce donneur, et une copie est scellée sous la clé de "
        "cette identité. Enregistrez d'abord l'identité, puis conservez la copie.",
    ),
    "ID-NO-KEY": Text(
        "The key of this identity is not in the key file. Restore the key file or the escrow copy; "
        "nothing is lost in the record.",
        "La clé de cette identité n'est pas dans le fichier de clés. Restaurez ce fichier ou sa "
        "copie sous séquestre ; rien n'est perdu dans le registre.",
    ),
    "ID-KEYFILE": Text(
        "The key file of the vault does not open: it is damaged, or the master key is another one. "
        "Nothing was written. Tell the administrator.",
        "Le fichier de clés du coffre ne s'ouvre pas : il est endommagé, ou la clé maîtresse n'est "
        "pas la bonne. Rien n'a été enregistré. Prévenez l'administrateur.",
    ),
    "ID-NAMED": Text(
        "This names the person, and it stays readable in the record. Write it without the name.",
        "Ce texte nomme la personne et reste lisible dans le registre. Écrivez-le sans le nom.",
    ),
    "ID-SEAL": Text(
        "What is stored here does not open under its key and its place: it was moved or changed. "
        "Run the verification and tell quality assurance.",
        "Ce qui est conservé ici ne s'ouvre pas avec sa clé à sa place : cela a été déplacé ou "
        "modifié. Lancez la vérification et prévenez l'assurance qualité.",
    ),
    "ID-AGAIN": Text(
        "This look was shown already. To look again, state the purpose again.",
        "Cette consultation a déjà été affichée. Pour consulter à nouveau, indiquez le motif.",
    ),
    "ID-ASKED": Text(
        "A request for this identity waits for an answer already.",
        "Une demande pour cette identité attend déjà une réponse.",
    ),
    "ID-NO-REQUEST": Text(
        "There is no request that this could answer. Open the page again to see how it stands.",
        "Aucune demande n'attend cette réponse. Rouvrez la page pour voir la situation.",
    ),
    "ID-SELF": Text(
        "You asked for it yourself. Another person has to do this.",
        "Vous l'avez demandé vous-même. Une autre personne doit le faire.",
    ),
    "ID-NOT-YOURS": Text(
        "Another person asked for this and was given it. Ask yourself, with your own reason.",
        "Une autre personne l'a demandé et obtenu. Faites votre propre demande, avec votre motif.",
    ),
    "ID-USED": Text(
        "This approval was used. One approval opens an identity once.",
        "Cet accord a été utilisé. Un accord ouvre une identité une seule fois.",
    ),
    "ID-LAPSED": Text(
        "The time for this has run out. Ask again if it is still needed.",
        "Le délai est écoulé. Refaites la demande si elle est encore nécessaire.",
    ),
    "ID-STILL-OPEN": Text(
        "The approval has not been used and still stands open. Close the notice afterwards.",
        "L'accord n'a pas été utilisé et court encore. Clôturez cet avis ensuite.",
    ),
    "ID-SOURCE": Text(
        "Say where this is known from: the document and its date.",
        "Indiquez la source : le document et sa date.",
    ),
    "ID-LEAVING": Text(
        "The destruction of this key was asked for already and waits for quality assurance.",
        "La destruction de cette clé est déjà demandée et attend l'assurance qualité.",
    ),
    "RET-NO-RULE": Text(
        "No rule of retention is in force, so nothing may be destroyed. Quality assurance makes one "
        "effective.",
        "Aucune règle de conservation n'est en vigueur : rien ne peut être détruit. L'assurance "
        "qualité en met une en vigueur.",
    ),
    "RET-UNKNOWN": Text(
        "Not yet: the {basis} is not known. The key may be destroyed only when it is.",
        "Pas encore : {basis} : date inconnue. La clé ne peut être détruite qu'une fois connue.",
    ),
    "RET-UNKNOWN-LOT": Text(
        "Not yet: the {basis} is not known for {lots}. Quality assurance states it on the page of the "
        "lot, from its document.",
        "Pas encore : {basis} : date inconnue pour {lots}. L'assurance qualité l'indique sur la page "
        "du lot, d'après son document.",
    ),
    "RET-GROUND": Text(
        "This ground does not go with what is stated. Choose one from the list.",
        "Ce fondement ne correspond pas à ce qui est indiqué. Choisissez-en un dans la liste.",
    ),
    "RET-DAY": Text(
        "No day was given. Give it as 2026-11-22, as the document says it.",
        "Aucun jour n'est indiqué. Donnez-le sous la forme 2026-11-22, comme dans le document.",
    ),
    "RET-EARLY": Text(
        "{day} is before the lot was issued ({issued}). Check the year in the document.",
        "{day} est antérieur à l'émission du lot ({issued}). Vérifiez l'année dans le document.",
    ),
    "RET-FUTURE": Text(
        "{day} is still to come (today is {today}); only what has happened can be stated.",
        "{day} n'est pas encore passé (nous sommes le {today}) ; seul ce qui a eu lieu s'indique.",
    ),
    "RET-SOURCE": Text(
        "The source is missing. Name the document that says it, without naming a person.",
        "La source manque. Nommez le document qui l'établit, sans nommer une personne.",
    ),
    "RET-REASON": Text(
        "Something is stated already. Say why it is replaced.",
        "Une indication existe déjà. Dites pourquoi elle est remplacée.",
    ),
    "RET-STILL-HERE": Text(
        "Containers of this lot are still whole: {codes}. Record what became of them first.",
        "Des contenants de ce lot sont encore entiers : {codes}. Enregistrez d'abord leur devenir.",
    ),
    "RET-NOT-YET": Text(
        "Not yet: the link to the person must be kept up to and including {until}.",
        "Pas encore : le lien avec la personne doit être conservé jusqu'au {until} inclus.",
    ),
}
