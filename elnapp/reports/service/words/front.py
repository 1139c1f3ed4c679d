"""Words of what a reader sees first: certificate, analysis, the names of the sections."""

from __future__ import annotations

from batches.text import Text

CERTIFICATE: dict[str, Text] = {
    "certificate": Text("Batch certificate", "Certificat de lot"),
    "refusal": Text("Refusal to certify", "Refus de certification"),
    "undecided": Text("Batch certificate (not issued)", "Certificat de lot (non émis)"),
    "dossier": Text("Batch dossier", "Dossier de lot"),
    "f_product": Text("Product", "Produit"),
    "f_trial": Text(
        "EU CT number, protocol, sponsor", "Numéro UE de l'essai, protocole, promoteur"
    ),
    "f_strength": Text("Strength", "Dosage"),
    "f_form": Text("Dosage form", "Forme pharmaceutique"),
    "form": Text(
        "Dispersion for infusion, cryopreserved", "Dispersion pour perfusion, cryoconservée"
    ),
    "f_containers": Text("Containers certified", "Contenants certifiés"),
    "f_containers_refused": Text("Containers blocked", "Contenants bloqués"),
    "f_containers_open": Text("Containers filled", "Contenants répartis"),
    "f_lot": Text("Lot number", "Numéro de lot"),
    "leg_seal": Text("seal", "scellé"),
    "seal_broken": Text("(broken)", "(rompu)"),
    "f_dates": Text("Date of manufacture; expiry date", "Date de fabrication ; date de péremption"),
    "manufacture_day": Text("day of final formulation", "jour de la formulation finale"),
    "f_site": Text("Site of certification", "Site de certification"),
    "f_authorisation": Text("Manufacturing authorisation", "Autorisation de fabrication"),
    "f_sites": Text("Manufacture, control, laboratories", "Fabrication, contrôle, laboratoires"),
    "sites_one": Text(
        "manufactured and controlled at the site above; no contract laboratory is recorded",
        "fabriqué et contrôlé sur le site ci-dessus ; aucun laboratoire sous-traitant enregistré",
    ),
    "f_start": Text("Starting material", "Matière première de départ"),
    "f_storage": Text(
        "Storage, transport, in-use time", "Conservation, transport, durée d'utilisation"
    ),
    "f_results": Text("Results", "Résultats"),
    "see_analysis": Text(
        "see the certificate of analysis, section 1", "voir le certificat d'analyse, section 1"
    ),
    "f_deviations": Text("Deviations", "Déviations"),
    "f_comments": Text("Comments", "Commentaires"),
    "f_statement": Text("Certification", "Certification"),
    "f_refusal": Text("Refusal", "Refus"),
    "f_signature": Text("Signature", "Signature"),
    "none": Text("none", "aucune"),
    "no_comment": Text("none", "aucun"),
    "no_decision": Text(
        "This lot is neither certified nor refused. It shall not be used in humans.",
        "Ce lot n'est ni certifié ni refusé. Il ne doit pas être utilisé chez l'être humain.",
    ),
    "not_signed": Text("not signed", "non signé"),
    "second_step": Text(
        "Second step: release for the trial by the sponsor",
        "Seconde étape : libération pour l'essai par le promoteur",
    ),
    "second_missing": Text("not made yet", "non encore prononcée"),
    "for_site": Text("for site", "pour le centre"),
    "viable_each": Text("viable cells in each bag", "cellules viables par poche"),
    "of_volume": Text("of {v}", "de {v}"),
    "concentration": Text("concentration", "concentration"),
    "each": Text("each", "chacune"),
    "qualified": Text("Qualified Person", "Personne qualifiée"),
    "wording_signed": Text("Words signed", "Texte signé"),
    "wording_other": Text(
        "The statement was signed in its French wording; both wordings are one approved text.",
        "La formule a été signée dans sa version anglaise ; les deux versions sont un même texte approuvé.",
    ),
    "brief": Text("Results in brief", "Résultats en bref"),
    "brief_lead": Text(
        "Every release row of the specification, one line each.",
        "Chaque essai de libération de la spécification, une ligne par essai.",
    ),
}

ANALYSIS: dict[str, Text] = {
    "analysis": Text("Certificate of analysis", "Certificat d'analyse"),
    "specification": Text("Specification", "Spécification"),
    "attribute": Text("Attribute", "Attribut"),
    "method": Text("Method", "Méthode"),
    "limit": Text("Limit", "Limite"),
    "result": Text("Result", "Résultat"),
    "verdict": Text("Verdict", "Verdict"),
    "tested": Text("Tested", "Essai"),
    "RELEASE": Text("Release tests", "Essais de libération"),
    "ACTION": Text("Tests with an action limit", "Essais à limite d'action"),
    "INFO": Text("For information", "Pour information"),
    "report_only": Text("reported", "à rapporter"),
    "interval": Text("95 % interval", "intervalle à 95 %"),
    "from_record": Text("from the batch record", "issu du dossier de lot"),
    "earlier": Text("Invalid and repeated tests", "Essais invalides et répétés"),
    "no_earlier": Text("No test was invalid or repeated.", "Aucun essai invalide ni répété."),
    "invalid_because": Text("invalid", "invalide"),
    "conforms": Text(
        "The results above conform to the specification.",
        "Les résultats ci-dessus sont conformes à la spécification.",
    ),
    "not_conforms": Text(
        "The results above do not conform to the specification.",
        "Les résultats ci-dessus ne sont pas conformes à la spécification.",
    ),
    "incomplete": Text("The results are not complete.", "Les résultats ne sont pas complets."),
    "conclusion": Text("Conclusion", "Conclusion"),
    "qc_signature": Text(
        "Approval by quality control", "Approbation par le contrôle de la qualité"
    ),
}

SECTIONS: dict[str, Text] = {
    "contents": Text("Contents", "Sommaire"),
    "review": Text("Review summary", "Synthèse de la revue"),
    "genealogy": Text("Identification and genealogy", "Identification et généalogie"),
    "donor": Text("Donor eligibility", "Sélection clinique et biologique du donneur"),
    "order": Text("Production order and versions", "Ordre et versions"),
    "people": Text("People", "Personnes"),
    "executed": Text("Executed record", "Enregistrement de fabrication"),
    "growth": Text("Growth", "Croissance"),
    "deviations": Text("Deviations and holds", "Déviations et blocages"),
    "signatures": Text("Signatures", "Signatures"),
    "gate": Text("Questions before certification", "Questions avant certification"),
    "trail": Text("Audit trail extract", "Extrait de la piste d'audit"),
    "integrity": Text("Integrity", "Intégrité"),
    "not_in_use": Text(
        "Sections of the dossier without contents in this installation",
        "Parties du dossier sans contenu dans cette installation",
    ),
    "not_in_use_lead": Text(
        "Materials, equipment, environment, storage and transport are not recorded here; the gate says, "
        "question by question, where they are answered.",
        "Les matières, équipements, environnement, conservation et transport ne sont pas enregistrés "
        "ici ; les questions avant certification indiquent où il y est répondu.",
    ),
}
