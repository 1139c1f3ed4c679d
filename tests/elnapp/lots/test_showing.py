"""How a part of a lot is called on its overview: a part in which nothing was done is not done."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

import pytest

from elnapp.lots.views import showing

DONE, OPTIONAL, WANTED, AWAY = (True, "done", True), (False, "not_started", False), (
    False, "not_started", True,
), (False, "not_due", True)  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "current", "state"),
    [
        ([OPTIONAL, OPTIONAL], False, "not_started"),
        ([DONE, OPTIONAL], False, "done"),
        ([DONE, WANTED], False, "in_process"),
        ([WANTED], True, "in_process"),
        ([AWAY], False, "done"),
        ([DONE, AWAY], False, "done"),
    ],
)
def test_a_part_is_called_by_what_was_done_in_it(
    steps: list[tuple[bool, str, bool]], current: bool, state: str
) -> None:
    states: Any = [
        SimpleNamespace(
            settled=settled, state=now, path=f"CTL/{n}", step=SimpleNamespace(mandatory=mandatory)
        )
        for n, (settled, now, mandatory) in enumerate(steps)
    ]
    here = cast("Any", SimpleNamespace(next="CTL/0" if current else "FIN/0"))

    with (
        patch.object(showing, "place_name", return_value="Control"),
        patch.object(showing, "_task"),
    ):
        part = showing._part(cast("Any", None), here, "CTL", states, fold=True)

    assert part.state == state
