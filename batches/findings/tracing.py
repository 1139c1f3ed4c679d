"""Words for what a look-up does not find, and for what cannot be traced."""

from __future__ import annotations

from batches.text import Text

WORDS: dict[str, Text] = {
    "TRACE-EMPTY": Text(
        "No code was given. Scan or type the code on a label or a document.",
        "Aucun code n'a été donné. Scanner ou saisir le code d'une étiquette ou d'un document.",
    ),
    "TRACE-UNKNOWN": Text(
        "“{found}” names nothing that can be shown to you; known forms are donor code (D-0001), "
        "donation number with or without its check character or flags, SEC, lot (AT26-001), vessel, "
        "pool, sample or container (AT26-001-B01), deviation or hold number, document code "
        "(MSC-AT-SHORT, MSC-AT-SHORT v1), dossier number, SHA-256 of a file, user ID: "
        "check the code and the study it belongs to.",
        "« {found} » ne désigne rien qui puisse vous être montré ; les formes connues sont : code de donneur "
        "(D-0001), numéro de don avec ou sans caractère de contrôle ou indicateurs, SEC, lot "
        "(AT26-001), récipient, mélange, échantillon ou contenant (AT26-001-B01), numéro de "
        "déviation ou de blocage, code de document (MSC-AT-SHORT, MSC-AT-SHORT v1), numéro de "
        "dossier, SHA-256 d'un fichier, identifiant d'une personne ; vérifier le code et "
        "l'étude à laquelle il appartient.",
    ),
    "TRACE-ROOTLESS": Text(
        "No parent unit is recorded for {codes}; a unit without one begins with its lot.",
        "Aucune unité d'origine n'est enregistrée pour {codes} ; une unité qui n'en a pas commence "
        "avec son lot.",
    ),
    "TRACE-NO-LOT": Text(
        "Unit {code} belongs to no lot and no donation. Open a deviation and find out where it was made.",
        "L'unité {code} n'appartient à aucun lot ni à aucun don. Ouvrir une déviation et rechercher "
        "où elle a été produite.",
    ),
    "TRACE-NO-DONOR": Text(
        "Lot {lot} leads to no recorded donation and donor. Hold its containers until it does.",
        "Le lot {lot} ne mène à aucun don ni donneur enregistré. Bloquer ses contenants jusqu'à ce "
        "que ce soit le cas.",
    ),
    "TRACE-OTHER-DONOR": Text(
        "Lot {lot} names donor {donor}, but its donation was given by {other}. Hold the lot.",
        "Le lot {lot} nomme le donneur {donor}, mais son don provient de {other}. Bloquer le lot.",
    ),
    "TRACE-ORPHAN": Text(
        "Container {code} has no parent unit: nothing says what it was filled from. Hold it and "
        "open a deviation.",
        "Le contenant {code} n'a pas d'unité d'origine : rien ne dit à partir de quoi il a été "
        "rempli. Le bloquer et ouvrir une déviation.",
    ),
    "TRACE-TWO-DONORS": Text(
        "Unit {code} of donor {donor} was made from {parent} of donor {other}. Hold both lots.",
        "L'unité {code} du donneur {donor} provient de {parent} du donneur {other}. Bloquer les "
        "deux lots.",
    ),
    "TRACE-CYCLE": Text(
        "These units come from themselves: {codes}. Open a deviation; their origin cannot be told.",
        "Ces unités proviennent d'elles-mêmes : {codes}. Ouvrir une déviation ; leur origine ne "
        "peut être établie.",
    ),
}
