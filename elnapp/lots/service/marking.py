"""What an answer marked on the pictures of its reading, and how its counts differ from the marks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from batches import clicks, kinds
from batches.clicks import Marks
from batches.kinds import senescence
from batches.ledger import Value
from batches.verdict import Finding, Unreadable
from elnapp.lots import queries
from elnapp.lots.models import Entry, FieldMarks
from elnapp.lots.queries import ImageView
from elnapp.lots.service.answer import Answered
from elnapp.lots.service.writing import Work
from elnapp.record import Refused

On = Mapping[int, tuple[ImageView, Marks]]


@dataclass(frozen=True, slots=True)
class Marking:
    """The marks of an answer by field, the findings that want a reason, the slots that agree."""

    on: On = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    slots: frozenset[str] = frozenset()

    def sources(self, files: Collection[str]) -> dict[str, str]:
        """Say of each slot where its value is from; `files` are those of an instrument's file."""
        return dict.fromkeys(self.slots, "marks") | dict.fromkeys(files, "file")

    def write(self, job: Work, entry: Entry) -> None:
        """Keep the marks with the entry, at the address of its step."""
        for n, (image, marks) in self.on.items():
            counted = {f"{name}.{n}" for name in clicks.CLASSES.values()}
            job.tx.add(
                FieldMarks(
                    stream=job.stream, address=job.address, entry_id=entry.id, image_id=image.id,
                    n=n, sha256=image.sha256, marks=marks.plain,
                    positives=len(marks.positives), negatives=len(marks.negatives),
                    taken=counted <= self.slots, marked_by=job.tx.actor.id,
                    marked_by_name=job.tx.actor.name, marked_at=job.tx.at,
                )
            )  # fmt: skip


def marking(job: Work, answered: Answered, corrected: str | None = None) -> Marking:
    """Lay the marks of an answer beside its counts; Refused for marks that cannot be.

    `corrected` is the entry that the answer takes the place of: where nothing is said of the marks
    they stand as they were.  Codes: MARKS-NO-IMAGE and those of `clicks.read`.
    """
    code = senescence.pictured(job.step)
    if code is None:
        return Marking()
    segment = job.place.path.partition("/")[0]
    images = queries.images(job.tx.session, job.stream, f"{segment}/{code}")
    said = answered.marks or _before(job, corrected)
    stray = [n for n in said if n not in images]
    if stray:
        raise Refused([Finding("MARKS-NO-IMAGE", {"field": n}) for n in stray])
    on = {n: (image, _read(said.get(n, ""), image)) for n, image in images.items()}
    return Marking(on, *_beside(job, on, answered.values))


def _beside(
    job: Work, on: On, values: Mapping[str, Value]
) -> tuple[tuple[Finding, ...], frozenset[str]]:
    asked, marks = kinds.fields(job.step), {n: one for n, (_image, one) in on.items()}
    typed = {slot: value.number for slot, value in values.items()}
    differs = tuple(clicks.differing(asked, marks, typed))
    return differs, clicks.agreeing(asked, marks, typed)


def _before(job: Work, corrected: str | None) -> dict[int, str]:
    """Write the marks of the entry that is corrected as its form would."""
    if corrected is None:
        return {}
    found = queries.marks(job.tx.session, job.stream, job.place.path).get(corrected, ())
    return {one.n: clicks.written(one.sha256, one.marks) for one in found}


def _read(text: str, image: ImageView) -> Marks:
    try:
        return clicks.read(text, image.sha256, image.picture, image.n)
    except Unreadable as unreadable:
        raise Refused([unreadable.finding]) from unreadable


def moved(job: Work, marked: Marking, corrected: str) -> bool:
    """Tell whether an answer marks other places than the entry that it corrects."""
    before = queries.marks(job.tx.session, job.stream, job.place.path).get(corrected, ())
    return {one.n: one.marks for one in before} != {n: m for n, (_image, m) in marked.on.items()}
