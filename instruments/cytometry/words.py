"""The words of what cytometry refuses or remarks, in both languages."""

from __future__ import annotations

from instruments.text import Text

WORDS: dict[str, Text] = {
    "SCALE-DOMAIN": Text(
        "The scale parameter {name} is {found}; it must be {expected}.",
        "Le paramètre d'échelle {name} vaut {found} ; il doit être {expected}.",
    ),
    "SCALE-UNKNOWN": Text(
        'The scale "{scale}" is not defined or not known. Known are flin, flog, fasinh, logicle,'
        " hyperlog and fratio.",
        "L'échelle « {scale} » n'est pas définie ou n'est pas connue. Sont connues flin, flog,"
        " fasinh, logicle, hyperlog et fratio.",
    ),
    "CHANNEL-UNKNOWN": Text(
        'The tube has no channel "{channel}"; it has {known}. Use the template of this'
        " cytometer's settings.",
        "Le tube n'a pas de canal « {channel} » ; il a {known}. Utilisez le modèle qui correspond"
        " aux réglages de ce cytomètre.",
    ),
    "CHANNEL-TWICE": Text(
        'Two channels of the tube are called "{channel}". Name them apart in the cytometer and'
        " export again.",
        "Deux canaux du tube s'appellent « {channel} ». Distinguez-les dans le cytomètre et exportez"
        " à nouveau.",
    ),
    "LABEL-UNKNOWN": Text(
        "No channel of the tube is labelled {label}; the labels ($PnS) are {known}. Correct the"
        " label at the cytometer or use the template that fits.",
        "Aucun canal du tube ne porte l'étiquette {label} ; les étiquettes ($PnS) sont {known}."
        " Corrigez l'étiquette sur le cytomètre ou utilisez le modèle adapté.",
    ),
    "LABEL-TWICE": Text(
        "Several channels are labelled {label}: {channels}. Label one only.",
        "Plusieurs canaux portent l'étiquette {label} : {channels}. N'en étiquetez qu'un.",
    ),
    "SPILL-NONE": Text(
        "The tube holds no compensation matrix and the template has none. Compensate at the"
        " cytometer and export again.",
        "Le tube ne contient pas de matrice de compensation et le modèle n'en a pas. Compensez sur"
        " le cytomètre et exportez à nouveau.",
    ),
    "SPILL-UNKNOWN": Text(
        'The compensation matrix "{matrix}" is not defined.',
        "La matrice de compensation « {matrix} » n'est pas définie.",
    ),
    "SPILL-SHAPE": Text(
        "The compensation matrix names {names} channels but holds {found} numbers; it must hold one"
        " row and one column for each.",
        "La matrice de compensation nomme {names} canaux mais contient {found} nombres ; il faut une"
        " ligne et une colonne par canal.",
    ),
    "SPILL-NUMBER": Text(
        'The compensation matrix holds "{found}" where a number is expected.',
        "La matrice de compensation contient « {found} » au lieu d'un nombre.",
    ),
    "SPILL-TWICE": Text(
        "The compensation matrix names a channel twice: {names}.",
        "La matrice de compensation nomme deux fois un canal : {names}.",
    ),
    "SPILL-CHANNEL": Text(
        "The compensation matrix names channels that the tube does not have: {found}. The tube has"
        " {known}.",
        "La matrice de compensation nomme des canaux absents du tube : {found}. Le tube a {known}.",
    ),
    "SPILL-DIAGONAL": Text(
        "The compensation matrix has {found} for {channel} in its own detector; it must be 1.",
        "La matrice de compensation donne {found} pour {channel} dans son propre détecteur ; ce doit"
        " être 1.",
    ),
    "SPILL-SINGULAR": Text(
        "The compensation matrix cannot be inverted safely: its condition number is {found}, at most"
        " {most} is allowed. Measure the single stains again.",
        "La matrice de compensation ne peut pas être inversée de façon sûre : son conditionnement"
        " est {found}, au plus {most} est admis. Mesurez à nouveau les simples marquages.",
    ),
    "GATE-SHAPE": Text(
        "The gate has {found} parts where {expected} are expected.",
        "La fenêtre a {found} éléments au lieu de {expected}.",
    ),
    "GATE-COVARIANCE": Text(
        "The covariance of the ellipse has no inverse, or its distance is below zero.",
        "La covariance de l'ellipse n'est pas inversible, ou sa distance est négative.",
    ),
    "GATE-NOT-ELLIPSOID": Text(
        "The covariance is not symmetric and positive, so that the gate is no ellipsoid. It is"
        " applied as it is written.",
        "La covariance n'est pas symétrique et positive : la fenêtre n'est pas un ellipsoïde. Elle"
        " est appliquée telle qu'écrite.",
    ),
    "GATE-TWICE": Text(
        'Two gates are called "{gate}". Give each its own name.',
        "Deux fenêtres s'appellent « {gate} ». Donnez à chacune son nom.",
    ),
    "GATE-UNKNOWN": Text(
        'The gate "{gate}" that is referred to does not exist.',
        "La fenêtre « {gate} » à laquelle il est fait référence n'existe pas.",
    ),
    "GATE-CIRCLE": Text(
        "These gates refer to each other in a circle: {gate}.",
        "Ces fenêtres se réfèrent l'une à l'autre en boucle : {gate}.",
    ),
    "XML-NOT": Text(
        "The file is not readable XML ({what}). Export it again.",
        "Le fichier n'est pas un XML lisible ({what}). Exportez-le à nouveau.",
    ),
    "XML-ENTITY": Text(
        "The file declares a document type or an entity, which a gate file has no need of and which"
        " is not read.",
        "Le fichier déclare un type de document ou une entité, dont un fichier de fenêtres n'a pas"
        " besoin et qui n'est pas lue.",
    ),
    "XML-MISSING": Text(
        "{element} has no {name}.",
        "{element} n'a pas de {name}.",
    ),
    "XML-NUMBER": Text(
        'A finite number is expected where "{found}" stands.',
        "Un nombre fini est attendu à la place de « {found} ».",
    ),
    "GATINGML-NOT": Text(
        'The file is not Gating-ML 2.0; it begins with "{found}".',
        "Le fichier n'est pas du Gating-ML 2.0 ; il commence par « {found} ».",
    ),
    "GATINGML-UNKNOWN": Text(
        "The element {element} was not understood and is not part of the strategy.",
        "L'élément {element} n'a pas été compris et ne fait pas partie de la stratégie.",
    ),
    "FLOWJO-NOT": Text(
        'The file is not a FlowJo workspace; it begins with "{found}".',
        "Le fichier n'est pas un espace de travail FlowJo ; il commence par « {found} ».",
    ),
    "FLOWJO-GATE": Text(
        "The gate is a {element}, which is not understood. It and {children} gates below it are left"
        " out: draw it again.",
        "La fenêtre est un {element}, qui n'est pas compris. Elle et {children} fenêtres en dessous"
        " sont omises : redessinez-la.",
    ),
    "FLOWJO-SCALE": Text(
        "The shape was drawn on FlowJo's own scale {scale}, between whose points it has another form"
        " for us. It and {children} gates below it are left out: draw it again.",
        "La forme a été tracée sur l'échelle {scale} propre à FlowJo, entre les points de laquelle elle"
        " est autre pour nous. Elle et {children} fenêtres en dessous sont"
        " omises : redessinez-la.",
    ),
    "FLOWJO-BROKEN": Text(
        "The gate could not be read ({what}). It and {children} gates below it are left out.",
        "La fenêtre n'a pas pu être lue ({what}). Elle et {children} fenêtres en dessous sont"
        " omises.",
    ),
    "FLOWJO-DIVIDED": Text(
        "The channel {channel} carries a FlowJo gain of {gain}, which is not applied. Check the gate"
        " on the events.",
        "Le canal {channel} porte un gain FlowJo de {gain}, qui n'est pas appliqué. Vérifiez la"
        " fenêtre sur les événements.",
    ),
    "TUBE-SETS": Text(
        "The file holds {found} data sets, and nobody said which of them is meant. Choose one of its"
        " readings, name it in panel.json, or export each tube as a file of its own.",
        "Le fichier contient {found} jeux de données, et rien ne dit lequel est visé. Choisissez une de"
        " ses mesures, nommez-le dans panel.json, ou exportez chaque tube dans un fichier à part.",
    ),
    "TUBE-NUMBERS": Text(
        "{found} values of the tube are no finite numbers. Export it again.",
        "{found} valeurs du tube ne sont pas des nombres finis. Exportez-le à nouveau.",
    ),
    "TUBE-EMPTY": Text(
        "The tube holds no event. Acquire it again.",
        "Le tube ne contient aucun événement. Réacquérez-le.",
    ),
    "TUBE-UNSTEADY": Text(
        "The run was unsteady: {found} % of the events had to be removed, at most {most} % are"
        " allowed. Clean the flow cell and acquire the tube again.",
        "L'acquisition était instable : {found} % des événements ont dû être retirés, au plus"
        " {most} % sont admis. Nettoyez la cuve et réacquérez le tube.",
    ),
    "TUBE-DIFFERS": Text(
        "{key} is {found}, but {expected} in the stained tube. All tubes of a run come from one"
        " instrument with one set of settings.",
        "{key} vaut {found}, mais {expected} dans le tube marqué. Tous les tubes d'une série"
        " proviennent d'un même instrument avec les mêmes réglages.",
    ),
    "TUBE-VOLTAGE": Text(
        "The voltage of {key} is {found}, but {expected} in the stained tube. Acquire the run again"
        " with one set of voltages.",
        "La tension de {key} est {found}, mais {expected} dans le tube marqué. Réacquérez la série"
        " avec les mêmes tensions.",
    ),
    "TUBE-FEW": Text(
        "{found} live singlets were counted; at least {least} are needed. Acquire more events.",
        "{found} cellules isolées vivantes comptées ; il en faut au moins {least}. Acquérez plus"
        " d'événements.",
    ),
    "CONTROL-FEW": Text(
        "The control has {found} live singlets; at least {least} are needed for its threshold.",
        "Le témoin compte {found} cellules isolées vivantes ; il en faut au moins {least} pour son"
        " seuil.",
    ),
    "PANEL-MISSING": Text(
        "The tube {role} is missing. Add its file, or name it in panel.json.",
        "Le tube {role} manque. Ajoutez son fichier, ou nommez-le dans panel.json.",
    ),
    "PANEL-TWICE": Text(
        "Two files are the tube {role}: {files}. Say in panel.json which one counts.",
        "Deux fichiers sont le tube {role} : {files}. Précisez dans panel.json lequel compte.",
    ),
    "PANEL-NAMES": Text(
        'The file\'s own name means {other}, the tube name "{tube}" inside it {one}. Say in'
        " panel.json which it is.",
        "Le nom du fichier désigne {other}, le nom de tube « {tube} » à l'intérieur {one}. Précisez"
        " dans panel.json lequel est juste.",
    ),
    "PANEL-NO-FILE": Text(
        'There is no file "{file}" in the folder.',
        "Le dossier ne contient pas de fichier « {file} ».",
    ),
    "PANEL-ROLE": Text(
        'The role "{role}" is not known to the template; it knows {known}.',
        "Le rôle « {role} » n'est pas connu du modèle ; il connaît {known}.",
    ),
}
