"""The demo's ground: site, people, study, products, and every document in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pyotp

from batches.people import SYSTEM, Grant
from batches.text import Text
from elnapp.custody import service as custody
from elnapp.custody.service import NewPlace
from elnapp.demo.people import ADMINISTRATOR, PASSWORD, PEOPLE, SITE, Person
from elnapp.demo.story import Story, seed_of
from elnapp.documents import service as documents
from elnapp.people import service as people
from elnapp.people.service import NewAccount, NewProduct, NewSite, NewStudy

STUDY = "NCT05947682"
ZONE = "Europe/Paris"
AUTHOR, QA, SECOND = "sroux", "amartin", "hlefevre"


def lay_ground(story: Story) -> None:
    """Set up an empty store: who works here, on what, by which documents."""
    place = NewSite(
        SITE, "Saint-Louis (démonstration)", ZONE, "FR", "Unité de thérapie cellulaire",
        "Hôpital de démonstration", "DEMO-UTC-0001",
    )  # fmt: skip
    administrator = _account(ADMINISTRATOR, "*")
    people.bootstrap(story.house, place, administrator, PASSWORD, must_change=False)
    _ready(story, ADMINISTRATOR)
    for person in PEOPLE:
        people.create_account(
            story.house, story.call(SYSTEM.id), _account(person, SITE), PASSWORD, must_change=False
        )
        for role in person.roles:
            people.grant(story.house.kernel, story.call(SYSTEM.id), person.login, Grant(role, SITE))
        _ready(story, person)
    _open_study(story)
    for text in documents.library():
        _put_in_force(story, text)
    _furnish(story)


def _account(person: Person, site: str) -> NewAccount:
    evidence = "DEMONSTRATION: nobody was seen"
    return NewAccount(person.login, person.name, person.function, site, evidence, person.lang)


def _ready(story: Story, person: Person) -> None:
    """Give a person the second factor whose codes the command line prints."""
    seed = seed_of(person.login)
    call = story.call(person.login)
    people.enrol_totp(story.house.kernel, call, person.login, seed, pyotp.TOTP(seed).at(call.at))


def _open_study(story: Story) -> None:
    kernel = story.house.kernel
    title = Text(
        "Allogeneic adipose-derived mesenchymal stromal cells for severe systemic sclerosis",
        "Cellules stromales mésenchymateuses allogéniques du tissu adipeux pour la sclérodermie "
        "systémique sévère",
    )
    study = NewStudy(STUDY, SITE, title, "Promoteur de démonstration", "2026-500000-00-00", "v1.0")
    people.create_study(kernel, story.call(SYSTEM.id), study)
    name = Text("MSC(AT), dispersion for infusion", "CSM(AT), dispersion pour perfusion")
    people.create_product(kernel, story.call(SYSTEM.id), NewProduct("MSC-AT", name, "AT"))
    cord = Text("MSC(UC), dispersion for infusion", "CSM(CO), dispersion pour perfusion")
    people.create_product(kernel, story.call(SYSTEM.id), NewProduct("MSC-UC", cord, "UC"))


PLACES = (
    ("SLS-R1", "room", "", "Salle de réception", 0),
    ("SLS-FR1", "equipment", "SLS-R1", "Réfrigérateur de quarantaine 2–8 °C", 0),
    ("SLS-FR1-A", "position", "SLS-FR1", "Clayette A", 12),
    ("SLS-R2", "room", "", "Salle de stockage", 0),
    ("SLS-R3", "room", "", "Salle de culture, PSM E01", 0),
    ("SLS-E02", "equipment", "SLS-R3", "Incubateur à CO₂ E02", 0),
    ("SLS-E02-A", "position", "SLS-E02", "Étagère A", 20),
    ("SLS-FZ1", "equipment", "SLS-R2", "Congélateur −80 °C, sérothèque", 0),
    ("SLS-FZ1-A", "position", "SLS-FZ1", "Tiroir A", 60),
    ("SLS-LN1", "equipment", "SLS-R2", "Cuve d'azote, quarantaine", 0),
    ("SLS-LN1-A1", "position", "SLS-LN1", "Canister A, étage 1", 5),
    ("SLS-LN1-A2", "position", "SLS-LN1", "Canister A, étage 2", 5),
    ("SLS-LN1-V1", "position", "SLS-LN1", "Canister V, cryotubes", 60),
)


def _furnish(story: Story) -> None:
    """Name the places of the site, each with its printed code."""
    for code, kind, parent, name, room in PLACES:
        # Keys of their own: the stream of a site is shared by stories that begin again.
        call = replace(story.call(AUTHOR, minutes=0), key=f"demo/place/{code}")
        given = NewPlace(SITE, code, kind, name, room, parent)
        custody.add_place(story.house.kernel, call, given)


def _put_in_force(story: Story, text: documents.Draft) -> None:
    """Draft, submit, approve twice, make effective: as for any document.

    A successor that names its first day waits for it; its predecessor holds until then.
    """
    kernel = story.house.kernel
    version = documents.draft(kernel, story.call(AUTHOR), text, site=SITE)["id"]
    documents.submit(kernel, story.call(AUTHOR), version)
    for login in (QA, SECOND):
        story.signed(login, lambda call, proof: documents.approve(kernel, call, version, proof))
    begins = max(today(story), text.valid_from or today(story))
    documents.make_effective(kernel, story.call(QA), version, begins)


def today(story: Story) -> date:
    """Give the civil day of the story at the site."""
    return story.clock().astimezone(ZoneInfo(ZONE)).date()
