"""What there is to say about pictures of the microscope, and cells marked on them."""

from batches.text import Text

WORDS: dict[str, Text] = {
    "IMG-TIFF": Text(
        "The file is a TIFF, which browsers do not show. Export the picture as PNG, without changing"
        " its size, and send that.",
        "Le fichier est un TIFF, que les navigateurs n'affichent pas. Exportez l'image en PNG, sans"
        " en changer la taille, et envoyez ce fichier.",
    ),
    "IMG-TYPE": Text(
        "By its bytes the file is neither PNG nor JPEG, whatever it is called. Export the picture as"
        " PNG and send that.",
        "D'après ses octets, le fichier n'est ni un PNG ni un JPEG, quel que soit son nom. Exportez"
        " l'image en PNG et envoyez ce fichier.",
    ),
    "IMG-SORT": Text(
        "The picture is of a sort that browsers do not show alike (several pictures in one file, CMYK,"
        " lossless or 12-bit JPEG). Export it as a plain PNG and send that.",
        "L'image est d'une sorte que les navigateurs n'affichent pas tous de la même façon (plusieurs"
        " images dans un fichier, CMJN, JPEG sans perte ou 12 bits). Exportez-la en PNG simple et"
        " envoyez ce fichier.",
    ),
    "IMG-PIXELS": Text(
        "The picture says that it has {width} x {height} pixels; at most {most} million are taken. It"
        " was not opened. Export one field of the microscope at the camera's own size.",
        "L'image annonce {width} x {height} pixels ; {most} millions au plus sont acceptés. Elle n'a"
        " pas été ouverte. Exportez un seul champ du microscope, à la taille de la caméra.",
    ),
    "IMG-CUT": Text(
        "The file ends before the picture does: part of it is missing. Export or copy it again, and"
        " send the whole file.",
        "Le fichier s'arrête avant la fin de l'image : il en manque une partie. Exportez-le ou"
        " copiez-le à nouveau, et envoyez le fichier entier.",
    ),
    "IMG-DAMAGED": Text(
        "The picture is damaged: what its parts say does not agree. Export it again from the"
        " microscope and send that.",
        "L'image est endommagée : ses parties se contredisent. Exportez-la à nouveau depuis le"
        " microscope et envoyez ce fichier.",
    ),
    "IMG-MORE": Text(
        "Something else follows the picture in the file. Open it, save it as PNG, and send that.",
        "Autre chose suit l'image dans le fichier. Ouvrez-la, enregistrez-la en PNG et envoyez ce"
        " fichier.",
    ),
    "IMG-USED": Text(
        "These bytes are already the picture of {where}. One picture is one field of one reading:"
        " send the picture of this field.",
        "Ces octets sont déjà l'image de {where}. Une image est un champ d'une seule lecture :"
        " envoyez l'image de ce champ.",
    ),
    "IMG-USED-ELSEWHERE": Text(
        "These bytes are already the picture of a lot that you may not see. Send the picture of this"
        " field, and tell quality assurance.",
        "Ces octets sont déjà l'image d'un lot que vous ne pouvez pas voir. Envoyez l'image de ce champ,"
        " et prévenez l'assurance qualité.",
    ),
    "IMG-FIELD": Text(
        "The reading has fields 1 to {most}. Choose one of them.",
        "La lecture a les champs 1 à {most}. Choisissez l'un d'eux.",
    ),
    "IMG-COUNTED": Text(
        "The first reader has recorded this reading; its pictures stay as they are. Correct the"
        " entry if one of them is wrong.",
        "Le premier lecteur a enregistré cette lecture ; ses images restent telles quelles. Corrigez"
        " la saisie si l'une d'elles est fausse.",
    ),
    "IMG-REASON": Text(
        "Field {field} has a picture already. Say why another one takes its place; the first one is"
        " kept.",
        "Le champ {field} a déjà une image. Dites pourquoi une autre la remplace ; la première est"
        " conservée.",
    ),
    "IMG-NOT-HERE": Text(
        "Pictures are sent at the step of the first reader of a senescence reading.",
        "Les images s'envoient à l'étape du premier lecteur d'une lecture de sénescence.",
    ),
    "MARKS-DIFFER": Text(
        "{field}, field {n}: {value} is typed, and {marks} marks stand on the picture. Take the count"
        " of the marks, or say why another one is right.",
        "{field}, champ {n} : {value} est saisi, et {marks} marques figurent sur l'image. Prenez le"
        " compte des marques, ou dites pourquoi un autre est juste.",
    ),
    "MARKS-NO-IMAGE": Text(
        "Field {field} has no picture, so there is nothing to mark. Send its picture, or type the"
        " count.",
        "Le champ {field} n'a pas d'image : il n'y a rien à marquer. Envoyez son image, ou saisissez"
        " le compte.",
    ),
    "MARKS-OTHER-IMAGE": Text(
        "The picture of field {field} was replaced while it was counted. Look at the new one and"
        " count it.",
        "L'image du champ {field} a été remplacée pendant le comptage. Regardez la nouvelle et"
        " comptez-la.",
    ),
    "MARKS-UNREADABLE": Text(
        "Field {field}: {found} is no mark. Reload the page; your marks come back with it.",
        "Champ {field} : {found} n'est pas une marque. Rechargez la page ; vos marques reviennent"
        " avec elle.",
    ),
    "MARKS-OUTSIDE": Text(
        "Field {field}: the mark {found} lies outside the picture. Remove it and mark the cell"
        " again.",
        "Champ {field} : la marque {found} est hors de l'image. Enlevez-la et marquez la cellule à"
        " nouveau.",
    ),
    "MARKS-TWICE": Text(
        "Field {field}: {found} is marked twice, and a cell counts once. Remove one of the marks.",
        "Champ {field} : {found} est marqué deux fois, et une cellule compte une fois. Enlevez l'une"
        " des marques.",
    ),
}
