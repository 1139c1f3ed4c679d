"""The files of one panel in, everything that is shown and stored of them out: the whole way at once.

What comes out holds no events, so that it can come from a process of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from instruments.cytometry import gatingml, roles
from instruments.cytometry.events import Events
from instruments.cytometry.export import strategy_of
from instruments.cytometry.panel import Counted, Evaluation, evaluate
from instruments.cytometry.pictures import Picture, Scheme, Table, gate_pictures, histogram
from instruments.cytometry.reading import read_tube
from instruments.cytometry.scales import Logicle
from instruments.cytometry.template import Marker, Template
from instruments.reading import Note, Refusal
from instruments.wire import Wire

Blob = bytes | memoryview


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the files of a panel.

    `body` is that of a valid gating template.  `listed` says which file is which role where their
    names do not, `sets` which data set of a file is meant where it holds several.  `names` gives what people call each marker, by language, by code: these languages
    are drawn.  `refused` are files that could not be read at all, each with its reason.
    """

    body: Mapping[str, object]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    scheme: Scheme = "screen"
    listed: Mapping[str, str] | None = None
    sets: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, Note] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A tube that went through the gates: its name, its events after each step, the gates applied.

    `gates` is Gating-ML 2.0, "" for a control.
    """

    tube: str
    counts: Mapping[str, int]
    gates: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A panel without its events.

    `markers` in the order of the template; `tubes` and `faults` by role; `files` names the file of
    each role; `notes` say what was wrong with the panel as a whole; `pictures` by language.
    """

    markers: tuple[Counted, ...]
    tubes: Mapping[str, Seen]
    faults: Mapping[str, tuple[Note, ...]]
    files: Mapping[str, str]
    notes: tuple[Note, ...]
    pictures: Mapping[str, tuple[Picture, ...]]


PANELS = Wire(Wanted, Measured, Seen, Counted, Marker, Logicle, Picture, Table, Note, floats=True)
"""How a panel is asked for and answered."""


def measure(files: Mapping[str, Blob], wanted: Wanted) -> Measured:
    """Evaluate the files of a panel, given by name, and draw what could be counted.

    A file that cannot be used makes its markers invalid and says why; nothing is raised.
    """
    method = Template.from_body(wanted.body)
    tubes, refused = _read(files, wanted.sets)
    refused |= wanted.refused
    known, notes = _roles(tubes, [*files, *wanted.refused], wanted.listed, method)
    done = evaluate(
        method,
        {role: tubes[name] for role, name in known.items() if name in tubes},
        {role: refused[name] for role, name in known.items() if name in refused},
    )
    seen = {role: _seen(role, done, method) for role in done.tubes}
    return Measured(done.markers, seen, done.faults, known, notes, _drawn(done, method, wanted))


def _read(
    files: Mapping[str, Blob], sets: Mapping[str, int]
) -> tuple[dict[str, Events], dict[str, Note]]:
    tubes: dict[str, Events] = {}
    refused: dict[str, Note] = {}
    for name, blob in files.items():
        try:
            tubes[name] = read_tube(blob, name, sets.get(name))
        except Refusal as refusal:
            note = refusal.note
            refused[name] = Note(note.code, note.params, note.where or name)
    return tubes, refused


def _roles(
    tubes: Mapping[str, Events],
    files: list[str],
    listed: Mapping[str, str] | None,
    method: Template,
) -> tuple[dict[str, str], tuple[Note, ...]]:
    """Give the file of each role, or nothing and the reason why nobody can tell."""
    stems = {name.rpartition(".")[0] or name: name for name in files}
    pairs = [(s, tubes[n].tube if n in tubes else "") for s, n in sorted(stems.items())]
    try:
        if listed is not None:
            return roles.by_list(listed, files, method), ()
        found = roles.by_name(pairs, method)
    except Refusal as refusal:
        return {}, (refusal.note,)
    return {role: stems[stem] for role, stem in found.items()}, ()


def _seen(role: str, done: Evaluation, method: Template) -> Seen:
    stained = role in method.tubes
    gates = gatingml.write(strategy_of(role, done, method)).decode() if stained else ""
    return Seen(done.tubes[role].tube, done.tubes[role].counts, gates)


def _drawn(done: Evaluation, method: Template, wanted: Wanted) -> dict[str, tuple[Picture, ...]]:
    """Draw the gates of the stained tubes, then the markers; what could not be counted is left out."""
    langs = dict.fromkeys(lang for names in wanted.names.values() for lang in names)
    drawn: dict[str, tuple[Picture, ...]] = {}
    for lang in langs:
        gates = [
            picture
            for role in method.tubes
            if role in done.tubes
            for picture in gate_pictures(done.tubes[role], method, role, lang, wanted.scheme)
        ]
        named = ((found, wanted.names[found.marker.code][lang]) for found in done.markers)
        markers = (histogram(found, done, name, lang, wanted.scheme) for found, name in named)
        drawn[lang] = (*gates, *(picture for picture in markers if picture is not None))
    return drawn
