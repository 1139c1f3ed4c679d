"""What each verb means, in words: the audit trail and the page of rights read from here."""

from __future__ import annotations

from batches.text import Text

VERBS: dict[str, Text] = {
    "people.found": Text("found the store", "ouvrir le registre"),
    "people.create_account": Text("create an account", "créer un compte"),
    "people.grant": Text("grant a role", "attribuer un rôle"),
    "people.revoke": Text("revoke a role", "retirer un rôle"),
    "people.unlock": Text("unlock an account", "déverrouiller un compte"),
    "people.deactivate": Text("deactivate an account", "désactiver un compte"),
    "people.reset_password": Text("reset a password", "réinitialiser un mot de passe"),
    "people.change_password": Text("change one's password", "changer son mot de passe"),
    "people.enrol_totp": Text("enrol a second factor", "enregistrer un second facteur"),
    "people.sign_in": Text("sign in", "se connecter"),
    "people.sign_out": Text("sign out", "se déconnecter"),
    "people.refuse": Text("access refused", "accès refusé"),
    "people.create_site": Text("create a site", "créer un site"),
    "people.create_study": Text("create a study", "créer une étude"),
    "people.create_product": Text("create a product", "créer un produit"),
    "documents.draft": Text("draft a version", "rédiger une version"),
    "documents.submit": Text("submit a version for review", "soumettre une version à la revue"),
    "documents.approve": Text("approve a version", "approuver une version"),
    "documents.make_effective": Text("make a version effective", "mettre une version en vigueur"),
    "documents.retire": Text("retire a version", "retirer une version"),
    "quality.open_deviation": Text("open a deviation", "ouvrir une déviation"),
    "quality.assess_deviation": Text("assess a deviation", "évaluer une déviation"),
    "quality.dispose_deviation": Text("decide on a deviation", "statuer sur une déviation"),
    "quality.place_hold": Text("place a hold", "poser un blocage"),
    "quality.lift_hold": Text("lift a hold", "lever un blocage"),
    "donors.enrol": Text("enrol a donor", "inscrire un donneur"),
    "donors.consent": Text("record a consent", "enregistrer un consentement"),
    "donors.withdraw": Text(
        "record the withdrawal of consent", "enregistrer le retrait du consentement"
    ),
    "donors.screen": Text("record a screening", "enregistrer la sélection d'un donneur"),
    "donors.determine": Text("determine eligibility", "statuer sur l'éligibilité"),
    "donors.donate": Text("record a donation", "enregistrer un don"),
    "procurement.procure": Text("record a procurement", "enregistrer un prélèvement"),
    "procurement.hand_over": Text("hand over material", "remettre un prélèvement"),
    "procurement.scan": Text("scan at receipt", "scanner à la réception"),
    "procurement.receive": Text("receive material", "réceptionner un prélèvement"),
    "procurement.label": Text("make a label", "créer une étiquette"),
    "lots.issue": Text("issue a lot", "émettre un lot"),
    "lots.open_repetition": Text("open a repetition", "ouvrir une répétition"),
    "lots.record": Text("record a step", "saisir une étape"),
    "lots.correct": Text("correct an entry", "corriger une saisie"),
    "lots.witness": Text("witness a step", "attester sa présence à une étape"),
    "lots.check": Text("check a step", "contrôler une étape"),
    "lots.sign_step": Text("sign a step", "signer une étape"),
    "lots.declare_unwitnessed": Text(
        "declare a step not witnessed", "déclarer une étape sans témoin"
    ),
    "custody.draw": Text("draw from a unit", "prélever sur une unité"),
    "custody.move": Text("move a unit", "déplacer une unité"),
    "custody.add_place": Text("add a place", "ajouter un emplacement"),
    "custody.open_stock": Text("open older stock", "reprendre un stock antérieur"),
    "custody.print_label": Text("print a label", "imprimer une étiquette"),
    "custody.verify_label": Text("verify a label", "vérifier une étiquette"),
    "custody.apply_label": Text("apply a label", "apposer une étiquette"),
    "custody.destroy_label": Text("destroy a label", "détruire une étiquette"),
    "results.enter": Text("enter a result", "saisir un résultat"),
    "results.invalidate": Text("invalidate a result", "invalider un résultat"),
    "release.review_production": Text(
        "review the production record", "revoir le dossier de fabrication"
    ),
    "release.approve_results": Text("approve the results", "approuver les résultats"),
    "release.review_trail": Text("review the audit trail", "revoir la piste d'audit"),
    "release.approve": Text("approve the lot (QA)", "approuver le lot (AQ)"),
    "release.certify": Text("certify containers", "certifier des contenants"),
    "release.decline": Text("decline to certify", "refuser le lot"),
    "release.release_to_site": Text("release for a site", "libérer pour un centre"),
    "reports.request": Text("request a document", "demander un document"),
    "reports.seal": Text("seal a document", "apposer le cachet sur un document"),
}
"""Each verb of POLICY as a person reads it."""
