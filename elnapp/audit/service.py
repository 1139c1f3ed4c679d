"""What verification computes again: everything derived, from what it was derived from.

Replay proves that nobody wrote past the kernel; a service that wrote something wrong is found here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sqlalchemy import Connection
from sqlmodel import Session

from elnapp.custody import queries as custody
from elnapp.documents import queries as documents
from elnapp.documents import service as documents_service
from elnapp.donors import queries as donors
from elnapp.donors import service as donors_service
from elnapp.lots import service as lots
from elnapp.markers import queries as markers
from elnapp.people import service as people
from elnapp.record import Head
from elnapp.record.verify import Layers, Recompute
from elnapp.release import queries as release
from elnapp.results import queries as results

Check = Callable[[Session, str], Iterable[str]]


def layers(*, replay: bool = True) -> Layers:
    """Give all layers of the verification of a whole store."""
    checks: dict[str, tuple[Check, ...]] = {
        "account": (_state(people.derived_state),),
        "document": (_state(documents_service.derived_state), documents.misread),
        "donor": (
            _state(donors_service.derived_state),
            donors.misjudged,
            markers.misjudged,
        ),
        "lot": (lots.otherwise, custody.broken, _results),
    }
    return Layers(replay, {kind: _recompute(found) for kind, found in checks.items()})


def _recompute(checks: Iterable[Check]) -> Recompute:
    return partial(_all, (*checks, _signatures))


def _all(checks: Iterable[Check], connection: Connection, stream: str) -> Iterator[str]:
    with Session(connection, autoflush=False) as session:
        for check in checks:
            yield from check(session, stream)


def _state(derived: Callable[[Session, str], str]) -> Check:
    def check(session: Session, stream: str) -> Iterator[str]:
        head, now = session.get(Head, stream), derived(session, stream)
        if head is None or head.state != now:
            yield f"the state is {head.state if head else 'unknown'}, the record says {now}"

    return check


def _signatures(session: Session, stream: str) -> Iterator[str]:
    for what in release.unsound(session, stream):
        yield f"{what}: stands over content that it was not given on"


def _results(session: Session, stream: str) -> Iterator[str]:
    pinned = release.pinned_specification(session, stream)
    for address in results.misjudged(session, pinned):
        yield f"{address}: judged again, the result is another one"
