"""Judging a panel: tubes from the inbox, the approved template, and the results it gives.

Files are measured, in the sandbox, and gates drawn before the command; inside it only rows are
written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from batches.findings import sentence
from batches.inbox import FLOW, Measured, Offer
from batches.ledger import Value
from batches.quantity import plain as digits
from batches.verdict import Finding
from elnapp.cytometry import service as cytometry
from elnapp.cytometry.queries import Chosen
from elnapp.cytometry.service import Drawing
from elnapp.cytometry.service import Panel as Judged
from elnapp.documents.queries import Version
from elnapp.inbox import queries as inbox
from elnapp.inbox import service as taking
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.service import Owner, Sender
from elnapp.record import Answer, Call, Refused, StoredFile, Tx, new_id
from elnapp.record.plain import plain
from elnapp.results.models import Panel
from elnapp.results.queries import Pinned, sample_views
from elnapp.results.service.entering import enter_in, opening
from elnapp.results.service.given import Counted, Given, Unconfirmed, token_of
from instruments.reading import Refusal
from instruments.words import sentence as note_sentence

LANGS = ("en", "fr")
VALUE, EVENTS, SVG = "value", "event_count", "image/svg+xml"
NOT_VALID = "L04"  # says only that there is no result; the reasons stand beside it


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tubes are judged by which template, of which sample; `confirmed` as for a result.

    `monitoring` makes no result: the panel of an earlier passage tests nothing of the product.
    """

    template: Version
    readings: tuple[str, ...]
    sample: str | None = None
    passage: int | None = None
    confirmed: str = ""
    monitoring: bool = False

    def request(self) -> dict[str, Any]:
        """Give everything that was asked."""
        return {
            "template": self.template.id, "readings": list(self.readings), "sample": self.sample,
            "passage": self.passage, "confirmed": self.confirmed,
            **({"monitoring": True} if self.monitoring else {}),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Done:
    """A judged panel before it is written: its answer and its pictures, kept already."""

    judged: Judged
    answer: Mapping[str, Any]
    pictures: Mapping[str, list[dict[str, Any]]]
    sizes: Mapping[str, int]


def judge_panel(sender: Sender, call: Call, pinned: Pinned, asked: Asked) -> Answer:
    """Judge a panel and give the result of every row that names one of its markers, if asked.

    A marker without a valid count makes an INVALID result with its reason.  Refused for readings
    that cannot be taken, held ones without `call.reason` (FILE-REASON), a row that has a result, a
    panel for monitoring of a sample that the product is tested with (PANEL-OF-PRODUCT), tubes that
    together are more than the sandbox takes (PANEL-TOO-MUCH); Unconfirmed
    for results that open a deviation.  Gives the panel's number, verdict, deviations and
    investigations.
    """
    rows = _rows(pinned, asked)
    done = _judged(sender, asked, call.actor.lang)

    def do(tx: Tx) -> Answer:
        picked = taking.chosen(tx, asked.readings, pinned.stream)
        if asked.monitoring:
            _not_of_product(tx, pinned, asked, picked.readings)
        if picked.holds and not (tx.call.reason or "").strip():
            raise Refused([Finding("FILE-REASON", where="reason"), *picked.holds])
        _confirm(tx, pinned, (asked, done))
        panel_id, n = new_id(), tx.number(pinned.stream, "panel")
        address = f"{pinned.stream}/panels/{n}"
        made = {row: _result(tx, pinned, (asked, done), row) for row in rows}
        tx.add(_panel(tx, pinned, (asked, done), (panel_id, n, address), made))
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


def _judged(sender: Sender, asked: Asked, lang: str) -> _Done:
    files = sender.files
    with sender.kernel.reading() as session:
        readings = inbox.choose(session, asked.readings)
    named = _named(readings)
    version = asked.template
    template = Chosen(
        version.code, version.version, version.title, version.body, version.hash, "document"
    )
    bytes_of = {name: files.read(one.sha256) for name, one in named.items()}
    drawing = Drawing(LANGS, "print")
    try:
        panel = cytometry.evaluate(
            template, bytes_of, sender.limits, drawing, passage=asked.passage
        )
    except Refusal as refusal:
        said = note_sentence(refusal.note, lang)
        raise Refused([Finding("PANEL-TOO-MUCH", {"said": said}, "readings")]) from refusal
    pictures: dict[str, list[dict[str, Any]]] = {}
    sizes: dict[str, int] = {}
    for told_in, drawn in panel.measured.pictures.items():
        for picture in drawn:
            svg = picture.svg.encode()
            digest = files.put(svg)
            sizes[digest] = len(svg)
            told = {"name": picture.name, "sha256": digest, "table": plain(asdict(picture.table))}
            pictures.setdefault(told_in, []).append(told)
    return _Done(panel, cytometry.answer(panel), pictures, sizes)


def _named(readings: Sequence[ReadingView]) -> dict[str, ReadingView]:
    """Give the tubes by the names of their files; Refused where they are none, or two are alike."""
    if not readings:
        raise Refused([Finding("FILE-NOTHING-READ", where="readings")])
    other = [one for one in readings if one.kind != FLOW]
    if other:
        raise Refused([Finding("FILE-KIND", {"kind": other[0].kind}, "readings")])
    named: dict[str, ReadingView] = {}
    for one in readings:
        if one.file_name in named:
            raise Refused([Finding("PANEL-SAME-NAME", {"name": one.file_name}, "readings")])
        named[one.file_name] = one
    return named


def _rows(pinned: Pinned, asked: Asked) -> dict[str, str]:
    """Give the rows that get a result, each with its marker; Refused when the template has none."""
    found = _limited(pinned, asked)
    if not found:
        raise Refused([Finding("PANEL-NO-TEMPLATE", where="template")])
    if asked.monitoring and asked.passage is None:
        raise Refused([Finding("PANEL-NO-PASSAGE", where="passage")])
    return {} if asked.monitoring else found


def _limited(pinned: Pinned, asked: Asked) -> dict[str, str]:
    """Give the rows of the specification that the template measures, each with its marker."""
    return {
        row.code: row.panel[1]
        for row in pinned.specification.rows
        if row.panel is not None and row.panel[0] == asked.template.code
    }


def _not_of_product(tx: Tx, pinned: Pinned, asked: Asked, readings: Sequence[ReadingView]) -> None:
    """Refuse to call monitoring what is a test of the product: a failing result has no other name."""
    rows, named = set(_limited(pinned, asked)), {asked.sample, *(r.sample for r in readings)}
    for view in sample_views(tx.session, pinned.stream, pinned.plan):
        tested = sorted(rows & view.planned.tests) if view.planned else []
        if tested and view.code in named:
            said = {"sample": view.code, "rows": ", ".join(tested)}
            raise Refused([Finding("PANEL-OF-PRODUCT", said, "monitoring")])


def _confirm(tx: Tx, pinned: Pinned, panel: tuple[Asked, _Done]) -> None:
    """Raise Unconfirmed with every result that opens a deviation, unless each was shown."""
    asked, done = panel
    by_code = {one.judged.code: one.judged for one in done.judged.results}
    found: list[Finding] = []
    for row, marker in _rows(pinned, asked).items():
        judged = by_code.get(marker)
        if judged is None or judged.verdict == "INVALID" or judged.percent is None:
            continue
        found += opening(tx, pinned, row, judged.percent.value or Decimal(0))
    if found and asked.confirmed != token_of(found):
        raise Unconfirmed(found)


def _result(tx: Tx, pinned: Pinned, panel: tuple[Asked, _Done], row: str) -> Answer:
    """Give the result of one row: the percentage with its interval, or why there is none."""
    asked, done = panel
    marker = _rows(pinned, asked)[row]
    judged = next((r.judged for r in done.judged.results if r.judged.code == marker), None)
    percent = judged.percent if judged and judged.verdict != "INVALID" else None
    if judged is None or percent is None or percent.value is None:
        why = _reasons(done, marker, tx.actor.lang)
        return enter_in(tx, pinned, Given(row, invalid=why, sample=asked.sample), Counted())
    number = percent.value
    values = {VALUE: Value(digits(number), number, "%")}
    found = opening(tx, pinned, row, number)
    given = Given(row, values, sample=asked.sample, confirmed=token_of(found))
    return enter_in(tx, pinned, given, Counted(percent, judged.interval))


def _reasons(done: _Done, marker: str, lang: str) -> str:
    """Say in words why a marker has no count: what is wrong with the panel, then with its tubes."""
    known = done.answer["markers"].get(marker)
    if known is None:
        return sentence(Finding("PANEL-NO-MARKER", {"marker": marker}), lang)
    of_tubes = [f for f in known["findings"] if f["code"] != NOT_VALID]
    said = [f[lang] for f in (*done.answer["findings"], *of_tubes)]
    return " ".join(dict.fromkeys(said))


def _panel(
    tx: Tx,
    pinned: Pinned,
    panel: tuple[Asked, _Done],
    numbered: tuple[str, int, str],
    made: Mapping[str, Answer],
) -> Panel:
    asked, done = panel
    answer, (panel_id, n, address) = done.answer, numbered
    formula = f"{answer['formula']['id']}@{answer['formula']['version']}"
    rows = _rows(pinned, asked)
    return Panel(
        id=panel_id, stream=pinned.stream, address=address, n=n, template_id=asked.template.id,
        template=asked.template.name, template_hash=asked.template.hash, formula=formula,
        sample_unit=asked.sample, passage=asked.passage, verdict=answer["verdict"],
        tubes=[{"role": role, **_texts(tube)} for role, tube in answer["tubes"].items()],
        markers=_texts(answer["markers"]), findings=answer["findings"],
        results={rows[row]: one["address"] for row, one in made.items()},
        pictures=done.pictures, judged_by=tx.actor.id, judged_by_name=tx.actor.name,
        judged_at=tx.at,
    )  # fmt: skip


def _texts(value: Any) -> Any:
    """Give numbers as the texts they are stored as: a record holds no binary fraction."""
    if isinstance(value, Mapping):
        return {str(name): _texts(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(one) for one in value]
    return str(value) if isinstance(value, float | Decimal) else value


def _taken(
    readings: Sequence[ReadingView], done: _Done, place: tuple[str, str, str]
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


def _keep_pictures(tx: Tx, stream: str, address: str, done: _Done) -> None:
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
