"""Where agents send files: one request a file, by a token of its own, answered in JSON.

No browser comes here, so there is no cookie and no form token; a token in a header is not sent by a
page of another house.  The same bytes again are answered with the file that is there.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import unquote

from flask import Response, jsonify, request

from batches.findings import sentence
from batches.people import SYSTEM
from batches.verdict import Finding
from elnapp.inbox import queries, service
from elnapp.inbox.queries import AgentView
from elnapp.inbox.service import NewFile
from elnapp.inbox.views import showing
from elnapp.inbox.views.blueprint import blueprint
from elnapp.record import Call, Refused
from elnapp.record.plain import sha256
from elnapp.web.access import public
from elnapp.web.house import house, reading

SCHEME = "Bearer "
MOST, WITHIN = 120, timedelta(minutes=1)
LANGS = ("en", "fr")


@blueprint.post("/api/files")
@public("a program sends files with a token of its own, checked before anything is read")
def send() -> tuple[Response, int]:
    agent = _agent()
    if agent is None:
        return _refused(401, Finding("AGENT-TOKEN"))
    with reading() as session:
        sent = queries.sent_since(session, agent.name, house().clock() - WITHIN)
    if sent >= MOST:
        answer, status = _refused(429, Finding("AGENT-TOO-FAST", {"most": MOST}))
        answer.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
        return answer, status
    return _received(agent, request.get_data(cache=False))


def _received(agent: AgentView, data: bytes) -> tuple[Response, int]:
    digest = sha256(data)
    if request.headers.get("X-File-Sha256", digest) != digest:
        return _refused(400, Finding("AGENT-DIGEST", {"found": digest}))
    name = unquote(request.headers.get("X-File-Name", ""))
    given = NewFile(name, data, agent.instrument, agent.name)
    # Name and hash are the key: an agent that lost the answer asks again and gets the same one.
    key = f"agent/{agent.name}/{sha256(f'{name}/{digest}'.encode())}"
    made = Call(SYSTEM, key, house().clock())
    try:
        answer = service.receive(showing.sender(), made, agent.site, given)
    except Refused as refused:
        return _refused(422, *refused.findings)
    told: dict[str, Any] = {"already": answer["already"], "file": answer["file"], "sha256": digest,
            "outcome": answer.get("outcome"), "readings": len(answer.get("readings", ()))}  # fmt: skip
    return jsonify(told), 200 if answer["already"] else 201


def _agent() -> AgentView | None:
    header = request.headers.get("Authorization", "")
    if not header.startswith(SCHEME):
        return None
    with reading() as session:
        token = service.token_hash(header.removeprefix(SCHEME))
        return queries.agent_of_token(session, token)


def _refused(status: int, *findings: Finding) -> tuple[Response, int]:
    said = [{"code": f.code, **{lang: sentence(f, lang) for lang in LANGS}} for f in findings]
    return jsonify({"findings": said}), status
