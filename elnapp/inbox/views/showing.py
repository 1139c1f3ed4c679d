"""How files and readings are laid out, and what forms about them offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from batches.text import Text
from elnapp.inbox import queries
from elnapp.inbox.service import Sender
from elnapp.people import queries as people
from elnapp.readers import Limits
from elnapp.record import NotPermitted, Refused
from elnapp.web.forms import PageForm, attach
from elnapp.web.house import actor, house, reading
from elnapp.web.locale import words

KIND_WORDS: dict[str, Text] = {
    "cell_count": Text("cell count", "numération cellulaire"),
    "flow_events": Text("flow cytometry", "cytométrie en flux"),
    "plate": Text("plate", "plaque"),
    "temperature_series": Text("temperatures", "températures"),
    "endotoxin": Text("endotoxin", "endotoxines"),
    "count": Text("count", "comptage"),
    "chemistry": Text("chemistry", "chimie"),
}
ROUTE_WORDS: dict[str, Text] = {
    "page": Text("sent from a page", "envoyé depuis une page"),
    "agent": Text("sent by an agent", "envoyé par un agent"),
}
QUANTITY_WORDS: dict[str, Text] = {
    "viable_cell_density": Text("Viable cells", "Cellules viables"),
    "viability": Text("Viability", "Viabilité"),
    "total_cell_density": Text("All cells", "Cellules totales"),
    "dead_cell_density": Text("Dead cells", "Cellules mortes"),
    "event_count": Text("Events", "Événements"),
    "average_total_cell_diameter": Text("Mean diameter", "Diamètre moyen"),
    "cell_diameter_standard_deviation": Text("Spread of the diameter", "Écart-type du diamètre"),
    "cell_density_dilution_factor": Text("Dilution factor", "Facteur de dilution"),
    "percentage_of_cells_with_five_or_more": Text(
        "Cells in aggregates of five or more", "Cellules en agrégats de cinq et plus"
    ),
    "sample_volume_setting": Text("Sample volume", "Volume d'échantillon"),
    "dilution_volume": Text("Dilution volume", "Volume de dilution"),
}
FIRST = tuple(QUANTITY_WORDS)
STATES = ("open", "held", "used", "aside", "all")
STATE_WORDS: dict[str, Text] = {
    "": Text("Waiting", "En attente"),
    "held": Text("Held", "Retenues"),
    "used": Text("Linked", "Rattachées"),
    "aside": Text("Set aside", "Écartées"),
    "all": Text("All", "Toutes"),
}


def sender() -> Sender:
    """Give what receiving needs of the application."""
    here = house()
    return Sender(here.kernel, here.files, Limits.of(here.settings))


def name_of(quantity: str) -> str:
    """Name a quantity; one without words of its own shows its code."""
    return words(QUANTITY_WORDS.get(quantity, Text(*(quantity.replace("_", " "),) * 2)))


def noted(note: Mapping[str, Any]) -> str:
    """Say a stored note of a reader in the language of the page."""
    return words(Text(str(note.get("en", note["code"])), str(note.get("fr", note["code"]))))


def ordered(quantities: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Give the quantities of a reading, those that people ask for first."""
    place = {name: at for at, name in enumerate(FIRST)}
    return sorted(quantities.items(), key=lambda pair: (place.get(pair[0], len(FIRST)), pair[0]))


def offer(form: Any) -> None:
    """Offer the person's sites, the single one chosen already, and their registered instruments."""
    held = actor()
    with reading() as session:
        sites = people.sites(session, held)
        found = {
            i.code: f"{i.code} – {words(i.name)} ({i.model})"
            for s in sites
            for i in queries.register(
                session, s.code, house().clock()
            ).register.instruments.values()
        }
    form.site.choices = [(s.code, f"{s.code} – {s.name}") for s in sites]
    if len(sites) == 1 and not form.is_submitted():
        form.site.data = sites[0].code
    form.instrument.choices = [("", _("As the file says")), *sorted(found.items())]


def say(form: PageForm, refused: Refused) -> None:
    """Say a refusal on the form's own page; one of the policy is a page of its own."""
    if isinstance(refused, NotPermitted):
        raise refused
    attach(form, refused.findings)


def crumbs() -> list[tuple[str, str]]:
    """Give the way back to the inbox."""
    return [(_("Readings"), url_for("inbox.index"))]


def context() -> dict[str, Any]:
    """Give what every page about readings shows with."""
    return {
        "kinds": KIND_WORDS, "routes": ROUTE_WORDS, "quantity": name_of, "noted": noted,
        "ordered": ordered,
    }  # fmt: skip
