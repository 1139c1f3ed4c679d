"""Keeping the picture of one field of a senescence reading: looked at first, then by its hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from batches import pictures, policy
from batches.kept_file import own_name
from batches.kinds import fields
from batches.kinds import senescence as kind
from batches.verdict import Finding, Unreadable
from elnapp.lots import queries
from elnapp.lots.models import FieldImage
from elnapp.lots.queries import ImageView
from elnapp.lots.service.writing import Work, hands, work
from elnapp.record import Answer, Call, Kernel, Refused, StoredFile, Tx, new_id
from elnapp.record.files import Files


@dataclass(frozen=True, slots=True)
class NewImage:
    """A picture as sent: the step and the field it is of, the name of its file, its bytes."""

    path: str
    n: int
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Keeper:
    """What keeping a picture needs of the house: kernel, files, and how many megapixels it takes."""

    kernel: Kernel
    files: Files
    megapixels: int


def add_image(keeper: Keeper, call: Call, number: str, given: NewImage) -> Answer:
    """Keep a picture as that of a field; `call.reason` says why, where the field has one already.

    What is no picture is refused before it is kept (codes of `pictures.look`).  Others: IMG-FIELD,
    IMG-NOT-HERE, IMG-USED, IMG-USED-ELSEWHERE (the picture of another field, reading or lot), IMG-COUNTED (the first
    reader's counts stand), IMG-REASON.
    """
    try:
        picture = pictures.look(given.data, keeper.megapixels)
    except Unreadable as unreadable:
        raise Refused([unreadable.finding]) from unreadable
    digest = keeper.files.put(given.data)
    stream = queries.stream_of(number)

    def do(tx: Tx) -> Answer:
        job = work(tx, number, given.path)
        hands(job)
        before = _may(job, given.n, digest)
        tx.add(_row(job, given, picture, (digest, before)))
        _keep(job, given, picture, digest)
        return {"sha256": digest, "field": given.n}

    request = {"path": given.path, "n": given.n, "sha256": digest, "name": given.name,
               "reason": call.reason}  # fmt: skip
    # The site is locked too: of two lots that are sent one picture at once, one has it.
    site = f"site/{_site(keeper.kernel, stream)}"
    return keeper.kernel.act(call, "lots.add_image", do, streams=[stream, site], request=request)


def _site(kernel: Kernel, stream: str) -> str:
    with kernel.reading() as session:
        return queries.order(session, stream).site


def _may(job: Work, n: int, digest: str) -> ImageView | None:
    """Say what the new picture takes the place of; Refused with the reason when it cannot stand."""
    session, path = job.tx.session, job.place.path
    if kind.pictured(job.step) != job.step.code:
        raise Refused([Finding("IMG-NOT-HERE", where=path)])
    most = max(len(f.slots) for f in fields(job.step))
    if not 1 <= n <= most:
        raise Refused([Finding("IMG-FIELD", {"most": most}, "n")])
    if queries.standing_entry(session, job.stream, path) is not None:
        raise Refused([Finding("IMG-COUNTED", where=path)])
    home = queries.image_home(session, digest)
    if home is not None:
        raise Refused([_used(job, home)])
    before = queries.images(session, job.stream, path).get(n)
    if before is not None and not (job.tx.call.reason or "").strip():
        raise Refused([Finding("IMG-REASON", {"field": n}, "reason")])
    return before


def _used(job: Work, home: ImageView) -> Finding:
    """Say where a picture stands already; a lot of a site or study of others is not named."""
    order = queries.order(job.tx.session, home.stream)
    if not policy.shows("lots", job.tx.actor.roles(order.site, order.study)):
        return Finding("IMG-USED-ELSEWHERE", where="file")
    where = f"{home.stream.partition('/')[2]} {home.path}, {home.n}"
    return Finding("IMG-USED", {"where": where}, "file")


def _row(
    job: Work, given: NewImage, picture: pictures.Picture, kept: tuple[str, ImageView | None]
) -> FieldImage:
    (digest, before), tx = kept, job.tx
    return FieldImage(
        id=new_id(), stream=job.stream, address=job.address, path=job.place.path, n=given.n,
        sha256=digest, media_type=picture.media_type, width=picture.width, height=picture.height,
        size=len(given.data), name=own_name(given.name), supersedes=before.id if before else None,
        reason=(tx.call.reason or "").strip() or None, sent_by=tx.actor.id,
        sent_by_name=tx.actor.name, sent_at=tx.at,
    )  # fmt: skip


def _keep(job: Work, given: NewImage, picture: pictures.Picture, digest: str) -> None:
    """Name the file among those of the lot, once: its record is complete without anything else."""
    if queries.image(job.tx.session, job.stream, digest) is not None:
        return
    shown: dict[str, Any] = {"media_type": picture.media_type, "name": own_name(given.name)}
    job.tx.add(
        StoredFile(
            stream=job.stream, address=job.address, sha256=digest, size=len(given.data), **shown
        )
    )
