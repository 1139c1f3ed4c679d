"""What there is to say about gating templates and the panels judged by them."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "GT-NEAR": Text(
        "{row} {value} % lies within one standard deviation of the method ({sd} points) of its limit"
        " {limit}. A person decides, with a reason.",
        "{row} : {value} % se situe à moins de {sd} points (dispersion de la méthode) de sa limite"
        " {limit}. Une personne décide, avec un motif.",
    ),
    "GT-MOVE-NONE": Text(
        "No gate is moved. Say how far at least one of them moves.",
        "Aucune fenêtre n'est déplacée. Indiquez de combien l'une d'elles au moins se déplace.",
    ),
    "GT-MOVE-NEVER": Text(
        "{gate}: the template allows no move of this gate.",
        "{gate} : le modèle ne permet aucun déplacement de cette fenêtre.",
    ),
    "GT-MOVE-FAR": Text(
        "{gate}: moved by {found}, and the template allows {most} either way.",
        "{gate} : déplacement de {found}, alors que le modèle permet {most} de part et d'autre.",
    ),
    "GT-MOVE-OF-MOVED": Text(
        "The gates of panel {n} are moved ones. Move those of the panel it was made from.",
        "Les fenêtres du panel {n} ont déjà été déplacées. Déplacez celles du panel d'origine.",
    ),
    "GT-MOVE-WAITS": Text(
        "Panel {n} holds a move of these gates that nobody has decided. Let it be decided first.",
        "Le panel {n} porte un déplacement de ces fenêtres sur lequel personne n'a statué. Faites"
        " d'abord statuer.",
    ),
    "GT-MOVE-DONE": Text(
        "A move of these gates was accepted: panel {n}. It is moved no further.",
        "Un déplacement de ces fenêtres a été accepté : panel {n}. Il n'y en a pas d'autre.",
    ),
    "GT-MOVE-DECIDED": Text(
        "The move of panel {n} was decided before.",
        "Il a déjà été statué sur le déplacement du panel {n}.",
    ),
    "GT-MOVE-OUTCOME": Text(
        'Moved gates are accepted or declined; found "{found}".',
        "Des fenêtres déplacées sont acceptées ou refusées ; trouvé « {found} ».",
    ),
    "GT-MOVE-OWN": Text(
        "You moved these gates: another person decides.",
        "Vous avez déplacé ces fenêtres : une autre personne statue.",
    ),
    "GT-MOVE-INVESTIGATED": Text(
        "The result of {row} is investigated ({number}): no gate is moved to another result. Decline"
        " the move; the investigation says what becomes of the result.",
        "Le résultat de {row} fait l'objet d'une investigation ({number}) : aucune fenêtre n'est"
        " déplacée vers un autre résultat. Refusez le déplacement ; l'investigation dit ce qu'il"
        " advient du résultat.",
    ),
    "GT-MOVED": Text(
        "The gates of panel {of} were moved by hand in panel {n}, within the template's bounds.",
        "Les fenêtres du panel {of} ont été déplacées à la main dans le panel {n}, dans les bornes du"
        " modèle.",
    ),
    "GT-TWICE": Text(
        'The code "{code}" stands twice. Give each its own.',
        "Le code « {code} » figure deux fois. Donnez à chacun le sien.",
    ),
    "GT-TUBE": Text(
        'No stained tube is called "{found}"; the template has {known}.',
        "Aucun tube marqué ne s'appelle « {found} » ; le modèle comporte {known}.",
    ),
    "GT-PERCENTILE": Text(
        "The percentile of a control is above 50 and at most 100; {found} was found.",
        "Le percentile d'un témoin est supérieur à 50 et au plus égal à 100 ; trouvé : {found}.",
    ),
    "GT-MATRIX": Text(
        "The matrix has {found} numbers for {size} detectors. It needs one row and one column each.",
        "La matrice compte {found} nombres pour {size} détecteurs. Il faut une ligne et une colonne"
        " par détecteur.",
    ),
}
