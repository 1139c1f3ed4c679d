"""What there is to say about gating templates and the panels judged by them."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "GT-NEAR": Text(
        "{row} {value} % lies within one standard deviation of the method ({sd} points) of its limit"
        " {limit}. A person decides, with a reason.",
        "{row} : {value} % se situe à moins de {sd} points (dispersion de la méthode) de sa limite"
        " {limit}. Une personne décide, avec un motif.",
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
