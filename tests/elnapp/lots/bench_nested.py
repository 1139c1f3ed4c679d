"""A lot on the master with groups, branches, tables and a time window: what its tests do over and over."""

from __future__ import annotations

from typing import Any

from elnapp.custody import queries as custody
from elnapp.lots import queries, service
from elnapp.record.verify import Layers, verify
from tests.batches.nested_master import body, step
from tests.elnapp.lots.conftest import Bench


def vessels(bench: Bench) -> list[str]:
    with bench.house.kernel.reading() as session:
        return [u.code for u in custody.units(session, bench.stream, "vessel") if u.state == "open"]


def state(bench: Bench, path: str) -> str:
    with bench.house.kernel.reading() as session:
        found = queries.position(session, bench.stream).at(path)
    assert found is not None
    return found.state


def pooled(bench: Bench, minutes: int = 8) -> None:
    """Detach, stop and pool all vessels, count and harvest them."""
    said = {"answer": "harvest", "reason": "80 %", "by_telephone": "no"}
    bench.record("P0/decision", said)
    bench.verify("P0/decision")
    bench.record("P0/enzyme", {"enzyme_on": at(0)})
    values = {"stopped_at": at(minutes)}
    if minutes > 15:
        bench.confirm("P0/stop", values, "slow to come off")
    else:
        bench.record("P0/stop", values)
    bench.record("P0/pool", {f"pooled.{n}.unit": c for n, c in enumerate(vessels(bench), 1)})
    bench.record("P0/count", bench.counted("0.572", "94"))
    bench.record("P0/harvest", {"volume": "100", "harvested_at": bench.day(9)})


def at(minutes: int) -> str:
    return f"2026-10-10T10:{minutes:02d}:00+02:00"


def proven(bench: Bench) -> None:
    report = verify(bench.house.kernel.stores, Layers(recompute={"lot": service.recompute}))
    assert report.ok, report.broken


def thawing() -> dict[str, Any]:
    """A master that starts from a vial."""
    of = body()
    of["phases"][0] = {
        "code": "TH", "title": {"en": "Thaw", "fr": "Décongélation"},
        "steps": [step("vial", "thaw", mandatory=True)],
    }  # fmt: skip
    of["phases"] = of["phases"][:2]
    return of
