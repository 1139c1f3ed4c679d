"""The states of records, in words. What leads from one to the next stands in `lifecycle`."""

from __future__ import annotations

from batches.text import Text

LOT_STATES: dict[str, Text] = {
    "issued": Text("issued", "émis"),
    "in_process": Text("in process", "en cours"),
    "completed": Text("production completed", "production terminée"),
    "approved": Text("approved by QA", "approuvé par l'AQ"),
    "certified": Text("certified", "certifié"),
    "released": Text("released by the sponsor", "libéré par le promoteur"),
    "declined": Text("refused", "refusé"),
}
DOCUMENT_STATES: dict[str, Text] = {
    "draft": Text("draft", "projet"),
    "review": Text("in review", "en revue"),
    "approved": Text("approved", "approuvé"),
    "effective": Text("effective", "en vigueur"),
    "retired": Text("retired", "retiré"),
}
DONOR_STATES: dict[str, Text] = {
    "enrolled": Text("enrolled", "inscrit"),
    "consented": Text("consented", "consentement recueilli"),
    "screening": Text("in screening", "sélection en cours"),
    "deferred": Text("deferred", "ajourné"),
    "screen_failed": Text("screen failure", "non retenu à la sélection"),
    "incomplete": Text("incomplete", "incomplet"),
    "provisional": Text("provisionally eligible", "provisoirement éligible"),
    "collected": Text("collected", "prélevé"),
    "pending": Text("results awaited", "résultats attendus"),
    "eligible": Text("eligible", "éligible"),
    "ineligible": Text("ineligible", "non éligible"),
    "questioned": Text("to be determined again", "éligibilité à réévaluer"),
    "withdrawn": Text("withdrawn", "consentement retiré"),
}
DONATION_STATES: dict[str, Text] = {
    "procured": Text("procured", "prélevé"),
    "handed_over": Text("handed over", "remis"),
    "received": Text("received", "réceptionné"),
    "refused": Text("refused at receipt", "refusé à la réception"),
}
ACCOUNT_STATES: dict[str, Text] = {
    "new": Text("new", "nouveau"),
    "active": Text("active", "actif"),
    "locked": Text("locked", "verrouillé"),
    "inactive": Text("inactive", "désactivé"),
}
DEVIATION_STATES: dict[str, Text] = {
    "open": Text("open", "ouverte"),
    "assessed": Text("assessed", "évaluée"),
    "closed": Text("closed", "close"),
}
IDENTITY_STATES: dict[str, Text] = {
    "held": Text("identity held", "identité conservée"),
    "asked": Text("opening asked for", "ouverture demandée"),
    "opened": Text("opened in an emergency", "ouverte en urgence"),
    "leaving": Text("destruction of the key asked for", "destruction de la clé demandée"),
    "shredded": Text("key destroyed", "clé détruite"),
}

STATES: dict[str, Text] = {
    **IDENTITY_STATES,
    **DEVIATION_STATES,
    **ACCOUNT_STATES,
    **DONOR_STATES,
    **DONATION_STATES,
    **DOCUMENT_STATES,
    **LOT_STATES,
}
"""Every state by its code; a lot's word stands where a document has one of the same code."""
