"""Taking readings into a record: asked by the room that owns the record, inside its command."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import select

from batches.inbox import Offer
from batches.verdict import Finding
from elnapp.inbox import queries
from elnapp.inbox.models import InstrumentFile, ReadingUse
from elnapp.inbox.queries import ReadingView
from elnapp.record import Refused, StoredFile, Tx


@dataclass(frozen=True, slots=True)
class Owner:
    """What takes a reading: an entry or a result, where it stands, and its values by slot."""

    stream: str
    address: str
    purpose: str
    id: str
    values: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Readings that may be taken, in the order chosen, and what holds them: it wants a reason."""

    readings: tuple[ReadingView, ...] = ()

    @property
    def holds(self) -> tuple[Finding, ...]:
        """Give each hold once."""
        found: list[Finding] = []
        for one in (hold for reading in self.readings for hold in reading.holds):
            if one not in found:
                found.append(one)
        return tuple(found)


def chosen(
    tx: Tx, ids: Sequence[str], stream: str, *, own: Collection[str] = frozenset()
) -> Chosen:
    """Find the readings that a command names; Refused for one that cannot be taken at all.

    `own` are the entries that the command supersedes: what they used may be used again.
    Codes: FILE-UNKNOWN, FILE-USED, FILE-ASIDE, FILE-OTHER-SITE, FILE-OTHER-LOT.
    """
    wanted = list(dict.fromkeys(ids))
    found = queries.choose(tx.session, wanted)
    faults = [Finding("FILE-UNKNOWN")] if len(found) != len(wanted) else []
    site = tx.head(stream).site
    for one in found:
        faults += _against(one, stream, site, own)
    if faults:
        raise Refused(faults)
    return Chosen(tuple(found))


def _against(one: ReadingView, stream: str, site: str, own: Collection[str]) -> list[Finding]:
    if one.site != site:
        return [Finding("FILE-OTHER-SITE")]
    if not one.current:
        return [Finding("FILE-UNKNOWN")]
    if one.aside is not None:
        return [Finding("FILE-ASIDE", {"reason": one.aside})]
    if one.use is not None and one.use.owner not in own:
        return [Finding("FILE-USED", {"where": one.use.address})]
    if one.sample_stream is not None and one.sample_stream != stream:
        home = one.sample_stream.partition("/")[2]
        return [Finding("FILE-OTHER-LOT", {"sample": one.sample, "lot": home})]
    return []


def use(tx: Tx, owner: Owner, picked: Chosen, offers: Mapping[str, Offer]) -> None:
    """Write down what a record took from its readings, and keep their files with it."""
    by_id = {one.id: one for one in picked.readings}
    reason = (tx.call.reason or "").strip() or None
    for slot, offer in offers.items():
        one, value = by_id[offer.reading], owner.values.get(slot)
        if value is None:
            continue
        tx.add(
            ReadingUse(
                stream=owner.stream, address=owner.address, reading_id=one.id,
                purpose=owner.purpose, owner=owner.id, slot=slot, quantity=offer.quantity,
                value=str(offer.measured.value), unit=offer.measured.unit, raw=offer.measured.raw,
                taken=value == offer.measured.value, source=one.source,
                holds=[hold.plain() for hold in one.holds], reason=reason, linked_by=tx.actor.id,
                linked_by_name=tx.actor.name, linked_at=tx.at,
            )
        )  # fmt: skip
    keep_files(tx, owner.stream, owner.address, {one.sha256 for one in picked.readings})


def keep_files(tx: Tx, stream: str, address: str, digests: Collection[str]) -> None:
    """Name files among those of a record, once each: it is complete without the inbox."""
    there = set(tx.session.exec(select(StoredFile.sha256).where(StoredFile.stream == stream)))
    for digest in sorted(set(digests) - there):
        file = tx.session.exec(select(InstrumentFile).where(InstrumentFile.sha256 == digest)).one()
        tx.add(
            StoredFile(
                stream=stream, address=address, sha256=digest, size=file.size,
                media_type="application/octet-stream", name=file.name,
            )
        )  # fmt: skip
