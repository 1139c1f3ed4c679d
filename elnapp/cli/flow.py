"""`flask flow`: the tubes of a panel judged by a gating template, without a web page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from batches.findings import sentence
from batches.text import Text
from elnapp.cli.output import result, say, unknown
from elnapp.cytometry import queries, service
from elnapp.cytometry.queries import Chosen
from elnapp.readers import Limits
from elnapp.record import Refused
from elnapp.web.house import house
from elnapp.web.locale import site_zone
from instruments import words
from instruments.cytometry import gatingml
from instruments.reading import Refusal

SUFFIXES = frozenset({".fcs", ".lmd"})
LIST = "panel.json"
WORDS: dict[str, Text] = {
    "title": Text("Gates and markers of a panel", "Fenêtres et marqueurs d'un panel"),
    "verdict": Text("Verdict:", "Verdict :"),
    "demo": Text("DEMONSTRATION", "DÉMONSTRATION"),
    "PASS": Text("complies", "conforme"),
    "FAIL": Text("does not comply", "non conforme"),
    "INVALID": Text("not valid", "non valide"),
}
"""The words of the page that shows the pictures outside a session."""

group = AppGroup("flow", help="Flow cytometry panels.")


@group.command("evaluate")
@click.option("--template", "name", required=True, help="Code of a gating template, or a file.")
@click.option("--svg", "out", type=click.Path(path_type=Path), help="Folder for the pictures.")
@click.option("--lang", type=click.Choice(["en", "fr"]), default="en", help="Of the pictures.")
@click.option("--passage", type=int, help="Choose the limits of a passage.")
@click.argument("folder", type=click.Path(path_type=Path))
def evaluate(name: str, out: Path | None, lang: str, passage: int | None, folder: Path) -> None:
    """Judge the tubes in FOLDER; a panel that cannot be judged is INVALID and says why."""
    template = chosen(name)
    files, named = tubes_in(folder)
    drawing = service.Drawing((lang,) if out is not None else ())
    limits = Limits.of(house().settings)
    try:
        panel = service.evaluate(template, files, limits, drawing, named=named, passage=passage)
    except Refusal as refusal:
        unknown(words.sentence(refusal.note, "en"))
    if out is not None:
        _draw(panel, out, lang)
    answer = service.answer(panel)
    for finding in answer["findings"]:
        say(finding["en"])
    result(answer)


@group.command("import")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the drafts as Gating-ML.")
@click.argument("file", type=click.Path(path_type=Path))
def import_(out: Path | None, file: Path) -> None:
    """Read the gates of FILE (Gating-ML 2.0, FlowJo .wsp) to drafts, and name what is left out."""
    try:
        found = service.drafts(file.read_bytes(), file.stem)
    except OSError as error:
        unknown(f"The file {file} cannot be read: {error}")
    except Refusal as refusal:
        unknown(words.sentence(refusal.note, "en"))
    if out is not None:
        _write({f"draft-{i}.xml": gatingml.write(d.strategy) for i, d in enumerate(found, 1)}, out)
    for note in (n for draft in found for n in draft.notes):
        say(words.sentence(note, "en"))
    result({"drafts": [_draft(d) for d in found]})


def _draft(draft: service.Draft) -> dict[str, Any]:
    notes = [
        {
            "code": n.code,
            "where": n.where,
            **{lang: words.sentence(n, lang) for lang in ("en", "fr")},
        }
        for n in draft.notes
    ]
    return {"name": draft.name, "gates": draft.strategy.ids(), "left_out": notes}


def chosen(name: str) -> Chosen:
    """Find a template: a file, a document in force, or one that ships; exit 2 when it is none."""
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or path.is_file():
        return _of_file(path)
    found = _in_force(name.upper()) or service.shipped(name.upper())
    if found is None:
        unknown(
            f"There is no gating template {name!r}: name a document in force, one that ships"
            " (elnapp/documents/library/gating-template), or a YAML file."
        )
    return found


def tubes_in(folder: Path) -> tuple[dict[str, bytes], service.Named]:
    """Read the FCS files of a folder and its list of roles; exit 2 when there are no files."""
    if not folder.is_dir():
        unknown(f"There is no folder {folder}.")
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
    if not paths:
        unknown(f"The folder {folder} holds no FCS file.")
    return {p.name: p.read_bytes() for p in paths}, _list(folder / LIST)


def _of_file(path: Path) -> Chosen:
    try:
        return service.of_text(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        unknown(f"The file {path} cannot be read as text: {error}")
    except Refused as refused:
        unknown("\n".join(sentence(f, "en") for f in refused.findings))


def _in_force(code: str) -> Chosen | None:
    """Ask the store, if there is one: a machine without a store judges by what ships."""
    stores = house().kernel.stores
    if stores.sqlite and not Path(stores.url.removeprefix("sqlite:///")).exists():
        return None
    try:
        with stores.reading() as session:
            today = house().clock().astimezone(site_zone()).date()
            return queries.in_force(session, code, today)
    except SQLAlchemyError:
        say("The store cannot be asked; the template that ships is used.")
        return None


def _list(path: Path) -> service.Named:
    if not path.exists():
        return service.Named()
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        unknown(f"{path} cannot be read as JSON: {error}")
    tubes = found.get("tubes", found) if isinstance(found, dict) else found
    sets: Any = {}
    if isinstance(tubes, list) and all(isinstance(t, dict) for t in tubes):
        sets = {str(t.get("file", "")): t["data_set"] for t in tubes if "data_set" in t}
        tubes = {str(t.get("file", "")): t.get("role") for t in tubes}
    roles = isinstance(tubes, dict) and all(isinstance(v, str) for v in tubes.values())
    if not roles or not all(type(v) is int for v in sets.values()):
        unknown(
            f'{path} must be {{"tubes": {{"file": "role"}}}}, or a list of '
            '{"file", "role", "data_set"} where a file holds several data sets.'
        )
    return service.Named(tubes, sets)


def _draw(panel: service.Panel, out: Path, lang: str) -> None:
    """Write pictures and gates as files, and one page that shows them with their tables."""
    pictures = panel.measured.pictures[lang]
    files = {f"{p.name}.svg": p.svg.encode() for p in pictures}
    gates = {role: tube.gates for role, tube in panel.measured.tubes.items() if tube.gates}
    files |= {f"gates-{role}.xml": text.encode() for role, text in gates.items()}
    said = {name: text[lang] for name, text in WORDS.items()}
    template = current_app.jinja_env.get_template("cytometry/plots.html")
    demo = house().settings.demo
    page = template.render(pictures=pictures, panel=panel, lang=lang, w=said, demo=demo)
    _write(files | {"index.html": page.encode()}, out)


def _write(files: Mapping[str, bytes], out: Path) -> None:
    """Write files into a folder; exit 2 when it cannot be written to."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, blob in files.items():
            (out / name).write_bytes(blob)
    except OSError as error:
        unknown(f"Nothing can be written to {out}: {error}")
