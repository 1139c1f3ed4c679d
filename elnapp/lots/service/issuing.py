"""Issuing a lot: who for, from whom, on which approved versions; then its number is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from batches.eligibility import may_be_made_from
from batches.master import Master
from batches.states import DONOR_STATES
from batches.verdict import Finding
from elnapp.documents import queries as documents
from elnapp.documents.queries import Version
from elnapp.donors import queries as donors
from elnapp.lots import queries
from elnapp.lots.models import PURPOSES, Lot
from elnapp.people import queries as people
from elnapp.people.models import Product, Site
from elnapp.procurement import queries as material
from elnapp.procurement import service as procurement
from elnapp.quality import queries as quality
from elnapp.record import Answer, Call, Kernel, Refused, Tx

CLINICAL = "clinical"
SAID_OF_DONOR = frozenset({"MAT-QUARANTINE", "MAT-BLOCKED"})
SAID_ONE_BY_ONE = frozenset({"MAT-HELD"})
USED_UP = frozenset({"MAT-USED"})
"""No reproach to a lot that starts from a stock: the stock was made of that material."""
SAMPLING = "sampling-plan"
PINNED = {
    "meanings": "SIGNATURES",
    "independence": "PEOPLE",
    "numbering": "SITE",
    "statements": "STATEMENTS",
}
"""The texts of the house that every lot is pinned to, by kind; the scope of the gate is the study's."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a lot is issued for; `donor` is a code, `donation` a DIN, documents by their code.

    `containers` are those of the donation that start the lot; a clinical lot that names none takes
    all that are left.
    """

    purpose: str
    product: str
    site: str
    master: str
    specification: str
    study: str | None = None
    donor: str | None = None
    donation: str | None = None
    comment: str = ""
    containers: tuple[str, ...] = ()

    def documents(self) -> list[tuple[str, str]]:
        """Give kind and code of everything the lot is pinned to."""
        scope = [("gate-scope", self.study)] if self.study else []
        own = [("master", self.master), ("specification", self.specification)]
        return [*own, *PINNED.items(), *scope]

    def streams(self) -> list[str]:
        """Give the records that are read: the site (its number range) first."""
        donor = [f"donor/{self.donor}"] if self.donor else []
        texts = [documents.stream_of(kind, code) for kind, code in self.documents()]
        return [f"site/{self.site}", *donor, *texts]


def issue(kernel: Kernel, call: Call, wish: Wish) -> Answer:
    """Issue a lot; gives `{lot}`, its number.

    Its starting material are containers of the donation, which leave their stock here; a master that
    thaws vials takes none: they were used for the stock of the same donation.  Raises Refused with
    every reason: purpose, study, donor neither eligible nor provisionally so (in quarantine then,
    like every lot before certification), consent gone, a donation of another donor, material not
    received, refused, in quarantine or used (MAT-...), a hold, a document that is not in force or
    for another product.
    """
    with kernel.reading() as session:
        known = material.known(session, wish.donation)
        planned = documents.newest(session, SAMPLING, wish.product) is not None
    own = [material.stream_of(str(wish.donation))] if known else []

    def do(tx: Tx) -> Answer:
        site, product = _place(tx, wish)
        on = call.at.astimezone(ZoneInfo(site.zone)).date()
        texts = {kind: _text(tx, kind, code, on) for kind, code in wish.documents()}
        # A product may have a sampling plan; where one is in force the lot is pinned to it.
        plan = documents.effective(tx.session, SAMPLING, wish.product, on) if planned else None
        texts |= {SAMPLING: plan} if plan else {}
        stock = bool(Master.from_body(texts["master"].body).thawed)
        found = [*_asked(wish, stock=stock), *_from(tx, wish, stock=stock), *_fitting(texts, wish)]
        if found:
            raise Refused(found)
        number = _number(tx, texts["numbering"], (wish.site, product.source), on.year)
        stream = queries.stream_of(number)
        tx.open(stream, kind="lot", site=wish.site, study=wish.study)
        tx.add(_order(tx, wish, (number, site.zone), texts))
        if known and not stock:
            clinical = wish.purpose == CLINICAL
            taken = (str(wish.donation), wish.containers)
            procurement.give_to_lot(tx, number, *taken, clinical=clinical)
        return {"lot": number}

    sampling = [documents.stream_of(SAMPLING, wish.product)] if planned else []
    streams, request = [*wish.streams(), *sampling, *own], asdict(wish)
    return kernel.act(call, "lots.issue", do, streams=streams, request=request, study=wish.study)


def _place(tx: Tx, wish: Wish) -> tuple[Site, Product]:
    site, product = people.site(tx.session, wish.site), people.product(tx.session, wish.product)
    if site is None or product is None:
        raise Refused([_unknown("product", wish.product, "Product", "Produit")])
    if wish.study and people.study(tx.session, wish.study) is None:
        raise Refused([_unknown("study", wish.study, "Study", "Étude")])
    return site, product


def _unknown(where: str, found: str, en: str, fr: str) -> Finding:
    return Finding("LOT-UNKNOWN", {"what_en": en, "what_fr": fr, "found": found}, where)


def _text(tx: Tx, kind: str, code: str, on: date) -> Version:
    return documents.required(tx.session, kind, code, on)


def _asked(wish: Wish, *, stock: bool) -> Iterator[Finding]:
    """Ask whether the order is whole, and names no container for a lot that starts from a stock."""
    if stock and wish.containers:
        yield Finding("LOT-STOCK", {"containers": ", ".join(wish.containers)}, "source", 3)
    if wish.purpose not in PURPOSES:
        yield Finding("LOT-PURPOSE", {"found": wish.purpose}, "purpose")
    if wish.purpose == CLINICAL and not wish.study:
        yield Finding("LOT-NO-STUDY", where="study")
    if (wish.purpose == CLINICAL or wish.donor) and not (wish.donor and wish.donation):
        yield Finding("LOT-NO-DONOR", where="source")


def _from(tx: Tx, wish: Wish, *, stock: bool) -> Iterator[Finding]:
    """Ask whether the lot may come from this donor and this donation, or from `stock` made of it."""
    if wish.donor is None:
        return
    stream = f"donor/{wish.donor}"
    head = tx.head(stream)
    if wish.purpose == CLINICAL and not may_be_made_from(head.state):
        words = DONOR_STATES.get(head.state)
        said = {f"state_{lang}": words[lang] for lang in ("en", "fr")} if words else {}
        params = {"donor": wish.donor, "state": head.state, **said}
        yield Finding("LOT-DONOR-STATE", params, "source", 3)
    if head.study is not None and wish.study is not None and head.study != wish.study:
        params = {"donor": wish.donor, "found": head.study, "study": wish.study}
        yield Finding("LOT-OTHER-STUDY", params, "source", 3)
    if wish.donation not in {d.din for d in donors.donations(tx.session, stream)}:
        params = {"donor": wish.donor, "donation": wish.donation or ""}
        yield Finding("LOT-DONATION", params, "source", 3)
    else:
        yield from _material(tx, wish, head.state, USED_UP if stock else frozenset())
    for hold in quality.open_holds(tx.session, [stream, material.stream_of(str(wish.donation))]):
        yield Finding("LOT-HOLD", {"number": hold.number, "about": hold.about}, "source", 3)


def _material(tx: Tx, wish: Wish, donor_state: str, fine: frozenset[str]) -> Iterator[Finding]:
    """Ask whether the material may start the lot; what only repeats the donor's state is left out."""
    clinical, din = wish.purpose == CLINICAL, str(wish.donation)
    said = fine | SAID_ONE_BY_ONE | (SAID_OF_DONOR if donor_state != "eligible" else frozenset())
    for finding in procurement.why_not(tx.session, din, clinical=clinical, named=wish.containers):
        if finding.code not in said:
            yield finding


def _fitting(texts: dict[str, Version], wish: Wish) -> Iterator[Finding]:
    for kind in ("master", "specification"):
        made = str(texts[kind].body["product"])
        if made != wish.product:
            params = {"document": texts[kind].name, "found": made, "product": wish.product}
            yield Finding("LOT-OTHER-PRODUCT", params, kind)


def _number(tx: Tx, numbering: Version, where: tuple[str, str], year: int) -> str:
    """Give the next number of a site for a source and year; none is ever given twice."""
    site, source = where
    short = f"{year % 100:02d}"
    seq = tx.number(f"site/{site}", f"lot/{source}{short}")
    return str(numbering.body["lot"]).format(source=source, yy=short, seq=seq)


def _order(tx: Tx, wish: Wish, named: tuple[str, str], texts: dict[str, Version]) -> Lot:
    number, zone = named
    stream = queries.stream_of(number)
    master, specification = texts["master"], texts["specification"]
    pinned = {k: _pin(v) for k, v in texts.items() if k not in ("master", "specification")}
    return Lot(
        stream=stream, address=f"{stream}/order", number=number, purpose=wish.purpose,
        product=wish.product, study=wish.study, site=wish.site, zone=zone,
        donor=wish.donor, donation=wish.donation,
        master_id=master.id, master_name=master.name, master_hash=master.hash,
        specification_id=specification.id, specification_name=specification.name,
        specification_hash=specification.hash, pinned=pinned,
        comment=wish.comment.strip(), lang=tx.actor.lang,
        issued_by=tx.actor.id, issued_name=tx.actor.name, issued_at=tx.at,
    )  # fmt: skip


def _pin(version: Version) -> dict[str, Any]:
    return {
        "id": version.id,
        "code": version.code,
        "version": version.version,
        "name": version.name,
        "hash": version.hash,
    }
