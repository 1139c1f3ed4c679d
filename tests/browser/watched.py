"""Everything that a served store answers and says, kept so that a test can search it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Response, request
from flask_login import current_user

from tests.browser.stage import Quiet, Stage


@dataclass
class Watched:
    """What was answered, by login and address with all its bytes; what the server wrote."""

    answers: list[tuple[str, str, bytes]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def watching(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Keep what `stage` answers from now on; nobody may have asked it anything before."""
    watched = Watched()

    def keep(response: Response) -> Response:
        if request.endpoint != "static":
            login = current_user.login if current_user.is_authenticated else ""
            response.direct_passthrough = False
            head = f"{response.status}\n{response.headers}".encode()
            watched.answers.append((login, request.full_path, head + response.get_data()))
        return response

    def say(_self: Quiet, _type: str, message: str, *args: Any) -> None:
        watched.said.append(message % args)

    stage.app.after_request(keep)
    monkeypatch.setattr(Quiet, "log", say)
    return watched
