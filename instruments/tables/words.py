"""The words of what the readers of tables, counters and analysers refuse and note."""

from instruments.text import Text

TABLES: dict[str, Text] = {
    "TABLE-NOT-TEXT": Text(
        "The bytes of the file are no text in {encoding}. Export it again, or name its encoding in"
        " the profile of the instrument.",
        "Les octets du fichier ne sont pas du texte en {encoding}. Exportez-le à nouveau, ou"
        " indiquez son encodage dans le profil de l'instrument.",
    ),
    "TABLE-ENCODING-ASSUMED": Text(
        "The file does not say its encoding and is not UTF-8; it was read as {encoding}. Compare the"
        " letters with accents.",
        "Le fichier n'indique pas son encodage et n'est pas en UTF-8 ; il a été lu en {encoding}."
        " Comparez les lettres accentuées.",
    ),
    "TABLE-WORKBOOK-UNREADABLE": Text(
        "The workbook cannot be opened ({what}). Open it, save it again without a password, and"
        " keep the original.",
        "Le classeur ne s'ouvre pas ({what}). Ouvrez-le, enregistrez-le sans mot de passe et gardez"
        " l'original.",
    ),
    "TABLE-NOT-CSV": Text(
        "The text cannot be cut into columns ({what}). Export it again.",
        "Le texte ne se découpe pas en colonnes ({what}). Exportez-le à nouveau.",
    ),
    "TABLE-EMPTY": Text("The table holds no cell.", "Le tableau ne contient aucune cellule."),
    "TABLE-SHEETS": Text(
        "Several sheets hold such a table: {sheets}. Export one result list a file.",
        "Plusieurs feuilles contiennent un tel tableau : {sheets}. Exportez une liste de résultats"
        " par fichier.",
    ),
    "TABLE-TOO-MANY-ROWS": Text(
        "The table has {rows} rows; at most {most} are read.",
        "Le tableau compte {rows} lignes ; {most} au plus sont lues.",
    ),
    "TABLE-NO-HEADER": Text(
        "No line names the columns of this export; expected are {expected}.",
        "Aucune ligne ne nomme les colonnes de cet export ; attendu : {expected}.",
    ),
    "TABLE-NO-ROWS": Text(
        "Below the names of the columns there is no result.",
        "Sous les noms des colonnes, il n'y a aucun résultat.",
    ),
    "TABLE-COLUMN-MISSING": Text(
        'The column "{column}" is missing; the file has {found}. Export the list with it.',
        "La colonne « {column} » manque ; le fichier contient {found}. Exportez la liste avec elle.",
    ),
    "TABLE-COLUMN-TWICE": Text(
        'The column "{column}" stands twice; which of them holds is not known.',
        "La colonne « {column} » figure deux fois ; on ne sait pas laquelle fait foi.",
    ),
    "TABLE-ROW-LENGTH": Text(
        "The row has {found} cells where the names of the columns take {expected}: its values may"
        " stand under the wrong names.",
        "La ligne compte {found} cellules alors que les noms de colonnes en prennent {expected} :"
        " ses valeurs sont peut-être sous le mauvais nom.",
    ),
    "TABLE-DECIMAL-AMBIGUOUS": Text(
        'The mark in "{text}" can part decimals or thousands, and the file does not show which. Set'
        " the decimal mark in the profile of the instrument.",
        "La marque dans « {text} » peut séparer des décimales ou des milliers, et le fichier ne"
        " montre pas ce qu'il en est. Fixez la marque décimale dans le profil de l'instrument.",
    ),
    "TABLE-DECIMAL-MIXED": Text(
        'The numbers use two decimal marks: "{point}" a point, "{comma}" a comma. Export again with'
        " one.",
        "Les nombres emploient deux marques décimales : « {point} » un point, « {comma} » une"
        " virgule. Exportez à nouveau avec une seule.",
    ),
    "TABLE-DATES-MIXED": Text(
        'The dates use two orders of day and month: "{first}" and "{second}". Export again with one.',
        "Les dates emploient deux ordres du jour et du mois : « {first} » et « {second} »."
        " Exportez à nouveau avec un seul.",
    ),
    "TABLE-DATES-NOT-AS-APPROVED": Text(
        'The date "{text}" does not have the approved order {order}. Check the settings of the'
        " instrument and its profile.",
        "La date « {text} » n'a pas l'ordre approuvé {order}. Vérifiez les réglages de l'instrument"
        " et son profil.",
    ),
    "TABLE-DATE-AMBIGUOUS": Text(
        '"{text}" can be read as day/month or month/day, and no other date of the file shows which:'
        " the reading has no moment. Set the order of dates in the profile of the instrument.",
        "« {text} » se lit jour/mois ou mois/jour, et aucune autre date du fichier ne montre lequel :"
        " la lecture n'a pas d'instant. Fixez l'ordre des dates dans le profil de l'instrument.",
    ),
    "TABLE-TIME-UNREADABLE": Text(
        'The text "{text}" is no time; the reading has none.',
        "Le texte « {text} » n'est pas une date et heure ; la lecture n'en a pas.",
    ),
    "TABLE-ONLY-A-DATE": Text(
        '"{text}" gives a day and no time of day; the reading has no moment.',
        "« {text} » donne un jour sans heure ; la lecture n'a pas d'instant.",
    ),
    "TABLE-ZONE-NOT-GIVEN": Text(
        "The file gives local times without a zone; they are shown as written. Set the zone in the"
        " profile of the instrument.",
        "Le fichier donne des heures locales sans fuseau ; elles sont montrées telles quelles. Fixez"
        " le fuseau dans le profil de l'instrument.",
    ),
    "TABLE-ZONE-ASSUMED": Text(
        "The file names no time zone; {zone} of the instrument's profile was assumed.",
        "Le fichier ne nomme aucun fuseau ; {zone}, du profil de l'instrument, a été supposé.",
    ),
    "TABLE-ZONE-UNKNOWN": Text(
        'The profile of the instrument names a time zone "{zone}" that does not exist.',
        "Le profil de l'instrument nomme un fuseau « {zone} » qui n'existe pas.",
    ),
    "TABLE-HOUR-DOES-NOT-EXIST": Text(
        "{text} was skipped by the change to summer time; the reading has no moment.",
        "{text} a été sauté par le passage à l'heure d'été ; la lecture n'a pas d'instant.",
    ),
    "TABLE-HOUR-COMES-TWICE": Text(
        "{text} came twice at the change from summer time; the reading has no moment.",
        "{text} est venu deux fois au retour à l'heure d'hiver ; la lecture n'a pas d'instant.",
    ),
}

COUNTS: dict[str, Text] = {
    "COUNT-NO-VALUES": Text(
        'The column "{column}" holds a number in none of {rows} rows.',
        "La colonne « {column} » ne contient de nombre dans aucune des {rows} lignes.",
    ),
    "COUNT-NO-TIMES": Text(
        'The column "{column}" holds a time in no row; the first is "{text}".',
        "La colonne « {column} » ne contient de date et heure dans aucune ligne ; la première est"
        " « {text} ».",
    ),
    "COUNT-VALUE-MISSING": Text(
        'The cell under "{column}" is empty; the reading cannot be used without it.',
        "La cellule sous « {column} » est vide ; la lecture est inutilisable sans elle.",
    ),
    "COUNT-VALUE-UNREADABLE": Text(
        '"{text}" under "{column}" is no plain number; it was kept as text and no value was made'
        " of it.",
        "« {text} » sous « {column} » n'est pas un simple nombre ; il est gardé comme texte, sans"
        " valeur.",
    ),
    "COUNT-NO-SAMPLE": Text("The row names no sample.", "La ligne ne nomme aucun échantillon."),
    "COUNT-INSTRUMENT-FAULT": Text(
        'The instrument reports an error: "{text}".',
        "L'instrument signale une erreur : « {text} ».",
    ),
    "COUNT-INSTRUMENT-SAYS": Text(
        'The instrument remarks: "{text}".', "L'instrument remarque : « {text} »."
    ),
    "COUNT-BELOW-ZERO": Text(
        "{quantity} is below zero: {text}.", "{quantity} est inférieur à zéro : {text}."
    ),
    "COUNT-ABOVE-100": Text(
        "The viability is above 100 %: {text}.", "La viabilité dépasse 100 % : {text}."
    ),
    "COUNT-PART-ABOVE-WHOLE": Text(
        "{part} ({small}) is above {whole} ({large}).",
        "{part} ({small}) dépasse {whole} ({large}).",
    ),
    "COUNT-SHARE-OR-PERCENT": Text(
        'The column "{column}" holds "{text}", and no count of the file shows whether it is a share'
        " or a percentage. Export with counts, or with the unit in the name of the column.",
        "La colonne « {column} » contient « {text} », et aucun comptage du fichier ne montre s'il"
        " s'agit d'une fraction ou d'un pourcentage. Exportez avec les comptages, ou avec l'unité"
        " dans le nom de la colonne.",
    ),
    "COUNT-TWO-INSTRUMENTS": Text(
        "The rows come from several instruments: {serials}. Export one instrument a file.",
        "Les lignes viennent de plusieurs instruments : {serials}. Exportez un instrument par"
        " fichier.",
    ),
    "COUNT-ROW-OF-NUMBERS": Text(
        "A row below the header only counts the columns; it was left out.",
        "Une ligne sous l'en-tête ne fait que numéroter les colonnes ; elle a été laissée de côté.",
    ),
    "COUNT-IMAGE-NAME": Text(
        'The name of the image "{text}" does not hold day, run, assay and sample parted by hyphens,'
        " and no line names the sample.",
        "Le nom de l'image « {text} » ne contient pas jour, passage, essai et échantillon séparés"
        " par des traits d'union, et aucune ligne ne nomme l'échantillon.",
    ),
}

CHEMISTRY: dict[str, Text] = {
    "CHEM-NO-HEAD": Text(
        "The first line is not the head of an archive ({expected}).",
        "La première ligne n'est pas l'en-tête d'une archive ({expected}).",
    ),
    "CHEM-VERSION": Text(
        'The layout of archives of software "{version}" is not known; known are {known}.',
        "La disposition des archives du logiciel « {version} » n'est pas connue ; connues :"
        " {known}.",
    ),
    "CHEM-LINE-SHAPE": Text(
        'The line does not have the fields of a result: "{text}".',
        "La ligne n'a pas les champs d'un résultat : « {text} ».",
    ),
    "CHEM-UNIT": Text(
        'The unit "{unit}" is not one known for this result.',
        "L'unité « {unit} » n'est pas connue pour ce résultat.",
    ),
    "CHEM-LINE-TWICE": Text(
        "The line repeats an earlier one in every field; it was read once.",
        "La ligne répète en tout une ligne précédente ; elle a été lue une fois.",
    ),
    "CHEM-NOT-A-SAMPLE": Text(
        'The line is no sample but "{role}".', "La ligne n'est pas un échantillon mais « {role} »."
    ),
    "CHEM-FLAG": Text(
        'The instrument flags the result: "{flag}".',
        "L'instrument signale le résultat : « {flag} ».",
    ),
    "CHEM-TEST-UNKNOWN": Text(
        'The test "{test}" has no name here; its value is kept under its code.',
        "Le test « {test} » n'a pas de nom ici ; sa valeur est gardée sous son code.",
    ),
}
