"""`flask demo`: the demo study, by the same commands as the web."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from elnapp.cli import store
from elnapp.cli.output import result, say, unknown
from elnapp.config import demo_vault
from elnapp.demo.people import ADMINISTRATOR, PASSWORD, PEOPLE
from elnapp.demo.tell import Told, tell
from elnapp.record import Event, Head, Kernel, Stores, migrate
from elnapp.record.files import Files
from elnapp.reports import queries as reports
from elnapp.reports.service.issue import issue_now
from elnapp.reports.service.sealer import make_demo_key
from elnapp.web.house import House, house

LANG = "fr"

group = AppGroup("demo", help="The demo study.")


@group.command("load")
@click.option("--if-empty", is_flag=True, help="Leave a store that has records as it is.")
def load(*, if_empty: bool) -> None:
    """Tell the demo study in this store, which must be empty."""
    here = house()
    if not here.settings.demo:
        unknown("The demo study is not for a production store: set ELNAPP_PROFILE=demo.")
    if not _is_empty(here.kernel):
        if not if_empty:
            unknown("The store already has records; the demo study wants an empty one.")
        result({"loaded": False})
        return
    _load(here)
    result({"loaded": True})


@group.command("ready")
@click.pass_context
def ready(context: click.Context) -> None:
    """Bring the store up to date, load the study into an empty one, and name its people."""
    context.invoke(store.upgrade, quiet=True)
    if _is_empty(house().kernel):
        _load(house())
    context.invoke(people)


@group.command("people")
def people() -> None:
    """Print the people of the demo study, with their password."""
    for person in (*PEOPLE, ADMINISTRATOR):
        click.echo(f"  {person.login:<10} {person.name:<18} {', '.join(person.roles)}")
    click.echo(f"  password of all: {PASSWORD}")
    click.echo("  second factor:   ./dev flask people code NAME")


@group.command("make")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
def make(out: Path) -> None:
    """Make the demo study in a fresh SQLite store below OUT, with its PDF and a summary."""
    if any((out / name).exists() for name in ("elnapp.sqlite3", "summary.json")):
        unknown(f"{out} already holds a demo study; give an empty folder.")
    out.mkdir(parents=True, exist_ok=True)
    here = _house_in(out.resolve())
    migrate.upgrade(here.kernel.stores)
    make_demo_key(here.settings.keys, here.clock())
    say("Telling the demo study…")
    told = tell(here, complete=True)
    _issue_dossiers(here, told)
    summary = _summary(here, out, told.released)
    (out / "env").write_text(_env(here), encoding="utf-8")
    (out / "summary.json").write_text(_json(summary), encoding="utf-8")
    result(summary)
    here.kernel.stores.close()


def _load(here: House) -> None:
    say("Telling the demo study…")
    make_demo_key(here.settings.keys, here.clock())
    _issue_dossiers(here, tell(here, complete=True))


def _house_in(folder: Path) -> House:
    """Give a house over a store of its own in `folder`, with the rooms of this application."""
    here = house()
    url = f"sqlite:///{folder / 'elnapp.sqlite3'}"
    vault = demo_vault(folder) if here.settings.vault else None
    settings = replace(here.settings, profile="demo", database_url=url, data=folder, vault=vault)
    kernel = Kernel(Stores(url), here.kernel.rooms)
    return House(kernel, Files(settings.files), here.clock, settings)


def _is_empty(kernel: Kernel) -> bool:
    with kernel.reading() as session:
        return session.execute(select(Event.__table__.c.id).limit(1)).first() is None  # type: ignore[attr-defined]


def _issue_dossiers(here: House, told: Told) -> None:
    """Issue the released lot's dossier in both languages and the refused lot's in French."""
    for lot, lang in ((told.released, "fr"), (told.released, "en"), (told.refused, "fr")):
        say(f"Rendering the dossier of {lot} ({lang})…")
        issue_now(here, current_app.jinja_env, lot, lang)


def _summary(here: House, out: Path, released: str) -> dict[str, Any]:
    """Describe what the study left, and lay the released lot's PDF beside it."""
    with here.kernel.reading() as session:
        heads = session.execute(
            select(Head.__table__).order_by("stream")  # type: ignore[attr-defined]
        ).all()
        lots = [
            {
                "lot": _name(h), "status": h.state, "donor": reports.donor_of(session, _name(h)),
                "pdf": _pdf(here, session, out, _name(h), released),
            }
            for h in heads
            if h.kind == "lot"
        ]  # fmt: skip
    donors = [{"donor": _name(h), "status": h.state} for h in heads if h.kind == "donor"]
    people_here = [
        {"login": p.login, "name": p.name, "roles": list(p.roles)} for p in (*PEOPLE, ADMINISTRATOR)
    ]
    return {"lots": lots, "donors": donors, "people": people_here}


def _name(head: Any) -> str:
    return str(head.stream).split("/", 1)[1]


def _pdf(here: House, session: Any, out: Path, lot: str, released: str) -> str | None:
    issued = [r for r in reports.issued(session, lot) if r.lang == LANG]
    if not issued:
        return None
    name = "batch-release.pdf" if lot == released else f"{lot}.pdf"
    (out / name).write_bytes(here.files.read(issued[-1].sha256))
    return name


def _env(here: House) -> str:
    settings = here.settings
    pairs = {
        "ELNAPP_PROFILE": settings.profile,
        "ELNAPP_DATA": str(settings.data),
        "ELNAPP_DATABASE_URL": settings.database_url,
        "ELNAPP_VAULT": "1" if settings.vault else "0",
    }
    return "".join(f"export {k}={shlex.quote(v)}\n" for k, v in pairs.items())


def _json(value: Any) -> str:

    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
