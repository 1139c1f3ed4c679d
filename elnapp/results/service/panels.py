"""Judging a panel: tubes from the inbox, the approved template, and the results it gives.

Files are measured, in the sandbox, and gates drawn before the command; inside it only rows are
written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from batches.findings import sentence
from batches.inbox import Measured, Offer
from batches.phenotype import Judged
from batches.verdict import Finding
from elnapp.inbox import service as taking
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.service import Owner, Sender
from elnapp.record import Answer, Call, Refused, Tx, new_id
from elnapp.results.queries import Pinned, ResultView, sample_views
from elnapp.results.service.entering import standing, waits
from elnapp.results.service.given import Unconfirmed, token_of
from elnapp.results.service.giving import Counts, give, openings
from elnapp.results.service.measuring import LANGS, Asked, Done, judged
from elnapp.results.service.writing import Place, write_panel

EVENTS = "event_count"


@dataclass(frozen=True, slots=True)
class _Work:
    """A judged panel with the rows that get a result of it, each with its marker."""

    pinned: Pinned
    asked: Asked
    done: Done
    counts: Counts
    rows: Mapping[str, str]


def judge_panel(sender: Sender, call: Call, pinned: Pinned, asked: Asked) -> Answer:
    """Judge a panel and give the result of every row that names one of its markers, if asked.

    A marker without a valid count makes an INVALID result with its reason.  Refused for readings
    that cannot be taken, held ones without `call.reason` (FILE-REASON), a panel for monitoring of a
    sample that the product is tested with (PANEL-OF-PRODUCT), tubes that together are more than the
    sandbox takes (PANEL-TOO-MUCH); Unconfirmed for results that open a deviation.  A repeat gives a
    result to the rows that wait for one, by a planned retest or after an invalid one, and to no
    other; refused when none waits.  Gives the panel's number, verdict, deviations and investigations.
    """
    limited = _limited(pinned, asked)
    done = judged(sender, asked, call.actor.lang)

    def do(tx: Tx) -> Answer:
        picked = taking.chosen(tx, asked.readings, pinned.stream)
        if asked.monitoring:
            _not_of_product(tx, pinned, asked, picked.readings)
        if picked.holds and not (tx.call.reason or "").strip():
            raise Refused([Finding("FILE-REASON", where="reason"), *picked.holds])
        rows = {} if asked.monitoring else _waiting(tx, pinned, limited)
        work = _Work(pinned, asked, done, done.counts(asked.sample), rows)
        found = openings(tx, pinned, work.counts, rows)
        if found and asked.confirmed != token_of(found):
            raise Unconfirmed(found)
        others = [] if asked.monitoring else _others(tx, work, limited)
        panel_id, n = new_id(), tx.number(pinned.stream, "panel")
        address = f"{pinned.stream}/panels/{n}"
        made = {row: give(tx, pinned, work.counts, row, marker) for row, marker in rows.items()}
        results = {rows[row]: one["address"] for row, one in made.items()}
        place = Place(pinned.stream, panel_id, n, asked.sample, asked.passage)
        write_panel(tx, place, done, results, [_both(f) for f in others])
        owner, offers = _taken(picked.readings, done, (pinned.stream, address, panel_id))
        taking.use(tx, owner, picked, offers)
        opened = [number for one in made.values() for number in one["deviations"]]
        begun = [one["investigation"] for one in made.values() if one["investigation"]]
        return {
            "panel": n, "verdict": done.answer["verdict"], "deviations": opened,
            "investigations": begun,
        }  # fmt: skip

    request = {"stream": pinned.stream, "reason": call.reason, **asked.request()}
    return sender.kernel.act(
        call, "results.judge_panel", do, streams=[pinned.stream], request=request
    )


def _limited(pinned: Pinned, asked: Asked) -> dict[str, str]:
    """Give the rows that the template measures, each with its marker; Refused when there are none."""
    found = {
        row.code: row.panel[1]
        for row in pinned.specification.rows
        if row.panel is not None and row.panel[0] == asked.template.code
    }
    if not found:
        raise Refused([Finding("PANEL-NO-TEMPLATE", where="template")])
    if asked.monitoring and asked.passage is None:
        raise Refused([Finding("PANEL-NO-PASSAGE", where="passage")])
    return found


def _waiting(tx: Tx, pinned: Pinned, limited: Mapping[str, str]) -> Mapping[str, str]:
    """Give the rows that wait for a result: all of a first panel, of a repeat those it is made for.

    Where none waits it is all of them, and the first refuses a second result beside its own.
    """
    return {row: marker for row, marker in limited.items() if waits(tx, pinned, row)} or limited


def _others(tx: Tx, work: _Work, limited: Mapping[str, str]) -> list[Finding]:
    """Give a finding for each row whose result stands while this panel judges its marker otherwise."""
    found = []
    for row, marker in limited.items():
        stands, one = standing(tx, work.pinned, row), work.counts.valid(marker)
        if row not in work.rows and stands and one and one.verdict != stands.verdict:
            found.append(_differs(one, stands))
    for finding in found:
        tx.note(finding)
    return found


def _differs(one: Judged, stands: ResultView) -> Finding:
    said = {"row": stands.row, "found": one.rounded, "stands": stands.rounded or stands.text}
    return Finding("PANEL-OTHERWISE", said, stands.row, 2)


def _not_of_product(tx: Tx, pinned: Pinned, asked: Asked, readings: Sequence[ReadingView]) -> None:
    """Refuse to call monitoring what is a test of the product: a failing result has no other name."""
    rows, named = set(_limited(pinned, asked)), {asked.sample, *(r.sample for r in readings)}
    for view in sample_views(tx.session, pinned.stream, pinned.plan):
        tested = sorted(rows & view.planned.tests) if view.planned else []
        if tested and view.code in named:
            said = {"sample": view.code, "rows": ", ".join(tested)}
            raise Refused([Finding("PANEL-OF-PRODUCT", said, "monitoring")])


def _both(finding: Finding) -> dict[str, str]:
    said = {lang: sentence(finding, lang) for lang in LANGS}
    return {"code": finding.code, "where": finding.where, **said}


def _taken(
    readings: Sequence[ReadingView], done: Done, place: tuple[str, str, str]
) -> tuple[Owner, dict[str, Offer]]:
    """Say which tube each reading was: its count of events stands for what was taken from it."""
    stream, address, panel_id = place
    role_of = {name: role for role, name in done.judged.measured.files.items()}
    offers, values = {}, {}
    for one in readings:
        slot = role_of.get(one.file_name, one.file_name)
        measured = one.quantities.get(EVENTS, Measured(Decimal(0), "1", "–"))
        offers[slot] = Offer(one.id, EVENTS, measured)
        values[slot] = measured.value
    return Owner(stream, address, "result", panel_id, values), offers
