"""How things of a trace hang together: one small query a relation.

LINES lead from origin to use and are followed as far as they go.  TIES (`ties.py`) fasten a layer (a
hold, a person, a file) to a thing and are followed one step.  To trace another kind of thing, add its kind
to `kinds.py` and its relations here; nothing else has to know.

A query gives pairs of rows, `above` and `below`; it must find its pairs by an index from either
side, because cost must follow what is reached and not the size of the store.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, literal, not_, or_, select, type_coerce
from sqlalchemy import Text as PlainText

from batches.text import Text
from elnapp.custody.models import Act, Unit, UnitParent
from elnapp.procurement.models import StartingMaterial
from elnapp.release.models import Disposition
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


def names(listed: Any, code: Any) -> Any:
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


def of_stream(one: Any, other: Any, *where: Any) -> Any:
    """Say in SQL that two rows stand in one stream, and whatever else joins them."""
    return and_(one.c.stream == other.c.stream, *where)


def _on_all(lots: Any) -> Any:
    """Say in SQL that a decision names no container, so that it is one on the lot itself."""
    return of_stream(lots, k.decision, plain(k.decision.c.containers) == literal("[]"))


def plain(column: Any) -> Any:
    """Read a column as the text it is kept as."""
    return type_coerce(column, PlainText)


_of_sample = of_stream(k.unit, k.result, k.unit.c.code == k.result.c.sample_unit)
_of_lot = of_stream(k.lot, k.result, k.result.c.sample_unit.is_(None))
# Retests are of the row that is investigated, so the index of results finds them.
_again_of = of_stream(
    k.oos, k.result, k.result.c.spec_row == k.oos.c.spec_row,
    k.result.c.investigation == k.oos.c.number,
)  # fmt: skip
_taken_from = names(plain(k.decision.c.containers), k.unit.c.code)
_left_out = names(plain(k.decision.c.refused), k.unit.c.code)
_handed_in = of_stream(k.unit, k.handed, names(plain(k.handed.c["items"]), k.unit.c.code))
_from_sample = of_stream(
    k.sample, k.marker, k.sample.c.code == k.marker.c.sample, k.sample.c.version == 1
)
_from_donor = and_(k.lot.c.donor == k.donor.c.code, k.lot.c.donation.is_(None))
_known_then = k.marker.c.recorded_at <= k.determined.c.determined_at
_after = and_(
    _before.c.stream == k.decision.c.stream, _before.c.decision == "certified",
    k.decision.c.decision == "released", _before.c.n < k.decision.c.n,
)  # fmt: skip

LINES: tuple[Relation, ...] = (
    Relation(
        "gave consent", Text("gave consent", "a consenti"), "donor", "consent",
        _pairs(k.donor, k.consent, of_stream(k.donor, k.consent)),
    ),
    Relation(
        "was determined", Text("was determined", "a fait l'objet de la conclusion"),
        "donor", "determination", _pairs(k.donor, k.determined, of_stream(k.donor, k.determined)),
    ),
    Relation(
        "gave", Text("gave", "a donné"), "donor", "donation",
        _pairs(k.donor, k.donation, of_stream(k.donor, k.donation)),
    ),
    Relation(
        "covers", Text("covers", "couvre"), "consent", "donation",
        _pairs(k.consent, k.donation, of_stream(k.consent, k.donation)),
    ),
    Relation(
        "speaks of", Text("speaks of", "porte sur"), "determination", "donation",
        _pairs(k.determined, k.donation, of_stream(k.determined, k.donation)),
    ),
    Relation(
        "was collected in", Text("was collected in", "a été recueilli dans"), "donation", "unit",
        _pairs(k.donation, k.unit, k.unit.c.lot == k.donation.c.din, _entered(k.unit)),
    ),
    Relation(
        "was sampled in", Text("was sampled in", "a été prélevé en"), "donor", "marker sample",
        _pairs(k.donor, k.sample, of_stream(k.donor, k.sample, k.sample.c.version == 1)),
    ),
    Relation(
        "was tested as", Text("was tested as", "a été analysé"), "marker sample", "marker result",
        _pairs(k.sample, k.marker, _from_sample),
    ),
    # What was known when a physician concluded; what came later asks for a conclusion anew.
    Relation(
        "was known to", Text("was known to", "était connu lors de"),
        "marker result", "determination",
        _pairs(k.marker, k.determined, of_stream(k.marker, k.determined), _known_then),
    ),
    Relation(
        "came after", Text("came after", "est arrivé après"), "marker result", "determination",
        _pairs(k.marker, k.determined, of_stream(k.marker, k.determined), not_(_known_then),
               not_(k.superseded)),
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
        _pairs(k.handed, k.received, of_stream(k.handed, k.received), k.received.c.hand_over_id == k.handed.c.id),
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
        _pairs(k.lot, k.unit, of_stream(k.lot, k.unit), _entered(k.unit)),
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
        "was investigated in", Text("was investigated in", "a donné lieu à"), "result", "oos",
        _pairs(k.result, k.oos, k.oos.c.result_id == k.result.c.id),
    ),
    Relation(
        "was retested in", Text("was retested in", "a conduit au nouvel essai"), "oos", "result",
        _pairs(k.oos, k.result, _again_of),
    ),
    Relation(
        "was decided on in", Text("was decided on in", "a fait l'objet de"), "unit", "decision",
        _pairs(k.unit, k.decision, of_stream(k.unit, k.decision, or_(_taken_from, _left_out))),
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
