"""What fastens a layer to things: holds, deviations, documents, people and files, one step.

See `relations.py` for the lines from origin to use, and for what a query of pairs must keep to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, literal, not_, or_, select

from batches.text import Text
from elnapp.custody.models import Act
from elnapp.donors.models import Screening
from elnapp.lots.models import Entry
from elnapp.signing.models import Signature
from elnapp.tracing.queries import kinds as k
from elnapp.tracing.queries.relations import LINES, names, of_stream, plain


@dataclass(frozen=True, slots=True)
class Tie:
    """One kind of line between a thing and something of a layer.

    `pairs` gives `tied` (the row of the layer) and `thing`; `outward` says that the line is drawn
    from the thing to it.
    """

    name: str
    words: Text
    tied: str
    thing: str
    pairs: Select[Any]
    outward: bool = False


def _tied(layer: Any, thing: Any, join: Any, *where: Any) -> Select[Any]:
    tied, found = layer.c.id.label("tied"), thing.c.id.label("thing")
    return select(tied, found).select_from(layer.join(thing, join)).where(*where)


def _about(name: str, layer: Any) -> Iterator[Tie]:
    """Fasten a deviation or a hold to what it is about: a thing of its own, else the record."""
    words = Text("is about", "concerne")
    for kind, thing in (("unit", k.unit), ("donation", k.donation), ("result", k.result)):
        exactly = layer.c.about == thing.c.address
        yield Tie("is about", words, name, kind, _tied(layer, thing, exactly))
    narrow = (_is_at(k.unit, layer.c.about), _is_at(k.donation, layer.c.about))
    of_material = _tied(layer, k.donation, _in_material(layer), *narrow)
    yield Tie("is about", words, name, "donation", of_material)
    for kind, thing in (("donor", k.donor), ("lot", k.lot), ("document", k.document)):
        pairs = _tied(layer, thing, of_stream(layer, thing), *narrow)
        yield Tie("is about", words, name, kind, pairs)


def _in_material(layer: Any) -> Any:
    """Say in SQL that a row stands in the record of donated material, by an index from either side."""
    din, home = k.donation.c.din, literal("donation/")
    return and_(
        layer.c.stream == home + din, din == func.substr(layer.c.stream, len("donation/") + 1)
    )


def _is_at(one: Any, address: Any) -> Any:
    """Say in SQL that no row of a table lies at an address."""
    narrow = one.alias()
    found = select(literal(1)).where(narrow.c.address == address)
    return not_(found.correlate_except(narrow).exists())


def _pinned() -> Select[Any]:
    """Give the documents a lot runs on: named in columns of their own, or among the pinned."""
    d = k.document
    among = names(plain(k.lot.c.pinned), d.c.id)
    named = d.c.id.in_([k.lot.c.master_id, k.lot.c.specification_id])
    return _tied(d, k.lot, or_(named, among))


def _judged_by() -> Select[Any]:
    screening = k.table(Screening)
    joined = screening.join(k.determined, k.determined.c.screening_id == screening.c.id)
    tied = screening.c.version_id.label("tied")
    return select(tied, k.determined.c.id.label("thing")).select_from(joined)


def _worked_on() -> Select[Any]:
    entry, act = k.table(Entry), k.table(Act)
    joined = entry.join(act, act.c.entry_id == entry.c.id)
    tied = entry.c.performed_by.label("tied")
    return select(tied, act.c.unit_id.label("thing")).select_from(joined)


def _by(thing: Any, who: Any) -> Select[Any]:
    return select(who.label("tied"), thing.c.id.label("thing"))


def _signed() -> Select[Any]:
    signature = k.table(Signature)
    joined = signature.join(k.lot, k.lot.c.stream == signature.c.stream)
    return select(signature.c.signer.label("tied"), k.lot.c.id.label("thing")).select_from(joined)


def _kept_with() -> Iterator[Tie]:
    """Fasten a file to the thing whose record keeps it."""
    for kind, thing in (("donor", k.donor), ("lot", k.lot), ("document", k.document)):
        pairs = _tied(k.stored, thing, of_stream(k.stored, thing))
        yield Tie("keeps", Text("keeps", "conserve"), "file", kind, pairs, outward=True)
    of_logger = _tied(k.stored, k.received, of_stream(k.stored, k.received))
    yield Tie("keeps", Text("keeps", "conserve"), "file", "receipt", of_logger, outward=True)
    pairs = select(k.scan.c.id.label("tied"), k.scan.c.consent_id.label("thing"))
    yield Tie("keeps", Text("keeps", "conserve"), "scan", "consent", pairs, outward=True)


_PEOPLE: tuple[tuple[str, Text, str, Select[Any]], ...] = (
    ("worked on", Text("worked on", "a travaillé sur"), "unit", _worked_on()),
    ("issued", Text("issued", "a émis"), "lot", _by(k.lot, k.lot.c.issued_by)),
    ("signed in", Text("signed in", "a signé dans"), "lot", _signed()),
    ("analysed", Text("analysed", "a analysé"), "result", _by(k.result, k.result.c.analysed_by)),
    ("decided", Text("decided", "a décidé"), "decision", _by(k.decision, k.decision.c.decided_by)),
    (
        "determined", Text("determined", "a conclu"), "determination",
        _by(k.determined, k.determined.c.determined_by),
    ),
    ("recorded", Text("recorded", "a saisi"), "donation", _by(k.donation, k.donation.c.recorded_by)),
    *(
        ("recorded", Text("recorded", "a saisi"), name, _by(thing, thing.c.recorded_by))
        for name, thing in (
            ("procurement", k.procured), ("marker sample", k.sample), ("marker result", k.marker),
        )
    ),
    ("handed over", Text("handed over", "a remis"), "hand-over", _by(k.handed, k.handed.c.handed_by)),
    ("received", Text("received", "a reçu"), "receipt", _by(k.received, k.received.c.received_by)),
    ("recorded", Text("recorded", "a saisi"), "consent", _by(k.consent, k.consent.c.recorded_by)),
    ("enrolled", Text("enrolled", "a inscrit"), "donor", _by(k.donor, k.donor.c.enrolled_by)),
)  # fmt: skip

TIES: tuple[Tie, ...] = (
    *_about("hold", k.hold),
    *_about("deviation", k.deviation),
    Tie("governs", Text("governs", "régit"), "document", "lot", _pinned()),
    Tie("governs", Text("governs", "régit"), "document", "determination", _judged_by()),
    *(Tie(name, words, "person", thing, pairs) for name, words, thing, pairs in _PEOPLE),
    *_kept_with(),
)
"""What fastens holds, documents, people and files to the things they concern, one step."""

WORDS: dict[str, Text] = {line.name: line.words for line in LINES} | {
    tie.name: tie.words for tie in TIES
}
"""The words of every relation by its name."""
