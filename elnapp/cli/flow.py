"""`flask flow`: the tubes of a panel judged by a gating template, without a web page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from batches.findings import sentence
from elnapp.cli.output import result, say, unknown
from elnapp.cytometry import queries, service
from elnapp.cytometry.queries import Chosen
from elnapp.record import Refused
from elnapp.web.house import house
from elnapp.web.locale import site_zone

SUFFIXES = frozenset({".fcs", ".lmd"})
LIST = "panel.json"

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
    files, listed = tubes_in(folder)
    panel = service.evaluate(template, files, listed, passage)
    if out is not None:
        _draw(panel, out, lang)
    answer = service.answer(panel)
    for finding in answer["findings"]:
        say(finding["en"])
    result(answer)


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


def tubes_in(folder: Path) -> tuple[dict[str, bytes], dict[str, str] | None]:
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


def _list(path: Path) -> dict[str, str] | None:
    if not path.exists():
        return None
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        unknown(f"{path} cannot be read as JSON: {error}")
    tubes = found.get("tubes", found) if isinstance(found, dict) else found
    if not isinstance(tubes, dict) or not all(isinstance(v, str) for v in tubes.values()):
        unknown(f'{path} must be {{"tubes": {{"file": "role"}}}}.')
    return tubes


def _draw(panel: service.Panel, out: Path, lang: str) -> None:
    """Write each picture as a file, and one page that shows them with their tables."""
    pictures = service.drawn(panel, lang)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for picture in pictures:
            (out / f"{picture.name}.svg").write_text(picture.svg, encoding="utf-8")
        words = {name: text[lang] for name, text in service.WORDS.items()}
        template = current_app.jinja_env.get_template("cytometry/plots.html")
        demo = house().settings.demo
        page = template.render(pictures=pictures, panel=panel, lang=lang, w=words, demo=demo)
        (out / "index.html").write_text(page, encoding="utf-8")
    except OSError as error:
        unknown(f"The pictures cannot be written to {out}: {error}")
