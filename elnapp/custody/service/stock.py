"""Stock that is older than the ledger: opened with the document that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal

from batches.kept_file import KeptFile
from batches.ledger import Act
from batches.units import KINDS
from batches.verdict import Finding
from elnapp.custody import queries
from elnapp.custody.service.ledger import opened
from elnapp.custody.service.moving import move_in
from elnapp.record import Answer, Call, Kernel, Refused, StoredFile, Tx


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the store already: its hash, size, media type and own name."""

    sha256: str
    size: int
    media_type: str
    name: str

    @classmethod
    def of(cls, file: KeptFile) -> Kept:
        """Give a file as pages keep it: what it holds is nobody's guess."""
        return cls(file.sha256, file.size, "application/octet-stream", file.name)


@dataclass(frozen=True, slots=True)
class NewStock:
    """One unit of older stock under the code that it bears, and the document that proves it."""

    site: str
    code: str
    kind: str
    lot: str
    quantity: Decimal
    uom: str
    source: str
    place: str = ""
    file: Kept | None = None


def open_stock(kernel: Kernel, call: Call, given: NewStock) -> Answer:
    """Open one unit by an `opening` act; gives `{unit}`.

    Codes: ST-CODE, ST-KIND, ST-LOT, ST-SOURCE, ST-QUANTITY, C-CODE-TAKEN, those of a move.
    """
    stream = f"site/{given.site}"

    def do(tx: Tx) -> Answer:
        found = [*_faults(tx, given)]
        if found:
            raise Refused(found)
        act = Act("opening", "opening", given.code, "", given.quantity, given.uom)
        unit = opened(tx, stream, act, (given.code, given.kind, given.lot), given.source.strip())
        if given.file is not None:
            tx.add(StoredFile(stream=stream, address=unit.address, **asdict(given.file)))
        if given.place:
            move_in(tx, stream, given.code, given.place)
        return {"unit": given.code}

    return kernel.act(call, "custody.open_stock", do, streams=[stream], request=asdict(given))


def _faults(tx: Tx, given: NewStock) -> Iterator[Finding]:
    if not given.code.strip() or given.code != given.code.strip() or "/" in given.code:
        yield Finding("ST-CODE", {"found": given.code.strip()[:40] or "–"}, "code")
    elif queries.unit(tx.session, given.code) or queries.place(tx.session, given.code):
        yield Finding("C-CODE-TAKEN", {"code": given.code}, "code")
    if given.kind not in KINDS:
        yield Finding("ST-KIND", {"found": given.kind}, "kind")
    if not given.lot.strip():
        yield Finding("ST-LOT", where="lot")
    if not given.source.strip():
        yield Finding("ST-SOURCE", where="source")
    if not given.quantity.is_finite() or given.quantity <= 0:
        yield Finding("ST-QUANTITY", {"found": str(given.quantity)}, "quantity")
