"""What pages about documents have in common: words, signatures, and who may do what here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from batches.master import Master
from batches.people import Proof
from batches.policy import ROLES, permitted
from batches.specification import Specification
from batches.text import Text
from batches.verbs import VERBS
from batches.verdict import Finding
from elnapp.documents import service
from elnapp.documents.queries import Version
from elnapp.documents.service import Draft
from elnapp.people import service as people
from elnapp.people.views import origin
from elnapp.record import Head
from elnapp.signing.queries import SignatureView
from elnapp.web.house import actor, house
from elnapp.web.locale import site_zone, words

KINDS: dict[str, Text] = {
    "master": Text("Master batch record", "Dossier de lot type"),
    "specification": Text("Specification", "Spécification"),
    "sampling-plan": Text("Sampling plan", "Plan d'échantillonnage"),
    "screening": Text("Donor screening", "Sélection du donneur"),
    "consent-form": Text("Consent form", "Formulaire de consentement"),
    "gate-scope": Text("Scope of the gate", "Périmètre de la certification"),
    "gating-template": Text("Gating template", "Modèle de fenêtrage"),
    "meanings": Text("Signature meanings", "Significations des signatures"),
    "statements": Text("Statements", "Formules"),
    "independence": Text("Independence of people", "Indépendance des personnes"),
    "numbering": Text("Numbering", "Numérotation"),
    "column-mapping": Text("Column mapping", "Correspondance de colonnes"),
    "marker-protocol": Text("Infectious markers", "Marqueurs infectieux"),
    "laboratory-register": Text("Register of laboratories", "Registre des laboratoires"),
    "instrument-register": Text("Register of instruments", "Registre des instruments"),
    "kit-register": Text("Register of kits", "Registre des réactifs"),
    "result-mapping": Text("Mapping of results", "Correspondance de résultats"),
    "procurement": Text("Procurement and receipt", "Prélèvement et réception"),
    "session-policy": Text("Sessions and access", "Sessions et accès"),
    "vault-policy": Text("Identities", "Identités"),
    "retention": Text("Retention", "Conservation"),
}
"""Kinds of documents in words; one that is not here shows its code."""

FACTORS: dict[str, Text] = {
    "password": Text("password", "mot de passe"),
    "totp": Text("one-time code", "code à usage unique"),
}


def kind_words(kind: str) -> Text:
    """Give the words of a kind."""
    return KINDS.get(kind) or Text(kind, kind)


def today() -> date:
    """Give the civil day at the reader's site."""
    return house().clock().astimezone(site_zone()).date()


def proved(form: Any) -> Proof:
    """Check what the form asks of the person signed in, before the command that signs."""
    login, code = str(current_user.login), str(form.otp.data or "") if "otp" in form else None
    return people.check_credentials(
        house(), login, str(form.password.data), code, "signature", origin()
    )


def signed(views: Iterable[SignatureView]) -> list[dict[str, Any]]:
    """Give signatures as the macro of the signature pages shows them."""
    return [
        {
            "name": v.signer_name,
            "role": ROLES.get(v.role, v.role),
            "meaning": v.manifest.get("statement") or v.manifest["meaning"]["text"],
            "at": v.at,
            "method": _method(v.manifest),
            "digest": v.digest,
            "void": not v.stands,
            "void_why": _void_words(v),
            "void_at": v.voided_at,
        }
        for v in views
    ]


def allowed(head: Head, verbs: Iterable[str]) -> dict[str, bool]:
    """Tell for each verb, by its last word, whether the reader may do it on this record."""
    return {
        v.partition(".")[2]: bool(permitted(v, actor(), head.site, head.study, head.state))
        for v in verbs
    }


def what_is_wrong(version: Version) -> tuple[Finding, ...]:
    """Give what keeps a draft from review; a version that was submitted has nothing left."""
    return service.faults(service.of(version)) if version.state == "draft" else ()


def outline(version: Version) -> Master | Specification | None:
    """Give the body of a master or a specification as its rule reads it, when nothing is wrong."""
    draft: Draft = service.of(version)
    if version.kind not in {"master", "specification"} or service.faults(draft):
        return None
    read = Master.from_body if version.kind == "master" else Specification.from_body
    found: Master | Specification = read(version.body)
    return found


def _method(manifest: Mapping[str, Any]) -> Text:
    known = [FACTORS.get(f, Text(f, f)) for f in manifest.get("factors", ())]
    return Text(" + ".join(w.en for w in known), " + ".join(w.fr for w in known))


def _void_words(view: SignatureView) -> str:
    cause = VERBS.get(view.void_cause or "")
    if view.stands:
        return ""
    why = words(cause) if cause else (view.void_cause or "")
    return str(_("No longer valid: what it covers has changed (%(cause)s).", cause=why))
