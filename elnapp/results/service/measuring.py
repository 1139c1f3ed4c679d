"""The tubes of a panel before anything is written: asked for, measured in the sandbox, drawn, kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from batches.inbox import FLOW
from batches.verdict import Finding
from elnapp.cytometry import service as cytometry
from elnapp.cytometry.queries import Chosen
from elnapp.cytometry.service import Drawing, Named
from elnapp.cytometry.service import Panel as Judged
from elnapp.documents.queries import Version
from elnapp.inbox import queries as inbox
from elnapp.inbox.queries import ReadingView
from elnapp.inbox.service import Sender
from elnapp.record import Refused
from elnapp.record.plain import plain
from elnapp.results.service.given import Analyst
from elnapp.results.service.giving import Counts
from instruments.locators import number_of
from instruments.reading import Refusal
from instruments.words import sentence

LANGS = ("en", "fr")


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
class Done:
    """A judged panel before it is written: its template, its answer and its pictures, kept already."""

    template: Version
    judged: Judged
    answer: Mapping[str, Any]
    pictures: Mapping[str, list[dict[str, Any]]]
    sizes: Mapping[str, int]

    def counts(self, sample: str | None, analyst: Analyst | None = None) -> Counts:
        """Give what it counted, for the results that are made of it."""
        known = {one.judged.code: one.judged for one in self.judged.results}
        return Counts(known, self.answer["markers"], self.answer["findings"], sample, analyst)


def judged(sender: Sender, asked: Asked, lang: str) -> Done:
    """Measure the tubes and keep their pictures; Refused where that cannot be, as `judge_panel` says."""
    with sender.kernel.reading() as session:
        readings = inbox.choose(session, asked.readings)
    named = _named(readings)
    files = {name: one.sha256 for name, one in named.items()}
    sets = {name: number_of(one.locator) for name, one in named.items()}
    run = Run(asked.template, files, asked.passage, Named(sets=sets))
    return measured(sender, run, lang)


@dataclass(frozen=True, slots=True)
class Run:
    """The files of a panel by name, the template, and how it is applied: `body` where gates moved."""

    template: Version
    files: Mapping[str, str]
    passage: int | None
    named: Named = field(default_factory=Named)
    body: dict[str, Any] | None = None


def measured(sender: Sender, run: Run, lang: str) -> Done:
    """Measure files by a template, and keep the pictures; Refused with PANEL-TOO-MUCH."""
    version, files = run.template, sender.files
    body = version.body if run.body is None else run.body
    template = Chosen(version.code, version.version, version.title, body, version.hash, "document")
    blobs = {name: files.read(sha256) for name, sha256 in run.files.items()}
    try:
        panel = cytometry.evaluate(
            template, blobs, sender.limits, Drawing(LANGS, "print"), named=run.named,
            passage=run.passage,
        )  # fmt: skip
    except Refusal as refusal:
        said = sentence(refusal.note, lang)
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
    return Done(version, panel, cytometry.answer(panel), pictures, sizes)


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
