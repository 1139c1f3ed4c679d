"""The demo's ground: site, people, study, products, and every document in force."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pyotp

from batches.people import SYSTEM, Grant
from batches.text import Text
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


def _put_in_force(story: Story, text: documents.Draft) -> None:
    """Draft, submit, approve twice, make effective: as for any document."""
    kernel = story.house.kernel
    version = documents.draft(kernel, story.call(AUTHOR), text, site=SITE)["id"]
    documents.submit(kernel, story.call(AUTHOR), version)
    for login in (QA, SECOND):
        story.signed(login, lambda call, proof: documents.approve(kernel, call, version, proof))
    documents.make_effective(kernel, story.call(QA), version, today(story))


def today(story: Story) -> date:
    """Give the civil day of the story at the site."""
    return story.clock().astimezone(ZoneInfo(ZONE)).date()
