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
    "donors.keep_scan": Text(
        "keep a scan of a signed form", "conserver la copie numérisée d'un formulaire signé"
    ),
    "donors.see_scan": Text(
        "look at a scan of a signed form", "consulter la copie numérisée d'un formulaire signé"
    ),
    "donors.screen": Text("record a screening", "enregistrer la sélection d'un donneur"),
    "donors.determine": Text("determine eligibility", "statuer sur l'éligibilité"),
    "donors.confirm": Text("confirm a determination", "confirmer une conclusion d'éligibilité"),
    "donors.reschedule": Text("plan the donation for another day", "reporter ou avancer le don"),
    "donors.inform": Text(
        "record new information about a donor", "enregistrer une information sur un donneur"
    ),
    "donors.donate": Text("record a donation", "enregistrer un don"),
    "markers.request": Text("request tests of markers", "demander des examens de marqueurs"),
    "markers.sample": Text("record a sample of the donor", "enregistrer un échantillon du donneur"),
    "markers.enter": Text("enter a marker result", "saisir un résultat de marqueur"),
    "markers.correct": Text("correct a marker result", "corriger un résultat de marqueur"),
    "markers.verify": Text("verify marker results", "vérifier des résultats de marqueurs"),
    "markers.conclude": Text("conclude on a marker", "conclure sur un marqueur"),
    "markers.register_lot": Text("register a lot of a kit", "enregistrer un lot de réactif"),
    "markers.receive_file": Text(
        "receive a laboratory's file", "recevoir un fichier de laboratoire"
    ),
    "markers.take_file": Text("take a laboratory's file", "reprendre un fichier de laboratoire"),
    "markers.refuse_file": Text("refuse a laboratory's file", "refuser un fichier de laboratoire"),
    "procurement.procure": Text("record a procurement", "enregistrer un prélèvement"),
    "procurement.hand_over": Text("hand over material", "remettre un prélèvement"),
    "procurement.pass_on": Text(
        "record a courier's taking or delivery",
        "enregistrer une prise en charge ou une livraison par un coursier",
    ),
    "procurement.scan": Text("scan at receipt", "scanner à la réception"),
    "procurement.receive": Text("receive material", "réceptionner un prélèvement"),
    "procurement.label": Text("make a label", "créer une étiquette"),
    "lots.issue": Text("issue a lot", "émettre un lot"),
    "lots.open_repetition": Text("open a repetition", "ouvrir une répétition"),
    "lots.record": Text("record a step", "saisir une étape"),
    "lots.correct": Text("correct an entry", "corriger une saisie"),
    "lots.add_image": Text(
        "send the picture of a field", "envoyer l'image d'un champ de microscope"
    ),
    "lots.attach": Text("link a reading to an entry", "rattacher une mesure à une saisie"),
    "lots.witness": Text("witness a step", "attester sa présence à une étape"),
    "lots.check": Text("check a step", "contrôler une étape"),
    "lots.sign_step": Text("sign a step", "signer une étape"),
    "lots.state_keeping": Text(
        "state a lot's expiry or last use",
        "indiquer la péremption ou la dernière utilisation d'un lot",
    ),
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
    "inbox.receive": Text("receive an instrument's file", "recevoir un fichier d'instrument"),
    "inbox.reread": Text("read a file again", "relire un fichier"),
    "inbox.set_aside": Text("set a reading aside", "écarter une mesure"),
    "people.issue_agent": Text("issue an agent's token", "délivrer le jeton d'un agent"),
    "people.end_agent": Text("end an agent", "arrêter un agent"),
    "results.enter": Text("enter a result", "saisir un résultat"),
    "results.judge_panel": Text("judge a panel", "juger un panel"),
    "results.move_gate": Text("move the gates of a panel", "déplacer les fenêtres d'un panel"),
    "results.decide_move": Text("decide on moved gates", "statuer sur des fenêtres déplacées"),
    "results.invalidate": Text("invalidate a result", "invalider un résultat"),
    "results.review": Text("review results", "relire des résultats"),
    "results.follow_sample": Text("follow a sample", "suivre un échantillon"),
    "results.investigate": Text(
        "conclude the laboratory investigation", "conclure l'investigation au laboratoire"
    ),
    "results.plan_retest": Text("plan retests", "planifier de nouveaux essais"),
    "results.approve_retest": Text(
        "approve a plan of retests", "approuver un plan de nouveaux essais"
    ),
    "results.conclude_oos": Text(
        "conclude on a result out of specification", "conclure sur un hors spécification"
    ),
    "release.review_production": Text(
        "review the production record", "revoir le dossier de fabrication"
    ),
    "release.approve_results": Text("approve the results", "approuver les résultats"),
    "release.review_trail": Text("review the audit trail", "revoir la piste d'audit"),
    "release.approve": Text("approve the lot (QA)", "approuver le lot (AQ)"),
    "release.certify": Text("certify containers", "certifier des contenants"),
    "release.decline": Text("decline to certify", "refuser le lot"),
    "release.release_to_site": Text("release for a site", "libérer pour un centre"),
    "vault.record": Text("record an identity", "saisir une identité"),
    "vault.correct": Text("correct an identity", "corriger une identité"),
    "vault.look": Text("look at an identity", "consulter une identité"),
    "vault.search": Text("search identities", "rechercher une identité"),
    "vault.ask": Text(
        "ask to open an identity in an emergency", "demander l'ouverture d'une identité en urgence"
    ),
    "vault.approve": Text(
        "approve the opening of an identity", "autoriser l'ouverture d'une identité"
    ),
    "vault.decline": Text(
        "decline the opening of an identity", "refuser l'ouverture d'une identité"
    ),
    "vault.open": Text("open an identity in an emergency", "ouvrir une identité en urgence"),
    "vault.acknowledge": Text(
        "take note of an emergency opening", "prendre acte d'une ouverture en urgence"
    ),
    "vault.ask_shred": Text(
        "ask to destroy the key of an identity", "demander la destruction de la clé d'une identité"
    ),
    "vault.keep": Text(
        "keep an identity whose key was to be destroyed",
        "conserver une identité dont la clé devait être détruite",
    ),
    "vault.shred": Text("destroy the key of an identity", "détruire la clé d'une identité"),
    "vault.escrow": Text("export keys to escrow", "exporter des clés sous séquestre"),
    "vault.restore": Text("restore keys from escrow", "restaurer des clés du séquestre"),
    "reports.request": Text("request a document", "demander un document"),
    "reports.seal": Text("seal a document", "apposer le cachet sur un document"),
}
"""Each verb of POLICY as a person reads it."""
