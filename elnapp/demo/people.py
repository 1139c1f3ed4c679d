"""The people of the demo study: made-up names, one password, second factors that can be printed."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "Demo-elnapp-2026!"  # noqa: S105 - demo stores only; production has no default account
SITE = "SLS"


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the study: `roles` at the demo site; "*" for the house."""

    login: str
    name: str
    function: str
    roles: tuple[str, ...]
    lang: str = "fr"


ADMINISTRATOR = Person("abernard", "Alain Bernard", "Administrateur", ("administrator",))
PEOPLE = (
    Person("cmoreau", "Claire Moreau", "Technicienne", ("technician",)),
    Person("tnguyen", "Thomas Nguyen", "Technicien", ("technician",)),
    Person("sroux", "Sophie Roux", "Responsable de production", ("head_production",)),
    Person("jpetit", "Julien Petit", "Analyste du contrôle de la qualité", ("qc_analyst",)),
    Person("hlefevre", "Hélène Lefèvre", "Responsable du contrôle de la qualité", ("head_qc",)),
    Person("dgarnier", "Dr Denis Garnier", "Médecin responsable du donneur", ("donor_physician",)),
    Person("amartin", "Anne Martin", "Assurance qualité", ("qa",)),
    Person("qfaure", "Dr Quentin Faure", "Personne qualifiée", ("qp",)),
    Person("pdubois", "Pauline Dubois", "Pharmacienne", ("pharmacist",)),
    Person("slambert", "Simon Lambert", "Délégué du promoteur", ("sponsor_delegate",), "en"),
    Person("iweber", "Ingrid Weber", "Auditor", ("auditor",), "en"),
)
