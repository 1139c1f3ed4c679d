"""Sites, studies and products, and the first steps of an empty store."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from batches.people import SYSTEM, Grant
from batches.text import Text
from batches.verdict import Finding
from elnapp.people import queries
from elnapp.people.models import Product, Site, Study
from elnapp.people.service.accounts import NewAccount, create_account
from elnapp.people.service.credentials import Doors
from elnapp.people.service.grants import grant
from elnapp.record import Answer, Call, Conflict, Kernel, Refused, Tx

HOUSE = "system"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,23}")


@dataclass(frozen=True, slots=True)
class NewSite:
    """What is asked for a site; `zone` is an IANA name, `country` an ISO 3166 code."""

    code: str
    name: str
    zone: str
    country: str
    unit: str = ""
    establishment: str = ""
    authorisation: str = ""


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What is asked for a study; `site` is the one that leads it."""

    code: str
    site: str
    title: Text
    sponsor: str
    eu_ct: str = ""
    imp_dossier: str = ""


@dataclass(frozen=True, slots=True)
class NewProduct:
    """What is asked for a product; `source` is its tissue (AT, M, UC, ...)."""

    code: str
    name: Text
    source: str


def create_site(kernel: Kernel, call: Call, place: NewSite) -> Answer:
    """Open a site. Codes: P-CODE-FORM, P-ZONE, P-TAKEN."""
    faults = _code_faults(place.code)
    if not _is_zone(place.zone):
        faults.append(Finding("P-ZONE", {"found": place.zone[:60]}, "zone"))
    if faults:
        raise Refused(faults)
    stream = f"site/{place.code}"

    def do(tx: Tx) -> Answer:
        if queries.site(tx.session, place.code) is not None:
            raise Refused([_taken(place.code)])
        tx.open(stream, kind="site", site=place.code)
        tx.add(Site(stream=stream, address=stream, **asdict(place)))
        return {"code": place.code}

    return kernel.act(call, "people.create_site", do, streams=[HOUSE], request=asdict(place))


def create_study(kernel: Kernel, call: Call, trial: NewStudy) -> Answer:
    """Open a study at the site that leads it. Codes: P-CODE-FORM, P-TAKEN, P-NO-SITE."""
    faults = _code_faults(trial.code)
    with kernel.reading() as session:
        if queries.site(session, trial.site) is None:
            faults.append(Finding("P-NO-SITE", {"found": trial.site[:60]}, "site"))
    if faults:
        raise Refused(faults)
    stream, asked = f"study/{trial.code}", asdict(trial)

    def do(tx: Tx) -> Answer:
        if queries.study(tx.session, trial.code) is not None:
            raise Refused([_taken(trial.code)])
        tx.open(stream, kind="study", site=trial.site, study=trial.code)
        tx.add(Study(stream=stream, address=stream, **asked))
        return {"code": trial.code}

    primary = f"site/{trial.site}"
    return kernel.act(
        call, "people.create_study", do, streams=[primary], request=asked, study=trial.code
    )


def create_product(kernel: Kernel, call: Call, product: NewProduct) -> Answer:
    """Open a product of the house. Codes: P-CODE-FORM, P-TAKEN."""
    faults = _code_faults(product.code)
    if faults:
        raise Refused(faults)
    stream, asked = f"product/{product.code}", asdict(product)

    def do(tx: Tx) -> Answer:
        if queries.product(tx.session, product.code) is not None:
            raise Refused([_taken(product.code)])
        tx.open(stream, kind="product", site="*")
        tx.add(Product(stream=stream, address=stream, **asked))
        return {"code": product.code}

    return kernel.act(call, "people.create_product", do, streams=[HOUSE], request=asked)


def bootstrap(
    house: Doors, place: NewSite, admin: NewAccount, password: str, *, must_change: bool = True
) -> None:
    """Set up an empty store: the stream of the house, the first site, the first administrator.

    `password` is temporary, but in a demonstration store with `must_change` False. Run again, it
    finishes what was cut short and repeats nothing.
    """
    at = house.clock()
    _open_house_stream(house.kernel, at)
    with house.kernel.reading() as session:
        there = queries.site(session, place.code) is not None
        known = queries.account(session, admin.login) is not None
    if not there:
        create_site(house.kernel, Call(SYSTEM, "bootstrap/site", at), place)
    if not known:
        first_call = Call(SYSTEM, "bootstrap/account", at)
        create_account(house, first_call, admin, password, must_change=must_change)
    with house.kernel.reading() as session:
        row = queries.account(session, admin.login)
        held = queries.standing(session, row.id) if row else ()
    if not held:
        first = Grant("administrator", "*")
        grant(house.kernel, Call(SYSTEM, "bootstrap/grant", at), admin.login, first)


def _open_house_stream(kernel: Kernel, at: datetime) -> None:
    """Found the store: the stream of the house with its first event, unless it is there."""

    def do(tx: Tx) -> Answer:
        tx.open(HOUSE, kind=HOUSE, site="*")
        return {"stream": HOUSE}

    with suppress(Conflict):
        kernel.found(Call(SYSTEM, "bootstrap/house", at), "people.found", do, HOUSE)


def _code_faults(code: str) -> list[Finding]:
    if CODE.fullmatch(code):
        return []
    return [Finding("P-CODE-FORM", {"found": code[:60]}, "code")]


def _taken(code: str) -> Finding:
    return Finding("P-TAKEN", {"found": code}, "code")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
