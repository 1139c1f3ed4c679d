"""The kernel: the only place that commits.

One command is one verb by one person: one transaction that locks the heads of its streams first,
answers a repeated key as before, asks the policy, lets the service write rows, settles what follows
from them, and writes one event in each changed stream (docs/architecture.md, "The kernel").
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session, col

from batches.people import Actor
from batches.verdict import Finding
from elnapp.record import chain
from elnapp.record.capture import CommandSession, allowed_to_write
from elnapp.record.errors import Busy, Conflict, NotFound, Refused, Stale, WriteRefused
from elnapp.record.plain import canonical, digest, plain, time_text
from elnapp.record.stores import Stores
from elnapp.record.tables import Counter, Event, Head, Job, Operational, Recorded, new_id

Answer = dict[str, Any]
Row = TypeVar("Row", bound=Recorded | Operational)
Done = TypeVar("Done")
ATTEMPTS = 4
UNIQUE_VIOLATION = "23505"
RETRY_CODES = {"40001", "40P01", "55P03"}  # serialisation failure, deadlock, lock timeout


@dataclass(frozen=True, slots=True)
class Call:
    """Who does it, when, and under which key; `seen` is the head the form was shown with.

    `key` comes from the form, so that the same form sent twice is one command.  `streams` a form
    was shown for are compared with `seen` by the service through `Tx.expect`.
    """

    actor: Actor
    key: str
    at: datetime
    reason: str | None = None
    seen: int | None = None


@dataclass(slots=True)
class Stream:
    """A locked head as the command sees it."""

    name: str
    kind: str
    site: str
    study: str | None
    state: str
    seq: int
    hash: str


@dataclass
class Tx:
    """What a service holds inside one command."""

    session: CommandSession
    call: Call
    verb: str
    heads: dict[str, Stream] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """Give the time of record."""
        return self.call.at

    @property
    def actor(self) -> Actor:
        """Give the person who acts."""
        return self.call.actor

    def head(self, stream: str) -> Stream:
        """Give a locked head; a stream that was not locked is a defect of the service."""
        if stream not in self.heads:
            message = f"{self.verb} did not lock {stream}"
            raise WriteRefused(message)
        return self.heads[stream]

    def expect(self, stream: str) -> None:
        """Refuse a form that was shown before the stream last changed."""
        head = self.head(stream)
        if self.call.seen is not None and self.call.seen != head.seq:
            raise Stale(stream, self.call.seen, head.seq)

    def open(self, stream: str, *, kind: str, site: str, study: str | None = None) -> Stream:
        """Start a new stream; one that exists already is a Conflict."""
        head = Stream(stream, kind, site, study, "", 0, chain.GENESIS)
        row = {
            "stream": stream, "kind": kind, "site": site, "study": study,
            "state": "", "seq": 0, "hash": chain.GENESIS, "at": self.at,
        }  # fmt: skip
        connection = self.session.connection()
        with allowed_to_write(connection):
            connection.execute(insert(Head), row)
        self.heads[stream] = head
        return head

    def add(self, row: Row) -> Row:
        """Add a row; it is written, captured and committed with the command."""
        if isinstance(row, Recorded):
            self.head(row.stream)
        self.session.add(row)
        return row

    def job(self, kind: str, about: str, args: Mapping[str, Any]) -> str:
        """Ask for long work in the same transaction; gives the job's id."""
        row = Job(kind=kind, about=about, args=dict(args), asked_by=self.actor.id, asked_at=self.at)
        return self.add(row).id

    def note(self, finding: Finding) -> None:
        """Keep a finding in the event: what the rules said while the value was taken."""
        self.findings.append(finding)

    def number(self, stream: str, series: str) -> int:
        """Give the next number of a series of a locked stream; none is ever given twice."""
        self.head(stream)
        found = select(Counter).where(col(Counter.stream) == stream, col(Counter.series) == series)
        counter = self.session.scalars(found).first()
        if counter is None:
            counter = Counter(stream=stream, address=f"{stream}/number/{series}", series=series)
            self.session.add(counter)
            counter.value = 1
        else:
            counter.value += 1
        self.session.flush()
        return counter.value


Do = Callable[[Tx], Answer]


class Guard(Protocol):
    """Checks the policy for a verb, inside the command, on locked heads."""

    def __call__(self, tx: Tx, primary: str, study: str | None) -> None:
        """Raise NotPermitted when the person may not."""


@dataclass(frozen=True)
class Rooms:
    """What the rooms above the kernel tell it: the policy, what settles, and states by kind."""

    guard: Guard
    settlers: Sequence[Callable[[Tx], None]] = ()
    states: Mapping[str, Callable[[Tx, str], str]] = field(default_factory=dict)
    software: str = ""


class Kernel:
    """Runs commands against one store."""

    def __init__(self, stores: Stores, rooms: Rooms) -> None:
        """Take both engines and what the rooms declared."""
        self.stores, self.rooms = stores, rooms

    def reading(self) -> AbstractContextManager[Session]:
        """Give the read-only session of a page."""
        return self.stores.reading()

    def asking(self) -> AbstractContextManager[Session]:
        """Give the read-only session of statements that each stand alone."""
        return self.stores.asking()

    def act(
        self,
        call: Call,
        verb: str,
        do: Do,
        *,
        streams: Sequence[str],
        request: Mapping[str, Any],
        study: str | None = None,
    ) -> Answer:
        """Do one command and give its answer; the same key gives the first answer again.

        `streams[0]` is the primary stream: the policy reads its site, study and state, and it gets
        an event even when nothing in it changes.  `study` states the study of a record that the
        command is about to open.  Raises Refused, NotPermitted, Conflict, Stale, NotFound, Busy.
        """
        asked = digest(
            {
                "verb": verb, "actor": call.actor.id, "reason": call.reason,
                "request": plain(dict(request)),
            }
        )  # fmt: skip
        try:
            return _patiently(
                verb, lambda: self._once(call, verb, do, (tuple(streams), asked, study))
            )
        except Refused as refused:
            if refused.matters:
                self.refuse(call, verb, streams[0], refused.findings)
            raise

    def found(self, call: Call, verb: str, do: Do, primary: str) -> Answer:
        """Do the first command of an empty store: `do` opens `primary`, and nobody is asked yet.

        Raises Conflict when the store already has a record.
        """
        with self.stores.commanding() as session:
            tx = Tx(session, call, verb)
            if session.connection().execute(select(Head.__table__).limit(1)).first():  # type: ignore[attr-defined]
                message = "the store already has a record"
                raise Conflict(message)
            answer: Answer = plain(do(tx))
            session.flush()
            _write_events(self, tx, primary, request=digest({"verb": verb}), answer=answer)
            session.commit()
            return answer

    def refuse(self, call: Call, verb: str, stream: str, findings: Sequence[Finding]) -> None:
        """Record a refusal that matters as an event of its own, in its own transaction.

        Raises Busy like any command: a refusal that cannot be recorded is not answered as one.
        """

        def once() -> None:
            with self.stores.commanding() as session:
                tx = Tx(session, replace(call, key=new_id()), verb)
                _lock(tx, (stream,))
                tx.findings.extend(findings)
                _write_events(self, tx, stream, request=call.key, answer={"refused": True})
                session.commit()

        _patiently(verb, once)

    def _once(
        self, call: Call, verb: str, do: Do, asked: tuple[tuple[str, ...], str, str | None]
    ) -> Answer:
        streams, request, study = asked
        with self.stores.commanding() as session:
            tx = Tx(session, call, verb)
            _lock(tx, streams)
            earlier = _answered(tx, streams, request)
            if earlier is not None:
                return earlier
            self.rooms.guard(tx, streams[0], study)
            answer: Answer = plain(do(tx))
            session.flush()
            for settle in self.rooms.settlers:
                settle(tx)
            session.flush()
            _write_events(self, tx, streams[0], request=request, answer=answer)
            session.commit()
            return answer


def _patiently(verb: str, once: Callable[[], Done]) -> Done:
    """Do one transaction, and do it again while the store only says "not now"; then Busy."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return once()
        except DBAPIError as error:
            _give_up(verb, error, last=attempt == ATTEMPTS)
            time.sleep(0.02 * attempt)
    raise Busy(verb)


# Built once: a statement costs more to build than to run.  Most commands have one stream, and a list
# is laid out again at every execution, so one stream has statements of its own.
_HEAD: Any = Head.__table__  # type: ignore[attr-defined]
_EVENT: Any = Event.__table__  # type: ignore[attr-defined]


def _of_one_and_many(statement: Any, stream: Any) -> dict[bool, Any]:
    """Give the statement for one stream (True) and for several."""
    several: Any = bindparam("streams", expanding=True)
    return {
        True: statement.where(stream == bindparam("streams")),
        False: statement.where(stream.in_(several)).order_by(stream),
    }


_HEADS = _of_one_and_many(select(_HEAD).with_for_update(), _HEAD.c.stream)
_ANSWER = _of_one_and_many(
    select(_EVENT.c.request, _EVENT.c.body).where(_EVENT.c.key == bindparam("key")),
    _EVENT.c.stream,
)
_NEW_EVENT = insert(_EVENT)
_MOVED = update(_HEAD).where(_HEAD.c.stream == bindparam("moved"))


def _one_or_many(streams: list[str]) -> str | list[str]:
    return streams[0] if len(streams) == 1 else streams


def _lock(tx: Tx, streams: Sequence[str]) -> None:
    """Lock the heads of all streams in one order, before anything is read."""
    wanted = sorted(set(streams))
    statement, asked = _HEADS[len(wanted) == 1], {"streams": _one_or_many(wanted)}
    for row in tx.session.connection().execute(statement, asked).mappings():
        tx.heads[row["stream"]] = Stream(
            row["stream"], row["kind"], row["site"], row["study"],
            row["state"], row["seq"], row["hash"],
        )  # fmt: skip
    missing = [s for s in wanted if s not in tx.heads]
    if missing:
        raise NotFound(missing[0])


def _answered(tx: Tx, streams: Sequence[str], request: str) -> Answer | None:
    """Give the answer that this key got before, or raise Conflict when it asked for other things."""
    wanted = sorted(set(streams))
    asked = {"streams": _one_or_many(wanted), "key": tx.call.key}
    row = tx.session.connection().execute(_ANSWER[len(wanted) == 1], asked).first()
    if row is None:
        return None
    if row.request != request:
        message = f"the form {tx.call.key} was already sent with other content"
        raise Conflict(message)
    answer: Answer = json.loads(row.body)["answer"]
    return answer


def _write_events(kernel: Kernel, tx: Tx, primary: str, *, request: str, answer: Answer) -> None:
    """Write one event in each changed stream (and in the primary) and move its head."""
    captured = tx.session.captured
    parts = sorted({primary, *captured.streams()})
    command, roles = new_id(), _roles(tx, primary)
    for stream in parts:
        head = tx.head(stream)
        state = kernel.rooms.states.get(head.kind)
        after = state(tx, stream) if state else "active"
        body = {
            "v": chain.BODY_VERSION, "id": new_id(), "stream": stream, "kind": head.kind,
            "site": head.site, "study": head.study, "seq": head.seq + 1, "command": command,
            "parts": parts, "verb": tx.verb, "at": time_text(tx.at), "key": tx.call.key,
            "actor": {"id": tx.actor.id, "name": tx.actor.name, "roles": roles},
            "request": request, "reason": tx.call.reason, "state": after,
            "changes": [c.plain() for c in captured.of(stream)], "answer": answer,
            "findings": [plain(f.plain()) for f in tx.findings], "software": kernel.rooms.software,
        }  # fmt: skip
        _append(tx, head, body)


def _append(tx: Tx, head: Stream, body: dict[str, Any]) -> None:
    text = canonical(body)
    hashed = chain.link(head.hash, text)
    connection = tx.session.connection()
    with allowed_to_write(connection):
        connection.execute(
            _NEW_EVENT,
            {
                "id": body["id"], "stream": head.name, "seq": body["seq"],
                "command": body["command"], "verb": tx.verb, "actor": tx.actor.id, "at": tx.at,
                "key": tx.call.key, "request": body["request"], "reason": tx.call.reason,
                "body": text.decode(), "prev": head.hash, "hash": hashed,
            },
        )  # fmt: skip
        connection.execute(
            _MOVED,
            {
                "moved": head.name, "seq": body["seq"], "hash": hashed, "state": body["state"],
                "at": tx.at,
            },
        )  # fmt: skip
    head.seq, head.hash, head.state = body["seq"], hashed, body["state"]


def _roles(tx: Tx, primary: str) -> list[str]:
    head = tx.head(primary)
    return sorted(tx.actor.roles(head.site, head.study))


def _give_up(verb: str, error: DBAPIError, *, last: bool) -> None:
    """Raise what the store's error means; return when it only said "not now".

    Any broken constraint but a taken name is a defect of a service and is raised as it is.
    """
    taken = getattr(error.orig, "sqlstate", None) == UNIQUE_VIOLATION
    if taken or "UNIQUE constraint failed" in str(error.orig):
        message = f"{verb}: another record already claims this name"
        raise Conflict(message) from error
    if not _may_retry(error):
        raise error
    if last:
        raise Busy(verb) from error


def _may_retry(error: DBAPIError) -> bool:
    """Tell whether the store only said "not now": nothing was written."""
    code = getattr(error.orig, "sqlstate", None)
    locked = isinstance(error, OperationalError) and "locked" in str(error.orig)
    return code in RETRY_CODES or locked
