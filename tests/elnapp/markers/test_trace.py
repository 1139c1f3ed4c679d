"""Markers in a trace: samples and results by number, and never what they say."""

from __future__ import annotations

from elnapp.tracing.queries import Asked, trace
from tests.cast import ANALYST, PHYSICIAN
from tests.elnapp.markers.desk import Desk


def test_markers_stand_in_a_trace_by_number_and_without_any_value(given: Desk) -> None:
    given.result("ANTI-HBC", "REACTIVE")
    with given.kernel.reading() as session:
        found = trace(session, None, Asked(given.code, "down"))
        (sample,) = (n for n in found.nodes if n.kind == "marker sample")
        (result,) = (n for n in found.nodes if n.kind == "marker result")
        asked = [sample.id, sample.label, result.id]
        named = [trace(session, None, Asked(text)).starts for text in asked]
        seen = trace(session, given.cast.actor(PHYSICIAN), Asked(given.code, "down"))
        hidden = trace(session, given.cast.actor(ANALYST), Asked(given.code, "down"))

    assert (result.label, result.status) == (f"{given.code} · 1", "recorded")
    assert not [word for word in ("REACTIVE", "HBC") if word in str(found.plain())]
    assert named == [(sample.key,), (sample.key,), (result.key,)]
    assert {sample.id, result.id} <= {n.id for n in seen.nodes}
    assert not {sample.id, result.id} & {n.id for n in hidden.nodes}
    assert len(hidden.nodes) == len(found.nodes)
