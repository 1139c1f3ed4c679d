"""What there is to say about instrument files, their readings, and what is taken from them."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "FILE-EMPTY": Text(
        "The file has no bytes. Export it again from the instrument and send it once more.",
        "Le fichier ne contient aucun octet. Exportez-le à nouveau depuis l'instrument et"
        " renvoyez-le.",
    ),
    "FILE-HERE": Text(
        "These bytes are already here: file {n}, received before. Nothing was read a second time.",
        "Ces octets sont déjà là : fichier {n}, reçu auparavant. Rien n'a été lu une seconde fois.",
    ),
    "FILE-REFUSED": Text(
        "The file is kept, and no reader could read it: {said}",
        "Le fichier est conservé, et aucun lecteur n'a pu le lire : {said}",
    ),
    "FILE-OTHER-INSTRUMENT": Text(
        "Held: the file is of the instrument with serial number {serial}, and {named} was named."
        " Check which instrument measured, or say why its reading is used.",
        "Retenu : le fichier vient de l'instrument de numéro de série {serial}, et {named} était"
        " indiqué. Vérifiez quel instrument a mesuré, ou dites pourquoi sa mesure est utilisée.",
    ),
    "FILE-NOT-REGISTERED": Text(
        "Held: no registered instrument of this site has the serial number {serial}. Register it in"
        " the instrument register, or say why its reading is used.",
        "Retenu : aucun instrument enregistré de ce site ne porte le numéro de série {serial}."
        " Inscrivez-le au registre des instruments, ou dites pourquoi sa mesure est utilisée.",
    ),
    "FILE-NO-SERIAL": Text(
        "Held: the file names no instrument. Send it again only if it is another one, and name the"
        " instrument next time; or say why its reading is used.",
        "Retenu : le fichier ne nomme aucun instrument. Indiquez l'instrument la prochaine fois, ou"
        " dites pourquoi sa mesure est utilisée.",
    ),
    "FILE-OTHER-FORMAT": Text(
        "Held: the file was read as {format}; the register expects {known} of this instrument.",
        "Retenu : le fichier a été lu comme {format} ; le registre attend {known} de cet"
        " instrument.",
    ),
    "FILE-NO-TIME": Text(
        "Held: found {found} as the time of the measurement, which gives no moment. Set the zone of"
        " the instrument in the register, or say why the reading is used.",
        "Retenu : {found} comme heure de la mesure, ce qui ne donne aucun instant. Indiquez le"
        " fuseau de l'instrument dans le registre, ou dites pourquoi la mesure est utilisée.",
    ),
    "FILE-CLOCK-AHEAD": Text(
        "Held: measured at {found}, {minutes} minutes after the file arrived. The clock of the"
        " instrument or its zone is wrong.",
        "Retenu : mesuré à {found}, {minutes} minutes après l'arrivée du fichier. L'horloge de"
        " l'instrument ou son fuseau est faux.",
    ),
    "FILE-OTHER-ZONE": Text(
        "Held: the file says {found}; in {zone}, where the instrument stands, it was {there}. Its"
        " clock is set to another zone.",
        "Retenu : le fichier indique {found} ; à {zone}, où se trouve l'instrument, il était"
        " {there}. Son horloge est réglée sur un autre fuseau.",
    ),
    "FILE-READING-ERROR": Text(
        "Held: a value that belongs to this reading is missing or is no number in the file.",
        "Retenu : une valeur de cette mesure manque ou n'est pas un nombre dans le fichier.",
    ),
    "FILE-SAMPLE-TWICE": Text(
        "Held: the sample code {sample} stands in more than one file. Say which of them is meant,"
        " and set the others aside.",
        "Retenu : le code d'échantillon {sample} figure dans plusieurs fichiers. Dites lequel est"
        " le bon, et écartez les autres.",
    ),
    "FILE-TOO-MANY": Text(
        "The file holds {found} readings; at most {most} are taken at once. Export fewer.",
        "Le fichier contient {found} mesures ; {most} au plus sont prises à la fois. Exportez-en"
        " moins.",
    ),
    "FILE-NO-VALUE": Text(
        "{field}: the reading has no {quantity}. Type it, with a reason.",
        "{field} : la mesure ne donne pas {quantity}. Saisissez-la, avec un motif.",
    ),
    "FILE-UNIT": Text(
        "{field}: the file gives {found}, the step asks {expected}. Nothing is converted silently;"
        " type the value.",
        "{field} : le fichier donne {found}, l'étape demande {expected}. Rien n'est converti en"
        " silence ; saisissez la valeur.",
    ),
    "FILE-BEYOND": Text(
        "{field}: the file says {found}, which is no value but a side of the range.",
        "{field} : le fichier indique {found}, qui n'est pas une valeur mais un côté de la plage.",
    ),
    "FILE-MANY": Text(
        "More readings are chosen than the step has replicates: {most} at most. Choose fewer.",
        "Plus de mesures sont choisies que l'étape n'a de répétitions : {most} au plus.",
    ),
    "FILE-KIND": Text(
        "Nothing in this reading ({kind}) answers the step. Choose a reading of another kind.",
        "Rien dans cette mesure ({kind}) ne répond à l'étape. Choisissez une mesure d'un autre"
        " type.",
    ),
    "FILE-DIFFERS": Text(
        "{field}: {value} {unit} is typed, the file says {file} ({raw}). Take the file's value, or"
        " say why another one is right.",
        "{field} : {value} {unit} est saisi, le fichier indique {file} ({raw}). Prenez la valeur du"
        " fichier, ou dites pourquoi une autre est juste.",
    ),
    "FILE-UNKNOWN": Text(
        "This reading is not known here, or a newer one of the same file has taken its place. Look"
        " at the inbox and choose again.",
        "Cette mesure est inconnue ici, ou une plus récente du même fichier la remplace. Consultez"
        " la boîte de réception et choisissez à nouveau.",
    ),
    "FILE-USED": Text(
        "This reading is used already, at {where}. One measurement stands at one place.",
        "Cette mesure est déjà utilisée, à {where}. Une mesure ne figure qu'à un endroit.",
    ),
    "FILE-ASIDE": Text(
        "This reading was set aside: {reason}",
        "Cette mesure a été écartée : {reason}",
    ),
    "FILE-OTHER-LOT": Text(
        "The sample code {sample} of this reading belongs to {lot}. It cannot be used in another"
        " lot.",
        "Le code d'échantillon {sample} de cette mesure appartient à {lot}. Elle ne peut pas servir"
        " à un autre lot.",
    ),
    "FILE-OTHER-SITE": Text(
        "This file was received at another site than that of the lot.",
        "Ce fichier a été reçu sur un autre site que celui du lot.",
    ),
    "FILE-NO-CHECK": Text(
        "The instrument was not checked in the {hours} h before this measurement: no reading of a"
        " sample {samples}… is there.",
        "L'appareil n'a pas été contrôlé dans les {hours} h avant cette mesure : aucune mesure d'un"
        " échantillon {samples}… n'est présente.",
    ),
    "FILE-CHECK-FAILED": Text(
        "The last check of the instrument before this measurement failed: {quantity} {found}, expected"
        " {limit}.",
        "Le dernier contrôle de l'appareil avant cette mesure a échoué : {quantity} {found}, attendu"
        " {limit}.",
    ),
    "FILE-REGISTER-CHECK": Text(
        "The limit of the check of {name} cannot be read: {found}.",
        "La limite du contrôle de {name} ne peut pas être lue : {found}.",
    ),
    "FILE-NO-MAPPING": Text(
        "The instrument register names the column mapping {code} for this instrument, and none of that"
        " code is in force. The file is kept; ask quality assurance, then let it be read again.",
        "Le registre des instruments désigne la correspondance de colonnes {code} pour cet instrument,"
        " et aucune de ce code n'est en vigueur. Le fichier est conservé ; demandez à l'assurance"
        " qualité, puis faites-le relire.",
    ),
    "FILE-OTHER-SAMPLE": Text(
        "The reading says sample {found}, and {sample} was scanned. Nothing is recorded: take the"
        " reading of the sample, or scan the sample of the reading.",
        "La mesure indique l'échantillon {found}, et {sample} a été lu. Rien n'est enregistré : prenez"
        " la mesure de l'échantillon, ou lisez l'échantillon de la mesure.",
    ),
    "FILE-SAMPLE-TYPED": Text(
        "The reading names its sample {found}, which is the code of no sample here; {sample} was"
        " scanned.",
        "La mesure nomme son échantillon {found}, qui n'est le code d'aucun échantillon ici ; {sample}"
        " a été lu.",
    ),
    "FILE-SCAN-FIRST": Text(
        "Scan the code of the sample first: a reading is linked to the result of a sample.",
        "Lisez d'abord le code de l'échantillon : une mesure est rattachée au résultat d'un"
        " échantillon.",
    ),
    "FILE-REASON": Text("Give the reason.", "Donnez le motif."),
    "FILE-SAME-READER": Text(
        "The reader that read this file is still at version {version}. Nothing would change.",
        "Le lecteur de ce fichier est toujours à la version {version}. Rien ne changerait.",
    ),
    "FILE-AGENT": Text(
        "The agent {name} was ended already, or is not known here.",
        "L'agent {name} a déjà été arrêté, ou est inconnu ici.",
    ),
    "PANEL-NO-MARKER": Text(
        "The gating template has no marker {marker}, which the specification names. Ask quality"
        " assurance.",
        "Le modèle de fenêtrage n'a pas de marqueur {marker}, que la spécification désigne. Demandez à"
        " l'assurance qualité.",
    ),
    "PANEL-OF-PRODUCT": Text(
        "Sample {sample} was taken to test the product ({rows}): its panel gives results and cannot be"
        " called monitoring.",
        "L'échantillon {sample} a été prélevé pour l'essai du produit ({rows}) : son panel donne des"
        " résultats et ne peut pas être un suivi.",
    ),
    "PANEL-NO-PASSAGE": Text(
        "Say which passage the cells are of: a panel for monitoring stands in the trend by its passage.",
        "Indiquez le passage des cellules : un panel de suivi prend place dans la tendance par son"
        " passage.",
    ),
    "PANEL-NO-TEMPLATE": Text(
        "No gating template in force gives a row of this specification. Ask quality assurance.",
        "Aucun modèle de fenêtrage en vigueur ne donne une ligne de cette spécification. Demandez à"
        " l'assurance qualité.",
    ),
    "PANEL-OTHERWISE": Text(
        "Row {row} keeps its result, {stands}; this panel, which was repeated for another row, counts"
        " {found}. Assess it.",
        "La ligne {row} garde son résultat, {stands} ; ce panel, répété pour une autre ligne, compte"
        " {found}. Évaluez-le.",
    ),
    "PANEL-TOO-MUCH": Text(
        "The tubes could not be measured together: {said} Nothing is judged, and the files wait as"
        " they are.",
        "Les tubes n'ont pas pu être mesurés ensemble : {said} Rien n'est jugé, et les fichiers"
        " restent en attente.",
    ),
    "PANEL-SAME-NAME": Text(
        "Two chosen files are called {name}, so nobody can tell the tubes apart. Name each file by"
        " its tube.",
        "Deux fichiers choisis s'appellent {name} ; les tubes ne peuvent être distingués. Nommez"
        " chaque fichier d'après son tube.",
    ),
    "AGENT-TOKEN": Text(
        "The token is unknown or was ended. Ask an administrator for another one.",
        "Le jeton est inconnu ou a été révoqué. Demandez-en un autre à un administrateur.",
    ),
    "AGENT-TOO-FAST": Text(
        "This agent sent {most} files within a minute. Wait a minute, then go on.",
        "Cet agent a envoyé {most} fichiers en une minute. Attendez une minute, puis continuez.",
    ),
    "AGENT-DIGEST": Text(
        "The bytes that arrived have the SHA-256 {found}, not the one that was announced. Send the"
        " file again.",
        "Les octets reçus ont le SHA-256 {found}, et non celui annoncé. Renvoyez le fichier.",
    ),
    "FILE-REGISTER-TWICE": Text(
        "{name} stands twice among the instruments. Give each its own code and serial number.",
        "{name} figure deux fois parmi les instruments. Donnez à chacun son code et son numéro de"
        " série.",
    ),
    "FILE-REGISTER-ZONE": Text(
        "{zone} is no time zone. Give an IANA name, as Europe/Paris.",
        "{zone} n'est pas un fuseau horaire. Donnez un nom IANA, comme Europe/Paris.",
    ),
    "FILE-NOTHING-READ": Text(
        "Choose at least one reading.",
        "Choisissez au moins une mesure.",
    ),
}
