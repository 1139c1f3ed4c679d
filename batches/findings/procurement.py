"""What there is to say about procurement, receipt, donated material, places, labels and codes."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "SEC-LENGTH": Text(
        "{found} has {length} characters without spaces; a Single European Code has 40. Read it "
        "again, both parts.",
        "{found} compte {length} caractères sans les espaces ; un code européen unique en a 40. "
        "Relisez-le, les deux parties.",
    ),
    "SEC-DI": Text(
        "The first part {found} is no donation sequence: two letters, then 6 and 13 characters.",
        "La première partie {found} n'est pas une séquence de don : deux lettres, puis 6 et 13 "
        "caractères.",
    ),
    "SEC-PI": Text(
        "The second part {found} is no product sequence: E, A or B, 7 characters of product, 3 of "
        "split, 8 digits of expiry.",
        "La seconde partie {found} n'est pas une séquence de produit : E, A ou B, 7 caractères de "
        "produit, 3 de division, 8 chiffres de péremption.",
    ),
    "SEC-EXPIRY": Text(
        "{found} is no date. The expiry is written year, month, day, or as eight zeros.",
        "{found} n'est pas une date. La péremption s'écrit année, mois, jour, ou huit zéros.",
    ),
    "SEC-SYSTEM": Text(
        "{found} is no product coding system. Use E (EUTC), A (ISBT 128) or B (Eurocode).",
        "{found} n'est pas un système de codage. Utilisez E (EUTC), A (ISBT 128) ou B (Eurocode).",
    ),
    "SEC-PRODUCT": Text(
        "{found} is no product number: 1 to 7 capital letters or digits.",
        "{found} n'est pas un numéro de produit : 1 à 7 lettres majuscules ou chiffres.",
    ),
    "SEC-SPLIT": Text(
        "{found} is no split number: 3 capital letters or digits, 000 when nothing is split.",
        "{found} n'est pas un numéro de division : 3 lettres majuscules ou chiffres, 000 sans "
        "division.",
    ),
    "PRO-FIELD": Text(
        'The question "{name}" of type {type} is missing: the rules of receipt read it. Add it.',
        "La question « {name} » de type {type} manque : les règles de réception la lisent. "
        "Ajoutez-la.",
    ),
    "PRO-TWICE": Text(
        'The question "{name}" stands twice. Rename one of them.',
        "La question « {name} » figure deux fois. Renommez l'une d'elles.",
    ),
    "PRO-MISSING": Text(
        "{label}: no answer. It is required; answer it.",
        "{label} : sans réponse. Elle est obligatoire ; répondez.",
    ),
    "PRO-ACTION": Text(
        "{label}: {value} {unit}, outside the limits {limits} {unit}.",
        "{label} : {value} {unit}, hors des limites {limits} {unit}.",
    ),
    "PRO-ALERT": Text(
        "{label}: {value} {unit}, outside the alert limits {limits} {unit}.",
        "{label} : {value} {unit}, hors des limites d'alerte {limits} {unit}.",
    ),
    "PRO-ANSWER": Text(
        '{label}: the answer is "{answer}", which is not the expected one.',
        "{label} : la réponse est « {answer} », ce qui n'est pas la réponse attendue.",
    ),
    "PRO-ORDER": Text(
        "The collection ends before it starts. Check both times.",
        "Le prélèvement se termine avant de commencer. Vérifiez les deux heures.",
    ),
    "PRO-FUTURE": Text(
        "The end of the collection lies in the future. Check the time.",
        "La fin du prélèvement est dans le futur. Vérifiez l'heure.",
    ),
    "PRO-TIME": Text(
        '"{found}" is no time with its offset. Give day and time.',
        "« {found} » n'est pas une heure avec son décalage. Indiquez le jour et l'heure.",
    ),
    "PRO-DONATION": Text(
        "Donor {donor} has no donation {din}. Record the donation first, or check the number.",
        "Le donneur {donor} n'a pas de don {din}. Enregistrez d'abord le don, ou vérifiez le numéro.",
    ),
    "PRO-NO-RULES": Text(
        "No procurement document is in force for the tissue {tissue}. Have one approved and made "
        "effective.",
        "Aucun document de prélèvement n'est en vigueur pour le tissu {tissue}. Faites-en approuver "
        "un et mettez-le en vigueur.",
    ),
    "PRO-NO-CHANGE": Text(
        "A procurement record is on file already. To correct it, give the reason.",
        "Une fiche de prélèvement existe déjà. Pour la corriger, indiquez le motif.",
    ),
    "PRO-RECEIVED": Text(
        "{din} was received already; what is sent or received is recorded once.",
        "{din} a déjà été reçu ; un envoi ou une réception ne s'enregistre qu'une fois.",
    ),
    "PRO-NOT-HANDED": Text(
        "Nobody has handed over {din} yet. The sender confirms the hand-over first.",
        "Personne n'a encore remis {din}. L'expéditeur confirme d'abord la remise.",
    ),
    "PRO-CONTAINERS": Text(
        "{found} containers cannot be. Enter 1 to {most}.",
        "{found} contenants : impossible. Saisissez de 1 à {most}.",
    ),
    "REC-WRONG-DIN": Text(
        "WRONG DONATION: {found} was read, {expected} was expected. Stop, set the container aside "
        "and call quality assurance.",
        "MAUVAIS DON : {found} lu, {expected} attendu. Arrêtez, isolez le contenant et appelez "
        "l'assurance qualité.",
    ),
    "REC-NOT-EXPECTED": Text(
        "No donation {din} is expected here. Stop, set the container aside and call quality "
        "assurance.",
        "Aucun don {din} n'est attendu ici. Arrêtez, isolez le contenant et appelez l'assurance "
        "qualité.",
    ),
    "REC-FUTURE": Text(
        "The receipt lies in the future. Check the time.",
        "La réception est dans le futur. Vérifiez l'heure.",
    ),
    "REC-BEFORE": Text(
        "The receipt lies before the end of the collection. Check the time.",
        "La réception précède la fin du prélèvement. Vérifiez l'heure.",
    ),
    "REC-SAME-PERSON": Text(
        "Whoever handed over cannot receive. Another person confirms the receipt.",
        "La personne qui a remis ne peut pas recevoir. Une autre personne confirme la réception.",
    ),
    "REC-SHIPPER": Text(
        "The shipper is {found}; {expected} was sent. Check the label of the shipper.",
        "Le colis est {found} ; {expected} a été expédié. Vérifiez l'étiquette du colis.",
    ),
    "HND-WAY": Text(
        "Say whether the courier takes the shipper or delivers it.",
        "Indiquez si le coursier prend le colis en charge ou le livre.",
    ),
    "HND-CONFIRMED": Text(
        "The courier's confirmation is missing. Say how the courier confirmed: badge or waybill.",
        "La confirmation du coursier manque. Dites comment il a confirmé : badge ou lettre de transport.",
    ),
    "HND-EMPTY": Text(
        "This is needed to know who held the shipper. Read it from the badge, the waybill or the box.",
        "Cette indication est nécessaire pour savoir qui détenait le colis. Lisez-la sur le badge, la "
        "lettre de transport ou la boîte.",
    ),
    "HND-NOT-SENT": Text(
        "Nothing was handed over for {din} yet. The sender hands over first, then the courier takes it.",
        "Rien n'est encore remis pour {din}. L'expéditeur remet d'abord, puis le coursier prend en charge.",
    ),
    "HND-TWICE": Text(
        "{courier} holds the shipper already. Record the delivery before another taking.",
        "{courier} détient déjà le colis. Enregistrez la livraison avant une nouvelle prise en charge.",
    ),
    "HND-NOBODY": Text(
        "No courier holds the shipper. Record who took it first.",
        "Aucun coursier ne détient le colis. Enregistrez d'abord qui l'a pris en charge.",
    ),
    "HND-ORDER": Text(
        "This is before the last change of hands ({last}). Check the time and its zone.",
        "Ce moment précède le dernier changement de mains ({last}). Vérifiez l'heure et le fuseau.",
    ),
    "HND-FUTURE": Text(
        "This time is still to come. Enter when it happened.",
        "Ce moment n'est pas encore passé. Saisissez quand cela a eu lieu.",
    ),
    "HND-SAME-PERSON": Text(
        "Who sent the shipper does not receive it. Another person signs the delivery.",
        "La personne qui a expédié le colis ne le réceptionne pas. Une autre personne signe la livraison.",
    ),
    "HND-NO-COURIER": Text(
        "A courier was to carry the shipper, and no courier is on record as having taken it.",
        "Un coursier devait transporter le colis, et aucune prise en charge n'est enregistrée.",
    ),
    "HND-NOT-DELIVERED": Text(
        "{courier} took the shipper and no delivery is on record. Ask the courier who received it and when.",
        "{courier} a pris le colis en charge et aucune livraison n'est enregistrée. Demandez au coursier "
        "qui l'a reçu et quand.",
    ),
    "HND-OTHER": Text(
        "The shipper was taken by {taken} and delivered by {given}. Clear up who held it in between.",
        "Le colis a été pris en charge par {taken} et livré par {given}. Élucidez qui l'a détenu entre-temps.",
    ),
    "HND-SEAL": Text(
        "When “{way}”, the seal was {found} or broken; {expected} was put on.",
        "Lorsque « {way} », le scellé était {found} ou rompu ; {expected} avait été posé.",
    ),
    "HND-WAIT": Text(
        "Nobody held the shipper for {minutes} min, from {from} to {to}; at most {limit} min is allowed.",
        "Personne n'a détenu le colis pendant {minutes} min, du {from} au {to} ; {limit} min au plus sont "
        "admises.",
    ),
    "REC-SEAL": Text(
        "The seal is {found}; {expected} was put on. Describe what was found.",
        "Le scellé est {found} ; {expected} a été posé. Décrivez le constat.",
    ),
    "REC-LOGGER-OTHER": Text(
        "The temperature file is of logger {found}; logger {expected} travelled in this shipper. The "
        "material is put on hold until its own file is found.",
        "Le fichier de température est celui de l'enregistreur {found} ; l'enregistreur {expected} "
        "voyageait dans ce colis. Le tissu est bloqué jusqu'à ce que son fichier soit trouvé.",
    ),
    "REC-LOGGER-REUSED": Text(
        "This temperature file was given for donation {din} already. The material is put on hold "
        "until its own file is found.",
        "Ce fichier de température a déjà été fourni pour le don {din}. Le tissu est bloqué "
        "jusqu'à ce que son fichier soit trouvé.",
    ),
    "REC-NO-LOGGER": Text(
        "No temperature file was kept. Attach the logger's file.",
        "Aucun fichier de température n'est conservé. Joignez le fichier de l'enregistreur.",
    ),
    "REC-DECISION": Text(
        '"{found}" is no decision. Accept, accept with a deviation, or refuse.',
        "« {found} » n'est pas une décision. Acceptez, acceptez avec déviation, ou refusez.",
    ),
    "REC-DEVIATION": Text(
        "What was found ({count}) does not allow acceptance without a deviation. Accept with a "
        "deviation and say why, or refuse.",
        "Ce qui a été constaté ({count}) ne permet pas d'accepter sans déviation. Acceptez avec une "
        "déviation en disant pourquoi, ou refusez.",
    ),
    "REC-NOTHING": Text(
        "Everything is as it should be; there is no deviation to accept. Accept, or refuse.",
        "Tout est conforme ; il n'y a pas de déviation à accepter. Acceptez, ou refusez.",
    ),
    "REC-REASON": Text(
        "Say why it is accepted all the same, or refused.",
        "Indiquez pourquoi le tissu est accepté malgré tout, ou refusé.",
    ),
    "REC-FILE-EMPTY": Text(
        "The temperature file holds nothing. Read the logger again and attach its file.",
        "Le fichier de température est vide. Relisez l'enregistreur et joignez son fichier.",
    ),
    "MAT-NOT-RECEIVED": Text(
        "The material of donation {din} is not received. Record its receipt first.",
        "Le tissu du don {din} n'est pas réceptionné. Enregistrez d'abord sa réception.",
    ),
    "MAT-REFUSED": Text(
        "The material of donation {din} was refused at receipt. Choose another donation.",
        "Le tissu du don {din} a été refusé à la réception. Choisissez un autre don.",
    ),
    "MAT-HELD": Text(
        "The material of donation {din} is on hold. Have the hold lifted first.",
        "Le tissu du don {din} est bloqué. Faites d'abord lever le blocage.",
    ),
    "MAT-BLOCKED": Text(
        "The donor of {din} is not eligible or has withdrawn. This material cannot be used.",
        "Le donneur de {din} n'est pas éligible ou a retiré son consentement. Ce tissu ne peut "
        "pas être utilisé.",
    ),
    "MAT-QUARANTINE": Text(
        "The material of donation {din} is in quarantine: the donor's eligibility is not determined.",
        "Le tissu du don {din} est en quarantaine : l'éligibilité du donneur n'est pas déterminée.",
    ),
    "MAT-USED": Text(
        "Nothing is left of donation {din}: its containers were issued or ended.",
        "Il ne reste rien du don {din} : ses contenants ont été émis ou sont terminés.",
    ),
    "MAT-CONTAINER": Text(
        "{code} is no open container of donation {din}. Check the code on the container.",
        "{code} n'est pas un contenant disponible du don {din}. Vérifiez le code du contenant.",
    ),
    "C-SOURCE": Text(
        "What is put into {code} must come from somewhere. Say from which unit.",
        "Ce qui est ajouté à {code} vient forcément de quelque part. Dites de quelle unité.",
    ),
    "C-EMPTY": Text(
        "Nothing is left in {code}; there is nothing to move.",
        "Il ne reste rien dans {code} ; il n'y a rien à déplacer.",
    ),
    "C-PLACE-UNKNOWN": Text(
        "No place {place} is known. Scan the label of the place again.",
        "Aucun emplacement {place} n'est connu. Scannez de nouveau l'étiquette de l'emplacement.",
    ),
    "C-PLACE-SAME": Text("{code} is in {place} already.", "{code} est déjà dans {place}."),
    "C-PLACE-NONE": Text(
        "{place} holds no unit itself. Scan one of its positions.",
        "{place} ne reçoit pas d'unité directement. Scannez l'un de ses emplacements.",
    ),
    "C-PLACE-TAKEN": Text(
        "{place} is taken: it has room for {capacity}. {code} stays where it is; choose another "
        "place.",
        "{place} est occupé : il a {capacity} place(s). {code} reste où elle est ; choisissez un "
        "autre emplacement.",
    ),
    "C-CODE-TAKEN": Text(
        "{code} is the code of another unit or place. Check the label.",
        "{code} est le code d'une autre unité ou d'un emplacement. Vérifiez l'étiquette.",
    ),
    "C-NO-SUCH-CODE": Text(
        "Nothing bears the code {found}. Scan it again, or type it as it is printed.",
        "Rien ne porte le code {found}. Scannez de nouveau, ou tapez-le comme imprimé.",
    ),
    "PL-CODE": Text(
        "{found} is no code of a place: capital letters, digits and hyphens, 40 at most.",
        "{found} n'est pas un code d'emplacement : majuscules, chiffres et tirets, 40 au plus.",
    ),
    "PL-TAKEN": Text(
        "{code} is taken already. Choose another code.",
        "{code} est déjà pris. Choisissez un autre code.",
    ),
    "PL-NAME": Text("The place has no name. Name it.", "L'emplacement n'a pas de nom. Nommez-le."),
    "PL-KIND": Text(
        '"{found}" is no kind of place.', "« {found} » n'est pas une nature d'emplacement."
    ),
    "PL-NO-PARENT": Text(
        "No place {found} is known at this site. Add it first.",
        "Aucun emplacement {found} n'est connu sur ce site. Ajoutez-le d'abord.",
    ),
    "PL-INSIDE": Text(
        "A place of this kind ({kind}) stands in: {inside}. Choose what it stands in.",
        "Un emplacement de cette nature ({kind}) se trouve dans : {inside}. Choisissez où il se "
        "trouve.",
    ),
    "PL-CAPACITY": Text(
        "Room for {found} units cannot be. A position has room for one or more.",
        "{found} unités : capacité impossible. Un emplacement reçoit une unité ou plus.",
    ),
    "PL-OTHER-SITE": Text(
        "{place} is not at the site {site}, where the unit is. Between sites, units are shipped.",
        "{place} n'est pas sur le site {site}, où se trouve l'unité. Entre sites, on expédie.",
    ),
    "ST-CODE": Text(
        '"{found}" cannot be the code of a unit. Type it as the label bears it, without a slash.',
        "« {found} » ne peut pas être le code d'une unité. Tapez-le comme sur l'étiquette, sans "
        "barre oblique.",
    ),
    "ST-KIND": Text('"{found}" is no kind of unit.', "« {found} » n'est pas une nature d'unité."),
    "ST-LOT": Text(
        "The lot is missing. Give the number that the old record bears.",
        "Le lot manque. Indiquez le numéro que porte l'ancien dossier.",
    ),
    "ST-SOURCE": Text(
        "The source document is missing. Name the record that proves this stock.",
        "Le document source manque. Nommez le dossier qui prouve ce stock.",
    ),
    "ST-QUANTITY": Text(
        "{found} is no quantity of stock. Enter a number above zero.",
        "{found} n'est pas une quantité de stock. Saisissez un nombre supérieur à zéro.",
    ),
    "LBL-STEP": Text(
        "This label is {state}; that cannot follow now.",
        "Cette étiquette est {state} ; ceci ne peut pas suivre.",
    ),
    "LBL-REASON": Text(
        "Say why it is printed again, or destroyed.",
        "Indiquez pourquoi elle est réimprimée ou détruite.",
    ),
    "LBL-COUNT": Text(
        "{found} labels cannot be. Enter one or more.",
        "{found} étiquettes : impossible. Saisissez un nombre d'au moins un.",
    ),
    "LBL-SCAN": Text(
        "WRONG LABEL: {found} was read, which is not what this label carries. Destroy the print and "
        "print again.",
        "MAUVAISE ÉTIQUETTE : {found} lu, ce n'est pas ce que porte cette étiquette. Détruisez "
        "l'impression et réimprimez.",
    ),
}
