"""Judging a panel: tubes from the inbox, the approved template, and the results it gives.

Files are measured, in the sandbox, and gates drawn before the command; inside it only rows are
written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from batches.findings import sentence
from batches.inbox import Measured, Offer
from batches.verdict import Finding
from elnapp.inbox import service as taking
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.service import Chosen, Owner, Sender
from elnapp.record import Answer, Call, Refused, Tx, new_id
from elnapp.results.queries import Pinned, sample_views
from elnapp.results.service.entering import standing, waits
from elnapp.results.service.given import Unconfirmed, token_of
from elnapp.results.service.giving import Counts, give, opened_by, openings
from elnapp.results.service.measuring import LANGS, Asked, Done, judged
from elnapp.results.service.writing import Place, write_panel

EVENTS = "event_count"


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
        picked = _picked(tx, pinned, asked)
        rows = {} if asked.monitoring else _waiting(tx, pinned, limited)
        counts = done.counts(asked.sample)
        found = openings(tx, pinned, counts, rows)
        if found and asked.confirmed != token_of(found):
            raise Unconfirmed(found)
        kept = {} if asked.monitoring else {r: limited[r] for r in limited.keys() - rows.keys()}
        said = _otherwise(tx, pinned, counts, kept)
        n = tx.number(pinned.stream, "panel")
        place = Place(pinned.stream, new_id(), n, asked.sample, asked.passage)
        made = {row: give(tx, pinned, counts, row, marker) for row, marker in rows.items()}
        results = {rows[row]: one["address"] for row, one in made.items()}
        write_panel(tx, place, done, results, [_both(f) for f in said])
        owner, offers = _taken(picked.readings, done, place)
        taking.use(tx, owner, picked, offers)
        return {"panel": n, "verdict": done.answer["verdict"], **opened_by(made)}

    request = {"stream": pinned.stream, "reason": call.reason, **asked.request()}
    return sender.kernel.act(
        call, "results.judge_panel", do, streams=[pinned.stream], request=request
    )


def _picked(tx: Tx, pinned: Pinned, asked: Asked) -> Chosen:
    """Give the readings that are judged; Refused where they cannot be, or not as they are asked for."""
    picked = taking.chosen(tx, asked.readings, pinned.stream)
    if asked.monitoring:
        _not_of_product(tx, pinned, asked, picked.readings)
    if picked.holds and not (tx.call.reason or "").strip():
        raise Refused([Finding("FILE-REASON", where="reason"), *picked.holds])
    return picked


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


def _otherwise(tx: Tx, pinned: Pinned, counts: Counts, kept: Mapping[str, str]) -> list[Finding]:
    """Note each row that keeps its result while this panel judges its marker otherwise."""
    found = []
    for row, marker in sorted(kept.items()):
        stands, one = standing(tx, pinned, row), counts.valid(marker)
        if stands and one and one.verdict != stands.verdict:
            said = {"row": row, "found": one.rounded, "stands": stands.rounded or stands.text}
            found.append(Finding("PANEL-OTHERWISE", said, row, 2))
    for finding in found:
        tx.note(finding)
    return found


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
    readings: Sequence[ReadingView], done: Done, place: Place
) -> tuple[Owner, dict[str, Offer]]:
    """Say which tube each reading was: its count of events stands for what was taken from it."""
    role_of = {name: role for role, name in done.judged.measured.files.items()}
    offers, values = {}, {}
    for one in readings:
        slot = role_of.get(one.file_name, one.file_name)
        measured = one.quantities.get(EVENTS, Measured(Decimal(0), "1", "–"))
        offers[slot] = Offer(one.id, EVENTS, measured)
        values[slot] = measured.value
    return Owner(place.stream, place.address, "result", place.id, values), offers
