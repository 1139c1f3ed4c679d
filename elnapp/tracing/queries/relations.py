"""How things of a trace hang together: one small query a relation.

LINES lead from origin to use and are followed as far as they go.  TIES fasten a layer (a hold, a
person, a file) to a thing and are followed one step.  To trace another kind of thing, add its kind
to `kinds.py` and its relations here; nothing else has to know.

A query gives pairs of rows, `above` and `below`; it must find its pairs by an index from either
side, because cost must follow what is reached and not the size of the store.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, literal, not_, or_, select, type_coerce
from sqlalchemy import Text as PlainText

from batches.text import Text
from elnapp.custody.models import Act, Unit, UnitParent
from elnapp.donors.models import Screening
from elnapp.lots.models import Entry
from elnapp.procurement.models import StartingMaterial
from elnapp.release.models import Disposition
from elnapp.signing.models import Signature
from elnapp.tracing.queries import kinds as k

VISITED = "lot visited"
"""A lot in which a unit of another lot was used: it is named, and what was decided on it, but a
trace does not go on to all its other units."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One kind of line between two kinds of things; `pairs` gives their rows as above and below."""

    name: str
    words: Text
    above: str
    below: str
    pairs: Select[Any]


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


def standing(parents: Any) -> Any:
    """Say in SQL that the act which named a parent was not taken back."""
    back = k.table(Act).alias()
    found = select(literal(1)).where(back.c.reverses == parents.c.act_id)
    return not_(found.correlate_except(back).exists())


def _pairs(above: Any, below: Any, join: Any, *where: Any) -> Select[Any]:
    upper, lower = above.c.id.label("above"), below.c.id.label("below")
    return select(upper, lower).select_from(above.join(below, join)).where(*where)


def rootless(one: Any) -> Any:
    """Say in SQL that no unit at all was the parent of a unit."""
    parents = k.table(UnitParent).alias()
    found = select(literal(1)).where(parents.c.child == one.c.id, standing(parents))
    return not_(found.correlate_except(parents).exists())


def _entered(one: Any) -> Any:
    """Say in SQL that no unit of its own lot was the parent of a unit."""
    parents, parent = k.table(UnitParent).alias(), k.table(Unit).alias()
    joined = parents.join(parent, parent.c.id == parents.c.parent)
    found = (
        select(literal(1))
        .select_from(joined)
        .where(parents.c.child == one.c.id, parent.c.stream == one.c.stream, standing(parents))
    )
    return not_(found.correlate_except(parents, parent).exists())


def _names(listed: Any, code: Any) -> Any:
    """Say in SQL, for both databases, that JSON text holds a code between quotes."""
    return func.replace(listed, literal('"') + code + literal('"'), "") != listed


def _became() -> Select[Any]:
    p = k.table(UnitParent)
    return select(p.c.parent.label("above"), p.c.child.label("below")).where(standing(p))


def _visited() -> Select[Any]:
    p, child, parent = k.table(UnitParent), k.table(Unit).alias(), k.table(Unit).alias()
    joined = p.join(child, child.c.id == p.c.child).join(parent, parent.c.id == p.c.parent)
    joined = joined.join(k.lot, k.lot.c.stream == child.c.stream)
    found = select(p.c.parent.label("above"), k.lot.c.id.label("below")).select_from(joined)
    return found.where(parent.c.stream != child.c.stream, standing(p))


def _taken() -> Select[Any]:
    m = k.table(StartingMaterial)
    joined = m.join(k.lot, k.lot.c.stream == m.c.stream)
    return select(m.c.unit_id.label("above"), k.lot.c.id.label("below")).select_from(joined)


_before = k.table(Disposition).alias("before")


def _of(one: Any, other: Any, *where: Any) -> Any:
    """Say in SQL that two rows stand in one stream, and whatever else joins them."""
    return and_(one.c.stream == other.c.stream, *where)


def _on_all(lots: Any) -> Any:
    """Say in SQL that a decision names no container, so that it is one on the lot itself."""
    return _of(lots, k.decision, _text(k.decision.c.containers) == literal("[]"))


def _text(column: Any) -> Any:
    """Read a column as the text it is kept as."""
    return type_coerce(column, PlainText)


_of_sample = _of(k.unit, k.result, k.unit.c.code == k.result.c.sample_unit)
_of_lot = _of(k.lot, k.result, k.result.c.sample_unit.is_(None))
_taken_from = _names(_text(k.decision.c.containers), k.unit.c.code)
_left_out = _names(_text(k.decision.c.refused), k.unit.c.code)
_handed_in = _of(k.unit, k.handed, _names(_text(k.handed.c["items"]), k.unit.c.code))
_from_sample = _of(
    k.sample, k.marker, k.sample.c.code == k.marker.c.sample, k.sample.c.version == 1
)
_from_donor = and_(k.lot.c.donor == k.donor.c.code, k.lot.c.donation.is_(None))
_after = and_(
    _before.c.stream == k.decision.c.stream, _before.c.decision == "certified",
    k.decision.c.decision == "released", _before.c.n < k.decision.c.n,
)  # fmt: skip

LINES: tuple[Relation, ...] = (
    Relation(
        "gave consent", Text("gave consent", "a consenti"), "donor", "consent",
        _pairs(k.donor, k.consent, _of(k.donor, k.consent)),
    ),
    Relation(
        "was determined", Text("was determined", "a fait l'objet de la conclusion"),
        "donor", "determination", _pairs(k.donor, k.determined, _of(k.donor, k.determined)),
    ),
    Relation(
        "gave", Text("gave", "a donné"), "donor", "donation",
        _pairs(k.donor, k.donation, _of(k.donor, k.donation)),
    ),
    Relation(
        "covers", Text("covers", "couvre"), "consent", "donation",
        _pairs(k.consent, k.donation, _of(k.consent, k.donation)),
    ),
    Relation(
        "speaks of", Text("speaks of", "porte sur"), "determination", "donation",
        _pairs(k.determined, k.donation, _of(k.determined, k.donation)),
    ),
    Relation(
        "was collected in", Text("was collected in", "a été recueilli dans"), "donation", "unit",
        _pairs(k.donation, k.unit, k.unit.c.lot == k.donation.c.din, _entered(k.unit)),
    ),
    Relation(
        "was sampled in", Text("was sampled in", "a été prélevé en"), "donor", "marker sample",
        _pairs(k.donor, k.sample, _of(k.donor, k.sample, k.sample.c.version == 1)),
    ),
    Relation(
        "was tested as", Text("was tested as", "a été analysé"), "marker sample", "marker result",
        _pairs(k.sample, k.marker, _from_sample),
    ),
    Relation(
        "was procured in", Text("was procured in", "a été prélevé lors de"),
        "donation", "procurement", _pairs(k.donation, k.procured, k.procured.c.din == k.donation.c.din),
    ),
    Relation(
        "was handed over in", Text("was handed over in", "a été remis lors de"), "unit", "hand-over",
        _pairs(k.unit, k.handed, _handed_in),
    ),
    Relation(
        "was received in", Text("was received in", "a été reçu lors de"), "hand-over", "receipt",
        _pairs(k.handed, k.received, _of(k.handed, k.received), k.received.c.hand_over_id == k.handed.c.id),
    ),
    Relation("was taken for", Text("was taken for", "a été pris pour"), "unit", "lot", _taken()),
    Relation(
        "went into", Text("went into", "est entré dans"), "donation", "lot",
        _pairs(k.donation, k.lot, k.lot.c.donation == k.donation.c.din),
    ),
    Relation(
        "is source of", Text("is source of", "est à l'origine de"), "donor", "lot",
        _pairs(k.donor, k.lot, _from_donor),
    ),
    Relation(
        "made", Text("made", "a produit"), "lot", "unit",
        _pairs(k.lot, k.unit, _of(k.lot, k.unit), _entered(k.unit)),
    ),
    Relation("became", Text("became", "est devenu"), "unit", "unit", _became()),
    Relation(
        "was used in", Text("was used in", "a servi dans"), "unit", VISITED, _visited(),
    ),
    Relation(
        "was tested as", Text("was tested as", "a été analysé"), "unit", "result",
        _pairs(k.unit, k.result, _of_sample),
    ),
    *(
        Relation(
            "has result", Text("has result", "a pour résultat"), lot, "result",
            _pairs(k.lot, k.result, _of_lot),
        )
        for lot in ("lot", VISITED)
    ),
    Relation(
        "was decided on in", Text("was decided on in", "a fait l'objet de"), "unit", "decision",
        _pairs(k.unit, k.decision, _of(k.unit, k.decision, or_(_taken_from, _left_out))),
    ),
    *(
        Relation(
            "was decided on in", Text("was decided on in", "a fait l'objet de"), lot, "decision",
            _pairs(k.lot, k.decision, _on_all(k.lot)),
        )
        for lot in ("lot", VISITED)
    ),
    Relation(
        "was followed by", Text("was followed by", "a été suivi de"), "decision", "decision",
        _pairs(_before, k.decision, _after),
    ),
)  # fmt: skip
"""The lines from origin to use, each followed as far as it goes."""


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
        pairs = _tied(layer, thing, _of(layer, thing), *narrow)
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
    among = _names(_text(k.lot.c.pinned), d.c.id)
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
        pairs = _tied(k.stored, thing, _of(k.stored, thing))
        yield Tie("keeps", Text("keeps", "conserve"), "file", kind, pairs, outward=True)
    of_logger = _tied(k.stored, k.received, _of(k.stored, k.received))
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
