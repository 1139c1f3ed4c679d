"""The record of one lot as one plain object: what the dossier prints and what a machine reads.

Decimals are text as stored, times RFC 3339 in UTC, words `{en, fr}`.  `record.json` is its RFC 8785
form, so that the SHA-256 of the file is the digest that every page of the dossier carries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from batches.text import Text
from elnapp.documents import queries as documents
from elnapp.lots import queries as lots
from elnapp.lots.queries import Order
from elnapp.people import queries as people
from elnapp.record import Head, NotFound
from elnapp.record.plain import canonical, plain, sha256
from elnapp.reports.queries import around, decided
from elnapp.reports.queries.donor import donor, material

FORMAT = "elnapp.record"
VERSION = 1


def record(session: Session, stream: str, at: datetime) -> dict[str, Any]:
    """Give everything that is recorded about a lot as it stands; raises NotFound.

    `at` is the moment of asking: only an open gate depends on it.
    """
    order = lots.order(session, stream)
    head = _head(session, stream)
    made = lots.dossier(session, stream)
    signed = around.signatures(session, stream)
    return {
        "format": FORMAT,
        "version": VERSION,
        "head": {"stream": stream, "seq": head.seq, "hash": head.hash, "at": plain(head.at)},
        "lot": {**made["order"], "state": head.state},
        **_places(session, order),
        "donor": donor(session, order),
        "material": material(session, stream),
        "documents": _pinned(session, order),
        "master": made["master"],
        "repetitions": made["repetitions"],
        "steps": made["steps"],
        "growth": made["growth"],
        "keeping": lots.keeping_plain(session, stream),
        **around.everything(session, stream),
        **decided.everything(session, stream, at),
        "meanings": _meanings(session, order),
        "signatures": signed,
        "people": around.people_of(session, made["steps"], signed),
        "events": around.events(session, stream),
    }


def record_json(found: dict[str, Any]) -> bytes:
    """Give the bytes of record.json."""
    return canonical(found)


def digest_of(found: dict[str, Any]) -> str:
    """Give the SHA-256 of record.json."""
    return sha256(record_json(found))


def _head(session: Session, stream: str) -> Head:
    head = session.get(Head, stream)
    if head is None:
        raise NotFound(stream)
    return head


def _places(session: Session, order: Order) -> dict[str, Any]:
    """Give product, study and site as they are known now."""
    product = people.product(session, order.product)
    study = people.study(session, order.study) if order.study else None
    site = people.site(session, order.site)
    return {
        "product": {"code": order.product, "name": product.name if product else None,
                    "source": product.source if product else None},
        "study": {n: getattr(study, n) for n in ("code", "title", "sponsor", "eu_ct", "imp_dossier")}
        if study
        else None,
        "site": {
            n: getattr(site, n)
            for n in ("code", "name", "zone", "country", "unit", "establishment", "authorisation")
        },
    }  # fmt: skip


def _pinned(session: Session, order: Order) -> list[dict[str, Any]]:
    """Give every approved text that the lot runs on, by kind."""
    pins = [
        {"id": order.master_id, "hash": order.master_hash},
        {"id": order.specification_id, "hash": order.specification_hash},
        *(order.pinned[kind] for kind in sorted(order.pinned)),
    ]
    return [_document(session, pin) for pin in pins]


def _document(session: Session, pin: dict[str, Any]) -> dict[str, Any]:
    found = documents.version(session, str(pin["id"]))
    if found is None:
        raise NotFound(str(pin["id"]))
    return {
        "id": found.id,
        "kind": found.kind,
        "code": found.code,
        "version": found.version,
        "revision": found.revision,
        "name": found.name,
        "title": words(found.title),
        "hash": pin["hash"],
        "effective_from": plain(found.effective_from),
    }


def _meanings(session: Session, order: Order) -> dict[str, dict[str, str]]:
    """Give the words of each meaning of the pinned signature document, in both languages."""
    found = documents.version(session, str(order.pin("meanings")["id"]))
    lines = found.body["meanings"] if found else []
    return {str(line["code"]): dict(line["text"]) for line in lines}


def words(text: Text) -> dict[str, str]:
    """Give a text as the record keeps it."""
    return {"en": text.en, "fr": text.fr}
