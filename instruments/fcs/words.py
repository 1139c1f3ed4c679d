"""The words of the reader of FCS files."""

from instruments.text import Text

WORDS: dict[str, Text] = {
    "FCS-EMPTY": Text(
        "The file is empty: 0 bytes. Export it again from the cytometer.",
        "Le fichier est vide : 0 octet. Exportez-le à nouveau depuis le cytomètre.",
    ),
    "FCS-NOT-FCS": Text(
        "The file begins with the bytes {begins}, not with FCS. Check that it is the cytometer's"
        " own export.",
        "Le fichier commence par les octets {begins}, et non par FCS. Vérifiez qu'il s'agit bien de"
        " l'export du cytomètre.",
    ),
    "FCS-VERSION": Text(
        'The file says it is "{found}"; {known} are read. Export it in one of these versions.',
        "Le fichier se dit « {found} » ; les versions lues sont {known}. Exportez-le dans l'une"
        " d'elles.",
    ),
    "FCS-TRUNCATED": Text(
        "The file has {bytes} bytes, but it says that it needs {needed}: its end is missing. Copy"
        " or export it again.",
        "Le fichier compte {bytes} octets, mais déclare en occuper {needed} : sa fin manque."
        " Copiez-le ou exportez-le à nouveau.",
    ),
    "FCS-OFFSET": Text(
        'HEADER has "{found}" where a whole number from 0 on must stand. The file is damaged.',
        "HEADER contient « {found} » à la place d'un nombre entier positif ou nul. Le fichier est"
        " endommagé.",
    ),
    "FCS-TEXT-PLACE": Text(
        "HEADER places TEXT at bytes {begin} to {end} of {bytes}, where it cannot be. The file is"
        " damaged.",
        "HEADER situe TEXT aux octets {begin} à {end} sur {bytes}, ce qui est impossible. Le fichier"
        " est endommagé.",
    ),
    "FCS-DELIMITER": Text(
        "The segment {segment} begins with the byte {found}, which cannot be its delimiter. Its"
        " keywords cannot be read.",
        "Le segment {segment} commence par l'octet {found}, qui ne peut pas être son délimiteur. Ses"
        " mots-clés sont illisibles.",
    ),
    "FCS-TEXT-AMBIGUOUS": Text(
        'The segment {segment} begins with "{found}", a delimiter where its first keyword must stand.'
        " Export the file again.",
        "Le segment {segment} commence par « {found} », un délimiteur à la place du premier mot-clé."
        " Exportez à nouveau le fichier.",
    ),
    "FCS-TEXT-SHIFTED": Text(
        'The value of {keyword} is "{found}", which is itself a keyword: a delimiter is missing'
        " before it. The file is damaged.",
        "La valeur de {keyword} est « {found} », qui est elle-même un mot-clé : il manque un"
        " délimiteur avant elle. Le fichier est endommagé.",
    ),
    "FCS-TEXT-TAIL": Text(
        'The segment {segment} ends with "{found}", a keyword without a value. It was left out.',
        "Le segment {segment} se termine par « {found} », un mot-clé sans valeur. Il a été écarté.",
    ),
    "FCS-VALUE-EMPTY": Text(
        "In {segment} these keywords have no value, which the standard does not allow: {keywords}.",
        "Dans {segment}, ces mots-clés n'ont pas de valeur, ce que la norme interdit : {keywords}.",
    ),
    "FCS-NOT-UTF8": Text(
        "The segment {segment} is not written in UTF-8; it was read as {read_as}. Compare names"
        " with special characters with the instrument.",
        "Le segment {segment} n'est pas écrit en UTF-8 ; il a été lu en {read_as}. Comparez les noms"
        " à caractères spéciaux avec l'instrument.",
    ),
    "FCS-KEYWORD-TWICE": Text(
        "The keyword {keyword} stands twice, with the same value.",
        "Le mot-clé {keyword} figure deux fois, avec la même valeur.",
    ),
    "FCS-KEYWORD-DIFFERS": Text(
        'The keyword {keyword} stands twice: "{first}" and "{second}". The first was taken.',
        "Le mot-clé {keyword} figure deux fois : « {first} » et « {second} ». Le premier a été"
        " retenu.",
    ),
    "FCS-DUPLICATE": Text(
        'The keyword {keyword} stands twice, "{first}" and "{second}", and decides how the events'
        " are read. Export the file again.",
        "Le mot-clé {keyword} figure deux fois, « {first} » et « {second} », et décide de la lecture"
        " des événements. Exportez à nouveau le fichier.",
    ),
    "FCS-KEYWORD-MISSING": Text(
        "The keyword {keyword} is missing or empty; the events cannot be read without it. Export the"
        " file again.",
        "Le mot-clé {keyword} est absent ou vide ; les événements ne peuvent pas être lus sans lui."
        " Exportez à nouveau le fichier.",
    ),
    "FCS-NOT-WHOLE": Text(
        'The keyword {keyword} is "{found}"; a whole number from 0 on was expected. The file is'
        " damaged.",
        "Le mot-clé {keyword} vaut « {found} » ; un nombre entier positif ou nul était attendu. Le"
        " fichier est endommagé.",
    ),
    "FCS-MODE": Text(
        '$MODE is "{found}": the file holds histograms, not single events. Export it in list mode.',
        "$MODE vaut « {found} » : le fichier contient des histogrammes, et non des événements."
        " Exportez-le en mode liste.",
    ),
    "FCS-DATATYPE": Text(
        'The keyword {keyword} is "{found}"; I, F, D or A was expected. The file is damaged.',
        "Le mot-clé {keyword} vaut « {found} » ; I, F, D ou A était attendu. Le fichier est"
        " endommagé.",
    ),
    "FCS-PAR": Text(
        "$PAR says that there are {found} channels, but the file has only {keywords} keywords. It is"
        " damaged.",
        "$PAR annonce {found} canaux, mais le fichier n'a que {keywords} mots-clés. Il est"
        " endommagé.",
    ),
    "FCS-WIDTH": Text(
        "The keyword {keyword} gives a width of {found} for the data type {datatype}, which does not"
        " exist. The file is damaged.",
        "Le mot-clé {keyword} donne une largeur de {found} pour le type de données {datatype}, ce"
        " qui n'existe pas. Le fichier est endommagé.",
    ),
    "FCS-RANGE": Text(
        'The keyword {keyword} is "{found}"; without the range of an integer channel its extra bits'
        " cannot be told from data. Export the file again.",
        "Le mot-clé {keyword} vaut « {found} » ; sans l'étendue d'un canal entier, ses bits en trop"
        " ne se distinguent pas des données. Exportez à nouveau le fichier.",
    ),
    "FCS-RANGE-UNSTATED": Text(
        "The keyword {keyword} is {found}, which is no range: all bits of this channel were read as"
        " data.",
        "Le mot-clé {keyword} vaut {found}, ce qui n'est pas une étendue : tous les bits de ce canal"
        " ont été lus comme des données.",
    ),
    "FCS-BYTE-ORDER": Text(
        'The byte order "{found}" does not fit the widths of the channels. Export the file again.',
        "L'ordre des octets « {found} » ne convient pas aux largeurs des canaux. Exportez à nouveau"
        " le fichier.",
    ),
    "FCS-PACKED-ORDER": Text(
        "Channels that are no whole bytes are read only with the most significant byte first; found"
        ' "{found}". Export the file as whole bytes.',
        "Les canaux qui ne font pas des octets entiers ne sont lus que si l'octet de poids fort vient"
        " en premier ; trouvé : « {found} ». Exportez le fichier en octets entiers.",
    ),
    "FCS-SCALE": Text(
        'The keyword {keyword} is "{found}", which is no scale. The channel is taken as linear.',
        "Le mot-clé {keyword} vaut « {found} », ce qui n'est pas une échelle. Le canal est considéré"
        " comme linéaire.",
    ),
    "FCS-SCALE-FLOAT": Text(
        'The keyword {keyword} is "{found}", but values with a decimal point have no logarithmic'
        " scale. The channel is taken as linear.",
        "Le mot-clé {keyword} vaut « {found} », mais des valeurs décimales n'ont pas d'échelle"
        " logarithmique. Le canal est considéré comme linéaire.",
    ),
    "FCS-SCALE-ZERO": Text(
        "The logarithmic scale of {keywords} begins at 0, which is not possible; 1 is taken, as"
        " cytometers mean it.",
        "L'échelle logarithmique de {keywords} commence à 0, ce qui est impossible ; 1 est retenu,"
        " comme l'entendent les cytomètres.",
    ),
    "FCS-GAIN": Text(
        'The keyword {keyword} is "{found}", which is no gain. None is applied.',
        "Le mot-clé {keyword} vaut « {found} », ce qui n'est pas un gain. Aucun n'est appliqué.",
    ),
    "FCS-NAME-TWICE": Text(
        "Several channels have the same name: {names}. Choose them by number.",
        "Plusieurs canaux portent le même nom : {names}. Désignez-les par leur numéro.",
    ),
    "FCS-TOTAL": Text(
        "$TOT says {total} events, which take {needed} bytes, but DATA has {bytes}. The file is"
        " damaged; export it again.",
        "$TOT annonce {total} événements, soit {needed} octets, mais DATA en compte {bytes}. Le"
        " fichier est endommagé ; exportez-le à nouveau.",
    ),
    "FCS-TOTAL-DERIVED": Text(
        "$TOT is missing, as FCS 2.0 allows; the events were counted from the length of DATA.",
        "$TOT est absent, comme FCS 2.0 le permet ; les événements ont été comptés d'après la"
        " longueur de DATA.",
    ),
    "FCS-DATA-OFFSETS-MISSING": Text(
        "$BEGINDATA or $ENDDATA is missing; the place of the events was taken from HEADER.",
        "$BEGINDATA ou $ENDDATA est absent ; la place des événements a été prise dans HEADER.",
    ),
    "FCS-DATA-UNSTATED": Text(
        "Neither HEADER nor TEXT says where the events stand. The file is damaged.",
        "Ni HEADER ni TEXT ne disent où se trouvent les événements. Le fichier est endommagé.",
    ),
    "FCS-DATA-PLACE": Text(
        "DATA is said to stand at bytes {begin} to {end}, where another segment stands. The file is"
        " damaged.",
        "DATA est annoncé aux octets {begin} à {end}, où se trouve un autre segment. Le fichier est"
        " endommagé.",
    ),
    "FCS-OFFSETS-CONFLICT": Text(
        "HEADER places the events at byte {header}, TEXT at byte {text}, and both are possible. Name"
        " the right one in the approved profile of the instrument.",
        "HEADER situe les événements à l'octet {header}, TEXT à l'octet {text}, et les deux sont"
        " possibles. Indiquez le bon dans le profil approuvé de l'instrument.",
    ),
    "FCS-OFFSETS-DIFFER": Text(
        "HEADER places the events at {header}, TEXT at {text}. {taken} was taken.",
        "HEADER situe les événements à {header}, TEXT à {text}. {taken} a été retenu.",
    ),
    "FCS-END-BY-ONE": Text(
        "The end of DATA, byte {end}, counts one byte too far. It was left out.",
        "La fin de DATA, octet {end}, compte un octet de trop. Il a été écarté.",
    ),
    "FCS-TEXT-END-BY-ONE": Text(
        "The end of TEXT, byte {end}, counts one byte too far, into DATA. It was left out.",
        "La fin de TEXT, octet {end}, compte un octet de trop, pris sur DATA. Il a été écarté.",
    ),
    "FCS-SEGMENT": Text(
        "The segment {segment} is said to stand at bytes {begin} to {end}, outside the file. It was"
        " not read.",
        "Le segment {segment} est annoncé aux octets {begin} à {end}, hors du fichier. Il n'a pas"
        " été lu.",
    ),
    "FCS-ASCII": Text(
        "An event has something other than a whole number. The file is damaged.",
        "Un événement contient autre chose qu'un nombre entier. Le fichier est endommagé.",
    ),
    "FCS-ASCII-COUNT": Text(
        "DATA holds {values} numbers, but {needed} were expected. The file is damaged.",
        "DATA contient {values} nombres, mais {needed} étaient attendus. Le fichier est endommagé.",
    ),
    "FCS-NON-FINITE": Text(
        "{count} values are no finite numbers. They are left out of medians; evaluate such a file"
        " only when you know why.",
        "{count} valeurs ne sont pas des nombres finis. Elles sont exclues des médianes ; n'évaluez"
        " un tel fichier que si vous en connaissez la cause.",
    ),
    "FCS-NEXT-DATA": Text(
        "After data set {number}, $NEXTDATA names byte {found}, where no further data set begins."
        " If there should be one, the file is damaged.",
        "Après le jeu de données {number}, $NEXTDATA désigne l'octet {found}, où aucun autre jeu ne"
        " commence. S'il devait y en avoir un, le fichier est endommagé.",
    ),
    "FCS-SET-REFUSED": Text(
        "Data set {number}, at byte {byte}, could not be read: {code}. It and any after it are left"
        " out.",
        "Le jeu de données {number}, à l'octet {byte}, n'a pas pu être lu : {code}. Il est écarté,"
        " ainsi que ceux qui le suivent.",
    ),
    "FCS-SPILL-TWO": Text(
        "Several matrices disagree: {keyword} was taken, not {others}.",
        "Plusieurs matrices diffèrent : {keyword} a été retenu, et non {others}.",
    ),
    "FCS-SPILL-SIZE": Text(
        "The matrix {keyword} names {channels} channels but has {values} values. It is not used.",
        "La matrice {keyword} nomme {channels} canaux mais compte {values} valeurs. Elle n'est pas"
        " utilisée.",
    ),
    "FCS-SPILL-TWICE": Text(
        "The matrix {keyword} names a channel twice. It is not used.",
        "La matrice {keyword} nomme deux fois un canal. Elle n'est pas utilisée.",
    ),
    "FCS-SPILL-NUMBER": Text(
        "The matrix {keyword} has something other than numbers. It is not used.",
        "La matrice {keyword} contient autre chose que des nombres. Elle n'est pas utilisée.",
    ),
    "FCS-SPILL-SINGULAR": Text(
        "The matrix {keyword} cannot be inverted. It is not used.",
        "La matrice {keyword} n'est pas inversible. Elle n'est pas utilisée.",
    ),
    "FCS-SPILL-UNNAMED": Text(
        "The matrix {keyword} has {channels} channels, names none, and the file has another number."
        " It is not used.",
        "La matrice {keyword} a {channels} canaux, n'en nomme aucun, et le fichier en a un autre"
        " nombre. Elle n'est pas utilisée.",
    ),
    "FCS-SPILL-CHANNEL": Text(
        'The matrix {keyword} names the channel "{channel}", which the file does not have exactly'
        " once. It is not used.",
        "La matrice {keyword} nomme le canal « {channel} », que le fichier n'a pas une seule et"
        " unique fois. Elle n'est pas utilisée.",
    ),
}
