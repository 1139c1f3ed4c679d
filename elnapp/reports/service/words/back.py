"""Words of what follows the record: quality, trail, and every page's edges."""

from __future__ import annotations

from batches.text import Text

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
