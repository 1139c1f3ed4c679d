"""Opening a deviation: by a rule inside another command, or by a person."""

from __future__ import annotations

from batches.findings import sentence
from batches.verdict import Finding
from elnapp.quality.models import Deviation
from elnapp.record import Answer, Call, Kernel, Refused, Tx
from elnapp.signing.queries import stream_of

LIGHTEST, HEAVIEST = 1, 3


def open_in(
    tx: Tx,
    about: str,
    what: Finding | str,
    description: str = "",
    weight: int | None = None,
    rule: str | None = None,
) -> Deviation:
    """Open a deviation inside another room's command; the stream of `about` must be locked.

    `what` is the finding of a rule, kept whole, or a title.  Costs one number and one row.
    """
    stream, found = stream_of(about), what if isinstance(what, Finding) else None
    given = weight or (found.weight if found else 0)
    number = numbered(tx, stream, "deviation", "D")
    return tx.add(
        Deviation(
            stream=stream, address=f"{stream}/quality/{number}", number=number, about=about,
            site=tx.head(stream).site,
            title=sentence(found, tx.actor.lang) if found else str(what),
            description=description, lang=tx.actor.lang,
            weight=min(max(given, LIGHTEST), HEAVIEST),
            rule=rule or (found.code if found else None),
            finding=found.plain() if found else None,
            opened_by=tx.actor.id, opened_by_name=tx.actor.name, opened_at=tx.at,
        )
    )  # fmt: skip


def open_deviation(
    kernel: Kernel, call: Call, about: str, title: str, description: str, weight: int
) -> Answer:
    """Open a deviation by a person, on any address; gives `{number}`."""

    def do(tx: Tx) -> Answer:
        given(title=title, description=description)
        return {"number": open_in(tx, about, title.strip(), description.strip(), weight).number}

    asked = {"about": about, "title": title, "description": description, "weight": weight}
    streams = [stream_of(about)]
    return kernel.act(call, "quality.open_deviation", do, streams=streams, request=asked)


def numbered(tx: Tx, stream: str, series: str, letter: str) -> str:
    """Give the next number of a series of a stream: `AT26-001-D01`, `D-0004-H02`."""
    name = "-".join(stream.split("/")[1:]) or stream
    return f"{name}-{letter}{tx.number(stream, series):02d}"


def given(**texts: str) -> None:
    """Refuse texts that are empty, each at its field."""
    empty = [name for name, text in texts.items() if not text.strip()]
    if empty:
        raise Refused([Finding("QUAL-EMPTY", where=name) for name in empty])
