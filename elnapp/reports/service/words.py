"""The words of the dossier, in both languages; one table, so that no page is half translated."""

from __future__ import annotations

from batches.text import Text
from elnapp.reports.service.measured_words import MEASURED
from elnapp.web.display import spaced

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

REVIEW: dict[str, Text] = {
    "count": Text("Count", "Nombre"),
    "what": Text("What", "Objet"),
    "steps": Text("Steps entered", "Étapes saisies"),
    "values_given": Text("Values entered", "Valeurs saisies"),
    "values_outside": Text(
        "Values outside a limit, or an unexpected answer",
        "Valeurs hors limite ou réponses inattendues",
    ),
    "corrections": Text("Corrections", "Corrections"),
    "late": Text(
        "Entries recorded later than one minute after the act",
        "Saisies enregistrées plus d'une minute après l'acte",
    ),
    "deviations_by": Text(
        "Deviations (critical, major, minor by rule)",
        "Déviations (critiques, majeures, mineures selon la règle)",
    ),
    "holds": Text("Holds", "Blocages"),
    "rows": Text(
        "Tests: pass, fail, invalid, pending",
        "Essais : conformes, non conformes, invalides, en attente",
    ),
    "trail_reviews": Text("Reviews of the audit trail", "Revues de la piste d'audit"),
    "from_to": Text("events {a} to {b}", "évènements {a} à {b}"),
    "no_review": Text(
        "The audit trail has not been reviewed.", "La piste d'audit n'a pas été revue."
    ),
    "decisions": Text("Reviews and decisions", "Revues et décisions"),
    "no_decisions": Text("None yet.", "Aucune à ce jour."),
    "certified": Text("certified", "certifié"),
    "declined": Text("refused", "refusé"),
    "released": Text("released for a site", "libéré pour un centre"),
    "no_longer": Text("no longer stands", "n'est plus valable"),
}

IDENTITY: dict[str, Text] = {
    "lot": Text("Lot", "Lot"),
    "purpose": Text("Purpose", "Destination"),
    "donation": Text("Donation", "Don"),
    "din": Text("Donation number (DIN)", "Numéro du don (DIN)"),
    "sec": Text("SEC-DI", "SEC-DI"),
    "tissue": Text("Tissue", "Tissu"),
    "collected": Text("Collected", "Prélèvement"),
    "procurement_site": Text("Procurement site", "Site de prélèvement"),
    "code_of_donor": Text("Donor code", "Code du donneur"),
    "lineage": Text("Lineage", "Filiation"),
    "custody": Text("Custody of the starting material", "Traçabilité de la matière de départ"),
    "no_material": Text(
        "No container of a donation is recorded as this lot's starting material.",
        "Aucun contenant d'un don n'est enregistré comme matière de départ de ce lot.",
    ),
    "custody_event": Text("Event", "Évènement"),
    "detail": Text("Detail", "Détail"),
    "procured": Text("Procurement", "Prélèvement"),
    "handed_over": Text("Hand-over", "Remise"),
    "received": Text("Receipt", "Réception"),
    "put_into": Text("Put into", "Rangement"),
    "to_lot": Text("Issued to this lot", "Délivré à ce lot"),
    "not_recorded": Text("not recorded", "non enregistré"),
    "from_until": Text("collected from {start} to {end}", "prélevé du {start} au {end}"),
    "box": Text(
        "shipper {shipper}, seal {seal}, logger {logger}",
        "colis {shipper}, scellé {seal}, enregistreur {logger}",
    ),
    "since": Text("{hours} after collection", "{hours} après le prélèvement"),
    "logged": Text("Transport temperature", "Température du transport"),
    "file_of": Text("file of logger {serial}", "fichier de l'enregistreur {serial}"),
    "file_unread": Text("file kept, not read: {why}", "fichier conservé, non lu : {why}"),
    "file_none": Text("no file kept", "aucun fichier conservé"),
    "found_at_receipt": Text("Found at receipt", "Constats à la réception"),
    "containers": Text("Containers", "Contenants"),
    "other_units": Text("Other units", "Autres unités"),
    "unit": Text("Unit", "Unité"),
    "role": Text("Role", "Rôle"),
    "contents_of": Text("Content", "Contenu"),
    "left": Text("Left", "Reste"),
    "parents": Text("From", "Issu de"),
    "volume": Text("Volume", "Volume"),
    "position": Text("Position", "Emplacement"),
    "state": Text("State", "État"),
    "unit_open": Text("whole", "entière"),
    "unit_used": Text("used", "utilisée"),
    "unit_undone": Text("taken back", "annulée"),
    "kind_master": Text("master batch record", "dossier de lot type"),
    "kind_specification": Text("specification", "spécification"),
    "kind_gate-scope": Text("questions before certification", "questions avant certification"),
    "kind_gating-template": Text("gating template", "modèle de fenêtrage"),
    "kind_independence": Text("independence of signers", "indépendance des signataires"),
    "kind_meanings": Text("meanings of signatures", "signification des signatures"),
    "kind_numbering": Text("numbering", "numérotation"),
    "kind_procurement": Text("procurement and receipt", "prélèvement et réception"),
    "kind_statements": Text("statements", "formules"),
    "kind_screening": Text("screening protocol", "protocole de sélection"),
    "kind_column-mapping": Text("column mapping", "correspondance de colonnes"),
    "kind_session-policy": Text("access", "accès"),
    "no_units": Text("No unit is recorded.", "Aucune unité enregistrée."),
    "no_donor": Text("This lot has no donor.", "Ce lot n'a pas de donneur."),
    "protocol": Text("Protocol", "Protocole"),
    "determination": Text("Determination", "Détermination"),
    "determined": Text("Concluded", "Conclusion le"),
    "by": Text("By", "Par"),
    "signed": Text("Signed", "Signée"),
    "yes": Text("yes", "oui"),
    "no": Text("no", "non"),
    "consent": Text("Consent", "Consentement"),
    "consent_form": Text("form {v}, signed {at}", "formulaire {v}, signé le {at}"),
    "stands": Text("stands", "en vigueur"),
    "withdrawn": Text("withdrawn", "retiré"),
    "ELIGIBLE": Text("eligible", "éligible"),
    "PROVISIONAL": Text("provisionally eligible", "provisoirement éligible"),
    "INELIGIBLE": Text("not eligible", "non éligible"),
    "INCOMPLETE": Text("incomplete", "incomplet"),
    "DEFERRED": Text("deferred", "ajourné"),
    "donor_kept": Text(
        "Answers and test results of the donor are kept in the donor's own record and are never "
        "printed here; the conclusion rests on inputs with the digest below.",
        "Les réponses et résultats du donneur restent dans son propre dossier et ne sont jamais "
        "imprimés ici ; la conclusion repose sur des données dont l'empreinte figure ci-dessous.",
    ),
    "inputs_digest": Text("Digest of the inputs", "Empreinte des données"),
    "issued": Text("Issued", "Émis"),
    "document": Text("Document", "Document"),
    "title": Text("Title", "Intitulé"),
    "effective_from": Text("In force from", "En vigueur le"),
    "digest": Text("Digest (SHA-256)", "Empreinte (SHA-256)"),
    "sponsor": Text("Sponsor", "Promoteur"),
    "trial": Text("Trial", "Essai clinique"),
    "imp_dossier": Text("Trial dossier", "Dossier de l'essai"),
    "site_word": Text("Site", "Site"),
    "name": Text("Name", "Nom"),
    "function": Text("Function", "Fonction"),
    "part": Text("Part in this lot", "Rôle dans ce lot"),
    "user_id": Text("User ID", "Identifiant"),
}

EXECUTED: dict[str, Text] = {
    "asked": Text("What was asked", "Donnée"),
    "limits": Text("Limits", "Limites"),
    "value": Text("Value", "Valeur"),
    "alert": Text("alert", "alerte"),
    "typed": Text("typed", "saisie"),
    "performed": Text("Performed by", "Réalisé par"),
    "recorded_at": Text("recorded {at}", "enregistré le {at}"),
    "not_entered": Text("Not entered.", "Non saisie."),
    "unfilled": Text("NOT FILLED IN", "NON RENSEIGNÉ"),
    "not_applicable": Text("not applicable: {why}", "sans objet : {why}"),
    "corrected": Text("Corrected: {why} – {who}, {at}", "Corrigé : {why} – {who}, {at}"),
    "recomputed": Text("computed again after a correction", "recalculé après une correction"),
    "reason": Text("Reason", "Motif"),
    "void": Text("void", "invalidée"),
    "unwitnessed": Text(
        "Declared without witness: {why} – {who}, {at} – {number}",
        "Déclaré sans témoin : {why} – {who}, {at} – {number}",
    ),
    "signs": Text(
        "▲ ▼ outside the limit · △ ▽ outside the alert limit · ≠ unexpected answer · struck through: "
        "the value before a correction",
        "▲ ▼ hors limite · △ ▽ hors limite d'alerte · ≠ réponse inattendue · rayé : valeur avant "
        "correction",
    ),
    "passage": Text("Passage", "Passage"),
    "vessels": Text("Vessels", "Récipients"),
    "area": Text("Area", "Surface"),
    "seeded": Text("Seeded", "Ensemencé"),
    "density": Text("Density", "Densité"),
    "harvested": Text("Harvested", "Récolté"),
    "viability": Text("Viability", "Viabilité"),
    "doublings": Text("PD", "DP"),
    "cumulative": Text("cPD", "DP cumulés"),
    "doubling_time": Text("DT", "TD"),
    "days": Text("Day", "Jour"),
    "growth_none": Text("No passage has been harvested.", "Aucun passage récolté."),
    "plot_cumulative": Text("Cumulative doublings", "Doublements cumulés"),
    "plot_time": Text("Doubling time, h", "Temps de doublement, h"),
    "plot_days": Text("days since the first seeding", "jours depuis le premier ensemencement"),
    "growth_plot": Text(
        "Plot of cumulative doublings and doubling time against days; its values stand in the table.",
        "Courbe des doublements cumulés et du temps de doublement en fonction des jours ; les valeurs "
        "figurent au tableau.",
    ),
    "convention": Text("Conventions", "Conventions"),
    "convention_doublings": Text(
        "Cumulative doublings, convention ({c}).", "Doublements cumulés, convention ({c})."
    ),
    "growth_legend": Text(
        "PD population doublings, cPD cumulative, DT doubling time. Formulas",
        "DP doublements de population, TD temps de doublement. Formules",
    ),
}

QUALITY: dict[str, Text] = {
    "no_deviations": Text("No deviation is recorded.", "Aucune déviation enregistrée."),
    "no_holds": Text("No hold was placed.", "Aucun blocage posé."),
    "opened": Text("Opened", "Ouverte"),
    "about": Text("About", "Objet"),
    "rule": Text("rule", "règle"),
    "by_person": Text("by a person", "par une personne"),
    "classed": Text("Class", "Classe"),
    "cause": Text("Cause", "Cause"),
    "impact_quality": Text("Impact on quality", "Impact sur la qualité"),
    "impact_patient": Text("Impact on patients", "Impact sur les patients"),
    "action": Text("Action", "Action"),
    "disposition": Text("Decision", "Décision"),
    "no_impact": Text("accepted, no impact", "acceptée, sans impact"),
    "acceptable": Text("accepted, impact acceptable", "acceptée, impact acceptable"),
    "reject": Text("reject", "rejet"),
    "not_decided": Text("not decided", "non statuée"),
    "placed": Text("Placed", "Posé"),
    "lifted": Text("Lifted", "Levé"),
    "meaning": Text("Meaning", "Signification"),
    "at": Text("Date and time", "Date et heure"),
    "factors": Text("Method", "Moyen"),
    "covers": Text("Covers", "Porte sur"),
    "standing": Text("Validity", "Validité"),
    "act_PERFORMED": Text("performed", "réalisé"),
    "act_CORRECTED": Text("corrected", "corrigé"),
    "act_WITNESSED": Text("witnessed", "en présence de"),
    "act_CHECKED": Text("checked", "contrôlé"),
    "act_ANALYSED": Text("analysed", "analysé"),
    "act_PROD-REVIEWED": Text("production review", "revue de production"),
    "act_QC-APPROVED": Text("approval of results", "approbation des résultats"),
    "act_TRAIL-REVIEWED": Text("review of the audit trail", "revue de la piste d'audit"),
    "act_QA-APPROVED": Text("quality approval", "approbation par l'assurance qualité"),
    "act_CERTIFIED": Text("certification", "certification"),
    "act_DECLINED": Text("refusal", "refus"),
    "act_SPONSOR-RELEASED": Text("release by the sponsor", "libération par le promoteur"),
    "act_DISPOSED": Text("decision on a deviation", "décision sur une déviation"),
    "act_ELIGIBLE": Text("donor eligibility", "éligibilité du donneur"),
    "act_ELIGIBLE-CONFIRMED": Text(
        "confirmation of donor eligibility", "confirmation de l'éligibilité du donneur"
    ),
    "act_APPROVED": Text("approval of a document", "approbation d'un document"),
    "part_order": Text("order", "ordre"),
    "part_record": Text("record", "enregistrement"),
    "part_results": Text("results", "résultats"),
    "part_quality": Text("quality", "qualité"),
    "part_trail": Text("audit trail", "piste d'audit"),
    "part_units": Text("units", "unités"),
    "part_review": Text("decision", "décision"),
    "valid": Text("valid", "valable"),
    "voided": Text(
        "void since {at}: covered content changed", "invalidée le {at} : contenu couvert modifié"
    ),
    "no_signatures": Text("No signature yet.", "Aucune signature."),
    "factor_password": Text("password", "mot de passe"),
    "factor_totp": Text("one-time code", "code à usage unique"),
    "signatures_lead": Text(
        "Signatures of people, in order of time. Each is bound to its content by a SHA-256 digest; the "
        "full manifests are attached as signatures.json.",
        "Signatures des personnes, par ordre chronologique. Chacune est liée à son contenu par une "
        "empreinte SHA-256 ; les manifestes complets sont joints dans signatures.json.",
    ),
    "question": Text("Question", "Question"),
    "answer": Text("Answer", "Réponse"),
    "blocks": Text("B", "B"),
    "frozen_at": Text(
        "As answered at the decision, {at}.", "Réponses au moment de la décision, {at}."
    ),
    "live_at": Text(
        "As of {at}; no decision has been made.", "Au {at} ; aucune décision prononcée."
    ),
    "legend_bj": Text(
        "B blocks; J may be passed with a signed justification.",
        "B bloque ; J peut être levée par une justification signée.",
    ),
}

TRAIL: dict[str, Text] = {
    "trail_lead": Text(
        "Of {n} events, those that are not a first entry, its verification or a first result. The whole "
        "chain is attached as events.jsonl.",
        "Sur {n} évènements, ceux qui ne sont ni une première saisie, ni sa vérification, ni un premier "
        "résultat. La chaîne entière est jointe dans events.jsonl.",
    ),
    "event": Text("No.", "N°"),
    "verb": Text("What was done", "Action"),
    "who": Text("Who", "Qui"),
    "state_after": Text("State after", "État après"),
    "routine": Text("Not listed: {list}.", "Non listés : {list}."),
    "refused": Text("refused", "refusé"),
    "link": Text("Link", "Maillon"),
}

PAGE: dict[str, Text] = {
    "page": Text("Page", "Page"),
    "generated": Text("Generated", "Généré le"),
    "fingerprint": Text("Digest", "Empreinte"),
    "authorisation_no": Text("Authorisation", "Autorisation"),
    "stamp_demo": Text("DEMONSTRATION – NOT VALID", "DÉMONSTRATION – SANS VALEUR"),
    "stamp_draft": Text("DRAFT", "BROUILLON"),
    "stamp_declined": Text("REJECTED", "REFUSÉ"),
    "paper": Text(
        "The original is the sealed electronic file; verify with the digest on the last page.",
        "L'original est le fichier électronique cacheté ; vérifier avec l'empreinte en dernière page.",
    ),
    "paper_draft": Text(
        "A draft is not sealed and proves nothing.",
        "Un brouillon n'est pas cacheté et ne prouve rien.",
    ),
    "record_digest": Text("Digest of the record (SHA-256)", "Empreinte du dossier (SHA-256)"),
    "log_position": Text("Position in the log", "Position dans le journal"),
    "position_of": Text("event {seq} of {stream}, {at}", "évènement {seq} de {stream}, {at}"),
    "head_hash": Text("Link of the chain at that event", "Maillon de la chaîne à cet évènement"),
    "seal": Text("Seal of the organisation", "Cachet électronique de l'organisme"),
    "seal_level": Text("Level", "Niveau"),
    "seal_words": Text(
        "{level}, no time-stamp authority configured",
        "{level}, aucune autorité d'horodatage configurée",
    ),
    "no_seal": Text("none: this is a draft", "aucun : ceci est un brouillon"),
    "attachments": Text("Attachments of this file", "Pièces jointes à ce fichier"),
    "file": Text("File", "Fichier"),
    "size": Text("Size", "Taille"),
    "bytes": Text("{n} bytes", "{n} octets"),
    "a_record": Text(
        "the record of the lot, machine-readable (RFC 8785)",
        "le dossier du lot, lisible par machine (RFC 8785)",
    ),
    "a_signatures": Text(
        "the manifests of all signatures", "les manifestes de toutes les signatures"
    ),
    "a_events": Text(
        "the audit trail, one event a line, chained",
        "la piste d'audit, un évènement par ligne, chaînée",
    ),
    "verify": Text("How to verify without us", "Comment vérifier sans nous"),
    "verify_1": Text(
        "Open this file in a reader that shows signatures, or run “pdfsig” on it: one seal, over the "
        "entire file, no change since.",
        "Ouvrir ce fichier dans un lecteur qui affiche les signatures, ou lui appliquer « pdfsig » : un "
        "seul cachet, sur tout le fichier, aucune modification depuis.",
    ),
    "verify_2": Text(
        "Save the attachments (“pdfdetach -saveall”) and compute their SHA-256 (“sha256sum”): they are "
        "the digests of the table above, and that of record.json is the digest printed on every page.",
        "Extraire les pièces jointes (« pdfdetach -saveall ») et calculer leur SHA-256 (« sha256sum ») : "
        "ce sont les empreintes du tableau ci-dessus ; celle de record.json figure sur chaque page.",
    ),
    "verify_3": Text(
        "In events.jsonl, each “hash” is SHA-256(02 · prev · SHA-256(00 · body)), the bytes 02 and 00 "
        "in front, “prev” as 32 bytes, “body” in its RFC 8785 form; the last one is the link above.",
        "Dans events.jsonl, chaque « hash » est SHA-256(02 · prev · SHA-256(00 · body)), octets 02 et 00 "
        "en tête, « prev » en 32 octets, « body » sous sa forme RFC 8785 ; le dernier est le maillon "
        "ci-dessus.",
    ),
    "made_by": Text("Made by", "Produit par"),
    "asked_by": Text("asked for by {who}", "à la demande de {who}"),
    "qr_alt": Text(
        "QR code with document number, lot and digest",
        "Code QR : numéro de document, lot et empreinte",
    ),
}

PARTS = (
    CERTIFICATE, ANALYSIS, SECTIONS, REVIEW, IDENTITY, EXECUTED, QUALITY, TRAIL, PAGE, MEASURED,
)  # fmt: skip


def words(lang: str) -> dict[str, str]:
    """Give all words of a dossier in one language."""
    return {code: spaced(text[lang], lang) for part in PARTS for code, text in part.items()}
