"""Judging a panel: tubes from the inbox, the approved template, and the results it gives.

Files are measured, in the sandbox, and gates drawn before the command; inside it only rows are
written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from batches.findings import sentence
from batches.inbox import Measured, Offer
from batches.ledger import Value
from batches.phenotype import Judged
from batches.quantity import plain as digits
from batches.verdict import Finding
from elnapp.inbox import service as taking
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.service import Owner, Sender
from elnapp.record import Answer, Call, Refused, StoredFile, Tx, new_id
from elnapp.results.models import Panel
from elnapp.results.queries import Pinned, ResultView, sample_views
from elnapp.results.service.entering import enter_in, opening, standing, waits
from elnapp.results.service.given import Counted, Given, Unconfirmed, token_of
from elnapp.results.service.measuring import LANGS, Asked, Done, judged

VALUE, EVENTS, SVG = "value", "event_count", "image/svg+xml"
NOT_VALID = "L04"  # says only that there is no result; the reasons stand beside it


@dataclass(frozen=True, slots=True)
class _Work:
    """A judged panel with the rows that get a result of it, each with its marker."""

    pinned: Pinned
    asked: Asked
    done: Done
    rows: Mapping[str, str]

    def judged(self, marker: str) -> Judged | None:
        """Give what was counted of a marker; None when there is no valid count."""
        found = (r.judged for r in self.done.judged.results if r.judged.code == marker)
        one = next(found, None)
        countless = one is None or one.verdict == "INVALID" or one.percent is None
        return None if countless else one


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
        work = _Work(pinned, asked, done, {} if asked.monitoring else _waiting(tx, pinned, limited))
        _confirm(tx, work)
        others = [] if asked.monitoring else _others(tx, work, limited)
        panel_id, n = new_id(), tx.number(pinned.stream, "panel")
        address = f"{pinned.stream}/panels/{n}"
        made = {row: _result(tx, work, row) for row in work.rows}
        tx.add(_panel(tx, work, (panel_id, n, address), made, others))
        owner, offers = _taken(picked.readings, done, (pinned.stream, address, panel_id))
        taking.use(tx, owner, picked, offers)
        _keep_pictures(tx, pinned.stream, address, done)
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
        stands, one = standing(tx, work.pinned, row), work.judged(marker)
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


def _confirm(tx: Tx, work: _Work) -> None:
    """Raise Unconfirmed with every result that opens a deviation, unless each was shown."""
    found: list[Finding] = []
    for row, marker in work.rows.items():
        one = work.judged(marker)
        if one is not None and one.percent is not None:
            found += opening(tx, work.pinned, row, one.percent.value or Decimal(0))
    if found and work.asked.confirmed != token_of(found):
        raise Unconfirmed(found)


def _result(tx: Tx, work: _Work, row: str) -> Answer:
    """Give the result of one row: the percentage with its interval, or why there is none."""
    marker, sample = work.rows[row], work.asked.sample
    one = work.judged(marker)
    if one is None or one.percent is None or one.percent.value is None:
        why = _reasons(work.done, marker, tx.actor.lang)
        return enter_in(tx, work.pinned, Given(row, invalid=why, sample=sample), Counted())
    number = one.percent.value
    values = {VALUE: Value(digits(number), number, "%")}
    found = opening(tx, work.pinned, row, number)
    given = Given(row, values, sample=sample, confirmed=token_of(found))
    return enter_in(tx, work.pinned, given, Counted(one.percent, one.interval))


def _reasons(done: Done, marker: str, lang: str) -> str:
    """Say in words why a marker has no count: what is wrong with the panel, then with its tubes."""
    known = done.answer["markers"].get(marker)
    if known is None:
        return sentence(Finding("PANEL-NO-MARKER", {"marker": marker}), lang)
    of_tubes = [f for f in known["findings"] if f["code"] != NOT_VALID]
    said = [f[lang] for f in (*done.answer["findings"], *of_tubes)]
    return " ".join(dict.fromkeys(said))


def _panel(
    tx: Tx,
    work: _Work,
    numbered: tuple[str, int, str],
    made: Mapping[str, Answer],
    others: Sequence[Finding],
) -> Panel:
    asked, answer, (panel_id, n, address) = work.asked, work.done.answer, numbered
    formula = f"{answer['formula']['id']}@{answer['formula']['version']}"
    said = [{"code": f.code, "where": f.where, **_both(f)} for f in others]
    return Panel(
        id=panel_id, stream=work.pinned.stream, address=address, n=n, template_id=asked.template.id,
        template=asked.template.name, template_hash=asked.template.hash, formula=formula,
        sample_unit=asked.sample, passage=asked.passage, verdict=answer["verdict"],
        tubes=[{"role": role, **_texts(tube)} for role, tube in answer["tubes"].items()],
        markers=_texts(answer["markers"]), findings=[*answer["findings"], *said],
        results={work.rows[row]: one["address"] for row, one in made.items()},
        pictures=work.done.pictures, judged_by=tx.actor.id, judged_by_name=tx.actor.name,
        judged_at=tx.at,
    )  # fmt: skip


def _both(finding: Finding) -> dict[str, str]:
    return {lang: sentence(finding, lang) for lang in LANGS}


def _texts(value: Any) -> Any:
    """Give numbers as the texts they are stored as: a record holds no binary fraction."""
    if isinstance(value, Mapping):
        return {str(name): _texts(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(one) for one in value]
    return str(value) if isinstance(value, float | Decimal) else value


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


def _keep_pictures(tx: Tx, stream: str, address: str, done: Done) -> None:
    kept: set[str] = set()
    for lang, pictures in done.pictures.items():
        for one in pictures:
            if one["sha256"] in kept:
                continue
            kept.add(one["sha256"])
            tx.add(
                StoredFile(
                    stream=stream, address=address, sha256=one["sha256"],
                    size=done.sizes[one["sha256"]], media_type=SVG,
                    name=f"{one['name']}.{lang}.svg",
                )
            )  # fmt: skip
