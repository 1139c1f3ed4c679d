"""The agent: still, hashed, spooled, sent once, receipted; a real server on loopback at the end."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from elnapp.cli.agent import poster, token_of
from elnapp.cli.watch import Answer, Busy, Watch
from elnapp.inbox import queries, service
from elnapp.inbox.views import sending
from elnapp.record import NotPermitted
from elnapp.record.plain import sha256
from tests import cast as people
from tests.browser.stage import Quiet
from tests.elnapp.inbox.conftest import ONE, TWO, Desk, nucleoview


@dataclass
class Server:
    """A server that is there, or away, and remembers what it got."""

    status: int = 201
    got: list[str] = field(default_factory=list)

    def __call__(self, name: str, data: bytes, digest: str) -> Answer:
        """Answer one file."""
        assert sha256(data) == digest
        if self.status:
            self.got.append(name)
        return Answer(self.status, {"already": False})


@dataclass
class Bed:
    """A folder with an agent, and a clock that only the test moves."""

    folder: Path
    server: Any
    seconds: float = 0.0
    said: list[str] = field(default_factory=list)

    def agent(self) -> Watch:
        """Start an agent, as after a restart."""
        made = Watch(
            self.folder, self.folder / ".elnapp-agent", self.server, lambda: self.seconds,
            lambda: datetime(2026, 11, 22, tzinfo=UTC), self.said.append,
        )  # fmt: skip
        made.open()
        return made

    def put(self, name: str, data: bytes) -> Path:
        """Write a file as the instrument does."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        return path

    def look(self, agent: Watch, after: float = 11) -> int:
        """Look twice, with time between."""
        before = agent.once()
        self.seconds += after
        return before + agent.once()


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path, Server())


def test_a_file_is_sent_when_it_stands_still(bed: Bed) -> None:
    agent, path = bed.agent(), bed.put("run.csv", b"one")
    assert bed.look(agent, 9) == 0
    path.write_bytes(b"one two")
    assert bed.look(agent, 9.9) == 0
    assert bed.look(agent, 11) == 1
    assert bed.look(agent, 60) == 0, "it is sent once"
    assert path.read_bytes() == b"one two"
    receipt = json.loads((agent.receipts / f"{sha256(b'one two')}.json").read_text())
    assert (receipt["status"], receipt["name"]) == (201, "run.csv")
    assert agent.waiting() == 0


def test_a_server_that_is_away_loses_nothing(bed: Bed) -> None:
    bed.server.status = 0
    agent, path = bed.agent(), bed.put("run.csv", b"one")
    assert bed.look(agent) == 0
    assert agent.waiting() == 1
    path.unlink()  # Somebody tidied up at the instrument: the spool has it.
    bed.server.status = 201
    restarted = bed.agent()
    assert restarted.once() == 1
    assert bed.server.got == ["run.csv"]
    assert "waits" in bed.said[0]


def test_a_restart_sends_nothing_again(bed: Bed) -> None:
    bed.put("run.csv", b"one")
    assert bed.look(bed.agent()) == 1
    assert bed.look(bed.agent()) == 0
    bed.put("copy of run.csv", b"one")
    assert bed.look(bed.agent()) == 0, "the same bytes have their receipt"
    assert bed.server.got == ["run.csv"]


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_an_answer_that_may_change_keeps_the_file(bed: Bed, status: int) -> None:
    bed.server.status = status
    agent = bed.agent()
    bed.put("run.csv", b"one")
    assert bed.look(agent) == 0
    assert agent.waiting() == 1


def test_a_refused_file_is_not_sent_for_ever(bed: Bed) -> None:
    bed.server.status = 422
    agent = bed.agent()
    bed.put("run.csv", b"one")
    bed.put("sub/other.csv", b"two")
    assert bed.look(agent) == 0
    assert (agent.waiting(), len(bed.server.got)) == (0, 2)


def test_what_is_no_file_of_an_instrument_is_left_alone(bed: Bed, tmp_path: Path) -> None:
    bed.put(".hidden", b"x")
    bed.put("~lock", b"x")
    bed.put("empty", b"")
    (tmp_path / "link").symlink_to("/etc/hostname")
    assert bed.look(bed.agent()) == 0


def test_a_copy_cut_short_is_made_again(bed: Bed) -> None:
    bed.server.status = 0
    agent = bed.agent()
    bed.put("run.csv", b"one")
    bed.look(agent)
    (agent.spool / f"{sha256(b'two')}.part").write_bytes(b"tw")
    again = bed.agent()
    assert not list(again.spool.glob("*.part"))
    assert again.waiting() == 1


def test_two_agents_do_not_share_a_spool(bed: Bed) -> None:
    first, second = bed.agent(), bed.agent()
    with first.alone(), pytest.raises(Busy), second.alone():
        raise AssertionError


@pytest.mark.parametrize("url", ["http://house.example", "ftp://127.0.0.1", "nonsense"])
def test_a_token_never_travels_in_the_clear(url: str) -> None:
    with pytest.raises(SystemExit) as left:
        poster(url, "t")
    assert left.value.code == 2


def test_a_token_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("abc\n")
    path.chmod(0o644)
    with pytest.raises(SystemExit):
        token_of(path)
    path.chmod(0o600)
    assert token_of(path) == "abc"


# The house's side.


@pytest.fixture
def token(desk: Desk) -> str:
    call = desk.cast.call(people.ADMINISTRATOR)
    return service.issue_agent(desk.house.kernel, call, "SLS", "nc-200-pc")[1]


def send(client: FlaskClient, token: str, data: bytes, **headers: str) -> Any:
    return client.post(
        "/api/files",
        data=data,
        headers={"Authorization": f"Bearer {token}", "X-File-Name": "run%201.csv", **headers},
    )


def test_only_a_token_opens_the_door(client: FlaskClient, desk: Desk, token: str) -> None:
    data = nucleoview((ONE,), desk.clock.at)
    for wrong in ("", "x" * 43, token[:-1]):
        assert send(client, wrong, data).status_code == 401
    assert client.post("/api/files", data=data).status_code == 401
    assert desk.inbox() == []
    answer = send(client, token, data)
    assert (answer.status_code, answer.json["readings"]) == (201, 1)
    (row,) = desk.inbox()
    assert (row.file_name, row.route) == ("run 1.csv", "agent")
    again = send(client, token, data, **{"X-File-Name": "copy.csv"})
    assert (again.status_code, again.json["already"]) == (200, True)
    assert send(client, token, data).status_code == 201, "a lost answer is given again"
    assert len(desk.inbox()) == 1
    with desk.house.kernel.reading() as session:
        (agent,) = queries.agents(session, desk.cast.actor(people.ADMINISTRATOR))
    call = desk.cast.call(people.ADMINISTRATOR, "Poste remplacé.")
    service.end_agent(desk.house.kernel, call, "SLS", agent.id)
    assert send(client, token, nucleoview((TWO,), desk.clock.at)).status_code == 401


def test_a_damaged_transfer_is_refused(client: FlaskClient, token: str) -> None:
    answer = send(client, token, b"abc", **{"X-File-Sha256": sha256(b"abd")})
    assert answer.status_code == 400
    assert answer.json["findings"][0]["code"] == "AGENT-DIGEST"
    assert send(client, token, b"").status_code == 422


def test_an_unreadable_file_is_kept_too(client: FlaskClient, desk: Desk, token: str) -> None:
    answer = send(client, token, b"nothing known")
    assert (answer.status_code, answer.json["outcome"]) == (201, "refused")
    assert desk.house.files.has(answer.json["sha256"])


def test_an_agent_is_slowed_down(
    client: FlaskClient, desk: Desk, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST", 2)
    statuses = [send(client, token, b"file %d" % n).status_code for n in range(4)]
    assert statuses == [201, 201, 429, 429]
    desk.clock.at += timedelta(minutes=2)
    assert send(client, token, b"file 3").status_code == 201


def test_a_token_is_shown_once_and_not_kept(client: FlaskClient, desk: Desk) -> None:
    desk.cast.sign_in(client, people.ADMINISTRATOR)
    page = client.get("/agents/new").get_data(as_text=True)
    key = re.search(r'name="form_id"\s+value="([^"]*)"', page)
    assert key is not None
    form = {"form_id": key[1], "site": "SLS", "name": "pc"}
    shown = client.post("/agents/new", data=form).get_data(as_text=True)
    found = re.search(r'<code class="code">([^<]+)</code>', shown)
    assert found is not None
    token = unescape(found[1])
    assert client.post("/agents/new", data=form).status_code == 409
    listed = client.get("/agents").get_data(as_text=True)
    assert token not in listed
    assert "pc-1" in listed
    store = b"".join(p.read_bytes() for p in Path(desk.house.settings.data).glob("elnapp.sqlite3*"))
    assert token.encode() not in store
    assert sha256(token.encode()).encode() in store


def test_only_an_administrator_issues_tokens(desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        service.issue_agent(desk.house.kernel, desk.cast.call(people.QA), "SLS", "pc")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The house, served on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_from_the_folder_to_the_inbox_over_a_line(
    address: str, tmp_path: Path, desk: Desk, token: str
) -> None:
    """The server is away first, then there: the file arrives once, whole, with its receipt."""
    away = Bed(tmp_path, poster("http://127.0.0.1:9", token))
    data = nucleoview((ONE, TWO), desk.clock.at)
    away.put("passage 1 – é.csv", data)
    assert away.look(away.agent()) == 0
    there = Bed(tmp_path, poster(address, token), said=away.said)
    agent = there.agent()
    assert agent.once() == 1
    assert there.look(agent) == 0
    rows = desk.inbox()
    assert [r.sample for r in rows] == ["svf-1", "svf-2"]
    assert rows[0].file_name == "passage 1 – é.csv"
    assert desk.house.files.read(rows[0].sha256) == data
    receipt = json.loads((agent.receipts / f"{sha256(data)}.json").read_text())
    assert receipt["answer"]["readings"] == 2
