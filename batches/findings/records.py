"""Words for documents and for quality: what keeps a version, a deviation or a hold from moving."""

from batches.text import Text

_PLACES = {
    "DOC-LINE": Text("Line {line}, {place}: {said}", "Ligne {line}, {place} : {said}"),
    "DOC-WHOLE": Text("Line {line}: {said}", "Ligne {line} : {said}"),
    "DOC-PLACE": Text("{place}: {said}", "{place} : {said}"),
}

_YAML = {
    "YAML-ENCODING": Text(
        "This file is not text in UTF-8. Save it as UTF-8 and send it again.",
        "Ce fichier n'est pas du texte en UTF-8. Enregistrez-le en UTF-8 et renvoyez-le.",
    ),
    "YAML-NOTHING": Text(
        "There is nothing to read. Paste the YAML or choose a file.",
        "Il n'y a rien à lire. Collez le YAML ou choisissez un fichier.",
    ),
    "YAML-LONG": Text(
        "The text has {found} characters; at most {most} are read. Check that it is the right file.",
        "Le texte compte {found} caractères ; {most} au plus sont lus. Vérifiez que c'est le bon "
        "fichier.",
    ),
    "YAML-DEEP": Text(
        "The text is nested deeper than {most} levels. Check the brackets and the indentation.",
        "Le texte est imbriqué sur plus de {most} niveaux. Vérifiez les crochets et le retrait.",
    ),
    "YAML-SIGN": Text(
        "A sign stands where none may (a tab, @, ` or %). Indent with spaces and put texts in "
        "quotes.",
        "Un signe n'est pas permis à cet endroit (tabulation, @, ` ou %). Indentez avec des espaces "
        "et mettez les textes entre guillemets droits.",
    ),
    "YAML-COLON": Text(
        "A colon stands where none may. Put the text in quotes, or check the indentation.",
        "Un deux-points n'est pas permis à cet endroit. Mettez le texte entre guillemets droits ou "
        "vérifiez le retrait.",
    ),
    "YAML-NO-COLON": Text(
        "A name without its colon. Write it as name: value.",
        "Un nom sans son deux-points. Écrivez nom: valeur.",
    ),
    "YAML-INDENT": Text(
        "The indentation does not fit what stands above, or a bracket or quote is left open.",
        "Le retrait ne suit pas ce qui précède, ou un crochet ou un guillemet reste ouvert.",
    ),
    "YAML-OPEN": Text(
        "A quote or a bracket is opened and never closed.",
        "Un guillemet ou un crochet est ouvert et jamais fermé.",
    ),
    "YAML-TWO": Text(
        "A second document begins here (---). Send one document at a time.",
        "Un second document commence ici (---). Envoyez un document à la fois.",
    ),
    "YAML-ALIAS": Text(
        "A reference (*name) stands here. Write the value out in full.",
        "Un renvoi (*nom) se trouve ici. Écrivez la valeur en entier.",
    ),
    "YAML-OTHER": Text(
        "This is not YAML from column {column} on ({problem}).",
        "Ceci n'est pas du YAML à partir de la colonne {column} (analyseur : {problem}).",
    ),
    "YAML-CHARACTER": Text(
        "A control character stands in the text. Remove it.",
        "Un caractère de commande se trouve dans le texte. Supprimez-le.",
    ),
    "YAML-KEY": Text(
        "A name is missing or is not plain text. Write it as name: value.",
        "Un nom manque ou n'est pas un texte simple. Écrivez nom: valeur.",
    ),
    "YAML-TWICE": Text(
        "The name {key} stands here twice. Keep one of them.",
        "Le nom {key} figure deux fois ici. N'en gardez qu'un.",
    ),
    "YAML-TAG": Text(
        "The tag {tag} is not read. Write a plain value.",
        "L'étiquette {tag} n'est pas lue. Écrivez une valeur simple.",
    ),
    "YAML-NUMBER": Text(
        'The number {found} has to stand in quotes, so that its digits are kept: "{found}".',
        "Le nombre {found} doit être entre guillemets droits, pour garder tous ses chiffres : "
        '"{found}".',
    ),
}

_SCHEMA = {
    "DS-REQUIRED": Text("{name} is missing.", "{name} manque."),
    "DS-EXTRA": Text(
        "{name} has no place here. Remove it or check its spelling.",
        "{name} n'a pas sa place ici. Supprimez-le ou vérifiez l'orthographe.",
    ),
    "DS-LANGUAGE": Text(
        "the {lang} text is missing. Both languages are needed for approval.",
        "le texte {lang} manque. Les deux langues sont nécessaires à l'approbation.",
    ),
    "DS-TYPE": Text("found {found}, expected {expected}.", "trouvé {found}, attendu {expected}."),
    "DS-ENUM": Text(
        "found {found}, expected one of: {known}.", "trouvé {found}, attendu l'un de : {known}."
    ),
    "DS-EMPTY": Text("this is empty. Write a value.", "ceci est vide. Écrivez une valeur."),
    "DS-MIN": Text(
        "found {found}, expected at least {limit}.", "trouvé {found}, attendu au moins {limit}."
    ),
    "DS-MAX": Text(
        "found {found}, expected at most {limit}.", "trouvé {found}, attendu au plus {limit}."
    ),
    "DS-FEW": Text(
        "{found} items found, expected at least {limit}.",
        "{found} éléments trouvés, attendu au moins {limit}.",
    ),
    "DS-MANY": Text(
        "{found} items found, expected at most {limit}.",
        "{found} éléments trouvés, attendu au plus {limit}.",
    ),
    "DS-TWICE": Text(
        "an item stands here twice. Keep one of them.",
        "un élément figure deux fois ici. N'en gardez qu'un.",
    ),
    "DS-PATTERN": Text(
        "found {found}, which does not have the form expected ({pattern}).",
        "trouvé {found}, qui n'a pas la forme attendue ({pattern}).",
    ),
    "DS-DATE": Text(
        "found {found}, expected a date such as 2026-11-22.",
        "trouvé {found}, attendu une date comme 2026-11-22.",
    ),
    "DS-SHAPE": Text(
        "this does not have the shape that the kind of document asks for ({rule}).",
        "ceci n'a pas la forme que demande ce type de document ({rule}).",
    ),
}

_LIFE = {
    "DOC-OTHER": Text(
        "The text is {found}, but this page is for {expected}. Check which file you sent.",
        "Le texte est {found}, mais cette page est celle de {expected}. Vérifiez le fichier envoyé.",
    ),
    "DOC-KIND": Text(
        "There is no kind of document called {found}. Known kinds: {known}.",
        "Il n'y a pas de type de document {found}. Types connus : {known}.",
    ),
    "DOC-CODE": Text(
        "The code {found} is not allowed: use capital letters, digits and hyphens.",
        "Le code {found} n'est pas permis : utilisez des majuscules, des chiffres et des traits "
        "d'union.",
    ),
    "DOC-VERSION": Text(
        "The text says version {found}; the next version is {expected}. Change its version, or "
        "check that you started from the newest one.",
        "Le texte indique la version {found} ; la prochaine version est {expected}. Modifiez le "
        "numéro ou vérifiez que vous êtes parti de la plus récente.",
    ),
    "DOC-SAME": Text(
        "Nothing differs from what is there already. Nothing was saved.",
        "Rien ne diffère de ce qui existe déjà. Rien n'a été enregistré.",
    ),
    "DOC-REPLACED": Text(
        "This revision was replaced by a newer one. Open the newest revision.",
        "Cette révision a été remplacée par une plus récente. Ouvrez la dernière révision.",
    ),
    "DOC-AUTHOR": Text(
        "You wrote this version. Another entitled person approves it.",
        "Vous avez rédigé cette version. Une autre personne habilitée l'approuve.",
    ),
    "DOC-SIGNED": Text(
        "You have already approved this version. The second approval is another person's.",
        "Vous avez déjà approuvé cette version. La seconde approbation revient à une autre personne.",
    ),
    "DOC-NO-MEANINGS": Text(
        "No document of signature meanings is in force on {on}. Approve it and make it effective "
        "first.",
        "Aucun document des significations de signature n'est en vigueur au {on}. Approuvez-le et "
        "mettez-le en vigueur d'abord.",
    ),
    "DOC-MEANING": Text(
        "The document of signature meanings does not know {meaning}.",
        "Le document des significations de signature ne connaît pas {meaning}.",
    ),
    "DOC-DAY": Text(
        "The day {found} is before {earliest}. A version is never effective before it is approved, "
        "nor before the date it states.",
        "Le jour {found} précède le {earliest}. Une version n'est jamais en vigueur avant son "
        "approbation ni avant la date qu'elle indique.",
    ),
    "DOC-NONE": Text(
        "No version of {document} is in force on {on}.",
        "Aucune version de {document} n'est en vigueur au {on}.",
    ),
}

_QUALITY = {
    "QUAL-EMPTY": Text("This is empty. Write it down.", "Ceci est vide. Écrivez-le."),
    "QUAL-ABOUT": Text(
        "{found} is not an address of a record that you may see.",
        "{found} n'est pas l'adresse d'un enregistrement que vous pouvez voir.",
    ),
    "QUAL-STATE": Text(
        "Deviation {number} is {state}. It is assessed first, then decided once.",
        "La déviation {number} est à l'état « {state} ». Elle est d'abord évaluée, puis on statue "
        "une fois.",
    ),
    "QUAL-CONCLUSION": Text(
        "Choose how the deviation is concluded.", "Choisissez la conclusion de la déviation."
    ),
    "QUAL-CLASS": Text(
        "The rule that opened {number} calls it {class}. For a lower class, say why.",
        "La règle qui a ouvert {number} la classe {class}. Pour une classe inférieure, indiquez "
        "pourquoi.",
    ),
    "QUAL-LIFTED": Text("Hold {number} was lifted already.", "Le blocage {number} est déjà levé."),
}

WORDS: dict[str, Text] = {**_PLACES, **_YAML, **_SCHEMA, **_LIFE, **_QUALITY}
