"""The questions G01 to G25 in words, and which of them may be justified."""

from __future__ import annotations

from typing import Literal

from batches.text import Text

QUESTIONS: dict[str, tuple[Text, Literal["B", "J"]]] = {
    "G01": (
        Text(
            "Is every mandatory step entered, or its omission explained and decided?",
            "Chaque étape obligatoire est-elle saisie, ou son omission expliquée et décidée ?",
        ),
        "B",
    ),
    "G02": (
        Text(
            "Is every witness and every check present, by another entitled person?",
            "Chaque attestation de présence et chaque contrôle sont-ils là, par une autre personne habilitée ?",
        ),
        "B",
    ),
    "G03": (
        Text(
            "Does every release test pass, with an approved result?",
            "Chaque essai de libération est-il conforme, avec un résultat approuvé ?",
        ),
        "B",
    ),
    "G04": (
        Text(
            "Is every action test within limits, or concluded by QA?",
            "Chaque essai à limite d'action est-il dans ses limites, ou conclu par l'AQ ?",
        ),
        "B",
    ),
    "G05": (
        Text(
            "Is the certificate of analysis approved by the head of QC, contract laboratories included?",
            "Le certificat d'analyse est-il approuvé par le responsable du contrôle de la qualité, laboratoires sous-traitants compris ?",
        ),
        "B",
    ),
    "G06": (
        Text(
            "Is the donor eligible under the version in force at donation, consent standing, no open donor information?",
            "Le donneur est-il éligible selon la version en vigueur au don, consentement en vigueur, sans information nouvelle en suspens ?",
        ),
        "B",
    ),
    "G07": (
        Text(
            "Were materials released and in date at the time of use, and none recalled since?",
            "Les matières étaient-elles libérées et non périmées à l'utilisation, et aucune rappelée depuis ?",
        ),
        "B",
    ),
    "G08": (
        Text(
            "Was equipment fit at the time of use, and are alarms assessed?",
            "Les équipements étaient-ils aptes à l'utilisation, et les alarmes évaluées ?",
        ),
        "B",
    ),
    "G09": (
        Text(
            "Were people trained, gowned and within process-simulation date at the time of the act?",
            "Les personnes étaient-elles formées, habilitées à l'habillage et à jour de simulation de procédé au moment de l'acte ?",
        ),
        "J",
    ),
    "G10": (
        Text(
            "Are all plates of all open manipulations read, excursions assessed, none in grade A unexplained?",
            "Toutes les boîtes de toutes les manipulations ouvertes sont-elles lues, les dépassements évalués, aucun inexpliqué en classe A ?",
        ),
        "B",
    ),
    "G11": (
        Text(
            "Were process simulation and room qualification in date on each day of open manipulation?",
            "La simulation de procédé et la qualification des locaux étaient-elles à jour à chaque manipulation ouverte ?",
        ),
        "J",
    ),
    "G12": (
        Text(
            "Are deviations, OOS and investigations concluded?",
            "Les déviations, OOS et investigations sont-elles conclues ?",
        ),
        "B",
    ),
    "G13": (
        Text(
            "Are changes and derogations in force within the authorised dossier?",
            "Les changements et dérogations en vigueur restent-ils dans le dossier autorisé ?",
        ),
        "B",
    ),
    "G14": (
        Text(
            "Are all exceptions decided, none critical without a deviation number?",
            "Toutes les exceptions sont-elles décidées, aucune critique sans numéro de déviation ?",
        ),
        "B",
    ),
    "G15": (
        Text(
            "Is the audit trail reviewed to the last event before signing?",
            "La piste d'audit est-elle revue jusqu'au dernier évènement avant signature ?",
        ),
        "B",
    ),
    "G16": (
        Text(
            "Do labels, containers and cells balance?",
            "Les bilans des étiquettes, des contenants et des cellules sont-ils justes ?",
        ),
        "B",
    ),
    "G17": (
        Text(
            "Was storage within limits since freezing, and is each certified container in a known place?",
            "Le stockage est-il resté dans ses limites depuis la congélation, chaque contenant certifié étant à un emplacement connu ?",
        ),
        "B",
    ),
    "G18": (
        Text(
            "Are retention samples present in the planned number?",
            "Les échantillons de rétention sont-ils présents en nombre prévu ?",
        ),
        "J",
    ),
    "G19": (
        Text(
            "Are the trial, the product version and the sites' manufacturing authorised?",
            "L'essai, la version du produit et la fabrication sur les sites sont-ils autorisés ?",
        ),
        "B",
    ),
    "G20": (
        Text(
            "Is the expiry date supported by an approved stability basis?",
            "La date de péremption repose-t-elle sur des données de stabilité approuvées ?",
        ),
        "B",
    ),
    "G21": (
        Text(
            "Is there no hold on lot, donor, material, parent lot or container?",
            "N'y a-t-il aucun blocage sur le lot, le donneur, une matière, un lot parent ou un contenant ?",
        ),
        "B",
    ),
    "G22": (
        Text("Are the signers independent?", "Les signataires sont-ils indépendants ?"),
        "B",
    ),
    "G23": (
        Text(
            "Are production review and QA approval signed on the present content?",
            "La revue de production et l'approbation AQ sont-elles signées sur le contenu actuel ?",
        ),
        "B",
    ),
    "G24": (
        Text(
            "Does the record verify: chain, signatures, files?",
            "Le dossier est-il vérifié : chaîne, signatures, fichiers ?",
        ),
        "B",
    ),
    "G25": (
        Text(
            "Are no paper or offline entries outstanding?",
            "N'y a-t-il aucune saisie papier ou hors ligne en attente ?",
        ),
        "B",
    ),
}
"""Each question in words, with B (blocks) or J (may be justified by the Qualified Person)."""
