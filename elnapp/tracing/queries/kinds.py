"""The kinds of things that a trace shows: one small query each.

To show another kind, add its line to KINDS, and to `relations.py` what it hangs on.  A query gives
`id` (the row), `stream`, `name` (what is printed on the thing, or its address), `label`, and the
columns of its head; what else it gives (`state`, `kind`, `place`, ...) its `status` may read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, literal, null, select
from sqlmodel import SQLModel

from batches.identifiers import Din
from batches.text import Text
from batches.tracing.graph import OUTSIDE, RESTRICTED
from batches.units import KINDS as UNIT_WORDS
from elnapp.custody.models import Act, Unit
from elnapp.documents.models import DocumentStep, DocumentVersion
from elnapp.documents.queries import state_after
from elnapp.donors.models import Consent, ConsentScan, Determination, Donation, Donor
from elnapp.lots.models import Lot
from elnapp.markers.models import MarkerResult, MarkerSample
from elnapp.people.models import Account
from elnapp.procurement.models import HandOver, Procurement, Receipt
from elnapp.quality.models import Deviation, DeviationStep, Hold, HoldLift
from elnapp.record import Head, StoredFile
from elnapp.release.models import Disposition
from elnapp.results.models import Oos, OosStep, Result, ResultInvalid
from elnapp.signing.models import SignatureVoid
from elnapp.tracing.queries.statuses import Row, investigated, judgement, outcome, tail


def table(model: type[SQLModel]) -> Any:
    """Give the table of a class, for statements that are built once."""
    return model.__table__  # type: ignore[attr-defined]


head = table(Head)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of node.

    `seen_by` names the objects of the policy of which a reader must be shown one; `status` reads a
    row, and is shown to those who see the first of them.  `layer` names what a person switches on
    to see the kind; the others are always there.  `addressed` tells that its address names it alone.
    """

    name: str
    words: Text
    rows: Select[Any]
    seen_by: tuple[str, ...]
    status: Callable[[Row], str]
    layer: str = ""
    label: Callable[[Row], str] = lambda row: str(row.label)
    addressed: bool = True


def _rows(one: Any, name: Any, label: Any, **more: Any) -> Select[Any]:
    columns = [column.label(key) for key, column in more.items()]
    return select(
        one.c.id, one.c.stream, name.label("name"), label.label("label"),
        head.c.site, head.c.study, head.c.state.label("head_state"), *columns,
    ).join(head, head.c.stream == one.c.stream)  # fmt: skip


def _exists(one: Any, condition: Any) -> Any:
    return select(literal(1)).where(condition).correlate_except(one).exists()


donor, consent, determined = table(Donor), table(Consent), table(Determination)
donation, lot, unit, result = table(Donation), table(Lot), table(Unit), table(Result)
decision, deviation, hold = table(Disposition), table(Deviation), table(Hold)
document, account, stored = table(DocumentVersion), table(Account), table(StoredFile)
first = table(MarkerSample).alias("first")
"""The first version of a sample, which stands for it in a trace."""
sample, marker = table(MarkerSample), table(MarkerResult)
same_sample = and_(
    first.c.stream == sample.c.stream, first.c.code == sample.c.code, first.c.version == 1
)
scan, oos = table(ConsentScan), table(Oos)
procured, handed, received = table(Procurement), table(HandOver), table(Receipt)

_newer = table(Determination).alias("newer")
superseded = _exists(_newer, _newer.c.supersedes == determined.c.id)
"""That another determination took the place of one, in SQL."""
_again, _later = table(Procurement).alias("again"), table(MarkerResult).alias("later")
_repeat = table(Result).alias("repeat")
_ended, _lift, _void = table(ResultInvalid), table(HoldLift), table(SignatureVoid)
void = _exists(_void, _void.c.signature_id == decision.c.signature_id)
"""That the signature of a decision no longer stands, in SQL."""
_judged, _stepped, _sought = table(DeviationStep), table(DocumentStep), table(OosStep)


def _taken(steps: Any, key: Any, value: Any) -> Any:
    """Give the steps that were taken about a row, as one text."""
    joined = func.aggregate_strings(steps.c.step, " ")
    return select(joined).where(key == value).correlate_except(steps).scalar_subquery()


def _place() -> Any:
    """Give the place of the last move of a unit that stands; identifiers grow with time."""
    moved, back = table(Act).alias("moved"), table(Act).alias("back")
    undone = select(literal(1)).where(back.c.reverses == moved.c.id).correlate(moved).exists()
    found = select(moved.c.place).where(
        moved.c.unit_id == unit.c.id, moved.c.act == "move", ~undone
    )
    return found.order_by(moved.c.id.desc()).limit(1).correlate(unit).scalar_subquery()


def _last_sought() -> Any:
    """Give the last step of an investigation with its outcome, `laboratory:cause`."""
    said = _sought.c.step + literal(":") + _sought.c.outcome
    found = select(said).where(_sought.c.oos_id == oos.c.id).order_by(_sought.c.id.desc())
    return found.limit(1).correlate(oos).scalar_subquery()


KINDS: tuple[Kind, ...] = (
    Kind(
        "donor", Text("Donor", "Donneur"), _rows(donor, donor.c.code, donor.c.code),
        ("donors", "lots"), lambda row: str(row.head_state),
    ),
    Kind(
        "consent", Text("Consent", "Consentement"),
        _rows(consent, consent.c.address, consent.c.address),
        ("donors",), lambda row: "withdrawn" if row.head_state == "withdrawn" else "valid",
        label=tail,
    ),
    Kind(
        "determination", Text("Determination", "Conclusion d'éligibilité"),
        _rows(
            determined, determined.c.address, determined.c.address,
            replaced=superseded,
        ),
        ("donors",), lambda row: "superseded" if row.replaced else "valid",
        label=tail,
    ),
    Kind(
        "marker sample", Text("Sample for infectious markers", "Échantillon pour marqueurs infectieux"),
        _rows(sample, sample.c.address, sample.c.label), ("donors.medical",), lambda _row: "kept",
        addressed=False,
    ),
    # Neither analyte nor value nor whether it is reactive: that is medical, and stands on its page.
    Kind(
        "marker result", Text("Result of an infectious marker", "Résultat de marqueur infectieux"),
        _rows(
            marker, marker.c.address, marker.c.address,
            replaced=_exists(_later, _later.c.supersedes == marker.c.id),
        ),
        ("donors.medical",), lambda row: "superseded" if row.replaced else "recorded",
        label=tail,
    ),
    Kind(
        "donation", Text("Donation", "Don"), _rows(donation, donation.c.din, donation.c.din),
        ("donors", "lots"), lambda _row: "donated", label=lambda row: str(Din(row.label)),
    ),
    Kind(
        "procurement", Text("Procurement", "Prélèvement"),
        _rows(
            procured, procured.c.address, procured.c.address,
            replaced=_exists(_again, _again.c.supersedes == procured.c.id),
        ),
        ("procurement",), lambda row: "superseded" if row.replaced else "procured",
        label=tail,
    ),
    Kind(
        "hand-over", Text("Hand-over", "Remise"),
        _rows(handed, handed.c.address, handed.c.address),
        ("procurement",), lambda _row: "handed_over", label=tail,
    ),
    Kind(
        "receipt", Text("Receipt", "Réception"),
        _rows(
            received, received.c.address, received.c.stream, decision=received.c.decision,
        ),
        ("procurement",), lambda row: "refused" if row.decision == "refused" else "received",
        label=lambda row: str(row.label).partition("/")[2],
    ),
    Kind(
        "lot", Text("Lot", "Lot"), _rows(lot, lot.c.number, lot.c.number),
        ("lots",), lambda row: str(row.head_state),
    ),
    Kind(
        "unit", Text("Unit", "Unité"),
        _rows(
            unit, unit.c.code, unit.c.code, kind=unit.c.kind, place=_place(), uom=unit.c.uom,
        ),
        ("lots",), lambda _row: "",
    ),
    Kind(
        "result", Text("Result", "Résultat"),
        _rows(
            result, result.c.address, result.c.spec_row, verdict=result.c.verdict,
            ended=_exists(_ended, _ended.c.result_id == result.c.id),
            repeated=_exists(_repeat, _repeat.c.supersedes == result.c.id),
        ),
        ("results",), outcome,
    ),
    Kind(
        "oos", Text("Investigation (OOS)", "Investigation (OOS)"),
        _rows(oos, oos.c.number, oos.c.number, last=_last_sought()),
        ("results",), investigated,
    ),
    Kind(
        "decision", Text("Decision on the lot", "Décision sur le lot"),
        _rows(
            decision, decision.c.address, decision.c.address, decision=decision.c.decision,
            void=void,
        ),
        ("lots",), lambda row: "void" if row.void else str(row.decision),
        label=tail,
    ),
    Kind(
        "deviation", Text("Deviation", "Déviation"),
        _rows(
            deviation, literal("deviation/") + deviation.c.number, deviation.c.number,
            steps=_taken(_judged, _judged.c.deviation_id, deviation.c.id),
        ),
        ("quality",), judgement, layer="holds",
    ),
    Kind(
        "hold", Text("Hold", "Blocage"),
        _rows(
            hold, literal("hold/") + hold.c.number, hold.c.number,
            lifted=_exists(_lift, _lift.c.hold_id == hold.c.id),
        ),
        ("quality",), lambda row: "lifted" if row.lifted else "hold", layer="holds",
    ),
    Kind(
        "document", Text("Document", "Document"),
        _rows(
            document, document.c.address, document.c.code, version=document.c.version,
            steps=_taken(_stepped, _stepped.c.version_id, document.c.id),
        ),
        ("documents",), lambda row: state_after((row.steps or "").split()), layer="documents",
        label=lambda row: f"{row.label} v{row.version}",
    ),
    Kind(
        "person", Text("Person", "Personne"), _rows(account, account.c.login, account.c.login),
        ("lots", "donors"), lambda row: str(row.head_state), layer="people",
    ),
    Kind(
        "file", Text("File", "Fichier"),
        _rows(
            stored, stored.c.address + literal("/") + stored.c.sha256, stored.c.name,
            place=null(),
        ),
        ("lots", "reports"), lambda _row: "kept", layer="files", addressed=False,
    ),
    # Its number alone: the form bears a name, and its bytes lie encrypted.
    Kind(
        "scan", Text("Scan of a consent form", "Numérisation d'un formulaire de consentement"),
        _rows(scan, scan.c.address, scan.c.address),
        ("donors.medical",), lambda _row: "kept", layer="files", label=tail,
    ),
)  # fmt: skip


BY_NAME = {kind.name: kind for kind in KINDS}
LAYERS: dict[str, Text] = {
    "holds": Text("Deviations and holds", "Déviations et blocages"),
    "documents": Text("Documents it ran on", "Documents appliqués"),
    "people": Text("People", "Personnes"),
    "files": Text("Files", "Fichiers"),
}
"""What can be switched on beside the things themselves."""
SHOWN = ("holds",)
"""The layers that a look-up shows when none is named."""

WORDS: dict[str, Text] = {
    name: words
    for kind in KINDS
    for name, words in (UNIT_WORDS if kind.name == "unit" else {kind.name: kind.words}).items()
} | {
    OUTSIDE: Text("Outside your studies", "Hors de vos études"),
    RESTRICTED: Text("Not shown to your function", "Non montré à votre fonction"),
}
"""The words of every kind of node, in the order of every list; units have kinds of their own."""
ORDER = tuple(WORDS)
