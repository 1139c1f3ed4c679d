"""`./dev drill identities`: `--n` (200) invented people are entered; nobody else may find any of them.

They are recorded, corrected, looked at and searched through the running application. Then every
other role opens all it can reach, forms are sent that fail, a browser with a disk of its own is used
and left, and everything is searched: pages, PDFs with what is inside, cookies, all that the server
said, the database, the folder, the browser's profile. Then all keys are destroyed: no key that
remains opens anything, an escrow made before brings none back, and `audit verify` exits 0. Seeded
defect: an application that writes forms into its log.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import profile, say, stores
from bench.canaries import Canary, canaries, hits
from bench.crawl import crawl, fetch
from bench.served import Served, Tablet, serving
from elnapp.config import demo_vault
from elnapp.demo.people import PASSWORD, PEOPLE, SITE
from elnapp.demo.story import Story
from elnapp.demo.study import STUDY
from elnapp.donors import service as donors
from elnapp.factory import create_app, open_house
from elnapp.lots.queries import retention_facts
from elnapp.people import queries as people
from elnapp.record import Refused, clock
from elnapp.reports.service.issue import issue_now
from elnapp.vault import queries, service
from elnapp.vault.service import Stated
from elnapp.vault.service.sealing import Place, unseal
from elnapp.web.house import House

PEOPLE_HELD, DEFECT_HELD, LOOKS, PAGES = 200, 5, 20, 4000
PHYSICIAN, QA = "dgarnier", "amartin"
RELEASED, ITS_DONOR = "AT26-001", "D-0003"
OTHERS = (*(p.login for p in PEOPLE if p.login != PHYSICIAN), "abernard")
LONG_OVER = Stated(date(1990, 6, 30), source="Final report of 1990-06-30")


@dataclass
class Found:
    """What was entered, shown and found."""

    held: int = 0
    looks: int = 0
    answers: int = 0
    pdfs: int = 0
    leaks: list[str] = field(default_factory=list)
    searched: dict[str, int] = field(default_factory=dict)

    def search(self, place: str, data: bytes, people_in: list[Canary]) -> None:
        """Search some bytes, and remember how many there were."""
        self.searched[place] = self.searched.get(place, 0) + len(data)
        self.leaks += [f"{place}: {what}" for what in hits(data, people_in)]


def main() -> None:
    """Run the drill."""
    count = say.asked("identities", PEOPLE_HELD)
    with tempfile.TemporaryDirectory(prefix="elnapp-identities-") as name:
        folder = Path(name)
        found = entered(folder / "clean", count)
        ended = shredded(folder / "clean")
        defect = overheard(folder / "chatty", DEFECT_HELD)
    for leak in found.leaks[:20]:
        say.progress(f"leak: {leak}")
    counts = {
        "tried": found.held, "answers": found.answers, "pdfs": found.pdfs, "leaks": len(found.leaks),
        "looks_shown": found.looks, "bytes_searched": found.searched, **ended,
        "leaks_with_defect": len(defect),
    }  # fmt: skip
    clean = not found.leaks and found.pdfs > 0 and _forgotten(ended)
    say.finish("identities", counts, clean=clean, caught=bool(defect))


def entered(folder: Path, count: int) -> Found:
    """Enter canaries into the whole demo and look for them from every side."""
    found, everyone = Found(), canaries(count + 1)
    url = stores.demo_store(folder)
    codes = _enrolled(url, folder, count)
    with (folder.parent / "log").open("w+b") as log, serving(url, folder, log=log) as server:
        physician = Tablet(server.port)
        physician.sign_in(PHYSICIAN)
        found.held = record(physician, codes, everyone)
        _correct(physician, everyone[-1])
        _dossier(url, folder)
        say.progress(f"{found.held} people recorded")
        found.looks = _looks(physician, codes, everyone)
        profile.used(server.port, codes[0], everyone[0], folder.parent / "browser")
        for login in OTHERS:
            _as(server, login, everyone, codes, found)
        log.seek(0)
        found.search("log", log.read(), everyone)
    for place in ("browser", "clean"):
        for path in _files(folder.parent / place):
            found.search(place, path.read_bytes(), everyone)
    found.search("dump", _dump(url), everyone)
    return found


def record(tablet: Tablet, codes: Iterable[str], everyone: Iterable[Canary]) -> int:
    """Type each person into the form of a code; gives how many were taken."""
    taken = 0
    for code, person in zip(codes, everyone, strict=False):
        answer = _send(tablet, f"/vault/donor/{code}/new", person.fields)
        taken += answer == 303
    return taken


def _send(tablet: Tablet, path: str, fields: dict[str, str]) -> int:
    from_page = tablet.look(path)
    return tablet.post(path, {**_carried(from_page.text), **fields}).status


def _carried(page: str) -> dict[str, str]:
    """Give what the last form of a page carries along."""
    return dict(profile.CARRIED.findall(page))


def _correct(tablet: Tablet, person: Canary) -> None:
    """Give the donor of the released lot a canary's name too."""
    path = f"/vault/{ITS_DONOR}/correct"
    status = _send(tablet, path, {**person.fields, "why": "OTHER-PERSON"})
    assert status == 303, status


def _looks(tablet: Tablet, codes: list[str], everyone: list[Canary]) -> int:
    """Look at some people and search for them; gives how many were shown whole."""
    shown = 0
    for code, person in list(zip(codes, everyone, strict=False))[:LOOKS]:
        path = f"/vault/{code}/look"
        carried = _carried(tablet.look(path).text)
        asked = {"view": "all", "purpose": "CONTACT", "password": PASSWORD}
        page = tablet.post(path, {**carried, **asked}).text
        shown += person.fields["hospital_number"] in page
        name = {"family_name": person.fields["family_name"].upper(), "place": SITE}
        carried = _carried(tablet.look("/vault/search").text)
        got = tablet.post("/vault/search", {**carried, **name, **asked})
        assert f"/vault/{code}" in got.text, got.text[:2000]
    return shown


def _as(server: Served, login: str, everyone: list[Canary], codes: list[str], found: Found) -> None:
    """Open everything as one person, and send forms that must not come back with a name."""
    seen = crawl(server.port, login, everyone, PAGES)
    found.answers += seen.answers
    found.pdfs += seen.pdfs
    found.leaks += seen.leaks
    tablet, nobody = Tablet(server.port), Tablet(server.port)
    tablet.sign_in(login)
    for who in (tablet, nobody):
        for path in (f"/vault/donor/{codes[0]}/new", "/vault/search", f"/vault/{codes[0]}/look"):
            typed = urlencode({**everyone[0].fields, "purpose": "CONTACT", "password": PASSWORD})
            _status, head, body = fetch(server.port, who, path, typed)
            found.search("refused forms", head + body, everyone)
    say.progress(f"{login}: {seen.answers} answers, {seen.pdfs} PDFs, {len(seen.leaks)} leaks")


def shredded(folder: Path) -> dict[str, Any]:
    """Destroy every key that may go; gives what still opens, and whether the record verifies."""
    house = _house(f"sqlite:///{folder / stores.FILE}", folder)
    story = Story.begin(house, clock.now())
    story.told = 5_000_000
    certificate, private = profile.notary()
    wrapped, _told = service.escrow.export(house, story.call("system"), certificate)
    with house.kernel.reading() as session:
        lines = queries.listing(session, story.actor(QA))
    gone = [line.code for line in lines if _end(house, story, line.code)]
    again = service.escrow.restore(
        house, story.call("system"), wrapped, certificate, (private, None)
    )
    opened = _opened(house, gone)
    with house.kernel.reading() as session:
        assert queries.shredded(session) == {queries.stream_of(code) for code in gone}
    house.kernel.stores.close()
    return {
        "shredded": len(gone), "kept_as_the_law_asks": len(lines) - len(gone),
        "opened_after_shredding": opened, "restored_from_escrow": again["restored"],
        "audit_verify_exit": _audit(folder),
    }  # fmt: skip


def _end(house: House, story: Story, code: str) -> bool:
    """Let two people end the keeping of one identity; False where the facts do not allow it."""
    story.clock.at = clock.now()
    try:
        call = story.call(PHYSICIAN, minutes=0)
        service.shredding.ask(house, call, code, LONG_OVER, retention_facts)
    except Refused:
        return False
    with house.kernel.reading() as session:
        who = people.actor_of(session, QA)
    assert who is not None
    call = story.call(QA, minutes=0)
    proof = profile.proof(who, call.at)
    service.shredding.shred(house, call, code, proof, retention_facts)
    return True


def _opened(house: House, gone: list[str]) -> int:
    """Try every key that remains on every sealed text of those who are gone."""
    ring = service.key_file(house).read()
    left, opened = [*ring.keys.values(), ring.index], 0
    with house.kernel.reading() as session:
        for code in gone:
            for row in queries.versions(session, queries.stream_of(code)):
                place = Place(row.stream, row.id, row.fields, row.n)
                opened += sum(_opens(key, place, row.sealed) for key in left)
    return opened + sum(queries.stream_of(code) in ring.terms for code in gone)


def _opens(key: bytes, place: Place, sealed: str) -> bool:
    try:
        unseal(key, place, sealed)
    except Refused:
        return False
    return True


def overheard(folder: Path, count: int) -> list[str]:
    """Record people in a house that writes forms into its log; gives what its log says of them."""
    url, everyone = stores.ground_store(folder), canaries(count)
    codes = _enrolled(url, folder, count)
    chatty = "bench.chatty:application"
    with (folder.parent / "chatty.log").open("w+b") as log:
        with serving(url, folder, application=chatty, log=log) as server:
            physician = Tablet(server.port)
            physician.sign_in(PHYSICIAN)
            record(physician, codes, everyone)
        log.seek(0)
        return hits(log.read(), everyone)


def _enrolled(url: str, folder: Path, count: int) -> list[str]:
    """Enrol so many donors, each a code and nothing else."""
    house = _house(url, folder)
    story = Story.begin(house, clock.now() - timedelta(hours=2))
    story.told = 4_000_000
    codes = []
    for _ in range(count):
        call = story.call(PHYSICIAN, minutes=0.1)
        codes.append(str(donors.enrol(house.kernel, call, SITE, STUDY)["donor"]))
    house.kernel.stores.close()
    return codes


def _dossier(url: str, folder: Path) -> None:
    """Make the document of the released lot, whose donor now has a canary's name."""
    app = create_app(stores.settings(url, folder), clock.now)
    with app.app_context():
        issue_now(app.extensions["elnapp"], app.jinja_env, RELEASED, "fr")
    app.extensions["elnapp"].kernel.stores.close()


def _house(url: str, folder: Path) -> House:
    return open_house(stores.settings(url, folder), clock.now)


def _files(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink()]


def _dump(url: str) -> bytes:
    """Write the database as SQL, as a copy for somebody else would be."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        return "\n".join(connection.iterdump()).encode()


def _audit(folder: Path) -> int:
    """Run the product's own verification; gives its exit code."""
    command = [str(Path(sys.executable).parent / "flask"), "--app", "elnapp.cli", "audit", "verify"]
    place = demo_vault(folder)
    environ = {
        **os.environ, "ELNAPP_PROFILE": "test", "ELNAPP_DATA": str(folder), "ELNAPP_VAULT": "1",
        "ELNAPP_DATABASE_URL": f"sqlite:///{folder / stores.FILE}", "ELNAPP_SECRET_KEY": stores.SECRET,
        "ELNAPP_VAULT_KEYS": str(place.keys), "ELNAPP_VAULT_MASTER": str(place.master),
    }  # fmt: skip
    return subprocess.run(command, env=environ, capture_output=True, check=False).returncode


def _forgotten(ended: dict[str, Any]) -> bool:
    opened = ended["opened_after_shredding"] or ended["restored_from_escrow"]
    return ended["shredded"] > 0 and not opened and ended["audit_verify_exit"] == 0


if __name__ == "__main__":
    main()
