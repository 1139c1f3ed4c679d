"""Which lots a worklist of control is about: one page of them, narrowed before it is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, union_all
from sqlmodel import Session, SQLModel, col

from batches.lifecycle import LOT_STATES
from batches.people import Actor
from elnapp.custody.models import Unit
from elnapp.people import queries as people
from elnapp.record import Head
from elnapp.results.models import Oos, OosStep, Result, ResultInvalid, ResultReview, SampleStep
from elnapp.results.queries.samples import KINDS

AT_WORK = ("issued", "in_process", "completed", "approved")
"""States of lots whose results are still coming; those after them are decided."""
PAGE = 20  # lots of one page of a worklist
SAMPLE = "sample_"  # begins the states of samples


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a worklist is narrowed to; `after` is the last lot of the page before.

    `text` is part of the number of a lot or of the code of a sample.  `what` is what a row waits for
    or the state of a sample: a lot that holds no such row is left out, where the tables can tell.
    """

    text: str = ""
    what: str = ""
    decided: bool = False
    sampled: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class OpenLots:
    """One page of lots, the newest first; `more` is the lot that the next page goes on after."""

    heads: tuple[Head, ...]
    more: str | None

    @property
    def streams(self) -> list[str]:
        """Give the streams of the lots."""
        return [head.stream for head in self.heads]


def open_lots(session: Session, actor: Actor, wanted: Wanted) -> OpenLots:
    """Give one page of the lots whose results the reader may see; those decided on request.

    Each state is read along its own index from where the page before ended, so that a page costs
    the same however many lots there are.
    """
    head = col(Head.stream)
    narrowed = and_(people.within(session, actor, "results", _table(Head)), *_narrow(wanted))
    arms = [_of_state(state, narrowed) for state in (LOT_STATES if wanted.decided else AT_WORK)]
    page = union_all(*arms).subquery()
    found = select(Head).where(head.in_(select(page.c.stream))).order_by(head.desc())
    heads = tuple(session.scalars(found.limit(PAGE + 1)))
    more = heads[PAGE - 1].stream.partition("/")[2] if len(heads) > PAGE else None
    return OpenLots(heads[:PAGE], more)


def _of_state(state: str, narrowed: Any) -> Select[Any]:
    head = col(Head.stream)
    found = select(head).where(col(Head.kind) == "lot", col(Head.state) == state, narrowed)
    return select(found.order_by(head.desc()).limit(PAGE + 1).subquery().c.stream)


def _narrow(wanted: Wanted) -> Iterator[Any]:
    """Give what a lot must fit; a test or a laboratory stands in a document, and is asked later."""
    head, part = col(Head.stream), wanted.text.strip().casefold()
    if wanted.after:
        yield head < f"lot/{wanted.after}"
    if wanted.sampled:
        yield _in_lot(Unit, col(Unit.kind).in_(KINDS))
    if part:
        coded = func.lower(col(Unit.code)).contains(part, autoescape=True)
        number = func.lower(func.substr(head, len("lot/") + 1))
        yield or_(number.contains(part, autoescape=True), _in_lot(Unit, coded))
    if wanted.what in _HOLDS:
        yield _HOLDS[wanted.what]()
    elif wanted.what.removeprefix(SAMPLE) in _STEPS:
        yield _in_lot(SampleStep, col(SampleStep.step) == wanted.what.removeprefix(SAMPLE))


def _in_lot(model: type[SQLModel], *where: Any) -> Any:
    return exists().where(_table(model).c.stream == col(Head.stream), *where)


def _under_investigation() -> Any:
    """Hold an investigation that no laboratory's cause and no conclusion has ended."""
    step = col(OosStep.step)
    caused = and_(step == "laboratory", col(OosStep.outcome) == "cause")
    ended = exists().where(col(OosStep.oos_id) == col(Oos.id), or_(step == "concluded", caused))
    return _in_lot(Oos, ~ended)


def _to_review() -> Any:
    """Hold a valid result that no second person has reviewed."""
    reviewed = exists().where(col(ResultReview.result_id) == col(Result.id))
    return _in_lot(Result, col(Result.invalid).is_(None), ~_invalidated(), ~reviewed)


def _invalid() -> Any:
    return _in_lot(Result, or_(col(Result.invalid).is_not(None), _invalidated()))


def _interim() -> Any:
    return _in_lot(Result, col(Result.interim).is_(True))


def _invalidated() -> Any:
    return exists().where(col(ResultInvalid.result_id) == col(Result.id))


def _table(model: type[SQLModel]) -> Any:
    return model.__table__  # type: ignore[attr-defined]


_HOLDS = {
    "oos": _under_investigation, "review": _to_review, "invalid": _invalid, "interim": _interim,
}  # fmt: skip
_STEPS = frozenset({"sent", "received", "retained", "destroyed"})
